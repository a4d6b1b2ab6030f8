"""Names of two columns one of which has no cells: read as one name, unless columns are certain."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.spaced.columns.emptied import emptied
from pipeline.extract.spaced.columns.sheets import Sheet
from pipeline.extract.spaced.lines.words import words_of
from pipeline.extract.spaced.names.header import HeaderLines

NUMBER, KNOWN_A, KNOWN_B, UNKNOWN = words_of("STT     Thời hạn Thử")
HEADER = HeaderLines(0, 1, (((0, (NUMBER,)),), ((0, (KNOWN_A, KNOWN_B)),), ((0, (UNKNOWN,)),)))


def test_a_name_without_cells_right_behind_another_one_is_its_end() -> None:
    assert emptied(HEADER, [Sheet(HEADER, ())]) == 1


def test_columns_that_marks_show_stay_even_without_cells() -> None:
    marked = replace(HEADER, borders=(6.5, 16.5))
    assert emptied(marked, [Sheet(marked, ())]) is None
