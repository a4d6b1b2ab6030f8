"""Folders and files that would stop a run, hang it, or steer the terminal of whoever starts it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.batch import read as reading
from pipeline.batch.apart import apart
from pipeline.errors import InputError
from pipeline.extract import extract
from pipeline.model import Extraction, Source
from pipeline.workers import Limits
from tests.batch.test_run import GOOD, put, read, run_on


def test_what_is_no_file_stops_nothing(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", a__txt=GOOD)
    os.mkfifo(folder / "pipe.txt")
    (folder / "zeros.txt").symlink_to("/dev/zero")
    (folder / "itself.txt").symlink_to("itself.txt")
    (folder / "folder.pdf").mkdir()
    (folder / "again").symlink_to(folder)
    summary = run_on(folder, tmp_path / "out")
    failed = {d.doc_id for d in summary.documents if d.failed}
    assert failed == {"pipe", "zeros", "itself"}
    assert len(summary.documents) - len(failed) == 1
    assert len(summary.errors) == len(failed)


def test_a_name_does_not_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = put(tmp_path / "in", a__txt=GOOD)
    (folder / "x\x1b[2J\x07\r.txt").write_bytes(b"")
    with pytest.raises(SystemExit) as ended:
        cli.main(["run", str(folder), "--out", str(tmp_path / "out")])
    assert ended.value.code == 1
    shown = "".join(capsys.readouterr())
    assert "\\x1b[2J" in shown
    assert not {"\x1b", "\x07", "\r"} & set(shown)


def test_a_file_that_grows_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(tmp_path / "in", a__txt=GOOD)
    more = "9.\tViệc đến sau\tBộ Y tế\t2027\n"

    def growing(source: Source, *settings: object) -> Extraction:
        found = extract(source)
        with source.path.open("a", encoding="utf-8") as file:
            file.write(more)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(reading, "extract", growing)
        (document,) = run_on(folder, tmp_path / "out").documents
    before = len(read(tmp_path / "out", "tasks", document.doc_id))
    (document,) = run_on(folder, tmp_path / "out").documents
    assert document.fresh
    assert len(read(tmp_path / "out", "tasks", document.doc_id)) == before + 1


def test_one_document_alone_has_the_limits_of_a_run() -> None:
    with pytest.raises(InputError) as caught:
        apart(lambda: len(bytearray(4 << 30)), Limits(seconds=20, memory=2 << 30))
    assert caught.value.code == "needs-memory"
