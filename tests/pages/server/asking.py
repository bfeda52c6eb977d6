"""A server behind one of the guards, asked without a network."""

from __future__ import annotations

import asyncio
from typing import Any, NamedTuple

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Answer(NamedTuple):
    """What came back: ``text`` is "served" where the guard let it pass."""

    status: int
    headers: Headers
    text: str


async def served(scope: Scope, receive: Receive, send: Send) -> None:
    """The server behind the guard."""
    await PlainTextResponse("served")(scope, receive, send)


def ask(
    app: ASGIApp, path: str = "/", query: str = "", method: str = "GET", kind: str = "http", **headers: str
) -> Answer:
    """What ``app`` answers."""
    return asyncio.run(answer(app, path, query, method, kind, **headers))


async def answer(
    app: ASGIApp, path: str = "/", query: str = "", method: str = "GET", kind: str = "http", **headers: str
) -> Answer:
    """What ``app`` answers, to one of several at a time."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": kind, "path": path, "query_string": query.encode(), "method": method}
    await app(scope | {"headers": pairs}, receive, send)
    start = sent[0]
    return Answer(start["status"], Headers(raw=start["headers"]), b"".join(it.get("body", b"") for it in sent).decode())
