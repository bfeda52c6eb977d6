"""Every study has the same name everywhere, and hands the skeleton all that it needs."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from pages.parts.frame.study import Study
from pages.parts.frame.texts import NAVIGATION
from tests.readme import ROOT

PAGES = {path.stem: path for path in (ROOT / "pages").glob("*.py")}
ENGINE = {path.parent.name for path in (ROOT / "metacore" / "studies").glob("*/__init__.py")}


def studies() -> dict[str, Study]:
    modules = {name: importlib.import_module(f"pages.{name}") for name in PAGES} | {
        "app": importlib.import_module("app")
    }
    found = {name: [it for it in vars(module).values() if isinstance(it, Study)] for name, module in modules.items()}
    return {name: each for name, (each, *_) in ((name, its) for name, its in found.items() if its)}


STUDIES = studies()


def test_a_study_of_the_engine_has_a_page_and_tests_of_its_name() -> None:
    assert {"playground" if name == "app" else name for name in STUDIES} >= ENGINE
    assert {path.name for path in (ROOT / "tests" / "studies").iterdir() if (path / "__init__.py").exists()} == ENGINE


def test_every_page_is_in_the_navigation() -> None:
    assert {"app.py", *(f"pages/{name}.py" for name in PAGES)} == set(NAVIGATION)


@pytest.mark.parametrize("file", STUDIES)
def test_a_study_is_called_as_its_file_and_folder(file: str) -> None:
    name = STUDIES[file].name
    assert name == ("playground" if file == "app" else file) and (ROOT / "pages" / "parts" / name).is_dir()
    assert file == "app" or len(PAGES[file].read_text("utf-8").splitlines()) < 40


@pytest.mark.parametrize("file", STUDIES)
def test_a_study_has_its_words_and_a_first_question_that_an_address_spells(file: str) -> None:
    study, words = STUDIES[file], STUDIES[file].words
    assert all(isinstance(getattr(words, name), str) for name in ("TITLE", "INTRO", "SHARE_HELP"))
    session: Any = study.begin(study.first())
    texts = session.question.texts()
    again, faults = study.ask.lenient(list(texts.items()))
    assert not faults and again.texts() == texts, "an address spells it again"
    ready = {name: study.ask.parse(query) for name, (_, query, *_) in (study.examples or {}).items()}
    assert len({question.query() for question in ready.values()}) == len(ready), "no two examples are alike"


@pytest.mark.parametrize("file", ["compare", "sweep", "transfer", "learners", "data"])
def test_a_study_that_waits_for_a_click_starts_its_first_example_by_itself(file: str) -> None:
    study = STUDIES[file]
    session: Any = study.begin(study.first())
    assert study.start and not session.playing
    study.start(session)
    assert session.playing
    query = dict(study.first().texts())
    examples = {name: study.ask.parse(query).texts() for name, (_, query, *_) in (study.examples or {}).items()}
    assert file == "data" or next(iter(examples.values())) == query, "the first of its examples, with a sentence"
    assert not study.examples or len(next(iter(study.examples.values()))) == 3
