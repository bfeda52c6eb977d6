"""A canvas without a browser: what can be undone, what is asked again, and the score of the game."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metacore.dials import DialError
from metacore.studies.task.question import Player, Sketch
from metacore.studies.task.work import deal
from metacore.training.engine import Budget, advance, init
from pages.parts.frame import calls
from pages.parts.task import answers, buttons, session, texts
from pages.parts.task.players import FLAT, IDEAL, LINE, Mine, players
from pages.parts.task.scene import scene
from pages.parts.task.session import SketchSession
from tests.examples import small
from tests.pages.at_once import AtOnce

QUERY = "family=linear&algorithms=prototypical&learners=neighbours&ensembles=weighted&steps=20&points=1_1_1~-1_-1_0"
NEAREST, NEIGHBOURS, WEIGHTED = (
    Player("meta", "prototypical"),
    Player("fresh", "neighbours"),
    Player("ensemble", "weighted"),
)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AtOnce]:
    def use(**settings: Any) -> AtOnce:
        fake = AtOnce(**settings)
        for module in (answers, session, calls):
            monkeypatch.setattr(module, "CLUSTER", fake)
        return fake

    return use


def until_it_rests(it: SketchSession) -> SketchSession:
    for _ in range(200):
        it.tick()
        if not it.busy:
            return it
    raise AssertionError("it does not come to rest")


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


def test_a_dealt_task_is_scored_only_when_revealed(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = until_it_rests(SketchSession(Sketch.parse(QUERY)))
    buttons.roll(it)
    assert it.question.points == () and it.question.task > 0
    until_it_rests(it)
    assert it.question.points == deal(it.question) and not it.scored and IDEAL not in it.rivals
    assert scene(it)["truth"] is None and scene(it)["queries"] is None
    assert all(player["errors"] is None for player in scene(it)["players"])
    buttons.reveal(it)
    until_it_rests(it)
    assert (
        IDEAL in it.rivals and it.errors(IDEAL) is not None and scene(it)["truth"] and len(scene(it)["queries"]) == 50
    )
    buttons.roll(it)
    assert not it.hidden.revealed and it.hidden.truth is None


def test_a_shared_hidden_task_is_dealt_again(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    game = until_it_rests(SketchSession(Sketch.parse("family=linear&mode=game&task=9&known=4&steps=0&points=0_0_0")))
    assert len(game.question.points) == 4 and game.question.points != ((0.0, 0.0, 0),), "nobody makes up its points"
    own = until_it_rests(SketchSession(Sketch.parse("family=linear&task=9&steps=0&points=0_0_0")))
    assert own.question.points == ((0.0, 0.0, 0),)


def test_a_game_is_scored_round_by_round(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = until_it_rests(SketchSession(Sketch.parse(QUERY)))
    it.play_round()
    until_it_rests(it)
    points = it.question.points
    assert it.gaming and len(points) in (3, 4, 5) and scene(it)["players"] == []
    it.edit([(0.0, 0.0, 0)], ((-1, 1), (1, 1)), 1, False)
    assert it.question.points == points and it.question.line == ((-1.0, 1.0), (1.0, 1.0)), "points stay, the line moves"
    buttons.reveal(it)
    it.edit(points, ((-2, 0), (2, 0)), 2, False)
    assert it.question.line == ((-1.0, 1.0), (1.0, 1.0)), "no second guess"
    until_it_rests(it)
    (played,) = it.rounds
    assert set(played.errors) == {LINE, IDEAL, FLAT, NEAREST, NEIGHBOURS, WEIGHTED} and played.task == it.question.task
    until_it_rests(it)
    assert len(it.rounds) == 1
    it.play_round()
    assert it.question.task != played.task and not it.hidden.revealed
    buttons.leave_game(it)
    assert not it.gaming


def test_a_game_is_played_where_a_line_is_the_truth(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = SketchSession(Sketch.parse("family=blobs&steps=0"))
    it.play_round()
    assert it.question.family == "linear" and it.gaming
    it.set(family="linear_noise")
    assert it.gaming and it.question.task and it.question.line, "another round"
    it.set(family="moons")
    assert not it.gaming


def test_an_address_may_ask_for_a_game_alone(at_once: Callable[..., AtOnce]) -> None:
    at_once()
    it = until_it_rests(SketchSession(Sketch.parse("mode=game&steps=0")))
    assert it.question.task and it.question.line and len(it.question.points) in (3, 4, 5)


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
