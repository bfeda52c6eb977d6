"""A file that is dropped into the folder of algorithms appears everywhere: the very file that the README shows."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, Server, Visit
from tests.readme import shown


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app with one more file."""
    root = tmp_path_factory.mktemp("copy")
    for name in ("metacore", "pages", ".streamlit", "static"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", root)
    (root / "metacore" / "algorithms" / "sign_descent.py").write_text(shown("Add an algorithm"), "utf-8")
    return root


@pytest.fixture
def server_of_copy(copy: Path) -> Iterator[Server]:
    with Server(copy) as server:
        yield server


def command(copy: Path, *arguments: str) -> str:
    called = [sys.executable, "-m", "metacore", *arguments]
    return subprocess.run(called, cwd=copy, check=True, capture_output=True, text=True).stdout


def test_it_is_in_the_catalogue_and_trains(copy: Path) -> None:
    listed = json.loads(command(copy, "catalogue", "--json", "-"))
    assert listed["algorithms"]["sign_descent"]["label"] == "Sign descent"
    query = "family=linear&algorithm=sign_descent&hidden=4&inner_steps=1&meta_batch=2"
    found = json.loads(command(copy, "train", query, "--steps", "3", "--json", "-"))
    assert found["run"]["algorithm"] == "sign_descent" and found["steps"] == 3


@pytest.mark.browser
def test_it_is_on_the_page(server_of_copy: Server, visit: Visit) -> None:
    visit(f"{server_of_copy.url}/methods").get_by_text("Sign descent", exact=True).first.wait_for()
    page = visit(f"{server_of_copy.url}/?family=linear&algorithm=sign_descent")
    page.wait_for_function("[...document.querySelectorAll('input')].some(i => i.value === 'Sign descent')")
