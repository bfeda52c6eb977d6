"""The command ``choose``: which method of a short list suits a table, by its validation tasks."""

from __future__ import annotations

import sys
from typing import Any

from metacore.run import Run


def chosen(base: Run) -> dict[str, Any]:
    """Holds the race and tells its standings, the method to take first; each rung is told on standard error."""
    from metacore.training.shortlist import next_rung, race

    now = race(base)
    while not now.over:
        now = next_rung(now)
        told = ", ".join(f"{entrant.run.algorithm} {entrant.loss:.4f}" for entrant in now.standings)
        print(f"choose: step {now.racing[0].state.step}: {told}", file=sys.stderr, flush=True)
    lines = [
        {
            "method": entrant.run.algorithm,
            "validation_loss": entrant.loss,
            "at_step": entrant.step,
            "trained_steps": entrant.state.step,
            "run": entrant.run.query(),
        }
        for entrant in now.standings
    ]
    return {"chosen": lines[0]["method"], "standings": lines}
