"""The models of a pool, and what they answer."""

from __future__ import annotations

import numpy as np

from metacore.compiling.lazy import tf
from metacore.studies.ensembles.pool_answers import gathered, members
from tests.examples import plain
from tests.studies.ensembles.labs import lab_of, params_of, parts_of


def test_members_are_the_models_of_the_training_tasks_whichever_way_they_are_cut() -> None:
    lab = lab_of()
    whole = members(lab, params_of(lab.basis()), 0, 5)
    cut, _ = gathered(parts_of(lab.basis()))
    for one, other in zip(tf.nest.flatten(plain(tuple(whole))), tf.nest.flatten(plain(tuple(cut))), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)
