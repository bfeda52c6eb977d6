"""Every way to combine, and the super learner against the best single method: ``python -m benchmarks.fusion``."""

from __future__ import annotations

from benchmarks.results import written
from metacore.evaluation.measuring import NEW_TASKS
from metacore.evaluation.yardsticks import yardsticks
from metacore.figures.style import headline
from metacore.interval import Interval
from metacore.nn.losses import metric
from metacore.registry import combiners
from metacore.studies.ensembles.candidates import learn, names, try_out
from metacore.studies.ensembles.pool_answers import Members, members
from metacore.studies.ensembles.question import Lab
from metacore.studies.ensembles.work import fuse
from metacore.training.engine import Budget, advance, init
from metacore.types import Params

POOL = "family=linear&pool=independent&members=100&points=100&steps=3000"
MIXED = {
    "linear": "family=linear&members=100&steps=3000",
    "moons": "family=moons&members=100&steps=3000",
    "circles": "family=circles&members=100&steps=3000",
    "sinusoid": "family=sinusoid&members=100&steps=3000&alpha=0.01&inner_steps=1&hidden=40,40&beta=0.001",
}
KNOWN = (5, 10, 20, 50)
ABOUT = """
First every way to combine a hundred models, by the number of support points that it sees; then the super learner
against whatever single method is best on the same tasks, in pairs. "Worse" by less than a hundredth of the error
means that all weight went to that very method.
"""


def main() -> None:
    print(f"Pool: `{POOL}`\n")
    _ways(*_trained(Lab.parse(POOL)))
    print("\n| family | K | super learner | best single method | difference to it | verdict |")
    print("|---|---|---|---|---|---|")
    for query in MIXED.values():
        _mixed(*_trained(Lab.parse(query)))


def _trained(lab: Lab) -> tuple[Lab, Params, list[Members]]:
    params = advance(lab.run(), init(lab.run()), Budget(lab.steps)).state.params
    return lab, params, [members(lab, params, start, start + 10) for start in range(0, lab.members, 10)]


def _ways(lab: Lab, params: Params, parts: list[Members]) -> None:
    """A row for each way to combine the pool, a column for each number of support points."""
    found = {known: fuse(lab.replace(known=known), parts, {"adapted": [params]}) for known in KNOWN}
    print("| |" + "|".join(f" K = {known} " for known in KNOWN) + "|\n|---|" + "---|" * len(KNOWN))
    floors = (yardsticks(lab.run().replace(shots=known))["floor"] for known in KNOWN)
    print("| *floor* |" + "|".join(f" {headline(floor, 'error')} " for floor in floors) + "|")
    for number, name in enumerate(found[KNOWN[0]].names):
        cells = (headline(Interval.over(found[known].errors[number]), "error") for known in KNOWN)
        print(f"| {combiners()[name].card.label} | " + " | ".join(cells) + " |")
    cells = (headline(Interval.over(found[known].alone), "error") for known in KNOWN)
    print("| *Adapting alone* | " + " | ".join(cells) + " |", flush=True)


def _mixed(lab: Lab, params: Params, parts: list[Members]) -> None:
    """The super learner against whatever single method is best on the same tasks, in pairs."""
    kind = metric(lab.problem)
    for known in KNOWN:
        at = lab.replace(known=known)
        weights = learn(at, params, parts)
        *singles, mixed = try_out(at, params, parts, weights, 0, NEW_TASKS).metrics
        every = dict(zip(names(), singles, strict=True))
        fused = fuse(at, parts, {"adapted": [params]})
        every |= dict(zip(fused.names, fused.errors, strict=True))
        best = min(every, key=lambda name: float(every[name].mean()))
        behind = Interval.over(mixed - every[best])
        verdict = "worse" if behind.mean > behind.ci95 else "better" if behind.mean < -behind.ci95 else "no difference"
        cells = (headline(Interval.over(values), kind) for values in (mixed, every[best]))
        mine, its = cells
        print(
            f"| {lab.family} | {known} | {mine} | {best}: {its} | {behind.mean:+.4f} ± {behind.ci95:.4f} | {verdict} |",
            flush=True,
        )


if __name__ == "__main__":
    with written("fusion", "Many models of other tasks, one new task", ABOUT):
        main()
