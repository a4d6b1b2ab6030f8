"""Marks of notes typed on the line, with their text below the table."""

from __future__ import annotations

from pathlib import Path
from time import process_time

from pipeline.batch.options import Options
from pipeline.batch.run import run
from pipeline.data.parquet import read_records
from pipeline.normalize.typed_marks import _CALLS, _GLUED


def test_a_mark_is_told_where_a_note_below_begins_with_it(tmp_path: Path) -> None:
    source = tmp_path / "in" / "a.md"
    source.parent.mkdir()
    table = "| TT | Nội dung | Chủ trì |\n|---|---|---|\n| 1 | Việc A (*) | Bộ Y tế |\n"
    more = "| 2 | Việc B (1) | (*) |\n\n(\\*) Theo Quyết định 15/QĐ-UBND.\n"
    source.write_text("# Phụ lục\n\n" + table + more, encoding="utf-8")
    run([source], Options(tmp_path / "out", workers=1))
    files = sorted((tmp_path / "out" / "problems").glob("*.parquet"))
    told = [p for file in files for p in read_records(file, "problems") if p.code == "note-mark"]
    assert [(p.severity, p.evidence) for p in told] == [("warning", "Việc A (*)")]
    assert told[0].row_id


def _told(tmp_path: Path, rows: str) -> list[str | None]:
    source = tmp_path / "in" / "a.csv"
    source.parent.mkdir()
    source.write_text("TT,Nội dung,Chủ trì,Thời hạn\n" + rows, encoding="utf-8")
    run([source], Options(tmp_path / "out", workers=1))
    files = sorted((tmp_path / "out" / "problems").glob("*.parquet"))
    found = [p for file in files for p in read_records(file, "problems")]
    return [p.evidence for p in found if p.code == "note-mark"]


def test_numbers_of_notes_right_behind_words_are_told_where_they_go_up(tmp_path: Path) -> None:
    rows = (
        "1,Rà soát đất lúa1,Sở Tài chính,Tháng 12/2026\n"
        "2,Đo đạc (bổ sung)2,Sở Xây dựng,Quý I/2026\n"
        "3,Cấp giấy,Sở Nội vụ,Tháng 6/20264\n"
    )
    assert sorted(map(str, _told(tmp_path, rows))) == [
        "Rà soát đất lúa1", "Tháng 6/20264", "Đo đạc (bổ sung)2",
    ]  # fmt: skip


def test_names_with_numbers_are_no_calls_of_notes(tmp_path: Path) -> None:
    rows = (
        "1,Diện tích 500 m2,Sở Tài chính,Tháng 12/2026\n"
        "2,Giảm phát thải CO2,Sở Xây dựng,Quý I/2026\n"
        "3,Lô A3,Khu phố4,Tháng 6/2026\n"
    )
    assert _told(tmp_path, rows) == []


def test_words_in_capitals_are_whole_words(tmp_path: Path) -> None:
    rows = (
        "1,Rà soát,Bộ Tài Chính1,Tháng 12/2026\n"
        "2,Đo đạc,Zhính2,Quý I/2026\n"
        "3,Cấp giấy,Bộ Nội Vụ2,Quý I/2026\n"
        "4,Thu hồi,Bộ Y Tế3,Quý I/2026\n"
    )
    assert sorted(map(str, _told(tmp_path, rows))) == ["Bộ Nội Vụ2", "Bộ Tài Chính1", "Bộ Y Tế3"]


def test_marks_are_looked_for_in_time_that_grows_with_the_text() -> None:
    begin = process_time()
    for pattern in (_CALLS, _GLUED):
        assert pattern.search("a" * 100_000) is None
        assert pattern.search("a\u0301" * 50_000) is None
    assert process_time() - begin < 5.0
