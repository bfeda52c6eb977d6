"""What a visitor can take away from a training on a table: made on a worker, and only once it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from metacore.evaluation.export import predictions, scores
from metacore.saved import packed, script
from metacore.workers.cluster import CLUSTER
from pages.parts.data import texts
from pages.parts.playground.session import Trainer

MODEL = "model.npz"
FILES: dict[str, tuple[str, str]] = {
    "predictions": ("predictions.csv", "text/csv"),
    "scores": ("scores.csv", "text/csv"),
    "model": (MODEL, "application/octet-stream"),
    "script": ("adapt.py", "text/x-python"),
}


def downloads(trainer: Trainer) -> None:
    """A button for each file, which holds what has been learned when it is pressed."""

    def made(function: Callable[..., Any]) -> Callable[[], Any]:
        return lambda: CLUSTER.submit(function, trainer.run, trainer.state, by=trainer).result()

    contents = {
        "predictions": made(predictions),
        "scores": made(scores),
        "model": made(packed),
        "script": lambda: script(trainer.run, MODEL),
    }
    with st.expander(texts.TAKE, icon=":material/download:"):
        st.markdown(texts.TAKE_HELP)
        with st.container(horizontal=True):
            for name, (file, kind) in FILES.items():
                label, help_text = texts.FILES[name]
                st.download_button(
                    label, contents[name], file, kind, key=f"take_{name}", help=help_text, on_click="ignore"
                )
