"""What a result is held against, on the same new tasks: floor, scratch, and the best answers without adapting."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from threading import Event
from typing import Literal

import numpy as np

from metacore.compiling.background import AHEAD, within
from metacore.compiling.graphs import as_graph, compiled
from metacore.compiling.lazy import tf
from metacore.episodes import sampling
from metacore.episodes.sampling import NEW_TASKS
from metacore.evaluation import baselines
from metacore.interval import Interval
from metacore.nn.losses import LEAST_SPREAD, normal_surprise, prediction_losses, task_metrics
from metacore.protocols import RecordedFamily
from metacore.run import Run
from metacore.training.programs import all_dials
from metacore.types import Array, Batch, Episode

# More support points leave fewer tasks of the prior that fit them.
PRIOR_SAMPLES_A_SHOT, POSTERIOR_SAMPLES = 1_000, 400
PATIENCE = 0.05  # seconds
PIECES = 24  # the new tasks are measured in so many pieces, so that training need not wait long

Unit = Literal["metric", "loss"]
Values = dict[Unit, dict[str, np.ndarray]]  # of each yardstick, one value a task


def yardsticks(run: Run, unit: Unit = "metric") -> dict[str, Interval]:
    """Every yardstick that has a meaning for the run's tasks, over the frozen new tasks.

    ``floor``: Bayes-optimal, by the family's own ``posterior`` where it has one, else by sampling tasks from the prior
    and weighing them by the likelihood of the support.
    ``scratch``: the base learner trained on each support alone. ``majority`` or ``zero``: one answer for everything.
    ``unadapted``: the best answer that never looks at the support. In the unit of the headline or of the meta-loss.
    Recorded tasks have others, since no truth is known: those of ``metacore.evaluation.baselines``.
    """
    return summary(run, [piece(run, number) for number in range(PIECES)], unit)


def summary(run: Run, pieces: Sequence[Values], unit: Unit) -> dict[str, Interval]:
    """The intervals over all tasks of some pieces."""
    return {name: Interval.over(joined(run, pieces, unit, name)) for name in pieces[0][unit]}


def joined(run: Run, pieces: Sequence[Values], unit: Unit, name: str) -> np.ndarray:
    """What some pieces say of one yardstick, one value a task."""
    found = np.concatenate([np.zeros(0), *(values[unit][name] for values in pieces)])
    return sampling.by_task(run.task_family, found)


def piece(run: Run, number: int) -> Values:
    """The yardsticks on piece ``number`` of the new tasks."""
    return _piece(measured_run(run), number)


def piece_at_once(run: Run, number: int) -> Values | None:
    """``piece`` without waiting for its programs: None until they are ready."""
    shared = measured_run(run)
    ready, work = _ready(shared), partial(_piece, shared, number)
    return work() if ready.is_set() or within(AHEAD.soon(ready, work), PATIENCE) else None


@lru_cache(maxsize=16)
def _ready(run: Run) -> Event:
    """Whether the programs that measure ``run`` are compiled, and what else they need is there."""
    return Event()


def ideal(run: Run, support: Batch, x: Array) -> np.ndarray:
    """The Bayes-optimal answer at ``x`` to any support, which may have no points at all: [tasks, n, outputs]."""
    tools = _tools(measured_run(run))
    return np.asarray(tools.floor(support, x) if support.x.shape[1] else tools.unadapted(x))


def measured_run(run: Run) -> Run:
    """The run that stands for all that share their yardsticks: what has no influence on them is set aside."""
    own = (dial.name for part in (run.task_family, run.base_learner) for dial in part.dials)
    kept = ("family", "shots", "noise", "hidden", "learner", *own)
    return Run.of({name: value for name, value in run.settings if name in kept}, run.table)


@lru_cache(maxsize=64 * PIECES)
def _piece(run: Run, number: int) -> Values:
    problem, new = run.problem, _new_tasks(run)
    support, query, _ = sampling.take(new, np.split(np.arange(NEW_TASKS), PIECES)[number])
    if isinstance(run.task_family, RecordedFamily):
        answers = baselines.answers(run, support, query.x)
    else:
        tools = _tools(run)
        name, constant = ("majority", np.mean(new.query.y, axis=(0, 1))) if problem.classes else ("zero", 0.0)
        answers = {
            "floor": tools.floor(support, query.x),
            "scratch": run.base_learner.fit(problem, support, dict(run.settings))(query.x),
            name: tf.broadcast_to(tf.cast(constant, tf.float32), query.y.shape),
            "unadapted": tools.unadapted(query.x),
        }
    values: Values = {
        "metric": {name: task_metrics(problem, y, query.y).numpy() for name, y in answers.items()},
        "loss": {name: prediction_losses(problem, y, query.y).numpy() for name, y in answers.items()},
    }
    _ready(run).set()
    return values


@lru_cache(maxsize=4)
def _new_tasks(run: Run) -> Episode:
    return sampling.new_tasks(run.task_family, run.shots, all_dials(run))


class _Tools:
    """What an ideal learner answers that knows how the run's tasks are made, compiled once.

    A family that knows its posterior gives floor and unadapted answer itself; of all others the prior is sampled.
    """

    def __init__(self, run: Run) -> None:
        assert not isinstance(run.task_family, RecordedFamily), "nothing says how recorded tasks came about"
        self.family, self.dials, self.outputs = run.task_family, all_dials(run), run.problem.outputs
        dials = self.dials
        exact = getattr(self.family, "posterior", None)
        self.posterior_mean = exact and as_graph(lambda support, x: exact(support, x, dials)[0])
        if not exact:
            samples = PRIOR_SAMPLES_A_SHOT * run.shots + 4_000
            self.latents = self.family.draw(tf.constant([11, 13]), samples, dials)
            self.log_likelihoods = compiled(self._log_likelihoods, run)
            self.mean_answer = compiled(self._mean_answer, run)

    def floor(self, support: Batch, x: Array) -> Array:
        """The mean answer under the posterior given the support."""
        if self.posterior_mean:
            return self.posterior_mean(support, x)
        drawn = np.stack([_resample(row) for row in self.log_likelihoods(support).numpy()])
        return self.mean_answer(tf.gather(self.latents, drawn), x)

    def unadapted(self, x: Array) -> Array:
        """The mean answer under the prior alone, which is the posterior given nothing."""
        if self.posterior_mean:
            nothing = x[:, :0]
            return self.posterior_mean(Batch(nothing, tf.zeros([*nothing.shape[:2], self.outputs])), x)
        return self.mean_answer(tf.repeat(self.latents[None, :POSTERIOR_SAMPLES], x.shape[0], axis=0), x)

    def _log_likelihoods(self, support: Batch) -> Array:
        """Of each task's support under each sample, [tasks, samples]; one task after another, so memory stays small."""

        def of_task(points: Batch) -> Array:
            seen = Batch(*(tf.repeat(a[None], self.latents.shape[0], axis=0) for a in points))
            return tf.reduce_sum(sampling.log_likelihood(self.family, self.latents, seen, self.dials), axis=-1)

        return tf.map_fn(of_task, support, fn_output_signature=tf.float32)

    def _mean_answer(self, latents: Array, x: Array) -> Array:
        tasks, samples, size = latents.shape
        flat, places = tf.reshape(latents, [-1, size]), tf.repeat(x, samples, axis=0)
        answers = self.family.answer(flat, places)
        # Where inputs depend on the truth, a point itself tells which truths are likely; elsewhere all count alike.
        likely = sampling.log_likelihood(self.family, flat, Batch(places, answers), self.dials)
        weights = tf.nn.softmax(tf.reshape(likely, [tasks, samples, -1, 1]), axis=1)
        return tf.reduce_sum(weights * tf.reshape(answers, [tasks, samples, *answers.shape[1:]]), axis=1)


def exact_log_likelihood(run: Run) -> Interval | None:
    """Mean log-likelihood of each new task's answers under the family's own posterior; None where it has none.

    The most that is possible on average. Its deviation is cut at the least that methods can predict.
    """
    posterior = getattr(run.task_family, "posterior", None)
    if posterior is None:
        return None
    dials = all_dials(run)
    support, query, _ = sampling.new_tasks(run.task_family, run.shots, dials)
    mean, deviation = posterior(support, query.x, dials)
    return Interval.over(-normal_surprise(mean, tf.maximum(deviation, LEAST_SPREAD), query.y).numpy())


@lru_cache(maxsize=4)
def _tools(run: Run) -> _Tools:
    return _Tools(run)


def _resample(log_weights: np.ndarray) -> np.ndarray:
    """Indices in proportion to the weights, by systematic resampling (Kitagawa 1996, appendix)."""
    cumulated = np.cumsum(np.exp(log_weights - log_weights.max()), dtype=np.float64)
    marks = (np.arange(POSTERIOR_SAMPLES) + 0.5) / POSTERIOR_SAMPLES * cumulated[-1]
    return np.searchsorted(cumulated, marks)
