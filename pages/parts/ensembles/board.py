"""The live part of the page Ensembles: the task, every way to answer it, who counts how much, and what helps when."""

from __future__ import annotations

import numpy as np
import streamlit as st

from metacore.evaluation.measuring import Picture
from metacore.figures import pictures
from metacore.figures.pictures import Frame
from metacore.figures.style import shown
from metacore.nn.losses import metric
from metacore.studies.ensembles import figures
from metacore.studies.ensembles.work import Fusion
from metacore.types import Batch
from pages.parts.ensembles import lines, texts, trained_through
from pages.parts.ensembles.leaderboard import leaderboard
from pages.parts.ensembles.session import LabSession
from pages.parts.ensembles.super_learner import super_board
from pages.parts.ensembles.wording import label
from pages.parts.frame.chart import chart
from pages.parts.frame.shown import draw_now, owned, pressed

_SHOWN = "the way whose weights are shown"


def draw(session: LabSession) -> None:
    """Draws everything that moves. All numbers come from the models' own answers."""
    _progress(session)
    fusion = session.fusion
    if fusion is None:
        return
    kind = metric(session.question.problem)
    family = session.question.run().task_family
    frame = Frame(family.domain, family.span)
    left, right = st.columns([4, 7], gap="medium")
    with left:
        _task(session, fusion, frame, kind)
    with right:
        leaderboard(session, fusion, kind)
    with st.container(border=True):
        _faces(fusion, frame, kind)
    left, right = st.columns([7, 5], gap="medium")
    with left:
        _weights(fusion, frame)
    with right:
        _apart(fusion, kind)
    left, right = st.columns(2, gap="medium")
    with left:
        lines.by_known(session, kind)
    with right:
        lines.by_size(session, kind)
    left, right = st.columns(2, gap="medium")
    with left:
        super_board(session, kind)
    with right:
        trained_through.draw(session.further.contest, session.start_contest, kind)


def _progress(session: LabSession) -> None:
    state = session.state
    if session.fault:
        st.error(texts.FAULT, icon=":material/error:")

        def retry() -> None:
            session.enter(session.question)
            draw_now()  # the whole page, since the clock stands still

        st.button(texts.RETRY, key="retry", on_click=pressed("retry", "", retry))
    if state.diverged:
        st.warning(texts.DIVERGED.format(step=state.step), icon=":material/error:")
    if not session.trained:
        st.progress(
            state.step / session.question.steps, texts.TRAINING.format(step=state.step, steps=session.question.steps)
        )
    elif session.fusion is None:
        st.info(texts.STARTING, icon=":material/hourglass_top:")
    elif not session.complete:
        st.progress(
            session.asked / session.question.members,
            texts.FITTING.format(ready=session.asked, members=session.question.members),
        )
    elif session.stale:
        st.info(texts.STALE, icon=":material/hourglass_top:")
    if session.fusion and session.fusion.unfit:
        st.warning(texts.UNFIT.format(count=session.fusion.unfit), icon=":material/error:")


def _task(session: LabSession, fusion: Fusion, frame: Frame, kind: str) -> None:
    st.markdown(f"## {texts.HEADINGS['task']}")
    st.caption(texts.NOTES["task"])
    if fusion.one_sided:
        st.caption(texts.ONE_SIDED)
    error = shown(float(fusion.alone[fusion.task]), kind)
    alt = texts.ALT["task"].format(number=session.question.task, known=session.question.known, error=error)
    figure = pictures.focus(fusion.picture, frame, adapted=True)
    chart(figure, "lab_task", alt, height=400)


def _faces(fusion: Fusion, frame: Frame, kind: str) -> None:
    st.markdown(f"## {texts.HEADINGS['faces']}")
    st.caption(texts.NOTES["faces"])
    here = fusion.errors[:, fusion.task]
    captions = [f"{label(name)}: {shown(float(error), kind)}" for name, error in zip(fusion.names, here, strict=True)]
    chosen = fusion.names.index(_chosen(fusion))
    figure = pictures.mosaic(_pictured(fusion), captions, chosen, frame, columns=5)

    def choose(tile: int) -> None:
        st.session_state[_SHOWN] = fusion.names[tile]
        draw_now()

    alt = texts.ALT["faces"].format(count=len(captions), values=", ".join(captions))
    chart(figure, "lab_faces", alt, height=300, on_tile=choose)


def _pictured(fusion: Fusion) -> Picture:
    """Every way's answer to the one task, as if each were a task of its own."""
    count, one = len(fusion.names), fusion.picture

    def many(batch: Batch) -> Batch:
        return Batch(*(np.repeat(a, count, axis=0) for a in batch))

    truth = None if one.truth is None else np.repeat(one.truth, count, axis=0)
    before = np.repeat(one.before, count, axis=0)
    return Picture(many(one.support), many(one.query), truth, fusion.fits, before)


def _chosen(fusion: Fusion) -> str:
    chosen = st.session_state.get(_SHOWN, "weighted")
    return chosen if chosen in fusion.names else "weighted"


def _weights(fusion: Fusion, frame: Frame) -> None:
    st.markdown(f"## {texts.HEADINGS['weights']}")
    st.caption(texts.NOTES["weights"])

    def moved() -> None:
        st.session_state[_SHOWN] = st.session_state["weights_of"]

    name = _chosen(fusion)
    told = owned("weights_of", name, moved)
    at = fusion.names.index(name)
    st.selectbox(texts.WEIGHTS_OF, fusion.names, at, format_func=label, key="weights_of", on_change=told)
    values = fusion.weights[at]
    if not np.isfinite(values).all():
        st.info(texts.NO_WEIGHTS)
        return
    best = int(np.argmax(values))
    alt = texts.ALT["weights"].format(name=label(name), count=len(values), best=best + 1, weight=values[best])
    chart(figures.weights(values, fusion.faces, frame, best), "lab_weights", alt, height=340)


def _apart(fusion: Fusion, kind: str) -> None:
    st.markdown(f"## {texts.HEADINGS['apart']}")
    st.caption(texts.NOTES["apart"])
    leader = int(np.argmin(fusion.errors.mean(axis=1)))
    marks = {
        label(fusion.names[leader]): float(fusion.errors[leader].mean()),
        label("average"): float(fusion.errors[fusion.names.index("average")].mean()),
    }
    names = [texts.MODEL.format(number=number) for number in range(1, len(fusion.members) + 1)]
    figure = figures.diversity(fusion.apart, fusion.members, marks, names, texts.AXES[kind])
    chart(figure, "lab_apart", texts.ALT["apart"].format(count=len(names)), height=410)
