"""Who may import whom, read from the source; and what a fresh process has loaded."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.readme import ROOT

# The engine from the ground up: a file imports only what stands before its own folder, or what is in that folder.
ENGINE = [
    "types", "dials", "query_string", "interval", "on_disk", "workers", "compiling", "tables", "protocols", "nn",
    "episodes", "combining", "tasks", "learners", "ensembles", "algorithms", "registry", "run_dials", "run",
    "training", "pools", "saved", "evaluation", "figures", "studies", "commands", "__main__",
]  # fmt: skip
# The only things of the engine that pages may import. Whole folders and files, which hold plain data and words:
OPEN = {
    "types", "dials", "query_string", "interval", "workers.cluster", "workers.memory", "registry", "run_dials", "run",
    "figures", "tables",
    *(f"studies.{study}.question" for study in ("compare", "sweep", "transfer", "ensembles", "task")),
    *(f"studies.{study}.figures" for study in ("compare", "sweep", "ensembles", "learners")),
    "studies.playground.archive", "studies.playground.readings", "studies.compare.standings", "studies.sweep.axes",
    "studies.sweep.outcomes", "studies.sweep.runner", "studies.task.fields", "studies.task.field_types",
}  # fmt: skip
# And names from what computes: plain data, and what is handed to the cluster.
NAMED = {
    "protocols": {"RecordedFamily"},
    "nn.losses": {"metric"},
    "saved": {"packed", "script"},
    "training.engine": {"State", "Budget", "Advance", "ENDLESS", "advance", "init"},
    "training.programs": {"in_use"},
    "evaluation.measuring": {"Picture", "Pictures", "Scores", "View", "TILES", "NEW_TASKS", "measure"},
    "evaluation.adaptation": {"SHOTS"},
    "evaluation.rivals.comparison": {"against", "best"},
    "evaluation.completing": {"complete_other", "complete_own", "schema_of"},
    "evaluation.export": {"predictions", "scores"},
    "evaluation.yardsticks": {"Measured", "PIECES", "Values", "joined", "measured_run", "piece", "piece_at_once"},
    "studies.playground.work": {"UPDATE", "Ask", "Update", "at_step", "get_ready", "latest", "next_update"},
    "studies.compare.work": {"Update", "train_and_measure"},
    "studies.transfer.work": {"train_and_measure"},
    "studies.ensembles.work": {"Fusion", "fuse"},
    "studies.ensembles.curves": {"ALONE", "SHOTS", "SIZES", "at_known", "at_size", "crossings"},
    "studies.ensembles.pool_answers": {"members"},
    "studies.ensembles.candidates": {"ADAPTING", "Trial", "face", "learn", "metrics", "names", "try_out"},
    "studies.task.work": {"Answer", "CURVE_CELLS", "FACE_CELLS", "TRUTH_CELLS", "Truth", "answer", "deal", "truth"},
    "studies.learners.work": {"Attempt", "Step", "portrait", "step"},
}
FILES = sorted([ROOT / "app.py", *(ROOT / "metacore").rglob("*.py"), *(ROOT / "pages").rglob("*.py")])


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(file): file for file in FILES}
SCREEN = [name for name in MODULES if not name.startswith("metacore")]


def imported(file: Path) -> set[tuple[str, str]]:
    """Everything a file imports, inside functions too: modules, and what of them."""
    found: set[tuple[str, str]] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {(alias.name, "") for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{file}: imports are absolute"
            whole = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            found |= {(path, "") if path in MODULES else (node.module, name) for name, path in whole.items()}
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("import_module", "__import__"):
            found |= {(str(arg.value), "") for arg in node.args if isinstance(arg, ast.Constant)}
    return found


def within(name: str, package: str) -> set[str]:
    """The modules of ``package`` that a module imports, without the package's own name."""
    found = (module for module, _ in imported(MODULES[name]))
    return {module.removeprefix(f"{package}.") for module in found if module.startswith(f"{package}.")}


def place(name: str, order: list[str]) -> int:
    """Where a module's folder stands in an order."""
    found = [number for number, folder in enumerate(order) if f"{name}.".startswith(f"{folder}.")]
    assert found, f"{name} has no place yet"
    return found[0]


def assert_one_way(package: str, order: list[str]) -> None:
    """Modules import folders before their own, and in their own without a circle."""
    own = (name.removeprefix(f"{package}.") for name in MODULES if name.startswith(f"{package}."))
    needs = {name: others for name in own if (others := within(f"{package}.{name}", package))}
    for name, others in needs.items():
        wrong = [other for other in others if place(other, order) > place(name, order)]
        assert not wrong, f"{name} imports {wrong}"
    TopologicalSorter(needs).prepare()  # raises for a circle


def packages(name: str) -> set[str]:
    return {module.split(".")[0] for module, _ in imported(MODULES[name])}


def test_the_engine_imports_one_way() -> None:
    assert_one_way("metacore", ENGINE)


def test_no_study_knows_another() -> None:
    for name in MODULES:
        own = name.split(".")[2:3]
        if name.startswith("metacore.studies."):
            assert {other.split(".")[0] for other in within(name, "metacore.studies")} <= {*own}, name


@pytest.mark.parametrize("name", [name for name in MODULES if name not in SCREEN])
def test_the_engine_knows_no_screen_and_only_its_own_doors_to_tensorflow_and_dask(name: str) -> None:
    assert not packages(name) & {"streamlit", "app", "pages", "keras"}
    assert ("tensorflow" in packages(name)) == (name == "metacore.compiling.lazy")
    assert name.startswith("metacore.workers.") or not packages(name) & {"dask", "distributed"}


@pytest.mark.parametrize("name", SCREEN)
def test_pages_show_and_do_not_compute(name: str) -> None:
    assert not packages(name) & {"tensorflow", "keras", "sklearn", "optuna", "dask", "distributed"}
    for module, what in imported(MODULES[name]):
        known = module.removeprefix("metacore.")
        if module.startswith("metacore") and not any(f"{known}.".startswith(f"{each}.") for each in OPEN):
            assert what in NAMED.get(known, ()), f"{name} imports {what or 'all'} of {module}"


CATALOGUE = """
import sys
import metacore, metacore.registry, metacore.run, metacore.studies.playground.work, metacore.training.engine
from metacore.run import Run
run = Run.parse("family=sinusoid")
metacore.training.engine.init(run)
for found in (metacore.registry.families, metacore.registry.algorithms, metacore.registry.learners,
              metacore.registry.combiners, metacore.registry.pools):
    assert found()
heavy = ("tensorflow", "keras", "sklearn", "optuna", "streamlit", "dask", "distributed")
print([name for name in heavy if name in sys.modules])
"""


def test_a_fresh_process_reads_the_catalogue_without_tensorflow() -> None:
    done = subprocess.run([sys.executable, "-c", CATALOGUE], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


LOADED = """
import sys
from metacore.compiling.lazy import tf
tf.constant(1)
print([name for name in ('tensorflow', 'keras') if name in sys.modules])
"""


def test_tensorflow_comes_without_keras_which_would_double_the_wait() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.stdout.strip() == "['tensorflow']", done.stdout + done.stderr
