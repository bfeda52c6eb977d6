"""Where the engine runs: worker processes of this machine, or the Dask scheduler that the configuration names.

The calling process never imports TensorFlow.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from typing import Any, TypeVar

from dask.distributed import Client, LocalCluster
from distributed.comm import CommClosedError

from metacore.workers import memory
from metacore.workers.calls import Call
from metacore.workers.connection import close, connect
from metacore.workers.fair_queue import FETCHING, FairQueue
from metacore.workers.renewal import Warm, renew, workers

Pending = Call
Key = TypeVar("Key")
COUNTED = 1.0  # seconds for which the number of slots holds: the scheduler has to be asked for it
LOST = ("KilledWorker", "CancelledError", "FutureCancelledError", "CommClosedError", "TimeoutError")
LONGEST = 400  # characters of what is told of a fault


def result(call: Pending) -> tuple[Any, str]:
    """What a finished call brought, and a line on its fault where it failed: (None, "") where a worker was lost."""
    try:
        return call.result(timeout=FETCHING), ""
    except Exception as error:
        if type(error).__name__ in LOST:
            return None, ""
        cause = error.__cause__ or error  # Dask wraps what a scheduler or worker could not load
        told = f"{type(cause).__name__}: {cause}"
        logging.getLogger(__name__).error("a call failed %s%s", _place(error), _one_line(told))
        return None, _one_line(told.splitlines()[0])


def _place(error: Exception) -> str:
    """Where in the engine a fault came about, as far as is known."""
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if "/metacore/" in frame.filename]
    inner = own[-1] if own else None
    return f"at {os.path.basename(inner.filename)}:{inner.lineno}, " if inner and inner.filename != __file__ else ""


def _one_line(text: str) -> str:
    """``text`` on one line, which has its beginning and its end where it is long: TensorFlow prints whole graphs."""
    line, half = " ".join(text.split()), LONGEST // 2
    return line if len(line) <= LONGEST else f"{line[:half]} ... {line[-half:]}"


def came(call: Pending, seconds: float) -> bool:
    """Whether a call is finished, or is within so many seconds."""
    return call.done() or bool(wait([call], seconds).done)


def not_in_line(calls: Mapping[Key, Pending]) -> dict[Key, Pending]:
    """The calls that run already, or have; those still in line are let go."""
    return {key: call for key, call in calls.items() if not call.cancel()}


class Cluster:
    """A connection that starts in the background when first asked for, and is made only once.

    Where ``address`` or Dask's setting ``scheduler-address`` names a scheduler (``DASK_SCHEDULER_ADDRESS`` in the
    environment), work goes there; otherwise worker processes of one thread each start here (see ``memory.workers``).
    """

    def __init__(self, address: str = "") -> None:
        self._address = address
        self._lock = threading.Lock()
        self._queue = FairQueue(self._send, lambda: self.slots)
        self._client: Future[Client] | None = None
        self._welcome: list[Callable[[Future[Client]], None]] = []  # what is done with each connection
        self._elsewhere = False  # whether there has been a scheduler elsewhere, which is waited for where it is lost
        self._closed = False
        self._counted = -COUNTED, 1  # when the slots were counted last, and how many there were

    def start(self) -> Future[Client]:
        """Starts connecting where that has not happened yet, or Dask has given up a scheduler; the connection."""
        with self._lock:
            started = self._client
            if started is None or self._lost(started):
                self._client = started = ThreadPoolExecutor(1, "cluster").submit(connect, self._address)
                for done in self._welcome:
                    started.add_done_callback(done)
            return started

    def _lost(self, client: Future[Client]) -> bool:
        """Whether Dask has given up a scheduler elsewhere, and it is to be tried once more."""
        if not client.done() or client.exception():
            return client.done() and self._elsewhere
        self._elsewhere = client.result().cluster is None and not self._closed
        return self._elsewhere and client.result().status == "closed"

    @property
    def ready(self) -> bool:
        """Whether work can be given without waiting. Raises what connecting raised, unless it is connected anew."""
        client = self.start()
        if not client.done() or (self._elsewhere and client.exception()):
            return False
        return client.result() is not None

    @property
    def slots(self) -> int:
        """How many calls run at the same time; one where there is no connection, which the first call then tells."""
        started, (last, count) = self.start(), self._counted
        if started.exception():
            return 1
        if time.monotonic() - last > COUNTED and started.result().status == "running":  # else it would wait for that
            with contextlib.suppress(Exception):  # the scheduler is lost, or the server ends: as many as before
                count = max(1, sum(started.result().nthreads().values()))
            self._counted = time.monotonic(), count
        return count

    @property
    def crowd(self) -> int:
        """How many share the workers at present, the one who asks included."""
        return max(1, self._queue.crowd)

    @property
    def silence(self) -> float:
        """Seconds for which the workers, who have calls, have answered none."""
        return self._queue.silence

    def gauges(self) -> dict[str, int]:
        """Figures for whoever looks after the server, by their names: counts, and bytes."""
        client = self._client
        connected = client and client.done() and not client.exception()
        there = workers(client.result()) if client and connected else {}
        held = [it["metrics"].get("memory", 0) for it in there.values()]
        return {
            "sharing": self._queue.crowd, "calls_waiting": self._queue.waiting, "calls_answered": self._queue.answered,
            "seconds_of_silence": int(self._queue.silence), "workers": len(held), "workers_bytes": sum(held),
            "largest_worker_bytes": max(held, default=0), "server_bytes": memory.held(),
        }  # fmt: skip

    def submit(
        self, function: Callable[..., Any], *arguments: Any, by: object, like: object = None, stays: bool = False
    ) -> Pending:
        """Has ``function`` run on a worker, in fair turn.

        ``by``: whose call it is; what one has is one share of the workers. Calls that are ``like`` each other, or those
        of one, run on the same worker, which has compiled what they need; another has them where it is lost. The answer
        is kept by the workers where it ``stays``.
        """
        return self._queue.put(Call(function, [*arguments], id(by), id(by if like is None else like), stays))

    def follow(self, thing: object, other: object) -> None:
        """Has calls that are like ``thing`` begin where those like ``other`` ran, which has compiled what they need."""
        self._queue.follow(id(thing), id(other))

    def _send(self, function: Callable[..., Any], *arguments: Any, call: Call) -> Any:
        place = {"workers": [call.near], "allow_other_workers": True} if call.near else {}
        return self.start().result().submit(function, *arguments, pure=False, retries=3, **place)

    def close(self) -> None:
        """Ends the connection, and workers of our own; calls under way are let go."""
        self._closed = True
        if self._client and self._client.done() and not self._client.exception():
            client = self._client.result()
            close(client, client.cluster)

    def keep_ready(self, get_ready: Callable[..., Any], first: Any, usage: Callable[[], tuple[list[Any], int]]) -> None:
        """Has ``get_ready([first])`` run on each worker as soon as it is there, for what it leaves behind there.

        ``usage`` tells on a worker what is in use there and how much else it holds. A worker of our own that has grown
        large by that is replaced by a new one, in which ``get_ready`` has run for what is in use before it takes calls.
        """

        def ask(started: Future[Client]) -> None:
            if started.exception():  # which ``ready`` tells
                return
            client = started.result()
            if isinstance(cluster := client.cluster, LocalCluster):
                renewing = partial(renew, client, cluster, get_ready, first, usage)
                threading.Thread(target=renewing, name="renewal", daemon=True).start()
            with contextlib.suppress(CommClosedError):  # a worker was lost just now: what takes its place is told too
                client.register_plugin(Warm(get_ready, [first]))

        started = self.start()
        self._welcome.append(ask)
        started.add_done_callback(ask)


CLUSTER = Cluster()
