"""Streams that are shared, kept on disk, read again and let go."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from metacore import on_disk
from metacore.evaluation.measuring import View
from metacore.run import Run
from metacore.studies.playground import archive
from metacore.studies.playground.work import Update, at_step
from metacore.training.engine import init
from pages.parts.playground import streams
from pages.parts.playground.streams import Streams
from tests.examples import arrays, small

RUN = small("sinusoid")


def trained(run: Run, *steps: int) -> list[Update]:
    updates, before = [], Update(run, init(run))
    for step in steps:
        updates.append(before := at_step(before, step, View()))
    return updates


def grown(own: Streams, run: Run, *steps: int) -> list[Update]:
    found = trained(run, *steps)
    for update in found:
        own.of(run).append(update)
    return found


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged about what is kept."""
    return [record.getMessage() for record in caplog.records if record.name == on_disk.__name__]


def test_one_run_is_one_stream_and_a_table_of_ones_own_is_shared_with_nobody(own_streams: Streams) -> None:
    assert own_streams.of(RUN) is own_streams.of(RUN) is not own_streams.of(RUN.replace(alpha=0.2))


def test_what_was_trained_is_there_for_another_server(own_streams: Streams) -> None:
    known = grown(own_streams, RUN, 5, 12, 60)
    own_streams.keep()
    assert [it.state.step for it in Streams().of(RUN).updates] == [0, 5, 12], "the newest one will soon be another"
    own_streams.keep(all_of_it=True)
    again = Streams().of(RUN).updates[1:]
    for one, other in zip(again, known, strict=True):
        assert one.run == other.run and set(one.pictures) == set(other.pictures)
        for a, b in zip(arrays([one.state, one.scores]), arrays([other.state, other.scores]), strict=True):
            np.testing.assert_array_equal(a, b)


def test_each_update_is_written_once(own_streams: Streams) -> None:
    grown(own_streams, RUN, 5, 12)
    for _ in range(3):
        own_streams.keep(all_of_it=True)
    assert len(archive.read(RUN)) == 2


@pytest.mark.parametrize("harm", ["cut", "bits", "empty", "garbage"])
def test_what_is_damaged_is_dropped_and_the_rest_is_good(
    harm: str, own_streams: Streams, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING", on_disk.__name__)
    on_disk.tell_once.cache_clear()
    grown(own_streams, RUN, 5, 12, 60)
    own_streams.keep(all_of_it=True)
    (file,) = archive._folder().iterdir()
    whole = file.read_bytes()
    cut = whole[: int(0.9 * len(whole))]
    flipped = bytes(byte ^ (place == len(whole) - 100) for place, byte in enumerate(whole))
    file.write_bytes({"cut": cut, "bits": flipped, "empty": b"", "garbage": bytes(range(256)) * 9}[harm])
    steps = [it.state.step for it in Streams().of(RUN).updates]
    assert steps == ([0, 5, 12] if harm in ("cut", "bits") else [0])
    assert [it.state.step for it in Streams().of(RUN).updates] == steps
    told = said(caplog)
    assert len(told) == (harm != "empty") and all(len(line) < 500 for line in told), "said once"


def test_a_disk_that_takes_nothing_stops_no_training(
    own_streams: Streams, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING", on_disk.__name__)
    on_disk.tell_once.cache_clear()
    grown(own_streams, RUN, 5, 12)
    (archive._folder().parent / "a file").write_text("in the way")
    monkeypatch.setenv(archive.SETTING, str(archive._folder().parent / "a file"))
    monkeypatch.setattr(streams, "IDLE", -1)
    own_streams.keep(all_of_it=True)
    assert len(own_streams.of(RUN).updates) == 3 and len(said(caplog)) == 1
    own_streams.keep(all_of_it=True)
    assert len(said(caplog)) == 1, "said once, however often it is tried"


def test_who_is_watched_stays_in_memory_and_others_are_read_again(
    own_streams: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown(own_streams, RUN, 5)
    it = own_streams.of(RUN)
    own_streams.keep()
    assert own_streams.of(RUN) is it
    monkeypatch.setattr(streams, "IDLE", -1)
    own_streams.keep()
    assert own_streams.of(RUN) is not it and own_streams.of(RUN).updates[-1].state.step == 5


def test_another_engine_begins_anew(own_streams: Streams, monkeypatch: pytest.MonkeyPatch) -> None:
    grown(own_streams, RUN, 5)
    own_streams.keep(all_of_it=True)
    monkeypatch.setattr(archive, "engine", lambda: "another")
    assert not archive.read(RUN)


def test_a_folder_of_somebody_else_is_not_read(tmp_path: Path, own_streams: Streams) -> None:
    grown(own_streams, RUN, 5)
    own_streams.keep(all_of_it=True)
    archive._folder().chmod(0o777)
    assert not archive.read(RUN) and not archive.add(RUN, trained(RUN, 3))


def test_the_oldest_go_where_files_take_too_much(own_streams: Streams, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = [RUN.replace(alpha=alpha) for alpha in (0.01, 0.02, 0.03)]
    size = 0
    for run in runs:
        grown(own_streams, run, 5)
        own_streams.keep(all_of_it=True)
        size = size or sum(file.stat().st_size for file in archive._folder().iterdir())
        monkeypatch.setattr(archive, "SIZE", 2.5 * size)
    assert [bool(archive.read(run)) for run in runs] == [False, True, True]
    shutil.rmtree(archive._folder())
    assert archive.read(runs[1]) == []
