"""Functions made into graphs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from metacore.compiling.graphs import as_graph, compiled
from metacore.compiling.lazy import tf
from tests.examples import plain


def loop(x: Any) -> Any:
    """Its body and its gradient are graphs within the graph."""
    with tf.GradientTape() as tape:
        tape.watch(x)
        found = tf.while_loop(lambda n, _: n < 3, lambda n, y: (n + 1, y * x), (0, x), maximum_iterations=3)[1]
    return tape.gradient(found, x)


@pytest.mark.parametrize("make", [as_graph, compiled])
def test_a_graph_gives_what_the_function_gives_and_keeps_nothing_of_the_stack(make: Callable[..., Any]) -> None:
    graph = make(loop)
    assert plain(graph(tf.constant(2.0))) == plain(loop(tf.constant(2.0))) == 4 * 2.0**3
    operations = getattr(graph, "inner", graph).get_concrete_function(tf.TensorSpec([])).graph.get_operations()
    loops = [operation for operation in operations if "While" in operation.type]
    assert len(loops) == 2, "there and back"
    files = {frame.filename for each in loops for frame in each.traceback}
    assert any(file.endswith("metacore/compiling/graphs.py") for file in files)
    assert not any("/tensorflow/" in file or "/tests/" in file for file in files)
