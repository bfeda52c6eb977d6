"""The dials of a live training: the four that it is all about above the pictures, all others in the sidebar."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from metacore.dials import Dial
from metacore.run_dials import NO_ENSEMBLE
from pages.parts.frame.study import Visit
from pages.parts.frame.widgets import able, grouped
from pages.parts.playground import texts
from pages.parts.playground.session import Trainer

MAIN = ("tasks", "alpha", "beta", "ensemble")


def main_dials(visit: Visit, trainer: Trainer) -> None:
    """Draws the MAIN dials beside each other, as far as they have an effect."""
    with st.container(horizontal=True, key="main_dials"):
        for dial in _dials(trainer):
            if dial.name in MAIN:
                _draw(visit, trainer, dial)


def sidebar(visit: Visit, trainer: Trainer, hidden: Sequence[str] = ()) -> None:
    """Draws every dial of the run that has an effect, but not those ``hidden``, group by group."""
    run = trainer.run
    dials = {dial.name: dial for dial in _dials(trainer) if dial.name not in hidden}
    known = {name for names in texts.GROUPS.values() for name in names} | {"weights"}
    own = [name for name in dials if name not in known]
    of_family = {dial.name for dial in run.task_family.dials}
    more = {"family": [n for n in own if n in of_family], "algorithm": [n for n in own if n not in of_family]}
    with st.sidebar:
        for dial in grouped(texts.GROUPS, dials, more):
            _draw(visit, trainer, dial)


def _dials(trainer: Trainer) -> list[Dial]:
    """Those that have an effect."""
    run = trainer.run
    idle = (*run.method.card.ignores, *(("objective",) if run.trainable_ensemble == NO_ENSEMBLE else ()))
    return [able(dial, run.problem) for dial in run.dials if dial.name not in idle]


def _draw(visit: Visit, trainer: Trainer, dial: Dial) -> None:
    """Draws a dial; moving it moves it in ``trainer``."""
    visit.dial(dial, trainer.run, ("weights",) if dial.name == "seed" else (), f"dial_{dial.name}")
