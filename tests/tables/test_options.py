"""How a reading by hand is written, and that it is followed, also in the other process."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from metacore.dials import DialError
from metacore.tables.options import AS, KEPT, Reading
from metacore.tables.reading import read, read_apart
from tests import files

names = some.text(min_size=1, max_size=6).map(lambda text: " ".join(text.split()) or "x") | some.text(
    'a,"; ', min_size=1
)
names = names.map(lambda text: " ".join(text.split()) or "x")
lists = some.lists(names, max_size=3, unique=True).map(tuple)


@given(some.builds(
    Reading, names | some.just(""), some.integers(0, 10**6), some.sampled_from(["", "gb18030"]), lists, lists,
    some.lists(some.sampled_from(KEPT), unique=True).map(tuple),
    some.dictionaries(names, some.sampled_from(AS), max_size=4),
))  # fmt: skip
def test_a_reading_is_read_back_as_written(reading: Reading) -> None:
    assert Reading.parse(reading.texts()) == reading


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({"header_row": "-1"}, "header_row: “-1”"),
        ({"keep": "titles"}, "keep: “titles”"),
        ({"as_text": '"a'}, 'as_text: “"a”'),
        ({"as_colour": "a"}, "address: “as_colour”"),
    ],
)
def test_a_faulty_reading_names_the_field(texts: dict[str, str], says: str) -> None:
    with pytest.raises(DialError, match=says):
        Reading.parse(texts)


def test_what_was_taken_reads_the_same_again() -> None:
    for name, data in files.GOOD.values():
        first = read(data(), name)
        again = read(data(), name, first.taken)
        pd.testing.assert_frame_equal(first.frame, again.frame)
        assert again.taken == first.taken


def test_words_for_missing_are_read_the_same_again() -> None:
    data = b"a\tb\nNA\tx\n-\ty\nGermany\tz\n"
    first = read(data, "a.tsv")
    assert first.ways == {"a": "text", "b": "text"} and first.frame.a.isna().sum() == 2
    pd.testing.assert_frame_equal(read(data, "a.tsv", first.taken).frame, first.frame)


def test_the_other_process_follows_it_too() -> None:
    reading = Reading(header=2, columns={"b": "text", "ü, “x”": "day_first"})
    data = 'title\na,b,"ü, “x”"\n1,2,01/02/2024\n3,4,02/03/2024\n'.encode()
    here, apart = read(data, "a.csv", reading), read_apart(data, "a.csv", reading)
    pd.testing.assert_frame_equal(here.frame, apart.frame)
    assert here.frame.b.tolist() == ["2", "4"] and here.frame.iloc[0, 2] == pd.Timestamp("2024-02-01")
