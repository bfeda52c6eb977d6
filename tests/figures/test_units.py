"""What errors are told in: a table's own units, where it has some."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from metacore.figures.style import headline, shown
from metacore.figures.units import Unit, axis, frame
from metacore.interval import Interval
from metacore.run import Run
from metacore.tables.table import DAYS, Table


def table(scale: float) -> Table:
    draw = np.random.default_rng(0)
    x = draw.normal(size=(200, 1)).astype(np.float32)
    y = (scale * (x + draw.normal(size=x.shape)) + 5 * scale).astype(np.float32)
    return Table("marks", "regression", x, y, np.arange(200) // 10, tuple(map(str, range(20))), ("hours",), "points")


def test_always_the_average_is_typically_off_by_the_deviation_of_the_training_rows() -> None:
    run = Run.of({"family": "table", "dataset": "own"}, table(7.0))
    unit, held = Unit.of(run), run.task_family.held  # type: ignore[union-attr]
    own = np.concatenate([np.arange(held.first[t], held.first[t] + held.sizes[t]) for t in held.splits["training"]])
    deviation = run.task_family.table.y[held.places[own]].std()  # type: ignore[union-attr]
    assert float(unit.shown(float((held.y[own] ** 2).mean()))) == pytest.approx(deviation, rel=0.01)
    assert unit.target == "points"


def test_other_units_other_numbers() -> None:
    small, large = (Unit.of(Run.of({"family": "table", "dataset": "own"}, table(scale))) for scale in (1.0, 100.0))
    assert large.each(np.array([0.5])) == pytest.approx(100 * small.each(np.array([0.5])), rel=1e-4)


def test_the_interval_of_a_root_is_that_of_the_square_where_it_is_small() -> None:
    draws = np.random.default_rng(1).normal(0.25, 0.002, 100_000)
    mean, off = map(float, Unit("mse", 8.0, "points").headline(Interval(0.25, 1.96 * 0.002, 30)).split(" ± "))
    roots = 8 * np.sqrt(draws)
    assert mean == pytest.approx(roots.mean(), abs=0.01) and off == pytest.approx(1.96 * roots.std(), abs=0.001)


@pytest.mark.parametrize("query", ["family=linear", "family=sinusoid", "family=table&dataset=wine"])
def test_all_else_is_told_as_it_is_measured(query: str) -> None:
    unit, interval = Unit.of(Run.parse(query)), Interval(0.123, 0.01, 600)
    assert unit.shown(0.123) == shown(0.123, unit.kind) and unit.headline(interval) == headline(interval, unit.kind)


def test_a_single_task_has_no_interval() -> None:
    assert Unit("mse", 2.0, "points").headline(Interval(0.25, float("inf"), 1)) == "1.00"


@pytest.mark.parametrize(
    ("middle", "unit"), [(0.0, 1.0), (60.0, 12.0), (8_412_000_000.0, 30.0), (0.001, 0.0002), (5, -2)]
)
def test_a_tick_stands_where_its_value_is(middle: float, unit: float) -> None:
    made = axis((-3.0, 3.0), middle, unit, "price")
    places, values = np.array(made["tickvals"]), [float(text.replace(",", "")) for text in made["ticktext"]]
    assert middle + unit * places == pytest.approx(values, abs=abs(unit) * 1e-3)
    assert 3 <= len(values) <= 8 and len(set(made["ticktext"])) == len(values) and (abs(places) <= 3).all()


def test_the_axes_of_a_table_say_what_it_says() -> None:
    run = Run.of({"family": "table", "dataset": "own"}, table(7.0))
    shown_by, held = frame(run), run.task_family.held  # type: ignore[union-attr]
    for made, scale, name in ((shown_by.across, held.scales[0], "hours"), (shown_by.upwards, held.scales[1], "points")):
        told = [float(text.replace(",", "")) for text in made["ticktext"]]
        plane = held.plane.inputs(np.array(made["tickvals"])[:, None]) if name == "hours" else made["tickvals"]
        assert scale.undone(np.ravel(plane)) == pytest.approx(told, abs=1e-4) and made["title"]["text"] == name


def test_axes_of_many_columns_or_of_classes_say_no_values_that_they_do_not_have() -> None:
    assert "tickvals" not in frame(Run.parse("family=table&dataset=gapminder")).across
    assert not frame(Run.parse("family=table&dataset=wine")).upwards
    assert not frame(Run.parse("family=linear")).across


def test_a_unit_stands_beside_its_column_and_dates_are_dates() -> None:
    plain = table(7.0)
    run = Run.of({"family": "table", "dataset": "own"}, replace(plain, units={"points": "€", "hours": DAYS}))
    made = frame(run)
    assert made.upwards["title"]["text"] == Unit.of(run).target == "points (€)"
    assert made.across["title"]["text"] == "hours" and all(text.startswith("19") for text in made.across["ticktext"])
    due = Run.of({"family": "table", "dataset": "own"}, replace(plain, units={"points": DAYS}))
    assert Unit.of(due).target == "points (days)" and frame(due).upwards["title"]["text"] == "points"
