"""What people use where they know no meta-learning, held against it on the same known rows of the same new tasks."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metacore.evaluation.rivals.comparison import against
from metacore.figures.units import Unit
from metacore.interval import Interval
from metacore.studies.playground.readings import needing_none
from pages.parts.data import texts
from pages.parts.frame.page import unfolded
from pages.parts.frame.texts import YARDSTICK_HELP, YARDSTICKS
from pages.parts.playground import panel_parts
from pages.parts.playground.session import Trainer


def rivals(trainer: Trainer) -> None:
    """Every rival, the best first, folded away."""
    place = unfolded(texts.RIVALS, "balance", "rivals_place")
    if not place:
        return
    with place:
        if trainer.measured:
            st.caption(texts.RIVALS_HELP.format(step=trainer.state.step))
            st.table(_lines(trainer).set_index(texts.RIVAL_COLUMNS["rival"]))
        else:
            st.caption(texts.RIVALS_LATER)


def _lines(trainer: Trainer) -> pd.DataFrame:
    assert trainer.measured
    update = panel_parts.newest(trainer)
    seen, told, known = panel_parts.scores(update), Unit.of(update.run), trainer.measured
    found = against(seen.new_after, needing_none(known.each))
    rows = [
        {
            "rival": YARDSTICKS[name],
            "error": told.headline(known.metric[name]),
            "verdict": texts.RIVAL_VERDICTS[_verdict(found.gains[name])],
            "what": YARDSTICK_HELP[name],
        }
        for name in sorted(found.gains, key=lambda name: known.metric[name].mean)
    ]
    own = {"rival": f"**{update.run.method.card.label}**", "error": f"**{told.headline(seen.after)}**"}
    return pd.DataFrame([own | {"verdict": "—", "what": texts.OWN}, *rows]).rename(columns=texts.RIVAL_COLUMNS)


def _verdict(gain: Interval) -> str:
    """Whether meta-learning is ahead, task by task."""
    return "same" if abs(gain.mean) <= gain.ci95 else "ahead" if gain.mean > 0 else "behind"
