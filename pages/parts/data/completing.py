"""Where a visitor's files are filled in: the one that is trained on, another one, or one by a model that was saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from metacore.evaluation.completing import complete_other, complete_own
from metacore.run_dials import NO_ENSEMBLE
from metacore.tables.columns import counted, quoted
from metacore.tables.reading import Sheet
from metacore.tables.schema import Schema
from metacore.workers.cluster import CLUSTER
from pages.parts.data import texts
from pages.parts.data.escaping import escaped
from pages.parts.data.filling import OtherFile
from pages.parts.data.session import DataSession
from pages.parts.data.uploading import refused, upload

KINDS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
Complete = Callable[[Sheet, str], Callable[[], Any]]


def fill_in(session: DataSession) -> None:
    """What has been learned, used: on the rows whose target is empty, and on another file."""
    trainer, sheet = session.trainer, session.sheet
    table = trainer and getattr(trainer.run.task_family, "table", None)
    if not (trainer and sheet and table and table.schema):
        return

    def complete(sheet: Sheet, ending: str) -> Callable[[], Any]:
        return lambda: CLUSTER.submit(
            complete_own, trainer.run, trainer.state, sheet, ending, by=trainer, like=trainer
        ).result()

    target = escaped(quoted(table.target))
    with st.expander(texts.FILL, icon=":material/edit_note:"):
        asked = int(sheet.frame[table.target].isna().sum())
        words = texts.FILL_OWN if asked else texts.FILL_NONE
        st.markdown(words.format(rows=counted(asked, "row"), target=target))
        if asked:
            _files(sheet, complete, "own")
        if trainer.run.ensemble != NO_ENSEMBLE:
            st.caption(texts.FILL_ALONE)
        st.markdown(f"**{texts.OTHER}**")
        _other(session.other, table.schema, complete, "other")


def saved_model(session: DataSession) -> None:
    """A model that was saved, used on a file without training."""
    saved = session.saved

    def complete(sheet: Sheet, ending: str) -> Callable[[], Any]:
        return lambda: CLUSTER.submit(complete_other, saved.data, sheet, ending, by=saved).result()

    with st.expander(texts.MODEL, expanded=saved.schema is not None, icon=":material/model_training:"):
        upload(texts.MODEL_UPLOAD, f"model_{saved.uploads}", saved.load)
        refused(saved.refused)
        if saved.schema:
            choice, told = saved.schema.choice, ", ".join(quoted(each.column) for each in saved.schema.features)
            st.markdown(
                texts.MODEL_KNOWS.format(
                    name=escaped(saved.name), target=escaped(quoted(choice.target)), task=escaped(quoted(choice.task)),
                    features=escaped(told),
                )
            )  # fmt: skip
            _other(saved.other, saved.schema, complete, "saved")


def _other(other: OtherFile, schema: Schema, complete: Complete, key: str) -> None:
    """Another file, what of it can be answered, and the completed one."""
    columns = escaped(", ".join(map(quoted, schema.columns)))
    st.caption(texts.OTHER_HELP.format(columns=columns, target=escaped(quoted(schema.choice.target))))
    upload(texts.OTHER_UPLOAD, f"{key}_{other.uploads}", lambda data, name: other.read(data, name, schema))
    refused(other.refused)
    if other.sheet:
        st.markdown(f"**{escaped(other.sheet.name)}**\n" + "\n".join(f"- {escaped(line)}" for line in other.notes))
        _files(other.sheet, complete, key)


def _files(sheet: Sheet, complete: Complete, key: str) -> None:
    name = sheet.name.rpartition(".")[0] or sheet.name
    with st.container(horizontal=True):
        for ending, kind in KINDS.items():
            st.download_button(
                texts.COMPLETED.format(name=escaped(name), ending=ending), complete(sheet, ending),
                f"{name} completed.{ending}", kind, key=f"{key}_{ending}", help=texts.COMPLETED_HELP, on_click="ignore",
            )  # fmt: skip
