"""The buttons of the sketchpad, and how everything that is done to it takes effect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.parts.frame.address import noticed
from pages.parts.task import actions, texts
from pages.parts.task.session import SketchSession


def act(session: SketchSession, action: Callable[..., Any], *arguments: Any) -> None:
    """Does something to the canvas; the clock has to run again too, and everything where the kind of task changes."""
    before = session.question.family, session.question.mode
    with noticed():
        action(session, *arguments)
        session.tick()  # asks at once, not at the clock's next beat
    same = before == (session.question.family, session.question.mode)
    st.rerun(["task", "clock", "notices", "address"] if same else "app")


def buttons(session: SketchSession) -> None:
    def button(
        key: str, word: str, help_text: str, icon: str, action: Any, off: bool = False, main: bool = False
    ) -> None:
        st.button(
            word, key=f"task_{key}", icon=f":material/{icon}:", help=help_text, disabled=off, on_click=act,
            args=(session, action), type="primary" if main else "secondary",
        )  # fmt: skip

    sketch, revealed = session.question, session.hidden.revealed

    def swap() -> None:
        button("swap", texts.SWAP, texts.SWAP_HELP, "swap_vert", actions.swap_sides, session.gaming and revealed)

    with st.container(horizontal=True, key="task_buttons"):
        if session.gaming:
            button("done", texts.DONE, texts.DONE_HELP, "check", actions.reveal, revealed, main=not revealed)
            button("next", texts.NEXT, texts.NEXT_HELP, "skip_next", SketchSession.play_round, main=revealed)
            swap()
            return
        button("undo", texts.UNDO, texts.UNDO_HELP, "undo", SketchSession.undo, not session.past)
        button("clear", texts.CLEAR, texts.CLEAR_HELP, "delete", actions.clear, not (sketch.points or sketch.line))
        button("dice", texts.DICE, texts.DICE_HELP, "casino", actions.roll)
        if sketch.task:
            button("reveal", texts.REVEAL, texts.REVEAL_HELP, "visibility", actions.reveal, revealed, main=True)
        if sketch.straight and not sketch.line:
            button("line", texts.LINE, texts.LINE_HELP, "border_color", actions.draw_line)
        if sketch.line:
            if sketch.problem.classes:
                swap()
            button("no_line", texts.NO_LINE, texts.NO_LINE_HELP, "backspace", actions.remove_line)
