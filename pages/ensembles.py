"""Ensembles: a pool of models of other tasks answers one new task together, in every way there is."""

from __future__ import annotations

from metacore.studies.ensembles.question import Lab
from pages.parts.ensembles import board, controls, texts
from pages.parts.ensembles.session import LabSession
from pages.parts.frame.study import Study, show

FIRST = texts.EXAMPLES["weigh"][1]
ENSEMBLES = Study(
    "ensembles", texts, Lab, LabSession, lambda: Lab.parse(FIRST), controls.draw, board.draw, tick=0.2,
    examples=texts.EXAMPLES,
)  # fmt: skip

if __name__ == "__main__":
    show(ENSEMBLES)
