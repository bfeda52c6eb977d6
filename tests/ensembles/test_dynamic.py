"""Dynamic selection against the procedure of the paper in plain loops."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.ensembles import dynamic, weighted
from metacore.ensembles.dynamic import PART
from tests.ensembles.known import Known, full, known


def nearest(case: Known, task: int, point: int, count: int) -> list[int]:
    places, x = case.support.x.numpy()[task], case.x.numpy()[task, point]
    return sorted(range(len(places)), key=lambda place: float(((places[place] - x) ** 2).sum()))[:count]


def oracles(case: Known, task: int, point: int, count: int) -> list[int]:
    """The members that are right on the ``count`` nearest support points, or on fewer until there are any."""

    def right(member: int, place: int) -> bool:
        said, y = case.at_support[member, task, place], case.y[task, place]
        return bool(full(said).argmax() == full(y).argmax())

    for size in range(count, -1, -1):
        places = nearest(case, task, point, size)
        found = [m for m in range(len(case.at_support)) if all(right(m, place) for place in places)]
        if found:
            return found
    raise AssertionError("all members are right on no points")


@pytest.mark.parametrize("kind", ["classification", "three classes"])
@pytest.mark.parametrize("points", [1, 4, 10])
def test_those_members_answer_that_are_right_on_the_nearest_points(kind: str, points: int) -> None:
    case = known(kind, members=6, points=points, queries=6)
    found, sizes = case.combined(PART), set()
    for task, point in product(range(3), range(6)):
        chosen = oracles(case, task, point, min(dynamic.NEIGHBOURS, points))
        np.testing.assert_allclose(found[task, point], case.at_query[chosen, task, point].mean(axis=0))
        sizes.add(len(chosen))
    assert len(sizes) > 1


@pytest.mark.parametrize("kind", ["classification", "three classes"])
def test_where_no_member_is_right_all_answer(kind: str) -> None:
    case = known(kind, points=1)
    case.at_support[:] = (1 - full(case.y))[..., -case.problem.outputs :] / (case.problem.classes - 1)
    np.testing.assert_allclose(case.combined(PART), case.at_query.mean(axis=0))


@pytest.mark.parametrize("count", [1, 3])
def test_values_are_weighted_by_the_likelihood_of_the_nearest_points(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dynamic, "NEIGHBOURS", count)
    case = known("regression")
    found = case.combined(PART)
    for task, point in product(range(3), range(3)):
        places = nearest(case, task, point, count)
        errors = ((case.at_support[:, task, places] - case.y[task, places]) ** 2).sum(axis=(1, 2))
        weights = np.exp(-errors / 2)
        expected = np.tensordot(weights / weights.sum(), case.at_query[:, task, point], 1)
        np.testing.assert_allclose(found[task, point], expected)


def test_values_with_no_more_points_than_neighbours_are_those_of_weighted() -> None:
    case = known("regression", points=dynamic.NEIGHBOURS)
    np.testing.assert_allclose(case.combined(PART), case.combined(weighted.PART))


@pytest.mark.parametrize("kind", ["classification", "three classes"])
def test_members_that_are_right_in_different_places_answer_there(kind: str) -> None:
    case = known(kind, members=2, points=2, queries=2)
    sides = np.broadcast_to([[-1.0, 0.0], [1.0, 0.0]], (3, 2, 2))
    case = case._replace(support=case.support._replace(x=tf.constant(sides)), x=tf.constant(2 * sides))
    right, wrong = (labels[..., -case.problem.outputs :] for labels in (full(case.y), 1 - full(case.y)))
    for member in (0, 1):
        case.at_support[member] = wrong
        case.at_support[member, :, member] = right[:, member]
    expected = np.stack([case.at_query[0, :, 0], case.at_query[1, :, 1]], axis=1)
    np.testing.assert_allclose(case.combined(PART), expected)
