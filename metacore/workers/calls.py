"""A call to the workers: what is asked for and by whom, what runs there, and what stands for it meanwhile."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, NamedTuple

from distributed import get_worker


class Timed(NamedTuple):
    """An answer, the seconds of a worker that it took, and that worker's address."""

    value: Any
    seconds: float
    worker: str


def timed(function: Callable[..., Any], arguments: list[Any]) -> Timed:
    """What runs on a worker; answers of other calls among the arguments, or in a list among them, are unpacked."""
    started = time.monotonic()
    given = changed(arguments, lambda thing: thing.value if isinstance(thing, Timed) else thing)
    return Timed(function(*given), time.monotonic() - started, here())


def here() -> str:
    """The address of the worker that runs this call; nothing outside of workers."""
    try:
        return get_worker().address
    except ValueError:
        return ""


def changed(things: list[Any], change: Callable[[Any], Any]) -> list[Any]:
    """``things`` with ``change`` at each of them, and within lists."""
    return [changed(thing, change) if type(thing) is list else change(thing) for thing in things]


class Call(Future[Any]):
    """A call in line, and then its answer. Its arguments may be other calls.

    ``by``: whose it is. ``like``: calls that are alike in this run on one worker, which then has their programs.
    ``stays``: the answer is left with the workers, for other calls that take this one as an argument; its own
    ``result`` is then what Dask knows it by.
    """

    def __init__(
        self, function: Callable[..., Any], arguments: list[Any], by: Hashable, like: Hashable, stays: bool = False
    ) -> None:
        super().__init__()
        self.function, self.arguments, self.by, self.like, self.stays = function, arguments, by, like, stays
        self.since = time.monotonic()
        self.near = ""  # the worker that it had best run on
        self.handed: Any = None  # what Dask knows it by, while it is with the workers
        self.charged = 0.0  # seconds that it is taken to last


def known(thing: Any) -> Any:
    """What stands for a call among another's arguments: its answer, or what Dask knows it by."""
    if not isinstance(thing, Call):
        return thing
    handed = thing.handed
    return thing.result(timeout=0) if handed is None else handed


class Out(NamedTuple):
    """A call with the workers: whose it is, where it had best run, and what Dask knows it by."""

    call: weakref.ref[Call]
    by: Hashable
    near: str
    handed: Any
    since: float
