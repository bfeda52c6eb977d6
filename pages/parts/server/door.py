"""How a browser's message comes in: only what an honest browser sends, and all of it before the next one.

Streamlit reads a widget's state when it is first needed, and raises there for what it cannot read; the state stays, so
that the next message fails too. Where a message comes while the one before is being taken in, that one is dropped, or
left in the middle of a callback: what was clicked has never been. And where a page that is being left asks to be drawn
again, it is what the visitor gets, and not the page that was asked for; a Back that waits is forgotten likewise. Where
a message comes just after an answer has been made, the end of that answer is never sent; and where it asks for a part
of the page, that part is taken out of all of the page that is still to be sent, and the browser, which then has no
place for it, shows nothing any more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner, ScriptRunnerEvent, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType
from streamlit.runtime.state.common import WidgetMetadata, unpack_widget_state_value
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState

_NUMBERS = {"int_value", "double_value"}  # a field for numbers sends either
_log = logging.getLogger(__name__)


def guard() -> None:
    """Has every message to this server come in through the door."""
    SessionState.set_widgets_from_proto = _honestly(SessionState.set_widgets_from_proto)  # type: ignore[method-assign]
    SafeSessionState.on_script_will_rerun = _wholly(SafeSessionState.on_script_will_rerun)  # type: ignore[method-assign]
    ScriptRequests._request_rerun_locked = _onwards(ScriptRequests._request_rerun_locked)  # type: ignore[method-assign]
    AppSession._handle_scriptrunner_event_on_event_loop = _to_its_end(  # type: ignore[method-assign]
        AppSession._handle_scriptrunner_event_on_event_loop
    )
    ForwardMsgQueue.clear = _unless_for_a_part(ForwardMsgQueue.clear)  # type: ignore[method-assign]
    for asked in (ScriptRunner, AppSession):
        logging.getLogger(asked.__module__).addFilter(_of_note)


def _of_note(record: logging.LogRecord) -> bool:
    """Not that a browser asks for a part which the page has left out meanwhile: that happens, and nothing is amiss."""
    return "fragment with id" not in record.getMessage()


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


def _onwards(ask: Callable[..., bool]) -> Callable[..., bool]:
    """Has a page that was asked for come, whatever the one that is being left asks for meanwhile."""

    def asked(self: ScriptRequests, new: RerunData) -> bool:
        last, waits = self._rerun_data, self._state == ScriptRequestType.RERUN
        return _left(last, waits, new) or ask(self, _back(last, new) if waits else new)

    return asked


def _to_its_end(handle: Callable[..., None]) -> Callable[..., None]:
    """Has all of an answer sent, also where the next message comes between its last line and its sending.

    Such a message is answered by another runner, and Streamlit sends nothing more of the one before: what that had
    drawn last, and the address, would never be shown. It has ended by then, so all of it comes before the next answer.
    """

    def handled(self: AppSession, sender: ScriptRunner | None, event: ScriptRunnerEvent, *more: Any) -> None:
        current = self._scriptrunner
        if current is None or sender is None or event == ScriptRunnerEvent.SHUTDOWN:
            handle(self, sender, event, *more)
            return
        self._scriptrunner = sender
        try:
            handle(self, sender, event, *more)
        finally:
            self._scriptrunner = current

    return handled


def _unless_for_a_part(clear: Callable[..., None]) -> Callable[..., None]:
    """Where only parts of a page are drawn again, all that has not been sent yet is sent first."""

    def cleared(
        self: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
    ) -> None:
        if fragment_ids_this_run is None:
            clear(self, retain_lifecycle_msgs)
        else:
            self._delta_index_map = {}  # what is drawn now replaces nothing that stands before its own beginning

    return cleared


def _back(last: RerunData, new: RerunData) -> RerunData:
    """``new`` with the address that ``last``, which waits, goes back to; Streamlit makes one of both and forgets it."""
    if new.is_history_navigation or not last.is_history_navigation or last.page_script_hash != new.page_script_hash:
        return new
    return replace(new, query_string=last.query_string, is_history_navigation=True)


def _left(last: RerunData, waits: bool, new: RerunData) -> bool:
    """Whether ``new`` draws something again of a page that ``last``, which ``waits`` or is under way, has left."""
    if last.page_script_hash in ("", new.page_script_hash):
        return False
    if new.fragment_id:
        return True
    context = get_script_run_ctx() if new.widget_states is None else None  # None: a script asks, and no browser
    again = context is not None and context.page_script_hash == new.page_script_hash
    return again and waits and not last.fragment_id_queue


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
