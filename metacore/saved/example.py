"""A few lines of Python that load a saved model and use it."""

from __future__ import annotations

import json
from typing import Any

from metacore.run import Run

POINTS = 4


def script(run: Run, name: str) -> str:
    """Python that loads the model in the file ``name`` and adapts it to a new task, by the names of its columns."""
    problem, table = run.problem, getattr(run.task_family, "table", None)
    if table and table.schema:
        scale = run.task_family.held.scales[0]  # type: ignore[union-attr]
        means = dict(zip(table.features, map(float, scale.middle), strict=True))
        row = {it.column: it.example(means[it.names[0]]) for it in table.schema.features}
        imported, x = "pandas as pd", f"pd.DataFrame([{json.dumps(row)}] * {POINTS})"
    else:
        imported, x = "numpy as np", f"np.random.default_rng(0).normal(size=({POINTS}, {problem.features}))"
    return f"""# Run it in the folder of this project: python adapt.py
import {imported}
from metacore.saved import load

model = load({name!r})
# Some known rows of a new task, and their answers: put your own in their place.
known = {x}
answers = {json.dumps(_answers(run, table))}
print(model.adapt(known, answers)(known))
"""


def _answers(run: Run, table: Any) -> list[object]:
    """Answers that are possible: names or numbers of classes, or values."""
    count = run.problem.classes
    if not count:
        middle, unit = (float(part[0]) for part in run.task_family.held.scales[1]) if table else (0.0, 1.0)  # type: ignore[union-attr]
        return [round(middle + unit * (number - 1.5), 6) for number in range(POINTS)]
    return [(table.classes if table else range(count))[number % count] for number in range(POINTS)]
