"""A sketch and its query string."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metacore.dials import DialError
from metacore.registry import serving
from metacore.run import Run
from metacore.studies.task.fields import MOST_POINTS, STRAIGHT, sketchable
from metacore.studies.task.question import Player, Sketch, along, batch_of, points_of
from metacore.types import Problem

TWO, THREE, VALUES = (
    Problem("classification", 2, 1), Problem("classification", 2, 3), Problem("regression", 1, 1),
)  # fmt: skip


yes = st.booleans()


@st.composite
def sketches(draw: st.DrawFn) -> Sketch:
    family = draw(st.sampled_from(sketchable()))
    given_ = {"family": family} | ({"classes": draw(st.integers(2, 5))} if family == "blobs" else {})
    blank = Sketch.of(given_)
    part, problem = blank.run().task_family, blank.problem
    span = part.domain if problem.classes else part.span
    place = [st.floats(*part.domain), st.floats(*span)]
    mark = st.tuples(*place, *([st.integers(0, problem.classes - 1)] if problem.classes else []))
    able = serving(problem)
    return blank.replace(
        points=tuple(draw(st.lists(mark, max_size=MOST_POINTS))),
        line=tuple(draw(st.lists(st.tuples(*place), min_size=2, max_size=2))) if blank.straight and draw(yes) else (),
        algorithms=tuple(draw(st.lists(st.sampled_from(able), max_size=4, unique=True))),
        task=draw(st.integers(0, 600)),
        steps=draw(st.integers(0, 5000)),
        seed=draw(st.integers(0, 1000)),
        mode="game" if family in STRAIGHT and draw(yes) else "draw",
    )


@settings(deadline=None)
@given(sketches())
def test_a_sketch_is_what_its_address_spells(sketch: Sketch) -> None:
    assert Sketch.parse(sketch.query()) == sketch
    assert Sketch.of(dict(sketch.settings)) == sketch
    found, faults = Sketch.lenient(sketch.texts().items())
    assert found == sketch and not faults


@settings(deadline=None)
@given(sketches(), st.sampled_from(sketchable()))
def test_any_sketch_can_be_taken_to_any_family(sketch: Sketch, family: str) -> None:
    moved = sketch.replace(family=family)
    assert moved.family == family and Sketch.parse(moved.query()) == moved
    assert (moved.task, moved.line) == ((sketch.task, sketch.line) if family == sketch.family else (0, ()))


def test_what_is_known_of_a_family_can_be_drawn() -> None:
    for family in sketchable():
        problem = Run.of({"family": family}).problem
        assert (problem.kind, problem.features) in (("classification", 2), ("regression", 1))
    assert set(STRAIGHT) <= set(sketchable())


@pytest.mark.parametrize(
    "query, said",
    [
        ("points=1_2", "points: “1_2”"),
        ("points=9_9_0", "x from -3 to 3"),
        ("family=blobs&classes=4&points=1_1_4", "class from 0 to 3"),
        ("family=sinusoid&points=1_1_0", "points like 0.5_-1.2~2_0"),
        ("line=1_1", "0 or 2 points"),
        ("family=sinusoid&algorithms=prototypical", "algorithms: “prototypical”"),
        ("learners=nobody", "up to 3 of"),
        ("ensembles=seeds", "ensembles: “seeds”"),
        ("family=nothing", "family: “nothing”"),
        ("task=601", "from 0 to 600"),
        ("task=-1", "from 0 to 600"),
        ("mode=win", "one of draw, game"),
        ("family=blobs&mode=game", "mode: “game”"),
        ("family=blobs&line=0_0~1_1", "line: “0_0~1_1”"),
        ("steps=1000000", "from 0 to 5000"),
        ("points=0_0_0&points=1_1_1", "it once"),
        ("alpha=0.1", "address: “alpha”"),
    ],
)
def test_a_faulty_address_is_told_and_the_rest_is_kept(query: str, said: str) -> None:
    with pytest.raises(DialError) as fault:
        Sketch.parse(query)
    assert said in str(fault.value)
    pairs = [tuple(pair.split("=")) for pair in (query + "&seed=7").split("&")]
    kept, faults = Sketch.lenient(pairs)  # type: ignore[arg-type]
    assert kept.seed == 7 and len(faults) == 1


def test_every_method_has_its_own_defaults_on_the_sketch_s_tasks() -> None:
    sketch = Sketch.parse("family=linear&noise=0.1&seed=5&algorithms=prototypical,maml")
    assert sketch.run("prototypical") == Run.of(
        {"family": "linear", "noise": 0.1, "seed": 5, "algorithm": "prototypical"}
    )
    assert sketch.basis == "prototypical" and sketch.practising == ("prototypical", "maml")
    assert sketch.replace(algorithms=()).practising == ("maml",), "the ensemble's models come from somewhere"
    assert sketch.replace(algorithms=(), ensembles=()).practising == ()
    assert sketch.players[0] == Player("meta", "prototypical") and len(sketch.players) == 5


@pytest.mark.parametrize("problem", [TWO, THREE, VALUES], ids=lambda problem: f"{problem.kind}{problem.outputs}")
def test_points_and_batches_are_two_forms_of_one_thing(problem: Problem) -> None:
    points = ((0.5, -1.0, 1), (2.0, 0.25, 0), (-1.5, 2.0, max(problem.classes - 1, 0)))
    points = points if problem.classes else tuple(point[:2] for point in points)
    batch = batch_of(problem, points)
    assert batch.x.shape == (3, problem.features) and batch.y.shape == (3, problem.outputs)
    assert points_of(problem, batch) == points
    assert batch_of(problem, ()).x.shape == (0, problem.features)


def test_a_line_parts_the_plane_and_its_left_is_the_second_class() -> None:
    x = np.array([[0.0, 1.0], [0.0, -1.0], [1.0, 0.6]], np.float32)
    right = along(TWO, ((-1.0, 0.0), (1.0, 0.0)), x)
    np.testing.assert_array_equal(right[:, 0], [1, 0, 1])
    np.testing.assert_array_equal(along(TWO, ((1.0, 0.0), (-1.0, 0.0)), x), 1 - right)


def test_a_line_of_values_runs_through_both_handles() -> None:
    x = np.array([[-1.0], [3.0], [1.0]], np.float32)
    np.testing.assert_allclose(along(VALUES, ((-1.0, 2.0), (3.0, -2.0)), x)[:, 0], [2, -2, 0])
    np.testing.assert_allclose(along(VALUES, ((1.0, 2.0), (1.0, 4.0)), x)[:, 0], [3, 3, 3])
