"""Rows of a sheet → tables and the text around them.

A sheet is a plane without tables: titles, letterheads and signatures stand in its cells too. What
is drawn with borders is a table; where a sheet draws none, rows of three cells and more are, and
what stands under the header of a number column. Nothing here knows where the rows came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.header_levels import lifted
from pipeline.extract.placed import MIN_CELLS, SheetRow, grid_of
from pipeline.frozen import dataclass
from pipeline.model import Grid
from pipeline.writing.closings import is_closing
from pipeline.writing.columns import LONGEST_HEADER, are_names
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.labels import Label, Style, is_next, parse_label, split_heading
from pipeline.writing.sums import names_sum

_PAIR, _FORM, _NEAR = 2, 3, 4
"""A form: rows of a name and a value beside it, so many of them, within the first columns."""
_SMALL = 3
"""Rows of a text over a header."""


@dataclass(frozen=True, slots=True)
class SheetRegion:
    """Rows that belong together: a table, or lines of text."""

    rows: tuple[SheetRow, ...]
    table: bool


def regions(rows: Sequence[SheetRow]) -> list[SheetRegion]:
    """The tables of a sheet and the text between them, from top to bottom.

    `rows` come in order; rows the file leaves out are blank.
    """
    rows = lifted(rows)
    below = _below_singles(rows)
    marks = _bordered_rows(rows, below) if _draws_tables(rows) else _filled_rows(rows, below)
    found: list[SheetRegion] = []
    for row, mark in zip(rows, marks, strict=True):
        if found and mark is not None and found[-1].table and mark == 0:
            found[-1] = SheetRegion((*found[-1].rows, row), True)
        elif row.blank:
            continue
        elif mark is None and found and not found[-1].table:
            found[-1] = SheetRegion((*found[-1].rows, row), False)
        else:
            found.append(SheetRegion((row,), mark is not None))
    return found


def is_drawn_sheet(rows: Sequence[SheetRow]) -> bool:
    """Whether rows are those of a sheet whose tables are drawn: borders around the cells of some
    rows after each other, none around others that are blank or hold a text."""
    plain = [row for row in rows if not row.bordered]
    return _draws_tables(rows) and any(r.blank for r in plain) and any(r.filled for r in plain)


Mark = int | None
"""1 for the first row of a table, 0 for a further one, None for a row outside tables."""


def _draws_tables(rows: Sequence[SheetRow]) -> bool:
    """Whether two rows after each other are drawn with borders around several cells."""
    drawn = [row.bordered and len(row.cells) > 1 for row in rows]
    return any(one and two for one, two in pairwise(drawn))


def _bordered_rows(rows: Sequence[SheetRow], below: Sequence[int | None]) -> list[Mark]:
    """A table is a run of rows with borders, and what is filled like them next to it."""
    inside = [row.bordered for row in rows]
    width = max((len(row.filled) for row in rows if row.bordered), default=0)
    enough = max(MIN_CELLS, (width + 1) // 2)
    for steps in (range(1, len(rows)), range(len(rows) - 2, -1, -1)):
        before = 1 if steps.step > 0 else -1
        for at in steps:
            near = inside[at - before] and _adjoin(rows[at], rows[at - before])
            inside[at] = inside[at] or (near and len(rows[at].filled) >= enough)
    marks: list[Mark] = []
    table = _Begun(rows, 0, below)
    for at, row in enumerate(rows):
        inside[at] = inside[at] and not _is_caption(table, at)
        goes_on = at > 0 and inside[at - 1] and inside[at] and _adjoin(row, rows[at - 1])
        if goes_on and row.heads_numbers and _has_body(rows, at):
            goes_on = table.is_headed_again(at)
        if inside[at] and not goes_on:
            table = _Begun(rows, at, below)
        marks.append(None if not inside[at] else 0 if goes_on else 1)
    return marks


def _adjoin(one: SheetRow, other: SheetRow) -> bool:
    return abs(one.number - other.number) == 1


def _has_body(rows: Sequence[SheetRow], at: int) -> bool:
    """Whether the table above row `at` has rows under its header, so that this is a new one."""
    for above, row in enumerate(reversed(rows[:at])):
        if not row.bordered:
            break
        if row.heads_numbers:
            return any(r.labelled for r in rows[at - above : at])
    return False


class _Begun:
    """A table as far as its rows have been asked about, from top to bottom: the numbers of each
    are read once, however many pages print its header again. `below` is what `_below_singles`
    says."""

    def __init__(self, rows: Sequence[SheetRow], start: int, below: Sequence[int | None]) -> None:
        self.rows, self.start, self.below = rows, start, below
        self._entered = self._below = start
        self._numbers: set[Label] = set()
        self._least: dict[Style, tuple[int, ...]] = {}
        self._last: dict[tuple[Style, int], Label] = {}
        self._labelled = self._numbered = self._next_section = False

    def is_labelled(self, at: int) -> bool:
        """Whether a row above row `at` begins with a number."""
        self._enter(at)
        return self._labelled

    def is_headed_again(self, at: int) -> bool:
        """Whether row `at` prints its header again, as at the head of a new page: the same names,
        and the numbers of the rows go on: with a new one, or, where each section counts anew, with
        the one right behind the last. Rows without numbers on both sides go on too, and the section
        whose heading, right above, counts on."""
        if _texts(self.rows[self.start]) != _texts(self.rows[at]):
            return False
        self._enter(at)
        if self._next_section or not (self._numbered or self._numbers_below(at)):
            return True
        after = self._first_from(at)
        if after is None:
            return False
        if is_next(self._last.get((after.style, after.depth)), after):
            return True
        if after in self._numbers:
            return False
        least = self._least.get(after.style)
        return least is not None and least < after.numbers

    def _enter(self, end: int) -> None:
        """Take in the numbers of the rows above `end`."""
        for row in self.rows[self._entered : end]:
            if row.blank:
                continue
            label = _number_of(row)
            self._labelled = self._labelled or row.labelled
            self._numbered, self._next_section = label is not None, False
            if label is not None:
                last = self._last.get((label.style, label.depth))
                self._next_section = len(row.filled) == 1 and is_next(last, label)
                self._numbers.add(label)
                self._last[label.style, label.depth] = label
                least = self._least.get(label.style, label.numbers)
                self._least[label.style] = min(least, label.numbers)
        self._entered = max(self._entered, end)

    def _numbers_below(self, at: int) -> bool:
        """Whether the first row below the header at row `at` has a number. Rows that stand below
        the first header too may be lower levels of it."""
        header = _texts(self.rows[self.start])
        for below in range(1, len(self.rows) - at):
            row, above = self.rows[at + below], self.rows[self.start + below]
            if _texts(row) == header:
                break
            if row.filled and not row.counts_columns and _texts(row) != _texts(above):
                return _number_of(row) is not None
        return True

    def _first_from(self, at: int) -> Label | None:
        """The number of the first row from `at` on that has one."""
        self._below = max(self._below, at)
        while self._below < len(self.rows):
            if label := _number_of(self.rows[self._below]):
                return label
            self._below += 1
        return None


def _texts(row: SheetRow) -> list[str]:
    return [cell.text for cell in row.filled]


def _number_of(row: SheetRow) -> Label | None:
    """The number of a row, or that of a heading (`II. NÂNG CAO …`) in its only cell; none of one
    that counts the columns, below every header printed again."""
    if row.counts_columns:
        return None
    heading = split_heading(row.filled[0].text) if len(row.filled) == 1 else None
    return parse_label(heading[0]) if heading else row.label


def _filled_rows(rows: Sequence[SheetRow], below: Sequence[int | None]) -> list[Mark]:
    """Without borders: what the cells say."""
    marks: list[Mark] = [None] * len(rows)
    at = 0
    while at < len(rows):
        if not _starts(rows, at):
            at += 1
            continue
        end = _end(rows, at, below)
        for row in range(at, end):
            marks[row] = 1 if row == at else 0
        at = end
    return _without_letterhead(rows, marks)


def _starts(rows: Sequence[SheetRow], at: int) -> bool:
    row = rows[at]
    if len(row.filled) >= MIN_CELLS or row.heads_numbers:
        return True
    if all(
        other.filled and other.filled[0].text.rstrip().endswith(":")
        for other in rows[at : at + _PAIR]
    ):
        return False  # a slip: what is asked for, and what is filled in beside it
    pairs = [len(other.filled) == len(row.filled) == _PAIR for other in rows[at : at + _FORM]]
    return (
        len(pairs) == _FORM
        and all(pairs)
        and not any(r.filled[1].column > _NEAR for r in rows[at : at + _FORM])
    )


def _end(rows: Sequence[SheetRow], start: int, below: Sequence[int | None]) -> int:
    """One past the last row of the table that starts there."""
    table = _Begun(rows, start, below)
    end = start + 1
    at = start + 1
    while at < len(rows):
        row = rows[at]
        if row.blank:
            at += 1
            continue
        after_gap = rows[at - 1].blank or row.number - rows[at - 1].number > 1
        if not _goes_on(table, at, after_gap):
            break
        at += 1
        end = at
    return _without_tail(rows, start, end)


def _goes_on(table: _Begun, at: int, after_gap: bool) -> bool:
    rows, row = table.rows, table.rows[at]
    if row.filled and is_closing(row.filled[0].text):
        return False
    heads = row.heads_numbers and table.is_labelled(at)
    if (heads and not table.is_headed_again(at)) or _is_caption(table, at):
        return False
    if after_gap and _names_other_columns(row, rows[table.start]):
        return False
    return not after_gap or row.labelled or len(row.filled) >= MIN_CELLS


def _names_other_columns(row: SheetRow, first: SheetRow) -> bool:
    """Whether a row names columns, and others than the first row of the table above it."""
    texts = [cell.text for cell in row.filled]
    if len(texts) < MIN_CELLS or row.labelled or not are_names(texts):
        return False
    return not set(texts) & {cell.text for cell in first.filled}


def _below_singles(rows: Sequence[SheetRow]) -> list[int | None]:
    """For each row the one below those of one cell that begin with it, itself where it has others;
    none where one of these is the heading of an annex."""
    found: list[int | None] = [len(rows)]
    for at in range(len(rows) - 1, -1, -1):
        filled = rows[at].filled
        if len(filled) != 1:
            found.append(at)
        else:
            found.append(None if is_annex_heading(filled[0].text) else found[-1])
    return found[::-1]


def _is_caption(table: _Begun, at: int) -> bool:
    """Whether a row of one cell stands over another table: over the heading of an annex, the header
    of a number column, or names of other columns than the table above it has."""
    following, rows, first = table.below[at], table.rows, table.rows[table.start]
    if following is None:
        return True
    if not at < following < len(rows):
        return False
    within = table.start < at and len(first.filled) > 1
    below = rows[following]
    if within and _number_of(rows[at]) is not None and table.is_headed_again(following):
        return False  # the heading of the next section, on the last row of a page
    return below.heads_numbers or (within and _names_other_columns(below, first))


def _without_tail(rows: Sequence[SheetRow], start: int, end: int) -> int:
    """Lines of one cell under the last row are notes, not rows, but for one that sums them."""
    while end - 1 > start and not rows[end - 1].labelled and len(rows[end - 1].filled) <= 1:
        if any(names_sum(cell.text) for cell in rows[end - 1].filled):
            break
        end -= 1
    return end


def _without_letterhead(rows: Sequence[SheetRow], marks: list[Mark]) -> list[Mark]:
    """Text in several cells over the header of a number column is no table of its own."""
    starts = [at for at, mark in enumerate(marks) if mark == 1]
    header = next((at for at in starts if rows[at].heads_numbers), None)
    for start in starts:
        end = next((at for at in range(start + 1, len(rows)) if marks[at] != 0), len(rows))
        small = end - start <= _SMALL and not any(row.labelled for row in rows[start:end])
        if header is not None and start < header and small:
            marks[start:end] = [None] * (end - start)
    return marks


def grids(region: SheetRegion, apart: bool) -> Iterator[Grid]:
    """The tables of a region: one, page by page where its header is printed again, or several that
    stand side by side."""
    parts = _side_by_side(region.rows)
    pages = _pages(parts[0]) if len(parts) == 1 else parts
    for at, page in enumerate(pages):
        grid = grid_of(_with_groups(page), apart=apart and (at == 0 or len(parts) > 1))
        if grid is not None:
            yield grid


def _pages(rows: Sequence[SheetRow]) -> list[list[SheetRow]]:
    """The rows of a table parted above each row that prints its header again."""
    header = next((_texts(row) for row in rows if row.heads_numbers), None)
    pages: list[list[SheetRow]] = [[]]
    for row in rows:
        again = row.heads_numbers and _texts(row) == header
        if again and any(other.heads_numbers for other in pages[-1]):
            pages.append([])
        pages[-1].append(row)
    return pages


def _with_groups(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """Rows, a name in the first that stands over several columns reaching over those behind it that
    have no name there and have one in the row below: a program that exports a sheet keeps the text
    of merged cells in the first of them alone."""
    found = list(rows)
    at = next((i for i, row in enumerate(rows) if row.heads_numbers), len(rows))
    if at + 1 >= len(rows) or not _names_lower_level(rows[at], rows[at + 1]):
        return found
    below = {cell.column for cell in rows[at + 1].filled}
    ends = [*(cell.column for cell in rows[at].filled[1:]), max(below) + 1]
    reach = dict(zip((cell.column for cell in rows[at].filled), ends, strict=True))
    cells = tuple(
        replace(cell, span=reach[cell.column] - cell.column)
        if cell.column in reach and cell.column in below and cell.span == 1
        else cell
        for cell in rows[at].cells
        if cell.fragments
    )
    found[at] = SheetRow(rows[at].number, cells)
    return found


def _names_lower_level(row: SheetRow, below: SheetRow) -> bool:
    """Whether a row below one that names columns names those over which it has no name: it prints
    something in each of them, beside columns that it leaves blank, the first of all, and no values.
    """
    named = {cell.column for cell in row.filled}
    under = {cell.column for cell in below.filled}
    first, last = min(named), max(under, default=0)
    free = set(range(first, last + 1)) - named
    names = all(
        cell.text[:1].isalpha() and len(cell.text) <= LONGEST_HEADER for cell in below.filled
    )
    merged = any(cell.merged or cell.span > 1 for cell in (*row.cells, *below.cells))
    return bool(free) and free <= under and first not in under and names and not merged


def beyond_gaps(rows: Sequence[SheetRow]) -> Iterator[str]:
    """What stands first beyond each blank column of a table that has several columns on both sides
    of it, where no header of its own says that another table begins there: one of names may."""
    if not _gaps(rows):
        return
    for part in (
        part for region in regions(rows) if region.table for part in _side_by_side(region.rows)
    ):
        columns = [cell.column for row in part for cell in row.filled]
        for gap in _gaps(part):
            right = next(row for row in _within(part, gap, max(columns) + 1) if row.filled)
            left = {column for column in columns if column < gap}
            if len(left) >= _PAIR and len({c for c in columns if c > gap}) >= _PAIR:
                yield " | ".join(cell.text for cell in right.filled)


def _gaps(rows: Sequence[SheetRow]) -> list[int]:
    """The blank columns right before one that is not, between the first and the last."""
    used = {
        column
        for row in rows
        for cell in row.cells
        if cell.fragments or cell.bordered
        for column in range(cell.column, cell.column + cell.span)
    }
    return [
        c
        for c in range(min(used, default=0), max(used, default=0))
        if c not in used and c + 1 in used
    ]


def _side_by_side(rows: Sequence[SheetRow]) -> list[list[SheetRow]]:
    """Rows parted at blank columns, where a header of its own stands beyond."""
    last = max((cell.column + cell.span for row in rows for cell in row.cells), default=0)
    parts = []
    rest = list(rows)
    for gap in _gaps(rows):
        left, right = (_within(rest, -1, gap), _within(rest, gap, last + 1))
        heads = [row for row in right if row.filled][:2]
        if any(row.heads_numbers for row in heads):
            parts.append(left)
            rest = right
    return [*parts, rest]


def _within(rows: Sequence[SheetRow], after: int, before: int) -> list[SheetRow]:
    return [
        SheetRow(row.number, tuple(c for c in row.cells if after < c.column < before))
        for row in rows
    ]
