"""How fast a visitor watches: one meta-step after the other, so that learning can be followed, or at full speed."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from metacore.evaluation.measuring import View
from metacore.studies.playground.work import UPDATE

PACES = ("slow", "natural", "full")
SLOW = 1.0  # seconds from one meta-step to the next, at the slow pace
STAGES = 6  # of adapting, at most, that are shown one after the other within that time


@dataclass
class Pace:
    """One of the PACES by its ``name``, and how many meta-steps a second are shown with it."""

    name: str = "natural"
    rate: float = 0.0
    _shown: float = 0.0  # when the last ones were

    @property
    def slow(self) -> bool:
        """Whether each meta-step is shown, and its inner steps one after the other."""
        return self.name == "slow"

    @property
    def left(self) -> float:
        """Seconds until there may be something else to look at."""
        return max(0.0, self._shown + (SLOW if self.slow else UPDATE) - time.monotonic())

    def note(self, steps: int) -> None:
        """So many meta-steps more are shown now."""
        now = time.monotonic()
        self.rate = steps / (now - self._shown) if steps > 0 and self._shown else self.rate
        self._shown = now

    def views(self, view: View, stages: int) -> tuple[View, ...]:
        """What is drawn of an update, the last of it for good: where it is slow all ``stages`` on the way there too.

        >>> [it.stage for it in Pace("slow").views(View(), stages=4)]
        [0, 1, 2, None]
        >>> [it.stage for it in Pace().views(View(), stages=4)]
        [None]
        """
        if not self.slow or view.stage is not None:
            return (view,)
        on_the_way = np.unique(np.linspace(0, stages - 1, min(stages, STAGES)).round().astype(int))[:-1]
        return (*(view._replace(stage=int(stage)) for stage in on_the_way), view)
