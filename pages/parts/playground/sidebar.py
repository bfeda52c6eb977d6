"""The dials of a live training, in the sidebar."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from metacore.run_dials import NO_ENSEMBLE
from pages.parts.frame.study import Visit
from pages.parts.frame.widgets import able, grouped
from pages.parts.playground import texts
from pages.parts.playground.session import Trainer


def sidebar(visit: Visit, trainer: Trainer, hidden: Sequence[str] = ()) -> None:
    """Draws every dial of the run that has an effect, but not those ``hidden``; moving one moves it in ``trainer``."""
    run = trainer.run
    hidden = (*hidden, *run.method.card.ignores, *(("objective",) if run.trainable_ensemble == NO_ENSEMBLE else ()))
    dials = {dial.name: able(dial, run.problem) for dial in run.dials if dial.name not in hidden}
    known = {name for names in texts.GROUPS.values() for name in names} | {"weights"}
    own = [name for name in dials if name not in known]
    of_family = {dial.name for dial in run.task_family.dials}
    more = {"family": [n for n in own if n in of_family], "algorithm": [n for n in own if n not in of_family]}
    with st.sidebar:
        for dial in grouped(texts.GROUPS, dials, more):
            visit.dial(dial, run, ("weights",) if dial.name == "seed" else (), f"dial_{dial.name}")
