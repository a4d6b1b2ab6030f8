"""Header rows: which rows of a grid they are, and what column each header stands for.

Names are data (pipeline/writing/columns.toml). A header that nothing there knows keeps its own
name, turned into a slug, so that nothing is lost and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Cell, GridRow
from pipeline.normalize.text import clean
from pipeline.writing.columns import LONGEST_HEADER, column_for, is_known, is_number_header, kind_of
from pipeline.writing.letters import slug

MAX_HEADER_ROWS = 4

_NUMBERING = re.compile(r"[(\[]?(\d{1,2}|[A-Z])[)\]]?\Z")
_UNIT_ROW = re.compile(r"\(.{1,30}\)\Z|%\Z")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table.

    `printed` are the headers as printed, `columns` the canonical name or slug of each,
    `unknown` the printed headers that no name is known for.
    """

    kind: str
    printed: tuple[str, ...]
    columns: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    markers: tuple[tuple[str, int], ...] = ()


def _texts(row: GridRow) -> list[str]:
    return [clean(cell.fragments).text for cell in row]


def is_header_row(row: GridRow) -> bool:
    """Whether the row begins a header: the number header and another, or known headers only.

    Without a number column at least two headers must be known, and most of those printed.
    """
    texts = _texts(row)
    printed = [text for text in texts if text]
    if len(printed) < 2 or any(len(text) > LONGEST_HEADER for text in printed):
        return False
    known = sum(is_known(text) for text in printed)
    if is_number_header(printed[0]):
        return known > 0 or _looks_like_names(printed[1:])
    return known >= 2 and known >= 0.6 * len(printed)


def _looks_like_names(texts: list[str]) -> bool:
    """Short texts that begin with a capital and are not numbers: headers, known or not."""
    return all(text[0].isupper() and not text[0].isdigit() for text in texts)


def count_header_rows(rows: Sequence[GridRow], declared: int | None = None) -> int:
    """How many of the first rows are header rows, numbering and unit rows included."""
    if not rows:
        return 0
    if is_header_row(rows[0]):
        count = 1
    elif declared:
        count = min(declared, len(rows), MAX_HEADER_ROWS)
    else:
        return 0
    while count < min(len(rows), MAX_HEADER_ROWS) and _goes_on(rows[:count], rows[count]):
        count += 1
    while count < min(len(rows), MAX_HEADER_ROWS + 2) and _is_legend(rows[count]):
        count += 1
    return count


def _goes_on(header: Sequence[GridRow], row: GridRow) -> bool:
    """Whether `row` is a further level of the header above it.

    Either a header cell reaches down into it, or it stands under headers that span columns, or
    what it prints finishes names that are not names without it (`Cơ quan` over `chủ trì`).
    """
    texts = _texts(row)
    printed = [i for i, text in enumerate(texts) if text]
    if any(cell.merged for cell in row) and row[0].merged:
        return True
    if not printed or texts[0] or any(len(texts[i]) > LONGEST_HEADER for i in printed):
        return False
    above = header[-1]
    if _all_under_spans(above, printed):
        return True
    return all(
        i < len(above) and _finishes(clean(above[i].fragments).text, texts[i]) for i in printed
    )


def _all_under_spans(above: GridRow, printed: list[int]) -> bool:
    covered = {
        i
        for start, cell in enumerate(above)
        if cell.span > 1
        for i in range(start, start + cell.span)
    }
    return bool(covered) and all(i in covered for i in printed)


def _finishes(upper: str, lower: str) -> bool:
    return bool(upper) and not is_known(upper) and is_known(f"{upper} {lower}")


def _is_legend(row: GridRow) -> bool:
    """A row of column numbers (`(1) (2) (3)`, `A B 1 2`) or of units under the header."""
    printed = [text for text in _texts(row) if text]
    if len(printed) < 2:
        return False
    numbers = [match.group(1) for text in printed if (match := _NUMBERING.match(text))]
    if len(numbers) == len(printed):
        return len(numbers) > 2 and _count_up([int(item) for item in numbers if item.isdigit()])
    return not _texts(row)[0] and all(_UNIT_ROW.match(text) for text in printed)


def _count_up(numbers: list[int]) -> bool:
    return bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def read_header(rows: Sequence[GridRow]) -> Header:
    """The header that the rows print, level by level, with the column each one stands for."""
    levels = [row for row in rows if not _is_legend(row)]
    width = max((len(row) for row in levels), default=0)
    printed = tuple(_column_header(levels, i) for i in range(width))
    markers = tuple(
        (printed[i], number)
        for row in rows
        for i, cell in enumerate(row)
        if not cell.merged and i < width
        for number in clean(cell.fragments).markers
    )
    header = name_columns(printed)
    return Header(header.kind, header.printed, header.columns, header.unknown, markers)


def _column_header(levels: Sequence[GridRow], index: int) -> str:
    """The headers over one column from the top, joined with ` / ` (contract, `headers`).

    A lower piece in lower case goes on with the words above it: one name cut in two.
    """
    header = ""
    for row in levels:
        cell = _cell_over(row, index)
        text = "" if cell is None or cell.merged else clean(cell.fragments).text
        if text and header:
            header += (" " if text[0].islower() else " / ") + text
        else:
            header = header or text
    return header


def _cell_over(row: GridRow, index: int) -> Cell | None:
    """The cell of the row that stands over a column: its own, or one that spans to it."""
    if index < len(row) and (row[index].fragments or row[index].merged):
        return row[index]
    spanning = (
        row[start]
        for start in range(min(index, len(row)) - 1, -1, -1)
        if start + row[start].span > index
    )
    return next(spanning, None)


def name_columns(printed: Sequence[str]) -> Header:
    """Canonical columns for printed headers; the kind of table follows from them."""
    kind = kind_of(printed)
    columns: list[str] = []
    unknown: list[str] = []
    for position, text in enumerate(printed, start=1):
        column = column_for(text, kind)
        if column is None or column in columns:
            if column is None:
                unknown.append(text)
            column = _free_slug(text, position, columns)
        columns.append(column)
    return Header(kind, tuple(printed), tuple(columns), tuple(unknown))


def _free_slug(text: str, position: int, taken: Sequence[str]) -> str:
    base = slug(text) or f"column_{position}"
    if is_number_header(text):
        base = "stt"
    name, count = base, 2
    while name in taken:
        name, count = f"{base}_{count}", count + 1
    return name
