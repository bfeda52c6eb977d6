"""The values of a column under the reading that was taken, and what has to be said of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from metacore.tables.cells import quantities
from metacore.tables.cells.column import FAULTS, among
from metacore.tables.cells.guessing import DATES, NUMBERS, Guess
from metacore.tables.cells.missing import ordinary
from metacore.tables.cells.series import SHOWN, Place, Series, said_missing
from metacore.tables.cells.truths import NO, WORDS, YES
from metacore.tables.columns import counted, quoted
from metacore.tables.options import TEXT, YES_NO

MOST_NAMES = 20_000  # texts that are compared


def settled(made: Guess, place: Place, asked: bool, comma: bool, hint: bool) -> Series:
    """The values of a column, which may have been ``asked`` for so; ``comma`` and ``hint`` as for numbers."""
    if made.way in NUMBERS:
        found = quantities.numbers(made, place, comma, hint)
    elif made.way in DATES:
        found = quantities.dates(made, place)
    else:
        found = _truths(made, place) if made.way == YES_NO else _texts(made, asked)
    return found._replace(notes=[f"Column {quoted(place.name)}{note}" for note in found.notes])


def _truths(made: Guess, place: Place) -> Series:
    yes, no = (among(made.cells.texts, words) for words in (YES, NO))
    full = np.full(len(yes), None, object)
    full[yes], full[no] = WORDS[1], WORDS[0]
    said = [
        ", ".join(quoted(text) for text in made.cells.texts.filter(pa.array(each)).to_pylist()) for each in (yes, no)
    ]
    notes = [f": {said[0]} were read as yes, {said[1]} as no."]
    strange = made.rest & ~yes & ~no
    if count := int(made.cells.counts[strange].sum()):
        notes.append(f": {counted(count, 'cell')} neither yes nor no, taken as missing; {place.first(made, strange)}.")
    return Series(_spelled(made, full), YES_NO, notes + said_missing(made))


def _texts(made: Guess, kept: bool) -> Series:
    """A column of text; where it was asked for as such, words that may say “missing” are ``kept`` as well."""
    texts = np.array(made.cells.texts.to_pylist(), object)
    notes = []
    if made.named:
        notes.append(f" holds names like {quoted(made.named)} and stays text, though they look like numbers.")
    elif made.mixed:
        notes.append(" mixes numbers and text and is read as text.")
    like = made.words.copy()
    if not kept:
        like[like] = ordinary(list(texts[like]), list(texts[made.rest]), made.cells.counts[made.rest])
        kept_in = zip(texts[like], made.cells.counts[like], strict=True)
        notes += [
            f": {quoted(text)} was kept as a text like the others, in {counted(n, 'cell')}." for text, n in kept_in
        ]
    made = made._replace(words=made.words & ~like)
    texts[made.gone | made.words | among(made.cells.texts, FAULTS)] = None
    return Series(_spelled(made, texts), TEXT, notes + _alike(texts) + said_missing(made))


def _spelled(made: Guess, texts: np.ndarray) -> pd.Series:
    """The column of what its distinct texts became."""
    return pd.Series(pd.array(texts, dtype="str").take(made.cells.code, allow_fill=True))


def _alike(texts: np.ndarray) -> list[str]:
    """What differs by capitals only, which may be meant to be one; remarks, nearly one a row, are none of that."""
    if len(texts) > MOST_NAMES:
        return []
    there = pd.Series([text for text in texts if text is not None], dtype="str")
    small = there.str.casefold()
    again = there[small.duplicated(keep=False)]
    pairs = [" and ".join(map(quoted, group)) for _, group in again.groupby(small[again.index], sort=False)]
    if not pairs:
        return []
    more = f", and {len(pairs) - SHOWN} more" if len(pairs) > SHOWN else ""
    return [f": {'; '.join(pairs[:SHOWN])}{more} differ by capitals only, and are different texts here."]
