"""The live chart: one keyed component that redraws a Plotly figure in place.

``st.plotly_chart`` gives every new figure a new identity, so that it flickers and loses its zoom.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.parts.frame.components import component, packed
from pages.parts.frame.shown import timely


def _nothing() -> None:
    """A chart reports clicks only to charts that ask for them."""


_mount = component("live_chart", "chart.js", '<div class="chart"></div>', ".chart { width: 100%; }")


def chart(
    figure: dict[str, Any], key: str, alt: str, height: int = 340, on_tile: Callable[[int], None] | None = None
) -> None:
    """Draws ``figure`` under ``key``; ``alt`` says in words what it shows; ``on_tile`` is told of clicked tiles."""

    def clicked() -> None:
        tile = (st.session_state.get(key) or {}).get("tile")
        tiles = figure.get("tiles") or {"count": 0}
        if timely() and on_tile and type(tile) is int and 0 <= tile < tiles["count"]:
            on_tile(tile)

    _mount(
        key=key, data=packed(figure | {"alt": alt, "height": height}), on_tile_change=clicked if on_tile else _nothing
    )
