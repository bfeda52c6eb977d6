"""Sweep: a map of many runs that train at once, over any two dials."""

from __future__ import annotations

from metacore.studies.sweep.question import Sweep
from pages.parts.frame.study import Study, play, show
from pages.parts.sweep import board, controls, texts
from pages.parts.sweep.session import SweepSession

FIRST = texts.EXAMPLES["first"][1]
SWEEP = Study(
    "sweep", texts, Sweep, SweepSession, lambda: Sweep.parse(FIRST), controls.draw, board.draw,
    start=play, examples=texts.EXAMPLES, kept=True,
)  # fmt: skip

if __name__ == "__main__":
    show(SWEEP)
