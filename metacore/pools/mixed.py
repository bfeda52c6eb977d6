"""A bit of everything: the meta-learner's models and those of every base learner, in turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metacore import registry
from metacore.compiling.lazy import tf
from metacore.pools import adapted
from metacore.run import Run
from metacore.training.pool import Models
from metacore.types import Array, Batch, Card, Params


@dataclass(frozen=True)
class Mixed:
    """Model i is of kind i modulo the number of kinds: adapted, then every base learner of the registry."""

    card: Card
    shared_start: bool = False

    def models(self, run: Run, params: Params, support: Batch, first: int) -> Models:
        kinds = ["", *registry.learners()]
        numbers = np.arange(len(support.x))
        groups = {}
        for place, kind in enumerate(kinds):
            chosen = numbers[(numbers + first) % len(kinds) == place]
            if len(chosen):
                own = Batch(tf.gather(support.x, chosen), tf.gather(support.y, chosen))
                groups[kind] = chosen, _fit(run, params, own, kind)

        def answer(x: Array) -> Array:
            found = [models.answer(tf.gather(x, chosen)) for chosen, models in groups.values()]
            order = np.argsort(np.concatenate([chosen for chosen, _ in groups.values()]))
            return tf.gather(tf.concat(found, axis=0), order)

        return Models(answer, None)


def _fit(run: Run, params: Params, support: Batch, kind: str) -> Models:
    if not kind:
        return adapted.PART.models(run, params, support, 0)
    run = run.replace(learner=kind)
    return Models(run.base_learner.fit(run.problem, support, dict(run.settings)), None)


PART = Mixed(
    Card(
        label="A mixture of all",
        sentence="In turn: the meta-learner's model, then one of each base learner.",
        source="van der Laan, Polley and Hubbard 2007, Super Learner",
        url="https://doi.org/10.2202/1544-6115.1309",
    )
)
