"""Rows before their cells are known."""

from __future__ import annotations

from pipeline.extract.layer.lines import LinePiece
from pipeline.extract.layer.rows import UndividedRow, parts_of


def test_a_row_without_a_label_begins_on_the_first_line_it_has() -> None:
    lines = [LinePiece("Phố Huế", 7, "0", opens_page=True), LinePiece("25.600", 8, "0")]
    row = UndividedRow((), "", parts_of(lines))
    assert row.parts[0] == ()  # nothing of it below the header that ends a page
    assert row.line == 7
