"""Base learners: what each makes of a single task, and how meta-learning improves it."""

from __future__ import annotations

from metacore.run import Run
from pages.parts.frame.study import Study, play, show
from pages.parts.learners import board, controls, texts
from pages.parts.learners.session import SearchSession

FIRST = texts.EXAMPLES["first"][1]
LEARNERS = Study(
    "learners", texts, Run, SearchSession, lambda: Run.parse(FIRST), controls.draw, board.draw, tick=0.3,
    start=play, examples=texts.EXAMPLES, kept=True,
)  # fmt: skip

if __name__ == "__main__":
    show(LEARNERS)
