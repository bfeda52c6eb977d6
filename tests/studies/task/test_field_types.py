"""Points and names: what is written is what is read, and nothing else is taken."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metacore.dials import DialError
from metacore.studies.task.field_types import Names, Points

CLASSES = Points("points", (-3.0, 3.0), (-3.0, 3.0), 3, range(51))
VALUES = Points("points", (-5.0, 5.0), (-18.0, 18.0), 0, range(51))
LINE = Points("line", (-3.0, 3.0), (-3.0, 3.0), 0, (0, 2))

inside = st.floats(-3, 3)
points = st.lists(st.tuples(inside, inside, st.integers(0, 2)), max_size=50)


@given(points)
def test_points_come_back_as_they_were_written(drawn: list[tuple[float, float, int]]) -> None:
    kept = CLASSES.check(drawn)
    text = CLASSES.format(kept)
    assert CLASSES.parse(text) == kept
    assert all(abs(one - other) <= 0.0051 for mark, point in zip(kept, drawn, strict=True)
               for one, other in zip(mark, point, strict=True))  # fmt: skip
    assert re.fullmatch(r"[-._~0-9]*", text), "nothing that an address would have to escape"
    assert len(text) <= 14 * max(len(drawn), 1)


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-18, 18)), max_size=50))
def test_values_come_back_as_they_were_written(drawn: list[tuple[float, float]]) -> None:
    kept = VALUES.check(drawn)
    assert VALUES.parse(VALUES.format(kept)) == kept


@given(st.text(max_size=40))
def test_any_text_is_read_or_told(text: str) -> None:
    for marks in (CLASSES, VALUES, LINE):
        try:
            assert len(marks.parse(text)) in marks.counts
        except DialError as fault:
            assert fault.field == marks.name


@pytest.mark.parametrize(
    "text",
    ["1_2", "1_2_3", "1_2_0.5", "1_2_-1", "4_0_0", "0_-3.01_0", "nan_0_0", "inf_0_0", "1e1_0_0", "1_2_0~", "~", "_",
     "1__0", "٣_0_0", "1_2_0_0", "1,2,0", " 1_2_0", "~".join(["0_0_0"] * 51), "-_0_0", "._0_0"],
)  # fmt: skip
def test_faulty_points_are_told_with_what_is_allowed(text: str) -> None:
    with pytest.raises(DialError, match=r"points: .* is not allowed. Use up to 50 points like 0.5_-1.2_1~2_0_0"):
        CLASSES.parse(text)


def test_a_line_has_two_handles_or_none() -> None:
    assert LINE.parse("") == () and LINE.parse("0_1~-2.5_0") == ((0.0, 1.0), (-2.5, 0.0))
    for text in ("0_1", "0_1~0_2~0_3"):
        with pytest.raises(DialError, match="0 or 2 points"):
            LINE.parse(text)


def test_no_zero_has_a_minus() -> None:
    assert CLASSES.format(CLASSES.check([(-0.001, 0.004, 0)])) == "0_0_0"


def test_points_of_another_canvas_are_moved_to_its_edge_or_let_go() -> None:
    two = Points("points", (-1.0, 1.0), (-1.0, 1.0), 2, range(3))
    assert two.fitted([(2.0, -0.5, 2), (0.0, -9.0, 0), (0.0, 0.0, 0)]) == ((1.0, -0.5, 1), (0.0, -1.0, 0))
    assert VALUES.fitted([(1.0, 1.0, 1)]) == () and LINE.fitted([(0.0, 0.0)]) == ()


def test_names_are_some_of_the_choices() -> None:
    names = Names("methods", "Methods", "Who.", ("maml", "reptile", "joint"), 2, ("maml",))
    assert names.parse("") == () and names.parse("joint,maml,joint") == ("joint", "maml")
    assert names.format(names.parse("joint,maml")) == "joint,maml"
    for text in ("nobody", "maml,reptile,joint", ",", "maml,"):
        with pytest.raises(DialError, match="up to 2 of maml, reptile, joint"):
            names.parse(text)
    assert names.fitted(["other", "joint"]) == ("joint",) and names.fitted(["other"]) == ("maml",)
