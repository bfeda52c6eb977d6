"""A meta-trained model as a file of plain arrays, and back: no pickles, so that a stranger's file runs no code."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import numpy as np

from metacore import registry
from metacore.compiling.lazy import tf
from metacore.nn.losses import predictions
from metacore.query_string import read
from metacore.run import Run
from metacore.run_dials import PARTS, dials_of
from metacore.tables.table import UNSCALED, Scale
from metacore.training.engine import State
from metacore.types import Batch, Params, Predictor, Problem

FORMAT = 1


@dataclass(frozen=True)
class Saved:
    """A meta-trained model that adapts to new tasks in the units of the data.

    ``about``: the run's query string, and for tables the names of the features, the target and its classes.
    """

    about: dict[str, Any]
    problem: Problem
    params: Params
    scales: tuple[Scale, Scale]

    def adapt(self, x: np.ndarray, y: np.ndarray) -> Predictor:
        """Learns a new task from points x [points, features] and answers y [points]: classes from 0 on, or values.

        Returns what answers further points: x [n, features] -> probabilities [n, classes], or values [n].
        """
        settings = _settings(self.about["run"])
        method, problem = registry.algorithms()[settings["algorithm"]], self.problem
        dials = {name: np.float32(value) if isinstance(value, float) else value for name, value in settings.items()}
        own = method.adapt(problem, self.params, Batch(self._x(x), self._y(np.asarray(y))), dials)[-1]

        def answer(points: np.ndarray) -> np.ndarray:
            found = predictions(problem, method.predict(problem, own, self._x(points)))[0].numpy()
            if not problem.classes:
                return self.scales[1].undone(found)[:, 0]
            return found if problem.outputs > 1 else np.concatenate([1 - found, found], axis=1)

        return answer

    def _x(self, x: np.ndarray) -> Any:
        return tf.constant(self.scales[0].applied(np.asarray(x, np.float64))[None], tf.float32)

    def _y(self, y: np.ndarray) -> Any:
        if self.problem.outputs > 1:
            return tf.one_hot(y.astype(int), self.problem.outputs)[None]
        scaled = self.scales[1].applied(y.astype(np.float64)[:, None])
        return tf.constant(scaled[None], tf.float32)


def packed(run: Run, state: State) -> bytes:
    """The meta-trained parameters of ``run`` as an .npz file, with all that ``load`` needs."""
    problem, table = run.problem, getattr(run.task_family, "table", None)
    about = {"format": FORMAT, "run": run.query(), "step": state.step, "problem": list(problem.__dict__.values())}
    if table:
        about |= {"features": table.features, "target": table.target, "classes": table.classes}
    arrays = {f"params{place}": np.asarray(array) for place, array in _leaves(state.params)}
    scales = run.task_family.held.scales if table else (UNSCALED, UNSCALED)  # type: ignore[union-attr]
    for name, scale in zip("xy", scales, strict=True):
        arrays |= {f"{name}_middle": np.asarray(scale.middle), f"{name}_unit": np.asarray(scale.unit)}
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays, about=np.array(json.dumps(about)))
    return file.getvalue()


def load(file: str | Path) -> Saved:
    """The model in an .npz file. Raises ValueError for a file that is none."""
    with np.load(file, allow_pickle=False) as arrays:
        if "about" not in arrays:
            raise ValueError(f"“{file}” holds no meta-trained model.")
        about = json.loads(str(arrays["about"]))
        problem, settings = Problem(*about["problem"]), _settings(about["run"])
        like = registry.algorithms()[settings["algorithm"]].init(problem, settings["hidden"], 0)
        params = _filled(like, "", arrays)
        x, y = (Scale(arrays[f"{name}_middle"], arrays[f"{name}_unit"]) for name in "xy")
        return Saved(about, problem, params, (x, y))


def script(run: Run, name: str) -> str:
    """Ten lines of Python that load the file called ``name`` and adapt the model to a new task."""
    problem, table = run.problem, getattr(run.task_family, "table", None)
    features = ", ".join(table.features) if table else f"{problem.features} numbers"
    answers = f"classes from 0 to {problem.classes - 1}" if problem.classes else "values"
    if table and table.classes:
        answers = ", ".join(f"{number}: {word}" for number, word in enumerate(table.classes))
    plain = (text.encode("ascii", "replace").decode().replace("\n", " ") for text in (features, answers))
    features, answers = plain
    return f"""# Run it in the folder of this project: python adapt.py
import numpy as np
from metacore.saved import load

model = load({name!r})
# A few known rows of the new task: {features}
x = np.random.default_rng(0).normal(size=(5, {problem.features}))
# Their answers: {answers}
y = np.arange(5) % {max(problem.classes, 2)}
print(model.adapt(x, y)(x))
"""


def _settings(query: str) -> dict[str, Any]:
    """The settings that a run's query string spells; the table it was over need not be there."""
    pairs = parse_qsl(query)
    texts = dict(pairs)
    return read(dials_of(*(texts[name] for name in PARTS)), pairs)[0]


def _leaves(nest: Params, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every array of a nest and where it stands, like “/layers/0/1”."""
    if isinstance(nest, dict | list | tuple):
        for key, value in nest.items() if isinstance(nest, dict) else enumerate(nest):
            yield from _leaves(value, f"{place}/{key}")
    else:
        yield place, nest


def _filled(nest: Params, place: str, arrays: Any) -> Params:
    """A nest of the same form with the arrays that stand at its places."""
    if isinstance(nest, dict):
        return {key: _filled(value, f"{place}/{key}", arrays) for key, value in nest.items()}
    if isinstance(nest, list | tuple):
        return type(nest)(_filled(value, f"{place}/{number}", arrays) for number, value in enumerate(nest))
    return arrays[f"params{place}"]
