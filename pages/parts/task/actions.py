"""What the buttons of the canvas do. Each raises DialError where it can't be done; then nothing has changed."""

from __future__ import annotations

from pages.parts.task.rounds import level, other_task
from pages.parts.task.session import SketchSession


def clear(session: SketchSession) -> None:
    """Takes everything off the canvas."""
    session.set(points=(), line=(), task=0)


def roll(session: SketchSession) -> None:
    """Puts the first points of some new task on the canvas; that task is the hidden truth."""
    session.set(task=other_task(session.question, session.rounds), points=(), line=())
    session.hidden.undealt = True


def draw_line(session: SketchSession) -> None:
    """Puts a line on the canvas that is the truth."""
    session.set(task=0, line=level(session.question))


def swap_sides(session: SketchSession) -> None:
    """Turns the line around: what was one class becomes the other."""
    session.set(line=session.question.line[::-1])


def remove_line(session: SketchSession) -> None:
    """Takes the line off the canvas."""
    session.set(line=())


def leave_game(session: SketchSession) -> None:
    """Back to drawing, with the canvas as it is."""
    session.set(mode="draw")


def reveal(session: SketchSession) -> None:
    """Shows the hidden truth and the errors of all."""
    session.hidden.revealed = True
