"""Traced graphs on disk: found again, checked, let go, and never in the way of what needs them."""

from __future__ import annotations

import errno
import gc
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from metacore.compiling import graphs_on_disk
from metacore.compiling.graphs import Graph, compiled
from metacore.compiling.lazy import inside, tf
from metacore.on_disk import tell_once
from metacore.run import Run
from metacore.training.engine import init
from metacore.training.programs import Program, dial_tensors
from tests.compiling.test_graphs import loop
from tests.compiling.test_programs_on_disk import ROOT, WAYS
from tests.examples import TABLE, close, plain, small, small_over

# Trains and looks in a process of its own; prints how often it traced the step, and where all of it came to.
TRAIN = """
from metacore.evaluation.measuring import measure
from metacore.training.engine import Budget, advance, init
from metacore.training.programs import program
from tests.examples import small
run = small()
state = advance(run, init(run), Budget(3)).state
print(program(run).traces)
print(state.params, measure(run, state))
"""


class Traced:
    """A function that counts how often it is traced, as a graph of either kind."""

    def __init__(self, make: Callable[..., Any], function: Callable[[Any], Any] = loop) -> None:
        self.times, self._function = 0, function
        self.graph = make(self.counted, known="this one")

    def counted(self, x: Any) -> Any:
        self.times += 1
        return self._function(x)

    def __call__(self, value: Any) -> Any:
        return plain(self.graph(tf.constant(value)))


both = pytest.mark.parametrize("make", [compiled, Graph])


def trained(folder: Path) -> tuple[int, str, str]:
    """How often a process with that folder traces the step; what it prints, and what it says."""
    command, places = [sys.executable, "-c", TRAIN], {"TMPDIR": str(folder)}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | places, cwd=ROOT)
    traces, found = done.stdout.split("\n", 1)
    return int(traces), found, done.stderr


def test_a_later_process_traces_nothing_again_and_gives_the_same_numbers(tmp_path: Path) -> None:
    (first, found, _), (second, again, _) = trained(tmp_path), trained(tmp_path)
    assert (first, second) == (1, 0) and again == found
    (folder,) = tmp_path.glob("metacore-graphs-*")
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_damaged_graph_is_traced_again_which_is_said_once(tmp_path: Path) -> None:
    _, found, _ = trained(tmp_path)
    files = list(tmp_path.glob("metacore-graphs-*/*"))
    for file in files:
        file.write_bytes(WAYS["a bit flipped"](file.read_bytes()))
    traces, again, said = trained(tmp_path)
    assert traces == 1 and again == found and said.count("damaged traced graphs") == 1
    assert trained(tmp_path)[0] == 0, "mended"


@both
def test_it_is_traced_once_for_each_shape_of_its_arguments(make: Callable[..., Any], graphs: Path) -> None:
    first, second = Traced(make), Traced(make)
    for value in (2.0, 3.0, [2.0, 3.0]):
        expected = loop(tf.constant(value))
        close(first.graph(tf.constant(value)), expected)
        close(second.graph(tf.constant(value)), expected)
    assert (first.times, second.times) == (2, 0) and len(list(graphs.iterdir())) == 2


@both
@pytest.mark.parametrize("way", WAYS)
def test_whatever_was_done_to_a_file_it_is_made_again(make: Callable[..., Any], way: str, graphs: Path) -> None:
    whole = Traced(make)(2.0)
    (file,) = graphs.iterdir()
    good = file.read_bytes()
    file.write_bytes(WAYS[way](good))
    assert Traced(make)(2.0) == whole and file.read_bytes() == good


@both
def test_a_disk_that_takes_nothing_is_no_hindrance(
    make: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full() -> Path:
        raise OSError(errno.ENOSPC, "No space left on device", "file")

    monkeypatch.setattr(graphs_on_disk, "_folder", full)
    tell_once.cache_clear()
    for _ in range(2):
        traced = Traced(make)
        assert traced(2.0) == traced(2.0) and traced.times == 1
    assert caplog.messages == ["traced graphs are not kept on disk: No space left on device"]


@both
def test_values_from_outside_and_nothing_at_all_are_part_of_it(make: Callable[..., Any]) -> None:
    outside = tf.constant([7.0] * 300)  # too large to be written into the graph

    def mixed(x: Any) -> Any:
        return {"sum": x + tf.reduce_sum(outside), "none": None, "pair": (x, x)}

    first, second = Traced(make, mixed), Traced(make, mixed)
    expected = {"sum": 2101.0, "none": None, "pair": (1.0, 1.0)}
    for traced in (first, second):
        found = traced.graph(tf.constant(1.0))
        assert {key: value and plain(value) for key, value in found.items()} == expected
    assert second.times == 0


@both
def test_what_nobody_holds_any_more_tensorflow_need_not_know(make: Callable[..., Any]) -> None:
    def its_own(x: Any) -> Any:  # another test may hold one of the same content
        return tf.while_loop(lambda y: y < 19.25, lambda y: (y + 7.125,), (x,))[0]

    traced = Traced(make, its_own)
    traced(2.0)
    (ready,) = getattr(traced.graph, "inner", traced.graph)._ready.values()
    names = [held.name for held in ready._held]
    context = inside("eager.context").context()
    assert len(names) > 1 and all(map(context.has_function, names))
    del ready, traced
    gc.collect()
    assert not any(map(context.has_function, names))


@pytest.mark.parametrize(("run", "files"), [(small("linear"), 3), (small_over(TABLE), 0)])
def test_a_visitors_own_data_are_on_no_disk(run: Run, files: int, graphs: Path) -> None:
    code, start, dials = Program(run.program()), init(run), dial_tensors(run)
    none = np.int32(0)
    code.train(start.params, start.first, start.second, none, none, code.draw(none, dials), dials)
    code.validate(start.params, dials)
    assert len(list(graphs.iterdir())) == files
