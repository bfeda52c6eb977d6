"""The rivals by name, each for values and for classes."""

from __future__ import annotations

from metacore.evaluation.rivals import boosting, logistic, mixed
from metacore.evaluation.rivals.rows import Answer, Rival, Rows
from metacore.types import Card, Problem


def _mean(problem: Problem, rows: Rows, shots: int) -> Answer:
    return (logistic.fit_share if problem.classes else mixed.fit_mean)(problem, rows, shots)


def _mixed(problem: Problem, rows: Rows, shots: int) -> Answer:
    return (logistic.fit_chance if problem.classes else mixed.fit_line)(problem, rows, shots)


RIVALS = {
    "shrunken_mean": Rival(
        Card("The task’s own mean, shrunken", "Answers the mean of the task’s known rows, drawn towards that of all "
             "tasks the more, the fewer rows are known.", "Robinson 1991, That BLUP is a Good Thing, section 3",
             "https://doi.org/10.1214/ss/1177011926"),
        _mean,
    ),
    "mixed": Rival(
        Card("Mixed model", "A line for each task, drawn around that of all; where classes are asked for, only its "
             "height differs between tasks.", "Laird and Ware 1982, Random-Effects Models for Longitudinal Data",
             "https://doi.org/10.2307/2529876"),
        _mixed,
    ),
    "boosting": Rival(
        Card("Boosted trees", "Gradient-boosted trees on the rows of all tasks, which take no notice of the task.",
             "Friedman 2001; Ke et al. 2017, as built in scikit-learn", "https://doi.org/10.1214/aos/1013203451"),
        boosting.fit_alone,
    ),
    "boosting_means": Rival(
        Card("Boosted trees with means", "The same trees, told the means of the task’s known rows and how many "
             "there are.", "Micci-Barreca 2001, A Preprocessing Scheme for High-Cardinality Categorical Attributes",
             "https://doi.org/10.1145/507533.507538"),
        boosting.fit_with_means,
    ),
}  # fmt: skip
