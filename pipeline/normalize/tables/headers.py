"""Headers: what the header rows of a grid print over each column, and what column it stands for.

Names are data (pipeline/writing/columns.toml). A header that nothing there knows keeps its own
name, turned into a slug, so that nothing is lost and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.frozen import dataclass
from pipeline.model import Cell, GridRow
from pipeline.normalize.tables.header_levels import is_legend
from pipeline.normalize.text import clean
from pipeline.writing.columns import (
    FEWEST_YEARS,
    MEASURED,
    NUMBER,
    OTHER,
    TASKS,
    TITLE,
    begins_number_header,
    column_for,
    duty_title,
    is_number_header,
    kind_of,
    measured_title,
    whole_number_header,
    year_of,
)
from pipeline.writing.letters import slug


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table.

    `printed` are the headers as printed, `columns` the canonical name or slug of each,
    `unknown` the columns whose headers are not known to stand for anything.
    """

    kind: str
    printed: tuple[str, ...]
    columns: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    markers: tuple[tuple[str, int], ...] = ()


def read_header(rows: Sequence[GridRow]) -> Header:
    """The header that the rows print, level by level, with the column each one stands for."""
    levels = [row for row in rows if not is_legend(row)]
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

    A lower piece in lower case or brackets goes on with the words above it, unless those span more
    columns: one name cut in two, or what it is measured in.
    """
    header, spanning = "", False
    for row in levels:
        cell = _cell_over(row, index)
        text = "" if cell is None or cell.merged else clean(cell.fragments).text
        if text and header:
            header += (
                " " if (text[0].islower() or text[0] == "(") and not spanning else " / "
            ) + text
        else:
            header = header or text
        spanning = spanning or bool(cell and cell.span > 1)
    return whole_number_header(header)


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
    kind, known, unnamed = _known_columns(printed)
    columns: list[str] = []
    unknown: list[str] = []
    for index, (text, column) in enumerate(zip(printed, known, strict=True)):
        if column is None or column in columns:
            column = _free_slug(text, index + 1, columns)
        columns.append(column)
        if index in unnamed:
            unknown.append(column)
    return Header(kind, tuple(printed), tuple(columns), tuple(unknown))


def _known_columns(printed: Sequence[str]) -> tuple[str, list[str | None], set[int]]:
    """The kind of table, the canonical column of each header where it stands for one, and the
    positions of the headers that nothing is known of."""
    kind = kind_of(printed)
    title = duty_title(printed) if kind == OTHER else None
    kind = kind if title is None else TASKS
    measured = measured_title(printed) if kind == OTHER else None
    kind, title = (kind, title) if measured is None else (MEASURED, measured)
    years = {i for i, text in enumerate(printed) if year_of(text)}
    years = years if len(years) >= FEWEST_YEARS else set()
    known = [None if i in years else column_for(text, kind) for i, text in enumerate(printed)]
    if NUMBER not in known:
        number = next((i for i, text in enumerate(printed) if begins_number_header(text)), None)
        known = [NUMBER if i == number else column for i, column in enumerate(known)]
    unnamed = {i for i, column in enumerate(known) if column is None} - years
    if title is not None:
        known[title] = TITLE
    return kind, known, unnamed


def _free_slug(text: str, position: int, taken: Sequence[str]) -> str:
    base = slug(text) or f"column_{position}"
    if is_number_header(text):
        base = "stt"
    name, count = base, 2
    while name in taken:
        name, count = f"{base}_{count}", count + 1
    return name
