"""What a sketch has beside dials, each with a written form: points that a person placed, and names from a list."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from metacore.dials import DialError

Point = tuple[float | int, ...]  # two coordinates and, where there are classes, the class
NUMBER = re.compile(r"-?[0-9]{0,3}(\.[0-9]{1,6})?")


@dataclass(frozen=True)
class Points:
    """Points of a canvas: numbers parted by "_", points by "~", so that nothing has to be escaped in an address.

    ``classes`` 0: two coordinates only. Numbers are kept to two decimals.

    >>> marks = Points("points", (-3.0, 3.0), (-3.0, 3.0), classes=2, counts=range(51))
    >>> marks.format(marks.parse("0.504_-1.2_1~2_0_0"))
    '0.5_-1.2_1~2_0_0'
    """

    name: str
    domain: tuple[float, float]
    span: tuple[float, float]
    classes: int
    counts: Sequence[int]  # how many points there may be
    default: tuple[Point, ...] = ()

    @property
    def allowed(self) -> str:
        """What is taken, in words."""
        first, last = self.counts[0], self.counts[-1]
        if not last:
            return "none for this kind of task"
        some = f"{first} or {last}" if len(self.counts) == 2 else f"up to {last}"
        parts = [f"x from {self.domain[0]:g} to {self.domain[1]:g}", f"y from {self.span[0]:g} to {self.span[1]:g}"]
        parts += [f"class from 0 to {self.classes - 1}"] if self.classes else []
        example = "0.5_-1.2_1~2_0_0" if self.classes else "0.5_-1.2~2_0"
        return f"{some} points like {example} ({', '.join(parts)})"

    def parse(self, text: str) -> tuple[Point, ...]:
        """The points that ``text`` spells. Raises DialError."""
        try:
            points = [tuple(_number(part) for part in mark.split("_")) for mark in text.split("~")] if text else []
        except ValueError:
            raise DialError(self.name, text, self.allowed) from None
        return self.check(points, text)

    def check(self, points: Iterable[Sequence[float]], text: str | None = None) -> tuple[Point, ...]:
        """The points to two decimals, where they are allowed. Raises DialError."""
        points = [tuple(point) for point in points]
        if len(points) not in self.counts or not all(map(self._fine, points)):
            raise DialError(self.name, text or "~".join(map(str, points)), self.allowed)
        return tuple(self._kept(point) for point in points)

    def format(self, points: Iterable[Point]) -> str:
        """The text that spells ``points``."""
        return "~".join("_".join(f"{number:.2f}".rstrip("0").rstrip(".") for number in point) for point in points)

    def fitted(self, points: Iterable[Point]) -> tuple[Point, ...]:
        """Points of another canvas as far as they have a place here: moved to its edge, in its last class."""
        wanted = 3 if self.classes else 2
        kept = [point for point in points if len(point) == wanted][: self.counts[-1]]
        inside = [(_within(x, self.domain), _within(y, self.span)) for x, y, *_ in kept]
        labels = [(min(int(point[2]), self.classes - 1),) if self.classes else () for point in kept]
        found = [(*place, *label) for place, label in zip(inside, labels, strict=True)]
        return self.check(found if len(found) in self.counts else ())

    def _fine(self, point: Sequence[float]) -> bool:
        if len(point) != (3 if self.classes else 2) or not all(map(math.isfinite, point)):
            return False
        inside = _within(point[0], self.domain) == point[0] and _within(point[1], self.span) == point[1]
        return inside and (not self.classes or point[2] in range(self.classes))

    def _kept(self, point: Sequence[float]) -> Point:
        x, y = (round(float(number), 2) + 0.0 for number in point[:2])  # no minus before a zero
        return (x, y, int(point[2])) if self.classes else (x, y)


@dataclass(frozen=True)
class Names:
    """Some of the ``choices``, in any order, at most ``most``; written with commas between.

    >>> Names("methods", "Methods", "Who answers.", ("maml", "reptile"), 2).parse("reptile")
    ('reptile',)
    """

    name: str
    label: str
    help: str
    choices: tuple[str, ...]
    most: int
    default: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        """What is taken, in words."""
        return f"up to {self.most} of {', '.join(self.choices)}"

    def parse(self, text: str) -> tuple[str, ...]:
        """The names that ``text`` spells. Raises DialError."""
        return self.check(text.split(",") if text else ())

    def check(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names, each once, where they are allowed. Raises DialError."""
        found = tuple(dict.fromkeys(names))
        if len(found) > self.most or not set(found) <= set(self.choices):
            raise DialError(self.name, ",".join(found), self.allowed)
        return found

    def format(self, names: Iterable[str]) -> str:
        """The text that spells ``names``."""
        return ",".join(names)

    def fitted(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of ``names`` that are among the choices, or the default where none is."""
        return tuple(name for name in names if name in self.choices) or self.default


def _number(text: str) -> Any:
    if not NUMBER.fullmatch(text) or not any(map(str.isdigit, text)):
        raise ValueError(text)
    return float(text)


def _within(number: float, ends: tuple[float, float]) -> float:
    return min(max(number, ends[0]), ends[1])
