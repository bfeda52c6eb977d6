"""What training through the ensemble buys, against adapting alone and against combining after the fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from metacore.evaluation.measuring import measure
from metacore.figures.style import headline
from metacore.interval import Interval
from metacore.registry import combiners
from metacore.run import Run
from metacore.run_dials import NO_ENSEMBLE
from metacore.studies.ensembles.figures import against
from metacore.training.engine import Advance, Budget, State, advance, init
from pages.parts.ensembles import texts
from pages.parts.ensembles.wording import difference
from pages.parts.frame.chart import chart

CHUNK = 0.5  # seconds of training between two measurements
Call = tuple[Callable[[Any], None], Callable[..., Any], tuple[Any, ...]]


@dataclass
class Contest:
    """One ensemble, twice: of the meta-learner that was trained as ever, and of one trained through it."""

    run: Run  # that ``plain`` was trained with
    plain: State
    ensemble: str
    through: State = field(init=False)
    errors: dict[str, np.ndarray] = field(default_factory=dict)  # of each new task
    steps: list[int] = field(default_factory=list)
    path: list[float] = field(default_factory=list)  # mean error after so many steps through the ensemble
    _measured: int = -1

    def __post_init__(self) -> None:
        self.through = init(self.trained)

    @property
    def trained(self) -> Run:
        """The run whose training goes through the ensemble."""
        return self.run.replace(ensemble=self.ensemble, objective="combined")

    @property
    def done(self) -> bool:
        return self._measured == self.through.step and (self.through.step >= self.plain.step or self.through.diverged)

    def next(self) -> Call:
        """What is to be asked next: who takes the answer, the function, its arguments."""
        if "alone" not in self.errors:
            return self._take("alone"), measure, (self.run.replace(ensemble=NO_ENSEMBLE), self.plain)
        if "after" not in self.errors:
            return self._take("after"), measure, (self.run.replace(ensemble=self.ensemble, objective="own"), self.plain)
        if self._measured < self.through.step:
            return self._take("through"), measure, (self.trained, self.through)
        return self._advanced, advance, (self.trained, self.through, Budget(self.plain.step, CHUNK))

    def _take(self, name: str) -> Callable[[dict[str, np.ndarray]], None]:
        def take(found: dict[str, np.ndarray]) -> None:
            self.errors[name] = found["after"]
            if name == "through":
                self._measured = self.through.step
                self.steps.append(self.through.step)
                self.path.append(float(found["after"].mean()))

        return take

    def _advanced(self, found: Advance) -> None:
        self.through = found.state


def draw(contest: Contest | None, start: Callable[[str], None], kind: str) -> None:
    """Draws the choice of an ensemble, and what has been measured so far."""
    st.markdown(f"##### {texts.HEADINGS['contest']}")
    st.caption(texts.CONTEST_NOTE)
    trains = [name for name, part in combiners().items() if part.trains]
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    name = left.selectbox(
        texts.CONTEST_OF, trains, index=trains.index("weighted"), key="contest_of",
        format_func=lambda name: combiners()[name].card.label,
    )  # fmt: skip
    if right.button(texts.CONTEST_BUTTON, key="contest", help=texts.CONTEST_HELP):
        start(name)
        st.rerun()  # the whole page, since the clock may stand still
    if contest is None:
        return
    if contest.path:
        _curve(contest, kind)
        _table(contest, kind)
    if not contest.done:
        share = contest.through.step / max(contest.plain.step, 1)
        st.progress(min(share, 1.0), texts.CONTEST_PROGRESS.format(step=contest.through.step, steps=contest.plain.step))


def _curve(contest: Contest, kind: str) -> None:
    ends = [max(contest.steps[0], 1), max(contest.plain.step, 2)]
    curves: dict[str, tuple[Any, np.ndarray]] = {
        name: (ends, np.repeat(contest.errors[name].mean(), 2)) for name in ("alone", "after")
    }
    curves["through"] = [max(step, 1) for step in contest.steps], np.array(contest.path)
    figure = against(curves, texts.CONTEST, texts.AXES["steps"], texts.AXES[kind], log_x=False)
    values = ", ".join(f"{texts.CONTEST[name]} {float(y[-1]):.3f}" for name, (_, y) in curves.items())
    chart(figure, "contest_curve", texts.ALT["contest"].format(values=values), height=320)


def _table(contest: Contest, kind: str) -> None:
    rows = []
    for name, label in texts.CONTEST.items():
        errors = contest.errors[name]
        gain = "—" if name == "through" else difference(errors - contest.errors["through"], kind)
        rows.append([label, headline(Interval.over(errors), kind), gain])
    st.table(pd.DataFrame(rows, columns=texts.CONTEST_COLUMNS).set_index(texts.CONTEST_COLUMNS[0]))
