"""A base learner's hyperparameters, meta-learned: chosen by the error on training tasks, judged on new ones.

For learners without a meta-gradient. Optuna proposes settings (tree-structured Parzen estimator, Bergstra et al. 2011,
Algorithms for Hyper-Parameter Optimization). Everything is a pure function of the attempts made so far, so that a lost
worker loses none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from metacore.compiling.lazy import tf
from metacore.dials import Dial
from metacore.episodes import sampling
from metacore.evaluation.grid import canvas, truth
from metacore.evaluation.measuring import Picture
from metacore.nn.losses import task_metrics
from metacore.run import Run
from metacore.training.programs import all_dials
from metacore.types import Episode

TASKS = 60  # training tasks on which settings are tried
STARTUP = 8  # attempts by chance before the proposals learn
SHOWN = 6


class Attempt(NamedTuple):
    """Settings that were tried, by dial, and the mean metric on the queries of the training tasks."""

    settings: tuple[tuple[str, Any], ...]
    error: float


class Step(NamedTuple):
    """One attempt more, and how much each dial matters (shares of one; empty while there are few attempts)."""

    attempt: Attempt
    importance: dict[str, float]


@lru_cache(maxsize=400)  # many come to see the same search
def step(run: Run, done: tuple[Attempt, ...]) -> Step:
    """Makes the next attempt: the library's defaults first, then what Optuna proposes after those that are ``done``.

    The same run and attempts give the same proposal.
    """
    dials = run.base_learner.dials
    settings = propose(dials, done, run.seed) if done else tuple((dial.name, dial.default) for dial in dials)
    attempt = Attempt(settings, error(run.replace(**dict(settings))))
    return Step(attempt, importance(dials, (*done, attempt)))


def error(run: Run) -> float:
    """The mean metric of the base learner on the queries of the training tasks, fitted to each task's support."""
    support, query, _ = _practice(run.replace(learner="gradient_descent"))
    answers = run.base_learner.fit(run.problem, support, dict(run.settings))(query.x)
    return float(tf.reduce_mean(task_metrics(run.problem, tf.convert_to_tensor(answers), query.y)))


@lru_cache(maxsize=4)
def _practice(run: Run) -> Episode:
    pool = sampling.pool(run.task_family, run.seed, run.shots, run.queries, all_dials(run))
    return sampling.take(pool, np.arange(min(run.tasks or TASKS, TASKS)))


def propose(dials: Sequence[Dial], done: Sequence[Attempt], seed: int) -> tuple[tuple[str, Any], ...]:
    """The settings to try next."""
    import optuna

    sampler = optuna.samplers.TPESampler(seed=1000 * seed + len(done), n_startup_trials=STARTUP)
    trial = _study(dials, done, sampler).ask({dial.name: _distribution(dial) for dial in dials})
    return tuple((dial.name, trial.params[dial.name]) for dial in dials)


def importance(dials: Sequence[Dial], done: Sequence[Attempt]) -> dict[str, float]:
    """How much of the differences in error each dial explains (fANOVA, Hutter, Hoos and Leyton-Brown 2014)."""
    if len(done) < STARTUP or len(dials) < 2 or np.ptp([attempt.error for attempt in done]) == 0:
        return {}
    import optuna

    judge = optuna.importance.FanovaImportanceEvaluator(seed=0)
    return dict(optuna.importance.get_param_importances(_study(dials, done), evaluator=judge))


def _study(dials: Sequence[Dial], done: Sequence[Attempt], sampler: Any = None) -> Any:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(sampler=sampler)
    space = {dial.name: _distribution(dial) for dial in dials}
    for attempt in done:
        params = dict(attempt.settings)
        study.add_trial(optuna.trial.create_trial(params=params, distributions=space, value=attempt.error))
    return study


def _distribution(dial: Dial) -> Any:
    import optuna

    if dial.kind == "choice":
        return optuna.distributions.CategoricalDistribution(dial.choices)
    if dial.kind == "integer":
        return optuna.distributions.IntDistribution(int(dial.low), int(dial.high))
    return optuna.distributions.FloatDistribution(dial.low, dial.high, log=dial.low > 0)


def portrait(run: Run) -> Picture:
    """The first new tasks, each answered by the base learner fitted to its support."""
    new = sampling.take(sampling.new_tasks(run.task_family, run.shots, all_dials(run)), np.arange(SHOWN))
    drawn = canvas(run)
    x = np.broadcast_to(drawn.points, (SHOWN, *drawn.points.shape))
    fit = drawn.laid(run.base_learner.fit(run.problem, new.support, dict(run.settings))(tf.constant(x)))
    return Picture(drawn.dots(new.support), drawn.dots(new.query), truth(run, new.latent, drawn), fit, fit)
