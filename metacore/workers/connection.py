"""The connection to the workers: those of this machine, which start with it, or those of a Dask scheduler elsewhere."""

from __future__ import annotations

import asyncio
import atexit
import contextlib

import dask
from dask.distributed import Client, LocalCluster

from metacore.workers import memory
from metacore.workers.renewal import PATIENCE
from metacore.workers.stranded import Stranded

MOST = 1.5  # of what a worker may hold: one that comes to so much before it is replaced is ended


def connect(address: str) -> Client:
    """Connects to a scheduler, or starts workers here where none is named."""
    client = _client(address)
    client.register_plugin(Stranded())
    return client


def _client(address: str) -> Client:
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
            "distributed.worker.profile.enabled": False,  # a hundred looks a second at deep stacks
            # A worker holds no data that could be spilled, and one that is paused is of no use.
            **{f"distributed.worker.memory.{name}": False for name in ("target", "spill", "pause")},
        }
    )
    cluster = LocalCluster(
        n_workers=memory.workers(), threads_per_worker=1, processes=True, memory_limit=int(MOST * memory.large()),
        dashboard_address="127.0.0.1:0", silence_logs=50,
    )  # fmt: skip
    client = Client(cluster, set_as_default=False)
    atexit.register(close, client, cluster)
    return client


def close(client: Client, cluster: LocalCluster | None) -> None:
    """Ends the workers with the server; one that is compiling does not answer, and is ended all the same."""
    with contextlib.suppress(TimeoutError):
        client.close(timeout=2)
        if cluster:
            with contextlib.suppress(RuntimeError):  # they have ended already
                cluster.sync(_end_workers, cluster, callback_timeout=3)
            cluster.close(timeout=2)


async def _end_workers(cluster: LocalCluster) -> None:
    await asyncio.gather(*(worker.close(timeout=1) for worker in cluster.workers.values()))
