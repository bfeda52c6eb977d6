"""The ideal learner: it knows how the tasks are made, so that nobody can answer better on average."""

from __future__ import annotations

import numpy as np

from metacore.compiling.graphs import as_graph, compiled
from metacore.compiling.lazy import tf
from metacore.episodes import sampling
from metacore.interval import Interval
from metacore.nn.losses import LEAST_SPREAD, normal_surprise
from metacore.protocols import RecordedFamily
from metacore.run import Run
from metacore.training.programs import all_dials
from metacore.types import Array, Batch

# More support points leave fewer tasks of the prior that fit them.
PRIOR_SAMPLES_A_SHOT, POSTERIOR_SAMPLES = 1_000, 400


class Ideal:
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


def _resample(log_weights: np.ndarray) -> np.ndarray:
    """Indices in proportion to the weights, by systematic resampling (Kitagawa 1996, appendix)."""
    cumulated = np.cumsum(np.exp(log_weights - log_weights.max()), dtype=np.float64)
    marks = (np.arange(POSTERIOR_SAMPLES) + 0.5) / POSTERIOR_SAMPLES * cumulated[-1]
    return np.searchsorted(cumulated, marks)
