"""A lab is its query string, and changes only what is changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metacore.dials import DialError
from metacore.run_dials import SEED_LIMIT
from metacore.studies.ensembles.question import Lab, lab_dials
from tests.examples import FAMILIES, LEARNERS, POOLS


@settings(deadline=None, max_examples=60)
@given(
    some.sampled_from(FAMILIES), some.sampled_from(LEARNERS), some.sampled_from(POOLS), some.integers(2, 200),
    some.integers(1, 50), some.integers(1, 600),
)  # fmt: skip
def test_a_lab_is_read_back_from_its_query(
    family: str, learner: str, pool: str, members: int, known: int, task: int
) -> None:
    lab = Lab.of({"family": family, "learner": learner, "pool": pool, "members": members, "known": known, "task": task})
    again = Lab.parse(lab.query())
    assert again == lab and hash(again) == hash(lab) and again.query() == lab.query()


@pytest.mark.parametrize(
    "query", ["members=1", "known=51", "task=0", "pool=sea", "shots=0", "family=x", "x=1", "known=1&known=2"]
)
def test_what_is_not_allowed_is_named_and_the_rest_is_kept(query: str) -> None:
    with pytest.raises(DialError, match=query.split("=")[0]):
        Lab.parse(query)
    pairs = [tuple(pair.split("=")) for pair in query.split("&")]
    lab, faults = Lab.lenient([*pairs, ("points", "20")])
    assert len(faults) == 1 and lab.points == 20


def test_a_lab_holds_the_whole_run_of_its_meta_learner() -> None:
    lab = Lab.parse("family=sinusoid&alpha=0.03&hidden=40,40&known=3")
    assert lab.run().alpha == 0.03 and lab.run().shots == 10 and lab.known == 3
    assert lab.run(2).seed == lab.seed + 2 and lab.run(2).weights == lab.weights + 2


def test_after_the_largest_seed_comes_the_smallest() -> None:
    lab = Lab.parse(f"seed={SEED_LIMIT}")
    assert [(lab.run(repeat).seed, lab.run(repeat).weights) for repeat in (0, 1)] == [(SEED_LIMIT,) * 2, (0, 0)]


def test_the_view_alone_leaves_the_basis() -> None:
    lab = Lab.parse("family=linear")
    for name in (dial.name for dial in lab_dials()):
        value = {"pool": "independent"}.get(name, 7)
        changed = lab.replace(**{name: value})
        assert getattr(changed, name) == value
        assert (changed.basis() == lab.basis()) == (name in ("known", "task")), name


def test_another_family_drops_what_only_the_old_one_had() -> None:
    lab = Lab.parse("family=blobs&classes=4&members=20").replace(family="sinusoid")
    assert lab.family == "sinusoid" and lab.members == 20 and lab.problem.kind == "regression"
