"""The README is short, and what it names is there."""

from __future__ import annotations

import re

import pytest

from tests.readme import ROOT

README = (ROOT / "README.md").read_text("utf-8")
WALK = re.findall(r"^ ?\d+\. .*?(?=\n ?\d+\. |\n\n)", README, re.DOTALL | re.MULTILINE)
# Whatever looks like a path: it ends in / or in the ending of a file. NAME stands for a name of one's own.
PATHS = sorted(set(re.findall(r"[\w.-]+(?:/[\w.-]+)*(?:/|\.(?:py|js|md|png|txt))(?![\w/])", README)))


def test_it_is_read_in_one_go() -> None:
    assert len(README.splitlines()) < 150


def test_the_walk_names_a_file_at_every_turn() -> None:
    assert len(WALK) == 10 and all(re.search(r"`[\w/]+\.(py|js)`", turn) for turn in WALK)


@pytest.mark.parametrize("path", [path for path in PATHS if "NAME" not in path])
def test_what_it_names_is_there(path: str) -> None:
    name = path.rstrip("/")
    places = [ROOT, ROOT / "metacore", ROOT / "pages" / "parts", *ROOT.glob("*/**/compare")]
    assert any((place / name).exists() for place in places), f"the README names {path}"
