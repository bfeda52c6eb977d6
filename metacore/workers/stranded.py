"""Calls that were to run on a worker which is gone run on any other, also where there was none for a moment."""

from __future__ import annotations

from distributed import Scheduler
from distributed.diagnostics.plugin import SchedulerPlugin


class Stranded(SchedulerPlugin):
    """Lets go of a wish for a worker once another one comes and the wished one is not there.

    Dask looks for another worker only when a call is handed out. One that found no worker at all then waits for the
    very one that it wished for, which never comes again under its address.
    """

    name = "stranded"

    def add_worker(self, scheduler: Scheduler, worker: str) -> None:
        """A worker has come; the scheduler is about to look for what it could run."""
        for task in scheduler.unrunnable:
            if task.loose_restrictions and not (task.worker_restrictions or set()) & scheduler.workers.keys():
                task.worker_restrictions = None
