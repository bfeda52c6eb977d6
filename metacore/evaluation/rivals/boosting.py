"""Gradient-boosted trees on the rows of all tasks, alone or with what the known rows of a task say (Friedman 2001).

How many rounds is chosen on training tasks that were left aside, whole: so that it is right for new ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from metacore.episodes import rows as recorded
from metacore.evaluation.rivals.rows import Answer, Rows, folds
from metacore.nn.estimators import labels, spread_out
from metacore.types import Problem

FOLDS, MOST_ROUNDS = 3, 200
LEAF = 20  # rows in a leaf at least, fewer where there are few in all
DRAWS, MOST_ROWS = 8, 40_000  # how often the known rows of each training task are drawn, and rows at most


def fit_alone(problem: Problem, rows: Rows, shots: int) -> Answer:
    """Takes no notice of the task."""
    model = _boosted(problem, list(folds(rows, FOLDS)), rows)
    return lambda known, x: model(x)


def fit_with_means(problem: Problem, rows: Rows, shots: int) -> Answer:
    """Means of the known rows' features and answers, and how many there are, stand beside the features.

    A training row never counts among its own task's known ones, of which as many are drawn as in a new task: means
    over all other rows would be surer than any that is met later. In one of the draws nothing is known.
    """
    pairs = [(with_means(own, shots), with_means(others, shots)) for own, others in folds(rows, FOLDS)]
    model = _boosted(problem, pairs, with_means(rows, shots))

    def answer(known: Rows, x: np.ndarray) -> np.ndarray:
        said = np.broadcast_to(means(known, len(x))[:, None], (*x.shape[:2], _width(known)))
        return model(np.concatenate([x, said], axis=-1))

    return answer


def with_means(rows: Rows, shots: int) -> Rows:
    """Some draws of the rows that are asked of every task, with the means of those that are known beside them."""
    random = np.random.default_rng(0)
    draws = int(np.clip(MOST_ROWS // max(len(rows.task), 1), 1, DRAWS))
    parts = [_drawn(rows, shots if draw else 0, random) for draw in range(draws + 1)]
    return Rows(*map(np.concatenate, zip(*parts, strict=True)))


def means(known: Rows, tasks: int) -> np.ndarray:
    """Of each task's rows: the means of features and answers, NaN where there is no row, and how many there are."""
    counts = np.bincount(known.task, minlength=tasks)
    columns = [np.bincount(known.task, column, tasks) for column in np.concatenate([known.x, known.y], axis=1).T]
    with np.errstate(invalid="ignore"):
        return np.stack([*(column / counts for column in columns), counts], axis=1)


def _width(known: Rows) -> int:
    return known.x.shape[1] + known.y.shape[1] + 1


def _drawn(rows: Rows, shots: int, random: np.random.Generator) -> Rows:
    order = np.lexsort([random.random(len(rows.task)), rows.task])
    sizes = np.bincount(rows.task)
    within = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    is_known = within < np.repeat(np.asarray(recorded.known(shots, sizes)), sizes)
    known, asked = (Rows(*(column[order[which]] for column in rows)) for which in (is_known, ~is_known))
    return asked._replace(x=np.concatenate([asked.x, means(known, len(sizes))[asked.task]], axis=1))


def _boosted(problem: Problem, pairs: list[tuple[Rows, Rows]], rows: Rows) -> Callable[[np.ndarray], np.ndarray]:
    """The model of ``rows``, with as many rounds as did best over ``pairs`` of rows to learn from and to ask about."""
    losses = np.zeros(MOST_ROUNDS)
    with _one_thread():
        for own, others in pairs:
            for number, answers in enumerate(_staged(problem, _fitted(problem, own, MOST_ROUNDS), others.x)):
                losses[number] += _loss(problem, answers, others.y).sum()
        model = _fitted(problem, rows, int(losses.argmin()) + 1)

    def answer(x: np.ndarray) -> np.ndarray:
        with _one_thread():
            said = (model.predict_proba if problem.classes else model.predict)(x.reshape(-1, x.shape[-1]))
        return _answers(problem, model, said).reshape(*x.shape[:-1], -1)

    return answer


def _one_thread() -> Any:
    """Several wait for each other at every step, which takes fifty times as long where other work keeps cores busy."""
    import sklearn.ensemble  # noqa: F401 - what is not loaded yet is not limited
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1, "openmp")


def _fitted(problem: Problem, rows: Rows, rounds: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    leaf = int(np.clip(len(rows.task) // 50, 2, LEAF))
    kind = HistGradientBoostingClassifier if problem.classes else HistGradientBoostingRegressor
    model = kind(max_iter=rounds, min_samples_leaf=leaf, early_stopping=False, random_state=0)
    return model.fit(rows.x, labels(rows.y) if problem.classes else rows.y[:, 0])


def _staged(problem: Problem, model: Any, x: np.ndarray) -> Iterator[np.ndarray]:
    """The answers after each round, [n, outputs]."""
    staged = model.staged_predict_proba if problem.classes else model.staged_predict
    return (_answers(problem, model, said) for said in staged(x))


def _answers(problem: Problem, model: Any, said: np.ndarray) -> np.ndarray:
    """Values, or chances of the classes that the model has seen, as answers [n, outputs]."""
    if not problem.classes:
        return said[:, None]
    return spread_out(problem, said, model.classes_)


def _loss(problem: Problem, answers: np.ndarray, y: np.ndarray) -> np.ndarray:
    if not problem.classes:
        return ((answers - y) ** 2)[:, 0]
    chance = (answers * y).sum(axis=-1) if problem.outputs > 1 else np.where(y > 0.5, answers, 1 - answers)[:, 0]
    return -np.log(np.maximum(chance, 1e-3))
