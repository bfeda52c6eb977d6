"""What is sent to the browser: scripts once by their address, and content in few bytes."""

from __future__ import annotations

import gzip
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest

from metacore.figures.style import packed as array
from pages.parts.frame import components


def test_content_is_json_with_its_arrays_behind_it_each_once() -> None:
    one, other = np.arange(6, dtype=np.uint8), np.array([0.5, -2.0])
    raw = gzip.decompress(components.packed({"a": array(one), "b": [array(other), array(one)], "c": "words"}))
    size = int.from_bytes(raw[:4], "little")
    content, arrays = json.loads(raw[4 : 4 + size]), raw[4 + size :]
    assert content["c"] == "words" and content["a"] == content["b"][1]
    assert arrays == one.tobytes() + other.astype("<f4").tobytes()
    at, length = content["b"][0]["bdata"]
    np.testing.assert_array_equal(np.frombuffer(arrays[at : at + length], "<f4"), other)


def test_scripts_stand_under_a_name_of_their_own_and_old_ones_are_gone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(components, "_STATIC", tmp_path)
    (tmp_path / "old").mkdir()
    components.provide()
    components.provide()
    (folder,) = tmp_path.iterdir()
    names = {file.name for file in folder.iterdir()}
    assert {"chart.js", "sketchpad.js", "wire.js", "plotly.min.js"} <= names and folder.name == components._version()


def test_servers_that_start_at_once_leave_each_other_s_files_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(components, "_STATIC", tmp_path)
    together = Barrier(4)

    def start() -> None:
        together.wait()
        components.provide()

    with ThreadPoolExecutor(4) as servers:
        for _ in range(10):
            for started in [servers.submit(start) for _ in range(4)]:
                started.result()
            (folder,) = tmp_path.iterdir()
            shutil.rmtree(folder)


def test_what_a_faster_server_has_just_put_there_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(components, "_STATIC", tmp_path)
    components.provide()
    (tmp_path / components._version() / "mark").touch()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "exists", lambda _: False)  # as it was when the slower one looked
        components.provide()
    (folder,) = tmp_path.iterdir()
    assert (folder / "mark").exists()
