"""What comes from outside meets the guards in the server as it is started, and no page asked for it."""

from __future__ import annotations

import http.client
import re
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from pages.parts.server.uploads import A_VISIT
from tests import files
from tests.browser.conftest import Server, Visit
from tests.browser.test_data import upload

pytestmark = pytest.mark.browser
SOCKET = {
    "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13", "Sec-WebSocket-Protocol": "streamlit",
}  # fmt: skip
SEND = """async ([visit, number, method]) => {
  const body = new FormData();
  body.append("a.csv", new File(["a,b"], "a.csv"));
  const token = document.cookie.match(/_streamlit_xsrf=([^;]*)/)[1];
  const path = `_stcore/upload_file/${visit}/${number}`;
  return (await fetch(path, { method, headers: { "X-Xsrftoken": token }, body })).status;
}"""


def answer(server: Server, path: str = "/", method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    """What the server answers to a program that is no browser."""
    at = urlsplit(server.url)
    connection = http.client.HTTPConnection(str(at.hostname), at.port, timeout=20)
    try:
        connection.request(method, path, headers={"Host": at.netloc} | headers)
        found = connection.getresponse()
        switched = found.status == HTTPStatus.SWITCHING_PROTOCOLS
        return found.status, {k.lower(): v for k, v in found.getheaders()}, "" if switched else found.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize("path", ["/", "/sweep?x=alpha", "/_stcore/host-config", "/app/static/x.js"])
def test_a_foreign_name_gets_nothing(server: Server, path: str) -> None:
    status, _, text = answer(server, path, Host="evil.example", Origin="http://evil.example")
    assert status == 421 and "server.allowedHosts" in text


def test_a_connection_under_a_foreign_name_is_refused(server: Server) -> None:
    assert answer(server, "/_stcore/stream", **SOCKET)[0] == 101
    assert answer(server, "/_stcore/stream", **SOCKET, Host="evil.example", Origin="http://evil.example")[0] == 421


def test_an_operator_names_the_hosts() -> None:
    with Server(STREAMLIT_SERVER_ALLOWED_HOSTS="demo.example *.class.example") as server:
        for host in ("demo.example", "a.class.example"):
            assert answer(server, Host=host)[0] == 200
            assert answer(server, "/_stcore/stream", **SOCKET, Host=host, Origin=f"https://{host}")[0] == 101
        assert answer(server)[0] == 421


def test_only_a_page_that_is_meant_to_be_embedded_can_be_framed(server: Server) -> None:
    assert answer(server, "/compare")[1]["content-security-policy"] == "frame-ancestors 'self'"
    assert "content-security-policy" not in answer(server, "/compare?embed=true")[1]


def test_files_are_taken_for_ones_own_visit_and_only_so_many(server: Server, visit: Visit) -> None:
    page, stranger = visit(f"{server.url}/data", height=1400), visit(f"{server.url}/guide")
    name, data = files.GOOD["comma"]
    with page.expect_request(re.compile("upload_file")) as sent:
        upload(page, name, data())
    page.get_by_text("8 tasks with 96 rows").wait_for()
    session = sent.value.url.split("/")[-2]
    assert [stranger.evaluate(SEND, [session, 0, method]) for method in ("PUT", "DELETE")] == [403, 403]
    taken = [page.evaluate(SEND, [session, number, "PUT"]) for number in range(A_VISIT + 2)]
    assert taken == [204] * A_VISIT + [429] * 2
    upload(page, f"full {name}", data())
    page.get_by_text("status code 429").wait_for()
    assert page.evaluate(SEND, [session, 0, "DELETE"]) == 204
    upload(page, f"again {name}", data())
    page.get_by_text(f"again {name}").first.wait_for()
    expect(page.get_by_text("8 tasks with 96 rows")).to_be_visible()
