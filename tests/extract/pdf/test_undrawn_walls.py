"""Walls that no row of a table has, and lines set to both margins that have none."""

from __future__ import annotations

from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.tables.undrawn_walls import with_undrawn_walls
from pipeline.extract.ruled.lattice import lattice_of

ROWS = 6


def words(line: str, x0: float, base: float, *gaps: float) -> list[Piece]:
    """The words of a line, five points a letter, with white between them."""
    out = []
    for word, gap in zip(line.split(), (*gaps, 0.0), strict=True):
        x1 = x0 + 5.0 * len(word)
        out.append(Piece(word, x0, x1, base, 10.0, False, False, False, 0, len(word)))
        x0 = x1 + gap
    return out


def columns(gaps: tuple[float, ...], lines: list[str]) -> int:
    ys = [30.0 * row for row in range(ROWS + 1)]
    lattice = lattice_of(
        (0, 200, 400), ys, [[2 * r, 2 * r + 1] for r in range(ROWS)], (False, False)
    )
    pieces = []
    for row, y in enumerate(ys[:-1]):
        pieces += words("Bộ", 210, y + 12)
        pieces += words(lines[row % len(lines)], 5, y + 12, *gaps)
    return len(with_undrawn_walls(lattice, pieces)[0].xs) - 1


def test_a_line_that_all_rows_set_to_both_margins_has_no_wall() -> None:
    repeated = ["Báo cáo số 47 ngày"]
    assert columns((26.0, 26.0, 26.0, 26.0), repeated) == 2
    assert columns((3.0, 3.0, 3.0, 60.0), repeated) == 3


def test_two_texts_of_all_rows_that_white_parts_have_a_wall() -> None:
    assert columns((60.0,), ["Nghị định", "Luật chính"]) == 3
