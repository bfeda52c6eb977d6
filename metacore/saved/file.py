"""A meta-trained model as an .npz file: plain arrays, and everything else as JSON."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from metacore import registry
from metacore.compiling import lazy
from metacore.run import Run
from metacore.saved.model import Saved, settings_of
from metacore.tables.columns import DataError
from metacore.tables.table import UNSCALED, Scale
from metacore.types import Params, Problem

if TYPE_CHECKING:
    from metacore.training.engine import State

FORMAT = 2  # 1 had no schema, and classes went by number
WIDEST = 10_000  # features, or outputs, of any model
LARGEST = 64 * 2**20  # bytes that a packed one may become


def packed(run: Run, state: State) -> bytes:
    """The meta-trained parameters of ``run`` as an .npz file, with all that ``load`` needs."""
    problem, table = run.problem, getattr(run.task_family, "table", None)
    about = {"format": FORMAT, "run": run.query(), "step": state.step, "problem": list(problem.__dict__.values())}
    if table:
        about |= {"features": table.features, "target": table.target, "classes": table.classes}
        about["schema"] = table.schema and table.schema.plain()
    arrays = {f"params{place}": np.asarray(array) for place, array in _leaves(state.params)}
    scales = run.task_family.held.scales if table else (UNSCALED, UNSCALED)  # type: ignore[union-attr]
    for name, scale in zip("xy", scales, strict=True):
        arrays |= {f"{name}_middle": np.asarray(scale.middle), f"{name}_unit": np.asarray(scale.unit)}
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays, about=np.array(json.dumps(about)))
    return file.getvalue()


def load(file: str | Path) -> Saved:
    """The model in an .npz file, for a script or a notebook, whose process stays as it is.

    Raises ValueError for a file that is none.
    """
    lazy.as_guest()
    return _read(file)


def unpacked(data: bytes) -> Saved:
    """The model in a stranger's .npz file. Raises DataError."""
    todo = "Choose a model that was saved with “Trained model”, or with --save."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST:
                raise DataError("The model", f"it would unpack to more than {LARGEST / 2**20:.0f} MB.", todo)
        return _read(io.BytesIO(data))
    except DataError:
        raise
    except Exception:  # whatever the bytes make of the libraries
        raise DataError("The model", "it is none that was saved here, or is broken.", todo) from None


def _read(file: str | Path | BinaryIO) -> Saved:
    with np.load(file, allow_pickle=False) as arrays:
        if "about" not in arrays:
            raise ValueError(f"“{file}” holds no meta-trained model.")
        about = json.loads(str(arrays["about"]))
        problem, settings = Problem(*about["problem"]), settings_of(about["run"])
        if max(problem.features, problem.outputs) > WIDEST:
            raise ValueError(f"“{file}” holds a model that is too large.")
        like = registry.algorithms()[settings["algorithm"]].init(problem, settings["hidden"], 0)
        x, y = (Scale(arrays[f"{name}_middle"], arrays[f"{name}_unit"]) for name in "xy")
        return Saved(about, problem, _filled(like, "", arrays), (x, y))


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
    found = arrays[f"params{place}"]
    if found.shape != np.shape(nest):
        raise ValueError(f"params{place} has shape {found.shape} instead of {np.shape(nest)}.")
    return found
