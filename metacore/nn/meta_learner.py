"""A meta-learner as functions: what it learns across tasks, how it adapts, what it answers, how it is trained."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from metacore.dials import Dial
from metacore.nn import networks
from metacore.nn.gradients import adapted_query_loss, query_gradient
from metacore.types import Array, Batch, Dials, Episode, Method, Params, Problem

Loss = Callable[["MetaLearner", Problem, Params, Episode, Dials], Array]
Gradient = Callable[["MetaLearner", Problem, Params, Episode, Dials], tuple[Array, Params]]


def loss_gradient(
    learner: MetaLearner, problem: Problem, params: Params, episode: Episode, dials: Dials
) -> tuple[Array, Params]:
    """The learner's loss and its gradient, through adaptation."""
    return query_gradient(lambda p: learner.loss(learner, problem, p, episode, dials), params)


@dataclass(frozen=True)
class MetaLearner:
    """An ``Algorithm`` of functions; what is not said is as for one that learns a network and answers with one.

    ``adapt``, ``init`` and ``predict`` are as in the protocol. ``loss(learner, problem, params, episode, dials)`` is
    the objective, a scalar, and ``gradient`` of the same arguments gives the query loss after adaptation and the
    gradient of the objective: one whose objective is not that loss hands in both. ``surrogate``: what ``gradient``
    gives is the gradient of no loss. ``first_order``: ``adapt`` leaves out the derivative through its steps.
    """

    card: Method
    adapt: Callable[[Problem, Params, Batch, Dials], list[Params]]
    init: Callable[[Problem, tuple[int, ...], int], Params] = networks.init
    predict: Callable[[Problem, Params, Array], Array] = networks.predict
    loss: Loss = adapted_query_loss
    gradient: Gradient = loss_gradient
    dials: tuple[Dial, ...] = ()
    surrogate: bool = False
    first_order: bool = False

    def objective(self, problem: Problem, params: Params, episode: Episode, dials: Dials) -> Array:
        return self.loss(self, problem, params, episode, dials)

    def meta_gradient(self, problem: Problem, params: Params, episode: Episode, dials: Dials) -> tuple[Array, Params]:
        return self.gradient(self, problem, params, episode, dials)


def without_steps(card: Method) -> Method:
    """The card of a method that takes no gradient steps on a new task: what it learned does the adapting, by itself.

    The dials of such steps do nothing; and since none lead through the network, a larger one is usual.
    """
    usual, ignored = {"beta": 0.001, "hidden": (64, 64)}, ("alpha", "inner_steps")
    return replace(card, brief_kind="intrinsic", defaults={**usual, **card.defaults}, ignores=(*ignored, *card.ignores))
