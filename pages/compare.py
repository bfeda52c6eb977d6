"""Compare: two to six methods race on the same tasks."""

from __future__ import annotations

from metacore.studies.compare.question import Race
from pages.parts.compare import board, controls, texts
from pages.parts.compare.session import RaceSession
from pages.parts.frame.study import Study, play, show

FIRST = texts.EXAMPLES["opposite"][1]
COMPARE = Study(
    "compare", texts, Race, RaceSession, lambda: Race.parse(FIRST), controls.draw, board.draw,
    start=play, examples=texts.EXAMPLES, kept=True,
)  # fmt: skip

if __name__ == "__main__":
    show(COMPARE)
