"""Folders for what is kept between two starts, and what is said where the disk does not take it."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path

import pytest

from metacore import on_disk
from metacore.on_disk import optional, private_folder


def test_a_folder_is_this_users_and_another_version_has_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = private_folder("things", "1")
    assert folder.stat().st_mode & 0o777 == 0o700 and folder.parent == tmp_path
    assert private_folder("things", "1") == folder != private_folder("things", "2") != private_folder("others", "2")
    assert private_folder("things", "1", str(tmp_path / "elsewhere")).parent == tmp_path / "elsewhere"
    folder.chmod(0o770)
    with pytest.raises(PermissionError, match="others"):
        private_folder("things", "1")


def test_a_fault_of_the_disk_is_told_once_and_any_other_is_not_hidden(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING", on_disk.__name__)
    on_disk.tell_once.cache_clear()
    for _ in range(3):
        with optional("things"):
            raise OSError(errno.ENOSPC, "No space left on device", "file")
    with optional("things"):
        raise FileNotFoundError(errno.ENOENT, "No such file", "file")
    assert caplog.messages == ["things are not kept on disk: No space left on device"]
    with pytest.raises(ValueError, match="else"), optional("things"):
        raise ValueError("something else")
