"""Calls in line: whose turn it is, how many are out, and what becomes of those that nobody waits for any more."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import pytest

from metacore.workers.calls import Call, Timed
from metacore.workers.fair_queue import FairQueue


class Handed(Future[Any]):
    """A call that the workers have: ``end`` has them finish it after so many seconds of theirs."""

    def __init__(self, call: Call, arguments: list[Any]) -> None:
        super().__init__()
        self.call, self.arguments, self.status = call, arguments, "pending"

    def end(self, seconds: float = 1.0, value: Any = None, worker: str = "") -> None:
        self.status = "finished"
        self.set_result(Timed(value, seconds, worker))

    def cancel(self) -> bool:
        self.status = "cancelled"
        return super().cancel()


class Workers:
    """What a queue hands calls to."""

    def __init__(self) -> None:
        self.count = 1
        self.handed: list[Handed] = []
        self.queue = FairQueue(self.send, lambda: self.count)

    def send(self, _: Callable[..., Any], function: Callable[..., Any], arguments: list[Any], call: Call) -> Handed:
        self.handed.append(Handed(call, arguments))
        return self.handed[-1]

    def put(self, by: str, *arguments: Any, **options: Any) -> Call:
        return self.queue.put(Call(print, [*arguments], by, by, **options))


@pytest.fixture
def workers() -> Iterator[Workers]:
    yield Workers()


def end(workers: Workers, numbers: range, seconds: Callable[[Handed], float] | float = 1.0, worker: str = "") -> None:
    """Has the workers, or one of them, finish these calls, one after the other."""
    for number in numbers:
        until(lambda number=number: len(workers.handed) > number)
        handed = workers.handed[number]
        handed.end(seconds(handed) if callable(seconds) else seconds, worker=worker)
        until(lambda handed=handed: handed.call is None or handed.call.done())


def until(true: Callable[[], Any]) -> None:
    last = time.monotonic() + 10
    while not true():
        assert time.monotonic() < last, "it does not come to that"
        time.sleep(0.002)


def test_each_worker_has_two_calls_one_that_runs_and_one_behind_it(workers: Workers) -> None:
    calls = [workers.put(by) for by in "abcd"]
    until(lambda: len(workers.handed) == 2)
    time.sleep(0.05)
    assert len(workers.handed) == 2 and workers.queue.crowd == 4
    workers.handed[0].end(value=7)
    until(lambda: len(workers.handed) == 3)
    assert calls[0].result(timeout=5) == 7 and workers.queue.crowd == 3


def test_whoever_has_had_least_of_the_workers_goes_first(workers: Workers) -> None:
    """One whose calls take ten times as long gets a tenth of the calls."""
    calls = [workers.put(by) for _ in range(60) for by in ("long", "one", "other")]
    end(workers, range(63), lambda handed: 1.0 if handed.call.by == "long" else 0.1)
    had = [handed.call.by for handed in workers.handed[:63]]
    assert 1 <= had.count("long") <= 6 and abs(had.count("one") - had.count("other")) <= 2
    del calls


def test_whoever_comes_back_has_saved_nothing_up(workers: Workers) -> None:
    calls = [workers.put("new")]
    until(lambda: workers.handed)
    workers.handed[0].end()
    for number in range(1, 21):
        calls.append(workers.put("early"))
        end(workers, range(number, number + 1))
    calls += [workers.put(by) for by in ("new",) * 6 + ("early",) * 6]
    end(workers, range(21, 29))
    assert abs(sum(handed.call.by == "new" for handed in workers.handed[21:29]) - 4) <= 1


def test_a_call_that_nobody_holds_leaves_the_line_and_the_workers(workers: Workers) -> None:
    out, held = workers.put("a"), workers.put("b")
    until(lambda: len(workers.handed) == 2)
    waiting, last = workers.put("c"), workers.put("d")
    workers.handed[0].call = workers.handed[1].call = None  # type: ignore[assignment]
    del out, waiting
    gc.collect()
    until(lambda: len(workers.handed) == 3)
    assert workers.handed[0].status == "cancelled" and workers.handed[2].call.by == "d"
    del held, last


def test_the_line_goes_on_where_the_connection_was_closed_with_calls_out(workers: Workers) -> None:
    out, held = workers.put("a"), workers.put("b")
    until(lambda: len(workers.handed) == 2)
    workers.handed[0].call = None  # type: ignore[assignment]
    workers.handed[0].cancel = lambda: 1 // 0  # type: ignore[method-assign]
    del out
    gc.collect()
    last = workers.put("c")
    until(lambda: len(workers.handed) == 3)
    del held, last


def test_a_call_takes_the_answer_of_another(workers: Workers) -> None:
    first = workers.put("a")
    second = workers.put("a", first, [first])
    until(lambda: len(workers.handed) == 2)
    assert workers.handed[1].arguments == [workers.handed[0], [workers.handed[0]]], "what the workers know it by"
    workers.handed[0].end(value=3)
    assert first.result(timeout=5) == 3
    third = workers.put("a", first)
    until(lambda: len(workers.handed) == 3)
    assert workers.handed[2].arguments == [3]
    del second, third


def test_an_answer_that_stays_is_not_fetched(workers: Workers) -> None:
    stays = workers.put("a", stays=True)
    until(lambda: workers.handed)
    workers.handed[0].end(value="much")
    assert stays.result(timeout=5) is workers.handed[0]
    taken = workers.put("a", stays)
    until(lambda: len(workers.handed) == 2)
    assert workers.handed[1].arguments == [workers.handed[0]]
    del taken


def test_a_fault_goes_to_who_waits_and_to_what_depends_on_it_and_the_line_goes_on(workers: Workers) -> None:
    bad = workers.put("a")
    until(lambda: workers.handed)
    workers.handed[0].set_exception(ValueError("too much"))
    with pytest.raises(ValueError, match="too much"):
        bad.result(timeout=5)
    with pytest.raises(ValueError, match="too much"):
        workers.put("a", bad).result(timeout=5)
    good = workers.put("a")
    until(lambda: len(workers.handed) == 2)
    workers.handed[1].end(value=1)
    assert good.result(timeout=5) == 1


def test_a_cancelled_call_is_never_handed_out(workers: Workers) -> None:
    calls = [workers.put(by) for by in "abc"]
    until(lambda: len(workers.handed) == 2)
    assert calls[2].cancel() and not calls[0].cancel(), "what the workers have begun is let go by not being held"
    workers.handed[0].end()
    threading.Event().wait(0.05)
    assert len(workers.handed) == 2


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


def test_silence_is_told_while_there_is_something_to_answer(workers: Workers) -> None:
    assert workers.queue.silence == 0
    call = workers.put("a")
    until(lambda: workers.queue.silence > 0.1)
    workers.handed[0].end()
    assert call.result(timeout=5) is None
    until(lambda: workers.queue.silence == 0)


def test_a_connection_that_is_lost_is_silent(workers: Workers) -> None:
    """Calls that were out are cancelled at once, and those in line wait until the workers can be counted."""
    calls = [workers.put(by) for by in "abc"]
    until(lambda: len(workers.handed) == 2)
    workers.queue._slots = lambda: threading.Event().wait() or 1
    for handed in workers.handed:
        handed.cancel()
    until(lambda: workers.queue.silence > 0.3)
    assert calls[2] and workers.queue.waiting == 1
