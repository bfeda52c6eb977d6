"""Whatever an address says, every page makes a question of it at once, and writes one that is read back as the same.

``ADDRESSES=20000`` in the environment has so many tried on every page; each has a number, from which it is made again.
"""

from __future__ import annotations

import os
import random
import time
from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest

from metacore.dials import Dial, DialError
from metacore.registry import algorithms, families, learners
from metacore.run import Run
from metacore.run_dials import dials_of
from metacore.studies.compare.question import race_dials
from metacore.studies.ensembles.question import lab_dials
from metacore.studies.sweep.axes import NO_AXIS
from metacore.studies.sweep.question import length_dials
from metacore.studies.task.field_types import Names
from metacore.studies.task.fields import fields_of, sketchable
from metacore.studies.transfer.question import transfer_dials
from metacore.tables import choice, samples
from pages.parts.data.session import OWN, DataSession
from pages.parts.frame.study import Study
from tests.pages.test_studies import STUDIES

MANY = int(os.environ.get("ADDRESSES", "300"))
LONGEST = 1.0  # seconds that reading one may take
WILD = [
    "", " ", "0", "-0", "-1", "1", "5", "99999999", "100000000", "100000001", "9" * 400, "1." + "1" * 5000, "1e400",
    "nan", "inf", "-inf", "1e-400", "3.7", "1.0", "٣", "²", "½", "--5", "-", "1_000", "0x10", "1e3", "1,2", "00005",
    "40,40,40,40", ",", "40,", "0,0", "maml,maml", "maml,reptile", "maml,", "none", OWN, "table", "digits", "true",
    "[]", "../../x", "\x00", "\uffff", "😀", "<script>", "{0.__class__}", "%s%n", "A" * 20_000, ",".join("1" * 5000),
    "0_0_0~" * 60 + "0_0_0", "~", "1_2~", "nan_nan", "\n", "5 ", "+5", '"', '"a', "a,b", "0.1,1", "0.01,0.1,1", "1,2,3",
]  # fmt: skip


def all_fields() -> dict[str, Any]:
    """Every dial that the registry or a study knows, and whatever else has a written form, by name."""
    of_runs = [dial for parts in product(families(), algorithms(), learners()) for dial in dials_of(*parts)]
    of_sketches = [it for family in sketchable() for it in fields_of(family, Run.of({"family": family}).problem)]
    of_studies = [*race_dials(), *length_dials(), *transfer_dials(), *lab_dials(), *choice.DIALS]
    return {field.name: field for field in (*of_sketches, *of_runs, *of_studies)}


FIELDS = all_fields()
COLUMNS = sorted({str(column) for name in samples.names() for column in samples.sheet(name).frame})
AXES, POINTS = [NO_AXIS, *FIELDS], ["0.1", "1", "5", "10", "maml", "40"]
OTHERS = {
    "x": AXES, "y": AXES, "xs": POINTS, "ys": POINTS, "methods": [*algorithms()],
    "task_column": COLUMNS, "target": COLUMNS, "features": COLUMNS,
}  # fmt: skip
LISTS = ("xs", "ys", "features", "methods")
NAMES = [*FIELDS, *OTHERS]


def value(chance: random.Random, name: str) -> str:
    """A text that is right under this name, or nearly."""

    def some(words: Any, most: int = 9, between: str = ",") -> str:
        return between.join(chance.choice(words) for _ in range(chance.randint(0, most)))

    match FIELDS.get(name):
        case Dial(kind="choice", choices=choices):
            return chance.choice(choices)
        case Names(choices=choices) | Dial(kind="several", choices=choices):
            return some(choices)
        case Dial(kind="widths"):
            return some(["1", "40", "128", "129", "0"], 4)
        case Dial() as dial:
            return f"{chance.choice([dial.low, dial.high, *dial.stops, dial.low - 1, dial.high + 1]):.15g}"
        case None:
            return some(OTHERS[name]) if name in LISTS else chance.choice(OTHERS[name])
    marks = ["_".join(chance.choices(["0", "1", "-2.5", "3", "0.001"], k=chance.randint(2, 4))) for _ in range(5)]
    return some(marks, 55, "~")


def address(number: int, own: list[str]) -> list[tuple[str, str]]:
    """Name-value pairs: some of a page's ``own`` names, fewer of others, and whatever else can be typed."""
    chance = random.Random(number)

    def wild() -> str:
        return chance.choice([*WILD, "".join(chr(chance.randrange(0xD800)) for _ in range(chance.randint(0, 40)))])

    share = chance.choice([0.05, 0.2, 0.5])
    names = [name for name in own if chance.random() < share]
    names += chance.choices([*NAMES, wild()], k=chance.choice([0, 0, 1, 3]))
    right = chance.choice([0.5, 0.9, 1.0])
    return [(name, value(chance, name) if name in NAMES and chance.random() < right else wild()) for name in names]


@pytest.mark.parametrize("page", STUDIES)
def test_any_address_is_a_question(page: str) -> None:
    study = STUDIES[page]
    own = [*study.begin(study.first()).question.texts()] or [*choice.NAMES, "dataset"]
    for number in range(MANY):
        pairs = address(number, own)
        try:
            is_a_question(study, pairs)
        except Exception as error:
            raise AssertionError(f"address {number} of {page}: {urlencode(pairs)[:1000]}") from error


def is_a_question(study: Study, pairs: list[tuple[str, str]]) -> None:
    started = time.process_time()
    question, faults = study.ask.lenient(pairs)
    assert time.process_time() - started < LONGEST
    assert all(isinstance(fault, DialError) for fault in faults)
    texts = question.texts()
    again, left = study.ask.lenient([*texts.items()])
    assert (again.texts(), left) == (texts, [])
    if isinstance(question, DataSession):
        assert not question.found or question.train() is not None, "it can be trained on"
    else:
        assert again == question == study.ask.parse(question.query())
        study.begin(question)
