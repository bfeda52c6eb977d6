"""What has come of the cells of a sweep so far: numbers with intervals, curves, and which cell is best. NumPy only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import numpy as np

from metacore.interval import Interval
from metacore.studies.sweep.question import Sweep
from metacore.studies.sweep.runner import Piece

Measure = Literal["metric", "loss"]


class Trained(NamedTuple):
    """One run of a sweep: its curve on the validation tasks [checks], and its new tasks once it is judged."""

    step: int
    diverged: bool
    checked: np.ndarray
    validation: dict[Measure, np.ndarray]
    new: dict[Measure, np.ndarray] | None


class Outcome(NamedTuple):
    """One cell: what its repeats have reached. All that follows is a mean over them."""

    column: int
    row: int
    repeats: tuple[Trained, ...]

    @property
    def diverged(self) -> bool:
        """Whether any repeat no longer trains."""
        return any(one.diverged for one in self.repeats)

    @property
    def judged(self) -> bool:
        """Whether all repeats have been measured on the new tasks."""
        return all(one.new is not None for one in self.repeats)

    def validation(self, measure: Measure) -> float:
        """The mean over the validation tasks at the last check."""
        return float(np.mean([one.validation[measure][-1] for one in self.repeats]))

    def tasks(self, measure: Measure) -> np.ndarray:
        """The measure of each new task, [NEW_TASKS]; only where the cell is judged."""
        return np.mean([one.new[measure] for one in self.repeats if one.new], axis=0)

    def interval(self, measure: Measure) -> Interval:
        """Over the new tasks; only where the cell is judged."""
        return Interval.over(self.tasks(measure))

    def value(self, measure: Measure) -> float:
        """What its colour shows: of the new tasks once it is judged, else of the validation tasks; NaN if diverged."""
        if self.diverged:
            return float("nan")
        return float(self.tasks(measure).mean()) if self.judged else self.validation(measure)

    def ends(self, measure: Measure) -> np.ndarray:
        """The value of each repeat, [repeats]."""
        return np.array([float(one.new[measure].mean()) if one.new else one.validation[measure][-1]
                         for one in self.repeats])  # fmt: skip


def outcomes(sweep: Sweep, pieces: Sequence[Piece]) -> dict[tuple[int, int], Outcome]:
    """The outcome of every cell, by column and row, of which all repeats have been measured at least once."""
    trained = {place: one for piece in pieces for place, one in _trained(piece)}
    size = len(sweep.xs) * len(sweep.ys)
    found = {}
    for place in range(size):
        repeats = tuple(trained[n] for n in range(place, len(sweep.runs), size) if n in trained)
        if len(repeats) == sweep.seeds:
            row, column = divmod(place, len(sweep.xs))
            found[column, row] = Outcome(column, row, repeats)
    return found


def best(found: Iterable[Outcome], measure: Measure) -> Outcome | None:
    """The judged cell that does best on the validation tasks: the new tasks, which judge it, are not asked.

    To choose by the new tasks would make the chosen cell look better than it is.
    """
    able = [one for one in found if one.judged and not one.diverged]
    return min(able, key=lambda one: one.validation(measure), default=None)


def tied(chosen: Outcome, found: Iterable[Outcome], measure: Measure) -> list[Outcome]:
    """The other judged cells that are not shown to differ from ``chosen``, task by task."""
    others = [one for one in found if one.judged and not one.diverged and one is not chosen]
    behind = [Interval.over(one.tasks(measure) - chosen.tasks(measure)) for one in others]
    return [one for one, gap in zip(others, behind, strict=True) if abs(gap.mean) <= gap.ci95]


def _trained(piece: Piece) -> Iterable[tuple[int, Trained]]:
    now, verdict = piece.cells, piece.verdict
    if now is None:
        return
    for number, place in enumerate(piece.places):
        validation: dict[Measure, np.ndarray] = {"loss": now.loss[:, number], "metric": now.metric[:, number]}
        new: dict[Measure, np.ndarray] | None = None
        if verdict is not None:
            new = {"loss": verdict.loss[number], "metric": verdict.metric[number]}
        yield place, Trained(int(now.reached[number]), bool(now.diverged[number]), now.checked, validation, new)
