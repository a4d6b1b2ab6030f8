"""A grid taken apart: captions printed inside it, headers, and the rows under each.

One table of a file may hold several, each under a caption row of its own (`Phụ lục II`), and a
caption may be printed in the first rows of the grid it stands over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.frozen import dataclass
from pipeline.model import Cell, Fragment, Grid, GridRow
from pipeline.normalize.tables.header_cells import texts_of
from pipeline.normalize.tables.header_levels import MAX_HEADER_ROWS
from pipeline.normalize.tables.header_rows import (
    RowKey,
    first_key,
    other_headers,
    read_top,
    row_key,
)
from pipeline.normalize.tables.headers import Header, read_header
from pipeline.writing.headings import annex_heading
from pipeline.writing.labels import parse_label
from pipeline.writing.letters import fold

_LEAST_REPEATED = 2
_LEAST_NUMBERED = 3
"""Pages whose headers hold a number that counts the pages, from which it is a page number."""
_LONGEST_NUMBER = 4
_LEAST_OPENINGS = 3
_ROWS_BETWEEN = 3
"""Forms of a document that begin alike, and rows between two such beginnings, from which each is a
table: those of a portal have twenty, items counted by words follow each other."""
_NUMBER_AND_WORDS = re.compile(r"\s*\d{1,3}\s*[-–.)/]\s*(?=\D)(.*\w.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TablePart:
    """The rows under one header or caption of a grid, or under none.

    `above` are the caption lines printed inside the grid, `heads` the header rows for comparing,
    `headings` the cells of both: no character is lost. `opens` says that it begins as other tables
    of the document do: it goes on with none.
    """

    rows: tuple[GridRow, ...]
    header: Header | None = None
    above: tuple[str, ...] = ()
    heads: frozenset[RowKey] = frozenset()
    headings: tuple[Cell, ...] = ()
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Habits:
    """What the grids of a document have in common: rows that stand on top of several, and by how
    much the page numbers printed inside header cells differ from the count of pages."""

    repeated: frozenset[RowKey] = frozenset()
    page_shift: int | None = None
    openings: frozenset[str] = frozenset()
    """First cells that, but for the number they begin with, stand on top of several grids with
    rows between them: each opens a form of its own (`21 - Thủ tục hành chính`)."""


def habits_of(grids: Sequence[tuple[int, Grid]]) -> Habits:
    """What the grids, given with their pages, have in common."""
    shift = _page_shift(grids)
    pages: dict[RowKey, set[int]] = {}
    for page, grid in grids:
        for row in grid.rows[:1]:
            key = row_key(_without_page_number(row, shift))
            if len(key) > 1:
                pages.setdefault(key, set()).add(page)
    repeated = (key for key, found in pages.items() if len(found) >= _LEAST_REPEATED)
    return Habits(frozenset(repeated), shift, _openings([grid for _, grid in grids]))


def _openings(grids: Sequence[Grid]) -> frozenset[str]:
    tops: dict[str, set[str]] = {}
    for grid in grids:
        opening = _opening(grid.rows[0])
        if opening:
            tops.setdefault(opening, set()).add(texts_of(grid.rows[0][:1])[0])
    several = {opening for opening, texts in tops.items() if len(texts) >= _LEAST_OPENINGS}
    return frozenset(o for o in several if all(_stands_apart(grid, o) for grid in grids))


def _stands_apart(grid: Grid, opening: str) -> bool:
    at = [i for i, row in enumerate(grid.rows) if _opening(row) == opening]
    return all(after - before > _ROWS_BETWEEN for before, after in pairwise(at))


def _opening(row: GridRow) -> str:
    """The first cell of a row that begins with a number and words, without the number; "" for
    another."""
    match = _NUMBER_AND_WORDS.match(texts_of(row[:1])[0]) if row else None
    return fold(match.group(1)) if match else ""


def _page_shift(grids: Iterable[tuple[int, Grid]]) -> int | None:
    """Printed number less page, where numbers alone on a line of a first row count the pages. One
    that stands on several pages belongs to a name (`Kế hoạch năm` over `2026`)."""
    found = {
        (page, int(line.text))
        for page, grid in grids
        for cell in grid.rows[0]
        for line in cell.fragments
        if len(cell.fragments) > 1 and _is_number(line)
    }
    pages = Counter(number for _, number in found)
    shifts = Counter(number - page for page, number in found if pages[number] == 1)
    best = max(shifts, key=lambda shift: (shifts[shift], -abs(shift)), default=None)
    return best if best is not None and shifts[best] >= _LEAST_NUMBERED else None


def _is_number(line: Fragment) -> bool:
    text = line.text.strip()
    return text.isdecimal() and len(text) <= _LONGEST_NUMBER


def _without_page_number(row: GridRow, shift: int | None) -> GridRow:
    if shift is None:
        return row
    return tuple(
        replace(cell, fragments=tuple(f for f in cell.fragments if not _is_page(f, shift)))
        if len(cell.fragments) > 1 and any(_is_page(f, shift) for f in cell.fragments)
        else cell
        for cell in row
    )


def _is_page(line: Fragment, shift: int) -> bool:
    return _is_number(line) and int(line.text) == line.place.page + shift


def divide(grid: Grid, habits: Habits, continued: bool, inside: bool = False) -> list[TablePart]:
    """The parts of a grid in printed order; `continued` says that it may go on with a table,
    `inside` that its first row is one of that table: no header stands over it."""
    opened = [i for i, row in enumerate(grid.rows) if i and _opening(row) in habits.openings]
    others = other_headers(grid.rows)
    starts = sorted({0, *_caption_rows(grid.rows), *opened, *others, len(grid.rows)})
    parts: list[TablePart] = []
    for start, end in pairwise(starts):
        rows = _own_columns(grid.rows[start:end]) if others else grid.rows[start:end]
        declared = grid.header_rows if start == 0 else None
        part = _read(rows, declared, habits, continued and start == 0, inside and start == 0)
        opens = bool(rows) and _opening(rows[0]) in habits.openings
        if start == 0 or part.header is not None or opens:
            parts.append(replace(part, opens=opens))
        elif counted_alike(parts[-1].rows, rows[1:]):
            above, cells = tuple(filter(None, texts_of(rows[0]))), _printed(rows[:1])
            parts.append(TablePart(rows[1:], parts[-1].header, above, parts[-1].heads, cells))
        else:
            parts[-1] = replace(parts[-1], rows=parts[-1].rows + rows)
    return parts


def _own_columns(rows: tuple[GridRow, ...]) -> tuple[GridRow, ...]:
    """Rows without the columns in which none of them begins a cell: walls of another table."""
    begins: set[int] = set()
    for row in rows:
        at = 0
        while at < len(row):
            begins.add(at)
            at += max(row[at].span, 1)
    kept = sorted(begins)
    return tuple(tuple(_spanning(row, at, begins) for at in kept if at < len(row)) for row in rows)


def _spanning(row: GridRow, at: int, begins: set[int]) -> Cell:
    """A cell that spans those of some columns alone which it covers."""
    own = sum(at <= begin < at + row[at].span for begin in begins)
    return replace(row[at], span=max(own, 1))


def _read(
    rows: tuple[GridRow, ...],
    declared: int | None,
    habits: Habits,
    continued: bool,
    inside: bool,
) -> TablePart:
    plain = [_without_page_number(row, habits.page_shift) for row in rows[: 3 * MAX_HEADER_ROWS]]
    top = read_top([*plain, *rows[len(plain) :]], declared, habits.repeated, continued)
    end = top.captions + top.headers
    if not top.headers or (inside and not top.captions):
        return TablePart(rows)
    heads = plain[top.captions : end]
    above = tuple(text for row in plain[: top.captions] for text in texts_of(row) if text)
    keys = frozenset(key for row in heads if len(key := row_key(row)) > 1)
    return TablePart(rows[end:], read_header(heads), above, keys, _printed(rows[:end]))


def _printed(rows: Iterable[GridRow]) -> tuple[Cell, ...]:
    return tuple(cell for row in rows for cell in row if not cell.merged)


def _caption_rows(rows: Sequence[GridRow]) -> list[int]:
    """Rows below the first printed ones that print an annex heading and nothing else."""
    found, seen = [], False
    for index, row in enumerate(rows):
        texts = [text for text in texts_of(row) if text]
        if seen and len(texts) == 1 and annex_heading(texts[0]) is not None:
            found.append(index)
        seen = seen or len(texts) > 1
    return found


def counted_alike(above: Sequence[GridRow], below: Sequence[GridRow]) -> bool:
    """Whether rows are counted from where those above them begin: from the start again."""
    first, again = _first_number(above), _first_number(below)
    return first is not None and first == again


def _first_number(rows: Sequence[GridRow]) -> tuple[str, tuple[int, ...]] | None:
    for row in rows:
        label = parse_label(texts_of(row[:1])[0]) if row else None
        if label is not None:
            return label.style, label.numbers
    return None


def without_heads(
    rows: Sequence[GridRow], heads: frozenset[RowKey], shift: int | None
) -> tuple[tuple[GridRow, ...], tuple[Cell, ...]]:
    """The rows that are not a header printed again, and the cells of those that are."""
    firsts = {key[0] for key in heads}
    again = [
        first_key(printed) in firsts and row_key(printed) in heads
        for printed in (_without_page_number(row, shift) for row in rows)
    ]
    kept = tuple(row for row, head in zip(rows, again, strict=True) if not head)
    return kept, _printed(row for row, head in zip(rows, again, strict=True) if head)
