"""What runs in the browser: fetched once by its address, where Streamlit would send it along with every update."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import struct
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import plotly
import streamlit as st

_OURS = sorted(Path(__file__).parents[1].rglob("scripts/*.js"), key=lambda file: file.name)
_STATIC = Path(__file__).parents[3] / "static"
_LOADER = """
const code = import(new URL("{script}", document.baseURI));
export default (it) => {{ code.then((its) => its.default(it)); }};
"""


def provide() -> None:
    """Puts our scripts, and the Plotly.js that the installed package ships, where the browser can fetch them."""
    served = _STATIC / _version()
    if served.exists():
        return
    _STATIC.mkdir(exist_ok=True)
    for old in _STATIC.glob("[!.]*/"):  # what begins with a dot another server is just filling
        if old != served:
            shutil.rmtree(old, ignore_errors=True)
    partial = Path(tempfile.mkdtemp(dir=_STATIC, prefix="."))
    for file in (*_OURS, Path(plotly.__file__).parent / "package_data" / "plotly.min.js"):
        shutil.copyfile(file, partial / file.name)
    try:
        partial.replace(served)  # at once, so that no visitor reads half a file
    except OSError:  # another server was faster
        shutil.rmtree(partial)


def component(name: str, script: str, html: str, css: str = "") -> Any:
    """A component whose code is ``script``, a module that exports a function as Streamlit's components do."""
    code = _LOADER.format(script=served(script))
    return st.components.v2.component(name, html=html, css=css, js=code, isolate_styles=False)


def served(script: str) -> str:
    """The address of a script, seen from the root."""
    return f"app/static/{_version()}/{script}"


def sent(key: str, event: str) -> Any:
    """What the component ``key`` sent along with the event that is being answered: whatever a browser may send."""
    return (st.session_state.get(key) or {}).get(event)


def packed(content: Mapping[str, Any]) -> bytes:
    """``content`` for a component: JSON, its arrays behind it as they are, each once, and all compressed.

    An array is the name ``bdata`` with bytes; ``parsed`` in wire.js puts them back.
    """
    arrays, places = bytearray(), dict[bytes, list[int]]()

    def put(array: bytes) -> list[int]:
        if array not in places:
            places[array] = [len(arrays), len(array)]
            arrays.extend(array)
        return places[array]

    text = json.dumps(content, default=put).encode()
    return gzip.compress(struct.pack("<I", len(text)) + text + arrays, compresslevel=5, mtime=0)


@cache
def _version() -> str:
    """A name that changes with what is served, so that no browser mixes old scripts with new ones."""
    ours = b"".join(file.read_bytes() for file in _OURS)
    return hashlib.sha256(ours + plotly.__version__.encode()).hexdigest()[:8]
