"""Marks of notes typed on the line, with their text below the table."""

from __future__ import annotations

from pathlib import Path

from pipeline.batch.options import Options
from pipeline.batch.run import run
from pipeline.data.parquet import read_records


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


def test_a_number_that_is_no_more_raised_is_told_where_a_line_below_begins_with_it(
    tmp_path: Path,
) -> None:
    source = tmp_path / "in" / "a.csv"
    source.parent.mkdir()
    rows = "STT;Nội dung;Chủ trì\n1;Việc A (đã xong)2;Bộ Y tế\n2;Đo khí CO2;Bộ Y tế 3\n"
    source.write_text(f"\ufeff{rows};;\n2 Theo báo cáo tháng 9;;\n", encoding="utf-8")
    run([source], Options(tmp_path / "out", workers=1))
    files = sorted((tmp_path / "out" / "problems").glob("*.parquet"))
    told = [p for file in files for p in read_records(file, "problems") if p.code == "note-mark"]
    assert [p.evidence for p in told] == ["Việc A (đã xong)2", "Đo khí CO2"]
