"""A short text beside the pictures that drives them: a sentence that is touched shows on the page what it speaks of."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.parts.frame.address import noticed
from pages.parts.frame.page import unfolded
from pages.parts.frame.shown import pressed
from pages.parts.playground import texts
from pages.parts.playground.session import Trainer

FEW = 3  # tasks, which are learned by heart


def story(trainer: Trainer) -> None:
    """Draws the sentences, folded away at first."""
    view = trainer.view

    def few() -> None:
        with noticed():
            trainer.set(tasks=FEW)

    acts: dict[str, Callable[[], None]] = {
        "tasks": lambda: None,  # what it speaks of lights up, as with every other sentence
        "before": lambda: trainer.look(view._replace(stage=0)),
        "after": lambda: trainer.look(view._replace(stage=None)),
        "other": lambda: trainer.look(view._replace(new=True, task=(view.task + 1) % len(trainer.pictures.new.fit))),
        "slow": lambda: trainer.watch("slow"),
        "few": few,
    }
    with st.sidebar:
        place = unfolded(texts.STORY, "menu_book", "story")
    if not place or not trainer.update:
        return
    with place:
        for name, sentence in texts.SENTENCES.items():
            key = f"story_{name}"
            st.button(sentence, key=key, type="tertiary", on_click=pressed(key, sentence, acts[name]))
