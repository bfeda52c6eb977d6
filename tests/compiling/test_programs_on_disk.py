"""Compiled programs on disk: kept, checked, and never in the way of what needs them."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from metacore.compiling import programs_on_disk
from metacore.compiling.graphs import compiled
from metacore.compiling.lazy import IN_MEMORY, tf
from metacore.compiling.programs_on_disk import keep, offer
from metacore.on_disk import STAMP, _stamp, tell_once

ROOT = Path(__file__).parents[2]
# Trains for three steps in a process that can be told how large a file may be, and prints where it came to.
TRAIN = """
import resource, sys
if len(sys.argv) > 1:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from metacore.training.engine import Budget, advance, init
from tests.examples import small
run = small()
print(advance(run, init(run), Budget(3)).state.params)
"""
WAYS: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda content: b"",
    "cut in half": lambda content: content[: len(content) // 2],
    "cut within the stamp": lambda content: content[: STAMP // 2],
    "garbage": lambda content: os.urandom(len(content)),
    "a bit flipped": lambda content: content[:-9] + bytes([content[-9] ^ 4]) + content[-8:],
    "without a stamp": lambda content: content[STAMP:],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    tell_once.cache_clear()
    if tf.io.gfile.exists(IN_MEMORY):  # what a test has traced without calling it, and called later
        tf.io.gfile.rmtree(IN_MEMORY)
    return programs_on_disk._folder()


def times(factor: float) -> Any:
    """A compiled program of its own for each factor."""
    return compiled(lambda x: factor * x)


def on_disk(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)


def in_memory() -> list[str]:
    return tf.io.gfile.listdir(IN_MEMORY)


def offered(graph: str) -> list[str]:
    """What TensorFlow finds in memory once a graph has been offered; that is taken away again."""
    offer(graph)
    found = in_memory()
    keep()
    assert not in_memory()
    return found


def graph_of(file: Path) -> str:
    return file.name[: file.name.index("xla")]


def trained(folder: Path, *largest: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", TRAIN, *largest]
    places = {"TMPDIR": str(folder)}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | places, cwd=ROOT)


def test_programs_are_kept_where_only_this_user_can_write(folder: Path) -> None:
    assert folder.stat().st_mode & 0o777 == 0o700 and programs_on_disk._folder() == folder
    folder.chmod(0o777)
    times(1.25)(tf.constant(1.0))
    assert not on_disk(folder), "what others can write to is not used"


def test_a_program_is_kept_and_found_again_and_memory_is_left_empty(folder: Path) -> None:
    times(1.5)(tf.constant(1.0))
    (file,) = on_disk(folder)
    assert not in_memory()
    assert offered(graph_of(file)) == [file.name.removeprefix(graph_of(file))]
    assert on_disk(folder) == [file]
    assert offered("metacore_of_nothing") == []


def test_the_oldest_of_very_many_go_and_what_was_used_is_not_old(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs_on_disk, "LIMIT", 3)
    for factor in (2.5, 3.5, 4.5):
        times(factor)(tf.constant(1.0))
    first, second, third = on_disk(folder)
    for age, file in enumerate((third, second, first)):
        os.utime(file, (1000 - age, 1000 - age))
    offered(graph_of(first))
    times(5.5)(tf.constant(1.0))
    assert {first, third} < set(on_disk(folder)) and len(on_disk(folder)) == 3


@pytest.mark.parametrize("way", WAYS)
def test_what_is_damaged_is_dropped_and_said_once(folder: Path, way: str, caplog: pytest.LogCaptureFixture) -> None:
    names = []
    for number in range(2):
        times(6 + number + [*WAYS].index(way) / 8)(tf.constant(1.0))
        file = on_disk(folder)[-1]
        file.write_bytes(WAYS[way](file.read_bytes()))
        names.append(graph_of(file))
    assert [offered(name) for name in names] == [[], []] and not on_disk(folder)
    assert len(caplog.messages) == 1 and "damaged" in caplog.text


def test_a_file_under_the_name_of_another_is_dropped(folder: Path) -> None:
    for factor in (8.5, 9.5):
        times(factor)(tf.constant(1.0))
    one, other = on_disk(folder)
    other.write_bytes(one.read_bytes())
    assert not offered(graph_of(other)) and on_disk(folder) == [one]


def test_a_disk_that_is_full_is_told_once_and_no_call_fails(
    folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(part: Path, content: bytes) -> None:
        part.touch()
        raise OSError(errno.ENOSPC, "No space left on device", str(part))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        for factor in (10.5, 11.5):
            assert float(times(factor)(tf.constant(2.0))) == 2 * factor
    assert len(caplog.messages) == 1 and "No space left" in caplog.text
    assert not on_disk(folder) and not in_memory()
    times(12.5)(tf.constant(1.0))
    assert len(on_disk(folder)) == 1, "there is space again"


def test_a_thread_leaves_in_memory_what_another_is_about_to_compile(folder: Path) -> None:
    times(13.5)(tf.constant(1.0))
    (file,) = on_disk(folder)
    offer(graph_of(file))
    threads = [threading.Thread(target=times(20 + number / 2), args=(tf.constant(1.0),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert in_memory() == [file.name.removeprefix(graph_of(file))]
    keep()
    assert not in_memory()
    assert len({graph_of(each) for each in on_disk(folder)}) == len(on_disk(folder)) == 5


def test_a_later_process_trains_on_whatever_became_of_its_files(tmp_path: Path) -> None:
    first = trained(tmp_path, "1000")
    (folder,) = tmp_path.glob("metacore-programs-*")
    assert not on_disk(folder) and first.stderr.count("not kept") == first.stderr.count("\n") == 2, "graphs, programs"
    assert trained(tmp_path).stderr == ""
    (file,) = on_disk(folder)
    whole = file.read_bytes()
    again = trained(tmp_path)
    assert file.read_bytes() == whole and again.stderr == ""
    file.write_bytes(whole[:-1])
    mended = trained(tmp_path)
    assert "damaged" in mended.stderr and mended.stderr.count("\n") == 1
    assert len(on_disk(folder)) == 1 and len(file.read_bytes()) >= len(whole) - 100
    assert first.stdout == again.stdout == mended.stdout


def test_tensorflow_runs_what_was_kept_and_what_it_cannot_run_is_kept_no_longer(tmp_path: Path) -> None:
    trained(tmp_path)
    (file,) = tmp_path.glob("metacore-programs-*/*")
    file.write_bytes(_stamp(file, b"no program") + b"no program")
    with pytest.raises(subprocess.CalledProcessError) as fault:
        trained(tmp_path)
    assert "OutOfRangeError" in fault.value.stderr
    assert trained(tmp_path).stderr == "", "a later process is not held up by it"
