"""A visitor in a real browser, whose page notes what its curve shows and when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

# Notes when the curve was first drawn, when it first grew, and when it first showed what a moved dial brought.
WATCH = """
  window.log = [];
  window.pressed = 0;
  addEventListener("keydown", () => { pressed ||= performance.timeOrigin + performance.now(); }, true);
  let drawn = -1;
  const look = () => {
    const chart = document.querySelector(".st-key-curve .chart") ?? document.querySelectorAll(".chart")[1];
    const updates = Number(chart?.dataset.updates ?? 0);
    if (chart && updates !== drawn) {
      drawn = updates;
      const step = Number(chart.ariaLabel?.match(/over (\\d+) meta-steps/)?.[1] ?? -1);
      window.log.push({ at: performance.timeOrigin + performance.now(), updates, step,
        marks: chart.shape?.layout.shapes?.length ?? 0, run: location.search });
    }
    requestAnimationFrame(look);
  };
  addEventListener("DOMContentLoaded", look);
"""


@contextmanager
def visited(browser: Browser, address: str) -> Iterator[Page]:
    """A visitor's page, from the request on; the log of its curve is ``window.log``."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(WATCH)
    page.goto(address, wait_until="commit")
    try:
        yield page
    finally:
        context.close()


def listen(page: Page, received: list[int]) -> None:
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(len(data))))


def loading(page: Page) -> list[int]:
    """The bytes, packed as they come, of all that the page loads from now on, and of each message."""
    received: list[int] = []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda it: received.append(int(it["encodedDataLength"])))
    listen(page, received)
    return received


def again(page: Page) -> None:
    """Starts anew and lets it run, so that it plays and its program is ready."""
    page.get_by_role("button", name="Reset").click()
    page.wait_for_timeout(500)
    page.wait_for_function("log.at(-1).step > 100 && log.at(-1).marks === 0")
    page.wait_for_timeout(1000)


def waited(page: Page, dial: str, key: str, new: str) -> float:
    """Moves ``dial`` one stop by ``key``; seconds until the curve is drawn with what is ``new``."""
    place = page.get_by_role("slider", name=dial).first
    place.focus()
    page.evaluate("pressed = 0; window.before = log.at(-1)")
    place.press(key)
    found = f"log.find(entry => entry.at > pressed && entry.step > 0 && {new})"
    page.wait_for_function(f"{found} !== undefined")
    return page.evaluate(f"({found}.at - pressed) / 1000")
