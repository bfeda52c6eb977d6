"""One visitor's data: the sheet that was read, what is made of it, and the training on it. In memory, for the visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from metacore.dials import DialError
from metacore.run import Run
from metacore.tables import samples
from metacore.tables.choice import NAMES, Choice
from metacore.tables.columns import DataError
from metacore.tables.options import READ_NAMES, Reading
from metacore.tables.proposal import amended, propose
from metacore.tables.reading import Sheet, read_apart
from metacore.tables.tabling import Tabled, tabled
from pages.parts.data.filling import OtherFile, SavedModel
from pages.parts.playground.session import Trainer

OWN = "own"
EXAMPLE = "family=table&dataset=gapminder&shots=2"
# What one begins with on a table: for values what is nowhere worse than a mixed model where that was measured
# (docs/results/tables.md).
METHODS = {"regression": "alpaca", "classification": "maml"}


@dataclass
class DataSession:
    """Holds one sheet at a time, and with it the file that it was read from, which can be completed."""

    source: str = ""  # the name of a sample, ``OWN``, or nothing yet
    sheet: Sheet | None = None
    choice: Choice | None = None
    found: Tabled | None = None
    fault: DataError | None = None  # why there is no table
    refused: tuple[str, DataError] | None = None  # the last file that could not be read, and why
    trainer: Trainer | None = None
    uploads: int = 0
    other: OtherFile = field(default_factory=OtherFile)  # to be completed by what is learned here
    saved: SavedModel = field(default_factory=SavedModel)
    settings: Mapping[str, str] = field(default_factory=dict)  # what the address says about the run
    reading: Reading = field(default_factory=Reading)  # what was said by hand about how the file is read

    def read(self, data: bytes, name: str) -> None:
        """Takes in the sheet of a file; a file that can't be used changes nothing else."""
        self.uploads += 1
        self._read(data, name, Reading() if self.sheet else self.reading)

    def read_again(self, **changes: Any) -> None:
        """Reads the file with other parts of what is said by hand."""
        assert self.sheet
        self._read(self.sheet.data, self.sheet.name, replace(self.reading, **changes))

    def _read(self, data: bytes, name: str, reading: Reading) -> None:
        try:
            sheet = read_apart(data, name, reading)
            proposed = propose(sheet)
        except DataError as fault:
            self.refused = name, fault
        else:
            self._put(OWN, sheet, self._still_possible(sheet, data) or proposed, reading)

    def take(self, name: str) -> None:
        """Takes a ready-made sheet."""
        self._put(name, samples.sheet(name), samples.choice(name), Reading())

    @classmethod
    def example(cls) -> DataSession:
        """What is looked at before anybody has brought a table, with all settings, as the address then spells them."""
        return cls.lenient(Run.parse(EXAMPLE).texts().items())[0]

    def choose(self, **changes: Any) -> None:
        """Changes parts of the choice; the others follow where they have to."""
        assert self.sheet and self.choice
        self._make(amended(self.sheet, self.choice, **changes))

    def _put(self, source: str, sheet: Sheet, choice: Choice, reading: Reading) -> None:
        self.settings = {} if self.sheet else self.settings  # which belong to the sheet that is replaced
        self.source, self.sheet, self.refused, self.trainer, self.reading = source, sheet, None, None, reading
        self.other = OtherFile(uploads=self.other.uploads)
        self._make(choice)

    def _make(self, choice: Choice) -> None:
        assert self.sheet
        self.choice, self.found, self.fault = choice, None, None
        try:
            self.found = tabled(self.sheet, choice)
        except DataError as fault:
            self.fault = fault

    def _still_possible(self, sheet: Sheet, data: bytes) -> Choice | None:
        """The choice that the address brought, or that was made of this very file, where this sheet has its columns."""
        if self.choice and (self.sheet is None or self.sheet.data is data):
            names = {self.choice.task, self.choice.target, *self.choice.features}
            return self.choice if names <= set(sheet.frame) else None
        return None

    @property
    def ready_made(self) -> bool:
        """Whether the sheet is none of the visitor's own."""
        return self.source in samples.names()

    @property
    def changed(self) -> bool:
        """Whether the training under way is on other tasks than those chosen."""
        if self.trainer is None or self.found is None:
            return False
        return getattr(self.trainer.run.task_family, "table", None) != self.found.table

    def train(self) -> list[DialError]:
        """Starts training on what is chosen, with the settings so far; those that were not possible."""
        assert self.found and self.choice
        ready = self.source != OWN and self.choice == samples.choice(self.source)
        chosen = {"family": "table", "dataset": self.source if ready else OWN}
        settings = {"algorithm": METHODS[self.choice.kind]} | self._settings() | chosen
        run, faults = Run.lenient(settings.items(), None if ready else self.found.table)
        self.trainer, self.other = Trainer.start(run), OtherFile(uploads=self.other.uploads)
        return faults

    def _settings(self) -> dict[str, str]:
        return self.trainer.run.texts() if self.trainer else dict(self.settings)

    def texts(self) -> dict[str, str]:
        """Everything that the address can hold."""
        if not self.choice:
            return {}
        chosen = {"family": "table", "dataset": self.source or OWN} | self.choice.texts()
        return self._settings() | chosen | self.reading.texts()

    @property
    def question(self) -> DataSession:
        """What is asked is what the address holds; a file of the visitor's own it can't."""
        return self

    def set(self, **changes: Any) -> DataSession:
        """Moves dials of the training."""
        assert self.trainer
        self.trainer.set(**changes)
        return self

    @property
    def playing(self) -> bool:
        return bool(self.trainer and self.trainer.playing)

    @property
    def busy(self) -> bool:
        """Whether anything is still to come."""
        return bool(self.trainer and self.trainer.busy)

    @property
    def outline(self) -> tuple[Any, ...]:
        """What the fixed part of the page depends on."""
        return self.trainer.outline if self.trainer else ()

    def tick(self) -> bool:
        """Takes in what has been finished and asks for more; whether there is something new to draw."""
        return bool(self.trainer and self.trainer.tick())

    @classmethod
    def lenient(cls, pairs: Iterable[tuple[str, str]]) -> tuple[DataSession, list[DialError]]:
        """The session that an address spells, and what of it is not possible."""
        given = dict(pairs)
        chosen = {name: given.pop(name) for name in NAMES if name in given}
        by_hand = {name: given.pop(name) for name in READ_NAMES if name in given}
        source = given.pop("dataset", "")
        session, faults = cls(settings=given), []
        try:
            session.reading = Reading.parse(by_hand)
        except DialError as fault:
            faults.append(fault)
        if source in samples.names():
            session.take(source)
        try:
            choice = Choice.parse(chosen) if chosen else None
        except DialError as fault:
            faults.append(fault)
        else:
            session.choice = choice or session.choice
            if choice and session.sheet:
                session._make(choice)
        return session, faults
