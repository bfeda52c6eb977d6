"""Makes the README's pictures: starts the app, waits until it has learned something, and photographs it."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.conftest import FLAGS, Server, chromium, press, wait_for_charts, wait_for_step

RUN = "family=sinusoid&tasks=0&shots=10&hidden=40,40&alpha=0.01&beta=0.001&inner_steps=1"
RACE = "methods=maml,meta_sgd,ridge,alpaca&family=sinusoid&steps=1000"
LAB = "family=linear&algorithm=maml&members=100&known=5&points=50&task=3"
HERE = Path(__file__).parent


def main() -> None:
    with Server() as server, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS.split())
        playground(browser.new_page(viewport={"width": 1400, "height": 1500}), server.url)
        compare(browser.new_page(viewport={"width": 1400, "height": 1500}), server.url)
        ensembles(browser.new_page(viewport={"width": 1400, "height": 1800}), server.url)
        sweep(browser.new_page(viewport={"width": 1400, "height": 1150}), server.url)
        task(browser.new_page(viewport={"width": 1400, "height": 1050}), server.url)
        browser.close()


def playground(page: Page, url: str) -> None:
    page.goto(f"{url}/?{RUN}")
    wait_for_charts(page)
    wait_for_step(page, 3000)
    press(page, "Pause")
    page.get_by_text("paused").wait_for()
    page.mouse.move(0, 0)
    page.wait_for_timeout(3000)
    page.screenshot(path=HERE / "playground.png")
    page.close()


def compare(page: Page, url: str) -> None:
    page.set_default_timeout(300_000)
    page.goto(f"{url}/compare?{RACE}")
    press(page, "Race")
    page.get_by_text("Best possible:").wait_for()
    page.get_by_role("button", name="Pause").wait_for(state="detached")
    page.mouse.move(0, 0)
    page.wait_for_timeout(4000)
    page.screenshot(path=HERE / "compare.png")


def ensembles(page: Page, url: str) -> None:
    page.set_default_timeout(300_000)
    page.goto(f"{url}/ensembles?{LAB}")
    page.get_by_text("Best possible:").wait_for()
    page.get_by_text("Where they change places").wait_for()
    page.wait_for_timeout(4000)
    page.screenshot(path=HERE / "ensembles.png")


def sweep(page: Page, url: str) -> None:
    page.set_default_timeout(300_000)
    page.goto(f"{url}/sweep")
    press(page, "Sweep")
    page.get_by_text("Best cell", exact=True).wait_for()
    page.get_by_text("From scratch").first.wait_for()
    page.mouse.move(0, 0)
    page.wait_for_timeout(4000)
    page.screenshot(path=HERE / "sweep.png")


def task(page: Page, url: str) -> None:
    page.set_default_timeout(300_000)
    page.goto(f"{url}/task")
    page.wait_for_function("document.querySelector('.sketchpad')?.dataset.answered === 'true'")
    page.wait_for_timeout(3000)
    page.screenshot(path=HERE / "task.png")


if __name__ == "__main__":
    main()
