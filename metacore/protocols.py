"""The protocol of each kind of part: task families, meta-learners, base learners, and ways to combine models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from metacore.dials import Dial
from metacore.types import Array, Batch, Card, Dials, Episode, Method, Params, Plane, Predictor, Problem, Split


class TaskFamily(Protocol):
    """A distribution over tasks that are made up, so that the truth is known everywhere.

    Stateless: the same seed gives the same tasks.

    A family whose best answer has a closed form may also have a method ``posterior(support, x, dials)``: mean and
    deviation of the truth at ``x`` given the support, [tasks, n, outputs] each. The yardsticks then use it. One whose
    inputs depend on the task has a method ``log_density(latent, x)``: log p(x), [tasks, points], up to a constant.
    """

    @property
    def card(self) -> Card: ...
    @property
    def dials(self) -> tuple[Dial, ...]: ...
    @property
    def defaults(self) -> Mapping[str, Any]:
        """The run's dials that this family sets otherwise."""

    @property
    def domain(self) -> tuple[float, float]:
        """The range of each input that pictures show."""

    @property
    def span(self) -> tuple[float, float]:
        """The range of answers that pictures show (regression)."""

    def problem(self, settings: Mapping[str, Any]) -> Problem:
        """What its tasks ask for; only dials that shape the run may be looked at."""

    def draw(self, seed: Array, tasks: int, dials: Dials) -> Array:
        """Latent truths of ``tasks`` tasks, [tasks, latents]."""

    def inputs(self, seed: Array, latent: Array, points: int, dials: Dials) -> Array:
        """Input points of each task, [tasks, points, features]."""

    def answer(self, latent: Array, x: Array) -> Array:
        """The noise-free truth at ``x``, [tasks, points, outputs]."""


@runtime_checkable
class RecordedFamily(Protocol):
    """Tasks that were recorded: rows of data, and no truth anywhere else. Told apart by ``isinstance``.

    Whole tasks are held out, never rows: "training" is practised on, "validation" gives the held-out curve and says
    when to stop, "test" gives the headline and chooses nothing. Stateless: the same seed gives the same episodes.

    One that needs a table of data has a method ``over(settings, table)``: the family itself, given a run's settings and
    the table it brings, if any. One whose labels mean the same in all tasks has a method ``rows()``: all rows of the
    training tasks, as those of a single task.
    """

    @property
    def card(self) -> Card: ...
    @property
    def dials(self) -> tuple[Dial, ...]: ...
    @property
    def defaults(self) -> Mapping[str, Any]: ...
    @property
    def domain(self) -> tuple[float, float]: ...
    @property
    def span(self) -> tuple[float, float]: ...
    def problem(self, settings: Mapping[str, Any]) -> Problem: ...

    @property
    def distinct(self) -> int:
        """How many different tasks are held out for the test; 0 where each episode counts as a task of its own."""

    def plane(self) -> Plane:
        """Where pictures cut through the space of inputs."""

    @property
    def image(self) -> tuple[int, int] | None:
        """Rows and columns of the picture that an input is, if it is one."""

    def sample(self, split: Split, seed: Array, tasks: int, shots: int, queries: int, dials: Dials) -> Episode:
        """Episodes of tasks of ``split``; no row is in both support and query. A latent says which task it is.

        Validation and test tasks come in turn: episode i and episode i + ``distinct`` are of the same task.
        """


Family = TaskFamily | RecordedFamily


class Algorithm(Protocol):
    """A meta-learner.

    ``adapt`` returns its whole path: what it has before any adaptation, after one step, ... ``path[-1]`` is the
    adapted one. ``predict`` takes any stage of the path and gives raw outputs: logits, or means; for regression with
    a spread, twice as many, the means first (see ``losses.spread``). ``meta_gradient`` returns the query loss after
    adaptation and the gradient of the objective, which is that loss unless the algorithm has an ``objective`` method
    of its own with the same arguments.
    """

    @property
    def card(self) -> Method: ...
    @property
    def dials(self) -> tuple[Dial, ...]: ...

    def init(self, problem: Problem, hidden: tuple[int, ...], seed: int) -> Params: ...

    def adapt(self, problem: Problem, params: Params, support: Batch, dials: Dials) -> list[Params]: ...

    def predict(self, problem: Problem, adapted: Params, x: Array) -> Array: ...

    def meta_gradient(
        self, problem: Problem, params: Params, episode: Episode, dials: Dials
    ) -> tuple[Array, Params]: ...


class Learner(Protocol):
    """A base learner: fits each task on its support alone. Not part of any compiled program.

    ``dials`` are its hyperparameters, ``settings`` those of the run: its own and the common ones, by name.
    """

    @property
    def card(self) -> Card: ...
    @property
    def dials(self) -> tuple[Dial, ...]: ...

    def fit(self, problem: Problem, support: Batch, settings: Mapping[str, Any]) -> Predictor: ...


@dataclass(frozen=True)
class Combiner:
    """A way to combine the answers of many models to a new task into one.

    ``weigh(problem, support, seen, x)`` says how much each member counts, given what all say at the support, ``seen``
    [members, tasks, shots, outputs]: [members, tasks, points], or one weight for all points [members, tasks, 1].
    ``mix(problem, weights, asked)`` makes one answer of the members' ``asked`` [members, tasks, points, outputs]. What
    is combined may be a member of another: they nest.

    ``convex``: every number of the answer lies within those of the members, as in a weighted mean. ``unanimous``:
    members that all say the same are given back unchanged. ``members``: what is combined: models of other tasks,
    different candidates for this one, or the meta-learner of several seeds or moments adapted to it. ``of``: whether
    answers are mixed, or the weights of networks where members are such. ``trains``: whether training may go through
    it, since gradients reach the members and it is quick to compile.
    """

    card: Card
    weigh: Callable[[Problem, Batch, Array, Array], Array]
    mix: Callable[[Problem, Array, Array], Array]
    convex: bool = False
    unanimous: bool = True
    members: Literal["tasks", "candidates", "seeds", "snapshots"] = "tasks"
    of: Literal["answers", "networks"] = "answers"
    trains: bool = False
