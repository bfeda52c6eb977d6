"""A canvas without a browser: who answers, what can be undone, and what is asked again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from metacore.dials import DialError
from metacore.studies.task.question import Player, Sketch
from metacore.training.engine import Budget, advance, init
from pages.parts.task import buttons, session, texts
from pages.parts.task.players import Mine, players
from pages.parts.task.scene import scene
from pages.parts.task.session import SketchSession
from tests.examples import small
from tests.pages.at_once import AtOnce, until_it_rests
from tests.pages.task.conftest import NEAREST, NEIGHBOURS, QUERY, WEIGHTED


def test_everyone_answers_and_it_rests(at_once: Callable[..., AtOnce]) -> None:
    cluster = at_once()
    it = until_it_rests(SketchSession(Sketch.parse(QUERY)))
    assert players(it.question, it.mine) == (NEAREST, NEIGHBOURS, WEIGHTED)
    assert all(it.shown(player) and it.errors(player) is None for player in players(it.question, it.mine))
    run = it.question.run("prototypical")
    expected, found = advance(run, init(run), Budget(20)).state, it.state(NEAREST)
    np.testing.assert_array_equal(found.params["absent"], expected.params["absent"])  # type: ignore[union-attr]
    calls = cluster.calls
    it.tick()
    assert cluster.calls == calls, "nothing is asked twice"


def test_only_what_a_change_concerns_is_asked_again(at_once: Callable[..., AtOnce]) -> None:
    cluster = at_once()
    it = until_it_rests(SketchSession(Sketch.parse(QUERY)))
    calls = cluster.calls
    it.edit([*it.question.points, (0.5, 0.5, 1)], (), 1, False)
    until_it_rests(it)
    assert cluster.calls == calls + 3
    it.set(learners=("neighbours", "svm"))
    until_it_rests(it)
    assert cluster.calls == calls + 4
    it.set(known=7)
    assert not it.busy


def test_lost_workers_cost_nothing(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    whole = until_it_rests(SketchSession(Sketch.parse(QUERY)))
    at_once(lose=(1, 2, 4, 6))
    lossy = until_it_rests(SketchSession(Sketch.parse(QUERY)))
    for player in players(whole.question, whole.mine):
        np.testing.assert_array_equal(whole.shown(player).fits, lossy.shown(player).fits)  # type: ignore[union-attr]


def test_one_who_cannot_answer_holds_up_nobody(at_once: Callable[..., AtOnce], monkeypatch: pytest.MonkeyPatch) -> None:
    at_once()
    honest = session.answer
    monkeypatch.setattr(session, "answer", lambda s, p, *rest: 1 / 0 if p == NEIGHBOURS else honest(s, p, *rest))
    it = until_it_rests(SketchSession(Sketch.parse(QUERY)))
    assert it.failed(NEIGHBOURS) and not it.failed(NEAREST) and it.shown(WEIGHTED)
    notes = [player["note"] for player in scene(it)["players"]]
    assert notes[1] == texts.NOTE["failed"]


def test_a_drag_is_one_step_to_undo(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = SketchSession(Sketch.parse(QUERY))
    first = it.question
    for number, x in enumerate((0.0, 0.5, 1.5), 1):
        it.edit([(x, 0.0, 1)], (), number, dragging=x < 1.5)
    it.edit([(0.5, 0.0, 1)], (), 2, dragging=True)  # one that comes late
    assert it.question.points == ((1.5, 0.0, 1),) and it.echo == 3 and len(it.past) == 1
    buttons.clear(it)
    assert it.question.points == () and len(it.past) == 2
    it.undo()
    assert it.question.points == ((1.5, 0.0, 1),)
    it.undo()
    it.undo()
    assert it.question == first


def test_the_table_keeps_its_place_while_it_is_typed_into(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = SketchSession(Sketch.parse(QUERY))
    it.type_in([(0.0, 1.0, 0)])
    assert it.version == 0 and it.question.points == ((0.0, 1.0, 0),)
    it.edit([], (), 1, False)
    assert it.version == 1
    with pytest.raises(DialError):
        it.type_in([(99.0, 1.0, 0)])
    assert it.question.points == ()


def test_a_line_starts_with_most_points_on_their_own_side(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    for query, above in (("points=0_1_1~0_-1_0~1_1_1", True), ("points=0_1_0~0_-1_1~1_1_0", False)):
        it = SketchSession(Sketch.parse(f"family=linear&{query}"))
        buttons.draw_line(it)
        assert (it.question.line[0][0] < it.question.line[1][0]) == above


def test_the_playground_s_meta_learner_answers_where_it_fits(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    run = small("moons", "fomaml")
    mine = Mine(run, advance(run, init(run), Budget(5)).state)
    it = until_it_rests(SketchSession(Sketch.parse(QUERY), mine))
    assert players(it.question, it.mine)[0] == Player("mine", "fomaml") and it.shown(players(it.question, it.mine)[0])
    it.set(family="sinusoid")
    assert all(player.kind != "mine" for player in players(it.question, it.mine))


@pytest.mark.parametrize("name", texts.EXAMPLES)
def test_every_example_is_allowed_and_shown(name: str, at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = until_it_rests(SketchSession(Sketch.parse(texts.EXAMPLES[name][1]).replace(steps=0)))
    shown = scene(it)
    assert len(shown["players"]) == len(players(it.question, it.mine)) >= 3 and all(
        player["fits"] for player in shown["players"]
    )
