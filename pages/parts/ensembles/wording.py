"""Names and differences in words, the same on every part of the page Ensembles."""

from __future__ import annotations

import numpy as np

from metacore.figures.style import headline
from metacore.interval import Interval
from metacore.registry import combiners, learners
from pages.parts.ensembles import texts


def label(name: str) -> str:
    """The name of a way to answer: adapting alone, a combiner, or a base learner trained afresh."""
    return texts.NAMES.get(name) or (combiners() | learners())[name].card.label


def difference(behind: np.ndarray, kind: str) -> str:
    """How much worse or better, task by task [tasks], in words; positive is worse."""
    found = Interval.over(behind)
    if not abs(found.mean) > found.ci95:
        return texts.TIED
    words = texts.WORSE if found.mean > 0 else texts.BETTER
    return words.format(difference=headline(found._replace(mean=abs(found.mean)), kind))
