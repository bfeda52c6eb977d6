"""A sweep without a browser: pieces, workers that are lost, stopping and going on, and what can be downloaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from metacore.evaluation.measuring import measure
from metacore.studies.sweep import runner
from metacore.studies.sweep.outcomes import outcomes
from metacore.studies.sweep.question import Sweep
from metacore.studies.sweep.runner import Sweeper, divided
from metacore.training.engine import Budget, advance, init
from pages.parts.sweep import lines
from pages.parts.sweep.session import SweepSession
from tests.examples import arrays, uncompiled
from tests.pages.at_once import AtOnce

SHAPE = "family=linear&shots=4&queries=5&inner_steps=2&meta_batch=3&hidden=4"
QUERY = f"{SHAPE}&x=alpha&xs=0.05,0.3&y=beta&ys=0.003,0.02&steps=40"


@pytest.fixture(autouse=True, scope="module")
def quick() -> Iterator[None]:
    with uncompiled():
        yield


def to_the_end(it: Sweeper) -> Sweeper:
    it.playing = True
    for _ in range(300):
        it.tick()
        if not it.playing:
            return it
    raise AssertionError("the sweep does not end")


def swept(query: str = QUERY, **settings: Any) -> Sweeper:
    return to_the_end(Sweeper(Sweep.parse(query), AtOnce(**settings)))  # type: ignore[arg-type]


def test_every_cell_ends_with_the_numbers_of_the_engine() -> None:
    it = swept()
    found = outcomes(it.sweep, it.pieces)
    assert it.finished and it.progress == 1 and set(found) == {(0, 0), (0, 1), (1, 0), (1, 1)}
    for (column, row), one in found.items():
        run = it.sweep.run(column, row)
        alone = measure(run, advance(run, init(run), Budget(40)).state)["after"]
        assert one.value("metric") == pytest.approx(alone.mean(), abs=1e-4) and one.interval("metric").tasks == 600


def test_a_lost_worker_costs_a_lap_and_nothing_else() -> None:
    whole, again = swept(), swept(lose=(1, 2))
    assert again.finished and not any(piece.fault for piece in again.pieces)
    for one, other in zip(arrays(whole.pieces[0].cells), arrays(again.pieces[0].cells), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_fault_of_the_program_ends_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = runner.train_and_measure

    def faulty(runs: Any, *arguments: Any) -> Any:
        if runs[0].inner_steps == 1:
            raise ValueError("a fault")
        return honest(runs, *arguments)

    monkeypatch.setattr(runner, "train_and_measure", faulty)
    it = swept(f"{SHAPE}&x=inner_steps&xs=1,2&y=none&steps=40")
    assert [piece.fault for piece in it.pieces] == ["ValueError: a fault", ""]
    assert it.finished and set(outcomes(it.sweep, it.pieces)) == {(1, 0)}


def test_what_shares_a_program_trains_together_and_every_worker_gets_some() -> None:
    sizes = {"x=alpha&y=beta": [64], "x=alpha&y=beta&seeds=3": [64] * 3, "x=noise&y=tasks": [64]}
    for query, expected in sizes.items():
        assert [len(piece.places) for piece in divided(Sweep.parse("shots=4&queries=5&" + query), 1)] == expected
    apart = divided(Sweep.parse("x=shots&xs=1,5,10&y=none&seeds=2"), 1)
    assert [(piece.places, piece.group) for piece in apart] == [((0, 3), 0), ((1, 4), 1), ((2, 5), 2)]
    shared = divided(Sweep.parse("shots=4&queries=5&x=alpha&y=beta"), 4)
    assert [len(piece.places) for piece in shared] == [16] * 4 and {piece.group for piece in shared} == {0}
    big = divided(Sweep.parse("queries=100&meta_batch=100&hidden=128,128&x=alpha&y=beta"), 1)
    assert {len(piece.places) for piece in big} == {1}, "so many numbers that one cell is enough"


def test_stopping_keeps_what_is_there_and_going_on_ends_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "CHUNK", 0.0)
    whole = swept()
    it = Sweeper(Sweep.parse(QUERY), AtOnce())  # type: ignore[arg-type]
    it.playing = True
    while not it.started:
        it.tick()
    it.stop()
    half = it.progress
    assert 0 < half < 1 and not it.finished and not it.tick() and it.progress == half
    assert len(outcomes(it.sweep, it.pieces)) == 4
    to_the_end(it)
    for one, other in zip(arrays(whole.pieces[0].cells), arrays(it.pieces[0].cells), strict=True):
        np.testing.assert_array_equal(one, other)


def test_more_repeats_keep_what_has_been_trained() -> None:
    it = swept()
    more = it.extended(it.sweep.replace(seeds=3))
    assert not more.finished and more.pieces == it.pieces
    to_the_end(more)
    assert more.pieces[0] is it.pieces[0]
    assert sorted(place for piece in more.pieces for place in piece.places) == list(range(12))
    assert all(len(one.repeats) == 3 for one in outcomes(more.sweep, more.pieces).values())
    assert not it.extended(it.sweep.replace(steps=50)).pieces, "other steps are another sweep"


def test_a_change_to_what_already_is_leaves_a_sweep_that_goes_on_alone() -> None:
    it = SweepSession(Sweep.parse(QUERY))
    it.playing = True
    assert it.set(steps=it.question.steps) is it and it.playing
    assert it.set(steps=100) is not it and not it.playing


def test_the_download_holds_every_number() -> None:
    it = swept()
    page = SweepSession(it.sweep)
    page.sweeper = it
    rows = lines.table(page)
    assert list(rows.columns) == ["alpha", "beta", "seed", "quantity", "step", "value"]
    found = outcomes(it.sweep, it.pieces)
    new = rows[rows["quantity"] == "new tasks metric"]["value"].tolist()
    assert new == pytest.approx([found[column, row].value("metric") for row in (0, 1) for column in (0, 1)])
    checks = len(found[0, 0].repeats[0].checked)
    assert (rows["quantity"] == "validation loss").sum() == 4 * checks
