"""Which worker a call goes to: one that has compiled what it needs, and that nobody's long calls hold."""

from __future__ import annotations

import time

import pytest

from tests.workers.handed import Workers, end, until


def test_what_is_alike_runs_where_it_ran_before_and_holds_nobody_else_up(workers: Workers) -> None:
    workers.count = 2
    calls = [workers.put(by) for by in ("a", "b")]
    until(lambda: len(workers.handed) == 2)
    workers.handed[0].end(worker="one")
    workers.handed[1].end(worker="other")
    until(lambda: all(call.done() for call in calls))
    calls = [workers.put("a") for _ in range(4)]
    until(lambda: len(workers.handed) == 4)
    time.sleep(0.05)
    assert len(workers.handed) == 4, "no third call behind the two of one worker, though another has none"
    calls += [workers.put("b"), workers.put("c")]
    until(lambda: len(workers.handed) == 6)
    assert [handed.call.near for handed in workers.handed[2:]] == ["one", "one", "other", ""]
    workers.handed[4].end(worker="other")
    workers.queue.follow("d", "b")
    calls.append(workers.put("d"))
    until(lambda: len(workers.handed) == 7)
    assert workers.handed[6].call.near == "other", "what follows runs where the other did"


HEAVY, LIGHT, ELSEWHERE = ("heavy", "one"), ("light", "one"), ("light", "other")


@pytest.mark.parametrize(("seconds", "places"), [(0.9, [HEAVY, LIGHT]), (3.0, [HEAVY, ELSEWHERE, HEAVY])])
def test_nobody_stays_where_long_calls_of_another_are(
    workers: Workers, seconds: float, places: list[tuple[str, str]]
) -> None:
    """One that is heavy has a worker to itself; were it not so, the others there would wait for its call each time."""
    workers.count = 2
    calls = [workers.put(by) for by in ("heavy", "light", "third")]
    lasted = [(seconds, "one"), (0.1, "one"), (0.1, "other")]
    for number, (lasts, worker) in enumerate(lasted):
        until(lambda number=number: len(workers.handed) > number)
        workers.handed[number].end(lasts, worker=worker)
    until(lambda: all(call.done() for call in calls))
    for by, handed in zip(("heavy", "light", "heavy"), (4, 5, 3 + len(places)), strict=True):
        calls.append(workers.put(by))
        until(lambda handed=handed: len(workers.handed) >= handed)
    time.sleep(0.05)
    assert [(handed.call.by, handed.call.near) for handed in workers.handed[3:]] == places


def test_of_all_workers_that_have_what_is_needed_the_one_with_least_to_do_is_taken(workers: Workers) -> None:
    workers.count = 2
    lasted = {"heavy": 3.0, "a": 0.1, "b": 0.1}
    for by, worker in (("heavy", "one"), ("a", "one"), ("b", "other")):
        calls = [workers.put(by)]
        end(workers, range(len(workers.handed), len(workers.handed) + 1), lasted[by], worker)
    held = [workers.put("heavy")]
    until(lambda: len(workers.handed) == 4)
    calls = [workers.put("a")]
    end(workers, range(4, 5), 0.1, "other")
    workers.handed[3].end(0.1, worker="one")
    until(lambda: all(call.done() for call in (*held, *calls)))
    for by, takes in (("b", []), ("a", []), ("a", calls)):
        calls.append(workers.put(by, *takes[-1:]))
        until(lambda: len(workers.handed) == 4 + len(calls))
    places = [handed.call.near for handed in workers.handed[5:]]
    assert places == ["other", "one", "one"], "what takes an answer is where that comes from"


def test_a_worker_that_is_lost_is_asked_for_no_more(workers: Workers) -> None:
    workers.count = 3
    for number, worker in enumerate(["one", "other", "third", "third"]):
        call = workers.put("a")
        until(lambda number=number: len(workers.handed) > number)
        workers.handed[number].end(worker=worker)
        assert call.result(timeout=5) is None
    calls = [workers.put("a") for _ in range(2)]
    until(lambda: len(workers.handed) == 6)
    asked = [handed.call.near for handed in workers.handed]
    assert asked[:4] == ["", "one", "other", "third"] and asked[4:] == ["third", "third"]
    del calls


def test_where_long_calls_hold_every_worker_all_stay_where_they_were(workers: Workers) -> None:
    workers.count = 2
    calls = [workers.put(by) for by in ("heavy", "light", "heavier")]
    for number, (lasts, worker) in enumerate([(3.0, "one"), (0.1, "one"), (5.0, "other")]):
        until(lambda number=number: len(workers.handed) > number)
        workers.handed[number].end(lasts, worker=worker)
    until(lambda: all(call.done() for call in calls))
    calls = [workers.put("heavy"), workers.put("heavier")]
    until(lambda: len(workers.handed) == 5)
    calls.append(workers.put("light"))
    until(lambda: len(workers.handed) == 6)
    assert workers.handed[5].call.near == "one"
