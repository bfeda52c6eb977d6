"""Where the engine runs: worker processes of this machine, or the Dask scheduler that the configuration names.

The calling process never imports TensorFlow.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

import dask
from dask.distributed import Client, LocalCluster, fire_and_forget, get_worker

from metacore.workers.renewal import PATIENCE, renew

Pending = Any  # a Dask future
LOST = ("KilledWorker", "CancelledError", "FutureCancelledError", "CommClosedError", "TimeoutError")
FETCHING = 5.0  # seconds that fetching an answer may take; its worker may be lost after it was finished


def result(call: Pending) -> tuple[Any, str]:
    """What a finished call brought, and a line on its fault where it failed: (None, "") where a worker was lost."""
    try:
        return call.result(timeout=FETCHING), ""
    except Exception as error:
        if type(error).__name__ in LOST:
            return None, ""
        logging.getLogger(__name__).exception("a call failed")
        cause = error.__cause__ or error  # Dask wraps what a scheduler or worker could not load
        return None, f"{type(cause).__name__}: {cause}".splitlines()[0]


def came(call: Pending, seconds: float) -> bool:
    """Whether a call is finished, or is within so many seconds."""
    last = time.monotonic() + seconds
    while not call.done():
        if time.monotonic() > last:
            return False
        time.sleep(0.005)
    return True


class Cluster:
    """A connection that starts in the background when first asked for, and is made only once.

    Where ``address`` or Dask's setting ``scheduler-address`` names a scheduler (``DASK_SCHEDULER_ADDRESS`` in the
    environment), work goes there; otherwise worker processes of one thread each start here, one less than there are
    cores.
    """

    def __init__(self, address: str = "") -> None:
        self._address = address
        self._lock = threading.Lock()
        self._client: Future[Client] | None = None

    def start(self) -> Future[Client]:
        """Starts connecting where that has not happened yet; the connection as a future."""
        with self._lock:
            if self._client is None:
                self._client = ThreadPoolExecutor(1, "cluster").submit(_connect, self._address)
            return self._client

    @property
    def ready(self) -> bool:
        """Whether work can be given without waiting. Raises what connecting raised."""
        client = self.start()
        return client.done() and client.result() is not None

    @property
    def slots(self) -> int:
        """How many calls run at the same time."""
        return max(1, sum(self.start().result().nthreads().values()))

    def submit(self, function: Callable[..., Any], *arguments: Any, urgent: bool = True, near: str = "") -> Pending:
        """Has ``function`` run on a worker, on ``near`` where that one is there and free (see ``here``).

        It is tried again on another where a worker is lost.
        """
        priority = 0 if urgent else -10
        place = {"workers": [near], "allow_other_workers": True} if near else {}
        return self.start().result().submit(function, *arguments, pure=False, retries=3, priority=priority, **place)

    def keep_ready(self, get_ready: Callable[..., Any], first: Any, usage: Callable[[], tuple[list[Any], int]]) -> None:
        """Has ``get_ready([first])`` run as soon as there is a worker, for what it leaves behind there.

        ``usage`` tells on a worker what is in use there and how much else it holds. A worker of our own that has grown
        large by that is replaced by a new one, in which ``get_ready`` has run for what is in use before it takes calls.
        """

        def ask(started: Future[Client]) -> None:
            client = started.result()
            fire_and_forget(client.submit(get_ready, [first], pure=False, priority=-10))
            if isinstance(cluster := client.cluster, LocalCluster):
                renewing = partial(renew, client, cluster, get_ready, usage)
                threading.Thread(target=renewing, name="renewal", daemon=True).start()

        self.start().add_done_callback(ask)


def here() -> str:
    """The address of the worker that runs this call; nothing outside of workers."""
    try:
        return get_worker().address
    except ValueError:
        return ""


def _connect(address: str) -> Client:
    if address:
        return Client(address, set_as_default=False)
    if dask.config.get("scheduler-address", None):
        return Client(set_as_default=False)
    environment = dict(dask.config.get("distributed.nanny.pre-spawn-environ"))
    environment.pop("MALLOC_TRIM_THRESHOLD_", None)  # with it the compiled step is 1.7 times slower
    dask.config.set(
        {
            "distributed.nanny.pre-spawn-environ": environment,
            "distributed.scheduler.allowed-failures": 20,
            "distributed.deploy.lost-worker-timeout": f"{PATIENCE}s",
            "distributed.comm.timeouts.connect": "30s",
        }
    )
    workers = max(1, (os.cpu_count() or 1) - 1)
    cluster = LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", silence_logs=40
    )
    client = Client(cluster, set_as_default=False)
    atexit.register(_close, client, cluster)
    return client


def _close(client: Client, cluster: LocalCluster) -> None:
    """Ends the workers with the server; a worker that does not answer in time is ended by its own watchdog."""
    with contextlib.suppress(TimeoutError):
        client.close(timeout=2)
        cluster.close(timeout=2)


CLUSTER = Cluster()
