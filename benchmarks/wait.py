"""How long a visitor waits, and what that costs, in a real browser: ``python -m benchmarks.wait [minutes [seconds]]``

``minutes`` of dial changes are gone through for the memory of server and worker, three by default, one change every 2.5
``seconds``. Where those are given, nothing else is measured. Prints Markdown.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from benchmarks.processes import resident, running
from benchmarks.results import written
from benchmarks.visitor import again, listen, loading, visited, waited
from pages.parts.frame.texts import YARDSTICKS
from pages.parts.playground.presets import FIRST, PRESETS
from pages.parts.sweep.texts import EXAMPLES as SWEEPS
from tests.browser.conftest import FLAGS, Server, chromium

FRESH, REPEATS = 5, 3
# So slow that it does not level off, and so stop by itself, while it is measured.
LONG = "family=sinusoid&tasks=0&shots=10&queries=10&inner_steps=3&hidden=40,40&meta_batch=100&beta=0.001&alpha=0.001"
# Each dial with the key that moves it as often as it is measured.
SHAPED = {
    "Support points": "ArrowLeft",
    "Inner steps": "ArrowRight",
    "Query points": "ArrowRight",
    "Tasks per meta-step": "ArrowLeft",
}
MOVED = {"Beta": "ArrowLeft", "Alpha": "ArrowRight", "Noise": "ArrowRight"}
ABOUT = """
In a real browser, in a window of 1400 x 1000; the median, with the least and the most. Memory is that of the server
and of the largest worker while a visitor moves dials that change shapes, again and again, at ten equal steps of
time.
"""


def main() -> None:
    minutes, *pace = [*map(float, sys.argv[1:])] or [3.0]
    print("| seen by a visitor | measured | goal |\n|---|---|---|")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS.split())
        if not pace:
            tell(fresh(browser))
            tell(before_the_engine(browser))
            with untrained() as server:
                tell(watching(browser, server))
                tell(dials(browser, server))
            with untrained() as server:
                tell(maps(browser, server))
        with untrained() as server:
            tell(memory(browser, server, minutes, *pace))
        browser.close()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"\n{os.cpu_count()} cores, load {load} (1, 5, 15 minutes)")


@contextmanager
def untrained() -> Iterator[Server]:
    """A server on which nothing has been trained yet, so that nothing is played from disk."""
    with TemporaryDirectory() as folder, Server(METACORE_TRAININGS=folder) as server:
        yield server


def tell(rows: list[tuple[str, str, str]]) -> None:
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


def fresh(browser: Browser) -> list[tuple[str, str, str]]:
    """The first visitor of a server that has just started: until the page is drawn, and until it moves; what comes."""
    drawn, moving, loaded = [], [], []
    for _ in range(FRESH):
        with untrained() as server, visited(browser, "about:blank") as page:
            received = loading(page)
            page.goto(f"{server.url}/?{PRESETS[FIRST]}", wait_until="commit")
            page.get_by_role("slider").first.wait_for()
            page.get_by_role("button", name="Pause").wait_for()
            drawn_at, started = time.time(), page.evaluate("performance.timeOrigin") / 1000  # of the request
            drawn.append(drawn_at - started)
            page.wait_for_function("log.filter(entry => entry.step > 0).length > 1")
            moving.append(page.evaluate("log.filter(entry => entry.step > 0)[1].at") / 1000 - started)
            loaded.append(sum(received) / 1e6)
    return [
        ("fresh server: the page is drawn", seconds(drawn), "2 s"),
        ("fresh server: the page moves (second picture of training)", seconds(moving), "8 s"),
        ("first visit: received until then, packed", spread(loaded, "{:.2f} MB"), "3.5 MB"),
    ]


def before_the_engine(browser: Browser) -> list[tuple[str, str, str]]:
    """The first visitor of a server that has just started, where the same run was trained before."""
    took = []
    with TemporaryDirectory() as folder:
        with Server(METACORE_TRAININGS=folder) as server, visited(browser, f"{server.url}/?{PRESETS[FIRST]}") as page:
            page.wait_for_function("log.at(-1)?.step > 1000")
        for _ in range(FRESH):
            with (
                Server(METACORE_TRAININGS=folder) as server,
                visited(browser, f"{server.url}/?{PRESETS[FIRST]}") as page,
            ):
                page.wait_for_function("log.some(entry => entry.step > 0)")
                first = "log.find(entry => entry.step > 0).at - performance.timeOrigin"
                took.append(page.evaluate(first) / 1000)
    return [("fresh server, trained there before: the first picture of training", seconds(took), "3 s")]


def watching(browser: Browser, server: Server) -> list[tuple[str, str, str]]:
    """One viewer, once the yardsticks are there: updates a second, bytes of each, and how busy the worker is."""
    rows = []
    for name, run in (("first preset", PRESETS[FIRST]), ("sine waves", LONG)):
        rates, sizes, busy = [], [], []
        for weights in range(3):  # another run each time: who sees one again is shown what was computed
            received: list[int] = []  # the bytes of each message
            with visited(browser, "about:blank") as page:
                listen(page, received)
                page.goto(f"{server.url}/?{run}&weights={weights}")
                page.locator(".figures").get_by_text(YARDSTICKS["floor"]).wait_for()
                if run != LONG:  # it has levelled off by now, or is about to
                    page.get_by_role("button", name="Continue").click()
                page.get_by_role("radio", name="Full speed").click()
                page.wait_for_timeout(2000)
                worker = max(server.workers(), key=resident)
                received.clear()
                first, started = page.evaluate("log.at(-1).updates"), time.time()
                busy.append(100 * running(worker, page))
                updates, spent = page.evaluate("log.at(-1).updates") - first, time.time() - started
                rates.append(updates / spent)
                sizes.append(sum(received) / 1000 / max(updates, 1))
        rows.append((f"{name}: updates a second", spread(rates, "{:.1f}"), "at least 4"))
        rows.append((f"{name}: received for an update", spread(sizes, "{:.1f} kB"), "20 kB"))
        rows.append((f"{name}: the worker is busy", spread(busy, "{:.0f} %"), "at least 90 %"))
    return rows


def dials(browser: Browser, server: Server) -> list[tuple[str, str, str]]:
    """From the key that moves a dial to the first point of the curve that it brought."""
    with visited(browser, f"{server.url}/?{LONG}") as page:
        page.wait_for_function("log.filter(entry => entry.step > 100).length > 4")
        moved, shaped = [], []
        for _ in range(REPEATS):
            for dial, key in MOVED.items():
                again(page)
                moved.append(waited(page, dial, key, "entry.marks > before.marks"))
        for _ in range(REPEATS):
            for dial, key in SHAPED.items():
                again(page)
                shaped.append(waited(page, dial, key, "entry.step < before.step"))
    return [
        ("a dial that changes no shape: first new point of the curve", seconds(moved), "0.5 s"),
        ("a dial that changes shapes: first new point of the curve", seconds(shaped), "1.5 s"),
    ]


def maps(browser: Browser, server: Server) -> list[tuple[str, str, str]]:
    """From the click to a full map of 8 x 8 cells, 500 meta-steps each, of the brief's tasks: by visitors in turn."""
    took = []
    for _ in range(REPEATS):
        with visited(browser, f"{server.url}/sweep?{SWEEPS['rates'][1]}") as page:
            button = page.get_by_role("button", name="Sweep")
            button.wait_for()
            page.wait_for_timeout(5000)  # the engine has started with the server
            started = time.time()
            button.click()
            page.get_by_text("on 600 new tasks. Click a cell").wait_for()
            took.append(time.time() - started)
    name = "Sweep: from the click to a full map of 8 x 8 cells, 500 meta-steps each"
    return [(f"{name}; first time", f"{took[0]:.1f} s", "10 s"), (f"{name}; later", seconds(took[1:]), "10 s")]


def memory(browser: Browser, server: Server, minutes: float, pace: float = 2.5) -> list[tuple[str, str, str]]:
    """What server and worker hold while a visitor moves dials that change shapes, again and again."""
    held: list[tuple[float, float]] = []
    started = time.time()
    with visited(browser, f"{server.url}/?{PRESETS[FIRST]}") as page:
        page.wait_for_function("log.filter(entry => entry.step > 0).length > 1")
        for number, dial in enumerate(cycle(SHAPED)):
            if time.time() - started > 60 * minutes:
                break
            page.get_by_role("slider", name=dial).first.press("ArrowRight" if number % 24 < 12 else "ArrowLeft")
            page.wait_for_timeout(1000 * pace)
            held.append((resident(server.process.pid), max(map(resident, server.workers()), default=0.0)))
    points = [held[round(index * (len(held) - 1) / 9)] for index in range(10)]
    rows = []
    for name, limit, at in (("server", "200 MB", 0), ("worker", "1200 MB", 1)):
        curve = ", ".join(f"{point[at]:.0f}" for point in points) + f"; at most {max(point[at] for point in held):.0f}"
        rows.append((f"memory of the {name} over {minutes:g} minutes, {len(held)} dial changes (MB)", curve, limit))
    return rows


def seconds(values: list[float]) -> str:
    return spread(values, "{:.2f} s")


def spread(values: list[float], form: str) -> str:
    """The median and, in brackets, the least and the most."""
    show: Callable[[float], str] = form.format
    return f"{show(statistics.median(values))} ({show(min(values))} to {show(max(values))}, {len(values)} times)"


if __name__ == "__main__":
    with written("wait", "What a visitor waits for", ABOUT):
        main()
