"""Who has answered which question: of each player the newest answer, and the call that is under way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from metacore.studies.task.question import Player
from metacore.studies.task.work import Answer
from metacore.workers.cluster import CLUSTER, Pending, result

Question = tuple[Any, ...]  # all that an answer depends on


class Answers:
    """Calls of players, each about its newest question; an older one that has not been begun is let go."""

    def __init__(self) -> None:
        self._newest: dict[Player, tuple[Question, Answer]] = {}
        self._calls: dict[Player, tuple[Question, Pending]] = {}
        self._failed: dict[Player, Question] = {}

    def newest(self, player: Player) -> tuple[Question, Answer | None]:
        """The newest answer and its question; () and None where there is none yet."""
        return self._newest.get(player, ((), None))

    def failed(self, player: Player, question: Question) -> bool:
        """Whether the player could not answer this question."""
        return self._failed.get(player) == question

    def settled(self, player: Player, question: Question) -> bool:
        """Whether nothing more is to come from the player on this question."""
        return self.newest(player)[0] == question or self.failed(player, question)

    def asked(self, player: Player, question: Question) -> bool:
        """Whether this very question is under way."""
        return self._calls.get(player, ((), None))[0] == question

    def ask(self, player: Player, question: Question, function: Callable[..., Any], *arguments: Any) -> None:
        """Asks the player; an older question of theirs is forgotten."""
        self._calls[player] = question, CLUSTER.submit(function, *arguments, by=self)

    def collect(self) -> bool:
        """Takes in what has come; whether there was anything. What a lost worker had is to be asked again."""
        done = [player for player, (_, call) in self._calls.items() if call.done()]
        for player in done:
            question, call = self._calls.pop(player)
            found, fault = result(call)
            if fault:
                self._failed[player] = question
            if found is not None:
                self._newest[player] = question, found
        return bool(done)
