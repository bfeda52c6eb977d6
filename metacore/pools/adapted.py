"""The meta-learner's own models: what it has learned across tasks, adapted to each training task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from metacore.compiling.graphs import as_graph
from metacore.nn.losses import predictions
from metacore.nn.networks import is_network
from metacore.run import Run
from metacore.training.pool import Models
from metacore.training.programs import Program, dial_tensors, of_program, program
from metacore.types import Array, Batch, Card, Dials, Params


@dataclass(frozen=True)
class Adapted:
    """w_i = adapt(theta, support_i). All start from the same theta."""

    card: Card
    shared_start: bool = True

    def models(self, run: Run, params: Params, support: Batch, first: int) -> Models:
        adapt, answer = adapting(program(run))
        adapted = adapt(params, support, dial_tensors(run))
        return Models(lambda x: answer(adapted, x), adapted if is_network(adapted) else None)


@of_program
def adapting(code: Program) -> tuple[Any, Any]:
    """The programs that adapt to any number of tasks, and that answer with what came of it."""
    params, batch, dials = code.specs()

    def adapt(params: Params, support: Batch, tensors: Dials) -> Params:
        return code.algorithm.adapt(code.problem, params, support, code.dials(tensors))[-1]

    def answer(adapted: Params, x: Array) -> Array:
        return predictions(code.problem, code.algorithm.predict(code.problem, adapted, x))

    return (
        as_graph(adapt, input_signature=(params, batch, dials)),
        as_graph(answer, reduce_retracing=True),
    )


PART = Adapted(
    Card(
        label="Adapted by the meta-learner",
        sentence="The meta-learner adapts to each training task. All its models start from the same weights.",
        source="Finn, Abbeel and Levine 2017; the source brief, steps 3 and 4",
        url="https://arxiv.org/abs/1703.03400",
    )
)
