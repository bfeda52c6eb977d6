"""The sketchpad: one keyed component on which a task is drawn, with what everyone makes of it beside the canvas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pages.parts.frame.components import component, packed, sent
from pages.parts.frame.shown import timely

_HTML = """
<div class="sketchpad"><div class="desk">
  <div class="canvas">
    <div class="picks" role="group"></div>
    <canvas class="board" tabindex="0" role="application"></canvas>
    <p class="hint"></p>
    <div class="steps">
      <button type="button" class="walk">▶</button><input type="range" min="0" step="1"><output></output>
    </div>
  </div>
  <div class="faces" role="group"></div></div>
  <div class="says" aria-live="polite"></div>
</div>
"""
_CSS = """
.sketchpad { container-type: inline-size; color: var(--st-text-color); font-family: var(--st-font); }
.sketchpad .canvas { max-width: 560px; }
.sketchpad .board { width: 100%; display: block; border-radius: 8px; touch-action: pan-y; outline-offset: 2px;
  box-shadow: 0 0 0 1px rgba(128,128,128,0.35); }
.sketchpad .board:focus-visible { outline: 3px solid var(--st-primary-color); }
.sketchpad button { font: inherit; color: inherit; background: none; border: 1px solid rgba(128,128,128,0.35);
  border-radius: 8px; cursor: pointer; }
.sketchpad button:hover { border-color: var(--st-primary-color); }
.sketchpad button[aria-pressed=true] { border-color: var(--st-primary-color);
  box-shadow: 0 0 0 1px var(--st-primary-color); }
.sketchpad .picks { display: flex; flex-wrap: wrap; gap: 0.4rem; margin-bottom: 0.5rem; }
.sketchpad .picks:empty { display: none; }
.sketchpad .picks button { display: flex; align-items: center; gap: 0.35rem; padding: 0.2rem 0.7rem 0.2rem 0.45rem;
  font-size: 0.85rem; min-height: 2.1rem; }
.sketchpad .picks canvas { width: 18px; height: 18px; }
.sketchpad .hint { margin: 0.35rem 0 0; font-size: 0.8rem; opacity: 0.75; line-height: 1.3; }
.sketchpad .steps { display: flex; align-items: center; gap: 0.7rem; margin-top: 0.4rem; font-size: 0.85rem; }
.sketchpad .steps[hidden] { display: none; }
.sketchpad .steps input { flex: 1; min-width: 4rem; accent-color: var(--st-primary-color); }
.sketchpad .steps output { white-space: nowrap; font-variant-numeric: tabular-nums; }
.sketchpad .walk { width: 2.1rem; height: 2.1rem; line-height: 1; padding: 0 0 0 2px; }
.sketchpad .faces { display: grid; gap: 0.6rem; grid-template-columns: repeat(2, minmax(0, 1fr));
  align-content: start; margin-top: 0.8rem; }
.sketchpad .faces button { display: flex; flex-direction: column; padding: 0.35rem; text-align: left; min-width: 0; }
.sketchpad .faces canvas { width: 100%; border-radius: 5px; display: block; margin: 0.25rem 0; }
.sketchpad .faces b { font-size: 0.82rem; font-weight: 600; line-height: 1.15; overflow: hidden;
  text-overflow: ellipsis; white-space: nowrap; }
.sketchpad .faces small { font-size: 0.76rem; opacity: 0.8; line-height: 1.2; min-height: 1.2em; }
.sketchpad .says { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@container (min-width: 560px) {
  .sketchpad .desk { display: grid; grid-template-columns: minmax(0, 7fr) minmax(0, 5fr); gap: 1.1rem; }
  .sketchpad .desk:has(.faces:empty) { grid-template-columns: minmax(0, 1fr); }
  .sketchpad .faces { margin-top: 0; }
}
"""
_mount = component("sketchpad", "sketchpad.js", _HTML, _CSS)


def sketchpad(scene: Mapping[str, Any], key: str, on_edit: Callable[[Any], None], on_undo: Callable[[], None]) -> None:
    """Shows ``scene``; ``on_edit`` is told what is on the canvas whenever the visitor changes it."""

    def edited() -> None:
        change = sent(key, "edit")
        if timely() and _legible(change):
            on_edit(change)

    def undone() -> None:
        if timely():
            on_undo()

    _mount(key=key, data=packed(scene), on_edit_change=edited, on_undo_change=undone)


def _legible(change: Any) -> bool:
    """Whether it is what sketchpad.js sends."""
    match change:
        case {"points": [*points], "line": [*line], "echo": int(), "dragging": bool()}:
            places = (*points, *line)
            return all(
                isinstance(place, list) and all(isinstance(part, int | float) for part in place) for place in places
            )
    return False
