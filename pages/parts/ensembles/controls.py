"""What stands beside a lab: its dials, the Playground's meta-learner, and the view of the new task."""

from __future__ import annotations

import streamlit as st

from metacore.evaluation.measuring import NEW_TASKS
from metacore.studies.ensembles.question import Lab, lab_dials
from pages.parts.ensembles import texts
from pages.parts.frame.shown import pressed
from pages.parts.frame.study import Visit
from pages.parts.frame.widgets import able, grouped

MOST_STEPS = next(int(dial.high) for dial in lab_dials() if dial.name == "steps")


def draw(visit: Visit) -> None:
    """Draws them all."""
    lab = visit.session.question
    run, of_learner = lab.run(), lab.pool == "learner"
    known = {dial.name: able(dial, lab.problem) for dial in lab.dials if of_learner or dial.name != "learner"}
    more = {
        "family": [dial.name for dial in run.task_family.dials],
        "pool": [dial.name for dial in run.base_learner.dials if of_learner],
    }
    with st.sidebar:
        for dial in grouped(texts.GROUPS, known, more):
            visit.dial(dial, also=("weights",) if dial.name == "seed" else ())
        _take_over(visit)
    slider, button = st.columns([5, 2], vertical_alignment="bottom")
    with slider:
        visit.dial(known["known"])
    button.button(
        texts.REDRAW, key="redraw", icon=":material/casino:", help=texts.REDRAW_HELP, width="stretch",
        on_click=pressed("redraw", lab.task, lambda: visit.set(task=visit.session.question.task % NEW_TASKS + 1)),
    )  # fmt: skip


def _take_over(visit: Visit) -> None:
    """Offers the meta-learner of the Playground where this visitor has one."""
    trainer = st.session_state.get("playground")
    if trainer and 0 < trainer.state.step <= MOST_STEPS and not trainer.state.draft:
        mine = {dial.name: getattr(visit.session.question, dial.name) for dial in lab_dials()}
        lab = Lab.of(dict(trainer.run.settings) | mine | {"steps": trainer.state.step})
        st.button(
            texts.TAKE, key="take", icon=":material/move_down:", help=texts.TAKE_HELP,
            on_click=pressed("take", "", lambda: visit.go_on(visit.session.enter(lab, trainer.state))),
        )  # fmt: skip
