"""Where the engine runs: worker processes of this machine, or the Dask scheduler that the configuration names.

The only file that knows Dask. The calling process never imports TensorFlow.
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

Pending = Any  # a Dask future


LOST = ("KilledWorker", "CancelledError", "FutureCancelledError", "CommClosedError", "TimeoutError")

LARGE, WASTE = 1_500, 3  # megabytes, of which a worker needs 850; programs that nobody uses: more of both is too much
HEARTBEAT, PATIENCE = 1.0, 60.0  # seconds: between two looks at the workers, and until a new one must be there


def result(call: Pending) -> tuple[Any, str]:
    """What a finished call brought, and the name of its fault where it failed: (None, "") where a worker was lost."""
    try:
        return call.result(), ""
    except Exception as error:
        if (name := type(error).__name__) in LOST:
            return None, ""
        logging.getLogger(__name__).exception("a call failed")
        return None, name


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

    def keep_ready(self, waste: Callable[[], int], function: Callable[..., Any], *arguments: Any) -> None:
        """Has ``function`` run as soon as there is a worker, for what it leaves behind there.

        Workers of our own that have grown large, and that by ``waste``, are replaced by new ones in which it has run.
        """

        def ask(started: Future[Client]) -> None:
            client = started.result()
            prepare = partial(client.submit, function, *arguments, pure=False, priority=-10)
            fire_and_forget(prepare())
            if isinstance(cluster := client.cluster, LocalCluster):
                renew = partial(_renew, client, cluster, waste, prepare)
                threading.Thread(target=renew, name="renewal", daemon=True).start()

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


def _renew(client: Client, cluster: LocalCluster, waste: Callable[[], int], prepare: Callable[..., Pending]) -> None:
    """Replaces each worker that has grown large: TensorFlow keeps what it has compiled as long as its process lives."""
    while client.status == "running":
        time.sleep(HEARTBEAT)
        try:
            for address, it in _workers(client).items():
                large = it["metrics"]["memory"] > LARGE * 1e6
                if large and client.run(waste, workers=[address])[address] > WASTE:
                    _replace(client, cluster, prepare, it["name"])
                    break
        except Exception:
            if client.status == "running":  # else the server ends, and the workers with it
                logging.getLogger(__name__).exception("a worker could not be replaced")


def _replace(client: Client, cluster: LocalCluster, prepare: Callable[..., Pending], old: Any) -> None:
    """Starts another worker and, once it is ready, ends ``old``; calls that are lost with that one run again."""
    known = _workers(client).keys()
    cluster.scale(len(known) + 1)
    try:
        last = time.monotonic() + PATIENCE
        while not (new := [*_workers(client).keys() - known]):
            if time.monotonic() > last:
                raise TimeoutError("no new worker came")
            time.sleep(0.1)
        prepare(workers=new).result(timeout=PATIENCE)
    except Exception:
        cluster.scale(len(known))  # the newest goes
        raise
    cluster.sync(cluster.scale_down, [old])


def _workers(client: Client) -> dict[str, Any]:
    return client.scheduler_info(n_workers=-1)["workers"]


def _close(client: Client, cluster: LocalCluster) -> None:
    """Ends the workers with the server; a worker that does not answer in time is ended by its own watchdog."""
    with contextlib.suppress(TimeoutError):
        client.close(timeout=2)
        cluster.close(timeout=2)


CLUSTER = Cluster()
