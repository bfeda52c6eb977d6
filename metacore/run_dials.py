"""The dials of a run: those that every run has, and those that its parts bring along."""

from __future__ import annotations

from functools import cache

from metacore import registry
from metacore.dials import Dial, ladder

NO_ENSEMBLE = "none"
SEED_LIMIT = 100_000_000
PARTS = ("family", "algorithm", "learner")  # the dials that bring further dials with them


@cache
def common_dials() -> tuple[Dial, ...]:
    """The dials that every run has, in the order of the query string."""
    of_tasks = (name for name, part in registry.combiners().items() if part.members == "tasks")
    # fmt: off
    return (
        Dial("family", "Kind of task", "What the tasks look like. Every task of a kind is a little different.",
             "linear", "choice", choices=tuple(registry.families()), shapes=True),
        Dial("tasks", "Training tasks", "How many tasks the meta-learner may practise on. 0 means an endless stream "
             "of fresh tasks.", 0, "integer", 0, 200, stops=(0, 1, 2, 3, 5, 10, 20, 50, 100, 200)),
        Dial("shots", "Support points", "How many labelled points of a task the learner gets to see (its shots).",
             10, "integer", 1, 50, stops=(1, 2, 3, 5, 10, 20, 50), shapes=True),
        Dial("queries", "Query points", "How many further points of a training task are used to judge what was "
             "learned from the support points.", 30, "integer", 1, 100, stops=(5, 10, 30, 50, 90), shapes=True),
        Dial("noise", "Noise", "How much the support answers are disturbed.", 0.0, "number", 0.0, 0.5,
             stops=(0.0, 0.05, 0.1, 0.2, 0.3, 0.5), live=True),
        Dial("algorithm", "Meta-learner", "What learns across the tasks.", "maml", "choice",
             choices=tuple(registry.algorithms()), shapes=True),
        Dial("alpha", "Alpha: inner learning rate", "How far each step of adapting to one task goes.",
             0.1, "number", 0.0, 10.0, stops=(0.0, *ladder(-3, 1)), live=True),
        Dial("beta", "Beta: outer learning rate", "How far each meta-step moves what is learned across tasks.",
             0.01, "number", 0.0, 1.0, stops=(0.0, *ladder(-5, 0)), live=True),
        Dial("inner_steps", "Inner steps", "How many steps of adapting to one task are taken.", 5, "integer", 0, 10,
             stops=tuple(range(11)), shapes=True),
        Dial("meta_batch", "Tasks per meta-step", "How many tasks are practised on in one meta-step (the "
             "meta-batch).", 25, "integer", 1, 100, stops=(1, 5, 10, 25, 50, 100), shapes=True),
        Dial("hidden", "Hidden layers", "The width of each hidden layer of the network.", (10,), "widths", 1, 128,
             shapes=True),
        Dial("ensemble", "Ensemble", "How a new task is answered: by adapting to its own support points, or by "
             "combining the models of the training tasks.", NO_ENSEMBLE, "choice",
             choices=(NO_ENSEMBLE, *of_tasks), live=True),
        Dial("objective", "What is improved", "With an ensemble: train so that the combined answer to new tasks gets "
             "better, or so that each model gets better at its own task.", "combined", "choice",
             choices=("combined", "own"), live=True),
        Dial("learner", "Base learner", "What is trained on each single task.", "gradient_descent", "choice",
             choices=tuple(registry.learners()), live=True),
        Dial("seed", "Seed", "The number from which all chance is drawn. The same seed gives the same run.", 1,
             "integer", 0, SEED_LIMIT),
        Dial("weights", "Seed of the initial weights", "Which initial weights are drawn. Follows the seed unless "
             "set.", 1, "integer", 0, SEED_LIMIT),
    )
    # fmt: on


def common(name: str) -> Dial:
    """The common dial called ``name``. Raises KeyError."""
    return {dial.name: dial for dial in common_dials()}[name]


def repeated(seed: int, number: int) -> int:
    """The seed of repeat 0, 1, ... of what has ``seed``; after the largest comes the smallest.

    >>> repeated(3, 2), repeated(SEED_LIMIT, 1)
    (5, 0)
    """
    return (seed + number) % (SEED_LIMIT + 1)


@cache
def dials_of(family: str, algorithm: str, learner: str) -> tuple[Dial, ...]:
    """All dials of a run with these parts, each with the range that the algorithm allows."""
    method = registry.algorithms()[algorithm]
    common_ones = (
        dial.narrowed(*method.card.limits[dial.name]) if dial.name in method.card.limits else dial
        for dial in common_dials()
    )
    return (
        *common_ones,
        *registry.families()[family].dials,
        *method.dials,
        *registry.learners()[learner].dials,
    )
