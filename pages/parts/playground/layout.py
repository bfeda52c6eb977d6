"""How a live training is laid out: what is set and said above the pictures; on a phone the first picture comes before.

What stands in the way of an order of its own there, the containers around it, is as if it were not there.
"""

from __future__ import annotations

import streamlit as st

_WRAPPER, _COLUMN = "[data-testid=stLayoutWrapper]", "[data-testid=stColumn]"
_STYLE = """
:is(.block-container > .stVerticalBlock, .st-key-live) { gap: 0.6rem; }
.st-key-playground_example [data-testid=stButtonGroup] > div
  { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: thin; }
.st-key-playground_example button { flex: none; }
.st-key-controls { gap: 0.3rem; align-items: center; }
.st-key-controls button:not(label *) { padding-left: 0.45rem; padding-right: 0.45rem; }
.st-key-pace [data-testid=stButtonGroup] { display: flex; align-items: center; gap: 0.4rem; }
.st-key-pace [data-testid=stWidgetLabel] { width: auto; margin: 0; min-height: 0; }
.st-key-pace label [data-testid=stMarkdownContainer] { position: absolute; clip-path: inset(50%); }
.st-key-main_dials { gap: 0.4rem 1.4rem; }
.stVerticalBlock:has(> .st-key-strip) { flex-flow: row wrap; gap: 0.5rem 1rem; align-items: flex-start; }
WRAPPER:has(> :is(.st-key-status, .st-key-headline)) { width: 100%; }
.st-key-status { flex-flow: row wrap; align-items: baseline; gap: 0 1rem; }
.st-key-status > * { width: auto; }
.st-key-story button { justify-content: flex-start; text-align: left; padding: 0.1rem 0; }
.st-key-story .stVerticalBlock { gap: 0.4rem; }
@media (max-width: 640px) {
  .stElementContainer:has(h1) { margin-bottom: 0.7rem; }
  .st-key-controls .stButton:not(.st-key-play *) p { position: absolute; clip-path: inset(50%); }
  .st-key-controls { row-gap: 0.6rem; }
  .figures { flex-wrap: nowrap; overflow-x: auto; }
  .figures div { flex: none; }
  .figures small + b + small, .stElementContainer:has(h2):has(~ WRAPPER .st-key-focus) { display: none; }
  .st-key-main_dials { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .stMain:has(.st-key-playground_example) {
    :is(.block-container > .stVerticalBlock, .st-key-live) > * { order: 4; }
    .block-container > .stVerticalBlock > :is(:has(h1), .st-key-playground_example, :has(.stAlert)) { order: 0; }
    .st-key-live > .stElementContainer:has(.stAlert) { order: 1; }
    .st-key-live, WRAPPER:has(> .st-key-live),
    .stVerticalBlock:has(> WRAPPER > .st-key-main_dials),
    WRAPPER:has(> .stVerticalBlock > WRAPPER > .st-key-main_dials),
    .stVerticalBlock:has(> .st-key-strip), WRAPPER:has(> .stVerticalBlock > .st-key-strip),
    .stHorizontalBlock:has(> COLUMN .st-key-focus), WRAPPER:has(> .stHorizontalBlock > COLUMN .st-key-focus),
    COLUMN:has(.st-key-focus), COLUMN:has(.st-key-focus) > .stVerticalBlock { display: contents; }
    WRAPPER:has(> :is(.st-key-status, .st-key-headline)) { order: 1; }
    COLUMN:has(.st-key-focus) > .stVerticalBlock > * { order: 4; }
    COLUMN > .stVerticalBlock > WRAPPER:has(.st-key-focus) { order: 2; }
    WRAPPER:has(> .st-key-main_dials) { order: 3; }
    .st-key-strip, COLUMN:has(.st-key-curve) { order: 4; flex: none; width: 100%; }
  }
}
""".replace("WRAPPER", _WRAPPER).replace("COLUMN", _COLUMN)


def lay_out() -> None:
    """Puts the parts of the page in their places."""
    st.html(f"<style>{_STYLE}</style>")
