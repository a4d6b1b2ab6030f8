"""Tables of lines, page by page: programs that look for columns by white space write one page as
its lines and the next, where they found rules, as its rows (tabula with `-g`).

Lines are put together where it is proven that rows begin at their numbers: each line has cells in
columns alone in which the numbered row above it has some, as where all cells of a row begin at its
top. Below a number whose lines have others, rows without a number stand, or cells set to the
middle; these lines stay as they are, in doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from typing import Final

from pipeline.extract.lines_as_rows import (
    are_lines,
    are_loose_lines,
    doubted,
    is_inside,
    is_line,
    with_line,
)
from pipeline.extract.placed import SheetRow
from pipeline.frozen import dataclass

_MOST_INSIDE: Final = 0.2
"""Share of numbered rows whose longest cell begins inside a sentence, up to which rows begin at
their numbers: numbers set to the middle of their row stand beside any line of it."""
_FEWEST_OWN: Final = 3
"""Cells of a line, each the beginning of a sentence or a name, that make it a row of its own."""

_FEWEST_ABOUT: Final = 10
"""Lines, at least, that tell of rows set about their numbers."""


@dataclass(frozen=True, slots=True)
class Put:
    """Rows of a file, and whether some were put together of lines, or are lines nothing counts."""

    rows: list[SheetRow]
    together: bool = False
    loose: bool = False


def by_page(rows: Sequence[SheetRow]) -> Put:
    """The rows of a file, those of pages written as lines put together where that is proven."""
    pages = _pages(rows)
    lined = [page for page in pages if not any(map(_is_broken, page))]
    lines = [row for page in lined for row in page]
    texts = [_texts(row) for row in lines]
    if not are_lines(texts):
        loose = are_loose_lines(texts) or _stand_about_numbers(lines)
        return Put(doubted(rows) if loose and len(lined) == len(pages) else list(rows), loose=loose)
    proven = _begin_at_numbers(lines)
    put: list[SheetRow] = []
    known: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for page in pages:
        if page not in lined:
            put += page
            continue
        names, body = _headed(page, known)
        groups = _groups(body)
        if names and groups and put and proven and _goes_on(put[-1], groups[0]):
            put[-1] = _joined(put[-1], groups.pop(0))
        put += names
        put += (row for group in groups for row in _group(group, proven))
    return Put(put, together=True)


def _pages(rows: Sequence[SheetRow]) -> list[list[SheetRow]]:
    """The rows from each header of a number column to the next; a line of names that begin higher
    than that of the numbers is put to these."""
    pages: list[list[SheetRow]] = [[]]
    for row in rows:
        head = row
        if row.heads_numbers and pages[-1]:
            if _is_higher(pages[-1][-1], row):
                head = with_line(row, pages[-1].pop())
            pages.append([])
        pages[-1].append(head)
    return pages


def _is_higher(line: SheetRow, head: SheetRow) -> bool:
    """Whether a line above the names of columns has cells only where these are blank."""
    columns = {cell.column for cell in head.filled}
    return is_line(line) and not any(cell.column in columns for cell in line.filled)


def _headed(
    page: list[SheetRow], known: dict[tuple[str, ...], list[tuple[str, ...]]]
) -> tuple[list[SheetRow], list[SheetRow]]:
    """The names of a page's columns as one row, if it has any, and the rows below. Where the same
    names stood above, their further lines are `known`: a row may go on right below them."""
    if not page or not page[0].heads_numbers:
        return [], page
    key = tuple(_texts(page[0]))
    end = 1
    if key in known:
        while end <= len(known[key]) and end < len(page):
            if tuple(_texts(page[end])) != known[key][end - 1]:
                break
            end += 1
    else:
        while end < len(page) and is_line(page[end]) and _all_inside(page[end]):
            end += 1
        known[key] = [tuple(_texts(row)) for row in page[1:end]]
    names = _joined(page[0], page[1:end])
    return [SheetRow(names.number, tuple(replace(c, doubt="") for c in names.cells))], page[end:]


def _groups(rows: Sequence[SheetRow]) -> list[list[SheetRow]]:
    """Each row that begins in the first column, with the lines below it."""
    groups: list[list[SheetRow]] = []
    for row in rows:
        if groups and is_line(row):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _goes_on(above: SheetRow, group: Sequence[SheetRow]) -> bool:
    """Whether lines below repeated names are the rest of the row above these."""
    return above.labelled and is_line(group[0]) and _within(group, above)


def _group(group: Sequence[SheetRow], proven: bool) -> list[SheetRow]:
    """A numbered row and its lines: one row, one and rows without a number, or lines in doubt."""
    first, *lines = group
    if not lines and not is_line(first):
        return [first]
    own = next((at for at, line in enumerate(lines) if _is_own(line, first)), len(lines))
    if not proven or not first.labelled or not _within(lines[:own], first):
        return doubted(group)
    found = [_joined(first, lines[:own])]
    return found if own == len(lines) else [*found, *doubted(lines[own:])]


def _joined(row: SheetRow, lines: Sequence[SheetRow]) -> SheetRow:
    return reduce(with_line, lines, row)


def _within(lines: Sequence[SheetRow], row: SheetRow) -> bool:
    """Whether lines have cells in columns alone in which a row has some."""
    columns = {cell.column for cell in row.filled}
    return all(cell.column in columns for line in lines for cell in line.filled)


def _is_own(line: SheetRow, row: SheetRow) -> bool:
    """Whether a line is as full as the numbered row above and each of its cells begins anew."""
    filled = len(line.filled)
    return filled >= max(_FEWEST_OWN, len(row.filled) - 1) and not any(
        is_inside(cell.text) for cell in line.filled
    )


def _begin_at_numbers(rows: Sequence[SheetRow]) -> bool:
    """Whether rows begin at their numbers: in the column with most lines, the cells beside these
    begin no word inside a sentence."""
    lines = Counter(cell.column for row in rows if is_line(row) for cell in row.filled)
    if not lines:
        return False
    longest = lines.most_common(1)[0][0]
    beside = [
        cell.text for row in rows if row.labelled for cell in row.filled if cell.column == longest
    ]
    return sum(map(is_inside, beside)) <= _MOST_INSIDE * len(beside)


def _stand_about_numbers(rows: Sequence[SheetRow]) -> bool:
    """Whether rows stand above and below their numbers: most are lines that begin inside sentences,
    and so does the longest cell beside many a number."""
    lines = [row for row in rows if is_line(row)]
    inside = sum(any(is_inside(cell.text) for cell in row.filled) for row in lines)
    many = len(lines) >= _FEWEST_ABOUT and 2 * len(lines) >= len(rows)
    return many and 2 * inside >= len(lines) and not _begin_at_numbers(rows)


def _is_broken(row: SheetRow) -> bool:
    """Whether a cell of a row has lines of its own."""
    return any("\n" in piece.text for cell in row.cells for piece in cell.fragments) or any(
        len(cell.fragments) > 1 for cell in row.cells
    )


def _all_inside(row: SheetRow) -> bool:
    return all(is_inside(cell.text) for cell in row.filled)


def _texts(row: SheetRow) -> list[str]:
    """The texts of a row, each at its column."""
    width = max((cell.column for cell in row.filled), default=-1) + 1
    texts = [""] * width
    for cell in row.filled:
        texts[cell.column] = cell.text
    return texts
