"""Your data: from a spreadsheet to tasks, and meta-learning on them."""

from __future__ import annotations

from pages.parts.data import controls, texts
from pages.parts.data.session import DataSession
from pages.parts.frame.study import Study, show
from pages.parts.playground import panel

DATA = Study(
    "data", texts, DataSession, lambda session: session, DataSession.example, controls.draw, controls.board,
    start=DataSession.train, tick=panel.TICK, fragments=panel.PARTS,
)  # fmt: skip

if __name__ == "__main__":
    show(DATA)
