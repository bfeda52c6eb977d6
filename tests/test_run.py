"""A run and its query string are the same thing."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as some

from metacore.dials import Dial, DialError
from metacore.run import Run
from metacore.run_dials import PARTS, common_dials, dials_of
from metacore.tables import samples
from tests.examples import LEARNERS, PAIRS, TABLE


def values(dial: Dial) -> some.SearchStrategy[Any]:
    """Everything a dial takes."""
    match dial.kind:
        case "choice":
            return some.sampled_from(dial.choices)
        case "widths":
            return some.lists(some.integers(int(dial.low), int(dial.high)), min_size=1, max_size=3).map(tuple)
        case "integer":
            return some.integers(int(dial.low), int(dial.high))
        case _:
            return some.floats(dial.low, dial.high)


TABLES = [samples.table(name) for name in samples.names()]  # read before any example is drawn: libraries use chance


@some.composite
def runs(draw: some.DrawFn) -> Run:
    family, algorithm = draw(some.sampled_from(PAIRS))
    learner = draw(some.sampled_from(LEARNERS))
    free = [dial for dial in dials_of(family, algorithm, learner) if dial.name not in PARTS]
    given_ = draw(some.fixed_dictionaries({}, optional={dial.name: values(dial) for dial in free}))
    try:
        return Run.of({"family": family, "algorithm": algorithm, "learner": learner} | given_, TABLE)
    except DialError as fault:
        assert fault.field == "algorithm", "a table may ask for what an algorithm does not serve"
        reject()


@settings(deadline=None, max_examples=150)
@given(runs())
def test_a_run_is_read_back_from_its_query(run: Run) -> None:
    again = Run.parse(run.query(), TABLE)
    assert again == run and hash(again) == hash(run) and again.query() == run.query()


@settings(deadline=None, max_examples=150)
@given(some.text(max_size=40), some.sampled_from([dial.name for dial in common_dials()]))
def test_whatever_stands_in_an_address_is_read_or_refused(text: str, name: str) -> None:
    for query in (text, f"{name}={text}"):
        try:
            Run.parse(query)
        except DialError as fault:
            assert "is not allowed. Use " in str(fault)


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("tempo=3", ["address:", "“tempo”", "only family, tasks"]),
        ("=3", ["address:", "“an empty name”", "only family"]),
        ("shots=few", ["shots:", "“few”", "whole number from 1 to 50"]),
        ("shots=51", ["shots:", "“51”", "whole number from 1 to 50"]),
        ("shots=5&shots=6", ["shots:", "“5 and 6”", "once"]),
        ("shots=5&shots=5", ["shots:", "“5 and 5”", "once"]),
        ("family=cubes", ["family:", "“cubes”", "one of ", "linear"]),
        ("shots", ["shots:", "“”", "whole number"]),
    ],
)
def test_a_fault_names_field_value_and_what_is_allowed(query: str, parts: list[str]) -> None:
    with pytest.raises(DialError) as caught:
        Run.parse(query)
    assert all(part in str(caught.value) for part in parts), str(caught.value)


def test_lenient_reading_keeps_what_is_right_and_lists_every_fault() -> None:
    run, faults = Run.lenient([("shots", "5"), ("alpha", "x"), ("tempo", "1"), ("family", "sinusoid")])
    assert (run.shots, run.family, run.alpha) == (5, "sinusoid", Run.parse("family=sinusoid").alpha)
    assert [fault.field for fault in faults] == ["alpha", "address"]


def test_of_refuses_what_parse_refuses() -> None:
    for given_ in ({"tempo": 1}, {"shots": 51}, {"family": "cubes"}, {"alpha": float("nan")}):
        with pytest.raises(DialError):
            Run.of(given_)


def test_a_leading_question_mark_does_not_matter() -> None:
    assert Run.parse("?shots=5") == Run.parse("shots=5")


@pytest.mark.parametrize(("family", "algorithm"), PAIRS)
def test_a_family_brings_its_defaults_and_an_algorithm_its_own_before_them(family: str, algorithm: str) -> None:
    run = Run.parse(f"family={family}&algorithm={algorithm}")
    for name, value in {**run.task_family.defaults, **run.method.card.defaults}.items():
        assert getattr(run, name) == value


def test_initial_weights_follow_the_seed_unless_set() -> None:
    assert (Run.parse("seed=7").weights, Run.parse("seed=7&weights=3").weights) == (7, 3)


def test_replacing_the_family_drops_the_old_defaults_and_keeps_the_rest() -> None:
    run = Run.parse("family=linear&shots=7").replace(family="sinusoid")
    assert run == Run.parse("family=sinusoid&shots=7")
    assert Run.parse("shots=7").replace(family="sinusoid", alpha=0.5).alpha == 0.5


def test_replacing_nothing_changes_nothing() -> None:
    run = Run.parse("alpha=0.7&seed=3")
    assert run.replace() == run and run.replace(shots=5).replace(shots=run.shots) == run


def test_live_dials_do_not_part_a_training_but_others_do() -> None:
    run = Run.parse("")
    assert run.training() == run.replace(alpha=0.7, beta=0.2, noise=0.1, ensemble="vote").training()
    for change in ({"seed": 2}, {"shots": 3}, {"weights": 9}, {"tasks": 5}, {"hidden": (3,)}):
        assert run.training() != run.replace(**change).training(), change


def test_a_program_keeps_only_what_shapes_it() -> None:
    run = Run.parse("")
    assert run.program() == run.replace(alpha=0.7, beta=0.2, noise=0.1, ensemble="vote", seed=4, weights=5).program()
    assert run.replace(tasks=5).program() == run.replace(tasks=9).program() != run.program()
    for dial in run.dials:
        if dial.shapes and dial.kind == "integer":
            assert run.program() != run.replace(**{dial.name: getattr(run, dial.name) + 1}).program(), dial.name


def test_an_unknown_setting_is_an_attribute_error_and_runs_travel() -> None:
    run = Run.parse("alpha=0.7")
    assert pickle.loads(pickle.dumps(run)) == run
    with pytest.raises(AttributeError):
        _ = run.tempo
