"""A sweep: the same run at many values of two dials, and the same thing as its query string."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Any
from urllib.parse import urlencode

from metacore.dials import Dial, DialError, named
from metacore.query_string import read, strict
from metacore.run import Run
from metacore.run_dials import NO_ENSEMBLE, repeated
from metacore.studies.sweep.axes import NO_AXIS, axis_dials, check_values, fits, read_values, usual

VALUES = ("xs", "ys")


@dataclass(frozen=True)
class Sweep:
    """A grid of runs: ``base`` with dial ``x`` at each of ``xs`` and dial ``y`` at each of ``ys``, ``seeds`` times.

    With ``y`` none there is one row. Build one with ``Sweep.of`` or ``Sweep.parse``.

    >>> Sweep.parse("x=alpha&xs=0.1,1&y=beta&ys=0.01,0.1").run(1, 0).alpha
    1.0
    """

    base: Run
    x: str
    xs: tuple[Any, ...]
    y: str
    ys: tuple[Any, ...]
    seeds: int
    steps: int
    runs: tuple[Run, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = product(range(self.seeds), self.ys, self.xs)
        object.__setattr__(self, "runs", tuple(self._run(x, y, repeat) for repeat, y, x in places))

    @classmethod
    def of(cls, base: Run, given: dict[str, Any]) -> Sweep:
        """A complete sweep from some settings. Raises DialError for what is not allowed, of any of its runs too."""
        if base.ensemble != NO_ENSEMBLE:
            raise DialError("ensemble", base.ensemble, f"{NO_ENSEMBLE}: a sweep adapts to every new task")
        across, up = axis_dials(base)
        free = next(name for name in (across.default, *across.choices) if name != given.get("y"))
        x = across.check(given.get("x", free))
        y = up.check(given.get("y", NO_AXIS if x == up.default else up.default))
        if x == y:
            raise DialError("y", y, "another dial than the one of x")
        xs, ys = (given.get(name, usual(base, name, axis)) for name, axis in zip(VALUES, (x, y), strict=True))
        for name, axis, values in (("xs", x, xs), ("ys", y, ys)):
            check_values(base, name, axis, values)
        length = {dial.name: dial.check(given.get(dial.name, dial.default)) for dial in length_dials()}
        return cls(base, x, tuple(xs), y, tuple(ys), **length)

    @classmethod
    def parse(cls, query: str) -> Sweep:
        """The sweep that a query string spells. Raises DialError at the first fault."""
        return strict(cls.lenient, query)

    @classmethod
    def lenient(cls, pairs: Iterable[tuple[str, str]]) -> tuple[Sweep, list[DialError]]:
        """The sweep that name-value pairs spell, with the default in place of each faulty field, and the faults."""
        pairs = list(pairs)
        own = {"x", "y", *VALUES, *(dial.name for dial in length_dials())}
        base, faults = Run.lenient((name, text) for name, text in pairs if name not in own)
        if base.ensemble != NO_ENSEMBLE:
            faults.append(DialError("ensemble", base.ensemble, f"{NO_ENSEMBLE}: a sweep adapts to every new task"))
            base = base.replace(ensemble=NO_ENSEMBLE)
        given, more = read([*axis_dials(base), *length_dials()], pairs)
        faults += more
        for name, axis in zip(VALUES, ("x", "y"), strict=True):
            dial = given.get(axis, named(axis_dials(base), axis).default)
            values, more = read_values(base, name, dial, [text for key, text in pairs if key == name])
            faults += more
            given |= {} if values is None else {name: values}
        try:
            return cls.of(base, given), faults
        except DialError as fault:
            return cls.of(base, {name: given[name] for name in ("seeds", "steps") if name in given}), [*faults, fault]

    def replace(self, **changes: Any) -> Sweep:
        """The same sweep with some settings changed; an axis that the new run has no dial for goes to the usual one."""
        own = {"x", "y", *VALUES, "seeds", "steps"}
        base = self.base.replace(**{name: value for name, value in changes.items() if name not in own})
        kept: dict[str, Any] = {"seeds": self.seeds, "steps": self.steps}
        for axis, values, dial in zip(("x", "y"), VALUES, axis_dials(base), strict=True):
            name = changes.get(axis, getattr(self, axis))
            if name in dial.choices:
                kept[axis] = name
                if name == getattr(self, axis) and fits(base, values, name, getattr(self, values)):
                    kept[values] = getattr(self, values)
        return Sweep.of(base, kept | {name: value for name, value in changes.items() if name in own})

    def run(self, column: int, row: int, repeat: int = 0) -> Run:
        """The run of one cell; repeats 1, 2, ... differ by their seed."""
        return self.runs[(repeat * len(self.ys) + row) * len(self.xs) + column]

    def _run(self, x: Any, y: Any, repeat: int) -> Run:
        moved = dict(pair for axis, value in ((self.x, x), (self.y, y)) if axis != NO_AXIS for pair in [(axis, value)])
        if "hidden" in moved:
            moved["hidden"] = moved["hidden"] * len(self.base.hidden)  # as deep as it was
        if repeat:
            moved |= {name: repeated(getattr(self.base, name), repeat) for name in ("seed", "weights")}
        return self.base.replace(**moved)

    def texts(self) -> dict[str, str]:
        """Every setting as it stands in the query string."""
        values = {name: ",".join(self.said(axis)) for name, axis in zip(VALUES, ("x", "y"), strict=True)}
        length = {dial.name: dial.format(getattr(self, dial.name)) for dial in length_dials()}
        axes = {"x": self.x, "xs": values["xs"], "y": self.y, "ys": values["ys"]}
        return self.base.texts() | {name: text for name, text in axes.items() if text} | length

    def said(self, axis: str) -> list[str]:
        """The values of axis "x" or "y" as they stand in the query string; none where there is no axis."""
        name, values = (self.x, self.xs) if axis == "x" else (self.y, self.ys)
        return [] if name == NO_AXIS else [named(self.base.dials, name).format(value) for value in values]

    def query(self) -> str:
        """The complete query string."""
        return urlencode(self.texts(), safe=",")


@cache
def length_dials() -> tuple[Dial, ...]:
    """The dials that a sweep has beside its axes and those of its runs."""
    # fmt: off
    return (
        Dial("seeds", "Repeats", "How many times every cell is trained, each time from another seed.", 1, "integer",
             1, 5, stops=(1, 2, 3, 4, 5)),
        Dial("steps", "Meta-steps", "How many meta-steps every cell trains.", 500, "integer", 10, 50_000,
             stops=(100, 300, 500, 1000, 3000, 10_000, 50_000)),
    )
    # fmt: on
