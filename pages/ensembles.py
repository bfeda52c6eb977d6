"""Ensembles: a pool of models of other tasks answers one new task together, in every way there is."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from metacore.dials import Dial
from metacore.evaluation.measuring import NEW_TASKS
from metacore.run import serving
from metacore.studies.ensembles.question import Lab, lab_dials
from pages.parts.ensembles import board, texts
from pages.parts.ensembles.session import Fuser
from pages.parts.frame import dials
from pages.parts.frame.clock import clock
from pages.parts.frame.page import open_page, share
from pages.parts.frame.texts import FAULTY_ADDRESS

TICK = 0.2  # seconds
MOST_STEPS = next(int(dial.high) for dial in lab_dials() if dial.name == "steps")


def main() -> None:
    open_page("pages/ensembles.py")
    fuser = _fuser()
    dials.write_address(fuser.lab.texts())
    st.title(texts.TITLE, anchor=False)
    st.markdown(texts.INTRO)
    labs = {name: Lab.parse(query) for name, (_, query, _) in texts.EXAMPLES.items()}
    labels = {name: label for name, (label, _, _) in texts.EXAMPLES.items()}
    if chosen := dials.examples("example", labels, labs, fuser.lab, fuser.enter):
        st.caption(texts.EXAMPLES[chosen][2])
    dials.notices()
    _sidebar(fuser)
    _view(fuser)
    _live(fuser)
    clock(TICK, fuser, "fusion")
    share(fuser.lab.query(), texts.SHARE_HELP)


def _fuser() -> Fuser:
    """This visitor's lab: the one under way, or what the address asks for."""
    if "fuser" not in st.session_state:
        pairs = dials.address()
        lab, faults = Lab.lenient(pairs) if pairs else (Lab.parse(texts.EXAMPLES["weigh"][1]), [])
        st.session_state["fuser"] = Fuser(lab)
        dials.tell(FAULTY_ADDRESS.format(fault=fault) for fault in faults)
    return st.session_state["fuser"]


@st.fragment(key="fusion")
def _live(fuser: Fuser) -> None:
    board.draw(fuser)


def _sidebar(fuser: Fuser) -> None:
    run = fuser.lab.run()
    known = {dial.name: dial for dial in fuser.lab.dials}
    of_learner = fuser.lab.pool == "learner"
    more = {
        "family": [dial.name for dial in run.task_family.dials],
        "pool": [dial.name for dial in run.base_learner.dials if of_learner],
    }
    with st.sidebar:
        for title, names in texts.GROUPS.items():
            st.subheader(title)
            for name in (*names, *more.get(names[0], [])):
                if name != "learner" or of_learner:
                    _dial(fuser, known[name])
            if "algorithm" in names:
                _take_over(fuser)


def _take_over(fuser: Fuser) -> None:
    """Offers the meta-learner of the Playground where this visitor has one."""
    trainer = st.session_state.get("trainer")
    if trainer and 0 < trainer.state.step <= MOST_STEPS and not trainer.state.draft:
        mine = {dial.name: getattr(fuser.lab, dial.name) for dial in lab_dials()}
        lab = Lab.of(dict(trainer.run.settings) | mine | {"steps": trainer.state.step})
        st.button(
            texts.TAKE, key="take", icon=":material/move_down:", help=texts.TAKE_HELP,
            on_click=lambda: fuser.enter(lab, trainer.state),
        )  # fmt: skip


def _view(fuser: Fuser) -> None:
    """What may be moved without asking the models anew: the support slider, and another new task."""
    known = {dial.name: dial for dial in fuser.lab.dials}
    slider, button = st.columns([5, 2], vertical_alignment="bottom")
    with slider:
        _dial(fuser, known["known"])
    button.button(
        texts.REDRAW, key="redraw", icon=":material/casino:", help=texts.REDRAW_HELP, width="stretch",
        on_click=lambda: fuser.set(task=fuser.lab.task % NEW_TASKS + 1),
    )  # fmt: skip


def _dial(fuser: Fuser, dial: Dial) -> None:
    key = f"lab_dial_{dial.name}"
    if dial.name == "algorithm":
        dial = replace(dial, choices=tuple(serving(fuser.lab.problem)))

    def moved() -> None:
        with dials.noticed():
            value = dials.given(dial, key)
            fuser.set(**({"seed": value, "weights": value} if dial.name == "seed" else {dial.name: value}))

    dials.widget(dial, getattr(fuser.lab, dial.name), key, moved)


if __name__ == "__main__":
    main()
