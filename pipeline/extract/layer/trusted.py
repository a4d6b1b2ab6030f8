"""Whether the rows of a table without a column of numbers can be trusted at all.

Nothing but what its cells look like tells where its rows begin, and its header is known by its
words alone. Where both are guessed wrongly the cells show it: they hold the titles of other rows,
most of them could be divided otherwise, a column stays blank. Such a table is left as prose, and
it is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.layer.columns.strips import text_of
from pipeline.extract.layer.doubts.gathered import never_filled
from pipeline.extract.layer.doubts.misfits import HIDDEN, misfits
from pipeline.extract.layer.doubts.order import evidence_of
from pipeline.extract.layer.numbered.crowded import ROWS_UNCERTAIN, is_crowded, usual_height
from pipeline.extract.layer.numbered.rows import HEADING_STYLES
from pipeline.extract.layer.printed import DividedTable, is_shaky
from pipeline.extract.layer.search.dividing import DividedRow
from pipeline.extract.layer.sheets import TakenText
from pipeline.model import Problem

_FEWEST = 3
"""Rows of such a table at least."""
_HIDDEN = 0.25
"""Share of its rows that may seem to hold another one, at most."""
_CROWDED = 0.3
"""Share of its lines that may stand in rows which hold several, at most."""
_BEHIND = 0.5
"""Lines left behind it, for each of its own, from which on it seems to go on there."""
_FIGURES, _DIGITS = frozenset({"count", "code", "target"}), 0.5
"""Roles of columns whose cells have digits, and the share of these that have some, at least."""
_SHORT, _WORDS, _LONG = _FIGURES | {"unit"}, 5, 0.25
"""Roles of columns of short cells, words from which on one is long, and the share of long ones from
which on they are those of another column."""
_GUESSED = 1.0
"""How likely (log odds over what is sure enough) a cell is wrong whose borders are guessed."""
_LEFT = (
    "a table without row numbers was not read: its cells do not tell where its rows begin; read it "
    "in the document, or fetch the PDF"
)


def is_trusted(table: DividedTable) -> bool:
    """Whether a table may be taken for what it was read as; one with numbers always is."""
    header = table.headers[0]
    if header.counts:
        return True
    items = [row for row in table.rows if row.division and row.row.style not in HEADING_STYLES]
    if evidence_of((row.row, row.division) for row in items).is_bad(in_order=True):
        return False
    if len(items) < _FEWEST or is_shaky(table.rows) or never_filled(table.rows, header.roles):
        return False
    hidden = sum(HIDDEN in own.values() for own in misfits(items, header.roles))
    if hidden > _HIDDEN * len(items) or _goes_on(table.rows):
        return False
    promised = (at for at, role in enumerate(header.roles) if role.name in _FIGURES)
    if _are_crowded(items) or not all(_has_digits(items, at) for at in promised):
        return False
    short = (at for at, role in enumerate(header.roles) if role.name in _SHORT)
    return not any(_are_long(items, at) for at in short)


def are_told(table: DividedTable) -> bool:
    """Whether the figures of a table without a column of numbers tell its rows, however their other
    cells read."""
    header = table.headers[0]
    is_told = bool(header.figures) and not (header.counts or header.upper)
    return is_told and len(table.rows) >= _FEWEST


def with_words_in_doubt(table: DividedTable) -> DividedTable:
    """A table whose cells of words are all in doubt: where they meet is guessed."""
    figures = table.headers[0].figures
    rows = [
        replace(row, doubts=tuple(
            odds if at in figures else max(odds, _GUESSED) for at, odds in enumerate(row.doubts)
        ))
        for row in table.rows
    ]  # fmt: skip
    return replace(table, rows=rows)


def _are_long(rows: Sequence[DividedRow], column: int) -> bool:
    """Whether many cells of a column are long."""
    filled = _filled(rows, column)
    return sum(len(cell.split()) > _WORDS for cell in filled) > _LONG * len(filled)


def _filled(rows: Sequence[DividedRow], column: int) -> list[str]:
    """The texts of a column, blank ones left out."""
    cells = (text_of(row.division.cells[column]) for row in rows if row.division)
    return [cell for cell in cells if cell]


def _goes_on(rows: Sequence[DividedRow]) -> bool:
    """Whether nearly as many lines are left behind the rows as these have."""
    left = sum(len(row.after) for row in rows)
    return left > _BEHIND * sum(row.row.height for row in rows)


def _has_digits(rows: Sequence[DividedRow], column: int) -> bool:
    """Whether most cells of a column have digits."""
    filled = _filled(rows, column)
    return sum(any(map(str.isdigit, cell)) for cell in filled) >= _DIGITS * len(filled)


def told_untrusted(text: TakenText, table: DividedTable) -> Problem:
    """What is told of a table that was left as prose."""
    header = table.headers[0]
    line = text.pieces[header.start].line
    return Problem("error", ROWS_UNCERTAIN, _LEFT, " / ".join(header.titles[1:]), text.page(line))


def _are_crowded(rows: Sequence[DividedRow]) -> bool:
    """Whether many lines stand in rows that seem to hold several."""
    usual = usual_height([row.row for row in rows])
    held = sum(row.row.height for row in rows if is_crowded(row.row, usual))
    return held > _CROWDED * sum(row.row.height for row in rows)
