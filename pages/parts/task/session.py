"""One visitor's own task: what is on the canvas, who has answered it, and the calls that are under way."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from metacore.run import Run
from metacore.studies.task.field_types import Point
from metacore.studies.task.fields import STRAIGHT
from metacore.studies.task.question import Player, Sketch
from metacore.studies.task.work import Answer, answer
from metacore.training.engine import State
from metacore.workers.cluster import CLUSTER
from pages.parts.task.answers import Answers, Question
from pages.parts.task.hidden import HiddenTask
from pages.parts.task.players import LINE, Mine, rivals
from pages.parts.task.practice import Practice
from pages.parts.task.rounds import FEW, Round, level, other_task, scored

REMEMBERED = 60  # steps that can be undone


class SketchSession:
    """Trains the meta-learners a little, and has everyone answer whatever is on the canvas now."""

    playing = False  # nothing goes on that could be paused

    def __init__(self, sketch: Sketch, mine: Mine | None = None, rounds: Iterable[Round] = ()) -> None:
        self.question, self.mine, self.rounds = sketch, mine, list(rounds)
        self.past: list[Sketch] = []
        self.fault = ""
        self.echo, self.dragging = 0, False  # the newest change made on the canvas, and whether it is still going on
        self.version = 0  # of the points, as far as they were not typed into the table
        self.hidden = HiddenTask(undealt=bool(sketch.task) and (sketch.mode == "game" or not sketch.points))
        self._answers, self._practice = Answers(), Practice()
        self._seat()

    @property
    def gaming(self) -> bool:
        return self.question.mode == "game"

    @property
    def scored(self) -> bool:
        """Whether errors may be shown: on one's own line, or once the hidden task is revealed."""
        return self.hidden.revealed if self.question.task else bool(self.question.line)

    @property
    def rivals(self) -> tuple[Player, ...]:
        """Everyone who is scored."""
        return rivals(self.question, self.mine, self.scored)

    @property
    def complete(self) -> bool:
        """Whether everyone has answered what is on the canvas now, having practised to the end."""
        return not self.hidden.undealt and not self._practice.unfinished(self.question) and not self._waiting()

    @property
    def busy(self) -> bool:
        """Whether anything is still to come."""
        return not self.fault and (not self.complete or self.hidden.awaited(self.question))

    def state(self, player: Player) -> State | None:
        """What the player's meta-learner has learned so far; None for those that have none."""
        if player.kind == "mine" and self.mine:
            return self.mine.state
        name = {"meta": player.name, "ensemble": self.question.basis}.get(player.kind)
        return None if name is None else self._practice.state(self.question.run(name))

    def shown(self, player: Player) -> Answer | None:
        """The player's newest answer, where it is one to this kind of task."""
        question, found = self._answers.newest(player)
        return found if question and question[0] == self._kind() else None

    def errors(self, player: Player) -> Any:
        """The player's errors stage by stage, where they belong to what is on the canvas now."""
        question, found = self._answers.newest(player)
        return found.errors if found and question == self._question(player) else None

    def failed(self, player: Player) -> bool:
        """Whether the player could not answer what is on the canvas now."""
        return self._answers.failed(player, self._question(player))

    def enter(self, question: Sketch) -> SketchSession:
        """Another sketch, which can be undone."""
        self._change(question)
        return self

    def set(self, **changes: Any) -> SketchSession:
        """Changes settings. Raises DialError; then nothing has changed."""
        self._change(self.question.replace(**changes))
        self._seat()
        return self

    def edit(self, points: Iterable[Point], line: Iterable[Point], echo: int, dragging: bool) -> None:
        """Takes in what was done on the canvas. A drag is one step to undo, however many places it passes."""
        if echo < self.echo:
            return  # the canvas has been changed since
        held, self.dragging, self.echo = self.dragging, dragging, echo
        if self.gaming:
            points = self.question.points
            line = self.question.line if self.hidden.revealed else line
        self._change(self.question.replace(points=tuple(points), line=tuple(line)), remember=not held)

    def type_in(self, points: Iterable[Point]) -> None:
        """Takes in what was typed into the table."""
        self._change(self.question.replace(points=tuple(points)), typed=True)

    def undo(self) -> None:
        """Goes back by one change of the canvas."""
        if self.past:
            back = self.past.pop()
            same = back.family == self.question.family
            kept = {name: getattr(back, name) for name in ("points", "line", "task")} if same else dict(back.settings)
            self._change(self.question.replace(**kept), remember=False)

    def play_round(self) -> None:
        """Another hidden task with a few points, and a line to be placed."""
        if self.question.family not in STRAIGHT:
            self.set(family=STRAIGHT[0])
        fresh = {"task": other_task(self.question, self.rounds), "known": random.choice(FEW)}
        self.set(mode="game", points=(), line=level(self.question), **fresh)
        self.past = []

    def tick(self) -> bool:
        """Takes in what has been finished and asks for more; whether there is something new to draw."""
        if not CLUSTER.ready:
            return False
        fresh = self._collect()
        if not self.fault:
            self._ask()
        return fresh

    def _change(self, new: Sketch, remember: bool = True, typed: bool = False) -> None:
        before, self.question = self.question, new
        self.fault = ""
        drawn = [(sketch.points, sketch.line, sketch.task, sketch.family) for sketch in (before, new)]
        if remember and drawn[0] != drawn[1]:
            self.past = [*self.past, before][-REMEMBERED:]
        if before.points != new.points and not typed:
            self.version += 1
        if (before.task, before.mode, before.run()) != (new.task, new.mode, new.run()):
            self.hidden.renew(undealt=self.gaming and bool(new.task))

    def _seat(self) -> None:
        """Sees to it that a game has a hidden task and a line to be placed."""
        if self.gaming and not self.question.task:
            self.play_round()
        elif self.gaming and not self.question.line:
            self._change(self.question.replace(line=level(self.question)), remember=False)

    def _kind(self) -> tuple[Any, ...]:
        return self.question.family, self.question.problem

    def _question(self, player: Player) -> Question:
        """All that the player's answer depends on."""
        sketch, state = self.question, self.state(player)
        run = self.mine.run if player.kind == "mine" and self.mine else sketch.run()
        line = () if sketch.task and player != LINE else sketch.line
        return self._kind(), sketch.run(), sketch.points, sketch.task, line, run, sketch.basis, state and state.step

    def _waiting(self) -> list[Player]:
        """Those who have not answered what is on the canvas now."""
        return [player for player in self.rivals if not self._answers.settled(player, self._question(player))]

    def _ask(self) -> None:
        self.hidden.ask(self.question, self._dealt)
        if self.hidden.undealt:
            return
        for player in self._waiting():
            question = self._question(player)
            if not self._answers.asked(player, question):
                self._answers.ask(player, question, answer, self.question, player, *self._model(player))
        self._practice.ask(self.question)

    def _model(self, player: Player) -> tuple[Run, Any]:
        if player.kind == "mine" and self.mine:
            return self.mine.run, self.mine.state.params
        run = self.question.run(player.name if player.kind == "meta" else self.question.basis)
        return run, self._practice.state(run).params if player.kind in ("meta", "ensemble") else None

    def _collect(self) -> bool:
        fresh = self._answers.collect()
        for asked in (self.hidden, self._practice):
            came, fault = asked.collect()
            fresh, self.fault = fresh or came or bool(fault), self.fault or fault
        self._record()
        return fresh

    def _dealt(self, points: tuple[Point, ...]) -> None:
        untouched = self.gaming and self.question.line == level(self.question)
        dealt = self.question.replace(points=points)
        self._change(dealt.replace(line=level(dealt)) if untouched else dealt, remember=False)

    def _record(self) -> None:
        """Adds the round to the score, once everyone has answered it."""
        played = {each.task for each in self.rounds}
        if self.gaming and self.hidden.revealed and self.complete and self.question.task not in played:
            self.rounds.append(scored(self.question.task, {player: self.errors(player) for player in self.rivals}))
