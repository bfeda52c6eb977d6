"""A chart that many visitors are shown is made once."""

from __future__ import annotations

from typing import Any

import pytest

from pages.parts.frame import chart


class Thing:
    """What figures are made of."""


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    found: list[bytes] = []
    monkeypatch.setattr(chart, "_mount", lambda **given: found.append(given["data"]))
    return found


def test_the_same_figure_of_a_thing_is_made_once_and_another_is_not(sent: list[bytes]) -> None:
    made: list[str] = []

    def figure(name: str) -> Any:
        return lambda: made.append(name) or {"data": [name]}

    one, other = Thing(), Thing()
    for thing, which in ((one, "a"), (one, "a"), (one, "b"), (other, "a"), (one, "a")):
        chart.chart(figure(which), "key", "in words", same=(thing, which))
    assert made == ["a", "b", "a"]
    assert sent[0] == sent[1] == sent[3] == sent[4] != sent[2]


def test_other_words_are_another_chart(sent: list[bytes]) -> None:
    thing = Thing()
    for alt in ("one", "other"):
        chart.chart(lambda: {"data": []}, "key", alt, same=(thing, "a"))
    assert sent[0] != sent[1]


def test_what_is_let_go_is_not_kept(sent: list[bytes]) -> None:
    thing = Thing()
    before = len(chart._known)
    chart.chart(lambda: {"data": []}, "key", "in words", same=(thing, "a"))
    assert len(chart._known) == before + 1
    del thing
    assert len(chart._known) == before
