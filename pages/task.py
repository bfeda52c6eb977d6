"""Your task: a visitor draws a task, and every method answers it at once; or guesses a hidden one against them."""

from __future__ import annotations

from typing import Any

import streamlit as st

from metacore import registry
from metacore.dials import Dial
from metacore.studies.task.field_types import Names
from metacore.studies.task.fields import sketchable
from metacore.studies.task.question import Sketch
from pages.parts.frame import dials, reload_store
from pages.parts.frame.clock import clock, heard
from pages.parts.frame.page import open_page, share
from pages.parts.frame.texts import FAULTY_ADDRESS, NOISE_NOTES
from pages.parts.task import board, texts
from pages.parts.task.session import Mine, Sketcher

TICK = 0.1  # seconds
FIRST = "three"
ROUNDS = "rounds of the game"  # under which the score outlives a reload


def main() -> None:
    open_page("pages/task.py")
    it = _sketcher()
    st.title(texts.TITLE, anchor=False)
    st.markdown(texts.INTRO_GAME if it.gaming else texts.INTRO if it.sketch.problem.classes else texts.INTRO_VALUES)
    _choose(it)
    _sidebar(it)
    _live(it)
    clock(TICK, it, "task")


@st.fragment(key="task")
def _live(it: Sketcher) -> None:
    if not it.dragging:
        dials.write_address(it.sketch.texts())
        if it.rounds:
            reload_store.keep(ROUNDS, it.rounds)
    board.draw(it)
    share(it.sketch.query(), texts.SHARE_HELP)


def _sketcher() -> Sketcher:
    """This visitor's canvas: the one under way, or what the address asks for."""
    if "sketcher" not in st.session_state:
        pairs = dials.address()
        sketch, faults = Sketch.lenient(pairs) if pairs else (_first(), [])
        st.session_state["sketcher"] = Sketcher(sketch, _mine(), reload_store.find(ROUNDS) or ())
        dials.tell(FAULTY_ADDRESS.format(fault=fault) for fault in faults)
    return st.session_state["sketcher"]


def _first() -> Sketch:
    """The first example; empty, and of the Playground's kind of task, where the visitor has trained there."""
    mine = _mine()
    if mine is None or mine.run.family not in sketchable():
        return Sketch.parse(texts.EXAMPLES[FIRST][1])
    own = {dial.name: getattr(mine.run, dial.name) for dial in mine.run.task_family.dials}
    return Sketch.of({"family": mine.run.family, "noise": mine.run.noise} | own)


def _mine() -> Mine | None:
    """What this visitor has trained in the Playground, as far as it has got."""
    trainer = st.session_state.get("trainer")
    return Mine(trainer.run, trainer.state) if trainer and trainer.state.step else None


def _choose(it: Sketcher) -> None:
    """Drawing or the game, and ready-made sketches."""

    def chosen() -> None:
        (it.play_round if st.session_state["task_mode"] == "game" else it.leave_game)()
        dials.tell([])

    st.segmented_control(
        texts.MODE, list(texts.MODES), format_func=texts.MODES.__getitem__, key="task_mode",
        on_change=heard("task_mode", it.sketch.mode, chosen), label_visibility="collapsed", required=True,
    )  # fmt: skip
    if it.gaming:
        return
    sketches = {name: Sketch.parse(query) for name, (_, query, _) in texts.EXAMPLES.items()}
    labels = {name: label for name, (label, _, _) in texts.EXAMPLES.items()}
    if name := dials.examples("task_example", labels, sketches, it.sketch, it.enter):
        st.caption(texts.EXAMPLES[name][2])


def _sidebar(it: Sketcher) -> None:
    known = {field.name: field for field in it.sketch.fields}
    family = [dial.name for dial in it.sketch.run().task_family.dials]
    with st.sidebar:
        groups = {title: names for title, names in texts.GROUPS.items() if not (it.gaming and "known" in names)}
        for title, names in groups.items():
            st.subheader(title)
            for name in (*names, *(family if names[0] == "family" else ())):
                field = known[name]
                (_names if isinstance(field, Names) else _dial)(it, field)
            if "algorithms" in names:
                _offer_mine(it)


def _dial(it: Sketcher, dial: Dial) -> None:
    key = f"task_dial_{dial.name}"

    def moved() -> None:
        with dials.noticed():
            it.set(**{dial.name: dials.given(dial, key)})

    note = NOISE_NOTES[it.sketch.problem.kind] if dial.name == "noise" else ""
    dials.widget(dial, getattr(it.sketch, dial.name), key, moved, note)


def _names(it: Sketcher, names: Names) -> None:
    key = f"task_dial_{names.name}"
    folders: dict[str, Any] = {
        "algorithms": registry.algorithms,
        "learners": registry.learners,
        "ensembles": registry.combiners,
    }

    def moved() -> None:
        with dials.noticed():
            it.set(**{names.name: names.check(st.session_state[key])})

    st.multiselect(
        names.label, list(names.choices), key=key, help=names.help, max_selections=names.most,
        on_change=heard(key, list(getattr(it.sketch, names.name)), moved),
        format_func=lambda name: folders[names.name]()[name].card.label,
    )  # fmt: skip


def _offer_mine(it: Sketcher) -> None:
    mine = _mine()
    if mine is None or mine.run.problem != it.sketch.problem:
        return

    def moved() -> None:
        it.mine = mine if st.session_state["task_mine"] else None

    told = heard("task_mine", it.mine is not None, moved)
    st.toggle(texts.MINE, key="task_mine", help=texts.MINE_HELP, on_change=told)


if __name__ == "__main__":
    main()
