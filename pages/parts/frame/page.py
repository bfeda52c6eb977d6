"""What every page does first: title, navigation, and the things the browser needs."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts.frame import texts
from pages.parts.frame.shown import redraw, shown

_STYLE = """<style>
.block-container { padding-top: 1.4rem; padding-bottom: 2rem; max-width: 1500px; }
.block-container h1 { font-size: 1.6rem; padding: 0; }
.block-container h2 { font-size: 1.3rem; padding: 0.5rem 0 1rem; }
[data-testid=stSidebarHeader] { height: 2.5rem; margin-bottom: 0; }
[data-testid=stSidebarUserContent] .stElementContainer:has(> .stPageLink) { margin-bottom: -0.9rem; }
.stPageLink a { padding-top: 0.1rem; padding-bottom: 0.1rem; }
/* Charts beside each other go below each other where they would be too narrow for their lines' names. */
.st-key-wide [data-testid=stColumn] { min-width: min(100%, 34rem); }
.st-key-thirds [data-testid=stColumn] { min-width: min(100%, 22rem); }
@media (min-width: 801px) { [data-testid=stTable] td strong { white-space: nowrap; } }
@media (max-width: 800px) {
  .block-container { padding-top: 3.6rem; }
  /* No table is wider than a phone: one that had to be scrolled could not be by keyboard. */
  [data-testid=stTable] table :is(td, th) { padding: 0.3rem; }
  [data-testid=stTable] table :is(td, th, p) { font-size: 0.75rem; line-height: 1.3; }
  .st-key-wide [data-testid=stTable] :is(td, th):nth-child(n + 6) { display: none; } /* how long it took */
}
[data-testid=stCaptionContainer] a { color: inherit; } /* as pale as what it stands in, its own blue cannot be read */
/* What is written on the accent, which is bright on dark. */
.stApp :is([data-testid=stBaseButton-primary], [data-tag], [data-tag] span) { color: light-dark(#ffffff, #171614); }
.st-key-seen { display: none; }
.figures { display: flex; flex-wrap: wrap; gap: 0.6rem 1.1rem; align-items: flex-start; }
.figures div { display: flex; flex-direction: column; max-width: 7.4rem; }
.figures div:first-child { max-width: 15.5rem; }
.figures b { font-size: 1.15rem; line-height: 1.9rem; white-space: nowrap; }
.figures div:first-child b { font-size: 1.4rem; }
.figures small { opacity: 0.75; line-height: 1.15rem; }
</style>"""


_ICON = str(Path(__file__).parent / "icon.svg")  # an icon by name would be fetched from elsewhere


def unfolded(label: str, symbol: str, key: str) -> DeltaGenerator | None:
    """A place that is folded away at first; None as long as it is, so that what would stand there is not drawn."""
    place = st.expander(label, icon=f":material/{symbol}:", key=key, on_change=redraw)
    return place if place.open else None


def share(query: str, help_text: str) -> None:
    """Shows the address that holds everything, to be copied."""
    place = unfolded(texts.SHARE, "share", "share")
    if not place:
        return  # what shows code is a quarter of all that a browser loads
    with place:
        st.markdown(help_text)
        st.code((st.context.url or "").split("?")[0] + "?" + query, language=None, wrap_lines=True)


def _leave(page: str) -> None:
    """Has what went on there wait for its visitor, who finds it as it was: the line is for those who look."""
    if rest := getattr(st.session_state.get(page), "rest", None):
        rest()


def open_page(name: str) -> None:
    """Sets the page of this name up."""
    if shown().page not in ("", name):
        _leave(shown().page)
    shown().begin(name)
    path = "app.py" if name == "playground" else f"pages/{name}.py"
    label, _ = texts.NAVIGATION[path]
    title = texts.PRODUCT if path == "app.py" else f"{label} · {texts.PRODUCT}"
    st.set_page_config(page_title=title, page_icon=_ICON, layout="wide")
    st.html(_STYLE)
    with st.sidebar:
        for target, (name, symbol) in texts.NAVIGATION.items():
            st.page_link(target, label=name, icon=symbol)
