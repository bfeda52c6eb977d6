"""Who may import whom, read from the source; and what a fresh process has loaded."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENGINE = sorted((ROOT / "metacore").rglob("*.py"))
SCREEN = sorted([*ROOT.glob("app.py"), *(ROOT / "pages").rglob("*.py")])

# From the ground up: a module imports only modules of lines above its own (and of its own line where it is a folder).
FLOORS = [
    {"dials", "lazy", "curve", "interval", "columns", "ahead"},
    {"types", "formats", "tidying", "marks"},
    {"protocols"},
    {"losses", "adam", "products", "noise", "estimators", "table", "choice", "sniffing", "naming"},
    {"networks", "apart", "graphs"},
    {"reading", "embedding"},
    {"encoding"},
    {"tabling"},
    {"proposal", "samples"},
    {"gradients", "mixing", "rows"},
    {"tasks", "ensembles", "learners"},
    {"algorithms"},
    {"registry"},
    {"episodes"},
    {"padding"},
    {"run_dials"},
    {"run"},
    {"canvas", "sweep_axes"},
    {"through"},
    {"programs"},
    {"engine"},
    {"draft"},
    {"asking"},
    {"evaluation", "pool"},
    {"sketch_fields"},
    {"pools", "lab", "sketch"},
    {"pooling"},
    {"fusion", "candidates", "search"},
    {"fusion_curves"},
    {"plain"},
    {"yardsticks"},
    {"turn", "export", "saved", "own"},
    {"adaptation", "standings", "race", "sweep", "cell_programs"},
    {"cells"},
    {"lap", "transfer", "sketched"},
    {"drawing"},
    {"ground"},
    {"images"},
    {"tiles"},
    {"cluster", "pictures", "figures", "race_figures", "readings"},
    {"lab_figures", "search_figures", "sweeper"},
    {"sweep_figures", "outcomes"},
    {"sweep_command", "train_command"},
    {"__main__"},
]
FOLDERS = {"tasks", "ensembles", "learners", "algorithms", "pools"}
COMPUTING = {
    "lazy",
    "naming",
    "graphs",
    "noise",
    "adam",
    "products",
    "networks",
    "gradients",
    "mixing",
    "through",
    "estimators",
    "rows",
    "canvas",
    "plain",
    "embedding",
    "programs",
    "asking",
    "cell_programs",
    "cells",
    "episodes",
    "yardsticks",
    *FOLDERS,
}
# What pages may know of the modules that compute: plain data, and the state before the first step.
# What they hand to the cluster is written for them in metacore.turn.
HANDED_ON = {
    "losses": {"metric"},
    "engine": {"State", "Budget", "Advance", "ENDLESS", "advance", "init"},
    "pooling": {"members"},
    "search": {"Attempt", "SHOWN", "Step", "TASKS", "portrait", "step"},
    "fusion": {"Fusion", "fuse"},
    "fusion_curves": {"ALONE", "SHOTS", "SIZES", "at_known", "at_size", "crossings"},
    "candidates": {"ADAPTING", "Trial", "face", "learn", "metrics", "names", "try_out"},
    "adaptation": {"SHOTS"},
    "export": {"predictions", "scores"},
    "saved": {"packed", "script"},
    "sketched": {"Answer", "CURVE_CELLS", "FACE_CELLS", "TRUTH_CELLS", "Truth", "answer", "deal", "truth"},
    "evaluation": {"Snapshot", "Picture", "View", "TILES", "NEW_TASKS", "measure"},
}


def imported(file: Path) -> set[str]:
    """Everything a file imports, inside functions too, as dotted names: ``metacore.run.Run``, ``numpy``."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("import_module", "__import__"):
            found |= {str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)}
    return found


def packages(file: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(file)}


def within(file: Path) -> set[str]:
    """The modules of metacore that a file imports, by their first name: ``run``, ``tasks``."""
    return {name.split(".")[1] for name in imported(file) if name.startswith("metacore.")}


def floor(module: str) -> int:
    places = [number for number, modules in enumerate(FLOORS) if module in modules]
    assert places, f"metacore.{module} has no place in FLOORS yet"
    return places[0]


@pytest.mark.parametrize("file", ENGINE, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_engine_imports_one_way(file: Path) -> None:
    own = file.relative_to(ROOT / "metacore").parts[0].removesuffix(".py")
    if own == "__init__":
        assert not imported(file)
        return
    for other in within(file):
        same_folder = other == own and own in FOLDERS
        assert floor(other) < floor(own) or same_folder, f"{own} imports {other}"


@pytest.mark.parametrize("file", ENGINE, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_engine_knows_no_screen_and_only_its_own_doors_to_tensorflow_and_dask(file: Path) -> None:
    name = str(file.relative_to(ROOT / "metacore"))
    assert not packages(file) & {"streamlit", "app", "pages", "keras"}
    assert ("tensorflow" in packages(file)) == (name == "lazy.py")
    assert name == "cluster.py" or not packages(file) & {"dask", "distributed"}


@pytest.mark.parametrize("file", SCREEN, ids=lambda file: str(file.relative_to(ROOT)))
def test_pages_show_and_do_not_compute(file: Path) -> None:
    assert not packages(file) & {"tensorflow", "keras", "sklearn", "optuna", "dask", "distributed"}
    assert not within(file) & COMPUTING
    for name in imported(file):
        module, _, what = name.removeprefix("metacore.").partition(".")
        if name.startswith("metacore.") and module in HANDED_ON:
            assert what in HANDED_ON[module], f"{file.name} imports {name}"


def test_the_floors_name_what_there_is() -> None:
    there = {file.relative_to(ROOT / "metacore").parts[0].removesuffix(".py") for file in ENGINE} - {"__init__"}
    assert there <= set.union(*FLOORS)


CATALOGUE = """
import sys
import metacore, metacore.registry, metacore.run, metacore.turn, metacore.engine
from metacore.run import Run
run = Run.parse("family=sinusoid")
metacore.engine.init(run)
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
from metacore.lazy import tf
tf.constant(1)
print([name for name in ('tensorflow', 'keras') if name in sys.modules])
"""


def test_tensorflow_comes_without_keras_which_would_double_the_wait() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.stdout.strip() == "['tensorflow']", done.stdout + done.stderr
