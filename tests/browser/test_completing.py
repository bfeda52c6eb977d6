"""From a file with gaps to the same file without, and a saved model on another day: every row is where it was."""

from __future__ import annotations

import csv
import io
from collections import Counter
from urllib.parse import urlencode

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests import files
from tests.browser.conftest import Server, Visit, press, wait_for_step
from tests.browser.test_data import upload

pytestmark = pytest.mark.browser
CHOICE = {"task_column": "shop", "target": "price", "features": "age,size", "answers": "regression", "shots": "3"}
HEADER = ("note", "price", "age", "size", "shop")


def with_gaps(prefix: str) -> list[tuple[object, ...]]:
    """Shops of which some prices are not known, one of which nothing is known, and rows that name no shop."""
    rows = []
    for number, (shop, size, age, price) in enumerate(files.ROWS):
        gap = number % 5 == 2 or shop == "shop 7"
        name = "" if number in (30, 31) else shop.replace("shop", prefix)
        rows.append((f"row {number}", "" if gap else price, age, size, name))
    return rows


def download(page: Page, name: str) -> bytes:
    with page.expect_download() as got:
        page.get_by_role("button", name=name).click()
    return got.value.path().read_bytes()


def check(data: bytes, given: list[tuple[object, ...]]) -> None:
    """Every row is there, in its place, with its cells, and its answer is known as it says."""
    header, *lines = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    answer = ["price completed", "how price is known", "price at least (95 %)", "price at most (95 %)"]
    assert header == [*HEADER, *answer] and len(lines) == len(given)
    known = Counter(row[-1] for row in given if row[1] != "" and row[-1])
    for before, line in zip(given, lines, strict=True):
        assert line[:5] == [
            "" if cell == "" else f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in before
        ]
        completed, how, low, high = line[5:]
        assert bool(low) == bool(high) == how.startswith("predicted")
        if not before[-1]:
            assert how == "left out: no “shop”" and not completed
        elif before[1] != "":
            assert how == "known" and completed == str(before[1])
        elif known[before[-1]]:
            assert how == f"predicted from {known[before[-1]]} known rows" and float(low) < float(completed) < float(
                high
            )
        else:
            assert how == "predicted, nothing known of this task" and float(completed) < 100


def test_from_gaps_to_a_completed_file_and_from_a_saved_model_to_another(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/data?dataset=own&{urlencode(CHOICE)}", height=3400)
    page.get_by_text("Or take one that is ready").wait_for()
    own, other = with_gaps("shop"), with_gaps("place")[::-1]
    upload(page, "shops.csv", files.csv(own, HEADER))
    page.get_by_text("rows have no “price”: they are answered after training").wait_for()
    press(page, "Train on it")
    wait_for_step(page, 50)
    page.get_by_text("Fill in what you don't know").click()
    check(download(page, "shops, completed (.csv)"), own)
    sheet = openpyxl.load_workbook(io.BytesIO(download(page, "shops, completed (.xlsx)"))).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [row[0] for row in own]
    upload(page, "fewer.csv", files.csv([row[:4] for row in own], HEADER[:4]), "Choose a file to be completed")
    expect(page.get_by_role("alert").filter(has_text="fewer.csv")).to_contain_text("it has no column “shop”")
    upload(page, "others.csv", files.csv(other, HEADER), "Choose a file to be completed")
    page.get_by_text("others.csv").wait_for()
    check(download(page, "others, completed (.csv)"), other)
    page.get_by_text("Take it away").click()
    with page.expect_download() as got:
        page.get_by_role("button", name="Trained model").click()
    model = got.value.path().read_bytes()

    tomorrow = visit(f"{server.url}/data?dataset=own", height=2000)
    tomorrow.get_by_text("Use a model that you saved").click()
    upload(tomorrow, "shops.npz", b"PK\3\4 no model", "Choose a trained model")
    expect(tomorrow.get_by_role("alert")).to_contain_text("none that was saved here")
    upload(tomorrow, "model.npz", model, "Choose a trained model")
    tomorrow.get_by_text("predicts “price” of each “shop”").wait_for()
    upload(tomorrow, "others.csv", files.csv(other, HEADER), "Choose a file to be completed")
    tomorrow.get_by_text("others.csv").wait_for()
    check(download(tomorrow, "others, completed (.csv)"), other)
