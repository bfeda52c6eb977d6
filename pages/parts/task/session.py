"""One visitor's own task: what is on the canvas, who has answered it, and the calls that are under way."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from metacore.cluster import CLUSTER
from metacore.run import Run
from metacore.studies.task.field_types import Point
from metacore.studies.task.fields import STRAIGHT
from metacore.studies.task.question import Player, Sketch
from metacore.studies.task.work import Answer, Truth, answer, deal, truth
from metacore.training.engine import State
from pages.parts.frame.pending_call import Slot
from pages.parts.task.answers import Answers, Question
from pages.parts.task.practice import Practice
from pages.parts.task.rounds import FEW, Round, level, other_task

REMEMBERED = 60  # steps that can be undone
IDEAL, FLAT, LINE = Player("ideal"), Player("flat"), Player("line")


@dataclass
class Mine:
    """The meta-learner that the visitor has trained in the Playground."""

    run: Run
    state: State


class Sketcher:
    """Trains the meta-learners a little, and has everyone answer whatever is on the canvas now."""

    playing = False  # nothing goes on that could be paused

    def __init__(self, sketch: Sketch, mine: Mine | None = None, rounds: Iterable[Round] = ()) -> None:
        self.sketch, self.mine, self.rounds = sketch, mine, list(rounds)
        self.past: list[Sketch] = []
        self.revealed, self.fault = False, ""
        self.echo, self.dragging = 0, False  # the newest change made on the canvas, and whether it is still going on
        self.version = 0  # of the points, as far as they were not typed into the table
        self.truth: Truth | None = None
        self._undealt = bool(sketch.task) and (sketch.mode == "game" or not sketch.points)
        self._answers = Answers()
        self._practice = Practice()
        self._dealing, self._truth = Slot(), Slot()
        self._truth_of: Any = None
        self._seat()

    @property
    def gaming(self) -> bool:
        return self.sketch.mode == "game"

    @property
    def scored(self) -> bool:
        """Whether errors may be shown: on one's own line, or once the hidden task is revealed."""
        return self.revealed if self.sketch.task else bool(self.sketch.line)

    @property
    def players(self) -> tuple[Player, ...]:
        """Everyone who answers, the visitor's own meta-learner first."""
        mine = self.mine and self.mine.run.problem == self.sketch.problem
        return (*([Player("mine", self.mine.run.algorithm)] if self.mine and mine else []), *self.sketch.players)

    @property
    def rivals(self) -> tuple[Player, ...]:
        """Everyone who is scored: the players, the yardsticks, and the visitor's guess at a hidden task."""
        guess = (LINE,) if self.sketch.task and self.sketch.line else ()
        return (*guess, *self.players, *((IDEAL, FLAT) if self.scored else ()))

    @property
    def complete(self) -> bool:
        """Whether everyone has answered what is on the canvas now, having practised to the end."""
        return not self._undealt and not self._practice.unfinished(self.sketch) and not self._waiting()

    @property
    def busy(self) -> bool:
        """Whether anything is still to come."""
        return not self.fault and (not self.complete or self._truth_awaited())

    def state(self, player: Player) -> State | None:
        """What the player's meta-learner has learned so far; None for those that have none."""
        if player.kind == "mine" and self.mine:
            return self.mine.state
        name = {"meta": player.name, "ensemble": self.sketch.basis}.get(player.kind)
        return None if name is None else self._practice.state(self.sketch.run(name))

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

    def enter(self, sketch: Sketch) -> None:
        """Another sketch."""
        self._change(sketch)

    def set(self, **changes: Any) -> None:
        """Changes settings. Raises DialError; then nothing has changed."""
        self._change(self.sketch.replace(**changes))
        self._seat()

    def edit(self, points: Iterable[Point], line: Iterable[Point], echo: int, dragging: bool) -> None:
        """Takes in what was done on the canvas. A drag is one step to undo, however many places it passes."""
        held, self.dragging, self.echo = self.dragging, dragging, echo
        if self.gaming:
            points = self.sketch.points
            line = self.sketch.line if self.revealed else line
        self._change(self.sketch.replace(points=tuple(points), line=tuple(line)), remember=not held)

    def type_in(self, points: Iterable[Point]) -> None:
        """Takes in what was typed into the table."""
        self._change(self.sketch.replace(points=tuple(points)), typed=True)

    def undo(self) -> None:
        """Goes back by one change of the canvas."""
        if self.past:
            back = self.past.pop()
            same = back.family == self.sketch.family
            kept = {name: getattr(back, name) for name in ("points", "line", "task")} if same else dict(back.settings)
            self._change(self.sketch.replace(**kept), remember=False)

    def clear(self) -> None:
        """Takes everything off the canvas."""
        self.set(points=(), line=(), task=0)

    def roll(self) -> None:
        """Puts the first points of some new task on the canvas; that task is the hidden truth."""
        self.set(task=other_task(self.sketch, self.rounds), points=(), line=())
        self._undealt = True

    def draw_line(self) -> None:
        """Puts a line on the canvas that is the truth."""
        self.set(task=0, line=level(self.sketch))

    def play_round(self) -> None:
        """Another hidden task with a few points, and a line to be placed."""
        if self.sketch.family not in STRAIGHT:
            self.set(family=STRAIGHT[0])
        known = random.choice(FEW)
        self.set(
            mode="game", task=other_task(self.sketch, self.rounds), known=known, points=(), line=level(self.sketch)
        )
        self.past = []

    def leave_game(self) -> None:
        """Back to drawing, with the canvas as it is."""
        self.set(mode="draw")

    def reveal(self) -> None:
        """Shows the hidden truth and the errors of all."""
        self.revealed = True

    def tick(self) -> bool:
        """Takes in what has been finished and asks for more; whether there is something new to draw."""
        if not CLUSTER.ready:
            return False
        fresh = self._collect()
        if not self.fault:
            self._ask()
        return fresh

    def _change(self, new: Sketch, remember: bool = True, typed: bool = False) -> None:
        before, self.sketch = self.sketch, new
        self.fault = ""
        drawn = [(sketch.points, sketch.line, sketch.task, sketch.family) for sketch in (before, new)]
        if remember and drawn[0] != drawn[1]:
            self.past = [*self.past, before][-REMEMBERED:]
        if before.points != new.points and not typed:
            self.version += 1
        if (before.task, before.mode, before.run()) != (new.task, new.mode, new.run()):
            self.revealed, self.truth = False, None
            self._undealt = self.gaming and bool(new.task)
            self._dealing.drop()

    def _seat(self) -> None:
        """Sees to it that a game has a hidden task and a line to be placed."""
        if self.gaming and not self.sketch.task:
            self.play_round()
        elif self.gaming and not self.sketch.line:
            self._change(self.sketch.replace(line=level(self.sketch)), remember=False)

    def _kind(self) -> tuple[Any, ...]:
        return self.sketch.family, self.sketch.problem

    def _question(self, player: Player) -> Question:
        """All that the player's answer depends on."""
        sketch, state = self.sketch, self.state(player)
        run = self.mine.run if player.kind == "mine" and self.mine else sketch.run()
        line = () if sketch.task and player != LINE else sketch.line
        return self._kind(), sketch.run(), sketch.points, sketch.task, line, run, sketch.basis, state and state.step

    def _waiting(self) -> list[Player]:
        """Those who have not answered what is on the canvas now."""
        return [player for player in self.rivals if not self._answers.settled(player, self._question(player))]

    def _truth_awaited(self) -> bool:
        return bool(self.revealed and self.sketch.task and self._truth_of != self._truth_key())

    def _truth_key(self) -> tuple[Any, ...]:
        return self.sketch.run(), self.sketch.task

    def _ask(self) -> None:
        if self._undealt and self._dealing.call is None:
            self._dealing.ask(self._dealt, deal, self.sketch)
        if self._undealt:
            return
        if self._truth_awaited() and self._truth.call is None:
            key = self._truth_key()
            self._truth.ask(lambda found: self._uncover(found, key), truth, self.sketch)
        for player in self._waiting():
            question = self._question(player)
            if not self._answers.asked(player, question):
                self._answers.ask(player, question, answer, self.sketch, player, *self._model(player))
        self._practice.ask(self.sketch)

    def _model(self, player: Player) -> tuple[Run, Any]:
        if player.kind == "mine" and self.mine:
            return self.mine.run, self.mine.state.params
        run = self.sketch.run(player.name if player.kind == "meta" else self.sketch.basis)
        return run, self._practice.state(run).params if player.kind in ("meta", "ensemble") else None

    def _collect(self) -> bool:
        fresh = self._answers.collect()
        for slot in (self._dealing, self._truth, self._practice):
            came, fault = slot.collect()
            fresh, self.fault = fresh or came or bool(fault), self.fault or fault
        self._record()
        return fresh

    def _dealt(self, points: tuple[Point, ...]) -> None:
        self._undealt = False
        untouched = self.gaming and self.sketch.line == level(self.sketch)
        self._change(self.sketch.replace(points=points), remember=False)
        if untouched:
            self._change(self.sketch.replace(line=level(self.sketch)), remember=False)

    def _uncover(self, found: Truth | None, key: tuple[Any, ...]) -> None:
        self.truth, self._truth_of = found, key

    def _record(self) -> None:
        """Adds the round to the score, once everyone has answered it."""
        if self.gaming and self.revealed and self.complete and self.sketch.task not in {r.task for r in self.rounds}:
            errors = {player: self.errors(player) for player in self.rivals}
            last = {player: float(each[-1]) for player, each in errors.items() if each is not None and len(each)}
            self.rounds.append(Round(self.sketch.task, last))
