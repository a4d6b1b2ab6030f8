"""Rows between drawn columns: no rule parts them, and no number tells them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.tables.text_rows import with_text_rows
from pipeline.extract.ruled.lattice import Lattice, lattice_of

XS = (0.0, 30.0, 230.0, 330.0, 430.0)
LINE, BETWEEN = 12.0, 8.0
"""From line to line of a cell, and the white between rows beyond that."""
SIZE = 10.0
Row = Sequence[Sequence[str]]


def line(text: str, x0: float, base: float) -> Piece:
    return Piece(text, x0, x0 + 4.0 * len(text), base, SIZE, False, False, False, 0, len(text))


def set_rows(rows: Sequence[Row], top: float, between: float) -> tuple[list[Piece], float]:
    """The lines of rows, each cell at the middle of its row, and where the last row ends."""
    pieces = []
    for row in rows:
        most = max(map(len, row))
        for x, cell in zip(XS, row, strict=False):
            begin = top + LINE * (most - len(cell)) / 2
            pieces += [line(t, x + 3, begin + LINE * (n + 1)) for n, t in enumerate(cell)]
        top += LINE * most + between
    return pieces, top


def body(*places: str) -> list[Row]:
    """Rows without a number whose cells have one or three lines."""
    return [
        [
            [],
            [f"Xây dựng đề án {place}", "trong năm", "nay"],
            [f"Bộ {place}"],
            ["Quyết", "định", "này"],
        ]
        for place in places
    ]


def cut(lattice: Lattice, pieces: Sequence[Piece]) -> tuple[int, int]:
    """How many rows the text shows, and how many cells are in doubt."""
    found = with_text_rows(lattice, pieces, lambda piece: [piece], (), {})
    return (
        (len(lattice.ys) - 1, 0)
        if found is None
        else (len(found.lattice.ys) - 1, len(found.doubts))
    )


HEADER: Row = [["TT"], ["Tên nhiệm vụ"], ["Chủ trì"], ["Kết quả"]]
HEADING: Row = [["I"], ["Hạ tầng số của các bộ, cơ quan ngang bộ và các tỉnh"]]


def table(between: float) -> tuple[Lattice, list[Piece]]:
    """A header with three rows, a heading over the columns, and two rows, parted by that alone."""
    upper, first = set_rows([HEADER, *body("Công an", "Xây dựng", "Tài chính")], 0.0, between)
    heading, second = set_rows([HEADING], first, between)
    lower, end = set_rows(body("Y tế", "Nội vụ"), second, between)
    boxes = [[0, 1, 2, 3], [4, 5, 5, 5], [6, 7, 8, 9]]
    return lattice_of(XS, (0.0, first, second, end), boxes, (True, True)), upper + heading + lower


def test_white_parts_rows_above_and_below_a_heading() -> None:
    rows, doubts = cut(*table(BETWEEN))
    assert (rows, doubts) == (4 + 1 + 2, 0)


def test_rows_that_white_hardly_parts_are_told_by_its_two_widths() -> None:
    assert cut(*table(1.8))[0] == 4 + 1 + 2


def test_rows_with_the_same_walls_are_parted_by_rules() -> None:
    """Paragraphs in the cells of a ruled table are no rows."""
    pieces, end = set_rows(body("Y tế", "Nội vụ", "Công an", "Xây dựng"), 0.0, BETWEEN)
    ys = (0.0, end / 4, end / 2, end)
    boxes = [[4 * row + column for column in range(4)] for row in range(3)]
    assert cut(lattice_of(XS, ys, boxes, (True, True)), pieces) == (3, 0)


def test_a_row_that_prints_nothing_stays_as_it_is() -> None:
    """Boxes for digits have no text."""
    boxes = lattice_of(XS, (0.0, 20.0), [[0, 1, 2, 3]], (False, False))
    assert cut(boxes, []) == (1, 0)
    assert cut(boxes, [line("Mã số thuế", 0.0, 60.0)]) == (1, 0)
