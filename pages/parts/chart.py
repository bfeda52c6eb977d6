"""The live chart: one keyed component that redraws a Plotly figure in place.

``st.plotly_chart`` gives every new figure a new identity, so that it flickers and loses its zoom.
"""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import plotly
import streamlit as st

_HERE = Path(__file__).parent
_STATIC = _HERE.parent.parent / "static"


def provide_library() -> None:
    """Puts the Plotly.js that the installed package ships where the browser can fetch it."""
    shipped = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    served = _STATIC / shipped.name
    if not served.exists() or served.stat().st_size != shipped.stat().st_size:
        _STATIC.mkdir(exist_ok=True)
        partial = served.with_suffix(".part")
        shutil.copyfile(shipped, partial)
        partial.replace(served)  # at once, so that no visitor reads half a file


def _nothing() -> None:
    """A chart reports clicks only to charts that ask for them."""


_mount = st.components.v2.component(
    "live_chart",
    html='<div class="chart"></div>',
    css=".chart { width: 100%; }",
    js=(_HERE / "chart.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def chart(
    figure: dict[str, Any], key: str, alt: str, height: int = 340, on_tile: Callable[[int], None] | None = None
) -> None:
    """Draws ``figure`` under ``key``; ``alt`` says in words what it shows; ``on_tile`` is told of clicked tiles."""
    data = gzip.compress(json.dumps(figure | {"alt": alt, "height": height}).encode(), compresslevel=5, mtime=0)

    def clicked() -> None:
        tile = st.session_state[key].tile
        if on_tile and tile is not None:
            on_tile(int(tile))

    _mount(key=key, data=data, on_tile_change=clicked if on_tile else _nothing)
