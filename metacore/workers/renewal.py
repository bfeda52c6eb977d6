"""Workers of our own that have grown large are replaced by new ones, which are ready before they take calls."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from distributed import Client, LocalCluster, Worker, WorkerPlugin

LARGE, WASTE = 950, 1  # megabytes, of which a worker needs 850; programs that nobody uses: more of both is too much
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


def renew(client: Client, cluster: LocalCluster, get_ready: Callable[..., Any], usage: Callable[..., Any]) -> None:
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
