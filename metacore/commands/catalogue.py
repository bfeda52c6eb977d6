"""The command ``catalogue``: all that there is, and how it is set."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from metacore import registry
from metacore.dials import Dial
from metacore.run_dials import common_dials


def listing() -> dict[str, Any]:
    """Everything the registry finds, with its words and dials, and the dials that every run has."""

    def parts(found: dict[str, Any]) -> dict[str, Any]:
        return {
            name: asdict(part.card) | {"dials": [_dial(dial) for dial in getattr(part, "dials", ())]}
            for name, part in found.items()
        }

    return {
        "dials": [_dial(dial) for dial in common_dials()],
        "families": parts(registry.families()),
        "algorithms": parts(registry.algorithms()),
        "learners": parts(registry.learners()),
        "ensembles": parts(registry.combiners()),
        "pools": parts(registry.pools()),
    }


def _dial(dial: Dial) -> dict[str, Any]:
    return {
        "name": dial.name,
        "label": dial.label,
        "help": dial.help,
        "default": dial.default,
        "allowed": dial.allowed,
        "live": dial.live,
    }
