"""How a browser's message comes in: only what an honest browser sends, and all of it before the next one.

Streamlit reads a widget's state when it is first needed, and raises there for what it cannot read; the state stays, so
that the next message fails too. And where a message comes while the one before is being taken in, that one is dropped,
or left in the middle of a callback: what was clicked has never been.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.state.common import WidgetMetadata, unpack_widget_state_value
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState

_NUMBERS = {"int_value", "double_value"}  # a field for numbers sends either
_log = logging.getLogger(__name__)


def guard() -> None:
    """Has every message to this server come in through the door."""
    SessionState.set_widgets_from_proto = _honestly(SessionState.set_widgets_from_proto)  # type: ignore[method-assign]
    SafeSessionState.on_script_will_rerun = _wholly(SafeSessionState.on_script_will_rerun)  # type: ignore[method-assign]


def _honestly(take_in: Callable[..., None]) -> Callable[..., None]:
    """Leaves out what no browser sends. A widget that has not been drawn yet is the session's to begin with."""

    def taken_in(self: SessionState, widget_states: WidgetStates) -> None:
        known = [(it, widget) for it in widget_states.widgets if (widget := self.get_widget_metadata(it.id))]
        good = [it for it, widget in known if honest(it, widget)]
        if len(good) < len(known):
            bad = ", ".join(it.id[-60:] for it, _ in known if it not in good)
            _log.warning("Left out of a message, since no browser sends it: %.200s", bad)
        # Where Streamlit has made one message of several, the newest click comes first.
        clicks = [it for it in good if it.WhichOneof("value") == "trigger_value"]
        rest = [it for it in good if it not in clicks]
        take_in(self, WidgetStates(widgets=[*rest, *reversed(clicks)]))

    return taken_in


def _wholly(take_in: Callable[..., None]) -> Callable[..., None]:
    """Takes a message in, its callbacks too, without looking whether another has come; that is done afterwards."""

    def taken_in(self: SafeSessionState, *states: Any, **more: Any) -> None:
        look = self._yield_callback
        object.__setattr__(self, "_yield_callback", lambda: None)
        try:
            take_in(self, *states, **more)
        finally:
            object.__setattr__(self, "_yield_callback", look)

    return taken_in


def honest(state: WidgetState, widget: WidgetMetadata[Any]) -> bool:
    """Whether a widget could have this state."""
    kind = state.WhichOneof("value")
    if kind not in (None, widget.value_type) and not {kind, widget.value_type} <= _NUMBERS:
        return False
    try:
        value = unpack_widget_state_value(state)
        widget.deserializer(value)
    except Exception:
        return False
    chosen = [] if value is None else [value] if isinstance(value, str) else value
    offered, most = widget.formatted_options, widget.max_array_length
    return (offered is None or set(chosen) <= set(offered)) and (most is None or len(chosen) <= most)
