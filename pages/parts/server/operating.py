"""Figures for whoever looks after a server, beside Streamlit's own at ``/_stcore/metrics``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit.runtime
from streamlit.runtime.stats import CounterStat, GaugeStat, Stat

from pages.parts.server.texts import GAUGES

COUNTS = ("calls_answered", "updates")  # which only grow


class Operating:
    """Asks ``ask`` for the figures whenever somebody looks."""

    def __init__(self, ask: Callable[[], Mapping[str, int]]) -> None:
        self._ask = ask

    @property
    def stats_families(self) -> Sequence[str]:
        """The names under which they are found."""
        return [f"metacore_{name}" for name in GAUGES]

    def get_stats(self, family_names: Sequence[str] | None = None) -> Mapping[str, Sequence[Stat]]:
        """The figures of these names, or all of them."""
        found = {f"metacore_{name}": _stat(name, value) for name, value in self._ask().items()}
        return {name: [stat] for name, stat in found.items() if family_names is None or name in family_names}


def _stat(name: str, value: int) -> Stat:
    kind = CounterStat if name in COUNTS else GaugeStat
    return kind(family_name=f"metacore_{name}", value=value, help=GAUGES[name])


def publish(ask: Callable[[], Mapping[str, int]]) -> None:
    """Has Streamlit tell these figures too."""
    streamlit.runtime.get_instance().stats_mgr.register_provider(Operating(ask))
