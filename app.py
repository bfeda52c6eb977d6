"""The Playground: the main job, at the root address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import streamlit as st
from starlette.middleware import Middleware

from metacore.run import Run
from metacore.studies.playground.work import get_ready
from metacore.training.programs import in_use
from metacore.workers.cluster import CLUSTER
from pages.parts.frame.components import provide
from pages.parts.frame.study import Study, Visit, show
from pages.parts.playground import panel, texts
from pages.parts.playground.controls import controls
from pages.parts.playground.presets import FIRST, PRESETS
from pages.parts.playground.session import Trainer
from pages.parts.playground.sidebar import MAIN, main_dials, sidebar
from pages.parts.playground.story import story
from pages.parts.playground.streams import STREAMS
from pages.parts.server.door import guard
from pages.parts.server.frames import OwnFrames
from pages.parts.server.head import OwnScripts
from pages.parts.server.hosts import KnownHosts
from pages.parts.server.operating import publish
from pages.parts.server.uploads import BoundedUploads

HEAD_START = 1.0  # seconds for the first page: it is drawn half a second sooner, and then moves no later


def _controls(visit: Visit) -> None:
    controls(visit.session)
    main_dials(visit, visit.session)
    story(visit.session)
    sidebar(visit, visit.session, hidden=MAIN)


PLAYGROUND = Study(
    "playground", texts, Run, Trainer.start, lambda: Run.parse(PRESETS[FIRST]), _controls, panel.draw,
    tick=panel.TICK, fragments=panel.PARTS,
    examples={name: (label, PRESETS[name], about) for name, (label, about) in texts.PRESETS.items()},
)  # fmt: skip


@asynccontextmanager
async def _with_the_server(_: st.App) -> AsyncIterator[None]:
    """The engine starts with the server, and not with its first visitor; what that one will ask for comes first."""
    provide()
    guard()
    publish(lambda: CLUSTER.gauges() | STREAMS.gauges())
    start = partial(CLUSTER.keep_ready, get_ready, Run.parse(PRESETS[FIRST]), in_use)
    asyncio.get_running_loop().call_later(HEAD_START, start)
    STREAMS.keep_on()
    yield
    STREAMS.keep(all_of_it=True)
    CLUSTER.close()


if __name__ == "__main__":
    show(PLAYGROUND)
else:  # the server itself, which `streamlit run` finds by this assignment
    guards = [Middleware(guard) for guard in (KnownHosts, OwnFrames, OwnScripts, BoundedUploads)]
    app = st.App(__file__, lifespan=_with_the_server, middleware=guards)
