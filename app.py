"""The Playground: the main job, at the root address."""

from __future__ import annotations

import streamlit as st

from metacore.run import Run
from pages.parts import dials, panel, texts
from pages.parts.clock import clock
from pages.parts.presets import FIRST, PRESETS
from pages.parts.shell import open_page
from pages.parts.trainer import Trainer

TICK = 0.2  # seconds


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
    clock(TICK if trainer.busy else 0, lambda: _beat(trainer))
    _share()


def _trainer() -> Trainer:
    """This visitor's training; on arrival it plays what the address asks for, or the first preset."""
    if "trainer" not in st.session_state:
        run, faults = dials.run_of_address()
        st.session_state["trainer"] = Trainer.start(run or Run.parse(PRESETS[FIRST]))
        dials.tell(texts.FAULTY_ADDRESS.format(fault=fault) for fault in faults)
    return st.session_state["trainer"]


def _beat(trainer: Trainer) -> None:
    """Takes in what the engine has finished and asks for more; redraws what has changed."""
    before = trainer.busy, trainer.playing
    fresh = trainer.tick()
    if before != (trainer.busy, trainer.playing):
        st.rerun()  # the buttons and the clock change too
    if fresh:
        st.rerun("live")


@st.fragment(key="live")
def _live(trainer: Trainer) -> None:
    _status(trainer)
    panel.draw(trainer)


def _presets(trainer: Trainer) -> None:
    runs = {name: Run.parse(query) for name, query in PRESETS.items()}
    st.session_state["preset"] = next((name for name, run in runs.items() if run == trainer.run), None)

    def choose() -> None:
        name = st.session_state["preset"]
        if name:
            trainer.set(**dict(runs[name].settings))
            trainer.reset()
            dials.tell([])

    chosen = st.pills(
        "Examples", list(PRESETS), format_func=lambda name: texts.PRESETS[name][0], key="preset", on_change=choose,
        label_visibility="collapsed",
    )  # fmt: skip
    if chosen:
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


def _share() -> None:
    with st.expander(texts.SHARE, icon=":material/share:"):
        st.markdown(texts.SHARE_HELP)
        st.code(
            (st.context.url or "").split("?")[0] + "?" + st.session_state["trainer"].run.query(),
            language=None,
            wrap_lines=True,
        )


if __name__ == "__main__":
    main()
