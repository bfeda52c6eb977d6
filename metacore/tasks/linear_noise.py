"""The source brief's lines with wrong labels: a tenth of the support is flipped unless the visitor says otherwise."""

from __future__ import annotations

from dataclasses import replace

from metacore.tasks import linear
from metacore.types import Card

PART = replace(
    linear.PART,
    card=Card(
        label="Lines with wrong labels",
        sentence="Lines in the plane again, but some of the examples carry the wrong class.",
        source="The source brief",
    ),
    defaults={**linear.PART.defaults, "noise": 0.1},
)
