"""What a state is worth on new tasks, with intervals, and what it looks like: NumPy only comes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from metacore.compiling.lazy import tf
from metacore.episodes import sampling
from metacore.episodes.sampling import NEW_TASKS
from metacore.evaluation import grid
from metacore.evaluation.answering import TaskModels
from metacore.evaluation.grid import Canvas
from metacore.interval import Interval
from metacore.nn.losses import classes, normal_surprise, task_metrics
from metacore.protocols import RecordedFamily
from metacore.run import Run
from metacore.run_dials import NO_ENSEMBLE
from metacore.training.engine import State
from metacore.types import Array, Batch, Episode

TILES = 12  # tasks pictured of each set
SHOWN_QUERIES = 10  # of a task whose points are drawn as images


class View(NamedTuple):
    """What the visitor looks at: which task is enlarged and after how many inner steps (None: all)."""

    new: bool = True
    task: int = 0
    stage: int | None = None


class Picture(NamedTuple):
    """Some tasks as they are seen: points, truth and prediction.

    ``fit`` and ``truth`` [tasks, *shape, outputs] lie all over the run's ``Canvas``, a square or a line; ``before``
    likewise, without adaptation. ``spread`` is the predicted standard deviation in the same shape, or None where the
    method gives none; ``truth`` is None where only data are known, and the points are then those of a projection.
    Where a point is an ``image``, (rows, columns), points stay whole and ``fit`` and ``before`` answer the queries.
    """

    support: Batch
    query: Batch
    truth: np.ndarray | None
    fit: np.ndarray
    before: np.ndarray
    spread: np.ndarray | None = None
    image: tuple[int, int] | None = None


class Scores(NamedTuple):
    """What a state is worth on all tasks, at one step."""

    step: int
    stages: int
    before: Interval
    after: Interval
    training_before: np.ndarray  # metric of each training task, [tasks]
    training_after: np.ndarray
    new_before: np.ndarray  # metric of each new task, [new tasks]
    new_after: np.ndarray
    rising: float  # share of new tasks whose support loss is higher after the first inner step
    one_sided: float  # share of new tasks that are answered with one class only


class Pictures(NamedTuple):
    """What a state looks like, at one stage of adaptation: the first tasks of each set, and one of them large.

    ``training_errors`` and ``new_errors``: the metrics of what is pictured, before adaptation and at the stage,
    [2, tasks]; ``focus_errors``: those of the large one, [2].
    """

    stage: int
    stages: int
    training: Picture
    new: Picture
    focus: Picture
    training_errors: np.ndarray
    new_errors: np.ndarray
    focus_errors: np.ndarray


def measure(run: Run, state: State) -> dict[str, np.ndarray]:
    """Metrics of each new task (``before``, ``after``) and training task (``training_before``, ``training_after``).

    Also the support losses of the new tasks at the first two stages, whether each is answered with one class only, the
    number of stages and, where a spread is predicted, the mean log-likelihood of each task's answers.
    """
    return _measure(TaskModels.of(run, state.params))


def _measure(tools: TaskModels) -> dict[str, np.ndarray]:
    run, problem = tools.run, tools.run.problem
    # A combined answer asks every model about every point: in pieces, so that memory stays small.
    pieces = np.split(np.arange(NEW_TASKS), 1 if run.ensemble == NO_ENSEMBLE else 10)
    found: dict[str, list[np.ndarray]] = {"before": [], "after": [], "support": [], "one_sided": []}
    for index in pieces:
        new = sampling.take(tools.new, index)
        answers = tools.ask(new.support, new.query.x, run.ensemble)
        found["before"].append(task_metrics(problem, answers["before"], new.query.y).numpy())
        found["after"].append(task_metrics(problem, answers["fit"], new.query.y).numpy())
        found["support"].append(answers["support"])
        found["one_sided"].append(_one_sided(answers["fit"]))
        if "spread" in answers:
            likely = -normal_surprise(answers["fit"], answers["spread"], new.query.y).numpy()
            found.setdefault("log_likelihood", []).append(likely)
    practised = sampling.take(tools.pool, np.arange(run.tasks or TILES))
    own = tools.ask(practised.support, practised.query.x, NO_ENSEMBLE)
    joined = {name: np.concatenate(parts, axis=-1) for name, parts in found.items()}
    return {name: sampling.by_task(run.task_family, values) for name, values in joined.items()} | {
        "training_before": task_metrics(problem, own["before"], practised.query.y).numpy(),
        "training_after": task_metrics(problem, own["fit"], practised.query.y).numpy(),
        "stages": own["stages"],
    }


def _one_sided(answers: np.ndarray) -> np.ndarray:
    """Whether each task's answers [tasks, points, outputs] all name one class, [tasks]."""
    named = classes(tf.constant(answers)).numpy()
    return (named == named[:, :1]).all(axis=1)


def score(run: Run, state: State, at_once: bool = False) -> Scores:
    """Measures ``state`` on all tasks; ``at_once`` without waiting for a graph."""
    found = _measure(TaskModels.of(run, state.params, at_once))
    return Scores(
        step=state.step,
        stages=int(found["stages"]),
        before=Interval.over(found["before"]),
        after=Interval.over(found["after"]),
        training_before=found["training_before"],
        training_after=found["training_after"],
        new_before=found["before"],
        new_after=found["after"],
        rising=float((found["support"][1] > found["support"][0]).mean()),
        one_sided=float(found["one_sided"].mean()),
    )


def look(run: Run, state: State, view: View, at_once: bool = False) -> Pictures:
    """Draws what ``view`` asks for of ``state``; ``at_once`` without waiting for a graph."""
    tools = TaskModels.of(run, state.params, at_once)
    new, training = (tools.new, run.ensemble), (tools.pool, NO_ENSEMBLE)
    practised, fresh = min(run.tasks or TILES, TILES), min(sampling.distinct(run.task_family), TILES)
    last = int(tools.ask(*_first(tools.pool), NO_ENSEMBLE)["stages"]) - 1 if view.stage is not None else 0
    # The last stage shares its program with the measuring.
    asked = -1 if view.stage is None or view.stage >= last else view.stage
    tile, large = grid.canvas(run), grid.canvas(run, large=True)
    told, training_errors, stages = _picture(tools, *training, range(practised), tile, asked)
    unseen, new_errors, _ = _picture(tools, *new, range(fresh), tile, asked)
    episode, ensemble = new if view.new else training
    shown = min(view.task, (sampling.distinct(run.task_family) if view.new else practised) - 1)
    focus, errors, _ = _picture(tools, episode, ensemble, [shown], large, asked)
    stage = stages - 1 if asked < 0 else asked
    return Pictures(stage, stages, told, unseen, focus, training_errors, new_errors, errors[:, 0])


def pictured(run: Run, state: State, tasks: int) -> Picture:
    """The first ``tasks`` new tasks as they are answered after adaptation."""
    tools = TaskModels.of(run, state.params)
    return _picture(tools, tools.new, run.ensemble, range(tasks), grid.canvas(run), -1)[0]


def _picture(
    tools: TaskModels, episode: Episode, ensemble: str, index: Sequence[int], drawn: Canvas, stage: int
) -> tuple[Picture, np.ndarray, int]:
    """Some tasks as they are seen, their metrics before adaptation and at the stage [2, tasks], how many stages."""
    run, chosen = tools.run, sampling.take(episode, np.asarray(index))
    family = run.task_family
    image = family.image if isinstance(family, RecordedFamily) else None
    places = np.zeros((0, run.problem.features), np.float32) if image else drawn.points
    x = tf.concat([np.broadcast_to(places, (len(index), *places.shape)), chosen.query.x], axis=1)
    answers = tools.ask(chosen.support, x, ensemble, stage)
    said = {name: answers[name] for name in ("before", "fit", "spread") if name in answers}
    metrics = [task_metrics(run.problem, said[name][:, len(places) :], chosen.query.y) for name in ("before", "fit")]
    errors, stages = np.stack(metrics), int(answers["stages"])
    if image:
        query = Batch(*(a[:, :SHOWN_QUERIES] for a in chosen.query))
        fit, before = (said[name][:, :SHOWN_QUERIES] for name in ("fit", "before"))
        return Picture(_plain(chosen.support), _plain(query), None, fit, before, image=image), errors, stages
    laid = {name: drawn.laid(values[:, : len(places)]) for name, values in said.items()}
    points, truth = (drawn.dots(chosen.support), drawn.dots(chosen.query)), grid.truth(run, chosen.latent, drawn)
    return Picture(*points, truth, laid["fit"], laid["before"], laid.get("spread")), errors, stages


def _first(episode: Episode) -> tuple[Batch, Array]:
    """The support of the first task, and where it is asked."""
    one = sampling.take(episode, np.arange(1))
    return one.support, one.query.x


def _plain(batch: Batch) -> Batch:
    return Batch(batch.x.numpy(), batch.y.numpy())
