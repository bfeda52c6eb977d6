"""Across domains: what is learned on one kind of task is tried on the others."""

from __future__ import annotations

from metacore.studies.transfer.question import Transfer
from pages.parts.frame.study import Study, play, show
from pages.parts.transfer import board, controls, texts
from pages.parts.transfer.session import TransferSession

FIRST = texts.EXAMPLES["first"][1]
TRANSFER = Study(
    "transfer", texts, Transfer, TransferSession, lambda: Transfer.parse(FIRST), controls.draw, board.draw,
    start=play, examples=texts.EXAMPLES, kept=True,
)  # fmt: skip

if __name__ == "__main__":
    show(TRANSFER)
