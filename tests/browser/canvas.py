"""The canvas of the page Your task: where its points are, and waiting for what they bring."""

from __future__ import annotations

from urllib.parse import urlparse

from playwright.sync_api import Page

from metacore.studies.task.field_types import Point
from metacore.studies.task.question import Sketch

QUICK = "family=linear&algorithms=prototypical&learners=neighbours&ensembles=weighted&steps=100"
THREE = "points=-1.2_0.9_1~0.4_1.6_1~0.9_-0.8_0"


def sketch(page: Page) -> Sketch:
    return Sketch.parse(urlparse(page.url).query)


def wait_for(page: Page, test: str) -> None:
    """Waits until ``test``, of the parts of the address, holds."""
    page.wait_for_function(f"() => {{ const at = new URLSearchParams(location.search); return {test}; }}")


def wait_for_points(page: Page, count: int) -> tuple[Point, ...]:
    wait_for(page, f"(at.get('points') || '').split('~').filter(Boolean).length === {count}")
    return sketch(page).points


def wait_for_answers(page: Page) -> None:
    page.wait_for_function("document.querySelector('.sketchpad')?.dataset.answered === 'true'")


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where on the screen a place of the canvas lies."""
    box = page.locator(".board").bounding_box()
    assert box
    low, high = sketch(page).run().task_family.domain
    return box["x"] + (x - low) / (high - low) * box["width"], box["y"] + (high - y) / (high - low) * box["height"]


def near(point: Point, x: float, y: float) -> bool:
    return abs(point[0] - x) < 0.1 and abs(point[1] - y) < 0.1


def shades(page: Page) -> str:
    """What is painted on the canvas."""
    return page.evaluate("document.querySelector('.board').toDataURL()")
