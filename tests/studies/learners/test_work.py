"""The search: the same from the same attempts, defaults first, and new tasks never looked at."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.episodes import sampling
from metacore.registry import learners
from metacore.run import Run
from metacore.studies.learners import work
from metacore.studies.learners.work import SHOWN, Attempt, error, importance, portrait, propose, step
from tests.examples import RECORDED, REPRESENTATIVES

SEARCHED = [name for name, learner in learners().items() if learner.dials]
QUICK = Run.parse("family=linear&learner=neighbours&tasks=20")


@pytest.fixture(scope="module")
def made() -> tuple[Attempt, ...]:
    done: tuple[Attempt, ...] = ()
    for _ in range(14):
        done = (*done, step(QUICK, done).attempt)
    return done


def test_the_librarys_settings_come_first_so_that_the_best_is_never_worse(made: tuple[Attempt, ...]) -> None:
    assert dict(made[0].settings) == {"neighbours": 5, "neighbour_weights": "uniform"}
    assert made[0].error == pytest.approx(error(QUICK))
    assert min(attempt.error for attempt in made) < made[0].error


def test_an_attempt_that_a_lost_worker_never_finished_is_made_again_the_same(made: tuple[Attempt, ...]) -> None:
    for place in (1, 5, 12):
        assert step(QUICK, made[:place]).attempt == made[place]


def test_proposals_come_near_what_was_good(made: tuple[Attempt, ...]) -> None:
    """With forty attempts of which only few neighbours are good, few neighbours are proposed."""
    dials = QUICK.base_learner.dials
    done = [
        Attempt((("neighbours", number), ("neighbour_weights", weights)), float(number))
        for number in range(1, 21)
        for weights in ("uniform", "distance")
    ]
    proposed = [dict(propose(dials, done, seed))["neighbours"] for seed in range(12)]
    assert np.mean(proposed) < 6


def test_importance_names_the_dial_that_matters() -> None:
    dials = QUICK.base_learner.dials
    done = [
        Attempt((("neighbours", number), ("neighbour_weights", weights)), float(number))
        for number in range(1, 21)
        for weights in ("uniform", "distance")
    ]
    shares = importance(dials, done)
    assert shares["neighbours"] > 0.9 and sum(shares.values()) == pytest.approx(1)
    assert importance(dials, done[:3]) == {} == importance(dials, [done[0]] * 20)


@pytest.mark.parametrize("name", SEARCHED)
def test_every_learner_can_be_searched(name: str) -> None:
    run = Run.of({"family": "sinusoid", "learner": name, "tasks": 2, "shots": 5, "queries": 5})
    proposed = propose(run.base_learner.dials, [Attempt(_defaults(run), 1.0)], 3)
    again = run.replace(**dict(proposed))  # every proposal is allowed
    assert np.isfinite(error(again)) and error(again) == error(again)


def _defaults(run: Run) -> tuple[tuple[str, object], ...]:
    return tuple((dial.name, dial.default) for dial in run.base_learner.dials)


def test_new_tasks_are_never_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the new tasks were looked at")

    monkeypatch.setattr(sampling, "new_tasks", refuse)
    work._practice.cache_clear()
    assert np.isfinite(step(QUICK, ()).attempt.error)


@pytest.mark.parametrize("family", REPRESENTATIVES)
def test_a_portrait_shows_the_first_new_tasks(family: str) -> None:
    found = portrait(Run.of({"family": family, "learner": "linear_model"}))
    assert len(found.fit) == SHOWN and np.isfinite(found.fit).all()
    assert (found.truth is None) == (family in RECORDED)
    assert found.truth is None or found.fit.shape == found.truth.shape
    assert found.support.x.shape[-1] == found.fit.ndim - 2, "points are where the picture is"
