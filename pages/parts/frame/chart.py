"""The live chart: one keyed component that redraws a Plotly figure in place.

``st.plotly_chart`` gives every new figure a new identity, so that it flickers and loses its zoom.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from pages.parts.frame.components import component, packed, sent
from pages.parts.frame.shown import timely

Figure = dict[str, Any]


def _nothing() -> None:
    """A chart reports clicks only to charts that ask for them."""


_mount = component("live_chart", "chart.js", '<div class="chart"></div>', ".chart { width: 100%; }")


_known: WeakKeyDictionary[Any, dict[Hashable, tuple[bytes, int]]] = WeakKeyDictionary()


def animated(figures: Sequence[Figure]) -> Figure:
    """The last of the figures, once the ones before it have been shown one after the other."""
    *before, last = figures
    return last | {"frames": before} if before else last


def chart(
    figure: Figure | Callable[[], Figure],
    key: str,
    alt: str,
    height: int = 340,
    on_tile: Callable[[int], None] | None = None,
    same: tuple[Any, Hashable] | None = None,
) -> None:
    """Draws ``figure`` under ``key``; ``alt`` says in words what it shows; ``on_tile`` is told of clicked tiles.

    Where many visitors are shown the ``same`` figure, a thing and what of it, it is made once, by a function.
    """
    thing, which = same or (None, None)
    kept = _known.setdefault(thing, {}) if thing is not None else {}
    if (which, alt) not in kept:
        made = figure() if callable(figure) else figure
        tiles = made.get("tiles") or {"count": 0}
        kept[which, alt] = packed(made | {"alt": alt, "height": height}), tiles["count"]
    content, count = kept[which, alt]

    def clicked() -> None:
        tile = sent(key, "tile")
        if timely() and on_tile and type(tile) is int and 0 <= tile < count:
            on_tile(tile)

    _mount(key=key, data=content, on_tile_change=clicked if on_tile else _nothing)
