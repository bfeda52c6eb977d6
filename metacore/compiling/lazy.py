"""TensorFlow, imported and set up when it is first used and not before.

The catalogue (names, dials, words) is read by processes that must stay free of TensorFlow, so the files that
compute import ``tf`` from here: ``from metacore.compiling.lazy import tf``.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
import threading
from functools import cache
from typing import Any

from metacore.compiling.notices import without_notices

IN_MEMORY = "ram://metacore-programs"  # where TensorFlow keeps what it compiles; see ``programs_on_disk``
_LOADING = threading.Lock()  # the first call on a worker and its compiler ask at once


class _TensorFlow:
    """Stands for the module ``tensorflow``; the first attribute asked for imports it."""

    def __getattr__(self, name: str) -> Any:
        with _LOADING:
            tensorflow = _load()
        return getattr(tensorflow, name)


_guest = threading.Event()


def as_guest() -> None:
    """From now on, what holds for the whole process is left as it is: it is somebody's notebook or script."""
    _guest.set()


@cache
def _load() -> Any:
    """TensorFlow, set up for training where the process is one of the engine's own and nobody has used it before."""
    if _guest.is_set() or "tensorflow" in sys.modules:
        with without_notices():
            return importlib.import_module("tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    # TensorFlow loads Keras along with itself, unless an older Keras is asked for that is not there. Nothing here uses
    # it; without it the import takes half as long, and 140 MB less.
    os.environ.setdefault("TF_USE_LEGACY_KERAS", "1")
    os.environ.setdefault("TF_XLA_FLAGS", f"--tf_xla_persistent_cache_directory={IN_MEMORY}")
    with without_notices():
        tensorflow = importlib.import_module("tensorflow")
    # Graphs are traced again where that is meant; whoever must not do so has a test.
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    # The products of small networks are too small to share between threads: one is faster than two.
    tensorflow.config.threading.set_intra_op_parallelism_threads(1)
    tensorflow.config.threading.set_inter_op_parallelism_threads(1)
    # Rewriting graphs takes as long as tracing them, gains nothing at this size, and would change the last digits: so
    # a plain graph gives exactly what its function gives as it stands.
    tensorflow.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})
    return tensorflow


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
