"""What is computed for one visitor alone: one step more, another view, or what a pause has left open."""

from __future__ import annotations

from metacore.evaluation.measuring import View
from metacore.studies.playground.work import Update, at_step
from metacore.workers.cluster import CLUSTER, Pending, result
from pages.parts.playground.stream import Stream


class OwnCall:
    """At most one call, which is forgotten once its answer would be too late."""

    def __init__(self) -> None:
        self._call: Pending | None = None

    @property
    def under_way(self) -> bool:
        """Whether an answer is still to come."""
        return self._call is not None

    def ask(self, before: Update, step: int, views: tuple[View, ...], like: Stream) -> None:
        """Asks for the update at ``step``, with ``views`` drawn, where the stream's are computed."""
        if CLUSTER.ready:
            self._call = CLUSTER.submit(at_step, before.bare, step, *views, by=self, like=like)

    def collect(self) -> tuple[Update | None, str]:
        """What has come, and what went wrong: nothing of either where a worker was lost, or nothing has come yet."""
        if self._call is None or not self._call.done():
            return None, ""
        call, self._call = self._call, None
        return result(call)

    def forget(self) -> None:
        """Lets go of what answers an older question."""
        self._call = None
