"""How a file is to be read, where what its reader found out is not what is meant."""

from __future__ import annotations

import streamlit as st

from metacore.tables.formats.encodings import ENCODINGS
from metacore.tables.options import AS, HEADER, KEPT
from pages.parts.data import texts
from pages.parts.data.escaping import escaped
from pages.parts.data.session import DataSession
from pages.parts.frame.address import noticed
from pages.parts.frame.shown import owned
from pages.parts.frame.widgets import given, widget


def read_otherwise(session: DataSession) -> None:
    """Offers to read the visitor's own file in another way; what is not said by hand is found out."""
    sheet = session.sheet
    if not (sheet and sheet.data):
        return
    with st.popover(texts.READ_OTHERWISE, icon=":material/tune:"):
        if len(sheet.sheets) > 1:
            _sheet(session)
        _header(session)
        if sheet.taken.encoding:
            _encoding(session)
        _filled(session)
        _kept(session)
        _column(session)


def _sheet(session: DataSession) -> None:
    assert session.sheet
    names, now = list(session.sheet.sheets), session.sheet.taken.sheet
    told = owned("read_sheet", now, lambda: session.read_again(sheet=st.session_state["read_sheet"], header=0))
    at = names.index(now) if now in names else None
    st.selectbox(texts.SHEET, names, at, key="read_sheet", help=texts.SHEET_HELP, on_change=told)


def _header(session: DataSession) -> None:
    assert session.sheet

    def moved() -> None:
        with noticed():
            session.read_again(header=given(HEADER, "read_header"))

    widget(HEADER, session.sheet.taken.header, "read_header", moved)


def _encoding(session: DataSession) -> None:
    assert session.sheet
    names, now = list(ENCODINGS), session.sheet.taken.encoding
    told = owned("read_encoding", now, lambda: session.read_again(encoding=st.session_state["read_encoding"]))
    at = names.index(now) if now in names else None
    st.selectbox(
        texts.ENCODING, names, at, key="read_encoding", help=texts.ENCODING_HELP, on_change=told,
        format_func=ENCODINGS.__getitem__,
    )  # fmt: skip


def _filled(session: DataSession) -> None:
    assert session.sheet
    there, now = list(session.sheet.frame), list(session.reading.fill_down)
    options = [name for name in there if name in (*session.sheet.fillable, *now)]
    if options:
        told = owned("read_fill", now, lambda: session.read_again(fill_down=tuple(st.session_state["read_fill"])))
        st.multiselect(texts.FILL_DOWN, options, now, key="read_fill", help=texts.FILL_DOWN_HELP, on_change=told)


def _kept(session: DataSession) -> None:
    for name in KEPT:
        key, now = f"read_{name}", name in session.reading.keep
        others = tuple(each for each in session.reading.keep if each != name)

        def moved(name: str = name, key: str = key, others: tuple[str, ...] = others) -> None:
            session.read_again(keep=(*others, name) if st.session_state[key] else others)

        st.toggle(texts.KEEP[name], now, key=key, on_change=owned(key, now, moved))


def _column(session: DataSession) -> None:
    """What one column is read as."""
    assert session.sheet
    ways = session.sheet.ways
    name = st.selectbox(
        texts.COLUMN, list(ways), key="read_column", format_func=lambda it: f"{escaped(it)}: {texts.WAYS[ways[it]]}",
        help=texts.COLUMN_HELP,
    )  # fmt: skip
    if name is None:
        return
    now = session.reading.columns.get(name, "")
    others = {each: way for each, way in session.reading.columns.items() if each != name}

    def moved() -> None:
        way = st.session_state["read_way"]
        session.read_again(columns=others | ({name: way} if way else {}))

    st.selectbox(
        texts.AS, ["", *AS], ["", *AS].index(now), key="read_way", format_func=texts.WAYS.__getitem__,
        on_change=owned("read_way", now, moved),
    )  # fmt: skip
