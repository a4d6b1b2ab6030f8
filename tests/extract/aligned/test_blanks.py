"""Blank cells that betray words dealt to a neighbour."""

from __future__ import annotations

from pipeline.extract.aligned.blanks import HOLDS, LACKS, odd_blanks

ROWS = [["1", "Trồng rừng", "Bộ Y tế"], ["2", "Xây cầu", "Bộ Y tế"], ["3", "Mở lớp", "Bộ Tư pháp"]]


def test_a_blank_beside_a_long_cell_is_in_doubt_and_so_is_that_cell() -> None:
    long = ["7", "Đào kênh Bộ Nông nghiệp và Môi trường", ""]
    assert odd_blanks([*ROWS, *ROWS, long], frozenset(), [True] * 7) == {
        (6, 2): LACKS,
        (6, 1): HOLDS,
    }
    assert odd_blanks([*ROWS, long], frozenset(), [True] * 4) == {}


def test_a_blank_beside_a_doubtful_cell_is_in_doubt() -> None:
    rows = [*ROWS, ["4", "Đào kênh", ""]]
    assert odd_blanks(rows, frozenset({(3, 1)}), [True] * 4) == {(3, 2): LACKS}
    assert odd_blanks(rows, frozenset(), [True] * 4) == {}


def test_blanks_of_headings_and_of_columns_mostly_blank_are_no_doubt() -> None:
    rows = [*ROWS, ["II", "Đào kênh Bộ Nông nghiệp và Môi trường", ""]]
    assert odd_blanks(rows, frozenset(), [True, True, True, False]) == {}
    sparse = [[*row, ""] for row in ROWS]
    assert odd_blanks(sparse, frozenset({(0, 2)}), [True] * 3) == {}
