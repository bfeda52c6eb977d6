"""Every page has our first scripts in its head, whole; nothing else that a server sends is touched."""

from __future__ import annotations

import pytest
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, JSONResponse
from starlette.types import Receive, Scope, Send

from pages.parts.frame.components import served as address
from pages.parts.server.head import FIRST, OwnScripts
from tests.pages.server.asking import ask, served

PAGE = f"<head><title>Streamlit</title></head>{' ' * 2000}"
BROWSER = {"accept": "text/html,application/xhtml+xml", "accept-encoding": "gzip", "if-none-match": "known"}


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    """As Streamlit does: what the browser knows already is not sent again."""
    known = dict(scope["headers"]).get(b"if-none-match") == b"known"
    answer = HTMLResponse("" if known else PAGE, 304 if known else 200, {"etag": "known", "last-modified": "long ago"})
    await answer(scope, receive, send)


def test_a_page_names_our_scripts_first_and_is_sent_whole() -> None:
    answer = ask(OwnScripts(GZipMiddleware(page)), "/compare", **BROWSER)
    assert answer.status == 200 and answer.headers["content-length"] == str(len(answer.text))
    before, after = answer.text.split("<title>")
    assert all(f'src="./{address(script)}"' in before for script in FIRST)
    assert f"{before.split('<script')[0]}<title>{after}" == PAGE
    assert not {"etag", "last-modified", "content-encoding"} & set(answer.headers)


@pytest.mark.parametrize("accept", ["", "*/*", "application/json"])
def test_what_is_no_page_stays_as_it_is(accept: str) -> None:
    assert ask(OwnScripts(page), "/_stcore/health", accept=accept).text == PAGE


async def told(scope: Scope, receive: Receive, send: Send) -> None:
    await JSONResponse({"a": "<b>"})(scope, receive, send)


def test_a_page_without_a_head_stays_as_it_is() -> None:
    answer = ask(OwnScripts(told), "/compare", **BROWSER)
    assert answer.text == '{"a":"<b>"}' and answer.headers["content-length"] == str(len(answer.text))


def test_a_connection_has_no_head() -> None:
    assert ask(OwnScripts(served), kind="websocket", **BROWSER).text == "served"
