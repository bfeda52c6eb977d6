"""Your task: a visitor draws a task, and every method answers it at once; or guesses a hidden one against them."""

from __future__ import annotations

from metacore.studies.task.question import Sketch
from pages.parts.frame.study import Study, show
from pages.parts.server.reload_store import find
from pages.parts.task import board, controls, texts
from pages.parts.task.rounds import KEPT
from pages.parts.task.session import SketchSession


def begin(sketch: Sketch) -> SketchSession:
    """A sketch with the visitor's own meta-learner, and the score so far."""
    return SketchSession(sketch, controls.mine(), find(KEPT) or ())


TASK = Study(
    "task", texts, Sketch, begin, controls.first, controls.draw, board.draw, tick=0.1, head=controls.head,
    examples=texts.EXAMPLES, dealt=True,
)  # fmt: skip

if __name__ == "__main__":
    show(TASK)
