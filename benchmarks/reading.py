"""How long the largest files take to be read in a process of their own, and how much memory. Prints a Markdown table.

python -m benchmarks.reading [--rows 300000]
"""

from __future__ import annotations

import argparse
import io
import resource
import time
from collections.abc import Callable

import numpy as np
import openpyxl
import pandas as pd

from benchmarks.results import written
from metacore.tables.columns import LIMITS
from metacore.tables.reading import read_apart

ABOUT = """
Files of many rows, as large as may be uploaded or a little smaller, each read in a process of its own: what that took
on the clock with whatever else the machine was doing, how much processor time, and the most memory that it ever held.
"""


def frame(rows: int, numbers: int) -> pd.DataFrame:
    """Tasks of thirty rows with a date each and columns of numbers."""
    draw = np.random.default_rng(0)
    made = {"shop": [f"Branch {row // 30}" for row in range(rows)]}
    made["day"] = (
        (pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(rows) % 300, "D")).strftime("%Y-%m-%d").tolist()
    )
    return pd.DataFrame(made | {f"c{place}": draw.normal(0, 1000, rows).round(2) for place in range(numbers)})


def plain(rows: int) -> bytes:
    return frame(rows, 7).to_csv(index=False).encode()


def european(rows: int) -> bytes:
    """As it takes longest: spaces between thousands, decimal commas, a unit, dates day first."""
    made = frame(rows, 5)
    for name in made.columns[2:]:
        made[name] = [f"{value:,.2f} €".replace(",", " ").replace(".", ",") for value in made[name]]
    made["day"] = pd.to_datetime(made["day"]).dt.strftime("%d.%m.%Y")
    return made.to_csv(index=False, sep=";").encode()


def workbook(rows: int) -> bytes:
    book, out = openpyxl.Workbook(write_only=True), io.BytesIO()
    sheet, made = book.create_sheet("data"), frame(rows, 9)
    sheet.append(list(made))
    for row in made.itertuples(index=False):
        sheet.append(list(row))
    book.save(out)
    return out.getvalue()


def parquet(rows: int) -> bytes:
    out = io.BytesIO()
    frame(rows, 9).to_parquet(out, index=False)
    return out.getvalue()


FILES: dict[str, Callable[[int], bytes]] = {
    "CSV": plain,
    "CSV, “1 234,50 €”": european,
    "Excel": workbook,
    "Parquet": parquet,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=LIMITS.rows)
    chosen = parser.parse_args()
    print(
        "| file | size | rows x columns | seconds | of processor time | most memory so far |\n|---|---|---|---|---|---|"
    )
    for label, make in FILES.items():
        data = make(chosen.rows)
        before, start = _used(), time.monotonic()
        found = read_apart(data, "a").frame
        seconds, used = time.monotonic() - start, _used()
        shape = f"{len(found):,} x {len(found.columns)}"
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = len(data) / 2**20
        print(
            f"| {label} | {size:.1f} MB | {shape} | {seconds:.1f} | {used - before:.1f} | {memory:.0f} MB |", flush=True
        )


def _used() -> float:
    """Processor time of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    with written("reading", "Reading the largest files", ABOUT):
        main()
