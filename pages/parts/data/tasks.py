"""All new tasks of a table, each with what it is worth to practise: those that gain most come first."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from metacore.evaluation.measuring import View
from metacore.evaluation.rivals.comparison import best
from metacore.figures.units import Unit
from metacore.studies.playground.readings import needing_none
from metacore.studies.playground.work import Update
from pages.parts.data import texts
from pages.parts.frame.page import unfolded
from pages.parts.frame.texts import YARDSTICKS
from pages.parts.playground import panel_parts
from pages.parts.playground.session import Trainer


def tasks(trainer: Trainer) -> None:
    """Every new task, folded away; a click on a line enlarges that task."""
    if place := unfolded(texts.TASKS, "format_list_bulleted", "tasks_place"):
        with place:
            _listed(trainer)


@st.fragment(key="tasks")
def _listed(trainer: Trainer) -> None:
    update = panel_parts.newest(trainer)
    rows = _rows(trainer, update)

    def chosen() -> None:
        lines = st.session_state["all_tasks"]["selection"]["rows"]
        if lines and lines[0] < len(rows):
            panel_parts.look(trainer, View(True, int(rows.index[lines[0]]), trainer.view.stage))

    st.caption(texts.TASKS_HELP.format(step=update.state.step))
    told = Unit.of(update.run)
    form = f"%.{told.places(panel_parts.scores(update).after.mean)}f" if told.size else "percent"
    st.dataframe(
        rows, hide_index=True, key="all_tasks", on_select=chosen, selection_mode="single-row",
        column_config={name: st.column_config.NumberColumn(format=form) for name in rows.columns[3:]},
    )  # fmt: skip


def _rows(trainer: Trainer, update: Update) -> pd.DataFrame:
    """A line for each new task, by how much it gains against the best rival."""
    run, seen, told = update.run, panel_parts.scores(update), Unit.of(update.run)
    family: Any = run.task_family
    sizes = family.new_sizes(run.shots)[: len(seen.new_after)]
    columns: dict[str, Any] = {
        texts.COLUMNS["task"]: panel_parts.new_names(run),
        texts.COLUMNS["rows"]: [rows for rows, _ in sizes],
        texts.COLUMNS["known"]: [known for _, known in sizes],
        texts.COLUMNS["before"]: told.each(seen.new_before),
        texts.COLUMNS["after"]: told.each(seen.new_after),
    }
    if trainer.measured:
        each = trainer.measured.each
        rival = best(needing_none(each))
        columns[YARDSTICKS[rival]] = told.each(each[rival])
        columns[texts.COLUMNS["gain"]] = columns[YARDSTICKS[rival]] - columns[texts.COLUMNS["after"]]
    return pd.DataFrame(columns).sort_values(list(columns)[-1], ascending=not trainer.measured)
