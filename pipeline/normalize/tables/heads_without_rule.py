"""Headers printed again on a later page with no rule below them: their cells hold the names of the
columns and, on the lines below, what the page prints of the next row.

A program that cuts a row at the end of a page may draw the rest of it right below the header it
repeats, in the same cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Cell, Fragment, Grid
from pipeline.normalize.text import clean
from pipeline.writing.headings import is_continuation
from pipeline.writing.page_numbers import is_named_number, is_page_number

_FEWEST = 3
"""Columns from which names that are all printed again cannot be chance."""
_MENDED = 2
"""Letters by which a text is shorter with its next line, at most: the hyphen at its end, a blank.
A cell is as long as a page has lines, and is not put together from each beginning."""


def with_rest_apart(grid: Grid, names: Sequence[str]) -> Grid:
    """The grid, what stands below the names in the cells of its first row as a row of its own.

    `names` are those printed over the columns of the table it goes on. Each cell of the row must
    print its name whole, and one at least more lines that are no page number and do not say that
    the table goes on. What stands in a column without a name may be the name itself, which the
    page before did not show: it proves nothing.
    """
    row = grid.rows[0] if grid.rows else ()
    if len(names) < _FEWEST or len(row) != len(names):
        return grid
    heads = []
    for cell, name in zip(row, names, strict=True):
        pair = _parted(cell, name)
        if pair is None:
            return grid
        heads.append(pair)
    lines = [line for head, rest in heads if head for line in rest]
    if not any(map(_is_of_a_row, lines)):
        return grid
    top = tuple(replace(cell, fragments=head) for cell, (head, _) in zip(row, heads, strict=True))
    below = tuple(replace(cell, fragments=rest) for cell, (_, rest) in zip(row, heads, strict=True))
    return replace(grid, rows=(top, below, *grid.rows[1:]))


def _parted(cell: Cell, name: str) -> tuple[tuple[Fragment, ...], tuple[Fragment, ...]] | None:
    """The lines of a cell that print a name, and those below them; None where it prints another,
    or is one of several cells under or over one name."""
    if cell.merged or cell.span > 1:
        return None
    for end in range(len(cell.fragments) + 1):
        text = clean(cell.fragments[:end]).text
        if text == name:
            return cell.fragments[:end], cell.fragments[end:]
        if len(text) > len(name) + _MENDED:
            break
    return None


def _is_of_a_row(line: Fragment) -> bool:
    """Whether a line is text of a row: no page number, and nothing that says the table goes on."""
    text = line.text.strip()
    return not (is_page_number(text) or is_named_number(text) or is_continuation(text))
