"""Which names this server answers to: a stranger could else point one of theirs at it, and read it (DNS rebinding)."""

from __future__ import annotations

import socket
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from pages.parts.server import texts

HEALTH = "/_stcore/health"  # tells nothing, and whoever watches over a server asks under any name
CLOUD = ".streamlit.app"  # Streamlit's community cloud, where no stranger points a name elsewhere
MISDIRECTED = 421


class KnownHosts:
    """Refuses what is asked under a name that is not this server's, pages and connections alike.

    Its names are those in Streamlit's own setting ``server.allowedHosts``; where it is empty, the ``usual`` ones.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or scope["path"].endswith(HEALTH):
            await self._app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
        if is_host_allowed(host) if config.get_option("server.allowedHosts") else usual(host):
            await self._app(scope, receive, send)
        else:
            refusal = PlainTextResponse(texts.HOST.format(name=_name(host)), MISDIRECTED)
            await refusal(scope, receive, send)


def usual(host: str) -> bool:
    """Whether a host is this machine by name or by any address, which unlike a name means one place only.

    >>> [usual(host) for host in ("localhost:8501", "[::1]:8501", "192.168.0.7", "localhost.evil.example")]
    [True, True, True, False]
    """
    name = _name(host)
    machine = socket.gethostname().lower()
    with suppress(ValueError):
        return bool(ip_address(name))
    return name in {"localhost", machine, f"{machine.split('.')[0]}.local"} or name.endswith(CLOUD)


def _name(host: str) -> str:
    """A host without its port, nothing where it is no host."""
    with suppress(ValueError):
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    return ""
