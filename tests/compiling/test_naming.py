"""Names of compiled graphs: the same for the same content, in any process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from metacore.compiling.graphs import compiled
from metacore.compiling.lazy import tf
from metacore.compiling.naming import MARK
from metacore.studies.sweep import work
from metacore.training.engine import Budget, advance, init
from metacore.training.programs import Program, dial_tensors
from tests.compiling.test_graphs import loop
from tests.examples import arrays, close, plain, small

ROOT = Path(__file__).parents[2]
ONE, TWO = tf.TensorSpec([1]), tf.TensorSpec([2])


def name(graph: Any, spec: Any = ONE) -> str:
    return getattr(graph, "inner", graph).get_concrete_function(spec).name.decode()


def test_the_same_content_has_the_same_name_and_other_content_another() -> None:
    first = compiled(loop, "a")
    known = name(first)
    assert MARK in known and tf.constant([3.0]) is not None, "one tensor more is counted"
    assert name(compiled(loop, "a")) == known
    assert name(first, TWO) != known != name(compiled(lambda x: loop(2 * x), "a"))


def test_what_is_captured_from_outside_has_the_same_name_whenever_it_is_made() -> None:
    """The number by which TensorFlow names it stood in the graphs within the graph, whose names were the same."""

    def sums(values: list[float]) -> Any:
        small, large = tf.constant(values), tf.constant(values * 200)  # which is not written into the graph

        def of_one(x: Any) -> Any:
            return tf.reduce_sum(large[None] * x) + small[0]

        return compiled(lambda x: tf.map_fn(of_one, x), "sums")

    graphs = [sums([1.0]), sums([1.0]), sums([2.0])]
    assert [plain(graph(tf.constant([2.0])))[0] for graph in graphs] == [401, 401, 802]
    assert name(graphs[0]) == name(graphs[1])


def test_programs_that_differ_in_a_graph_within_or_in_what_they_return_may_be_said_to_be_the_same() -> None:
    def counted(by: float) -> Any:
        return compiled(lambda x: tf.while_loop(lambda y: y[0] < 9, lambda y: [y + by], [x])[0], "the same")

    def ordered(first: int) -> Any:
        def both(x: Any) -> Any:
            pair = x + 1, x + 2
            return pair[first], pair[1 - first]

        return compiled(both, "the same")

    assert [float(counted(by)(tf.constant([0.0]))[0]) for by in (5.0, 4.0)] == [10, 12]
    assert [float(ordered(first)(tf.constant(0.0))[0]) for first in (0, 1)] == [1, 2]


def test_a_gradient_that_nobody_lets_go_of_is_no_hindrance_later() -> None:
    def curved(x: Any) -> Any:
        return tf.custom_gradient(lambda y: (y, lambda g: 3 * g))(x)

    one, other = compiled(curved, "curved"), compiled(curved, "curved")
    assert plain(one(tf.constant([1.0]))) == plain(other(tf.constant([1.0]))) == 1


def test_a_name_is_of_what_is_traced_and_not_of_what_is_said_of_it() -> None:
    def times(factor: float) -> Any:
        def multiplied(x: Any) -> Any:
            return factor * x

        return compiled(multiplied, "the same")

    two, three = times(2.0), times(3.0)
    assert name(two) != name(three)
    assert plain(two(tf.constant([1.0]))) == 2 and plain(three(tf.constant([1.0]))) == 3


def test_what_is_not_compiled_keeps_the_names_it_gets() -> None:
    names = [name(tf.function(loop)) for _ in range(2)]
    assert names[0] != names[1] and not any(MARK in each for each in names)


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("family", ["linear", "sinusoid"])
def test_two_programs_of_a_run_can_be_held_at_once(family: str, kept: bool, graphs: Path) -> None:
    if not kept:
        graphs.rmdir()
    run = small(family, shots=3).program()
    start, dials = init(run), dial_tensors(run)
    one, other = Program(run), Program(run)
    arguments = (start.params, start.first, start.second, np.int32(0), np.int32(3), one.draw(np.int32(0), dials), dials)
    found = plain(one.train(*arguments))
    close(other.train(*arguments), found)
    del one
    close(other.train(*arguments), found)
    assert other.traces == (0 if kept else 1)


def test_cells_that_move_one_dial_or_another_have_programs_of_their_own() -> None:
    for dial in ("alpha", "beta"):
        runs = [small(**{dial: value}) for value in (0.01, 0.02)]
        now, _ = work.advance(runs, work.init(runs), 2)
        for place, run in enumerate(runs):
            alone = advance(run, init(run), Budget(2)).state
            close([a[place] for a in arrays(now.params)], arrays(alone.params), 1e-5)


def test_a_later_process_compiles_nothing_again(tmp_path: Path) -> None:
    code = """
import sys
from metacore.training.engine import Budget, advance, init
from metacore.compiling.lazy import tf
from tests.examples import small
held = [tf.constant(1.0) for _ in range(int(sys.argv[1]))]
run = small()
advance(run, init(run), Budget(3))
"""
    kept = []
    for tensors in ("1", "7"):
        command = [sys.executable, "-c", code, tensors]
        subprocess.run(command, check=True, env=os.environ | {"TMPDIR": str(tmp_path)}, cwd=ROOT)
        kept.append(sorted(file.name for file in tmp_path.glob("metacore-programs-*/*")))
    assert len(kept[0]) == 1 and kept[1] == kept[0]
