"""A cluster of a test's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dask.distributed import Client, LocalCluster

from metacore.workers import connection
from metacore.workers.cluster import Cluster


@contextmanager
def connected(own: Cluster) -> Iterator[tuple[Client, LocalCluster]]:
    """The connection of a cluster and its workers, which end with the block."""
    client = own.start().result()
    assert isinstance(client.cluster, LocalCluster)
    try:
        yield client, client.cluster
    finally:
        connection.close(client, client.cluster)
