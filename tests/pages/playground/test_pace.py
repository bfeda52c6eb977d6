"""How fast a visitor watches: when something else may be shown, what is drawn, and the rate that is told."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from metacore.evaluation.measuring import View
from metacore.studies.playground.work import UPDATE
from pages.parts.playground import pace
from pages.parts.playground.pace import PACES, SLOW, STAGES, Pace


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    now = SimpleNamespace(seconds=100.0)
    monkeypatch.setattr(pace, "time", SimpleNamespace(monotonic=lambda: now.seconds))
    return now


@pytest.mark.parametrize(("name", "apart"), [("slow", SLOW), ("natural", UPDATE), ("full", UPDATE)])
def test_the_next_may_be_shown_so_many_seconds_after_the_last(clock: SimpleNamespace, name: str, apart: float) -> None:
    it = Pace(name)
    assert it.left == 0, "the first at once"
    it.note(8)
    assert it.left == pytest.approx(apart)
    clock.seconds += apart / 2
    assert it.left == pytest.approx(apart / 2)
    clock.seconds += 1
    assert it.left == 0


def test_the_rate_is_that_of_what_is_shown(clock: SimpleNamespace) -> None:
    it = Pace()
    it.note(8)
    assert it.rate == 0, "nothing is known of the first"
    clock.seconds += 0.5
    it.note(20)
    assert it.rate == 40
    it.note(0)  # the same once more, looked at otherwise
    assert it.rate == 40


@pytest.mark.parametrize("stages", [1, 2, 4, 40])
def test_only_who_is_slow_sees_all_stages_and_the_last_for_good(stages: int) -> None:
    for name in PACES:
        seen = Pace(name).views(View(), stages)
        assert seen[-1] == View() and (len(seen) == 1 or name == "slow")
    on_the_way = [view.stage for view in Pace("slow").views(View(), stages)[:-1]]
    assert on_the_way == sorted(set(on_the_way)) and len(on_the_way) < STAGES
    assert stages == 1 or on_the_way[0] == 0


def test_who_looks_at_one_stage_sees_that_one() -> None:
    assert Pace("slow").views(View(stage=1), 4) == (View(stage=1),)
