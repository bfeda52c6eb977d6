"""Other sites show a page in a frame only where that is meant."""

from __future__ import annotations

import pytest

from pages.parts.server.frames import OwnFrames
from tests.pages.server.asking import ask, served

POLICY = "content-security-policy"


@pytest.mark.parametrize(
    "query", ["", "family=linear&alpha=0.1", "embed=false", "embed=", "embed", "embedded=true", "a=embed=true"]
)
def test_a_page_is_framed_by_its_own_site_only(query: str) -> None:
    assert ask(OwnFrames(served), "/sweep", query).headers[POLICY] == "frame-ancestors 'self'"


@pytest.mark.parametrize(
    "query", ["embed=true", "family=linear&embed=TRUE", "embed=false&embed=true", "embed_options=dark_theme&embed=true"]
)
def test_a_page_that_is_meant_to_be_embedded_may_be_framed(query: str) -> None:
    answer = ask(OwnFrames(served), "/sweep", query)
    assert answer.text == "served" and POLICY not in answer.headers


def test_a_connection_has_no_frame() -> None:
    assert ask(OwnFrames(served), kind="websocket").text == "served"
