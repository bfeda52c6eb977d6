"""A visitor's desk: one sheet at a time, choices that go together, and what the address holds."""

from __future__ import annotations

import pytest

from metacore.registry import algorithms, families, learners
from metacore.run_dials import dials_of
from metacore.tables import samples
from metacore.tables.choice import NAMES
from metacore.tables.options import READ_NAMES, Reading
from pages.parts.data.escaping import escaped
from pages.parts.data.session import OWN, DataSession
from tests import files


def desk() -> DataSession:
    made = DataSession()
    made.read(files.csv(), "shops.csv")
    return made


def test_a_bad_file_leaves_what_is_there() -> None:
    made = desk()
    before = made.sheet, made.choice, made.found
    made.read(b"", "empty.csv")
    assert (made.sheet, made.choice, made.found) == before
    assert made.refused and made.refused[0] == "empty.csv" and "empty" in str(made.refused[1])
    made.read(files.xlsx(), "good.xlsx")
    assert made.refused is None and made.sheet is not before[0] and made.uploads == 3


def test_a_new_target_changes_places_with_the_old_one() -> None:
    made = desk()
    made.choose(target="age")
    assert made.choice and made.choice.features == ("size", "price") and made.choice.kind == "classification"
    made.choose(target="price")
    assert made.choice.features == ("size", "age") and made.choice.kind == "regression"


def test_a_column_of_decimals_is_cut_and_a_column_of_names_is_not() -> None:
    made = desk()
    made.choose(task="size")
    assert made.choice and made.choice.bands >= 5 and made.found
    made.choose(task="shop")
    assert made.choice.bands == 0 and "shop" not in made.choice.features


def test_a_choice_without_tasks_is_a_fault_until_it_is_mended() -> None:
    made = desk()
    made.choose(least=13)
    assert made.found is None and made.fault
    made.choose(least=12)
    assert made.found and made.fault is None


@pytest.mark.parametrize("source", [*samples.names(), OWN])
def test_the_address_brings_everything_back_but_the_file(source: str) -> None:
    made = desk()
    if source != OWN:
        made.take(source)
    made.choose(least=9)
    assert made.train() == [] and made.trainer
    made.trainer.set(alpha=0.3)
    again, faults = DataSession.lenient(made.texts().items())
    assert faults == [] and again.choice == made.choice
    if source == OWN:
        assert again.sheet is None
        again.read(files.csv(), "shops.csv")
    assert again.found and made.found and again.found.table == made.found.table
    assert again.train() == [] and again.trainer and again.trainer.run == made.trainer.run
    assert again.texts() == made.texts()


def test_what_is_said_by_hand_about_a_file_is_done_and_stands_in_the_address() -> None:
    days = [(f"shop {n // 12}", f"{n % 9 + 1:02d}/{n % 7 + 1:02d}/2024", n % 5) for n in range(96)]
    data, made = files.csv(days, ("shop", "day", "price")), DataSession()
    made.read(data, "days.csv")
    assert made.sheet and made.sheet.ways["day"] == "month_first" and made.reading == Reading()
    made.choose(least=9)
    made.read_again(columns={"day": "day_first"})
    assert made.sheet.ways["day"] == "day_first" and made.sheet.frame["day"].dt.month.max() == 7
    assert made.choice and made.choice.least == 9, "what was chosen stays where the columns are still there"
    made.read_again(header=10**6)
    assert made.refused and made.reading.header == 0, "what is not possible changes nothing"
    again, faults = DataSession.lenient(made.texts().items())
    again.read(data, "days.csv")
    assert not faults and again.sheet and again.sheet.ways == made.sheet.ways and again.texts() == made.texts()
    again.read(files.csv(), "shops.csv")
    assert again.reading == Reading(), "another file is found out anew"
    _, faults = DataSession.lenient([("keep", "everything")])
    assert faults and "keep" in str(faults[0])


def test_training_goes_on_with_the_tasks_it_began_with() -> None:
    made = desk()
    made.train()
    assert not made.changed
    made.choose(features=("size",))
    assert made.changed
    made.train()
    assert not made.changed and made.trainer and made.trainer.run.problem.features == 1


def test_words_of_a_choice_are_no_words_of_a_run() -> None:
    for family in families():
        for algorithm in algorithms():
            for learner in learners():
                assert not {dial.name for dial in dials_of(family, algorithm, learner)} & {*NAMES, *READ_NAMES}


def test_markup_in_words_of_a_file_is_shown_as_it_is() -> None:
    assert escaped("a b, ü") == "a b\\, ü"
    assert escaped(":red[x] $y$ <b>") == "\\:red\\[x\\] \\$y\\$ \\<b\\>"


def test_an_example_trains_at_once_and_a_table_of_ones_own_waits() -> None:
    made = DataSession.example()
    before = made.texts()
    assert made.ready_made and made.train() == [] and made.playing and made.texts() == before
    again, faults = DataSession.lenient(before.items())
    assert not faults and again.texts() == before and not again.playing
    made.read(files.csv(), "shops.csv")
    assert made.source == OWN and made.found and not made.ready_made
    assert made.trainer is None and not made.playing and not made.busy
    assert made.train() == [] and made.trainer
    alone = desk()
    alone.train()
    assert alone.trainer and made.trainer.run.settings == alone.trainer.run.settings, "nothing is left of the example's"
