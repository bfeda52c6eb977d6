"""TensorFlow, imported and set up when it is first used and not before.

The catalogue (names, dials, words) is read by processes that must stay free of TensorFlow, so the files that
compute import ``tf`` from here: ``from metacore.compiling.lazy import tf``.
"""

from __future__ import annotations

import importlib
import os
import tempfile
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

ON_DISK = 400  # compiled programs, of a megabyte each


class _TensorFlow:
    """Stands for the module ``tensorflow``; the first attribute asked for imports it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_load(), name)


@cache
def _load() -> Any:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    # TensorFlow loads Keras along with itself, unless an older Keras is asked for that is not there. Nothing here uses
    # it; without it the import takes half as long, and 140 MB less.
    os.environ.setdefault("TF_USE_LEGACY_KERAS", "1")
    # Compiled programs are kept on disk: the same one is loaded three times faster than it is compiled.
    os.environ.setdefault("TF_XLA_FLAGS", f"--tf_xla_persistent_cache_directory={_program_cache()}")
    tensorflow = importlib.import_module("tensorflow")
    # The products of small networks are too small to share between threads: one is faster than two.
    tensorflow.config.threading.set_intra_op_parallelism_threads(1)
    tensorflow.config.threading.set_inter_op_parallelism_threads(1)
    # Rewriting graphs takes as long as tracing them, gains nothing at this size, and would change the last digits: so
    # a plain graph gives exactly what its function gives as it stands.
    tensorflow.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})
    return tensorflow


def _program_cache() -> Path:
    """A folder that only this user can read: what is in it gets executed. The oldest of very many programs go."""
    folder = Path(tempfile.gettempdir()) / f"metacore-programs-{os.getuid()}-{version('tensorflow')}"
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = folder.stat()
    if owner.st_uid != os.getuid() or owner.st_mode & 0o077:
        return Path(tempfile.mkdtemp(prefix="metacore-programs-"))
    with suppress(FileNotFoundError):  # another process is at it
        for old in sorted(folder.iterdir(), key=lambda file: -file.stat().st_mtime)[ON_DISK:]:
            old.unlink()
    return folder


def inside(name: str) -> Any:
    """A module of TensorFlow that is not public, as ``framework.ops``: each use has a test that fails when it moves."""
    return importlib.import_module(f"tensorflow.python.{name}")


def forget_gradient(name: str) -> None:
    """Takes a gradient that ``tf.custom_gradient`` noted in a graph out of the register that ``tf.gradients`` reads.

    Nothing else ever does, and with the gradient TensorFlow keeps the whole graph: a process that traces one program
    after the other would only grow. Gradient tapes do not read the register.
    """
    inside("framework.ops").gradient_registry._registry.pop(name, None)


tf: Any = _TensorFlow()
