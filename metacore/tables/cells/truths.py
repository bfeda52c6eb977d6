"""Yes and no in their usual spellings."""

from __future__ import annotations

YES = {"yes", "y", "true", "t", "1", "ja", "j", "wahr", "oui", "vrai", "sí", "si", "verdadero", "是", "对", "真"}
NO = {"no", "n", "false", "f", "0", "nein", "falsch", "non", "faux", "falso", "否", "错", "假"}
WORDS = ("no", "yes")
