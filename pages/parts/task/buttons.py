"""The buttons of the sketchpad, what they do, and how everything that is done to it takes effect.

What can't be done raises DialError; then nothing has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.parts.frame.address import noticed
from pages.parts.frame.shown import draw_now, pressed
from pages.parts.task import texts
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


def act(session: SketchSession, action: Callable[..., Any], *arguments: Any) -> None:
    """Does something to the canvas; the clock has to run again too, and everything where the kind of task changes."""
    before = session.question.family, session.question.mode
    with noticed():
        action(session, *arguments)
        session.tick()  # asks at once, not at the clock's next beat
    same = before == (session.question.family, session.question.mode)
    draw_now(*(("task", "notices", "address", "clock") if same else ()))


def buttons(session: SketchSession) -> None:
    """Draws them: those of the game, or those for drawing."""

    def button(
        key: str, word: str, help_text: str, icon: str, action: Any, off: bool = False, main: bool = False
    ) -> None:
        key = f"task_{key}"
        st.button(
            word, key=key, icon=f":material/{icon}:", help=help_text, disabled=off,
            type="primary" if main else "secondary", on_click=pressed(key, word, lambda: act(session, action)),
        )  # fmt: skip

    sketch, revealed = session.question, session.hidden.revealed

    def swap() -> None:
        button("swap", texts.SWAP, texts.SWAP_HELP, "swap_vert", swap_sides, session.gaming and revealed)

    with st.container(horizontal=True, key="task_buttons"):
        if session.gaming:
            button("done", texts.DONE, texts.DONE_HELP, "check", reveal, revealed, main=not revealed)
            button("next", texts.NEXT, texts.NEXT_HELP, "skip_next", SketchSession.play_round, main=revealed)
            swap()
            return
        button("undo", texts.UNDO, texts.UNDO_HELP, "undo", SketchSession.undo, not session.past)
        button("clear", texts.CLEAR, texts.CLEAR_HELP, "delete", clear, not (sketch.points or sketch.line))
        button("dice", texts.DICE, texts.DICE_HELP, "casino", roll)
        if sketch.task:
            button("reveal", texts.REVEAL, texts.REVEAL_HELP, "visibility", reveal, revealed, main=True)
        if sketch.straight and not sketch.line:
            button("line", texts.LINE, texts.LINE_HELP, "border_color", draw_line)
        if sketch.line:
            if sketch.problem.classes:
                swap()
            button("no_line", texts.NO_LINE, texts.NO_LINE_HELP, "backspace", remove_line)
