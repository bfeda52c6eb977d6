"""Meta-learning in five steps, as a strip across the page, each with its live number.

Touching a step, or a part of the formula, lights up what it is about on the page; touching that lights up the step.
"""

from __future__ import annotations

from typing import Any

from metacore.figures.units import Unit
from pages.parts.frame.components import component, packed
from pages.parts.playground import texts
from pages.parts.playground.session import Trainer

# What each step is about: parts of the page by their keys.
ABOUT = {
    "learner": ("dial_algorithm", "dial_hidden", "dial_learner"),
    "tasks": ("dial_tasks", "dial_family", "tiles_training", "story_tasks", "story_few"),
    "adapt": ("dial_alpha", "dial_inner_steps", "focus", "story_before", "story_after"),
    "ask": ("dial_ensemble", "tiles_new", "headline", "story_other"),
    "improve": ("dial_beta", "dial_meta_batch", "curve", "story_slow"),
}
# The formula, piece by piece, with the step that each piece belongs to.
INNER = (("w", "adapt"), ("←", ""), ("w", "adapt"), ("−", ""), ("α", "adapt"), ("∇L(w)", "adapt"))
OUTER = (("θ", "learner"), ("←", ""), ("θ", "learner"), ("−", ""), ("β", "improve"), ("∇L(θ)", "ask"))

_CSS = """
.strip { container-type: inline-size; color: var(--st-text-color); font-family: var(--st-font); }
.strip ol { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 0.4rem; margin: 0; padding: 0;
  list-style: none; }
.strip button { width: 100%; height: 100%; font: inherit; color: inherit; text-align: left; cursor: pointer;
  background: var(--st-secondary-background-color); border: 2px solid transparent; border-radius: 8px;
  padding: 0.25rem 0.5rem; }
.strip small { display: block; font-size: 0.78rem; line-height: 1.25; }
.strip b { display: block; font-size: 0.92rem; line-height: 1.35; font-variant-numeric: tabular-nums;
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.strip .lit, .strip button:focus-visible { border-color: var(--st-primary-color); outline: none; }
.strip p { margin: 0.25rem 0 0; font-size: 0.85rem; display: flex; flex-wrap: wrap; gap: 0 1.4rem; }
.strip p span { opacity: 0.8; margin-left: 0.3rem; }
.strip i { font-style: normal; padding: 0 0.15rem; border-radius: 4px; cursor: pointer; border: 2px solid transparent; }
.strip i:not([data-about]) { cursor: default; }
[data-lit] { outline: 3px solid var(--lit); outline-offset: 4px; border-radius: 6px; }
@container (max-width: 560px) { .strip ol { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
"""
_mount = component("strip", "strip.js", '<div class="strip"><ol></ol><p></p></div>', _CSS)


def strip(trainer: Trainer) -> None:
    """Draws the strip for the newest update."""
    formula = [
        part for part, name in ((INNER, "alpha"), (OUTER, "beta")) if name not in trainer.run.method.card.ignores
    ]
    content = {
        "steps": [
            {"about": name, "title": texts.STRIP[name], "value": value} for name, value in _values(trainer).items()
        ],
        "formula": [{"words": texts.FORMULA[part[0][0]], "parts": part} for part in formula],
        "about": ABOUT,
        "step": trainer.state.step,
    }
    _mount(key="strip", data=packed(content))


def _values(trainer: Trainer) -> dict[str, Any]:
    """The live number of each step; a dash where nothing is known yet."""
    run, update = trainer.run, trainer.update
    told, seen = Unit.of(run), update.scores if update else None
    many = texts.STRIP_TASKS["endless" if not run.tasks else "some"].format(tasks=run.tasks)
    pair = (told.shown(seen.training_before.mean()), told.shown(seen.training_after.mean())) if seen else ()
    return {
        "learner": run.method.card.label,
        "tasks": many,
        "adapt": " → ".join(pair) or "–",
        "ask": told.shown(seen.after.mean) if seen else "–",
        "improve": texts.STRIP_STEP.format(step=trainer.state.step),
    }
