"""Hidden tasks and the game about them: what is told before and after the truth is, and how a round is scored."""

from __future__ import annotations

from collections.abc import Callable

from metacore.studies.task.question import Sketch
from metacore.studies.task.work import deal
from pages.parts.task import buttons
from pages.parts.task.players import FLAT, IDEAL, LINE
from pages.parts.task.scene import scene
from pages.parts.task.session import SketchSession
from tests.pages.at_once import AtOnce, until_it_rests
from tests.pages.task.conftest import NEAREST, NEIGHBOURS, QUERY, WEIGHTED


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
