"""What a meta-learner does that is given no more than how it adapts, and what it takes from functions handed in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.nn.gradients import adapted_query_loss, descend
from metacore.nn.meta_learner import MetaLearner, without_steps
from metacore.types import Batch, Dials, Episode, Method, Params, Problem
from tests import reference
from tests.examples import KINDS, close, double, plain, problem_of, random_batch, random_layers

CARD = Method("Two steps", "Takes two steps.", "nowhere")
NETWORK, ALPHA = random_layers(4, (2, 3, 1)), 0.2


def adapt(problem: Problem, params: Params, support: Batch, dials: Dials) -> list[Params]:
    return descend(problem, params, support, dials["alpha"], 2)


def gradient(learner: MetaLearner, kind: str) -> tuple[Any, Params]:
    problem, episode = problem_of(kind), episode_of(kind)
    return tf.function(lambda p: learner.meta_gradient(problem, p, episode, {"alpha": ALPHA}), autograph=False)(
        double(NETWORK)
    )


def episode_of(kind: str) -> Episode:
    return Episode(random_batch(1, problem_of(kind)), random_batch(2, problem_of(kind)), None)


def expected(kind: str, network: reference.Network) -> float:
    problem, (support, query, _) = problem_of(kind), plain(episode_of(kind))
    tasks = zip(support.x, support.y, query.x, query.y, strict=True)
    after = [(reference.descend(problem, network, x, y, ALPHA, 2), asked, true) for x, y, asked, true in tasks]
    return float(np.mean([reference.loss(problem, own, asked, true) for own, asked, true in after]))


@pytest.mark.parametrize("kind", KINDS)
def test_it_lowers_the_query_loss_after_adapting_where_nothing_else_is_said(kind: str) -> None:
    learner = MetaLearner(CARD, adapt)
    loss, slopes = gradient(learner, kind)
    assert np.isclose(loss, expected(kind, NETWORK), rtol=1e-9)
    close(plain(slopes), reference.finite_differences(lambda p: expected(kind, p), NETWORK), 1e-6)
    found = learner.objective(problem_of(kind), double(NETWORK), episode_of(kind), {"alpha": ALPHA})
    assert np.isclose(found, loss, rtol=1e-12)


def test_another_loss_is_the_objective_and_has_another_gradient() -> None:
    twice = MetaLearner(CARD, adapt, loss=lambda *given: 2 * adapted_query_loss(*given))
    (loss, slopes), (other, others) = (gradient(each, "regression") for each in (twice, MetaLearner(CARD, adapt)))
    assert np.isclose(loss, 2 * other, rtol=1e-12)
    close(plain(slopes), [(2 * w, 2 * b) for w, b in plain(others)], 1e-12)


def test_a_gradient_of_its_own_is_given_the_learner_and_taken() -> None:
    given = []
    learner = MetaLearner(CARD, adapt, gradient=lambda *arguments: (given.append(arguments), 1.0))  # type: ignore[func-returns-value]
    episode = episode_of("regression")
    assert learner.meta_gradient(problem_of("regression"), NETWORK, episode, {"alpha": ALPHA}) == (None, 1.0)
    assert given == [(learner, problem_of("regression"), NETWORK, episode, {"alpha": ALPHA})]


def test_without_steps_their_dials_are_ignored_and_what_the_card_says_itself_holds() -> None:
    card = without_steps(Method("None", "None.", "nowhere", defaults={"hidden": (8,), "meta_batch": 3}))
    assert card.defaults == {"beta": 0.001, "hidden": (8,), "meta_batch": 3}
    assert {"alpha", "inner_steps"} == set(card.ignores) and card.brief_kind == "intrinsic"
