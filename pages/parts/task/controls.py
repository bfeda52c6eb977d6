"""What stands around the sketchpad: drawing or the game, the introduction, and the dials."""

from __future__ import annotations

from typing import Any

import streamlit as st

from metacore import registry
from metacore.studies.task.field_types import Names
from metacore.studies.task.fields import sketchable
from metacore.studies.task.question import Sketch
from pages.parts.frame.address import noticed, tell
from pages.parts.frame.shown import owned
from pages.parts.frame.study import Visit
from pages.parts.frame.widgets import grouped
from pages.parts.task import texts
from pages.parts.task.buttons import leave_game
from pages.parts.task.players import Mine

FIRST = texts.EXAMPLES["three"][1]
FOLDERS: dict[str, Any] = {
    "algorithms": registry.algorithms, "learners": registry.learners, "ensembles": registry.combiners,
}  # fmt: skip


def mine() -> Mine | None:
    """What this visitor has trained in the Playground, as far as it has got."""
    trainer = st.session_state.get("playground")
    return Mine(trainer.run, trainer.state) if trainer and trainer.state.step else None


def first() -> Sketch:
    """The first example; empty, and of the Playground's kind of task, where the visitor has trained there."""
    own = mine()
    if own is None or own.run.family not in sketchable():
        return Sketch.parse(FIRST)
    family = {dial.name: getattr(own.run, dial.name) for dial in own.run.task_family.dials}
    return Sketch.of({"family": own.run.family, "noise": own.run.noise} | family)


def head(visit: Visit) -> None:
    """Title and introduction of what is being done, and the choice between drawing and the game."""
    session = visit.session

    def chosen() -> None:
        (session.play_round if st.session_state["task_mode"] == "game" else lambda: leave_game(session))()
        tell([])

    st.title(texts.TITLE, anchor=False)
    classes = session.question.problem.classes
    st.markdown(texts.INTRO_GAME if session.gaming else texts.INTRO if classes else texts.INTRO_VALUES)
    st.segmented_control(
        texts.MODE, list(texts.MODES), default=session.question.mode, format_func=texts.MODES.__getitem__,
        key="task_mode", on_change=owned("task_mode", session.question.mode, chosen), label_visibility="collapsed",
        required=True,
    )  # fmt: skip


def draw(visit: Visit) -> None:
    """Draws the dials, in the sidebar."""
    session = visit.session
    known = {field.name: field for field in session.question.fields if not (session.gaming and field.name == "known")}
    more = {"family": [dial.name for dial in session.question.run().task_family.dials]}
    with st.sidebar:
        for field in grouped(texts.GROUPS, known, more):
            if isinstance(field, Names):
                _names(visit, field)
            else:
                visit.dial(field)
            if field.name == "ensembles":  # the last of those who answer
                _offer_mine(visit)


def _names(visit: Visit, names: Names) -> None:
    key, value = f"task_{names.name}", list(getattr(visit.session.question, names.name))

    def moved() -> None:
        with noticed():
            visit.set(**{names.name: names.check(st.session_state[key])})

    st.multiselect(
        names.label, list(names.choices), value, key=key, help=names.help, max_selections=names.most,
        on_change=owned(key, value, moved),
        format_func=lambda name: FOLDERS[names.name]()[name].card.label,
    )  # fmt: skip


def _offer_mine(visit: Visit) -> None:
    session, own = visit.session, mine()
    if own is None or own.run.problem != session.question.problem:
        return

    def moved() -> None:
        session.mine = own if st.session_state["task_mine"] else None

    mine_too = session.mine is not None
    told = owned("task_mine", mine_too, moved)
    st.toggle(texts.MINE, mine_too, key="task_mine", help=texts.MINE_HELP, on_change=told)
