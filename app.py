"""The Playground: the main job, at the root address."""

from __future__ import annotations

import streamlit as st

from metacore.run import Run
from pages.parts import dials, panel, texts
from pages.parts.clock import clock
from pages.parts.presets import FIRST, PRESETS
from pages.parts.shell import open_page, share
from pages.parts.trainer import Trainer

TICK = 0.1  # seconds


def main() -> None:
    open_page("app.py")
    trainer = _trainer()
    dials.write_address(trainer.run.texts())
    st.title(texts.TITLE, anchor=False)
    st.markdown(texts.INTRO)
    _presets(trainer)
    dials.notices()
    _controls(trainer)
    dials.sidebar(trainer)
    _live(trainer)
    clock(TICK, trainer, "live")
    share(trainer.run.query(), texts.SHARE_HELP)


def _trainer() -> Trainer:
    """This visitor's training; on arrival it plays what the address asks for, or the first preset."""
    if "trainer" not in st.session_state:
        run, faults = dials.run_of_address()
        st.session_state["trainer"] = Trainer.start(run or Run.parse(PRESETS[FIRST]))
        dials.tell(texts.FAULTY_ADDRESS.format(fault=fault) for fault in faults)
    return st.session_state["trainer"]


@st.fragment(key="live")
def _live(trainer: Trainer) -> None:
    _status(trainer)
    panel.draw(trainer)


def _presets(trainer: Trainer) -> None:
    def choose(run: Run) -> None:
        trainer.set(**dict(run.settings))
        trainer.reset()

    runs = {name: Run.parse(query) for name, query in PRESETS.items()}
    labels = {name: label for name, (label, _) in texts.PRESETS.items()}
    if chosen := dials.examples("preset", labels, runs, trainer.run, choose):
        st.caption(texts.PRESETS[chosen][1])


def _controls(trainer: Trainer) -> None:
    def new_seed(name: str) -> None:
        """Moves one seed on and leaves the other where it is."""
        run = trainer.run
        fresh = {"seed": run.seed, "weights": run.weights}
        fresh[name] = (fresh[name] + 1) % 1_000_000
        trainer.set(**fresh)

    actions = {
        "step": trainer.step,
        "reset": trainer.reset,
        "weights": lambda: new_seed("weights"),
        "tasks": lambda: new_seed("seed"),
        "pin": trainer.pin,
    }
    with st.container(horizontal=True, key="controls"):
        word = texts.PAUSE if trainer.playing else texts.CONTINUE if trainer.state.step else texts.PLAY
        symbol = ":material/pause:" if trainer.playing else ":material/play_arrow:"
        action = trainer.pause if trainer.playing else trainer.play
        st.button(word, key="play", icon=symbol, type="primary", help=texts.PLAY_HELP, on_click=action)
        for name, (label, icon, help_text) in texts.BUTTONS.items():
            st.button(label, key=name, icon=icon, help=help_text, on_click=actions[name])


def _status(trainer: Trainer) -> None:
    state = trainer.state
    if trainer.fault:
        st.error(texts.FAULT, icon=":material/error:")
    if trainer.playing:
        st.markdown(texts.STEPS.format(step=state.step, rate=trainer.rate))
    else:
        why = "diverged" if state.diverged else "levelled" if state.levelled and trainer.stops else "paused"
        st.markdown(texts.STOPPED.format(step=state.step, why=texts.WHY[why]))


if __name__ == "__main__":
    main()
