"""Dials: what they take, how they say no, and that what they write they read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from metacore.dials import Dial, DialError, ladder, named

NUMBER = Dial("alpha", "Step", "How far.", 0.1, "number", 0.0, 10.0)
WHOLE = Dial("shots", "Shots", "How many.", 5, "integer", 1, 50)
CHOICE = Dial("family", "Family", "Which.", "linear", "choice", choices=("linear", "sinusoid"))
WIDTHS = Dial("hidden", "Hidden", "How wide.", (10,), "widths", 1, 128)


@given(some.floats(0, 10))
def test_a_number_is_read_back_as_written(value: float) -> None:
    assert NUMBER.parse(NUMBER.format(value)) == value


@given(some.lists(some.integers(1, 128), min_size=1, max_size=3).map(tuple))
def test_widths_are_read_back_as_written(value: tuple[int, ...]) -> None:
    assert WIDTHS.parse(WIDTHS.format(value)) == value


@pytest.mark.parametrize(
    ("dial", "text", "allowed"),
    [
        (NUMBER, "fast", "a number from 0 to 10"),
        (NUMBER, "", "a number from 0 to 10"),
        (NUMBER, "nan", "a number from 0 to 10"),
        (NUMBER, "inf", "a number from 0 to 10"),
        (NUMBER, "-0.1", "a number from 0 to 10"),
        (NUMBER, "10.1", "a number from 0 to 10"),
        (WHOLE, "2.5", "a whole number from 1 to 50"),
        (WHOLE, "0", "a whole number from 1 to 50"),
        (WHOLE, "51", "a whole number from 1 to 50"),
        (WHOLE, "--5", "a whole number from 1 to 50"),
        (WHOLE, "9999999999999", "a whole number from 1 to 50"),
        (CHOICE, "Linear", "one of linear, sinusoid"),
        (WIDTHS, "10,", "up to three whole numbers from 1 to 128"),
        (WIDTHS, "0", "up to three whole numbers from 1 to 128"),
        (WIDTHS, "129", "up to three whole numbers from 1 to 128"),
        (WIDTHS, "1,2,3,4", "up to three whole numbers from 1 to 128"),
    ],
)
def test_a_refusal_names_field_value_and_what_is_allowed(dial: Dial, text: str, allowed: str) -> None:
    with pytest.raises(DialError) as caught:
        dial.parse(text)
    assert caught.value.field == dial.name
    for part in (f"{dial.name}:", f"“{text}”", f"Use {allowed}"):
        assert part in str(caught.value)


def test_the_bounds_themselves_are_allowed() -> None:
    assert [NUMBER.parse("0"), NUMBER.parse("10"), WHOLE.parse("1"), WHOLE.parse("50")] == [0, 10, 1, 50]


def test_a_long_value_is_cut_in_the_message() -> None:
    with pytest.raises(DialError, match="…”") as caught:
        CHOICE.parse("x" * 10_000)
    assert len(str(caught.value)) < 200


def test_a_ladder_goes_one_three_ten() -> None:
    assert ladder(-2, 1) == (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)


def test_named_finds_by_name() -> None:
    assert named((NUMBER, WHOLE), "shots") is WHOLE
    with pytest.raises(KeyError):
        named((NUMBER,), "shots")
