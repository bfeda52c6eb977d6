"""What a benchmark prints is also the file ``docs/results/NAME.md``, so that no figure is copied by hand."""

from __future__ import annotations

import io
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import date
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "docs" / "results"
STAMP = """# {title}

{about}

Written by `{command}` on {date}: {machine}.

"""


class _Both(io.TextIOBase):
    """Passes on what is written, and keeps it."""

    def __init__(self) -> None:
        self._screen, self.kept = sys.stdout, ""

    def write(self, text: str) -> int:
        self.kept += text
        return self._screen.write(text)

    def flush(self) -> None:
        self._screen.flush()


@contextmanager
def written(name: str, title: str, about: str) -> Iterator[None]:
    """What is printed within becomes the file ``NAME.md`` once all of it is there; a run with options only prints."""
    both = _Both()
    with redirect_stdout(both):
        yield
    if not sys.argv[1:]:
        FOLDER.mkdir(exist_ok=True)
        command = f"python -m benchmarks.{name}"
        stamp = STAMP.format(
            title=title, about=about.strip(), command=command, date=date.today().isoformat(), machine=machine()
        )
        (FOLDER / f"{name}.md").write_text(stamp + both.kept.strip() + "\n", "utf-8")


def machine() -> str:
    """The machine and what its figures rest on, in words."""
    held = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(
        f"{title} {version(name)}" for title, name in (("TensorFlow", "tensorflow"), ("NumPy", "numpy"))
    )
    return f"{os.cpu_count()} cores of {_processor()}, {held:.0f} GB; Python {platform.python_version()}, {packages}"


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text("utf-8").splitlines() if told.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
