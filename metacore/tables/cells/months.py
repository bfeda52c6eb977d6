"""Names of months in the languages of the page, as they are written in dates."""

from __future__ import annotations

_NAMES = """
january jan januar jänner jän janvier janv enero ene
february feb februar feber fevrier fevr fev febrero
march mar märz mär mrz maerz mars marzo
april apr avril avr abril abr
may mai mayo
june jun juni juin junio
july jul juli juillet juil julio
august aug aout août agosto ago
september sep sept septembre septiembre setiembre
october oct oktober okt octobre octubre
november nov novembre noviembre
december dec dezember dez décembre déc diciembre dic
"""

MONTHS = {
    name: number
    for number, line in enumerate(_NAMES.split("\n")[1:-1], 1)
    for name in (*line.split(), *(word.translate(str.maketrans("äéû", "aeu")) for word in line.split()))
} | {"février": 2, "févr": 2, "fév": 2}
