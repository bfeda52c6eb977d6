"""Sheets that ship inside installed packages, each with a choice of columns that makes tasks of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from metacore.tables.choice import Choice
from metacore.tables.table import Table
from metacore.types import Card

if TYPE_CHECKING:
    from metacore.tables.reading import Sheet

SKLEARN = "https://scikit-learn.org/stable/datasets/toy_dataset.html"


class Sample(NamedTuple):
    """A ready-made sheet: what it is and why its tasks are as they are, where its frame is, and the choice."""

    card: Card
    frame: Callable[[], Any]
    task: str
    target: str
    bands: int = 0
    without: tuple[str, ...] = ()  # columns that are no features: other names of the task or the target


def _gapminder() -> Any:
    import numpy as np
    import plotly.data

    found = plotly.data.gapminder(return_type="pandas")
    found["income (log10)"], found["people (log10)"] = np.log10(found["gdpPercap"]), np.log10(found["pop"])
    found = found.rename(columns={"lifeExp": "life expectancy"})
    return found[["country", "continent", "year", "income (log10)", "people (log10)", "life expectancy"]]


def _toy(name: str, **settings: Any) -> Any:
    """A table of scikit-learn, its classes by name."""
    from sklearn import datasets

    found = getattr(datasets, f"load_{name}")(as_frame=True, **settings)
    frame = found.frame.rename(columns={"target": "progression" if name == "diabetes" else "class"})
    if "class" in frame:
        frame["class"] = [str(found.target_names[number]) for number in frame["class"]]
    return frame


_SAMPLES = {
    "gapminder": Sample(
        Card("Life expectancy", "142 countries, each observed 12 times from 1952 to 2007. Every country is a task: how "
             "long people live, from the year, the income and the number of people. Countries rise alike, from "
             "different levels.", "Gapminder, as packaged with Plotly", "https://www.gapminder.org/data/"),
        _gapminder, "country", "life expectancy", without=("continent",),
    ),
    "wine": Sample(
        Card("Wine", "178 wines of three growers and 13 chemical measurements. Wines of about the same ash content "
             "are a task: ash tells little about the grower, so nearly every task has wines of all three.",
             "Forina et al. 1991, as packaged with scikit-learn", SKLEARN),
        lambda: _toy("wine"), "ash", "class", bands=12,
    ),
    "breast_cancer": Sample(
        Card("Breast cancer", "569 tumours, benign or malignant, and 30 measurements of their cells. Tumours of about "
             "the same smoothness are a task: smooth or rough, both kinds occur, in different shares.",
             "Wolberg et al. 1995, as packaged with scikit-learn", SKLEARN),
        lambda: _toy("breast_cancer"), "mean smoothness", "class", bands=20,
    ),
    "diabetes": Sample(
        Card("Diabetes", "442 patients and how far their illness went on within a year. Patients of about the same age "
             "are a task, because the same measurements may mean something else at another age.",
             "Efron et al. 2004, Least Angle Regression, as packaged with scikit-learn", SKLEARN),
        lambda: _toy("diabetes", scaled=False), "age", "progression", bands=20,
    ),
}  # fmt: skip


def names() -> tuple[str, ...]:
    """The ready-made tables by name.

    >>> "gapminder" in names()
    True
    """
    return tuple(_SAMPLES)


def card(name: str) -> Card:
    """What a ready-made table is. Raises KeyError."""
    return _SAMPLES[name].card


@cache
def sheet(name: str) -> Sheet:
    """The ready-made sheet called ``name``. Raises KeyError."""
    import pandas as pd

    from metacore.tables.reading import Sheet

    frame = _SAMPLES[name].frame()
    plain = {
        column: frame[column].astype("float64" if frame[column].dtype.kind in "iuf" else "str") for column in frame
    }
    return Sheet(name, pd.DataFrame(plain))


def choice(name: str) -> Choice:
    """The choice of columns that comes with it. Raises KeyError."""
    made = _SAMPLES[name]
    features = [column for column in sheet(name).frame if column not in (made.task, made.target, *made.without)]
    kind = "regression" if sheet(name).frame[made.target].dtype == "float64" else "classification"
    return Choice(made.task, made.target, tuple(map(str, features)), kind, made.bands)  # type: ignore[arg-type]


@cache
def table(name: str) -> Table:
    """The table of tasks that both make. Raises KeyError.

    >>> table("gapminder").features
    ('year', 'income (log10)', 'people (log10)')
    """
    from metacore.tables.tabling import tabled

    return tabled(sheet(name), choice(name)).table
