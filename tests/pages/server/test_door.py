"""What comes in of a message: what a browser can send, and all of it before the next message."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from streamlit.elements.widgets.number_input import NumberInputSerde
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState

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
    for owner, name in ((SessionState, "set_widgets_from_proto"), (SafeSessionState, "on_script_will_rerun")):
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
