"""Page numbers that stand in a cell: a table runs over the place where each page prints its number.

What tells them from values: the same place on several pages, at the head or foot of the page or in
the first row of its table or the last one of the page, and a number that grows with that of the
page. A number alone in its cell may be a row's; between dashes it is none. Once is enough where the
file proves it: `Trang 2/3` on the second page of three, a number in names of columns that are those
of another page without it, `2` at the middle of the second page of two, as the first one of a
document prints none (Nghị định 30/2020/NĐ-CP, Phụ lục I).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.model import Block, Cell, Fragment, Grid, GridRow, Place, Prose

MARGIN = 0.15
"""Share of a page's height at its head and foot where its number is printed."""
_NUMBER = re.compile(
    r"(?:(?P<dash>[-–—]\s*)|(?P<word>[Tt]rang\s*))?(?P<number>\d{1,4})(?:\s*/\s*(?P<of>\d{1,4}))?"
    r"(?(dash)\s*[-–—])"
)
_ALIGNED = 2.0
"""Points by which lines of one cell begin beside each other, or stand off its middle, at most."""
_STEP = 6.0
"""Points within which two places are one."""
REPEATS = 2
"""Pages that print their number at one place."""
_OWN_ROW = (-1, -1)
"""The place of page numbers that the last row of each page says in words: it is ruled, and stands
where the table ends."""
_HEAD = -2
"""The height of page numbers that the first row of each table says in words: titles above the first
table set it lower than the others."""
_FOOT = -3
"""The height of page numbers below the last lines of a page, wherever these end: in its last row,
or on a line of their own."""
_CENTRED = 6.0
"""Points by which a page number set to the middle of the page may stand off it: the margins on the
left are broader than those on the right by as much as that, twice."""
_PAIR = 2
"""Pages of a file of which one alone prints its number."""
Key = tuple[int, int, int]
"""Place across and down in steps, and how much more the number is than that of its page."""


def without_folios(
    pages: Sequence[Sequence[Block]], heights: Sequence[float], widths: Sequence[float] = ()
) -> list[list[Block]]:
    """The blocks of the pages, page numbers in cells made lines of their own below the table.
    Widths and heights of the pages are in points; a width of nothing is not known."""
    keys = [
        {key: piece for block in blocks for key, piece in _candidates(block, number, height)}
        | dict(_at_foot(blocks, number))
        for number, (blocks, height) in enumerate(zip(pages, heights, strict=True), 1)
    ]
    count: dict[Key, int] = {}
    for page in keys:
        for key in page:
            count[key] = count.get(key, 0) + 1
    gone = [
        {id(piece): piece for key, piece in page.items() if count[key] >= REPEATS} for page in keys
    ]
    for at, blocks in enumerate(pages):
        gone[at] |= {id(piece): piece for piece in _of_all(blocks, at + 1, len(pages))}
    for at, piece in _in_names(pages):
        gone[at][id(piece)] = piece
    if len(pages) == _PAIR == len(widths):
        gone[-1] |= {id(piece): piece for piece in _of_second(keys[-1], widths[-1])}
    return [
        [new for block in blocks for new in _without(block, folios)] if folios else list(blocks)
        for blocks, folios in zip(pages, gone, strict=True)
    ]


def _candidates(block: Block, page: int, height: float) -> Iterator[tuple[Key, Fragment]]:
    """The lines of cells that may be the number of the page, each by its place and by what the
    number is more than that of the page."""
    if not isinstance(block, Grid):
        return
    for row in block.rows:
        line = _alone(row)
        found = _NUMBER.fullmatch(line.text.strip()) if line else None
        if line and found and found["word"]:
            yield (*_OWN_ROW, int(found["number"]) - page), line
    head = block.rows[0] if block.rows else ()
    for cell in (cell for row in block.rows for cell in row):
        for piece in cell.fragments if not cell.merged else ():
            found = _NUMBER.fullmatch(piece.text.strip())
            place = piece.place
            if found is None or place.y0 is None or place.y1 is None:
                continue
            if found["word"] and cell in head and len(cell.fragments) > 1:
                at = round(_middle(place) / _STEP), _HEAD
                yield (*at, int(found["number"]) - page), piece
                continue
            inside = place.y1 > MARGIN * height and place.y0 < (1 - MARGIN) * height
            sure = found["dash"] or found["word"]
            if inside or not (sure or _stands_apart(piece, cell)):
                continue
            at = round(_middle(place) / _STEP), round(place.y0 / _STEP)
            yield (*at, int(found["number"]) - page), piece


def _at_foot(blocks: Sequence[Block], page: int) -> Iterator[tuple[Key, Fragment]]:
    """The last line of a page where it may be its number: alone below the table, or in a cell of
    the last row, apart from the other lines of the cell and below all that the row prints."""
    last = blocks[-1] if blocks else None
    pieces: list[Fragment] = []
    if isinstance(last, Prose):
        pieces = [last.fragment]
    elif isinstance(last, Grid) and last.rows:
        row = last.rows[-1]
        low = max((each.place.y0 or 0.0 for cell in row for each in cell.fragments), default=0.0)
        lines = ((cell.fragments[-1], cell) for cell in row if len(cell.fragments) > 1)
        pieces = [p for p, cell in lines if (p.place.y0 or 0.0) >= low and _stands_apart(p, cell)]
    for piece in pieces:
        found = _NUMBER.fullmatch(piece.text.strip())
        if found is not None:
            at = round(_middle(piece.place) / _STEP), _FOOT
            yield (*at, int(found["number"]) - page), piece


def _of_all(blocks: Sequence[Block], page: int, total: int) -> Iterator[Fragment]:
    """Lines in the first or last rows of a page that say which page of all it is."""
    grids = (block for block in blocks if isinstance(block, Grid) and block.rows)
    rows = [block.rows[at] for block in grids for at in (0, -1)]
    for piece in (piece for row in rows for cell in row for piece in cell.fragments):
        found = _NUMBER.fullmatch(piece.text.strip())
        if found and found["word"] and found["of"] == str(total) and found["number"] == str(page):
            yield piece


def _in_names(pages: Sequence[Sequence[Block]]) -> Iterator[tuple[int, Fragment]]:
    """Numbers in the first row of a table, each with its page counted from 0, without which that
    row is the first one of a table on another page: pages that begin with the names of their
    columns, between which the number is printed. They count their pages."""
    heads = [
        (at, block.rows[0], _texts(block.rows[0]))
        for at, blocks in enumerate(pages)
        for block in blocks
        if isinstance(block, Grid) and block.rows
    ]
    first: dict[tuple[str, ...], int] = {}
    for at, _, texts in heads:
        first.setdefault(texts, at)
    for at, row, texts in heads:
        if first[texts] < at:
            continue
        for piece in (each for cell in row if len(cell.fragments) > 1 for each in cell.fragments):
            found = _NUMBER.fullmatch(piece.text.strip())
            if found and first.get(_texts(row, piece), at) < at <= int(found["number"]):
                yield at, piece


def _of_second(found: Mapping[Key, Fragment], width: float) -> Iterator[Fragment]:
    """The number of the second page of two, at its middle."""
    for (*_, more), piece in found.items():
        if not more and abs(_middle(piece.place) - width / 2) <= _CENTRED:
            yield piece


def _texts(row: GridRow, without: Fragment | None = None) -> tuple[str, ...]:
    """What the cells of a row print, one line apart."""
    return tuple(
        " ".join(piece.text.strip() for piece in cell.fragments if piece is not without)
        for cell in row
    )


def _alone(row: GridRow) -> Fragment | None:
    """The only line that a row prints, if it is one."""
    lines = [piece for cell in row for piece in cell.fragments]
    return lines[0] if len(lines) == 1 else None


def _stands_apart(piece: Fragment, cell: Cell) -> bool:
    """Whether a number is no line of its cell's text: it is set neither below the beginning nor
    below the middle of the others. Alone in its cell it may be a value."""
    others = [other.place for other in cell.fragments if other is not piece]
    own = piece.place
    return bool(others) and all(
        abs((place.x0 or 0.0) - (own.x0 or 0.0)) > _ALIGNED
        and abs(_middle(place) - _middle(own)) > _ALIGNED
        for place in others
    )


def _middle(place: Place) -> float:
    return ((place.x0 or 0.0) + (place.x1 or 0.0)) / 2


def _without(block: Block, folios: dict[int, Fragment]) -> Iterator[Block]:
    if not isinstance(block, Grid):
        yield block
        return
    found = [piece for piece in block.fragments if id(piece) in folios]
    if not found:
        yield block
        return
    left = block.with_cells(lambda cell: _cell(cell, folios))
    rows = zip(block.rows, left.rows, strict=True)
    kept = tuple(new for row, new in rows if not _is_folio(row, folios))
    if kept:
        yield replace(left, rows=kept)
    yield from (Prose(piece, running=True) for piece in {id(p): p for p in found}.values())


def _is_folio(row: GridRow, folios: dict[int, Fragment]) -> bool:
    """Whether all that a row prints is the number of the page."""
    line = _alone(row)
    return line is not None and id(line) in folios


def _cell(cell: Cell, folios: dict[int, Fragment]) -> Cell:
    left = tuple(piece for piece in cell.fragments if id(piece) not in folios)
    return cell if len(left) == len(cell.fragments) else replace(cell, fragments=left)
