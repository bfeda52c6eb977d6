"""A message that no browser sends changes nothing, raises nothing on the page, and the next honest one is answered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.browser.conftest import LONG, Server
from tests.visitors.visitor import Visitor

pytestmark = pytest.mark.visitor

TOLD = "Left out of a message, since no browser sends it"
QUERY = f"{LONG}&tasks=5"
STATES: list[tuple[str, dict[str, Any]]] = [
    ("dial_family", {"string_value": "no such family"}),
    ("dial_family", {"double_value": 1.5}),
    ("dial_family", {"string_array_value": ["a", "b"]}),
    ("dial_shots", {"string_array_value": ["7777"]}),
    ("dial_shots", {"string_value": "x"}),
    ("dial_shots", {"double_array_value": [1e9]}),
    ("dial_seed", {"int_value": -5}),
    ("dial_seed", {"string_value": "x"}),
    ("dial_hidden", {"string_value": "999999,1"}),
    ("enlarged", {"string_value": "x"}),
    ("stage", {"double_array_value": [float("nan")]}),
    ("stage", {"double_array_value": [99]}),
    ("log", {"string_value": "x"}),
    ("seen", {"string_value": "x"}),
    ("seen", {"int_value": -1}),
]
EVENTS = ["{", "5", '"x"', "[" * 3000]
VALUES: list[tuple[str, str, list[Any]]] = [
    ("tiles_new", "tile", ["x", -5, 10**9, 1.5, [1], None]),
    ("clock", "beat", ["x", {}, None, {"page": "a"}]),
]


def wrong(name: str, given: dict[str, Any]) -> WidgetState:
    """A state with these values under these fields."""
    state = WidgetState(id=name)
    for field, value in given.items():
        if field.endswith("array_value"):
            getattr(state, field).data[:] = value
        else:
            setattr(state, field, value)
    return state


def messages(visitor: Visitor) -> Iterator[tuple[str, bytes]]:
    """Every wrong message, with what tells it from others."""
    for key, given in STATES:
        widget = visitor.widget(key)
        yield f"{key} {given}", visitor.message(widget.fragment, wrong(widget.element.id, given))
    for key, event, values in VALUES:
        widget = visitor.widget(key)
        name = f"$$STREAMLIT_INTERNAL_KEY_{widget.element.id}__events"
        for text in [*EVENTS, *(json.dumps([{"event": event, "value": value}]) for value in values)]:
            yield f"{key} {text[:60]}", visitor.message(widget.fragment, WidgetState(id=name, json_trigger_value=text))


def test_wrong_messages_change_nothing_and_the_next_one_is_well(server: Server) -> None:
    async def visit() -> None:
        async with Visitor(server.url, QUERY) as visitor:
            await visitor.until(lambda: visitor.page.keyed("stage") and visitor.page.step > 0, 120)
            await visitor.click("play")
            await visitor.until(lambda: "paused" in visitor.page.words())
            await visitor.quiet()
            before, looks = visitor.query, {key: visitor.holds(key) for key in ("enlarged", "stage", "log")}
            for what, message in messages(visitor):
                await visitor.say(message)
                await visitor.quiet()
                assert not visitor.exceptions, what
                assert visitor.query == before and {key: visitor.holds(key) for key in looks} == looks, what
            await visitor.ask()
            await visitor.quiet()
            step = visitor.page.step
            await visitor.click("play")
            await visitor.until(lambda: visitor.page.step > step)

    asyncio.run(visit())
