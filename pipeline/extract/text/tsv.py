"""Dialect `text-tsv`: tables as tab-separated rows, page by page.

The rows of one page stand together; a blank line or the footnotes of the page end them, and the
next page usually begins with the header again. The text itself marks no pages, so a page here is
one such stretch, together with the prose before it and the notes under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

from pipeline.extract.runs import count_chars
from pipeline.extract.text.copied import NOTHING, as_copied, without_break_mark
from pipeline.extract.text.dialect import read_lines
from pipeline.extract.text.lines import NumberedLine, fragment
from pipeline.extract.text.paging import PageBuilder, text_cell
from pipeline.extract.text.quoted import unquoted
from pipeline.extract.typed_notes import raised_rows
from pipeline.extract.workbook.quoting import names_columns
from pipeline.model import Cell, Fragment, Note, Page, Prose, Reading
from pipeline.writing.columns import names_row_numbers
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.labels import parse_label
from pipeline.writing.note_starts import raised_number

_Row = list[list[Fragment]]

_WIDE: Final = re.compile(r" {3,}")
"""Blanks that no sentence has."""
_FEWEST_ROWS, _FEWEST_CELLS = 3, 3
"""Rows and cells of a table by which it shows that its tabs are there to align them."""
_HALVES: Final = 2
"""What stands beside each other in a letterhead."""
_FEWEST_ALIKE, _FEWEST_WORDS = 3, 2
"""Cells of one text beside each other that are one, and words of such a text: a word may be the
value of each column."""
_TAB_LOST: Final = "blanks stand here where other rows have a tab; compare with the source"


def read(path: Path, data: bytes) -> Reading:
    """The pages of a text in this dialect. Raises `InputError('not-text')`."""
    return read_lines(data, "text-tsv", lambda lines: read_tsv(unquoted(_copied(lines))))


def _copied(lines: Sequence[NumberedLine]) -> Sequence[NumberedLine]:
    """The lines, those that a database copied as they are meant, each row on its line."""
    cells = [line.text.split("\t") for line in lines]
    if not any(NOTHING in map(str.strip, row) for row in cells):
        return lines
    meant = ("\t".join(" ".join(as_copied(cell).split()) for cell in row) for row in cells)
    return [replace(line, text=text) for line, text in zip(lines, meant, strict=True)]


def read_tsv(lines: Sequence[NumberedLine]) -> tuple[Page, ...]:
    """The pages of a tab-separated text."""
    builder = PageBuilder()
    prose_since_grid = False
    width = 0
    for stretch in _stretches(_without_padding(_without_ends(_with_raised_calls(lines)))):
        if stretch[0].new_page:
            builder.turn()
        if "\t" not in stretch[0].text:
            prose_since_grid = _read_text(stretch, builder) or prose_since_grid
            continue
        if builder.has_grid and not prose_since_grid:
            builder.turn()
        width = _read_rows(stretch, builder, width if builder.number > 1 else 0)
        prose_since_grid = False
    return builder.finish()


def _with_raised_calls(lines: Sequence[NumberedLine]) -> Sequence[NumberedLine]:
    """The lines, the numbers of notes typed in brackets raised as print has them."""
    raised = raised_rows([line.text.split("\t") for line in lines])
    if raised is None:
        return lines
    return [replace(line, text="\t".join(cells)) for line, cells in zip(lines, raised, strict=True)]


def _without_ends(lines: Sequence[NumberedLine]) -> list[NumberedLine]:
    """The lines without the tabs behind the last column of their table: its names end with one,
    and no row below them has anything there, as where a tab stands behind each cell."""
    out = list(lines)
    heads = [at for at, line in enumerate(lines) if _names_columns(line.text)]
    for head, end in pairwise([*heads, len(lines)]):
        names = lines[head].text
        width = len(names.rstrip("\t").split("\t"))
        rows = [at for at in range(head, end) if "\t" in lines[at].text]
        last = (lines[at].text.split("\t")[width:] for at in rows)
        if names.endswith("\t") and not any(cell.strip() for cells in last for cell in cells):
            for at in rows:
                cells = lines[at].text.split("\t")[:width]
                out[at] = replace(lines[at], text="\t".join(cells))
    return out


def _without_padding(lines: Sequence[NumberedLine]) -> list[NumberedLine]:
    """The lines without the tabs of titles above a header and of notes: a spreadsheet writes each
    row with as many cells as the sheet has, also those that hold one text or nothing."""
    out = list(lines)
    for at, line in enumerate(lines):
        if (
            "\t" in line.text
            and raised_number(line.text) is not None
            and len(_said(line.text)) == 1
        ):
            out[at] = replace(line, text=line.text.strip())
        if "\t" in line.text and _names_columns(line.text):
            for title in _titles_above(lines, at):
                out[title] = replace(lines[title], text=" ".join(_said(lines[title].text)))
    return out


def _names_columns(text: str) -> bool:
    cells = [cell for cell in text.split("\t") if cell.strip()]
    return len(cells) > 1 and names_row_numbers(cells[0])


def _titles_above(lines: Sequence[NumberedLine], header: int) -> range:
    """The lines right above a header that hold one text or none each, where something shows that no
    table goes on in them: the text begins with them, a line without a text stands before or among
    them, or one names an annex."""
    first = header
    while first > 0 and _is_title(lines[first - 1].text, lines[header].text):
        first -= 1
    texts = [line.text.strip() for line in lines[first:header]]
    apart = first == 0 or "\t" not in lines[first - 1].text or not all(texts)
    return range(first if apart or any(map(is_annex_heading, texts)) else header, header)


def _is_title(text: str, header: str) -> bool:
    """Whether a line is a row of cells that say one thing at most, or one or two again and again
    (merged cells as python-docx repeats them); a letterhead of two halves has fewer cells."""
    said = _said(text)
    cells = [cell for cell in text.split("\t") if cell.strip()]
    narrow = text.count("\t") < header.count("\t")
    halves = len(said) == _HALVES and (len(cells) > _HALVES or narrow)
    return "\t" in text and (len(said) <= 1 or (halves and parse_label(said[0]) is None))


def _said(text: str) -> list[str]:
    """The texts of the cells of a row, those repeated beside each other once."""
    cells = [" ".join(cell.split()) for cell in text.split("\t") if cell.strip()]
    return [cell for at, cell in enumerate(cells) if at == 0 or cell != cells[at - 1]]


def _stretches(lines: Sequence[NumberedLine]) -> Iterator[list[NumberedLine]]:
    """Runs of lines that belong together: the rows of one page, or one or more lines of text.

    A line without a tab between two rows is a hard break inside a cell and stays with them. A
    header that is printed again begins a page.
    """
    stretch: list[NumberedLine] = []
    in_rows = False
    for position, line in enumerate(lines):
        tabbed = "\t" in line.text
        breaks = not line.text.strip() and not tabbed
        inside = in_rows and not breaks and (tabbed or _is_hard_break(lines, position))
        again = in_rows and tabbed and _heads_again(stretch, line)
        if stretch and (breaks or line.new_page or again or (in_rows != tabbed and not inside)):
            yield stretch
            stretch = []
        if not breaks:
            if not stretch:
                in_rows = tabbed
            stretch.append(line)
    if stretch:
        yield stretch


def _heads_again(stretch: Sequence[NumberedLine], line: NumberedLine) -> bool:
    """Whether a row prints the header again with which these rows begin, or the header of another
    table right below them."""
    if not stretch[1:] or not _names_columns(line.text):
        return False
    other = names_columns(line.text.split("\t")) and not _names_columns(stretch[-1].text)
    return other or line.text == stretch[0].text


def _is_hard_break(lines: Sequence[NumberedLine], position: int) -> bool:
    """Whether an untabbed line directly after a row is followed directly by another row."""
    line = lines[position]
    if raised_number(line.text) is not None or is_annex_heading(line.text):
        return False
    following = lines[position + 1 : position + 2]
    return bool(following) and "\t" in following[0].text and not following[0].new_page


def _read_text(stretch: list[NumberedLine], builder: PageBuilder) -> bool:
    """Add notes and prose; return whether there was prose that may head a table."""
    prose = False
    for line in stretch:
        if is_annex_heading(line.text):
            builder.turn()
        builder.count(line)
        if _goes_on_with_note(line, stretch, builder):
            builder.extend_note(line)
            continue
        builder.text(line)
        last = builder.blocks[-1]
        prose = prose or (isinstance(last, Prose) and not last.running)
    return prose


def _goes_on_with_note(
    line: NumberedLine, stretch: list[NumberedLine], builder: PageBuilder
) -> bool:
    return (
        line is not stretch[0]
        and bool(builder.blocks)
        and isinstance(builder.blocks[-1], Note)
        and raised_number(line.text) is None
        and not is_annex_heading(line.text)
    )


def _read_rows(stretch: list[NumberedLine], builder: PageBuilder, width: int) -> int:
    """Add the rows of one page; `width` is that of the table so far. Return the new width."""
    rows: list[_Row] = []
    aligned = _are_aligned([line.text for line in stretch], width)
    for line in stretch:
        builder.count(line)
        texts = line.text.split("\t")
        texts = [text for text in texts if text.strip()] if aligned else texts
        cells = [_printed_lines(text, line.number, builder) for text in texts]
        width = width or len(cells)
        if rows and _completes(rows[-1], cells, width):
            last = rows[-1][-1][-1]
            whole = replace(last, text=without_break_mark(last.text))
            builder.chars -= count_chars([last]) - count_chars([whole])
            rows[-1][-1][-1:] = [whole, *cells[0]]
            rows[-1] += cells[1:]
        else:
            rows.append(cells)
    width = max(width, *map(len, rows))
    grid = [_grid_row(row, width) for row in rows]
    printed = (piece for row in grid for cell in row for piece in cell.fragments)
    read = count_chars(piece for row in rows for cell in row for piece in cell)
    builder.chars -= read - count_chars(printed)  # what a section repeats
    builder.grid(grid)
    return width


def _are_aligned(texts: Sequence[str], width: int) -> bool:
    """Whether somebody typed as many tabs as set the cells below each other: all rows, the names of
    the columns too, have as many cells with a text, and these stand behind different numbers of
    tabs."""
    filled = [[at for at, cell in enumerate(text.split("\t")) if cell.strip()] for text in texts]
    counts = {len(places) for places in filled}
    several = len(texts) >= _FEWEST_ROWS and min(counts) >= _FEWEST_CELLS
    first = (cell.strip() for cell in texts[0].split("\t"))
    named = counts == {width} if width else all(cell[:1].isalpha() for cell in first if cell)
    return several and named and len(counts) == 1 and len(set(map(tuple, filled))) > 1


def _printed_lines(text: str, line: int, builder: PageBuilder) -> list[Fragment]:
    """The lines of one cell: a quoted one may hold line breaks."""
    return [fragment(piece, line, builder.number) for piece in text.split("\n")]


def _completes(row: _Row, cells: _Row, width: int) -> bool:
    """Whether the line goes on inside the last cell of `row`, after a hard line break there.

    A row that is complete ends, unless the next line has no tab and reads like the rest of a
    sentence. In one that is not, the next line goes on if it fits and does not begin as a row
    does: with a number or a blank number.
    """
    first, last = cells[0][0].text.strip(), row[-1][-1].text.strip()
    if len(row) >= width:
        return len(cells) == 1 and (first[0].islower() or last.endswith((",", ";", ":", "-")))
    if not first or not last or parse_label(first) is not None:
        return False
    return len(row) + len(cells) - 1 <= width and (len(cells) > 1 or len(row) > 1)


def _grid_row(row: _Row, width: int) -> tuple[Cell, ...]:
    """The cells of a row. One that is short of cells where blanks stand for tabs is divided there:
    a tab lost in copying; that it could be otherwise is said of each cell it was cut into."""
    parted = [_parted(cell) if len(row) < width else [cell] for cell in row]
    if sum(map(len, parted)) != width or len(row) == width:
        return _with_one_section([text_cell(cell) for cell in row])
    return tuple(
        replace(text_cell(cell), doubt=_TAB_LOST if len(cells) > 1 else "")
        for cells in parted
        for cell in cells
    )


def _with_one_section(cells: list[Cell]) -> tuple[Cell, ...]:
    """The cells of a row; the name of a section that stands in each cell it covers, behind its
    number or alone, is one."""
    texts = [cell.raw for cell in cells]
    start = int(len(set(texts)) > 1)
    several = len(texts) - start >= _FEWEST_ALIKE and len(texts[-1].split()) >= _FEWEST_WORDS
    if not several or len(set(texts[start:])) > 1:
        return tuple(cells)
    label = parse_label(texts[0])
    if start and (label is None or label.style not in ("roman", "letter")):
        return tuple(cells)
    covered = len(cells) - start
    return (*cells[:start], replace(cells[start], span=covered), *[Cell()] * (covered - 1))


def _parted(cell: list[Fragment]) -> list[list[Fragment]]:
    """What stands between wide blanks of a cell of one line."""
    if len(cell) != 1 or not _WIDE.search(cell[0].text.strip()):
        return [cell]
    return [[replace(cell[0], text=text)] for text in _WIDE.split(cell[0].text.strip())]
