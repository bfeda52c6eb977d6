"""Names that are the same whenever the same thing is compiled, so that it is found again.

TensorFlow finds what it has compiled, in the process and on disk, by the name of the graph, and makes these names from
a number that runs through the process and counts every tensor: the same program hardly ever has the same name twice.
So it would be compiled again, and kept again, each time that it is needed again.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from metacore.compiling.lazy import inside, tf

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


@contextmanager
def named(what: str) -> Iterator[None]:
    """Names the graph that is traced within it by its content, and graphs in it by ``what`` and their order.

    ``what`` must differ where the content does, or TensorFlow refuses to hold both.
    """
    _teach()
    _numbers.beginning, _numbers.count = MARK + _digest(what.encode()), 0
    try:
        yield
    finally:
        _numbers.beginning = ""
    graph = tf.compat.v1.get_default_graph()
    content = graph.as_graph_def().SerializeToString(deterministic=True)
    graph.name = MARK + _digest(what.encode() + content)


@cache
def _teach() -> None:
    """Has TensorFlow take names of ours where there are some."""
    for name, makers in MAKERS.items():
        for maker in makers:
            setattr(inside(name), maker, _counting(getattr(inside(name), maker)))
    functions = inside("eager.polymorphic_function.concrete_function")
    make = functions._inference_name
    functions._inference_name = lambda name: name if name.startswith(MARK) else make(name)


def _counting(make: Callable[..., str]) -> Callable[..., str]:
    def name(*parts: Any) -> str:
        if not _numbers.beginning:
            return make(*parts)
        _numbers.count += 1
        return f"{_numbers.beginning}_{_numbers.count}"

    return name


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
