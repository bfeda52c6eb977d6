"""Dials: everything a visitor can set, each declared once.

Sliders, validation, the query string, error messages and the docs all come from the same declaration.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol, TypeVar

Thing = TypeVar("Thing")


class DialError(ValueError):
    """A value that a dial does not take. The message names the field, the value and what is allowed."""

    def __init__(self, field: str, value: object, allowed: str) -> None:
        shown = str(value)
        self.field = field
        super().__init__(f"{field}: “{shown[:60]}{'…' if len(shown) > 60 else ''}” is not allowed. Use {allowed}.")

    @classmethod
    def saying(cls, field: str, sentence: str) -> DialError:
        """A fault that needs a sentence of its own."""
        fault = cls(field, "", "")
        fault.args = (f"{field}: {sentence}",)
        return fault


class Field(Protocol):
    """What has a name and a written form in a query string: a dial, or something else that is written there."""

    @property
    def name(self) -> str: ...

    def parse(self, text: str) -> Any:
        """The value that ``text`` spells. Raises DialError."""

    def format(self, value: Any) -> str:
        """The text that spells ``value``."""


@dataclass(frozen=True)
class Dial:
    """One setting: its name, range, default and help.

    ``live`` dials take effect during training; ``shapes`` dials change the compiled program. All others start
    the training anew but reuse the program.

    >>> Dial("alpha", "Step", "How far.", 0.1, "number", 0.0, 10.0).parse("0.3")
    0.3
    """

    name: str
    label: str
    help: str
    default: Any
    kind: Literal["number", "integer", "choice", "several", "widths"]
    low: float = 0.0
    high: float = math.inf
    choices: tuple[str, ...] = ()
    stops: tuple[float, ...] = ()  # the values a slider offers
    live: bool = False
    shapes: bool = False

    @property
    def allowed(self) -> str:
        """What the dial takes, in words."""
        match self.kind:
            case "choice":
                return "one of " + ", ".join(self.choices)
            case "several":
                return f"{self.low:g} to {self.high:g} of " + ", ".join(self.choices)
            case "widths":
                return f"up to three whole numbers from {self.low:g} to {self.high:g}, like 40,40"
            case kind:
                return f"a{' whole' if kind == 'integer' else ''} number from {self.low:g} to {self.high:g}"

    def parse(self, text: str) -> Any:
        """The value that ``text`` spells. Raises DialError."""
        try:
            match self.kind:
                case "choice":
                    value: Any = text
                case "several":
                    value = tuple(text.split(","))
                case "widths":
                    value = tuple(_whole(part) for part in text.split(","))
                case "integer":
                    value = _whole(text)
                case "number":
                    value = float(text)
        except ValueError:
            raise DialError(self.name, text, self.allowed) from None
        return self.check(value, text)

    def check(self, value: Any, text: str | None = None) -> Any:
        """``value`` itself where it is allowed. Raises DialError, which quotes ``text`` where the value was typed."""
        match self.kind:
            case "choice":
                fine = value in self.choices
            case "several":
                fine = self.low <= len(value) == len(set(value)) <= self.high and set(value) <= set(self.choices)
            case "widths":
                fine = 1 <= len(value) <= 3 and all(self.low <= width <= self.high for width in value)
            case _:
                fine = self.low <= value <= self.high
        if not fine:
            raise DialError(self.name, self.format(value) if text is None else text, self.allowed)
        return value

    def narrowed(self, low: float, high: float) -> Dial:
        """The same dial with a smaller range.

        >>> Dial("steps", "Steps", "How many.", 5, "integer", 0, 10, stops=(0, 1, 5)).narrowed(1, 8).stops
        (1, 5)
        """
        stops = tuple(stop for stop in self.stops if low <= stop <= high)
        return replace(self, low=low, high=high, stops=stops, default=min(max(self.default, low), high))

    def format(self, value: Any) -> str:
        """How ``value`` stands in the query string; ``parse`` reads it back."""
        match self.kind:
            case "widths" | "several":
                return ",".join(map(str, value))
            case "number":
                return repr(float(value)).removesuffix(".0")
            case _:
                return str(value)


def _whole(text: str) -> int:
    if not text.strip().lstrip("-").isdecimal() or len(text) > 12:
        raise ValueError(text)
    return int(text)


def ladder(low: int, high: int) -> tuple[float, ...]:
    """The 1-3-10 ladder from ten to the power ``low`` to ten to the power ``high``.

    >>> ladder(-1, 0)
    (0.1, 0.3, 1.0)
    """
    steps = [float(f"{digit}e{power}") for power in range(low, high) for digit in (1, 3)]
    return (*steps, float(f"1e{high}"))


def difference(help_text: str, default: float, label: str = "Difference between tasks") -> Dial:
    """The dial that says how much the tasks of a family differ from each other, from 0 to 1."""
    return Dial("difference", label, help_text, default, "number", 0.0, 1.0, stops=(0.0, 0.1, 0.2, 0.5, 1.0))


def named(dials: Sequence[Dial], name: str) -> Dial:
    """The dial called ``name``. Raises KeyError."""
    return {dial.name: dial for dial in dials}[name]
