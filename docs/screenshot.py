"""Makes the README's picture: starts the app, waits until it has learned something, and photographs it."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.conftest import FLAGS, Server, chromium, wait_for_charts, wait_for_step

RUN = "family=sinusoid&tasks=0&shots=10&hidden=40,40&alpha=0.01&beta=0.001&inner_steps=1"


def main() -> None:
    server = Server()
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS.split())
            page = browser.new_page(viewport={"width": 1400, "height": 1500}, color_scheme="light")
            page.goto(f"{server.url}/?{RUN}")
            wait_for_charts(page)
            wait_for_step(page, 3000)
            page.get_by_role("button", name="Pause").click()
            page.get_by_text("paused").wait_for()
            page.wait_for_timeout(3000)
            page.screenshot(path=Path(__file__).with_name("playground.png"))
            browser.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
