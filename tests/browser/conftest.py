"""A freshly started server, and visitors in a real browser."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.processes import descendants, maps, state

ROOT = Path(__file__).parents[2]
FLAGS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
# Cannot level off, and so stop by itself, before one has clicked.
LONG = "family=sinusoid&inner_steps=3&hidden=40,40&meta_batch=100"
MOVING = 120_000  # milliseconds that a slow machine may take to import TensorFlow and compile


class Server:
    """A Streamlit server of its own, on a free port."""

    def __init__(self, root: Path = ROOT, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url, self._log = f"http://127.0.0.1:{port}", os.memfd_create("log")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", "--server.address=127.0.0.1"],
            cwd=root,
            env=os.environ | environment,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1).read()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()
        os.close(self._log)

    def workers(self) -> list[int]:
        """The processes under the server in which TensorFlow is loaded."""
        return [pid for pid in descendants(self.process.pid) if "tensorflow" in maps(pid)]

    def said(self) -> list[str]:
        """What stands in its log besides where it is."""
        text = os.pread(self._log, os.fstat(self._log).st_size, 0).decode()
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return [line for line in lines if not line.startswith(("You can now view", "URL: "))]

    def loaded(self) -> str:
        """The files that the server process itself has mapped."""
        return maps(self.process.pid)

    def stop(self) -> list[int]:
        """Ends the server as a terminal would; whatever is left of it after ten seconds."""
        family = descendants(self.process.pid)
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)
        for _ in range(100):
            left = [pid for pid in family if Path(f"/proc/{pid}").exists() and state(pid) != "Z"]
            if not left:
                break
            time.sleep(0.1)
        return left


def chromium() -> str:
    """The Chromium on PATH."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    assert found, "no Chromium on PATH: `make test` installs one"
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for each file: as long as it is there, nothing else can run an event loop, as virtual visitors do."""
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium(), args=FLAGS.split())
        yield opened
        opened.close()


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[Server]:
    with Server(METACORE_TRAININGS=str(tmp_path)) as server:
        yield server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Nothing was trained before: what was would be played to its end at once."""
    with Server(METACORE_TRAININGS=str(tmp_path_factory.mktemp("trainings"))) as server:
        yield server


Visit = Callable[..., Page]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tells along with a failure what every visitor saw, and what went wrong in the browser."""
    report = yield
    if report.when == "call" and report.failed:
        for page in (page for page in getattr(item, "pages", []) if not page.is_closed()):
            charts = page.eval_on_selector_all(".chart", "all => all.map(each => each.ariaLabel)")
            told = [page.inner_text("body"), *map(str, charts), *getattr(item, "errors", [])]
            report.sections.append((f"seen at {page.url}", "\n".join(told)))
    return report


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Opens an address as a new visitor; every visitor is gone at the end of the test."""
    contexts = []
    request.node.pages, request.node.errors = [], []

    def open_page(url: str, width: int = 1400, dark: bool = False, height: int = 2200) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        contexts.append(context)
        page = context.new_page()
        request.node.pages.append(page)
        page.on("pageerror", lambda error: request.node.errors.append(f"{error.message}\n{error.stack}"))
        page.set_default_timeout(MOVING)
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()


def step(page: Page) -> int:
    """The meta-step that the page shows."""
    text = page.get_by_text(re.compile(r"^Meta-step")).first.inner_text()
    found = re.search(r"[\d,]+", text)
    return int(found.group().replace(",", "")) if found else -1


def wait_for_step(page: Page, least: int) -> int:
    """Waits until the page shows at least the step ``least``."""
    for _ in range(MOVING // 200):
        if (now := step(page)) >= least:
            return now
        page.wait_for_timeout(200)
    raise AssertionError(f"step {least} was not reached: the page shows {step(page)}")


def wait_for_setting(page: Page, name: str, value: str) -> None:
    page.wait_for_function("([n, v]) => new URLSearchParams(location.search).get(n) === v", arg=[name, value])


def wait_for_charts(page: Page, updates: int = 1) -> None:
    """Waits until every chart has been drawn at least so often."""
    page.wait_for_function(
        "n => { const all = [...document.querySelectorAll('.chart')];"
        " return all.length === 5 && all.every(c => Number(c.dataset.updates ?? 0) >= n); }",
        arg=updates,
    )


def press(page: Page, name: str) -> None:
    """Clicks a button of that name once the page has settled to having one."""
    button = page.get_by_role("button", name=re.compile(rf"{name}$"))
    expect(button).to_have_count(1, timeout=20_000)
    button.click()
