"""What players make of a sketch, against what the evaluation says of the same support."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.episodes import sampling
from metacore.evaluation import yardsticks
from metacore.evaluation.measuring import View, look
from metacore.learners.gradient_descent import PART as GRADIENT_DESCENT
from metacore.nn.losses import task_metrics
from metacore.run import Run
from metacore.studies.task.question import Player, Sketch, points_of
from metacore.studies.task.work import CURVE_CELLS, FACE_CELLS, Answer, answer, deal, truth
from metacore.training.engine import init
from metacore.training.programs import all_dials
from metacore.types import Batch
from tests.examples import IN_TURN, LEARNERS, plain, small

QUERIES = {
    "linear": "family=linear&points=1_0.5_1~0.5_1.5_1~-1_-1_0~-0.5_-1.5_0&steps=0",
    "blobs": "family=blobs&classes=3&points=1_0.5_1~0.5_1.5_2~-1_-1_0~-0.5_-1.5_0&steps=0",
    "sinusoid": "family=sinusoid&points=1_0.5~-2_1.5~-1_-1~3_-1.5&steps=0",
}


def run_of(sketch: Sketch, algorithm: str) -> Run:
    """A small run of the sketch's tasks."""
    return small(sketch.family, algorithm, shots=10, alpha=0.5)


def said(sketch: Sketch, player: Player) -> Answer:
    run = run_of(sketch, player.name if player.kind == "meta" else sketch.basis)
    return answer(sketch, player, run, init(run).params)


def everyone(sketch: Sketch) -> list[Player]:
    return [*sketch.players, Player("ideal")]


@pytest.mark.parametrize("family, algorithm", [("linear", "maml"), ("blobs", "prototypical"), ("sinusoid", "alpaca")])
def test_answers_are_those_of_the_evaluation_on_the_same_support(family: str, algorithm: str) -> None:
    sketch = Sketch.parse(QUERIES[family]).replace(task=2, known=10, algorithms=(algorithm,))
    run = run_of(sketch, algorithm)
    state = init(run)
    new = plain(sampling.new_tasks(run.task_family, run.shots, all_dials(run)))
    points = points_of(run.problem, Batch(new.support.x[1], new.support.y[1]))
    marks = next(field for field in sketch.fields if field.name == "points")
    inside = marks.fitted(points)
    found = said(sketch.replace(points=inside), Player("meta", algorithm))
    focus = look(run, state, View(task=1)).focus
    assert found.fits.shape[1:3] == (FACE_CELLS, FACE_CELLS) if run.problem.classes else (CURVE_CELLS, 1)
    # The evaluation's picture has other cells; the corners are the same places.
    ours, theirs = found.fits[-1], focus.fit[0]
    places = [(0, 0), (0, -1), (-1, 0), (-1, -1)] if run.problem.classes else [(0,), (-1,), (CURVE_CELLS // 2,)]
    for place in places:
        np.testing.assert_allclose(ours[place], theirs[place], atol=0.02)  # support is written to two decimals


def test_an_ensemble_is_that_of_the_evaluation() -> None:
    sketch = Sketch.parse(QUERIES["linear"]).replace(task=2, known=10, ensembles=("average",))
    sketch = sketch.replace(points=deal(sketch.replace(task=2)))
    run = run_of(sketch, "maml")
    found = said(sketch, Player("ensemble", "average"))
    focus = look(run.replace(ensemble="average"), init(run), View(task=1)).focus
    np.testing.assert_allclose(found.fits[0][0, 0], focus.fit[0][0, 0], atol=1e-5)  # does not look at the support


def test_a_base_learner_is_fitted_to_the_points_alone() -> None:
    sketch = Sketch.parse(QUERIES["linear"])
    run = sketch.run()
    grid = np.linspace(-3, 3, FACE_CELLS, dtype=np.float32)
    x = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(1, -1, 2)
    expected = np.asarray(GRADIENT_DESCENT.fit(run.problem, sketch.support(), dict(run.settings))(x))
    found = said(sketch, Player("fresh", "gradient_descent"))
    np.testing.assert_allclose(found.fits[0].reshape(-1), expected.reshape(-1), atol=1e-6)


@pytest.mark.parametrize("family", QUERIES)
def test_the_order_of_points_is_irrelevant(family: str) -> None:
    sketch = Sketch.parse(QUERIES[family])
    turned = sketch.replace(points=tuple(reversed(sketch.points)))
    for player in everyone(sketch):
        np.testing.assert_allclose(said(sketch, player).fits, said(turned, player).fits, rtol=1e-3, atol=2e-3)


@pytest.mark.parametrize("family", QUERIES)
@pytest.mark.parametrize("points", [0, 1, 2])
def test_few_points_give_a_picture_or_a_plain_no(family: str, points: int) -> None:
    sketch = Sketch.parse(QUERIES[family])
    few = sketch.replace(points=sketch.points[:points], learners=LEARNERS[:3], ensembles=("weighted", "stacking"))
    for player in everyone(few):
        found = said(few, player)
        assert np.isfinite(found.fits).all(), player
        assert len(found.fits) > 0 or (points == 0 and player.kind in ("fresh", "ensemble")), player


@pytest.mark.parametrize("name", LEARNERS)
def test_every_base_learner_takes_one_class_and_one_point(name: str) -> None:
    for query in QUERIES.values():
        sketch = Sketch.parse(query)
        same = tuple((*point[:2], *(0 for _ in point[2:])) for point in sketch.points)
        for points in (same, same[:1], sketch.points[:2], sketch.points[1:3]):
            found = said(sketch.replace(points=points), Player("fresh", name))
            assert len(found.fits) == 1 and np.isfinite(found.fits).all(), (query, points)


def test_a_hidden_task_is_dealt_and_scored_on_its_own_queries() -> None:
    sketch = Sketch.parse("family=linear&task=7&known=3&steps=0")
    sketch = sketch.replace(points=deal(sketch))
    run = sketch.run()
    new = plain(sampling.new_tasks(run.task_family, 50, all_dials(run)))
    assert len(sketch.points) == 3
    np.testing.assert_allclose(sketch.support().x[0], new.support.x[6, :3].clip(-3, 3), atol=0.0051)
    np.testing.assert_array_equal(sketch.support().y[0], new.support.y[6, :3])
    asked = truth(sketch)
    assert asked is not None
    np.testing.assert_array_equal(asked.query.y[0], new.query.y[6])
    found = said(sketch, Player("ideal"))
    best = yardsticks.ideal(run, sketch.support(), new.query.x[6:7])
    np.testing.assert_allclose(found.errors, task_metrics(run.problem, best, new.query.y[6:7]).numpy())
    w, t = new.latent[6, :2], new.latent[6, 2]
    cells = np.linspace(-3, 3, len(asked.shown))
    assert asked.shown[10, 20, 0] == float(w[0] * cells[20] + w[1] * cells[10] > t)


def test_a_guess_is_scored_on_the_hidden_task_and_a_line_alone_is_the_truth() -> None:
    line = "line=-1_0~1_0"
    guess = Sketch.parse(f"family=linear&task=7&steps=0&{line}")
    asked = truth(guess)
    assert asked is not None
    flat = said(guess, Player("flat")).errors  # of two classes of lines the first one is more frequent
    np.testing.assert_allclose(flat, [asked.query.y.mean()], atol=1e-6)
    expected = ((asked.query.x[0, :, 1:] > 0) != asked.query.y[0]).mean()
    np.testing.assert_allclose(said(guess, Player("line")).errors, [expected], atol=1e-6)
    own = Sketch.parse(f"family=linear&steps=0&{line}&points=0_1_1~0_-1_0")
    asked = truth(own)
    assert asked is not None and asked.query.x.shape == (1, FACE_CELLS**2, 2)
    assert said(own, Player("line")).errors == [0.0]
    found = said(own, Player("meta", "maml"))
    wrong = (found.fits[-1][..., 0] > 0.5) != (asked.query.y[0, :, 0] > 0.5).reshape(FACE_CELLS, FACE_CELLS)
    np.testing.assert_allclose(found.errors[-1], wrong.mean(), atol=1e-6)  # type: ignore[index]
    assert truth(own.replace(line=())) is None and said(own.replace(line=()), Player("meta", "maml")).errors is None


@pytest.mark.parametrize("family, algorithm", [pair for pair in IN_TURN if pair[0] in QUERIES])
def test_without_points_the_answer_is_what_is_expected_of_any_task(family: str, algorithm: str) -> None:
    """The first stage does not depend on the points, so it can stand for what is said without any."""
    sketch, player = Sketch.parse(QUERIES[family]), Player("meta", algorithm)
    some = said(sketch.replace(points=sketch.points[:1]), player).fits
    none = said(sketch.replace(points=()), player).fits
    assert len(none) == 1
    np.testing.assert_allclose(none[0], some[0], atol=1e-6)
