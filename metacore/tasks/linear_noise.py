"""The source brief's lines with wrong labels: a tenth of the support is flipped unless the visitor says otherwise."""

from __future__ import annotations

from metacore.tasks.linear import PART as CLEAN
from metacore.tasks.linear import Linear
from metacore.types import Card

PART = Linear(
    Card(
        label="Lines with wrong labels",
        sentence="Lines in the plane again, but some of the examples carry the wrong class.",
        source="The source brief",
    ),
    defaults={**CLEAN.defaults, "noise": 0.1},
)
