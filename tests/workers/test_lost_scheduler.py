"""A scheduler elsewhere that goes away and comes back."""

from __future__ import annotations

import time

import dask
from dask.distributed import LocalCluster

from metacore.workers.cluster import Cluster
from tests.workers.handed import until

READY: list[object] = []


def get_ready(things: list[object], seconds: float = 0) -> None:
    READY.append(things)


def ready() -> list[object]:
    return READY


def usage() -> tuple[list[str], int]:
    return [], 0


def test_a_scheduler_elsewhere_that_is_lost_is_waited_for() -> None:
    def scheduler(port: int = 0) -> LocalCluster:
        return LocalCluster(
            n_workers=1,
            threads_per_worker=1,
            processes=False,
            protocol="tcp",
            scheduler_port=port,
            dashboard_address=None,
        )

    def answered(by: Cluster) -> bool:
        """Whether it takes a call, and answers it."""
        return by.ready and by.submit(abs, -7, by=by).result(timeout=10) == 7

    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}):
        first = scheduler()
        own = Cluster(first.scheduler_address)
        own.keep_ready(get_ready, "first", usage)
        own.start().result(timeout=20)
        assert answered(own)
        first.close()
        until(lambda: not own.ready)
        time.sleep(2.5)  # Dask has given it up, and it is tried again and again
        assert not own.ready
        with scheduler(int(first.scheduler_address.rpartition(":")[2])):
            until(lambda: own.ready)
            assert answered(own)
            until(lambda: own.submit(ready, by=own).result(timeout=10)[1])
            own.close()
    assert not own.ready or own.start().result().status == "closed", "nor is it looked for after the end"
