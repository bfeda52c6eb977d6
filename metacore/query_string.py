"""Settings and the query string that spells them: read leniently or strictly, and written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from metacore.dials import DialError, Field

Thing = TypeVar("Thing")


def read(dials: Iterable[Field], pairs: Iterable[tuple[str, str]]) -> tuple[dict[str, Any], list[DialError]]:
    """The values that name-value pairs spell for ``dials``, and the faults of those that spell none."""
    pairs = list(pairs)
    given: dict[str, Any] = {}
    faults = []
    for dial in dials:
        texts = [text for name, text in pairs if name == dial.name]
        try:
            if len(texts) > 1:
                raise DialError(dial.name, " and ".join(texts), "it once")
            if texts:
                given[dial.name] = dial.parse(texts[0])
        except DialError as fault:
            faults.append(fault)
    return given, faults


def unknown(names: Iterable[str], known: Sequence[str]) -> list[DialError]:
    """A fault for each name that is not among those known."""
    allowed = "only " + ", ".join(known)
    return [
        DialError("address", name or "an empty name", allowed) for name in dict.fromkeys(names) if name not in known
    ]


def strict(lenient: Callable[[Iterable[tuple[str, str]]], tuple[Thing, list[DialError]]], query: str) -> Thing:
    """What ``lenient`` makes of a query string. Raises DialError at the first fault."""
    thing, faults = lenient(parse_qsl(query.lstrip("?"), keep_blank_values=True))
    if faults:
        raise faults[0]
    return thing


def value_of(settings: Iterable[tuple[str, Any]], name: str) -> Any:
    """The value that ``settings`` give ``name``, which stands for an attribute. Raises AttributeError."""
    for key, value in settings:
        if key == name:
            return value
    raise AttributeError(name)


def texts(dials: Iterable[Field], settings: Iterable[tuple[str, Any]]) -> dict[str, str]:
    """Every setting as it stands in the query string; ``settings`` are in the order of ``dials``."""
    return {dial.name: dial.format(value) for dial, (_, value) in zip(dials, settings, strict=True)}
