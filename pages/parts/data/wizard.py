"""The steps from a file to a table of tasks: choose it, look at it, say what is what, read what is kept."""

from __future__ import annotations

import streamlit as st

from metacore.dials import Dial
from metacore.run import Run
from metacore.tables import samples
from metacore.tables.choice import ANSWERS, BANDS, LEAST, Choice
from metacore.tables.columns import LIMITS
from metacore.tables.encoding import kind
from pages.parts.data import texts
from pages.parts.data.escaping import escaped
from pages.parts.data.reading import read_otherwise
from pages.parts.data.session import DataSession
from pages.parts.data.uploading import refused, upload
from pages.parts.frame.address import noticed
from pages.parts.frame.shown import opens, owned
from pages.parts.frame.widgets import given, widget
from pages.parts.playground.presets import PRESETS
from pages.parts.playground.session import Trainer
from pages.parts.playground.texts import PRESETS as PLAYGROUND

SHOWN = 100  # rows of the preview


def source(session: DataSession) -> None:
    """A file of the visitor's own, or a ready-made table."""
    left, right = st.columns(2, gap="large")
    with left:
        size = LIMITS.bytes // 2**20
        help_text = texts.UPLOAD_HELP.format(size=size, rows=LIMITS.rows, columns=LIMITS.columns)
        upload(texts.UPLOAD, f"file_{session.uploads}", session.read, help_text)
        st.caption(texts.PRIVATE)
        if session.trainer and session.ready_made:
            st.markdown(texts.EXAMPLE.format(label=samples.card(session.source).label))
        refused(session.refused)
    with right:
        _samples(session)
        _digits()


def _samples(session: DataSession) -> None:
    shown = session.source if session.ready_made else None

    def chosen() -> None:
        if name := st.session_state["sample"]:
            session.take(name)
            opens()

    st.pills(
        texts.EXAMPLES, samples.names(), default=shown, format_func=lambda name: samples.card(name).label, key="sample",
        on_change=owned("sample", shown, chosen),
    )  # fmt: skip
    if session.ready_made:
        card = samples.card(session.source)
        st.caption(f"{card.sentence} {texts.SOURCE.format(source=card.source, url=card.url)}")


def _digits() -> None:
    """The ready-made data that are pictures rather than a table are watched in the Playground."""
    label, about = PLAYGROUND["digits"]
    if st.button(texts.DIGITS.format(label=label), key="digits", type="tertiary", icon=":material/image:", help=about):
        st.session_state["playground"] = Trainer.start(Run.parse(PRESETS["digits"]))
        st.switch_page("app.py")


def look(session: DataSession) -> None:
    """The first rows, and what was noticed."""
    assert session.sheet
    sheet, frame = session.sheet, session.sheet.frame
    name = samples.card(session.source).label if session.ready_made else sheet.name
    st.markdown(texts.SIZE.format(name=escaped(name), rows=len(frame), columns=len(frame.columns)))
    st.dataframe(frame.head(SHOWN).convert_dtypes(), height=240, hide_index=True)
    read_otherwise(session)
    if sheet.notes:
        st.markdown(f"**{texts.NOTES}**")
        _listed(sheet.notes)


def choose(session: DataSession) -> None:
    """What names the task, what is asked for, what the model is told."""
    sheet, choice = session.sheet, session.choice
    assert sheet and choice
    columns = list(sheet.frame)
    left, middle, right = st.columns([1, 1, 2], gap="medium")
    with left:
        _column(session, "task", columns, choice.task)
        if choice.bands or kind(sheet.frame[choice.task]) != "text":
            _dial(session, BANDS, "bands", choice.bands)
        _dial(session, LEAST, "least", choice.least)
    with middle:
        _column(session, "target", columns, choice.target)
        _dial(session, ANSWERS, "kind", choice.kind)
    with right:
        _features(session, columns, choice)


def _column(session: DataSession, part: str, columns: list[str], value: str) -> None:
    key = f"choice_{part}"
    label, help_text = {"task": (texts.TASK, texts.TASK_HELP), "target": (texts.TARGET, texts.TARGET_HELP)}[part]
    there = value if value in columns else None
    told = owned(key, there, lambda: session.choose(**{part: st.session_state[key]}))
    at = None if there is None else columns.index(there)
    st.selectbox(label, columns, at, key=key, help=help_text, on_change=told)


def _dial(session: DataSession, dial: Dial, part: str, value: object) -> None:
    key = f"choice_{part}"

    def moved() -> None:
        with noticed():
            session.choose(**{part: given(dial, key)})

    widget(dial, value, key, moved)


def _features(session: DataSession, columns: list[str], choice: Choice) -> None:
    options = [name for name in columns if name != choice.target and (choice.bands or name != choice.task)]
    key, there = "choice_features", [name for name in choice.features if name in options]
    told = owned(key, there, lambda: session.choose(features=tuple(st.session_state[key])))
    st.multiselect(texts.FEATURES, options, there, key=key, help=texts.FEATURES_HELP, on_change=told)


def report(session: DataSession) -> None:
    """What was kept and what was left out, or why there are no tasks."""
    if session.fault:
        st.warning(texts.FAULTY_CHOICE.format(fault=escaped(str(session.fault))), icon=":material/rule:")
    if session.found:
        left, right = st.columns(2, gap="large")
        with left:
            st.markdown(f"**{texts.KEPT}**")
            _listed(session.found.kept)
        with right:
            st.markdown(f"**{texts.LEFT}**")
            _listed(session.found.left or (texts.NOTHING_LEFT,))


def _listed(lines: tuple[str, ...]) -> None:
    st.markdown("\n".join(f"- {escaped(line)}" for line in lines))
