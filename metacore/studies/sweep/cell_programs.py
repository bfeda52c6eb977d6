"""What is compiled for many runs at once: a step of all cells, and the measuring of all cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from metacore.compiling.graphs import as_graph, compiled
from metacore.compiling.lazy import tf
from metacore.nn.adam import adam
from metacore.nn.losses import predictions, task_losses, task_metrics
from metacore.run import Run
from metacore.training.programs import BLOCK, Program, dial_tensors, of_program
from metacore.types import Array, Dials, Episode, Params


class CellDials(NamedTuple):
    """The dials of some cells: those that are the same in all, those that differ, [cells], and what is drawn.

    ``draws`` holds the dials of each different draw of tasks and ``which`` tells each cell's.
    """

    same: Dials
    own: Dials
    which: Array
    draws: tuple[Dials, ...]

    @classmethod
    def of(cls, runs: Sequence[Run]) -> CellDials:
        each = [dial_tensors(run) for run in runs]
        moving = [name for name in each[0] if any(one[name] != each[0][name] for one in each)]
        drawing = {"seed", "noise", "tasks", *(dial.name for dial in runs[0].task_family.dials)}
        keys = [tuple(float(one[name]) for name in one if name in drawing) for one in each]
        places = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        return cls(
            {name: value for name, value in each[0].items() if name not in moving},
            {name: np.stack([one[name] for one in each]) for name in moving},
            np.array([places[key] for key in keys], np.int32),
            tuple(each[keys.index(key)] for key in places),
        )

    @property
    def tensors(self) -> tuple[Dials, Dials, Array]:
        """What the programs take."""
        return self.same, self.own, self.which


class CellProgram:
    """What is compiled for the cells of one shape of run."""

    def __init__(self, single: Program) -> None:
        self.single = single
        self.train = compiled(self._train, single.run)
        self.judge = as_graph(self._judge)
        self._sample = lru_cache(maxsize=8)(self._sampler)

    def draw(self, dials: CellDials, block: int) -> Episode:
        """The training tasks of a block of steps for each draw, [draws, BLOCK, meta_batch, ...]."""
        return _stacked([self.single.draw(np.int32(block), each) for each in dials.draws])

    def held_out(self, dials: CellDials, draw: Callable[..., Episode]) -> Episode:
        """The frozen tasks that ``draw`` gives for each draw of the cells, [draws, tasks, ...]."""
        sample = self._sample(draw)
        return _stacked([sample(each) for each in dials.draws])

    def _sampler(self, draw: Callable[..., Episode]) -> Any:
        def sample(tensors: Dials) -> Episode:
            return draw(self.single.family, self.single.shape["shots"], self.single.dials(tensors))

        return as_graph(sample)

    def _train(
        self,
        params: Params,
        first: Params,
        second: Params,
        alive: Array,
        step: Array,
        stop: Array,
        block: Episode,
        same: Dials,
        own: Dials,
        which: Array,
    ) -> Any:
        """Meta-steps from ``step`` up to ``stop``, within one block.

        Returns parameters and moments, the steps that each cell took, and which cells still train, [cells].
        """
        code, each = self.single, tf.nest.map_structure
        shared = block.latent.shape[0] == 1  # all cells draw the same tasks

        def body(now: Array, taken: Array, alive: Array, *live: Params) -> tuple[Any, ...]:
            drawn = each(lambda a: a[:, now % BLOCK], block)
            if shared:
                common, apart = each(lambda a: a[0], drawn), ()
            else:
                common, apart = (), each(lambda a: tf.gather(a, which), drawn)

            def one(cell: tuple[Any, ...]) -> tuple[Any, ...]:
                (params, first, second), mine, apart = cell
                dials = code.dials({**same, **mine})
                episode = common if shared else apart
                loss, gradient = code.algorithm.meta_gradient(code.problem, params, episode, dials)
                new = adam(params, first, second, gradient, now + 1, dials["beta"])
                return new, tf.reduce_all([tf.math.is_finite(loss), *map(_finite, tf.nest.flatten(new))])

            new, fine = tf.vectorized_map(one, (live, own, apart))
            alive = alive & fine
            live = each(lambda now, before: tf.where(_beside(alive, now), now, before), new, live)
            return now + 1, taken + tf.cast(alive, tf.int64), alive, *live

        start = (step, tf.zeros(alive.shape, tf.int64), alive, params, first, second)
        _, taken, alive, *live = tf.while_loop(lambda now, *_: now < stop, body, start)
        return *live, taken, alive

    def _judge(self, params: Params, drawn: Episode, same: Dials, own: Dials, which: Array) -> Any:
        """Loss and metric of every cell on every task after adapting, [cells, tasks] each.

        One cell after the other: each has so many tasks that nothing is gained by more.
        """
        code = self.single

        def one(cell: tuple[Any, ...]) -> tuple[Array, Array]:
            params, mine, place = cell
            episode = tf.nest.map_structure(lambda a: a[place], drawn)
            dials = code.dials({**same, **mine})
            adapted = code.algorithm.adapt(code.problem, params, episode.support, dials)[-1]
            outputs = code.algorithm.predict(code.problem, adapted, episode.query.x)
            answers = predictions(code.problem, outputs)
            return (
                task_losses(code.problem, outputs, episode.query.y),
                task_metrics(code.problem, answers, episode.query.y),
            )

        return tf.map_fn(one, (params, own, which), fn_output_signature=(tf.float32, tf.float32))


def _finite(values: Array) -> Array:
    return tf.reduce_all(tf.math.is_finite(values))


def _beside(flags: Array, values: Array) -> Array:
    """``flags`` [cells] with as many axes as ``values`` [cells, ...]."""
    return tf.reshape(flags, [-1] + [1] * (len(values.shape) - 1))


def _stacked(drawn: list[Episode]) -> Episode:
    return tf.nest.map_structure(lambda *parts: tf.stack(parts), *drawn)


@of_program
def cell_program(single: Program) -> CellProgram:
    """What is compiled for the cells whose runs share the program ``single``, made when first asked for."""
    return CellProgram(single)
