"""Tables as delimited text: dialect `csv`.

Delimiter and encoding are found by what the file holds; cells in quotes may hold delimiters and
line breaks. The file is one page, a line the line of the file on which a row begins.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Final

from pipeline.errors import InputError
from pipeline.extract.placed import PlacedCell, SheetRow
from pipeline.extract.runs import Run, fragments
from pipeline.extract.text.decode import decode
from pipeline.extract.workbook.blocks import blocks_of
from pipeline.model import Page, Place, Reading
from pipeline.writing.letters import printed_chars

MAX_CELLS: Final = 2_000_000
MAX_COLUMNS: Final = 2000
_DELIMITERS: Final = ",;|"
_SAMPLE: Final = 300
_MIN_RECORDS: Final = 2
_MIN_EVEN: Final = 0.8
_MIN_EVEN_PAIRS: Final = 0.95
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
csv.field_size_limit(16 << 20)


_PAIR = 2
"""Columns, or rows, that a sign in prose makes too: a name and what is said of it."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line it begins on, its cells."""

    line: int
    cells: tuple[str, ...]


def is_csv(data: bytes) -> bool:
    """Whether a text is rows of cells with one delimiter between them."""
    return delimiter_of(_text(data)) is not None


def read_csv(path: Path, data: bytes) -> Reading:
    """Read a delimited text from its bytes; `path` is not opened.

    Raises:
        InputError: `not-text`, `too-large`, `damaged`.
    """
    text, problems = decode(data)
    named = _SEPARATOR_LINE.match(text)
    delimiter = named.group(1) if named else delimiter_of(text)
    rows: list[SheetRow] = []
    chars = cells = 0
    for record in records(text, delimiter or ",", skip=1 if named else 0):
        cells += len(record.cells)
        if len(record.cells) > MAX_COLUMNS:
            raise InputError("too-large", f"line {record.line} has over {MAX_COLUMNS} cells")
        if cells > MAX_CELLS:
            raise InputError("too-large", f"over {MAX_CELLS:,} cells; split the file")
        chars += sum(map(printed_chars, record.cells))
        rows.append(_row(record, len(rows) + 1))
    page = Page(1, tuple(blocks_of(rows)), chars)
    return Reading("csv", "csv", (page,), problems)


@lru_cache(maxsize=1)
def _text(data: bytes) -> str:
    return decode(data)[0]


@lru_cache(maxsize=2)
def delimiter_of(text: str) -> str | None:
    """The delimiter that cuts most rows into equally many cells, None where none does."""
    named = _SEPARATOR_LINE.match(text)
    if named:
        return named.group(1)
    found = [(score, mark) for mark in _DELIMITERS if (score := _evenness(text, mark)) is not None]
    return max(found)[1] if found else None


def _evenness(text: str, delimiter: str) -> tuple[float, int] | None:
    """The share of rows with the commonest number of cells, and that number."""
    if delimiter not in text:
        return None
    if any(line.count(delimiter) > MAX_COLUMNS for line in islice(text.split("\n"), _SAMPLE)):
        return None
    sample = [r.cells for _, r in zip(range(_SAMPLE), records(text, delimiter), strict=False)]
    filled = [cells for cells in sample if any(cell.strip() for cell in cells)]
    widths = Counter(len(cells) for cells in filled if len(cells) > 1)
    if len(filled) < _MIN_RECORDS or not widths:
        return None
    width, count = widths.most_common(1)[0]
    even = count / len(filled)
    wanted = _MIN_EVEN_PAIRS if width == _PAIR else _MIN_EVEN
    prose = sum(len(cell) for cells in filled for cell in cells if cell[:1] == " ")
    loose = prose > 0.5 * sum(len(cell) for cells in filled for cell in cells[1:])
    enough = len(filled) > _PAIR or width > _PAIR
    return (even, width) if even >= wanted and enough and not loose else None


def records(text: str, delimiter: str, skip: int = 0) -> Iterator[Record]:
    """The rows of a text with their lines. Raises `InputError('damaged')`."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if line > skip:
                yield Record(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError("damaged", f"line {line} cannot be read ({error}); fix it") from error


def _row(record: Record, number: int) -> SheetRow:
    place = Place(1, line=record.line)
    cells = (
        PlacedCell(column, fragments([Run(_line_feeds(text))], place))
        for column, text in enumerate(record.cells)
        if text.strip()
    )
    return SheetRow(number, tuple(cells))


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
