"""Workers of our own that hold too much are replaced by new ones, which are ready before they take calls."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from distributed import Client, LocalCluster, Worker, WorkerPlugin

from metacore.workers import memory

WASTE = 1  # programs that are not in use: what a new worker would not hold
RUNS = 3  # runs in use that a new worker compiles in five seconds; those of more would stand still for too long
OFTEN = 600.0  # seconds between two replacements, at least
HEARTBEAT, PATIENCE = 1.0, 60.0  # seconds: between two looks at the workers, and until a new one must be there


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


class Warm(WorkerPlugin):
    """Has every worker run ``get_ready(things)`` when it starts, beside the calls that it takes at once."""

    def __init__(self, get_ready: Callable[..., Any], things: list[Any]) -> None:
        self._get_ready, self._things = get_ready, things

    def setup(self, worker: Worker) -> None:
        threading.Thread(target=self._get_ready, args=(self._things,), name="warm", daemon=True).start()


def renew(
    client: Client, cluster: LocalCluster, get_ready: Callable[..., Any], first: Any, usage: Callable[..., Any]
) -> None:
    """Replaces workers that hold too much: TensorFlow keeps what it has compiled as long as its process lives.

    The new one is made ready for what is in use, or for ``first`` where nothing is. A worker that Dask has given up,
    since it did not come back in time after it was lost, is started again.
    """
    last = -OFTEN
    while client.status == "running":
        time.sleep(HEARTBEAT)
        try:
            if cluster.worker_spec.keys() - cluster.workers.keys():
                cluster.scale(len(cluster.worker_spec))
            if time.monotonic() - last > OFTEN and (due := _due(client, usage)):
                last = time.monotonic()
                address, name, used = due
                _replace(client, cluster, Ready(get_ready, used or [first]), address, name)
        except Exception:
            if client.status == "running":  # else the server ends, and the workers with it
                logging.getLogger(__name__).exception("a worker could not be replaced")


def _due(client: Client, usage: Callable[..., Any]) -> tuple[str, Any, list[Any]] | None:
    """Address and name of a worker that is to be replaced, and what is in use there."""
    for address, it in workers(client).items():
        if it["metrics"]["memory"] > memory.large():
            used, waste = client.run(usage, workers=[address])[address]
            if waste > WASTE and len(used) <= RUNS:
                return address, it["name"], used
    return None


def _replace(client: Client, cluster: LocalCluster, ready: Ready, address: str, name: Any) -> None:
    """Starts another worker and, once it is ready, hands over to it what an old one holds, and ends that one."""
    spec, known = cluster.new_spec, set(cluster.worker_spec)
    cluster.new_spec = spec | {"options": spec["options"] | {"plugins": (ready,)}}
    cluster.scale(len(known) + 1)
    (new,) = cluster.worker_spec.keys() - known
    leaves = new  # where it does not come in time
    last = time.monotonic() + PATIENCE
    try:
        while new not in (it["name"] for it in workers(client).values()):
            if time.monotonic() > last:
                raise TimeoutError("no new worker came")
            time.sleep(0.1)
        leaves = name
        client.retire_workers([address], close_workers=False)  # which scaling down leaves out: it asks by name
    finally:
        cluster.sync(cluster.scale_down, [leaves])


def workers(client: Client) -> dict[str, Any]:
    """What the scheduler knows of each worker, by its address."""
    return client.scheduler_info(n_workers=-1)["workers"]
