"""The Playground: the main job, at the root address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import streamlit as st

from metacore.cluster import CLUSTER
from metacore.run import Run
from metacore.training.engine import get_ready
from metacore.training.programs import in_use
from pages.parts.frame import dials, texts
from pages.parts.frame.components import provide
from pages.parts.frame.page import open_page, share
from pages.parts.playground import panel
from pages.parts.playground.controls import controls
from pages.parts.playground.presets import FIRST, PRESETS
from pages.parts.playground.session import Trainer

HEAD_START = 1.0  # seconds for the first page: it is drawn half a second sooner, and then moves no later


def main() -> None:
    open_page("app.py")
    trainer = _trainer()
    dials.write_address(trainer.run.texts())
    st.title(texts.TITLE, anchor=False)
    st.markdown(texts.INTRO)
    _presets(trainer)
    dials.notices()
    controls(trainer)
    dials.sidebar(trainer)
    panel.draw(trainer)
    share(trainer.run.query(), texts.SHARE_HELP)


def _trainer() -> Trainer:
    """This visitor's training; on arrival it plays what the address asks for, or the first preset."""
    if "trainer" not in st.session_state:
        run, faults = dials.run_of_address()
        st.session_state["trainer"] = Trainer.start(run or Run.parse(PRESETS[FIRST]))
        dials.tell(texts.FAULTY_ADDRESS.format(fault=fault) for fault in faults)
    return st.session_state["trainer"]


def _presets(trainer: Trainer) -> None:
    def choose(run: Run) -> None:
        trainer.set(**dict(run.settings))
        trainer.reset()

    runs = {name: Run.parse(query) for name, query in PRESETS.items()}
    labels = {name: label for name, (label, _) in texts.PRESETS.items()}
    if chosen := dials.examples("preset", labels, runs, trainer.run, choose):
        st.caption(texts.PRESETS[chosen][1])


@asynccontextmanager
async def _with_the_server(_: st.App) -> AsyncIterator[None]:
    """The engine starts with the server, and not with its first visitor; what that one will ask for comes first."""
    provide()
    start = partial(CLUSTER.keep_ready, get_ready, Run.parse(PRESETS[FIRST]), in_use)
    asyncio.get_running_loop().call_later(HEAD_START, start)
    yield


if __name__ == "__main__":
    main()
else:  # the server itself, which `streamlit run` finds by this assignment
    app = st.App(__file__, lifespan=_with_the_server)
