"""Episodes: which tasks are drawn when, from seeds alone.

Training tasks follow the run's seed. The tasks that measure never do: they are the same for every run of a family, so
that two runs are compared on the same new tasks.
"""

from __future__ import annotations

import numpy as np

from metacore.compiling.lazy import tf
from metacore.episodes import noise
from metacore.protocols import Family, RecordedFamily, TaskFamily
from metacore.types import Array, Batch, Dials, Episode, Split

POOL_SIZE = 256  # always drawn whole, so that another number of tasks keeps the tasks it has
STREAM_MEMBERS = 100  # of an endless stream, so many tasks serve as the pool of task models
TRAINING, VALIDATION, TEST = 1, 2, 3
NEW_TASKS, NEW_QUERIES = 600, 50  # the tasks that measure
CHECKED_TASKS = 200  # the validation tasks
POOL, PRACTICE = -1, -2
_FROZEN = 20_170_309


def sample(
    family: Family, seed: Array, tasks: int, shots: int, queries: int, dials: Dials, split: Split = "training"
) -> Episode:
    """Draws ``tasks`` tasks with ``shots`` support and ``queries`` query points each; a pure function of the seed.

    ``split`` says which recorded tasks may be drawn; those that are made up differ by the seed alone.
    """
    drawn = clean(family, split, seed, tasks, shots, queries, dials)
    errors = tf.random.split(seed, 3)[2]
    seen = noise.corrupt(family.problem(dials).kind, errors, drawn.support.y, dials["noise"])
    return drawn._replace(support=Batch(drawn.support.x, seen))


def clean(family: Family, split: Split, seed: Array, tasks: int, shots: int, queries: int, dials: Dials) -> Episode:
    """What ``sample`` draws, before noise."""
    if isinstance(family, RecordedFamily):
        return family.sample(split, seed, tasks, shots, queries, dials)
    truth, places, _ = tf.unstack(tf.random.split(seed, 3))
    latent = family.draw(truth, tasks, dials)
    x = family.inputs(places, latent, shots + queries, dials)
    y = family.answer(latent, x)
    return Episode(Batch(x[:, :shots], y[:, :shots]), Batch(x[:, shots:], y[:, shots:]), latent)


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


def new_tasks(family: Family, shots: int, dials: Dials) -> Episode:
    """The frozen tasks that all results are measured on, [NEW_TASKS, ...]."""
    return sample(family, frozen_seed(TEST), NEW_TASKS, shots, NEW_QUERIES, dials, "test")


def validation_tasks(family: Family, shots: int, dials: Dials) -> Episode:
    """The frozen tasks of the held-out curve, [CHECKED_TASKS, ...]; they say when to stop, and no result."""
    return sample(family, frozen_seed(VALIDATION), CHECKED_TASKS, shots, NEW_QUERIES, dials, "validation")


def by_task(family: Family, values: np.ndarray) -> np.ndarray:
    """Values of new episodes [..., episodes] as those of new tasks [..., tasks]: means where a task comes repeatedly.

    An interval is over tasks. Recorded ones are few, so that the frozen episodes draw each of them many times.
    """
    count = min(distinct(family), values.shape[-1])
    if count == values.shape[-1]:
        return values
    return np.stack([values[..., n::count].mean(axis=-1) for n in range(count)], axis=-1)


def distinct(family: Family) -> int:
    """How many different tasks there are among the frozen new episodes."""
    return min((isinstance(family, RecordedFamily) and family.distinct) or NEW_TASKS, NEW_TASKS)


def pool(family: Family, seed: Array, shots: int, queries: int, dials: Dials) -> Episode:
    """The fixed pool of training tasks, [POOL_SIZE, ...]; a run with N tasks uses the first N."""
    return sample(family, training_seed(seed, POOL), POOL_SIZE, shots, queries, dials)


def take(episode: Episode, index: Array) -> Episode:
    """The tasks at ``index``, in that order."""
    return tf.nest.map_structure(lambda a: tf.gather(a, index), episode)
