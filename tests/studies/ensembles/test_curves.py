"""Curves over known points and over sizes of the pool, and where two of them change places."""

from __future__ import annotations

import numpy as np

from metacore.studies.ensembles.curves import ALONE, at_known, at_size, crossings
from metacore.studies.ensembles.pool_answers import Members
from metacore.studies.ensembles.work import fuse
from tests.studies.ensembles.labs import fused, lab_of, params_of, parts_of


def test_curves_are_the_errors_at_other_views() -> None:
    lab = lab_of()
    params, parts = params_of(lab.basis()), parts_of(lab.basis())
    thetas = {"adapted": [params]}
    known = at_known(lab, parts, thetas, 10)
    again = fused(lab.replace(known=10))
    np.testing.assert_allclose(known["vote"], again.errors[again.names.index("vote")])
    np.testing.assert_allclose(known[ALONE], again.alone)
    every, two = at_size(lab, parts, thetas, 5), at_size(lab, parts, thetas, 2)
    np.testing.assert_allclose(every["weighted"], at_known(lab, parts, thetas, 3)["weighted"])
    smaller = fuse(lab, [Members(*(a[:2] for a in parts[0][:4]), None)], thetas)
    np.testing.assert_allclose(two["weighted"], smaller.errors[smaller.names.index("weighted")], atol=1e-6)


def test_places_change_only_where_both_sides_are_shown() -> None:
    random = np.random.default_rng(1)
    base = random.uniform(size=200)
    near, better, worse = base + random.normal(0, 1, 200), base - 0.5, base + 0.5
    curves = {
        1: {"alone": base, "a": better, "b": better}, 5: {"alone": base, "a": near, "b": better},
        10: {"alone": base, "a": worse, "b": near},
    }  # fmt: skip
    assert [tuple(each) for each in crossings(curves)] == [("a", "alone", 1, 10)]
