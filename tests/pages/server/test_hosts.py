"""Only names of this server are answered to."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from streamlit import config

from pages.parts.server.hosts import KnownHosts
from tests.pages.server.asking import ask, served

GUARDED = KnownHosts(served)
MACHINE = socket.gethostname()
OURS = [
    "localhost", "localhost:8501", "LocalHost:8501", "localhost.", "127.0.0.1:8501", "[::1]:8501", "0.0.0.0:8501",
    "192.168.0.7:8501", "10.1.2.3", "[fe80::1]:80", MACHINE, f"{MACHINE}:8501", f"{MACHINE.split('.')[0]}.local",
    "playground.streamlit.app",
]  # fmt: skip
FOREIGN = [
    "evil.example", "evil.example:8501", "localhost.evil.example", "127.0.0.1.evil.example:8501", "streamlit.app.evil",
    "evilstreamlit.app", f"{MACHINE}.evil.example", "x@evil.example", "", ":8501", "[", "[::1", "a b", "é.example",
    "1.2.3",
]  # fmt: skip


@pytest.fixture
def public() -> Iterator[None]:
    """An operator's own names."""
    before = config.get_option("server.allowedHosts")
    config.set_option("server.allowedHosts", ["demo.example", "*.class.example"])
    yield
    config.set_option("server.allowedHosts", before)


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("host", OURS)
def test_this_machine_is_served_under_its_own_names_and_addresses(host: str, kind: str) -> None:
    assert ask(GUARDED, "/sweep", kind=kind, host=host).text == "served"


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_name_is_refused_and_told_how_to_be_known(host: str, kind: str) -> None:
    refusal = ask(GUARDED, "/sweep", kind=kind, host=host, origin=f"http://{host}")
    assert refusal.status == 421 and "server.allowedHosts" in refusal.text


def test_who_gives_no_name_is_refused() -> None:
    assert ask(GUARDED).status == 421


@pytest.mark.usefixtures("public")
def test_an_operator_names_the_hosts() -> None:
    for host in ("demo.example", "Demo.Example:443", "a.class.example"):
        assert ask(GUARDED, host=host).text == "served"
    for host in ("localhost:8501", "127.0.0.1", "evil.example", "demo.example.evil"):
        assert ask(GUARDED, host=host).status == 421


@pytest.mark.usefixtures("public")
def test_who_watches_over_the_server_asks_under_any_name() -> None:
    assert ask(GUARDED, "/_stcore/health", host="10.0.0.5:8501").text == "served"
    assert ask(GUARDED, "/base/_stcore/health", host="").text == "served"
