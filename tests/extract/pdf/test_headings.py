"""Headings of groups that stand outside of the cells of a table whose rows are filled."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.tables.headings import with_headings
from pipeline.extract.ruled.lattice import Lattice, lattice_of

WALLS = (0.0, 30.0, 130.0, 200.0)
LINE = 10.0


def text(words: str, x0: float, base: float, width: float = 0.0) -> Piece:
    x1 = x0 + (width or 4.0 * len(words))
    return Piece(words, x0, x1, base, 8.0, False, False, False, 0, len(words))


def rows(top: float, count: int, first: str = "") -> tuple[Lattice, list[Piece]]:
    """Rows of two lines each, and what they print."""
    ys = [top + 2 * LINE * at for at in range(count + 1)]
    boxes = [[3 * row, 3 * row + 1, 3 * row + 2] for row in range(count)]
    bases = [y + LINE for y in ys[:-1]]
    printed = [text(f"{n}.", 12, base) for n, base in enumerate(bases, 1)]
    printed += [text(f"Nhiệm vụ thứ {n}", 32, base) for n, base in enumerate(bases, 1)]
    named = [text(first, 2, bases[0])] if first else []
    return lattice_of(WALLS, ys, boxes, (False, False)), named or printed


def table_rows(lattice: Lattice, pieces: list[Piece]) -> list[list[str]]:
    """What each row of a lattice prints, by cell."""
    found = []
    for row in lattice.owner:
        cells = list(dict.fromkeys(row))
        texts: dict[int, list[str]] = {cell: [] for cell in cells}
        for piece in sorted(pieces, key=lambda piece: (piece.base, piece.x0)):
            cell = lattice.cell_at(piece.x0 + 1, piece.middle)
            if cell in texts:
                texts[cell].append(piece.text)
        found.append([" ".join(texts[cell]) for cell in cells])
    return found


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        pytest.param(
            [text("II.", 12, 50), text("Hạ tầng", 32, 50)], ["II.", "Hạ tầng", ""], id="cells"
        ),
        pytest.param(
            [text("II.", 12, 60), text("Hạ tầng số", 32, 50, 150), text("và dữ liệu", 32, 60)],
            ["II.", "Hạ tầng số và dữ liệu"],
            id="over all, in two lines",
        ),
        pytest.param(
            [text("II.", 12, 50), *(text(f"w{n}", 32 + 10 * n, 50) for n in range(16))],
            ["II.", " ".join(f"w{n}" for n in range(16))],
            id="over all, in words",
        ),
        pytest.param([text("Nhiệm vụ chung", 32, 50)], ["", "Nhiệm vụ chung", ""], id="no number"),
    ],
)
def test_a_heading_between_filled_rows_is_a_row(heading: list[Piece], cells: list[str]) -> None:
    above, upper = rows(0, 2)
    below, lower = rows(max(piece.base for piece in heading) + 4, 3)
    pieces = [*upper, *heading, *lower]
    (table,) = with_headings([above, below], pieces, ())
    found = table_rows(table, pieces)
    assert len(found) == 6
    assert found[2] == cells
    assert all(a < b for a, b in pairwise(table.ys))


@pytest.mark.parametrize(
    "between",
    [
        pytest.param([text("Phụ lục II", 80, 50)], id="a title in the middle"),
        pytest.param([text("2. Nhiệm vụ của địa phương", 0, 50)], id="a title at the left"),
        pytest.param([text("II.", 12, 50), text("Hạ tầng số", 32, 50, 200)], id="runs out"),
        pytest.param([text("II.", 12, 50), text("Hạ tầng", 40, 50)], id="begins elsewhere"),
        pytest.param(
            [text("2.", 12, 50), text("Hạ tầng", 32, 50), text("Bộ Y tế", 132, 50)],
            id="a row of several cells",
        ),
    ],
)
def test_other_texts_between_two_tables_part_them(between: list[Piece]) -> None:
    above, upper = rows(0, 2)
    below, lower = rows(54, 3)
    assert with_headings([above, below], [*upper, *between, *lower], ()) == [above, below]


def test_a_table_with_names_of_its_own_is_another() -> None:
    above, upper = rows(0, 2)
    below, lower = rows(54, 3, first="STT")
    between = [text("II.", 12, 50), text("Hạ tầng", 32, 50)]
    assert len(with_headings([above, below], [*upper, *between, *lower], ())) == 2


@pytest.mark.parametrize(("walls", "count"), [((), 3), (WALLS, 4)])
def test_numbered_headings_at_the_ends_of_a_page_are_rows(
    walls: tuple[float, ...], count: int
) -> None:
    table, printed = rows(54, 2)
    first = [text("II.", 12, 50), text("Hạ tầng", 32, 50)]
    last = [text("III.", 12, 104), text("Nhân lực", 32, 104)]
    pieces = [*first, *printed, *last]
    (table,) = with_headings([table], pieces, walls)
    found = table_rows(table, pieces)
    assert found[-1] == ["III.", "Nhân lực", ""]
    assert len(found) == count
    assert (found[0] == ["II.", "Hạ tầng", ""]) is bool(walls)


def test_what_stands_farther_below_a_table_is_no_row_of_it() -> None:
    table, printed = rows(54, 2)
    notes = [text("2.", 12, 124), text("Các bộ, ngành báo cáo", 32, 124)]
    alone = [text("Ghi chú của bảng", 32, 104)]
    for below in (notes, alone):
        assert with_headings([table], [*printed, *below], ()) == [table]


@pytest.mark.parametrize("walls", [(), (0.0, 100.0)])
def test_a_frame_of_one_column_with_text_beside_it_stays_as_it_is(walls: tuple[float, ...]) -> None:
    frame = lattice_of((0.0, 100.0), (20.0, 40.0), [[0]], (False, False))
    lower = lattice_of((0.0, 100.0), (60.0, 80.0), [[0]], (False, False))
    pieces = [text("1.", 10, 12), text("Căn cứ", 120, 12), text("Nơi nhận", 120, 30)]
    assert with_headings([frame, lower], pieces, walls) == [frame, lower]
