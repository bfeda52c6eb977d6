"""What a page has run before Streamlit's own scripts: ours that would come too late with the first answer."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.parts.frame.components import served

FIRST = ("history.js", "numbers.js", "attributes.js")
_BEFORE = b"<title>"
_SHORTENED = {b"accept-encoding", b"if-none-match", b"if-modified-since"}  # the answer may be packed, or left out


class OwnScripts:
    """Names our scripts at the head of every page that a browser opens."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._tags = b"".join(b'<script type="module" src="./%b"></script>\n' % served(it).encode() for it in FIRST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and Headers(scope=scope).get("accept", "").startswith("text/html"):
            whole = [pair for pair in scope["headers"] if pair[0] not in _SHORTENED]
            scope, send = {**scope, "headers": whole}, self._named(send)
        await self._app(scope, receive, send)

    def _named(self, send: Send) -> Send:
        """Sends what is sent, with our scripts in its head where it has one."""
        waiting: list[Message] = []

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                waiting.append(message)  # its length depends on what follows
                return
            if waiting and _BEFORE in message.get("body", b""):
                headers = MutableHeaders(scope=waiting[0])
                headers["content-length"] = str(int(headers["content-length"]) + len(self._tags))
                del headers["etag"], headers["last-modified"]  # which know nothing of ours
                message = {**message, "body": message["body"].replace(_BEFORE, self._tags + _BEFORE, 1)}
            if waiting:
                await send(waiting.pop())
            await send(message)

        return sent
