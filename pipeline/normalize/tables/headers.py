"""Header rows: which rows of a grid they are, and what column each header stands for.

Names are data (headers.toml). A header that the file does not know keeps its own name, turned
into a slug, so that nothing is lost and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.model import Cell, GridRow
from pipeline.normalize.text import clean
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import slug

TableKind = Literal["tasks", "indicators", "other"]
MAX_HEADER_ROWS = 4
CANONICAL = frozenset(
    (
        "title",
        "head",
        "lead",
        "coordination",
        "result",
        "deadline",
        "basis",
        "note",
        "unit",
        "target",
    )
)
"""Columns that mean the same in every table."""
_LONGEST_HEADER = 90

_NOT_WORD = re.compile(r"[^\w]+")
_NUMBERING = re.compile(r"[(\[]?(\d{1,2}|[A-Z])[)\]]?\Z")
_UNIT_ROW = re.compile(r"\(.{1,30}\)\Z|%\Z")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table.

    `printed` are the headers as printed, `columns` the canonical name or slug of each,
    `unknown` the printed headers that no name is known for.
    """

    kind: TableKind
    printed: tuple[str, ...]
    columns: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    markers: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    column: str
    exact: frozenset[str]
    starts: tuple[str, ...]
    has_not: tuple[str, ...]

    def matches(self, key: str) -> bool:
        if key in self.exact:
            return True
        if any(word in key for word in self.has_not):
            return False
        return any(key == start or key.startswith(start + " ") for start in self.starts)


@dataclass(frozen=True, slots=True)
class _Names:
    number: frozenset[str]
    by_kind: dict[str, tuple[_Name, ...]]

    @property
    def all(self) -> tuple[_Name, ...]:
        return tuple(name for names in self.by_kind.values() for name in names)


@cache
def _names() -> _Names:
    data = load_beside(__file__, "headers.toml")
    by_kind = {
        kind: tuple(
            _Name(
                column,
                frozenset(entry.get("is", ())),
                tuple(entry.get("starts", ())),
                tuple(entry.get("not", ())),
            )
            for column, entry in data[kind].items()
        )
        for kind in ("tasks", "indicators")
    }
    return _Names(frozenset(data["stt"]["is"]), by_kind)


def header_key(text: str) -> str:
    """A header without letter case, punctuation and white space, for comparing."""
    return " ".join(_NOT_WORD.sub(" ", text.casefold()).split())


def is_number_header(text: str) -> bool:
    """Whether the header is that of the number column (`STT`, `TT`, `ST` over `T`)."""
    key = header_key(text)
    return key in _names().number or key.replace(" ", "") in _names().number


@cache
def _is_known(text: str) -> bool:
    key = header_key(text)
    return bool(key) and len(text) <= _LONGEST_HEADER and any(n.matches(key) for n in _names().all)


def _texts(row: GridRow) -> list[str]:
    return [clean(cell.fragments).text for cell in row]


def is_header_row(row: GridRow) -> bool:
    """Whether the row begins a header: the number header and another, or known headers only.

    Without a number column at least two headers must be known, and most of those printed.
    """
    texts = _texts(row)
    printed = [text for text in texts if text]
    if len(printed) < 2 or any(len(text) > _LONGEST_HEADER for text in printed):
        return False
    known = sum(_is_known(text) for text in printed)
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
    if not printed or texts[0] or any(len(texts[i]) > _LONGEST_HEADER for i in printed):
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
    return bool(upper) and not _is_known(upper) and _is_known(f"{upper} {lower}")


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
    kind = _kind(printed)
    names = _names().by_kind.get(kind, ())
    columns: list[str] = []
    unknown: list[str] = []
    for position, text in enumerate(printed, start=1):
        column = _column_for(text, names)
        if column is None or column in columns:
            if column is None:
                unknown.append(text)
            column = _free_slug(text, position, columns)
        columns.append(column)
    return Header(kind, tuple(printed), tuple(columns), tuple(unknown))


def _kind(printed: Sequence[str]) -> TableKind:
    found = {
        kind: {column for text in printed if (column := _column_for(text, names))}
        for kind, names in _names().by_kind.items()
    }
    if "title" in found["indicators"] and found["indicators"] & {"unit", "target"}:
        return "indicators"
    duties = {"head", "lead", "coordination", "result", "deadline", "basis"}
    return "tasks" if "title" in found["tasks"] and found["tasks"] & duties else "other"


def _column_for(text: str, names: Sequence[_Name]) -> str | None:
    """Exact names win over beginnings; a lower level of a header over the levels above it."""
    if is_number_header(text):
        return "stt"
    for piece in (text, *reversed(text.split(" / "))):
        key = header_key(piece)
        for name in names:
            if key in name.exact:
                return name.column
        for name in names:
            if key and name.matches(key):
                return name.column
    return None


def _free_slug(text: str, position: int, taken: Sequence[str]) -> str:
    base = slug(text) or f"column_{position}"
    if is_number_header(text):
        base = "stt"
    name, count = base, 2
    while name in taken:
        name, count = f"{base}_{count}", count + 1
    return name
