"""Functions made into graphs: plain ones, and such as are compiled.

A graph lets nothing be seen of how a function came to its operations: what TensorFlow notes about that is most of the
memory that a traced program takes, and it is never given back (see ``_one_frame``).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from metacore.compiling.background import BACKGROUND
from metacore.compiling.fusing import fused
from metacore.compiling.graphs_on_disk import GraphOnDisk
from metacore.compiling.lazy import inside, tf
from metacore.compiling.naming import named
from metacore.compiling.programs_on_disk import drop, keep


def as_graph(function: Callable[..., Any], **options: Any) -> Any:
    """``function`` as a plain graph, traced when it is first called; ``options`` as ``tf.function`` takes them."""

    def traced(*arguments: Any) -> Any:
        with _one_frame():
            return function(*arguments)

    return tf.function(traced, autograph=False, **options)


def _one_frame() -> Any:
    """Within it, operations remember no more of the Python stack than ``traced`` above.

    TensorFlow notes for every operation which lines of which files it came from, and its compiler keeps that for as
    long as the process lives: 15 of the 35 MB that a new shape of run takes. A stack must not be empty. The innermost
    frames, of the file ``ops``, are taken off before it is looked at, so they stay, or what is taken off is this one.
    """
    stack, ops = inside("util.tf_stack"), inside("framework.ops")
    known = {file for module in list(sys.modules.values()) if (file := getattr(module, "__file__", None))}

    class OneFrame(stack.StackTraceFilter):  # type: ignore[name-defined]
        def get_filtered_filenames(self) -> set[str]:
            return known - {__file__, ops.__file__}

    return OneFrame()


def compiled(function: Any, *depends: object, known: str = "") -> Any:
    """``function`` compiled with XLA, or as a plain graph where this TensorFlow has no XLA.

    ``depends``: what tells it from others of its name, by how that is printed; see ``named``. ``known``: all that it
    depends on besides the shapes of its arguments; with it the graph itself is kept on disk too.
    """
    if not tf.test.is_built_with_xla():
        return _Compiled(as_graph(function))

    def fusing(*arguments: Any) -> Any:
        shapes = tf.nest.map_structure(lambda part: getattr(part, "shape", part), arguments)
        with fused(), named(f"{function.__qualname__} {depends} {shapes}"):
            return function(*arguments)

    make = partial(as_graph, fusing, jit_compile=True)
    return _Compiled(GraphOnDisk(make, f"{function.__qualname__} {known}") if known else make())


class _Compiled:
    """A graph whose programs are kept on disk as soon as a call has had them compiled."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __call__(self, *arguments: Any) -> Any:
        try:
            return self.inner(*arguments)
        except Exception:
            drop()
            raise
        finally:
            keep()


def as_it_stands(function: Callable[..., Any]) -> Callable[..., Any]:
    """``function`` without a graph, for arguments that may be NumPy arrays."""
    return lambda *arguments: function(*tf.nest.map_structure(tf.convert_to_tensor, arguments))


class Graph:
    """A function as a plain graph, which gives exactly what the function gives as it stands.

    ``now`` does not wait until the graph is traced, and neither does ``at_once``, which has that done as well.
    ``known``: all that it depends on besides the shapes of its arguments; with it the graph is kept on disk.
    """

    def __init__(self, function: Callable[..., Any], known: str = "", **options: Any) -> None:
        self._function, self._traced = as_it_stands(function), False
        what = f"{function.__qualname__} {known}"

        def by_content(*arguments: Any) -> Any:
            with named(what):
                return function(*arguments)

        make = partial(as_graph, by_content if known else function, **options)
        self.inner = GraphOnDisk(make, what, declared="input_signature" in options) if known else make()

    def __call__(self, *arguments: Any) -> Any:
        found, self._traced = self.inner(*arguments), True
        return found

    def now(self, *arguments: Any) -> Any:
        return (self.inner if self._traced else self._function)(*arguments)

    def at_once(self, *arguments: Any) -> Any:
        if not self._traced:
            BACKGROUND.soon(self, partial(self, *arguments))
        return self.now(*arguments)
