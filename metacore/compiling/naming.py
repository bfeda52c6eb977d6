"""Names that are the same whenever the same thing is compiled, so that it is found again.

TensorFlow finds what it has compiled, in the process and on disk, by the name of the graph, and makes these names from
a number that runs through the process and counts every tensor: the same program hardly ever has the same name twice.
So it would be compiled again, and kept again, each time that it is needed again.

It also refuses to hold two graphs of one name and different content. So all graphs, those within a graph too, are
named by their content, and what is in them by the order in which it is made.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any

from metacore.compiling.lazy import inside, tf
from metacore.compiling.programs_on_disk import COMPILED, offer

MARK = "metacore_"  # what names of ours begin with
# What makes names inside of TensorFlow, none of it public: of the graphs in a graph, and of gradients written by hand.
MAKERS = {
    "ops.control_flow_util_v2": ("unique_fn_name", "unique_grad_fn_name"),
    "ops.custom_gradient": ("generate_name",),
}


class _Numbers(threading.local):
    """Names within the graph that this thread traces, where it has a name of ours: how they begin, and how many."""

    beginning = ""
    count = 0


_numbers = _Numbers()
# Names of gradients are the same in every thread that traces the same thing, and there is one register for all.
_tracing = threading.RLock()


@contextmanager
def named(what: str) -> Iterator[None]:
    """Names the graph that is traced within it, and all graphs in it, by their content.

    ``what`` tells it from others as long as it is being traced: names of what is in it begin with that.
    """
    _teach()
    beginning = MARK + _digest(what.encode())
    with _tracing:
        _numbers.beginning, _numbers.count = beginning, 0
        try:
            yield
        finally:
            _numbers.beginning = ""
    tf.compat.v1.get_default_graph().name = beginning


@cache
def _teach() -> None:
    """Has TensorFlow take names of ours where there are some."""
    for name, makers in MAKERS.items():
        for maker in makers:
            setattr(inside(name), maker, _counting(getattr(inside(name), maker)))
    captures = inside("framework.func_graph").capture_container.FunctionCaptures
    captures.capture_by_value = _capturing(captures.capture_by_value)
    functions = inside("eager.polymorphic_function.concrete_function")
    make = functions._inference_name
    functions._inference_name = lambda name: name if name.startswith(MARK) else make(name)
    functions.atomic_function.from_func_graph = _by_content(functions.atomic_function.from_func_graph)


def _counting(make: Callable[..., str]) -> Callable[..., str]:
    return lambda *parts: _next_name() or make(*parts)


def _capturing(capture: Callable[..., Any]) -> Callable[..., Any]:
    """Tensors from outside of all graphs are named by a number that runs through the process."""
    eager = inside("framework.ops").EagerTensor

    @wraps(capture)
    def captured(captures: Any, graph: Any, tensor: Any, name: str | None = None) -> Any:
        if name is None and isinstance(tensor, eager):
            name = _next_name() or None
        return capture(captures, graph, tensor, name)

    return captured


def _by_content(make: Callable[..., Any]) -> Callable[..., Any]:
    """Where TensorFlow takes a graph that is finished: only now is all known that it can differ in."""

    @wraps(make)
    def made(name: str, graph: Any, attributes: dict[str, Any], *rest: Any, **more: Any) -> Any:
        if name.startswith(MARK):
            name = graph.name = MARK + _digest(_content(graph, attributes))
            if COMPILED in attributes:
                offer(name)
        return make(name, graph, attributes, *rest, **more)

    return made


def _content(graph: Any, attributes: dict[str, Any]) -> bytes:
    ends = [[each.name for each in side] for side in (graph.inputs, graph.outputs, graph.control_outputs)]
    operations = graph.as_graph_def().SerializeToString(deterministic=True)
    return f"{ends} {sorted(attributes.items())}".encode() + operations


def _next_name() -> str:
    """A name for what is made now within a graph of ours; nothing elsewhere.

    Neither where the name is taken, by a gradient of the same program that nothing has let go of.
    """
    if not _numbers.beginning:
        return ""
    _numbers.count += 1
    name = f"{_numbers.beginning}_{_numbers.count}"
    return "" if name in inside("framework.ops").gradient_registry.list() else name


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
