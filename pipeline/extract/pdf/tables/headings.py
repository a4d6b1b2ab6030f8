"""Headings of groups that stand between the cells of a table, in none: the rows of a table are
filled, or each cell is a box, and the row of a heading has neither."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.pdf.letters.pieces import ASCENT, DESCENT, Piece
from pipeline.extract.pdf.tables.rest import without_folio
from pipeline.extract.ruled.gaps import SAME, put_below, with_row_below
from pipeline.extract.ruled.lattice import Lattice, lattice_of
from pipeline.extract.ruled.lines import same_places
from pipeline.writing.columns import names_row_numbers
from pipeline.writing.labels import parse_label

_TIGHT = 1.9
"""Ems between the base lines of two lines of one heading, at most."""
_BLANK = 0.6
"""Ems between two words, at most."""
_ROOM = 1.6
"""Ems between a heading and the cells over and under it, at most."""
_FEWEST_WALLS = 3
"""Walls of a table in which a heading stands: of row numbers and titles at least."""


def with_headings(
    lattices: Sequence[Lattice], printed: list[Piece], walls: Sequence[float]
) -> list[Lattice]:
    """The lattices of a page with the headings that stand outside of their cells: those with the
    same walls as one where nothing but headings stands between them, the last one with those right
    below it, the first one with those above it where it goes on from the page before, whose table
    has its `walls`. A frame of one column heads nothing, nor does the number of the page."""
    if not lattices:
        return []
    pieces = without_folio(printed)
    out: list[Lattice] = []
    for lattice in sorted(lattices, key=lambda one: (one.ys[0], one.xs[0])):
        joined = _joined(out[-1], lattice, pieces) if out else None
        if joined is None:
            out.append(lattice)
        else:
            out[-1] = joined
    if not any(one.ys[-1] > out[-1].ys[0] for one in out[:-1]):
        out[-1] = _with_last(out[-1], pieces)
    if (
        len(walls) >= _FEWEST_WALLS
        and same_places(out[0].xs, walls, SAME)
        and not any(one.ys[0] < out[0].ys[-1] for one in out[1:])
    ):
        out[0] = _with_first(out[0], pieces)
    return out


def _joined(above: Lattice, below: Lattice, pieces: Sequence[Piece]) -> Lattice | None:
    """Two lattices and the headings between them as one; None where others stand there, or the
    lower one begins with names of its own."""
    top, bottom = above.ys[-1], below.ys[0]
    if len(below.xs) < _FEWEST_WALLS or top >= bottom:
        return None
    if not same_places(above.xs, below.xs, SAME) or _is_named(below, pieces):
        return None
    rows = _rows([p for p in _beside(below, pieces) if top < p.middle < bottom])
    place = _title_place([above, below], pieces)
    if not rows or not all(_is_heading(row, below.xs, place) for row in rows):
        return None
    return put_below(_below(above, rows, bottom), below) if _fill(rows, top, bottom) else None


def _with_last(lattice: Lattice, pieces: Sequence[Piece]) -> Lattice:
    """A lattice with the numbered headings right below it, at the end of its page."""
    if len(lattice.xs) < _FEWEST_WALLS:
        return lattice
    top, place = lattice.ys[-1], _title_place([lattice], pieces)
    rows = _rows([p for p in _beside(lattice, pieces) if p.middle > top])
    kept: list[list[Piece]] = []
    for row in rows:
        near = _top(row) - (_bottom(kept[-1]) if kept else top) <= _ROOM * row[0].size
        if not near or not _is_numbered(row, lattice.xs, place):
            break
        kept.append(row)
    return _below(lattice, kept, _bottom(kept[-1]) + 1) if kept else lattice


def _with_first(lattice: Lattice, pieces: Sequence[Piece]) -> Lattice:
    """A lattice with the numbered headings that are all that stands above it on its page."""
    bottom, place = lattice.ys[0], _title_place([lattice], pieces)
    rows = _rows([p for p in pieces if p.middle < bottom])
    if not rows or not all(_is_numbered(row, lattice.xs, place) for row in rows):
        return lattice
    if bottom - _bottom(rows[-1]) > _ROOM * rows[-1][0].size:
        return lattice
    first = [_cells(row, lattice.xs) for row in rows]
    edges = [_top(rows[0]), *_edges(rows), bottom]
    alone = lattice_of(lattice.xs, edges[:2], first[:1], (False, False))
    for cells, edge in zip(first[1:], edges[2:], strict=True):
        alone = with_row_below(alone, edge, cells)
    return put_below(alone, lattice)


def _below(lattice: Lattice, rows: Sequence[Sequence[Piece]], bottom: float) -> Lattice:
    """A lattice with headings below it, down to a height."""
    for row, edge in zip(rows, [*_edges(rows), bottom], strict=True):
        lattice = with_row_below(lattice, edge, _cells(row, lattice.xs))
    return lattice


def _edges(rows: Sequence[Sequence[Piece]]) -> list[float]:
    """The heights between headings."""
    return [(_bottom(row) + _top(after)) / 2 for row, after in pairwise(rows)]


def _beside(lattice: Lattice, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces that stand over or under a lattice, or in it."""
    return [p for p in pieces if p.x0 < lattice.xs[-1] and p.x1 > lattice.xs[0]]


def _is_named(lattice: Lattice, pieces: Sequence[Piece]) -> bool:
    """Whether the first row of a lattice names the column of row numbers."""
    return any(
        lattice.xs[0] <= p.x0 and p.x1 <= lattice.xs[1] and lattice.ys[0] < p.middle < lattice.ys[1]
        and names_row_numbers(p.text)
        for p in pieces
    )  # fmt: skip


def _title_place(lattices: Sequence[Lattice], pieces: Sequence[Piece]) -> float:
    """Where the texts in the second column of lattices begin."""
    starts = (
        p.x0 for one in lattices for p in pieces
        if one.xs[1] <= p.x0 < one.xs[2] and one.ys[0] < p.middle < one.ys[-1]
    )  # fmt: skip
    return min(starts, default=float("inf"))


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces as the rows that white parts, from top to bottom."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.base):
        if rows and piece.base - rows[-1][-1].base <= _TIGHT * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _is_heading(row: Sequence[Piece], xs: Sequence[float], place: float) -> bool:
    """Whether a row is a heading: a text that begins where those of the second column do, alone or
    behind a number."""
    alone = all(piece.x1 > xs[1] + 1 for piece in row)
    return _stands_at(row, xs, place) if alone else _is_numbered(row, xs, place)


def _is_numbered(row: Sequence[Piece], xs: Sequence[float], place: float) -> bool:
    """Whether a row has a number in the first column and such a text."""
    number = [piece for piece in row if piece.x1 <= xs[1] + 1]
    label = "".join(piece.text for piece in sorted(number, key=lambda piece: piece.x0))
    inside = all(xs[0] - 1 <= piece.x0 for piece in number)
    rest = [piece for piece in row if piece.x1 > xs[1] + 1]
    return inside and parse_label(label.strip()) is not None and _stands_at(rest, xs, place)


def _stands_at(text: Sequence[Piece], xs: Sequence[float], place: float) -> bool:
    """Whether a text begins at a place and ends within the last column, and is the only one: what
    stands beyond the second column goes on from there."""
    first = min((piece.x0 for piece in text), default=float("-inf"))
    if any(piece.x0 >= xs[2] - 1 for piece in text) and not _runs_over(text, xs[2]):
        return False
    return abs(first - place) <= SAME and max(piece.x1 for piece in text) <= xs[-1] + 1


def _fill(rows: Sequence[Sequence[Piece]], top: float, bottom: float) -> bool:
    """Whether headings leave no more white over and under them than cells do."""
    edges = [top, *(edge for row in rows for edge in (_top(row), _bottom(row))), bottom]
    room = _ROOM * max(piece.size for row in rows for piece in row)
    return all(b - a <= room for a, b in list(pairwise(edges))[::2])


def _top(row: Sequence[Piece]) -> float:
    return min(piece.base - ASCENT * piece.size for piece in row)


def _bottom(row: Sequence[Piece]) -> float:
    return max(piece.base + DESCENT * piece.size for piece in row)


def _cells(row: Sequence[Piece], xs: Sequence[float]) -> list[int]:
    """Which cell stands in each column of a heading: its own, or behind the number one over all
    where a text runs over a wall, in one piece or in words."""
    columns = range(len(xs) - 1)
    over = any(xs[1] < wall and _runs_over(row, wall) for wall in xs[2:-1])
    return [min(column, 1) for column in columns] if over else [*columns]


def _runs_over(row: Sequence[Piece], wall: float) -> bool:
    """Whether a line of a row goes on over a wall with no more white there than between words."""
    for base in {piece.base for piece in row}:
        line = [piece for piece in row if piece.base == base]
        left = max((p.x1 for p in line if p.x0 < wall), default=float("-inf"))
        right = min((p.x0 for p in line if p.x0 >= wall), default=float("inf"))
        if left > wall + 1 or right - left < _BLANK * line[0].size:
            return True
    return False
