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
ORDER = [
    "metacore.compiling.background",
    "metacore.tables.columns",
    "metacore.training.curve",
    "metacore.dials",
    "metacore.interval",
    "metacore.compiling.fusing",
    "metacore.compiling.lazy",
    "metacore.tables.formats",
    "metacore.studies.task.field_types",
    "metacore.tables.tidying",
    "metacore.types",
    "metacore.protocols",
    "metacore.nn.adam",
    "metacore.tables.choice",
    "metacore.nn.estimators",
    "metacore.nn.losses",
    "metacore.compiling.naming",
    "metacore.episodes.noise",
    "metacore.nn.products",
    "metacore.tables.sniffing",
    "metacore.tables.table",
    "metacore.tables.sandbox",
    "metacore.compiling.graphs",
    "metacore.nn.networks",
    "metacore.nn.embedding",
    "metacore.tables.reading",
    "metacore.tables.encoding",
    "metacore.tables.tabling",
    "metacore.tables.proposal",
    "metacore.tables.samples",
    "metacore.nn.gradients",
    "metacore.combining.mixing",
    "metacore.episodes.rows",
    "metacore.ensembles",
    "metacore.learners",
    "metacore.tasks",
    "metacore.algorithms",
    "metacore.registry",
    "metacore.episodes.sampling",
    "metacore.episodes.padding",
    "metacore.run_dials",
    "metacore.run",
    "metacore.evaluation.grid",
    "metacore.studies.sweep.axes",
    "metacore.combining.ensemble_loss",
    "metacore.training.programs",
    "metacore.training.engine",
    "metacore.training.draft",
    "metacore.evaluation.answering",
    "metacore.evaluation.measuring",
    "metacore.training.pool",
    "metacore.studies.task.fields",
    "metacore.studies.ensembles.question",
    "metacore.pools",
    "metacore.studies.task.question",
    "metacore.studies.ensembles.pool_answers",
    "metacore.studies.ensembles.candidates",
    "metacore.studies.ensembles.work",
    "metacore.studies.learners.work",
    "metacore.studies.ensembles.curves",
    "metacore.evaluation.baselines",
    "metacore.evaluation.yardsticks",
    "metacore.evaluation.export",
    "metacore.commands.data",
    "metacore.saved",
    "metacore.studies.playground.work",
    "metacore.evaluation.adaptation",
    "metacore.studies.sweep.cell_programs",
    "metacore.studies.compare.question",
    "metacore.evaluation.standings",
    "metacore.studies.sweep.question",
    "metacore.studies.sweep.work",
    "metacore.studies.compare.work",
    "metacore.studies.task.work",
    "metacore.studies.transfer.question",
    "metacore.figures.style",
    "metacore.figures.shading",
    "metacore.figures.images",
    "metacore.figures.tiles",
    "metacore.cluster",
    "metacore.figures.charts",
    "metacore.figures.pictures",
    "metacore.studies.compare.figures",
    "metacore.studies.playground.readings",
    "metacore.studies.ensembles.figures",
    "metacore.studies.learners.figures",
    "metacore.studies.sweep.runner",
    "metacore.studies.sweep.outcomes",
    "metacore.studies.sweep.figures",
    "metacore.commands.sweep",
    "metacore.commands.train",
    "metacore.__main__",
]
FOLDERS = {
    "metacore.tasks",
    "metacore.ensembles",
    "metacore.learners",
    "metacore.algorithms",
    "metacore.pools",
    "metacore.tables.formats",
}
COMPUTING = {
    "metacore.compiling.lazy",
    "metacore.compiling.naming",
    "metacore.compiling.graphs",
    "metacore.episodes.noise",
    "metacore.nn.adam",
    "metacore.nn.products",
    "metacore.nn.networks",
    "metacore.nn.gradients",
    "metacore.combining.mixing",
    "metacore.combining.ensemble_loss",
    "metacore.nn.estimators",
    "metacore.episodes.rows",
    "metacore.evaluation.grid",
    "metacore.evaluation.baselines",
    "metacore.nn.embedding",
    "metacore.training.programs",
    "metacore.evaluation.answering",
    "metacore.studies.sweep.cell_programs",
    "metacore.studies.sweep.work",
    "metacore.episodes.sampling",
    "metacore.evaluation.yardsticks",
    *FOLDERS,
}
# What pages may know of the modules that compute: plain data, and the state before the first step.
# What they hand to the cluster is written for them in metacore.studies.playground.work.
HANDED_ON = {
    "metacore.nn.losses": {"metric"},
    "metacore.training.engine": {"State", "Budget", "Advance", "ENDLESS", "advance", "init"},
    "metacore.studies.ensembles.pool_answers": {"members"},
    "metacore.studies.learners.work": {"Attempt", "SHOWN", "Step", "TASKS", "portrait", "step"},
    "metacore.studies.ensembles.work": {"Fusion", "fuse"},
    "metacore.studies.ensembles.curves": {"ALONE", "SHOTS", "SIZES", "at_known", "at_size", "crossings"},
    "metacore.studies.ensembles.candidates": {"ADAPTING", "Trial", "face", "learn", "metrics", "names", "try_out"},
    "metacore.evaluation.adaptation": {"SHOTS"},
    "metacore.evaluation.export": {"predictions", "scores"},
    "metacore.saved": {"packed", "script"},
    "metacore.studies.task.work": {
        "Answer",
        "CURVE_CELLS",
        "FACE_CELLS",
        "TRUTH_CELLS",
        "Truth",
        "answer",
        "deal",
        "truth",
    },
    "metacore.evaluation.measuring": {"Snapshot", "Picture", "View", "TILES", "NEW_TASKS", "measure"},
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


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(file) for file in ENGINE}


def within(file: Path) -> set[str]:
    """The modules of metacore that a file imports, part folders by their own name."""
    found = {name if name in MODULES else name.rpartition(".")[0] for name in imported(file)}
    return {folder(name) for name in found if name.startswith("metacore.")}


def folder(module: str) -> str:
    return next((parts for parts in FOLDERS if module.startswith(parts + ".")), module)


@pytest.mark.parametrize("file", ENGINE, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_engine_imports_one_way(file: Path) -> None:
    if file.name == "__init__.py":
        assert not imported(file)
        return
    own = folder(name_of(file))
    for other in within(file):
        same_folder = other == own and own in FOLDERS
        assert ORDER.index(other) < ORDER.index(own) or same_folder, f"{own} imports {other}"


@pytest.mark.parametrize("file", ENGINE, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_engine_knows_no_screen_and_only_its_own_doors_to_tensorflow_and_dask(file: Path) -> None:
    assert not packages(file) & {"streamlit", "app", "pages", "keras"}
    assert ("tensorflow" in packages(file)) == (file.name == "lazy.py")
    assert file.name == "cluster.py" or not packages(file) & {"dask", "distributed"}


@pytest.mark.parametrize("file", SCREEN, ids=lambda file: str(file.relative_to(ROOT)))
def test_pages_show_and_do_not_compute(file: Path) -> None:
    assert not packages(file) & {"tensorflow", "keras", "sklearn", "optuna", "dask", "distributed"}
    assert not within(file) & COMPUTING
    for name in imported(file):
        module, _, what = name.rpartition(".")
        if module in HANDED_ON:
            assert what in HANDED_ON[module], f"{file.name} imports {name}"


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
