"""The page Your data as a visitor uses it: files good and bad, choices, training, and what is taken away."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from metacore.tables import samples
from tests import files
from tests.browser.conftest import Server, Visit, press, wait_for_step

pytestmark = pytest.mark.browser
BAD = files.REFUSED | files.USELESS


def upload(page: Page, name: str, data: bytes, label: str = "Choose a file: CSV") -> None:
    page.wait_for_timeout(300)  # reading a file ends with another chooser in place of the one that was used
    page.locator("[data-test-script-state=notRunning]").wait_for()
    chooser = page.get_by_test_id("stFileUploader").filter(has_text=label).locator("input[type=file]")
    expect(chooser).to_have_count(1)
    chooser.set_input_files({"name": name, "mimeType": "text/plain", "buffer": data})


def pick(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=re.compile(label)).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_good_and_bad_files_in_one_visit(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/data?dataset=own", height=1400)
    page.get_by_text("Or take one that is ready").wait_for()
    for kind in ("comma", "utf-16", "Excel", "Parquet"):
        name, data = files.GOOD[kind]
        upload(page, f"{kind} {name}", data())
        page.get_by_text(f"{kind} {name}").wait_for()
        page.get_by_text("8 tasks with 96 rows").wait_for()
    for number, case in enumerate(BAD.values()):
        data = case.data()
        if len(data) > 5 * 2**20:
            continue  # the browser refuses it before it travels
        upload(page, f"{number} {case.file}", data)
        sentence = page.get_by_role("alert").filter(has_text=f"{number} {case.file}").or_(
            page.get_by_role("alert").filter(has_text="gives no tasks yet")
        )  # fmt: skip
        expect(sentence).to_contain_text(case.says[0])
        assert all(part in sentence.inner_text() for part in case.says), (case, sentence.inner_text())
    name, data = files.GOOD["comma"]
    upload(page, "again.csv", data())
    page.get_by_text("again.csv").wait_for()
    page.get_by_text("8 tasks with 96 rows").wait_for()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_file_is_read_otherwise_where_it_is_said_so(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/data?dataset=own", height=1800)
    page.get_by_text("Or take one that is ready").wait_for()
    days = [(f"shop {n // 12}", f"{n % 9 + 1:02d}/{n % 7 + 1:02d}/2024", n % 5) for n in range(96)]
    upload(page, "days.csv", files.csv(days, ("shop", "day", "price")))
    page.get_by_text("8 tasks with 96 rows").wait_for()
    page.get_by_role("button", name="Read it otherwise").click()
    page.locator(".st-key-read_column").get_by_role("combobox").click()
    page.get_by_role("option", name="day: dates, the month first").click()
    page.locator(".st-key-read_way").get_by_role("combobox").click()
    page.get_by_role("option", name="dates, the day first").click()
    page.wait_for_function("new URLSearchParams(location.search).get('as_day_first') === 'day'")
    page.reload()
    upload(page, "days.csv", files.csv(days, ("shop", "day", "price")))
    page.get_by_role("button", name="Read it otherwise").click()
    page.locator(".st-key-read_column").get_by_role("combobox").click()
    page.get_by_role("option", name="day: dates, the day first").wait_for()


def test_the_list_of_rivals_comes_by_itself_once_they_are_fitted(fresh_server: Server, visit: Visit) -> None:
    page = visit(f"{fresh_server.url}/data", height=3000)
    page.get_by_text("Held against what people use").click()
    place = page.locator(".st-key-rivals_place")
    place.get_by_text("Comes once the others have been fitted").wait_for()
    page.locator(".figures").get_by_text("Always the average", exact=True).wait_for()
    for name in ("Mixed model", "Boosted trees", "From scratch"):
        place.get_by_role("rowheader", name=name, exact=True).wait_for(timeout=5000)


def test_a_line_of_the_list_enlarges_its_task(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/data", height=3000)
    wait_for_step(page, 1)
    page.get_by_text("typically off by").first.wait_for()
    press(page, "Pause")
    page.locator(".figures").get_by_text("Always the average", exact=True).wait_for()
    page.get_by_text("All new tasks").click()
    names = page.locator(".st-key-all_tasks [role=gridcell][aria-colindex='1']")
    names.first.wait_for(state="attached")
    name, box = names.nth(3).inner_text(), page.locator(".st-key-all_tasks canvas").first.bounding_box()
    assert box
    page.mouse.click(box["x"] + 15, box["y"] + 35 * 4 + 17)
    page.locator(f".st-key-focus .chart[aria-label*='{name}']").wait_for()


def test_bytes_are_let_go_once_a_file_is_read(visit: Visit) -> None:
    # What is let go returns to the system at once. It else stays with the thread's arena, one for each of many threads.
    with Server(MALLOC_MMAP_THRESHOLD_="1000000") as server:
        page = visit(f"{server.url}/data?dataset=own", height=1400)
        page.get_by_text("Or take one that is ready").wait_for()
        data, held = b"a,b\n\0" + b"1,2\n" * 1_200_000, []
        for number in range(6):
            upload(page, f"{number} a.csv", data)
            expect(page.get_by_role("alert")).to_contain_text(f"{number} a.csv")
            status = Path(f"/proc/{server.process.pid}/status").read_text()
            held.append(int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024)  # type: ignore[index]
        assert held[-1] - held[0] < len(data) / 2**20, held


def test_words_of_a_file_are_shown_and_never_run(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/data?dataset=own", height=1400)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_text("Or take one that is ready").wait_for()
    evil = "![x](http://evil.test/a.png)"
    script = "<img src=x onerror=document.title='run'>"
    rows = [(f"{script} {n // 12}", n % 5, "=1+1" if n % 2 else ":red[x]", n % 7) for n in range(96)]
    upload(page, f"{evil}.csv", files.csv(rows, (evil, "b", "$c$", "d"), ";"))
    page.get_by_text(f"{evil}.csv").wait_for()
    page.get_by_text("8 tasks with 96 rows").wait_for()
    assert page.locator("img[src*=evil]").count() == 0 and not any("evil.test" in url for url in asked)
    assert page.title() != "run"


def test_choices_are_reported_refused_and_mended(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/data", height=1800)
    page.get_by_text("Diabetes").click()
    page.get_by_text("20 tasks with 442 rows").wait_for()
    pick(page, "What names the task", "bmi")
    page.get_by_text(re.compile(r"Cells|tasks with 4\d\d rows")).first.wait_for()
    pick(page, "What names the task", "sex")
    page.get_by_text("Column “sex”: 2 of its 2 tasks have 8 rows or more").wait_for()
    expect(page.get_by_role("button", name="Train on it")).to_be_disabled()
    pick(page, "What names the task", "age")
    pick(page, "Kind of answer", "A class")
    page.get_by_text("at most 5 classes can be told apart").wait_for()
    pick(page, "What is asked for", "sex")
    page.get_by_text("To be told apart: “1”, “2”").wait_for()
    expect(page.get_by_role("button", name="Train on it")).to_be_enabled()
    assert "target=sex" in page.url and "dataset=diabetes" in page.url


def test_from_a_file_to_a_trained_model_and_its_predictions(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/data", height=3000)
    page.get_by_text("Or take one that is ready").wait_for()
    upload(page, "wine.csv", samples.sheet("wine").frame.to_csv(index=False).encode())
    page.get_by_text("wine.csv").wait_for()
    press(page, "Train on it")
    wait_for_step(page, 100)
    verdict = re.compile("(helps|is better) on these data|No difference shown|Too few new tasks to tell")
    page.get_by_text(verdict).first.wait_for()
    page.get_by_text("Take it away").click()
    with page.expect_download() as got:
        page.get_by_role("button", name="Predictions").click()
    with got.value.path().open(encoding="utf-8") as opened:
        header, *rows = csv.reader(opened)
    assert {"task", "role", "right class", "class"} <= set(header) and len(rows) > 10
    assert {row[header.index("class")] for row in rows} <= {"class_0", "class_1", "class_2"}
    with page.expect_download() as got:
        page.get_by_role("button", name="Trained model").click()
    assert got.value.path().read_bytes().startswith(b"PK")


def test_digits_are_watched_in_the_playground(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/data")
    press(page, "Handwritten digits: pictures, in the Playground")
    page.get_by_role("heading", name="Meta-Learning Playground", exact=True).wait_for()
    page.wait_for_function("() => location.search.includes('family=digits')")


@pytest.mark.parametrize("dark", [False, True])
def test_a_narrow_screen_has_room_for_everything(dark: bool, server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/data", width=390, height=2600, dark=dark)
    page.get_by_text("From table to tasks").click()
    page.get_by_text("142 tasks with 1,704 rows").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_address_brings_the_choices_and_never_the_file(server: Server, visit: Visit) -> None:
    choice = {"task_column": "shop", "target": "age", "features": "size", "answers": "regression", "least_rows": "5"}
    page = visit(f"{server.url}/data?{urlencode({'dataset': 'own', **choice})}", height=1800)
    page.get_by_text("made with somebody's own file").wait_for()
    upload(page, "shops.csv", files.csv())
    page.get_by_text("the value of “age”").wait_for()
    assert "least_rows=5" in page.url
    other = visit(page.url, height=1800)
    other.get_by_text("made with somebody's own file").wait_for()
    assert other.get_by_text("shops.csv").count() == 0


def test_a_faulty_address_is_told_and_the_page_goes_on(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/data?dataset=wine&target=clas&features=ash&task_column=ash&bands=900", height=1800)
    page.get_by_text("bands: “900” is not allowed").wait_for()
    page.get_by_text("12 tasks with 178 rows").wait_for()
