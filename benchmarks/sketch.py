"""How long a changed point takes until everyone's new answer is on screen: ``python -m benchmarks.sketch``

In a real browser, on the page Your task, from the click to the painted pictures of four methods on one worker.
"""

from __future__ import annotations

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks.results import written
from tests.browser.conftest import FLAGS, Server, chromium

QUERY = (
    "family=linear&algorithms=maml,prototypical&learners=gradient_descent&ensembles=weighted&steps=300"
    "&points=-1.2_0.9_1~0.4_1.6_1~0.9_-0.8_0"
)
CLICKS = 20
# Resolves with the milliseconds until the server has answered the click and everyone has answered the new points.
PAINTED = """
() => new Promise((done) => {
  const root = document.querySelector(".sketchpad");
  const started = performance.now();
  const sent = root.box.sent;
  const look = () => root.box.echo >= sent && root.dataset.answered === "true"
    ? done(performance.now() - started) : requestAnimationFrame(look);
  look();
})
"""
ABOUT = """
On the page Your task, in a real browser: from the click to the painted answers of four methods on one worker.
"""


def main() -> None:
    with Server() as server, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS.split())
        page = browser.new_page(viewport={"width": 1400, "height": 1100})
        page.goto(f"{server.url}/task?{QUERY}")
        page.wait_for_function("document.querySelector('.sketchpad')?.dataset.answered === 'true'", timeout=180_000)
        taken = np.array([click(page, number) for number in range(CLICKS + 2)][2:])
        browser.close()
    print(
        f"from a click to four painted answers, {CLICKS} clicks: median {np.median(taken):.0f} ms, "
        f"90 % within {np.quantile(taken, 0.9):.0f} ms, slowest {taken.max():.0f} ms"
    )


def click(page: Page, number: int) -> float:
    """Places a point, or removes it again; the milliseconds until all is painted."""
    box = page.locator(".board").bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.2 * box["width"], box["y"] + (0.2 + 0.06 * (number // 2 % 8)) * box["height"])
    taken = page.evaluate(PAINTED)
    page.wait_for_timeout(300)
    return taken


if __name__ == "__main__":
    with written("sketch", "A drawn point, answered", ABOUT):
        main()
