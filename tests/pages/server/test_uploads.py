"""Files are taken from the browser whose visit they are for, and only so many at a time."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from starlette.types import Receive, Scope, Send
from streamlit import config
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string

from pages.parts.server import uploads
from pages.parts.server.browser import COOKIE
from pages.parts.server.uploads import A_VISIT, BoundedUploads
from tests.pages.server import asking
from tests.pages.server.asking import Answer

OWN, OTHER = b"a" * 16, b"b" * 16


class Server:
    """What the guard asks of Streamlit's runtime: who visits, and which files there are."""

    def __init__(self, *visits: str) -> None:
        self.visits, self.uploaded_file_mgr = set(visits), MemoryUploadedFileManager("/upload")
        self.gate = asyncio.Event()
        self.gate.set()

    def get_client(self, visit: str) -> object:
        cookies = {COOKIE: generate_xsrf_token_string(OWN)}
        return SimpleNamespace(client_context=SimpleNamespace(cookies=cookies)) if visit in self.visits else None

    def is_active_session(self, visit: str) -> bool:
        return visit in self.visits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Takes a file, as Streamlit does."""
        await self.gate.wait()
        visit, file = scope["path"].split("/")[-2:]
        if scope["method"] == "PUT":
            self.uploaded_file_mgr.add_file(visit, UploadedFileRec(file, file, "", b"data"))
        else:
            self.uploaded_file_mgr.remove_file(visit, file)
        await asking.served(scope, receive, send)

    @property
    def files(self) -> int:
        return sum(map(len, self.uploaded_file_mgr.file_storage.values()))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    made = Server(*(f"v{number}" for number in range(20)))
    monkeypatch.setattr(uploads, "get_instance", lambda: made)
    return made


async def put(app: BoundedUploads, visit: str, file: object, browser: bytes = OWN, method: str = "PUT") -> Answer:
    cookie = f"{COOKIE}={generate_xsrf_token_string(browser)}"
    return await asking.answer(app, f"/base/_stcore/upload_file/{visit}/{file}", method=method, cookie=cookie)


def test_a_file_is_taken_and_let_go_again(server: Server) -> None:
    app = BoundedUploads(server)
    for _ in range(3 * A_VISIT):
        assert asyncio.run(put(app, "v1", "a")).text == "served" and server.files == 1
        assert asyncio.run(put(app, "v1", "a", method="DELETE")).text == "served" and server.files == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_another_browser_can_not_reach_into_a_visit(server: Server, method: str) -> None:
    app = BoundedUploads(server)
    asyncio.run(put(app, "v1", "a"))
    refusal = asyncio.run(put(app, "v1", "a", OTHER, method))
    assert refusal.status == 403 and "another browser" in refusal.text and server.files == 1
    plain = asking.ask(app, "/_stcore/upload_file/v1/a", method=method)
    assert plain.status == 403 and server.files == 1


def test_a_visit_has_only_so_many_files_here_and_goes_on_once_one_is_let_go(server: Server) -> None:
    app = BoundedUploads(server)
    answers = [asyncio.run(put(app, "v1", number)).status for number in range(10)]
    assert answers == [200] * A_VISIT + [429] * (10 - A_VISIT) and server.files == A_VISIT
    assert asyncio.run(put(app, "v2", 0)).status == 200, "others are not concerned"
    asyncio.run(put(app, "v1", 0, method="DELETE"))
    assert asyncio.run(put(app, "v1", 10)).status == 200


def test_files_on_their_way_count_as_well(server: Server) -> None:
    app = BoundedUploads(server)

    async def at_once() -> list[int]:
        server.gate.clear()
        asked = [asyncio.create_task(put(app, "v1", number)) for number in range(10)]
        await asyncio.sleep(0.01)
        server.gate.set()
        return [answer.status for answer in await asyncio.gather(*asked)]

    assert sorted(asyncio.run(at_once())) == [200] * A_VISIT + [429] * (10 - A_VISIT)
    server.uploaded_file_mgr.remove_session_files("v1")
    assert asyncio.run(put(app, "v1", "a")).status == 200, "none is on its way any more"


def test_all_visits_together_have_a_part_of_the_memory(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        uploads.memory, "allowed", lambda: uploads.SHARE * 7 * config.get_option("server.maxUploadSize") * 2**20
    )
    app = BoundedUploads(server)
    answers = [asyncio.run(put(app, f"v{number}", "a")) for number in range(10)]
    assert [answer.status for answer in answers] == [200] * 7 + [503] * 3 and server.files == 7
    assert "Many others" in answers[-1].text
    server.uploaded_file_mgr.remove_session_files("v0")
    assert asyncio.run(put(app, "v9", "a")).status == 200


def test_a_file_for_a_visit_that_ends_meanwhile_is_not_kept(server: Server) -> None:
    app = BoundedUploads(server)

    async def ending() -> None:
        server.gate.clear()
        asked = asyncio.create_task(put(app, "v1", "a"))
        await asyncio.sleep(0.01)
        server.visits.remove("v1")
        server.gate.set()
        await asked

    asyncio.run(ending())
    assert server.files == 0


def test_all_else_passes(server: Server) -> None:
    app = BoundedUploads(asking.served)
    for path, method in (("/sweep", "GET"), ("/_stcore/upload_file/v1/a", "OPTIONS"), ("/_stcore/health", "PUT")):
        assert asking.ask(app, path, method=method).text == "served"
