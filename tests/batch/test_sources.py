"""Which files of a folder are documents."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.batch.options import Options
from pipeline.batch.run import run
from pipeline.batch.sources import discover, find

TABLE = "STT | Nhiệm vụ | Chủ trì\n--- | --- | ---\n1 | a | Bộ Y tế\n"


def test_markdown_is_a_document_and_what_speaks_of_the_folder_is_not(tmp_path: Path) -> None:
    names = ("phu-luc.md", "README.md", "Readme.vi.md", "~$a.docx", ".~lock.a.odt#", "readme2.txt")
    for name in names:
        (tmp_path / name).write_text(TABLE, encoding="utf-8")
    assert [source.name for source in discover([tmp_path])] == ["phu-luc.md", "readme2.txt"]
    assert [source.name for source in discover([tmp_path / "README.md"])] == ["README.md"]


def test_prose_in_markdown_is_no_alarm(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = "# Ghi chú\n\nVề thư mục này:\n\n1. một\n2. hai\n"
    (tmp_path / "in" / "ghi-chu.md").write_text(text, encoding="utf-8")
    summary = run([tmp_path / "in"], Options(tmp_path / "out", workers=1))
    assert summary.exit_code("warning") == 0
    assert summary.total("tables") == summary.total("problems") == 0


def test_a_name_that_is_no_utf8_and_one_too_long_for_a_key_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, number in ((b"m\xe0\xb1.md", 1), (b"b" * 248 + b".md", 2)):
        place = Path(os.fsdecode(os.path.join(os.fsencode(folder), name)))
        place.write_text(TABLE.replace("a", f"Việc {number}"), encoding="utf-8")
    summary = run([folder], Options(tmp_path / "out", workers=1))
    assert [source.name for source in discover([folder])][1] == "m\\xe0\\xb1.md"
    assert (summary.total("tables"), summary.exit_code()) == (2, 0)


def test_files_that_hold_no_document_are_told_once_and_read_when_named(tmp_path: Path) -> None:
    names = ["a.txt", "meta.json", "logo.svg", "sub/more.JSON", "noending", ".hidden.json"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1\n", encoding="utf-8")
    found = find([tmp_path])
    assert [source.name for source in found.sources] == ["a.txt", "noending"]
    assert found.notes == (
        "not read, no documents by their endings: 2 .json, 1 .svg; name one to have it read",
    )
    assert [source.name for source in find([tmp_path / "meta.json"]).sources] == ["meta.json"]
