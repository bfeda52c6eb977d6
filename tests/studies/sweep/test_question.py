"""A sweep is its query string: read, refused, completed, changed."""

from __future__ import annotations

import pytest

from metacore.dials import DialError
from metacore.figures.lines import MOST_LINES
from metacore.registry import algorithms
from metacore.run_dials import SEED_LIMIT
from metacore.studies.sweep.axes import MOST, NO_AXIS, usual
from metacore.studies.sweep.question import Sweep
from tests.examples import ALGORITHMS, FAMILIES

PLAIN = "family=linear&x=alpha&xs=0.1,0.3,1&y=beta&ys=0.01,0.1"


@pytest.mark.parametrize("query", [PLAIN, "family=sinusoid&x=hidden&xs=4,40&y=none&seeds=3&steps=100",
                                   "x=tasks&xs=1,10,200&y=algorithm&ys=maml,joint", "family=blobs"])  # fmt: skip
def test_a_sweep_is_read_back_from_its_own_query_string(query: str) -> None:
    sweep = Sweep.parse(query)
    assert Sweep.parse(sweep.query()) == sweep


def test_every_cell_is_the_run_it_says() -> None:
    sweep = Sweep.parse(PLAIN + "&seeds=2&seed=5&shots=7")
    assert len(sweep.runs) == len(set(sweep.runs)) == 12
    for repeat, row, column in ((0, 0, 0), (0, 1, 2), (1, 1, 0)):
        run = sweep.run(column, row, repeat)
        assert (run.alpha, run.beta, run.seed, run.weights) == (
            sweep.xs[column],
            sweep.ys[row],
            5 + repeat,
            5 + repeat,
        )
        assert run.shots == 7 and run.replace(alpha=0.1, beta=0.01, seed=5, weights=5) == sweep.run(0, 0)


def test_width_keeps_the_depth_and_an_algorithm_brings_its_defaults() -> None:
    sweep = Sweep.parse("family=sinusoid&x=hidden&xs=4,20&y=algorithm&ys=maml,reptile")
    assert [sweep.run(column, 0).hidden for column in (0, 1)] == [(4, 4), (20, 20)]
    assert sweep.run(0, 1).inner_steps == algorithms()["reptile"].card.defaults["inner_steps"]


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("x=tempo", ["x: “tempo”", "alpha"]),
        ("x=family", ["x: “family”"]),
        ("x=alpha&y=alpha", ["y: “alpha”", "another dial"]),
        ("x=alpha&xs=0.1", ["xs: “0.1”", f"2 to {MOST} different"]),
        ("x=alpha&xs=0.1,0.1", ["xs: “0.1,0.1”", "different"]),
        ("x=alpha&xs=0.1,fast", ["alpha: “fast”", "a number from 0 to 10"]),
        ("x=alpha&xs=0.1,99", ["alpha: “99”", "from 0 to 10"]),
        ("x=alpha&xs=1,2&xs=2,3", ["xs", "it once"]),
        (f"x=alpha&xs={','.join(str(n / 10) for n in range(1, MOST + 2))}", [f"2 to {MOST}"]),
        ("x=shots&y=algorithm&ys=maml,fomaml,anil,joint,reptile,cnp,scratch", [f"2 to {MOST_LINES}"]),
        (f"{PLAIN}&steps=9", ["steps: “9”", "10 to 50000"]),
        (f"{PLAIN}&seeds=6", ["seeds: “6”"]),
        (f"{PLAIN}&tempo=6", ["address: “tempo”"]),
        (f"{PLAIN}&ensemble=average", ["ensemble: “average”", "none"]),
        ("algorithm=cnp&x=alpha", ["x: “alpha”"]),
        ("x=inner_steps&xs=1,5&y=algorithm&ys=maml,reptile", ["inner_steps: “1”"]),
        ("family=sinusoid&x=alpha&y=algorithm&ys=maml,prototypical", ["algorithm: “prototypical”"]),
    ],
)
def test_what_is_not_allowed_is_named_and_the_rest_is_kept(query: str, parts: list[str]) -> None:
    with pytest.raises(DialError) as fault:
        Sweep.parse(query)
    assert all(part in str(fault.value) for part in parts), str(fault.value)
    sweep, faults = Sweep.lenient([(name, text) for name, _, text in (p.partition("=") for p in query.split("&"))])
    assert faults and Sweep.parse(sweep.query()) == sweep


@pytest.mark.parametrize("name", ALGORITHMS)
def test_every_algorithm_has_a_sweep_of_its_own(name: str) -> None:
    family = "linear" if "classification" in algorithms()[name].card.serves else "sinusoid"
    sweep, faults = Sweep.lenient([("family", family), ("algorithm", name)])
    assert not faults and sweep.base.algorithm == name and sweep.x != sweep.y
    assert not {sweep.x, sweep.y} & {*sweep.base.method.card.ignores}


def test_after_the_largest_seed_comes_the_smallest() -> None:
    sweep, faults = Sweep.lenient([("seed", str(SEED_LIMIT)), ("seeds", "3")])
    assert not faults and [sweep.run(0, 0, repeat).seed for repeat in range(3)] == [SEED_LIMIT, 0, 1]
    assert [sweep.run(0, 0, repeat).weights for repeat in range(3)] == [SEED_LIMIT, 0, 1]


def test_a_change_keeps_what_still_fits() -> None:
    sweep = Sweep.parse(PLAIN + "&steps=100")
    other = sweep.replace(family="sinusoid")
    assert (other.x, other.xs, other.ys, other.steps) == ("alpha", sweep.xs, sweep.ys, 100)
    fresh = sweep.replace(y="noise")
    assert fresh.xs == sweep.xs and fresh.ys == usual(fresh.base, "ys", "noise") and 0 in fresh.ys
    assert sweep.replace(algorithm="cnp").x != "alpha", "which CNP ignores"
    assert sweep.replace(y=NO_AXIS).ys == (0,) and len(sweep.replace(y=NO_AXIS).runs) == 3


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_can_be_swept(family: str) -> None:
    sweep = Sweep.parse(f"family={family}")
    assert {run.family for run in sweep.runs} == {family} and len(sweep.runs) == 64
