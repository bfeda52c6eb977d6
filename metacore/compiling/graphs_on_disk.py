"""Traced graphs, kept on disk: what takes Python a second to trace is read and ready in milliseconds.

A graph is found again by what it was made of: this very engine, the function, what it depends on and the shapes of its
arguments. What is read is checked; whatever is wrong with it or with the disk, the graph is traced.
"""

from __future__ import annotations

import hashlib
import pickle
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from metacore.compiling.lazy import inside, tf
from metacore.compiling.programs_on_disk import COMPILED, offer
from metacore.on_disk import engine, optional, private_folder, read_stamped, write_stamped

LIMIT = 2000  # graphs, of 50 kB each; a run has four or more
WHAT = "traced graphs"


class Parts(NamedTuple):
    """All that a graph consists of.

    ``functions``: a message that holds it and all graphs within it, in which the last one is the graph itself.
    ``captured``: the values of tensors from outside that it refers to. ``outputs``: the nest that it gives, with the
    place of each tensor among all of them, and -1 where there is None.
    """

    functions: bytes
    captured: tuple[np.ndarray, ...]
    outputs: Any


class GraphOnDisk:
    """Gives what ``make()`` gives, a ``tf.function`` that is named by its content, and traces it only if it must.

    ``what`` tells all that it depends on besides the shapes of its arguments, which are nests of arrays; ``declared``:
    whether those of its signature stand for all.
    """

    def __init__(self, make: Callable[[], Any], what: str, declared: bool = False) -> None:
        self._make, self._what, self._declared = make, what, declared
        self._ready: dict[tuple[Any, ...], _Ready] = {}

    def __call__(self, *arguments: Any) -> Any:
        tensors = [tf.convert_to_tensor(each) for each in tf.nest.flatten(arguments)]
        shapes = () if self._declared else tuple((each.dtype, tuple(each.shape)) for each in tensors)
        if shapes not in self._ready:
            self._ready[shapes] = _Ready(self._found(arguments, shapes))
        return self._ready[shapes](tensors)

    def _found(self, arguments: tuple[Any, ...], shapes: tuple[Any, ...]) -> Parts:
        name = hashlib.sha256(f"{self._what} {shapes}".encode()).hexdigest()[:32]
        with optional(WHAT):
            if content := read_stamped(_folder() / name, WHAT):
                return pickle.loads(zlib.decompress(content))
        parts = _parts(self._make().get_concrete_function(*arguments))
        _forget_lines(parts)
        with optional(WHAT):
            write_stamped(_folder() / name, zlib.compress(pickle.dumps(parts), 1), LIMIT)
        return parts


class _Ready:
    """A graph that TensorFlow knows, as long as this is held."""

    def __init__(self, parts: Parts) -> None:
        self._context = inside("eager.context").context()
        definitions = _definitions(parts)
        self._held = [self._known(definition) for definition in definitions]
        self._name, self._outputs = definitions[-1].signature.name.encode(), parts.outputs
        self._captured = [tf.constant(value) for value in parts.captured]
        self._places = tf.nest.flatten(parts.outputs)
        self._count = sum(place >= 0 for place in self._places)
        if COMPILED in definitions[-1].attr:
            offer(self._name.decode())

    def _known(self, definition: Any) -> Any:
        """Makes a function known; whoever holds what this gives keeps it so. One of its name is the same function."""
        name = definition.signature.name
        if not self._context.has_function(name):
            self._context.add_function_def(definition)
        return inside("eager.polymorphic_function.atomic_function").AtomicFunction(name, self._context, None)

    def __call__(self, tensors: list[Any]) -> Any:
        found = self._context.call_function(self._name, [*tensors, *self._captured], self._count) or []
        flat = [found[place] if place >= 0 else None for place in self._places]
        return tf.nest.pack_sequence_as(self._outputs, flat)


def _parts(concrete: Any) -> Parts:
    """What a function that was traced consists of."""
    functions = tf.compat.v1.GraphDef()
    functions.library.function.extend([*concrete.graph.as_graph_def().library.function, concrete.function_def])
    leaves = tf.nest.flatten(concrete.structured_outputs)
    present = [number for number, leaf in enumerate(leaves) if leaf is not None]
    places = [present.index(number) if leaf is not None else -1 for number, leaf in enumerate(leaves)]
    return Parts(
        functions.SerializeToString(deterministic=True),
        tuple(each.numpy() for each in concrete.captured_inputs),
        tf.nest.pack_sequence_as(concrete.structured_outputs, places),
    )


def _forget_lines(parts: Parts) -> None:
    """Makes functions known without the lines of source that they came from: a compiled program's name has these too.

    It would be compiled once more when the graph has been read from disk.
    """
    context = inside("eager.context").context()
    for definition in _definitions(parts):
        if context.has_function(definition.signature.name):
            context.remove_function(definition.signature.name)
        context.add_function_def(definition)


def _definitions(parts: Parts) -> Any:
    return tf.compat.v1.GraphDef.FromString(parts.functions).library.function


def _folder() -> Path:
    return private_folder("graphs", engine())
