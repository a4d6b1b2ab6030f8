"""Grids that only arrange text: a letterhead, the end of a document with its signature; remarks
that close a grid.

Word files, workbooks and web pages set them in tables; what they say is prose, and no table or row
of an annex.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.model import Grid, GridRow, Prose
from pipeline.normalize.tables.header_cells import texts_of
from pipeline.writing.columns import is_number_header
from pipeline.writing.labels import parse_label, split_heading
from pipeline.writing.patterns import compiled

_MOST_ROWS = 4
_MOST_CELLS = 3
"""Rows, and printed cells in a row, of a letterhead: two columns, sometimes a place for a picture.
Source: Nghị định 30/2020/NĐ-CP, annexes I and III (the forms)."""
_SAYS = compiled(
    r"cộng h(?:oà|òa) xã hội chủ nghĩa|độc lập\s*[-–]\s*tự do|\Anơi nhận\s*:"
    r"|\((?:ký|chữ ký|đã ký)(?!\w)|ký,? (?:và )?ghi rõ họ|\Aảnh\s*\(?\s*\d\s*[x×]\s*\d",
    any_case=True,
)
_REMARK = compiled(
    r"(?:(?:ghi chú|lưu ý|chú thích)(?: chung)?|nguồn(?: (?:số|dữ) liệu)?)\s*[:.]\s*\S"
    r"|\(\*{1,3}\)\s*\p{L}",
    any_case=True,
)


def arranges_text(grid: Grid) -> bool:
    """Whether a grid is a letterhead or a signature block: few rows of few cells, one of which
    says so, and none the header of a column of numbers (`Số: …/GP` is that of a document)."""
    if len(grid.rows) > _MOST_ROWS:
        return False
    texts = [[text for text in texts_of(row) if text] for row in grid.rows]
    printed = [text for row in texts for text in row]
    few = all(len(row) <= _MOST_CELLS for row in texts)
    return (
        few
        and not any(is_number_header(text) and ":" not in text for text in printed)
        and any(_SAYS.search(text) for text in printed)
    )


def as_prose(grid: Grid) -> Iterator[Prose]:
    """The lines of a grid as prose, cell by cell, each once."""
    for row in grid.rows:
        for cell in row:
            if not cell.merged:
                yield from (Prose(fragment) for fragment in cell.fragments)


def without_remarks(grid: Grid) -> tuple[Grid, tuple[Prose, ...]]:
    """The grid without the rows that close it with a remark (`Ghi chú: …`, `Nguồn: …`, `(*) …`,
    printed alone in its row, and the rows of one cell each below it), and what they say. As rows
    they would be headings of nothing. Above the heading of a section (`II. …`) a remark closes
    no more than the section before, and stays."""
    end = len(grid.rows)
    alone = next((i for i in range(end, 0, -1) if not _is_alone(grid.rows[i - 1])), 0)
    alone = next((i for i in range(end, alone, -1) if _heads_section(grid.rows[i - 1])), alone)
    says = (i for i in range(alone, end) if _REMARK.match(_only_text(grid.rows[i])))
    first = next(says, end)
    if first in (0, end):
        return grid, ()
    rest = replace(grid, rows=grid.rows[first:])
    return replace(grid, rows=grid.rows[:first]), tuple(as_prose(rest))


def _is_alone(row: GridRow) -> bool:
    """Whether a row prints at most one cell, in the column of numbers or titles: one farther right
    is the rest of a cell above."""
    printed = [(at, cell) for at, cell in enumerate(row) if cell.fragments]
    return len(printed) <= 1 and not any(at > 1 or cell.merged for at, cell in printed)


def _heads_section(row: GridRow) -> bool:
    """Whether a row is a heading with a roman number or a capital letter: remarks have neither."""
    heading = split_heading(_only_text(row))
    label = parse_label(heading[0]) if heading else None
    return label is not None and label.style in ("roman", "letter")


def _only_text(row: GridRow) -> str:
    return next((text for text in texts_of(row) if text), "")
