"""Saved models: those of strangers run nothing, older ones still load, and a notebook's process stays as it is."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from metacore import saved
from metacore.tables.columns import DataError
from metacore.training.engine import init
from tests.examples import small_over, table

ROOT = Path(__file__).parents[2]
RUN = small_over(table(outputs=3))


def with_about(data: bytes, **changes: object) -> bytes:
    """The same file that tells other things about itself; what is None is left out."""
    with np.load(io.BytesIO(data)) as arrays:
        held = {name: arrays[name] for name in arrays}
    about = json.loads(str(held["about"])) | changes
    held["about"] = np.array(json.dumps({name: value for name, value in about.items() if value is not None}))
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **held)
    return file.getvalue()


def test_a_strangers_file_is_refused_and_runs_nothing(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", x=np.ones(3))
    np.savez(tmp_path / "code.npz", about=np.array([{"a": 1}], dtype=object))
    for name, what in (("other.npz", "no meta-trained model"), ("code.npz", "allow_pickle")):
        with pytest.raises(ValueError, match=what):
            saved.load(tmp_path / name)
        with pytest.raises(DataError, match="none that was saved here"):
            saved.unpacked((tmp_path / name).read_bytes())


def test_a_file_that_would_grow_too_large_is_refused_before_it_does() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("about.npy", b"\0" * (80 * 2**20))
    with pytest.raises(DataError, match="more than 64 MB"):
        saved.unpacked(bomb.getvalue())
    whole = saved.packed(RUN, init(RUN))
    for problem in (["classification", 10**9, 3, None], ["classification", 4, 3, None]):
        with pytest.raises(DataError, match="broken"):
            saved.unpacked(with_about(whole, problem=problem))


def test_an_older_file_still_loads_and_its_classes_go_by_number(tmp_path: Path) -> None:
    whole = saved.packed(RUN, init(RUN))
    file = tmp_path / "model.npz"
    file.write_bytes(with_about(whole, format=1, schema=None, classes=["1", "2", "3"]))
    x = np.random.default_rng(0).normal(size=(3, 3))
    older, newer = saved.load(file), saved.unpacked(with_about(whole, classes=["1", "2", "3"]))
    assert older.schema is None
    np.testing.assert_allclose(older.adapt(x, [0, 1, 2])(x), newer.adapt(x, [1, 2, 3])(x))


NOTEBOOK = """
import os, sys
import numpy as np
import tensorflow as tf
if len(sys.argv) > 2:
    tf.constant(1) + 1  # from here on nothing can be set any more
from metacore.saved import load
model = load(sys.argv[1])
x = np.ones((3, 3))
print(model.adapt(x, [0, 1, 2])(x).shape)
assert tf.config.threading.get_intra_op_parallelism_threads() == 0, "the notebook's own setting"
"""
ALONE = """
import os, sys
import numpy as np
from metacore.saved import load
model = load(sys.argv[1])
x = np.ones((3, 3))
print(model.adapt(x, [0, 1, 2])(x).shape)
import tensorflow as tf
assert tf.config.threading.get_intra_op_parallelism_threads() == 0
assert all(os.environ.get(name) is None for name in ("CUDA_VISIBLE_DEVICES", "TF_XLA_FLAGS", "TF_USE_LEGACY_KERAS"))
"""


@pytest.mark.parametrize(("code", "more"), [(NOTEBOOK, ["ran"]), (ALONE, [])])
def test_a_model_is_loaded_in_a_notebook_whose_process_stays_as_it_is(
    code: str, more: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "model.npz"
    file.write_bytes(saved.packed(RUN, init(RUN)))
    done = subprocess.run(
        [sys.executable, "-c", code, str(file), *more], capture_output=True, text=True, cwd=ROOT, timeout=100,
        env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "(3, 3)" in done.stdout
