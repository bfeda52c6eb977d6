"""Meta-learners practise one after the other, to the end and no further, and what was learned is kept."""

from __future__ import annotations

import numpy as np
import pytest

from metacore.compiling.lazy import tf
from metacore.studies.task.question import Sketch
from metacore.training.engine import Budget, advance, init
from pages.parts.frame import calls
from pages.parts.task.practice import Practice
from tests.pages.at_once import AtOnce


def test_every_meta_learner_practises_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "CLUSTER", cluster := AtOnce())
    practice, sketch = Practice(), Sketch.parse("family=linear&algorithms=prototypical,cnp&steps=20")
    runs = [sketch.run(name) for name in sketch.practising]
    assert len(runs) >= 2 and practice.unfinished(sketch) == runs[0] and practice.state(runs[0]).step == 0
    for _ in range(50 * len(runs)):
        practice.ask(sketch)
        practice.collect()
    assert practice.unfinished(sketch) is None and {practice.state(run).step for run in runs} == {20}
    expected = advance(runs[0], init(runs[0]), Budget(20)).state.params
    for found, wanted in zip(*map(tf.nest.flatten, (practice.state(runs[0]).params, expected)), strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)
    before = cluster.calls
    practice.ask(sketch)
    assert cluster.calls == before, "nobody practises beyond the end"
    assert practice.unfinished(sketch.replace(steps=30)) == runs[0], "and goes on from there where there is more"
