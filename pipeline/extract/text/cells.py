"""Dialect `text-cells`: one cell per line, each with a leading tab.

This is what pasting a Word table as plain text gives: a row is a run of tab-led lines, rows are
set apart by blank lines, a line without a tab goes on inside the cell above it, and automatic
numbers are gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.extract.text.dialect import read_lines
from pipeline.extract.text.lines import NumberedLine, fragment
from pipeline.extract.text.paging import PageBuilder, text_cell
from pipeline.model import Fragment, Page, Reading
from pipeline.writing.note_starts import raised_number

_Row = list[list[Fragment]]
_MIN_OPEN_ROW = 3  # a row of one or two cells is a heading, complete as it is


@dataclass(slots=True)
class _Chunk:
    """Lines between blank lines: prose first, then the cells of one row."""

    blanks_before: int
    lines: list[NumberedLine] = field(default_factory=list)

    @property
    def prose(self) -> list[NumberedLine]:
        return self.lines[: self._first_cell]

    @property
    def cells(self) -> list[NumberedLine]:
        return self.lines[self._first_cell :]

    @property
    def _first_cell(self) -> int:
        found = (i for i, line in enumerate(self.lines) if "\t" in line.text)
        return next(found, len(self.lines))


def read(path: Path, data: bytes) -> Reading:
    """The pages of a text in this dialect. Raises `InputError('not-text')`."""
    return read_lines(data, "text-cells", read_cells)


def read_cells(lines: Sequence[NumberedLine]) -> tuple[Page, ...]:
    """The pages of a text with one cell per line."""
    builder = PageBuilder()
    rows: list[_Row] = []
    for chunk in _chunks(lines):
        if chunk.lines[0].new_page:
            _close(builder, rows)
            builder.turn()
        for line in chunk.lines:
            builder.count(line)
        row = _row(chunk.cells, builder.number)
        if _is_rest_of(rows, chunk, row):
            _complete(rows[-1], chunk, row, builder.number)
            continue
        if chunk.prose:
            _close(builder, rows)
            for line in chunk.prose:
                builder.text(line)
        if row:
            rows.append(row)
    _close(builder, rows)
    return builder.finish()


def _chunks(lines: Sequence[NumberedLine]) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    blanks = 0
    open_chunk = False
    for position, line in enumerate(lines):
        if line.blank:
            blanks, open_chunk = blanks + 1, False
            continue
        if not open_chunk or line.new_page or _is_note(lines, position):
            chunks.append(_Chunk(blanks))
        chunks[-1].lines.append(line)
        blanks, open_chunk = 0, True
    return chunks


def _is_note(lines: Sequence[NumberedLine], position: int) -> bool:
    """Whether a footnote text begins here, right under a row: no cell follows it directly."""
    if "\t" in lines[position].text or raised_number(lines[position].text) is None:
        return False
    below = lines[position + 1 : position + 2]
    return not below or below[0].blank or raised_number(below[0].text) is not None


def _row(lines: list[NumberedLine], page: int) -> _Row:
    """The cells of tab-led lines; a line without a tab goes on in the cell above it.
    Text before the first tab of a row is a cell."""
    row: _Row = []
    for line in lines:
        first, *cells = line.text.split("\t")
        if first.strip():
            row = row or [[]]
            row[-1].append(fragment(first, line.number, page))
        row.extend([fragment(text, line.number, page)] for text in cells)
    return row


def _is_rest_of(rows: list[_Row], chunk: _Chunk, row: _Row) -> bool:
    """Whether the chunk finishes the row above: a blank line stood inside one of its cells, or
    was a blank cell that had lost its tab. Only an exact fit counts."""
    if len(rows) <= 1 or not _MIN_OPEN_ROW <= len(rows[-1]) < len(rows[0]):
        return False
    missing = len(rows[0]) - len(rows[-1]) - len(row)
    if chunk.prose:
        return missing == 0
    return bool(row) and missing == chunk.blanks_before


def _complete(open_row: _Row, chunk: _Chunk, row: _Row, page: int) -> None:
    if chunk.prose:
        open_row[-1].extend(fragment(line.text, line.number, page) for line in chunk.prose)
    else:
        open_row.extend([] for _ in range(chunk.blanks_before))
    open_row.extend(row)


def _close(builder: PageBuilder, rows: list[_Row]) -> None:
    builder.grid([tuple(text_cell(cell) for cell in row) for row in rows])
    rows.clear()
