"""The logarithmic opinion pool: the normalised geometric mean of the members (Genest and Zidek 1986).

p(c | x) proportional to prod_m p_m(c | x)^(1/M): for two classes, the mean of the logits. Values: Gaussians of equal
precision multiply to one around their mean, so this is the average. Better than the average where members are each too
unsure; worse where some are sure and wrong, since those are heard most. With three classes it may favour one that all
members hold possible over those that some rule out, so it is not convex.
"""

from __future__ import annotations

from metacore.combining.mixing import geometric, uniform
from metacore.protocols import Combiner
from metacore.types import Card

PART = Combiner(
    Card(
        label="Log pool",
        sentence="Like the average, but of the logarithms of the probabilities: members that are sure of themselves "
        "weigh more.",
        source="Genest and Zidek 1986, Combining Probability Distributions: A Critique and an Annotated Bibliography",
        url="https://doi.org/10.1214/ss/1177013825",
    ),
    uniform,
    geometric,
    trains=True,
)
