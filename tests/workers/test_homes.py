"""Where calls run best, and what follows them there."""

from __future__ import annotations

import pytest

from metacore.workers import homes
from metacore.workers.fair_queue import FairQueue
from metacore.workers.homes import Homes


@pytest.fixture
def known() -> Homes:
    """Two workers: one has answered ``a``, the other ``b``."""
    known = Homes()
    known.note("a", "one")
    known.note("b", "other")
    return known


def test_what_follows_begins_where_the_other_ran(known: Homes) -> None:
    known.follow("new", "a", workers=2)
    known.follow("newer", "b", workers=2)
    assert [known.of(it) for it in ("new", "newer", "unknown")] == [["one"], ["other"], []]


def test_a_worker_with_less_to_do_takes_precedence(known: Homes) -> None:
    """A class that leaves one run for many of its own shares both workers."""
    for number in range(10):
        known.follow(number, "a", workers=2)
        known.note(number, *known.of(number) or ["other"])
    settled = [known.of(it)[0] for it in ("b", *range(10))]
    assert abs(settled.count("one") - settled.count("other")) <= 1


def test_a_worker_that_has_answered_nothing_yet_has_least_to_do(known: Homes) -> None:
    known.note("c", "one")
    known.follow("new", "a", workers=3)
    assert known.of("new") == []


def test_what_goes_on_stays_where_it_is(known: Homes) -> None:
    known.follow("b", "a", workers=2)
    assert known.of("b") == ["other"]


def test_what_has_come_to_rest_counts_no_more(known: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2):
        known.note(number, "one")
    known.follow("new", "a", workers=2)
    assert known.of("new") == [], "there is less to do on the other"
    monkeypatch.setattr(homes, "LIVE", 0.0)
    known.follow("new", "a", workers=2)
    assert known.of("new") == ["one"]


def test_all_workers_that_have_what_is_needed_are_known_and_those_that_are_lost_no_longer(known: Homes) -> None:
    known.note("a", "third")
    known.note("a", "other")
    assert known.of("a") == ["other", "third", "one"]
    known.follow("new", "a", workers=1)
    assert known.of("new") == known.of("a")
    known.lost("third")
    known.lost("other")
    assert known.of("a") == known.of("new") == ["other", "one"], "where it ran last it is asked for once more"
    known.note("a", "one")
    assert known.of("a") == ["one", "other"]


def test_those_that_answer_are_known(known: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert known.workers == ["one", "other"]
    monkeypatch.setattr(homes, "LIVE", -1.0)
    assert known.workers == []


def test_what_ran_longest_ago_is_forgotten(known: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(homes, "MOST", 2)
    known.note("a", "one")
    known.note("c", "one")
    assert [known.of(it) for it in "abc"] == [["one"], [], ["one"]]


def test_what_follows_nothing_does_not_wait_for_a_connection() -> None:
    """Pages ask for that whenever a dial is moved."""
    FairQueue(print, lambda: pytest.fail("the workers are counted")).follow("b", "a")
