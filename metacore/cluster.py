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
from dask.distributed import Client, LocalCluster, Worker, WorkerPlugin, fire_and_forget, get_worker

Pending = Any  # a Dask future


LOST = ("KilledWorker", "CancelledError", "FutureCancelledError", "CommClosedError", "TimeoutError")

LARGE, WASTE = 950, 1  # megabytes, of which a worker needs 850; programs that nobody uses: more of both is too much
HEARTBEAT, PATIENCE = 1.0, 60.0  # seconds: between two looks at the workers, and until a new one must be there
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
                renew = partial(_renew, client, cluster, get_ready, usage)
                threading.Thread(target=renew, name="renewal", daemon=True).start()

        self.start().add_done_callback(ask)


class Ready(WorkerPlugin):
    """Lets a worker take calls only after ``get_ready(things)``, or after that has failed or taken too long.

    A worker that is started in its place later, where it was lost, does not wait for what was in use once.
    """

    def __init__(self, get_ready: Callable[..., Any], things: list[Any]) -> None:
        self._get_ready, self._things, self._until = get_ready, things, time.time() + PATIENCE / 2

    def setup(self, worker: Worker) -> None:
        try:
            if (seconds := self._until - time.time()) > 0:
                self._get_ready(self._things, seconds)
        except Exception:
            logging.getLogger(__name__).exception("a worker could not be made ready")


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


def _renew(client: Client, cluster: LocalCluster, get_ready: Callable[..., Any], usage: Callable[..., Any]) -> None:
    """Replaces each worker that has grown large: TensorFlow keeps what it has compiled as long as its process lives.

    A worker that Dask has given up, since it did not come back in time after it was lost, is started again.
    """
    while client.status == "running":
        time.sleep(HEARTBEAT)
        try:
            if cluster.worker_spec.keys() - cluster.workers.keys():
                cluster.scale(len(cluster.worker_spec))
            for address, it in _workers(client).items():
                large = it["metrics"]["memory"] > LARGE * 1e6
                used, waste = client.run(usage, workers=[address])[address] if large else ([], 0)
                if waste > WASTE:
                    _replace(client, cluster, Ready(get_ready, used), address, it["name"])
                    break
        except Exception:
            if client.status == "running":  # else the server ends, and the workers with it
                logging.getLogger(__name__).exception("a worker could not be replaced")


def _replace(client: Client, cluster: LocalCluster, ready: Ready, address: str, name: Any) -> None:
    """Starts another worker and, once it is ready, hands over to it what an old one holds, and ends that one."""
    spec, known = cluster.new_spec, set(cluster.worker_spec)
    cluster.new_spec = spec | {"options": spec["options"] | {"plugins": (ready,)}}
    cluster.scale(len(known) + 1)
    (new,) = cluster.worker_spec.keys() - known
    leaves = new  # where it does not come in time
    last = time.monotonic() + PATIENCE
    try:
        while new not in (it["name"] for it in _workers(client).values()):
            if time.monotonic() > last:
                raise TimeoutError("no new worker came")
            time.sleep(0.1)
        leaves = name
        client.retire_workers([address], close_workers=False)  # which scaling down leaves out: it asks by name
    finally:
        cluster.sync(cluster.scale_down, [leaves])


def _workers(client: Client) -> dict[str, Any]:
    return client.scheduler_info(n_workers=-1)["workers"]


def _close(client: Client, cluster: LocalCluster) -> None:
    """Ends the workers with the server; a worker that does not answer in time is ended by its own watchdog."""
    with contextlib.suppress(TimeoutError):
        client.close(timeout=2)
        cluster.close(timeout=2)


CLUSTER = Cluster()
