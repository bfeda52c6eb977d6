"""Calls in line: whose turn it is, how many are out, and what becomes of those that nobody waits for any more."""

from __future__ import annotations

import gc
import threading
import time

import pytest

from tests.workers.handed import Workers, end, until


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
