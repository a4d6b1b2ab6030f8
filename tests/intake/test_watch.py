"""`annex watch`: a file is taken once it is there completely."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.batch.options import Options
from pipeline.batch.published import Summary
from pipeline.batch.run import run
from pipeline.data.lock import sole_writer
from pipeline.data.reading import read
from pipeline.errors import ConfigError, NothingError
from pipeline.intake.watch import Arrivals, Rhythm, watch_folder
from tests.extract.text.test_text_sources import BODY, HEAD

GOOD, OTHER = HEAD + BODY, HEAD + BODY.replace("Bộ Y tế", "Bộ Công an")
ONCE = Rhythm(interval=0.01, settle=0.05, once=True)


def test_a_file_is_ripe_when_it_has_rested(tmp_path: Path) -> None:
    arrivals = Arrivals(tmp_path, Options(tmp_path / "out"), settle=5)
    file = tmp_path / "a.txt"
    for name in ("b.pdf.part", "~$c.docx", ".d.pdf"):
        (tmp_path / name).write_text("x")
    file.write_text("half")
    assert arrivals.look(0.0) == {}
    assert arrivals.look(5.0).keys() == {file}
    file.write_text("more than half")
    assert arrivals.look(6.0) == {}
    os.utime(file, ns=(1, 1))
    assert arrivals.look(10.9) == {}
    assert arrivals.look(15.9).keys() == {file}
    file.unlink()
    assert arrivals.look(16.0) == {}


def test_a_growing_file_is_taken_when_whole_and_does_not_hold_up_the_others(
    tmp_path: Path,
) -> None:
    folder, told, pieces = tmp_path / "in", list[int](), [BODY, ""]
    folder.mkdir()
    (folder / "whole.txt").write_text(OTHER)
    growing = folder / "growing.txt"
    growing.write_text(HEAD)
    (folder / "sources.toml").write_text('["growing.txt"]\ntitle = "Kế hoạch"\n')

    def wait(seconds: float) -> None:
        if not told:
            os.utime(growing)  # it has not come to rest
        elif pieces:
            with growing.open("a") as file:
                file.write(pieces.pop(0))
        time.sleep(seconds)

    def tell(summary: Summary) -> None:
        told.append(len(summary.documents))
        assert not summary.errors

    options = Options(tmp_path / "out", workers=1)
    summary = watch_folder(folder, options, ONCE, tell, pytest.fail, wait)
    assert told == [1, 2]
    assert summary.documents[0].counts == summary.documents[1].counts


def test_a_document_whose_file_is_written_again_stays_as_it_was_read(tmp_path: Path) -> None:
    folder, options = tmp_path / "in", Options(tmp_path / "out", workers=1)
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD)
    run([folder], options)
    (folder / "b.txt").write_text(OTHER)
    (folder / "a.txt").write_text(HEAD)
    (folder / "sources.toml").write_text('["a.txt"]\n')
    summary = run([folder], replace(options, only=frozenset({folder / "b.txt"})))
    assert summary.errors == ()
    assert read("tasks", out=options.out).doc_id.tolist() == ["a", "a", "b", "b"]


def test_it_waits_for_another_run(tmp_path: Path) -> None:
    folder, out, warned = tmp_path / "in", tmp_path / "out", list[str]()
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD)
    holder = sole_writer(out)
    holder.__enter__()

    def warn(line: str) -> None:
        warned.append(line)
        holder.__exit__(None, None, None)

    summary = watch_folder(folder, Options(out, workers=1), ONCE, lambda _: None, warn)
    assert len(summary.documents) == len(warned) == 1
    assert "is being written by" in warned[0]


def test_what_cannot_be_watched(tmp_path: Path) -> None:
    options = Options(tmp_path / "out")
    with pytest.raises(ConfigError):
        watch_folder(tmp_path / "no", options, ONCE, lambda _: None, pytest.fail)
    (tmp_path / "in").mkdir()
    with pytest.raises(NothingError):
        watch_folder(tmp_path / "in", options, ONCE, lambda _: None, pytest.fail)


def test_sigterm_ends_it_cleanly(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(GOOD)
    command = [sys.executable, "-m", "pipeline", "watch", "in", "--out", "out"]
    rhythm = ["--interval", "0.1", "--settle", "0", "--workers", "1"]
    with subprocess.Popen(
        [*command, *rhythm], cwd=tmp_path, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as watching:  # fmt: skip
        assert watching.stdout is not None
        assert watching.stdout.readline().startswith("read: ")
        watching.send_signal(signal.SIGTERM)
        _, errors = watching.communicate(timeout=30)
    assert watching.returncode == 130
    assert errors.startswith("error: interrupted")
    assert len(errors.splitlines()) == 1
