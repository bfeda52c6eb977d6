"""Files on their way to a page: taken only from the browser whose visit they are for, and only so many at a time.

A page lets go of a file once it is read, so what is held beyond that nobody asked for.
"""

from __future__ import annotations

import re
from collections import Counter

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config
from streamlit.runtime import Runtime, get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from metacore.workers import memory
from pages.parts.server import texts
from pages.parts.server.browser import browser_of

A_VISIT = 3  # files that one visit may have here
SHARE = 20  # all visits together: this part of the memory, however many they are
_ADDRESS = re.compile(r"/_stcore/upload_file/([^/]+)/")


class BoundedUploads:
    """Refuses uploads for a visit of another browser, and those beyond what a visit, or all, may have here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._all = max(A_VISIT, memory.allowed() // SHARE // (config.get_option("server.maxUploadSize") * 2**20))
        self._coming = Counter[str]()  # files on their way, by visit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = _ADDRESS.search(scope["path"]) if scope["type"] == "http" else None
        if not address or scope["method"] not in ("PUT", "DELETE"):
            await self._app(scope, receive, send)
            return
        visit, server = address[1], get_instance()
        status, sentence = self._refusal(Request(scope), visit, server)
        if status:
            await PlainTextResponse(sentence, status)(scope, receive, send)
            return
        self._coming[visit] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._coming -= Counter([visit])
            if not server.is_active_session(visit):  # it ended while the file came, so nobody else would let go of it
                server.uploaded_file_mgr.remove_session_files(visit)

    def _refusal(self, request: Request, visit: str, server: Runtime) -> tuple[int, str]:
        """The status and the sentence with which an upload is refused, no status where it is not."""
        client = server.get_client(visit)  # none: Streamlit itself refuses what is for no visit
        context = client and client.client_context
        if context and browser_of(context.cookies) != browser_of(request.cookies):
            return 403, texts.OTHER_VISIT
        if request.method == "PUT":
            here = self._coming + _held(server)
            if here[visit] >= A_VISIT:
                return 429, texts.VISIT_FULL
            if here.total() >= self._all:
                return 503, texts.SERVER_FULL
        return 0, ""


def _held(server: Runtime) -> Counter[str]:
    """How many files the server holds for each visit."""
    files = server.uploaded_file_mgr
    assert isinstance(files, MemoryUploadedFileManager)
    return Counter({visit: len(its) for visit, its in list(files.file_storage.items())})
