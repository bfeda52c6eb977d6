"""Uniform averaging: the mean of all members' predictions (the linear opinion pool, Stone 1961).

p(x) = mean over members of p_m(x). The new task's support is not looked at. Wins where all members answer the same
task; among models of different tasks it says what is true of most.
"""

from __future__ import annotations

from metacore.combining.mixing import mixture, uniform
from metacore.protocols import Combiner
from metacore.types import Card

PART = Combiner(
    Card(
        label="Average",
        sentence="The mean of all task models' predictions. It never looks at the new task's support points.",
        source="Stone 1961, The Opinion Pool",
        url="https://doi.org/10.1214/aoms/1177704873",
    ),
    uniform,
    mixture,
    convex=True,
    trains=True,
)
