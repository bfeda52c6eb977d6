"""What a browser's tab holds of one visit: the page, every widget's state, the address; and what it says and notes."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.visitors.held import held, moved, value
from tests.visitors.page import Drawn, Page


@dataclass
class Tab:
    """``query`` is the address, which follows what the server writes there; ``path`` the name of the page."""

    base: str
    query: str = ""
    path: str = ""
    page: Page = field(default_factory=Page)
    states: dict[str, WidgetState] = field(default_factory=dict)  # by the widget's id
    session: str = ""
    script: str = ""  # the page by the server's own name, once it has told it
    scripts: dict[str, str] = field(default_factory=dict)  # of all pages, by their paths
    runs: int = 0  # that have finished
    running: bool = False
    pictures: list[float] = field(default_factory=list)  # when a new curve came
    steps: list[tuple[float, int]] = field(default_factory=list)  # what the counter of steps said then
    exceptions: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    _curve: bytes = b""

    def message(self, fragment: str = "", *also: WidgetState, back: bool = False) -> bytes:
        """Asks for a run of a fragment or of the whole page, with all widgets as they stand, and what was triggered."""
        message = BackMsg()
        run = message.rerun_script
        run.is_history_navigation = back
        run.query_string, run.fragment_id, run.page_script_hash = self.query, fragment, self.script
        if not self.script:
            run.page_name = self.path
        run.widget_states.widgets.extend([*self.states.values(), *also])
        about = run.context_info
        about.timezone, about.locale, about.url = "UTC", "en-US", f"{self.base}/{self.path}"
        return message.SerializeToString()

    def moving(self, key: str, to: Any) -> bytes:
        """Moves a widget; the message that tells so."""
        widget = self.widget(key)
        self.states[widget.element.id] = moved(self.states[widget.element.id], to)
        return self.message(widget.fragment)

    def clicking(self, key: str) -> bytes:
        """The message that tells of a click on a button."""
        widget = self.widget(key)
        return self.message(widget.fragment, WidgetState(id=widget.element.id, trigger_value=True))

    def triggering(self, key: str, event: str, what: Any) -> bytes:
        """The message that tells of an event in a component."""
        widget, events = self.widget(key), json.dumps([{"event": event, "value": what}])
        name = f"$$STREAMLIT_INTERNAL_KEY_{widget.element.id}__events"
        return self.message(widget.fragment, WidgetState(id=name, json_trigger_value=events))

    def holds(self, key: str) -> Any:
        """What a widget stands at in this browser."""
        return value(self.states[self.widget(key).element.id])

    def widget(self, key: str) -> Drawn:
        """The widget or component of a key, which has to be there."""
        widget = self.page.keyed(key)
        assert widget, f"no {key} among {self.page.names()}"
        return widget

    def take(self, message: ForwardMsg) -> None:
        """Takes in what has come."""
        match message.WhichOneof("type"):
            case "new_session":
                self.session = message.new_session.initialize.session_id or self.session
                self.running = True
                self.page.begin(message)
            case "navigation":
                self.script = message.navigation.page_script_hash
                self.scripts = {it.url_pathname: it.page_script_hash for it in message.navigation.app_pages}
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "delta":
                if drawn := self.page.take(message):
                    self._note(drawn)
            case "script_finished":
                self.page.finish(message.script_finished)
                there = {getattr(it.element, "id", "") for it in self.page.drawn.values()}
                self.states = {name: state for name, state in self.states.items() if name in there}
                self.runs, self.running = self.runs + 1, False

    def _note(self, drawn: Drawn) -> None:
        kind, element = drawn.kind, drawn.element
        if kind == "exception":
            self.exceptions.append(f"{element.type}: {element.message}"[:300])
        elif kind == "alert":
            self.alerts.append(element.body)
        elif kind == "bidi_component" and element.id.endswith("-curve") and element.bytes != self._curve:
            self._curve = element.bytes
            self.pictures.append(time.time())
            self.steps.append((time.time(), self.page.step))
        elif (state := held(kind, element)) and (element.id not in self.states or element.set_value):
            self.states[element.id] = state
