"""What the README and its neighbours show, for the tests that do it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def shown(heading: str, file: str = "README.md") -> str:
    """The first block of code under a heading."""
    found = re.search(rf"# {heading}\n.*?```\w*\n(.*?)```", (ROOT / file).read_text("utf-8"), re.DOTALL)
    assert found, f"{file} shows no code under “{heading}”"
    return found[1]
