"""Of a visitor's calls one runs at a time: a beat under way never takes in an answer that a new setting has let go."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, Server, Visit, press

pytestmark = pytest.mark.browser
SCRIPT = """
import time
import streamlit as st

held = st.session_state.setdefault("held", {"now": 0, "most": 0})

def call():
    held["now"] += 1
    held["most"] = max(held["most"], held["now"])
    time.sleep(1.5)
    held["now"] -= 1

@st.fragment
def part():
    st.button("Beat", on_click=call)

part()
st.button("Dial", on_click=call)
st.text(f"{held['most']} at once")
"""


@pytest.fixture
def small_server(tmp_path: Path) -> Iterator[Server]:
    """Another app under the same settings."""
    (tmp_path / "app.py").write_text(SCRIPT, "utf-8")
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    with Server(tmp_path) as server:
        yield server


def test_what_a_visitor_sets_waits_for_the_beat_under_way(small_server: Server, visit: Visit) -> None:
    page = visit(small_server.url)
    page.get_by_text("0 at once").wait_for()
    press(page, "Beat")
    page.wait_for_timeout(500)
    press(page, "Dial")
    page.get_by_text("1 at once").wait_for()
