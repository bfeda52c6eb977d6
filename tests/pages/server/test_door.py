"""What comes in of a message: what a browser can send, and all of it before the next message."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.elements.widgets.number_input import NumberInputSerde
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner, ScriptRunnerEvent
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState

from pages.parts.server import door
from pages.parts.server.door import guard, honest

SEED = WidgetMetadata("$$ID-1-seed", NumberInputSerde(1, 0, 0, 9).deserialize, lambda v: v, value_type="double_value")
NAMES = WidgetMetadata(
    "$$ID-2-names", list, list, value_type="string_array_value", formatted_options=["a", "b", "c"], max_array_length=2
)


def names(*chosen: str) -> WidgetState:
    state = WidgetState(id=NAMES.id)
    state.string_array_value.data[:] = chosen
    return state


@pytest.mark.parametrize(
    ("state", "widget", "fine"),
    [
        (WidgetState(id=SEED.id, int_value=5), SEED, True),
        (WidgetState(id=SEED.id, double_value=5), SEED, True),
        (WidgetState(id=SEED.id), SEED, True),
        (WidgetState(id=SEED.id, string_value="x"), SEED, False),
        (WidgetState(id=SEED.id, double_value=float("nan")), SEED, False),
        (names("a", "b"), NAMES, True),
        (names(), NAMES, True),
        (names("a", "z"), NAMES, False),
        (names("a", "b", "c"), NAMES, False),
        (WidgetState(id=NAMES.id, string_value="a"), NAMES, False),
        (WidgetState(id=NAMES.id, json_value="["), NAMES, False),
    ],
)
def test_what_no_browser_sends_is_told_from_what_it_does(state: WidgetState, widget: Any, fine: bool) -> None:
    assert honest(state, widget) == fine


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> SessionState:
    """A visit that has the seed at 3 behind the door."""
    changed = [
        (SessionState, "set_widgets_from_proto"), (SafeSessionState, "on_script_will_rerun"),
        (ScriptRequests, "_request_rerun_locked"), (AppSession, "_handle_scriptrunner_event_on_event_loop"),
        (ForwardMsgQueue, "clear"),
    ]  # fmt: skip
    for owner, name in changed:
        monkeypatch.setattr(owner, name, getattr(owner, name))  # put back afterwards
    guard()
    state = SessionState()
    state._set_widget_metadata(SEED)
    state._old_state[SEED.id] = 3
    return state


def test_a_wrong_state_changes_nothing_and_the_next_message_is_well(
    guarded: SessionState, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        guarded.on_script_will_rerun(WidgetStates(widgets=[WidgetState(id=SEED.id, string_value="x")]))
    assert guarded[SEED.id] == 3 and "seed" in caplog.text
    assert [record.name for record in caplog.records].count("pages.parts.server.door") == 1
    guarded.on_script_will_rerun(WidgetStates(widgets=[WidgetState(id=SEED.id, int_value=4)]))
    assert guarded[SEED.id] == 4


def test_nothing_is_kept_of_widgets_that_were_never_drawn(guarded: SessionState) -> None:
    guarded.on_script_will_rerun(WidgetStates(widgets=[WidgetState(id="$$ID-9-other", string_value="x" * 1000)]))
    assert "$$ID-9-other" not in guarded._new_widget_state.states


def test_a_message_is_taken_in_before_another_one_is_looked_at(guarded: SessionState) -> None:
    class Another(Exception):
        """What Streamlit raises where another message has come."""

    def look() -> None:
        raise Another

    safe = SafeSessionState(guarded, look)
    safe.on_script_will_rerun(WidgetStates(widgets=[WidgetState(id=SEED.id, int_value=5)]))
    assert guarded[SEED.id] == 5
    with pytest.raises(Another):
        safe["anything"]


HERE, THERE = RerunData(page_script_hash="here"), RerunData(page_script_hash="there")


@pytest.mark.parametrize(
    ("waiting", "new", "by_script", "comes"),
    [
        (THERE, HERE, True, "there"),  # the page that is left draws itself again
        (THERE, replace(HERE, fragment_id_queue=["clock"]), True, "there"),
        (THERE, replace(HERE, fragment_id="clock", widget_states=WidgetStates()), False, "there"),
        (THERE, replace(HERE, widget_states=WidgetStates()), False, "here"),  # the visitor goes back at once
        (HERE, THERE, True, "there"),  # a button leads elsewhere
        (replace(HERE, fragment_id="clock"), THERE, False, "there"),
        (replace(THERE, fragment_id="clock"), HERE, True, "here"),
        (None, HERE, True, "here"),
    ],
)
@pytest.mark.usefixtures("guarded")
def test_a_page_that_was_asked_for_comes(
    waiting: RerunData | None, new: RerunData, by_script: bool, comes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests = ScriptRequests()
    if waiting:
        requests.request_rerun(waiting)
    script = SimpleNamespace(page_script_hash="here") if by_script else None
    monkeypatch.setattr(door, "get_script_run_ctx", lambda: script)
    assert requests.request_rerun(new) and requests.on_scriptrunner_ready().rerun_data.page_script_hash == comes


BACK = replace(HERE, query_string="alpha=0.1", is_history_navigation=True)


@pytest.mark.parametrize(
    ("new", "comes"),
    [
        (replace(HERE, fragment_id="clock", widget_states=WidgetStates()), BACK.query_string),  # a beat
        (replace(HERE, query_string="alpha=0.3"), BACK.query_string),  # the page that is answered draws itself again
        (replace(BACK, query_string="alpha=0.5"), "alpha=0.5"),  # back once more
        (replace(THERE, query_string="x=alpha", widget_states=WidgetStates()), None),  # on by a link
    ],
)
@pytest.mark.usefixtures("guarded")
def test_what_a_visitor_goes_back_to_comes(new: RerunData, comes: str | None) -> None:
    requests = ScriptRequests()
    requests.request_rerun(BACK)
    requests.request_rerun(new)
    asked = requests.on_scriptrunner_ready().rerun_data
    assert (asked.query_string if asked.is_history_navigation else None) == comes


@pytest.mark.parametrize(("page", "fragment", "taken"), [("here", "clock", 1), ("left", "clock", 0), ("left", "", 1)])
@pytest.mark.usefixtures("guarded")
def test_no_part_of_a_page_that_was_left_is_asked_for(page: str, fragment: str, taken: int) -> None:
    requests = ScriptRequests()
    requests.request_rerun(HERE)
    requests.on_scriptrunner_ready()  # it is under way
    assert requests.request_rerun(RerunData(page_script_hash=page, fragment_id=fragment, widget_states=WidgetStates()))
    assert (requests._state == ScriptRequestType.RERUN) == taken


@pytest.mark.usefixtures("guarded")
def test_all_of_an_answer_is_sent_where_the_next_message_comes_before_that() -> None:
    """It was made by a runner that has ended; the next message is answered by another one."""
    ended, current, sent = ScriptRunner.__new__(ScriptRunner), ScriptRunner.__new__(ScriptRunner), []

    async def handle(runner: ScriptRunner | None, event: ScriptRunnerEvent) -> Any:
        session = SimpleNamespace(_event_loop=asyncio.get_running_loop(), _scriptrunner=runner, _state=None)
        session._enqueue_forward_msg = sent.append
        AppSession._handle_scriptrunner_event_on_event_loop(session, ended, event, "drawn")  # type: ignore[arg-type]
        return session._scriptrunner

    assert asyncio.run(handle(current, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG)) is current and sent == ["drawn"]
    assert asyncio.run(handle(current, ScriptRunnerEvent.SHUTDOWN)) is current, "which has not ended"
    assert asyncio.run(handle(None, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG)) is None and sent == ["drawn"]


def delta(place: int, fragment: str = "") -> ForwardMsg:
    message = ForwardMsg(delta=Delta(fragment_id=fragment, add_block=Block()))
    message.metadata.delta_path[:] = [0, place]
    return message


@pytest.mark.usefixtures("guarded")
def test_a_part_that_is_drawn_again_takes_nothing_out_of_what_is_still_to_be_sent() -> None:
    queue, whole = ForwardMsgQueue(), [delta(0), delta(1, "clock"), ForwardMsg(script_finished="FINISHED_SUCCESSFULLY")]
    again = ForwardMsg(delta=Delta(fragment_id="clock", new_element=Element()))
    again.metadata.delta_path[:] = [0, 1]
    for message in whole:
        queue.enqueue(message)
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["clock"])
    for message in (again, again):
        queue.enqueue(message)
    assert queue.flush() == [*whole, again], "and what is drawn twice is sent once"
    for message in whole:
        queue.enqueue(message)
    queue.clear(retain_lifecycle_msgs=True)
    assert [message.WhichOneof("type") for message in queue.flush()] == ["script_finished"]


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize(("words", "told"), [("Couldn't find fragment with id it.", False), ("Something else", True)])
def test_that_a_part_of_a_page_is_gone_is_not_told(words: str, told: bool) -> None:
    log = logging.getLogger(ScriptRunner.__module__)
    assert bool(log.filter(log.makeRecord(log.name, logging.WARNING, "", 0, words, (), None))) == told
