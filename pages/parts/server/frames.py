"""Which other sites may show a page in a frame of theirs, and so have a visitor click on what they do not see."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class OwnFrames:
    """Has browsers show a page in frames of its own site only, but where its address says ``embed=true``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("Content-Security-Policy", "frame-ancestors 'self'")
            await send(message)

        plain = scope["type"] == "http" and not _embedded(scope["query_string"])
        await self._app(scope, receive, marked if plain else send)


def _embedded(query: bytes) -> bool:
    """Whether an address asks to be embedded, as Streamlit reads it."""
    return "true" in (value.lower() for value in parse_qs(query.decode("latin-1")).get("embed", []))
