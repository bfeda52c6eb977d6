"""What a page is to show after what was asked of it: worked out anew, from the questions that addresses spell."""

from __future__ import annotations

from typing import Any, ClassVar

from metacore.dials import Dial, named
from metacore.run import Run
from metacore.run_dials import common
from metacore.studies.compare.question import Race
from metacore.studies.sweep.question import Sweep, length_dials
from pages.parts.frame.texts import ENDLESS
from pages.parts.playground.presets import PRESETS
from pages.parts.playground.texts import PRESETS as EXAMPLES


class Asked:
    """A page that has dials, and a button that starts and stops: here a race.

    ``stops``: what each dial can be moved to. ``looks``: widgets that are no part of the question, and their choices.
    """

    path, prefix, ask, words = "compare", "compare_dial_", Race, ("Race", "Pause")  # what the button reads
    start, buttons = "start", ("start", "again")
    query = "methods=maml,scratch&family=sinusoid&shots=2&queries=5&meta_batch=1&steps=20000"
    stops: ClassVar[dict[str, tuple[Any, ...]]] = {"noise": (0.0, 0.1, 0.2), "shots": (2, 3), "seed": (1, 2, 7)}
    looks: ClassVar[dict[str, tuple[Any, ...]]] = {}

    def __init__(self) -> None:
        self.question: Any = self.ask.parse(self.query)
        self.running = False
        self.looking = {key: choices[0] for key, choices in self.looks.items()}

    @property
    def moves(self) -> list[tuple[str, Any]]:
        """Every widget with everything that it can be moved to, as its browser names that."""
        dials = [(name, self.dial(name)) for name in self.stops]
        found = [(self.prefix + name, held(dial, stop)) for name, dial in dials for stop in self.stops[name]]
        return found + [(key, choice) for key, choices in self.looks.items() for choice in choices]

    def dial(self, name: str) -> Dial:
        return named(self.question.dials, name)

    def move(self, key: str, to: Any) -> None:
        """A widget was moved."""
        if key in self.looks:
            self.looking[key] = to
        else:
            name = key.removeprefix(self.prefix)
            self.become(**{name: self.dial(name).parse(to[0] if isinstance(to, list) else str(to))})

    def become(self, **changes: Any) -> None:
        before, self.question = self.question, self.question.replace(**changes)
        self.running = self.running and before == self.question

    def press(self, key: str, word: str) -> None:
        """A button was pressed that read ``word``: that is what was asked for."""
        self.running = key == self.start and word != self.words[1]

    def shows(self) -> dict[str, Any]:
        """Where each widget stands."""
        values = self.question.texts()
        return {self.prefix + name: held(self.dial(name), self.dial(name).parse(values[name])) for name in self.stops}

    def puts(self, key: str) -> set[str]:
        """What stands elsewhere once ``key`` was moved or pressed, and has to be shown before it is touched again."""
        return {key} if key in self.buttons else set()

    def reload(self) -> None:
        """The address was opened anew."""


class AskedSweep(Asked):
    """A sweep of four cells, which takes a fast machine a quarter of a minute: longer than what is done to it."""

    path, prefix, ask, words = "sweep", "sweep_dial_", Sweep, ("Sweep", "Stop")
    query = (
        "family=sinusoid&tasks=5&shots=2&queries=50&hidden=40,40&inner_steps=1&meta_batch=5"
        "&x=alpha&xs=0.01,0.1&y=beta&ys=0.001,0.01&steps=50000"
    )
    stops: ClassVar = {"noise": (0.0, 0.1, 0.2), "meta_batch": (5, 10), "steps": (10_000, 50_000)}
    looks: ClassVar = {"measure": ("Squared error", "Meta-loss")}

    def dial(self, name: str) -> Dial:
        return named((*self.question.base.dials, *length_dials()), name)

    def press(self, key: str, word: str) -> None:
        super().press(key, word)
        if key == "again":
            self.looking["measure"] = "Squared error"

    def puts(self, key: str) -> set[str]:
        return {key, "measure"} if key == "again" else super().puts(key)


class AskedTraining(Asked):
    """The Playground: live dials and such that shape a run, seeds, examples, single steps, the scale of the curve."""

    path, prefix, ask, words = "", "dial_", Run, ("Play", "Pause")
    start, buttons = "play", ("play", "step", "reset", "weights", "tasks", "pin")
    query = "family=sinusoid&tasks=5&shots=5&queries=5&hidden=4&alpha=0.01&beta=0.001&inner_steps=1&meta_batch=5"
    stops: ClassVar = {"alpha": (0.01, 0.03, 0.1), "noise": (0.0, 0.1, 0.2), "tasks": (5, 10, 20), "seed": (1, 2, 7)}
    looks: ClassVar = {"log": (False, True)}
    examples = ("few_tasks", "alpha_large")

    def __init__(self) -> None:
        super().__init__()
        self.running = True

    @property
    def moves(self) -> list[tuple[str, Any]]:
        return [*super().moves, *(("playground_example", [EXAMPLES[name][0]]) for name in self.examples)]

    def dial(self, name: str) -> Dial:
        return common(name)

    def move(self, key: str, to: Any) -> None:
        if key == "playground_example":
            self.question = Run.parse(next(PRESETS[name] for name in self.examples if [EXAMPLES[name][0]] == to))
            self.running = True
        elif key == "dial_seed":
            self.become(seed=to, weights=to)
        else:
            super().move(key, to)

    def become(self, **changes: Any) -> None:
        before, self.question = self.question, self.question.replace(**changes)
        self.running = self.running or before.training() != self.question.training()  # what begins anew plays

    def press(self, key: str, word: str) -> None:
        match key:
            case "play":
                self.running = word != self.words[1]
            case "step":
                self.running = False
            case "reset":
                self.running = True
            case "weights":
                self.become(weights=self.question.weights + 1)
            case "tasks":
                self.become(seed=self.question.seed + 1, weights=self.question.weights)

    def shows(self) -> dict[str, Any]:
        now = [[EXAMPLES[name][0]] for name, query in PRESETS.items() if Run.parse(query) == self.question]
        return super().shows() | {"playground_example": now[0] if now else []}

    def puts(self, key: str) -> set[str]:
        if key == "playground_example":
            return {name for name, _ in self.moves}
        return super().puts(key) | {"playground_example", *(["dial_seed"] if key == "tasks" else [])}

    def reload(self) -> None:
        self.running, self.looking = True, {"log": False}


def held(dial: Dial, value: Any) -> Any:
    """A value as the dial's widget holds it in a browser: a number, or the name of a stop."""
    if dial.name == "tasks" and value == 0:
        return [ENDLESS]
    return [dial.format(value)] if dial.stops else value
