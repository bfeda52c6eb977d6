"""The ready-made tables are what their cards say."""

from __future__ import annotations

import re

import numpy as np
import pytest

from metacore.tables import samples


@pytest.mark.parametrize("name", samples.names())
def test_a_sample_is_a_table_of_many_tasks(name: str) -> None:
    table, card = samples.table(name), samples.card(name)
    assert table.name == name and samples.table(name) is table
    rows = re.match(r"(\d+) \w+", card.sentence)
    assert rows and int(rows.group(1)) in (len(samples.sheet(name).frame), len(table.tasks))
    assert len(table.tasks) >= 10 and np.bincount(table.task).min() >= 8
    assert np.isfinite(table.x).all() and card.url.startswith("https://")


def test_ash_leaves_nearly_every_task_with_wines_of_all_growers() -> None:
    table = samples.table("wine")
    growers = [len(np.unique(table.y[table.task == task].argmax(1))) for task in range(len(table.tasks))]
    assert np.mean(np.array(growers) == 3) > 0.9


def test_countries_rise_alike_from_different_levels() -> None:
    table = samples.table("gapminder")
    year = table.features.index("year")
    each = [table.task == task for task in range(len(table.tasks))]
    rises = [np.corrcoef(table.x[rows, year], table.y[rows, 0])[0, 1] > 0 for rows in each]
    means = [table.y[rows].mean() for rows in each]
    assert np.mean(rises) > 0.9 and np.std(means) > 5
