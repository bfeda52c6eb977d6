"""What a visitor has been shown: every element in its place, as the browser keeps and drops them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

STEP = re.compile(r"step \*{0,2}([\d,]+)", re.IGNORECASE)
WHOLE, PART = 0, 3  # how a run of the page, and one of some fragments, finish where nothing interrupts them


class Drawn(NamedTuple):
    """An element, or a block of them, with the fragment it belongs to and the run that drew it."""

    kind: str
    element: Any
    fragment: str
    run: str


@dataclass
class Page:
    """Takes in what the server sends."""

    drawn: dict[tuple[int, ...], Drawn] = field(default_factory=dict)
    run: str = ""
    fragments: tuple[str, ...] = ()  # that the present run draws; none for the whole page

    def begin(self, message: ForwardMsg) -> None:
        self.run, self.fragments = message.metadata.run.script_run_id, tuple(message.metadata.run.fragment_ids)

    def take(self, message: ForwardMsg) -> Drawn | None:
        """The element that has come, where it is one. A browser shows nothing more where there is no place for it."""
        delta, place = message.delta, tuple(message.metadata.delta_path)
        kind = delta.WhichOneof("type")
        if kind == "add_block":
            it = Drawn("block", delta.add_block, delta.fragment_id, self.run)
        elif kind == "new_element":
            name = delta.new_element.WhichOneof("type")
            it = Drawn(name, getattr(delta.new_element, name), delta.fragment_id, self.run)
        else:
            return None
        beside = sum(other[:-1] == place[:-1] for other in self.drawn)
        assert place[-1] <= beside, f"{it.kind} at {place}, where there are {beside}"
        self.drawn[place] = it
        return None if kind == "add_block" else it

    def finish(self, status: int) -> None:
        """Drops what the run has not drawn again."""
        if status in (WHOLE, PART):
            self.drawn = {place: it for place, it in self.drawn.items() if it.run == self.run or not self._ran(it)}

    def _ran(self, it: Drawn) -> bool:
        return not self.fragments or it.fragment in self.fragments

    def keyed(self, key: str) -> Drawn | None:
        """The widget or component of this key."""
        found = (it for it in self.drawn.values() if getattr(it.element, "id", "").split("-", 2)[-1] == key)
        return next(found, None)

    def names(self) -> list[str]:
        """Of all widgets and components that are there."""
        ids = (getattr(it.element, "id", "") for it in self.drawn.values())
        return [name.split("-", 2)[-1] for name in ids if name.startswith("$$ID")]

    def of(self, kind: str) -> list[Any]:
        """All elements of a kind, from the top."""
        return [it.element for _, it in sorted(self.drawn.items()) if it.kind == kind]

    def words(self) -> str:
        """All that can be read on it."""
        return "\n".join(it.body for kind in ("markdown", "alert", "html") for it in self.of(kind))

    @property
    def step(self) -> int:
        """The counter of meta-steps; -1 where there is none."""
        found = STEP.search(self.words())
        return int(found[1].replace(",", "")) if found else -1

    @property
    def clock(self) -> dict[str, Any] | None:
        """What the clock was told."""
        clock = self.keyed("clock")
        return json.loads(clock.element.json) if clock else None
