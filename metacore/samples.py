"""Tables that ship inside installed packages, ready to be learned from."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from metacore.table import Table


def names() -> tuple[str, ...]:
    """The ready-made tables by name.

    >>> "gapminder" in names()
    True
    """
    return ("wine", "gapminder")


@lru_cache(maxsize=4)
def load(name: str) -> Table:
    """The ready-made table called ``name``. Raises KeyError."""
    return {"wine": _wine, "gapminder": _gapminder}[name]()


def _wine() -> Table:
    from sklearn.datasets import load_wine

    found = load_wine()
    strength = found.data[:, 0]
    task = np.argsort(np.argsort(strength, kind="stable")) * 9 // len(strength)
    return Table(
        "wine", "classification", np.delete(found.data, 0, axis=1), np.eye(3, dtype=np.float32)[found.target], task,
        tuple(f"strength {n + 1}" for n in range(9)), tuple(found.feature_names[1:]), "class", ("0", "1", "2"),
    )  # fmt: skip


def _gapminder() -> Table:
    import plotly.data

    found = plotly.data.gapminder()
    tasks, task = np.unique(found["country"], return_inverse=True)
    x = np.stack([found["year"], np.log(found["pop"]), np.log(found["gdpPercap"])], axis=1)
    y = found[["lifeExp"]].to_numpy()
    return Table("gapminder", "regression", x, y, task, tuple(tasks), ("year", "log pop", "log gdp"), "lifeExp")
