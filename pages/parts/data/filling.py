"""Filling in what is not known: in the file that is trained on, in another one, or by a model that was saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from metacore.evaluation.completing import schema_of
from metacore.tables.columns import DataError
from metacore.tables.gaps import read_rows, told
from metacore.tables.reading import Sheet, read_apart
from metacore.tables.schema import Schema
from metacore.workers.cluster import CLUSTER


@dataclass
class OtherFile:
    """A file with the columns that a model knows, and what of it can be answered."""

    sheet: Sheet | None = None
    notes: tuple[str, ...] = ()
    refused: tuple[str, str] | None = None  # the last file that could not be used, and why
    uploads: int = 0

    def read(self, data: bytes, name: str, schema: Schema) -> None:
        """Takes in a file; one that can't be used changes nothing else."""

        def take() -> None:
            sheet = read_apart(data, name, schema.reading)
            rows, notes = read_rows(schema, sheet.frame)
            self.sheet, self.notes = sheet, (*sheet.notes, *notes, *told(schema, rows))

        self._try(name, take)

    def _try(self, name: str, take: Callable[[], None]) -> None:
        self.uploads, self.refused = self.uploads + 1, None
        try:
            take()
        except DataError as fault:
            self.refused = name, str(fault)


@dataclass
class SavedModel(OtherFile):
    """A model that the visitor has brought, to be used on a file without training."""

    data: bytes = b""
    name: str = ""
    schema: Schema | None = None
    other: OtherFile = field(default_factory=OtherFile)

    def load(self, data: bytes, name: str) -> None:
        """Takes in a model; one that can't be used changes nothing else."""

        def take() -> None:
            self.schema = CLUSTER.submit(schema_of, data, by=self).result()
            self.data, self.name, self.other = data, name, OtherFile(uploads=self.other.uploads)

        self._try(name, take)
