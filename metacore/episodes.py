"""Episodes: which tasks are drawn when, from seeds alone.

Training tasks follow the run's seed. The tasks that measure never do: they are the same for every run of a family, so
that two runs are compared on the same new tasks.
"""

from __future__ import annotations

from metacore import noise
from metacore.lazy import tf
from metacore.types import Array, Batch, Dials, Episode, TaskFamily

POOL_SIZE = 256  # always drawn whole, so that another number of tasks keeps the tasks it has
STREAM_MEMBERS = 100  # of an endless stream, so many tasks serve as the pool of task models
TRAINING, VALIDATION, TEST = 1, 2, 3
NEW_TASKS, NEW_QUERIES = 600, 50  # the tasks that measure
POOL, PRACTICE = -1, -2
_FROZEN = 20_170_309


def sample(family: TaskFamily, seed: Array, tasks: int, shots: int, queries: int, dials: Dials) -> Episode:
    """Draws ``tasks`` tasks with ``shots`` support and ``queries`` query points each; a pure function of the seed."""
    truth, places, errors = tf.unstack(tf.random.split(seed, 3))
    latent = family.draw(truth, tasks, dials)
    x = family.inputs(places, latent, shots + queries, dials)
    y = family.answer(latent, x)
    seen = noise.corrupt(family.problem(dials).kind, errors, y[:, :shots], dials["noise"])
    return Episode(Batch(x[:, :shots], seen), Batch(x[:, shots:], y[:, shots:]), latent)


def log_likelihood(family: TaskFamily, latent: Array, seen: Batch, dials: Dials) -> Array:
    """How likely each seen point is under the latents, [tasks, points]: log p(x, y), up to a constant."""
    answers, density = family.answer(latent, seen.x), getattr(family, "log_density", None)
    likely = noise.log_likelihood(family.problem(dials).kind, answers, seen.y, dials["noise"])
    return likely + density(latent, seen.x) if density else likely


def training_seed(seed: Array, block: Array) -> Array:
    """The seed of the training stream's ``block``; POOL is the fixed pool, PRACTICE training tasks apart from it."""
    return tf.stack([seed * 8 + TRAINING, tf.cast(block, tf.int32)])


def frozen_seed(stream: int) -> Array:
    """The seed of validation or test tasks."""
    return tf.constant([_FROZEN * 8 + stream, 0])


def new_tasks(family: TaskFamily, shots: int, dials: Dials) -> Episode:
    """The frozen tasks that all results are measured on, [NEW_TASKS, ...]."""
    return sample(family, frozen_seed(TEST), NEW_TASKS, shots, NEW_QUERIES, dials)


def pool(family: TaskFamily, seed: Array, shots: int, queries: int, dials: Dials) -> Episode:
    """The fixed pool of training tasks, [POOL_SIZE, ...]; a run with N tasks uses the first N."""
    return sample(family, training_seed(seed, POOL), POOL_SIZE, shots, queries, dials)


def take(episode: Episode, index: Array) -> Episode:
    """The tasks at ``index``, in that order."""
    return tf.nest.map_structure(lambda a: tf.gather(a, index), episode)
