"""A race is its query string: read, refused, completed, changed."""

from __future__ import annotations

import pytest

from metacore.dials import DialError
from metacore.registry import algorithms, families, serving
from metacore.run import Run
from metacore.run_dials import SEED_LIMIT
from metacore.studies.compare.question import LEAST, MOST, SHARED, Race, race_dials, suited
from tests.examples import FAMILIES

PLAIN = "methods=maml,fomaml&family=linear"


def test_a_race_is_read_back_from_its_own_query_string() -> None:
    race = Race.parse(f"{PLAIN}&shots=5&seeds=3&pace=seconds&seconds=20&seed=7")
    assert Race.parse(race.query()) == race
    assert (race.methods, race.shots, race.seeds, race.pace, race.seconds) == (("maml", "fomaml"), 5, 3, "seconds", 20)


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("methods=maml", ["methods: “maml”", f"{LEAST} to {MOST} of"]),
        ("methods=maml,maml", ["methods: “maml”"]),
        ("methods=maml,nonsense", ["methods: “maml,nonsense”"]),
        ("methods=", ["methods: “none”"]),
        (f"{PLAIN}&steps=7", ["steps: “7”", "100 to 50000"]),
        (f"{PLAIN}&steps=1000&steps=2000", ["steps", "it once"]),
        (f"{PLAIN}&alpha=1", ["address: “alpha”", "methods, family"]),
        (f"{PLAIN}&family=sinusoid", ["family", "it once"]),
        (f"{PLAIN}&shots=", ["shots: “”"]),
    ],
)
def test_what_is_not_allowed_is_named_and_the_rest_is_kept(query: str, parts: list[str]) -> None:
    with pytest.raises(DialError) as fault:
        Race.parse(query)
    assert all(part in str(fault.value) for part in parts)
    pairs = [(name, text) for name, _, text in (pair.partition("=") for pair in query.split("&"))]
    race, faults = Race.lenient(pairs)
    assert faults and LEAST <= len(race.methods) <= MOST


def test_too_many_methods_are_refused() -> None:
    many = (list(algorithms()) * MOST)[: MOST + 1]
    with pytest.raises(DialError):
        Race.of([*many, *(f"{name}x" for name in many)], {})


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_has_a_race_of_its_own(family: str) -> None:
    race, faults = Race.lenient([("family", family)])
    assert not faults and set(race.methods) <= set(serving(race.run(race.methods[0], 0).problem))
    assert suited({"family": family}) == race.methods


def test_all_methods_practise_on_the_same_tasks() -> None:
    race = Race.parse("methods=maml,joint,scratch&family=sinusoid&shots=5&noise=0.1")
    for repeat in (0, 1):
        runs = [race.run(method, repeat) for method in race.methods]
        shared = {tuple(run.texts()[name] for name in SHARED) for run in runs}
        assert len(shared) == 1 and runs[0].seed == race.seed + repeat
        assert [run.algorithm for run in runs] == list(race.methods)


def test_after_the_largest_seed_comes_the_smallest() -> None:
    race, faults = Race.lenient([("seed", str(SEED_LIMIT)), ("seeds", "3")])
    runs = [race.run(race.methods[0], repeat) for repeat in range(3)]
    assert not faults and [(run.seed, run.weights) for run in runs] == [(SEED_LIMIT,) * 2, (0, 0), (1, 1)]


def test_a_method_runs_at_its_own_defaults() -> None:
    race = Race.parse(PLAIN)
    assert race.run("maml", 0) == Run.parse("family=linear&algorithm=maml")


def test_another_family_brings_its_defaults_and_keeps_the_length() -> None:
    race = Race.parse(f"{PLAIN}&steps=5000").replace(family="sinusoid")
    assert race.steps == 5000 and race.queries == families()["sinusoid"].defaults["queries"]
    assert race.methods == ("maml", "fomaml")


def test_the_dials_of_a_race_are_no_dials_of_a_run() -> None:
    own = {dial.name for dial in race_dials()}
    assert not own & {dial.name for dial in Run.of({}).dials}


def test_a_table_of_ones_own_does_not_race_and_says_why() -> None:
    race, faults = Race.lenient([("family", "table"), ("dataset", "own"), ("shots", "3")])
    assert race.dataset != "own" and race.shots == 3
    assert [fault.field for fault in faults] == ["dataset"] and "did not travel" in str(faults[0])


def test_another_table_keeps_the_methods_that_can_answer_it() -> None:
    race = Race.parse("methods=maml,prototypical,ridge&family=table&dataset=wine")
    assert race.replace(dataset="gapminder").methods == ("maml", "ridge")
    assert race.replace(dataset="breast_cancer").methods == race.methods
