"""The buttons, the pace and the status line of a live training."""

from __future__ import annotations

import streamlit as st

from metacore.workers.cluster import CLUSTER
from pages.parts.frame.address import noticed
from pages.parts.frame.shown import owned, pressed, redraw
from pages.parts.playground import texts
from pages.parts.playground.pace import PACES
from pages.parts.playground.session import Trainer

EARLIER = 60.0  # seconds after which what is shown was computed for somebody who came before
MANY = 8  # so many share the workers that it is to be felt


def controls(trainer: Trainer) -> None:
    """Play or pause, one step, reset, other weights, other tasks, pin the curve; and the pace."""

    def new_seed(name: str) -> None:
        """Moves one seed on and leaves the other where it is."""
        run = trainer.run
        fresh = {"seed": run.seed, "weights": run.weights}
        fresh[name] = (fresh[name] + 1) % 1_000_000
        with noticed():
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
        st.button(word, key="play", icon=symbol, type="primary", help=texts.PLAY_HELP,
                  on_click=pressed("play", word, action))  # fmt: skip
        for name, (label, icon, help_text) in texts.BUTTONS.items():
            st.button(label, key=name, icon=icon, help=help_text, on_click=pressed(name, name, actions[name]))
        _pace(trainer)


def _pace(trainer: Trainer) -> None:
    def chosen() -> None:
        redraw()
        if pace := st.session_state["pace"]:  # a second click would leave none
            trainer.watch(pace)

    now = trainer.pace.name
    st.segmented_control(
        texts.PACE, PACES, default=now, format_func=texts.PACES.__getitem__, key="pace", help=texts.PACE_HELP,
        on_change=owned("pace", now, chosen),
    )  # fmt: skip


def status(trainer: Trainer) -> None:
    """How far it has come, and why it stands where it does."""
    if trainer.fault:
        st.error(texts.FAULT, icon=":material/error:")
    if CLUSTER.crowd >= MANY:
        st.caption(texts.MANY, help=texts.MANY_HELP)
    with st.container(key="status"):
        _status(trainer)


def _status(trainer: Trainer) -> None:
    state = trainer.state
    if trainer.playing:
        rate = texts.RATE.format(rate=trainer.pace.rate) if trainer.pace.rate >= 1 else ""
        st.markdown(texts.STEPS.format(step=state.step) + rate)
    else:
        why = "diverged" if state.diverged else "levelled" if state.levelled and trainer.stops else "paused"
        st.markdown(texts.STOPPED.format(step=state.step, why=texts.WHY[why]))
    if trainer.age > EARLIER:
        st.caption(texts.EARLIER.format(ago=_ago(trainer.age)), help=texts.EARLIER_HELP)


def _ago(seconds: float) -> str:
    """About how long that is, from a minute on.

    >>> _ago(90), _ago(7200), _ago(90000)
    ('2 min', '2 h', '1 d')
    """
    unit, length = next(it for it in texts.UNITS.items() if seconds >= it[1])
    return f"{round(seconds / length)} {unit}"
