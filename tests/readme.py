"""What the README shows, for the tests that do it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def shown(heading: str) -> str:
    """The first block of code under a heading."""
    found = re.search(rf"## {heading}\n.*?```\w*\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert found, f"the README shows no code under “{heading}”"
    return found[1]
