"""A few rows read before all others: whether a text has an order that is worth reading.

Reading a text whose columns are mixed line by line takes as long as reading one in order, or
longer, and is thrown away in the end. Some rows of each table tell which it is at once; where a
table has no numbers to tell its rows by, its headers do: mixed, they lose names to the rows below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple
from typing import NamedTuple

from pipeline.extract.layer.doubts.order import Evidence, evidence_of
from pipeline.extract.layer.names.headers import HeaderPieces
from pipeline.extract.layer.numbered.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.weights import Weights
from pipeline.extract.layer.table import try_rows

_SAMPLE, _TABLES = 10, 12
"""Rows tried of a table, and tables tried."""
_FEWEST, _SHORTEST, _LONGEST = 8, 2, 30
"""Rows in all from which on the trial tells anything; lines of a row that is tried."""
_BAD, _DOUBTFUL, _SOME = 2.0, 3.0, 4
"""Score of a line, in logarithms, below which rows are no cells in order; below which they are none
where the headers change too, of so many tables. Measured on the layouts for learning and the
samples: texts in the order of their cells have 2.7 at least, texts read across 3.1 at most."""
_MANY, _UNCOUNTED, _TALL = 8, 20, 60
"""Tables of a text without numbers, its lines for each number, and those of a table in the mean,
from which on its headers tell whether it is mixed."""
_NAMES = 2
"""Names with which headers begin alike: that of the number column and the next."""
_UNLIKE, _AGAIN = 0.5, 2.5
"""Share of the headers that begin as another does and go on otherwise, and times that each is
printed in the mean: mixed, a header changes from page to page. Measured on the same: in order at
seven tables at most, whose headers come five times and more; mixed nine and more, two times."""


class Undivided(NamedTuple):
    """A table before its cells are known: its first header and how often that is printed, the
    rows that its numbers make, and how many lines it has."""

    header: HeaderPieces
    times: int
    rows: Sequence[UndividedRow]
    lines: int


class Trial(NamedTuple):
    """Whether the columns of a text are mixed line by line, as far as some of its rows tell, and
    whether that is sure: rows of few lines teach too little before all are read."""

    is_mixed: bool = False
    is_sure: bool = True


def try_tables(tables: Sequence[Undivided], ground: Background, weights: Weights) -> Trial:
    """What some rows of the tables of a text tell of its order."""
    told = [
        _tried(table, ground, weights)
        for table in sorted(tables, key=lambda table: -len(table.rows))[:_TABLES]
        if len(_telling(table.rows)) >= _FEWEST // 2
    ]
    if sum(one.rows for one in told) < _FEWEST:
        return Trial(_is_uncounted(tables) and _change(tables))
    every = Evidence(*(sum(of) for of in zip(*map(astuple, told), strict=True)))
    if every.score >= _DOUBTFUL * every.lines:
        return Trial()
    mixed = every.score < _BAD * every.lines or (len(tables) >= _SOME and _change(tables))
    return Trial(mixed, every.is_enough)


def _telling(rows: Sequence[UndividedRow]) -> list[UndividedRow]:
    return [
        row
        for row in rows
        if row.style not in HEADING_STYLES
        and len(row.parts) == 1
        and not row.tail
        and _SHORTEST <= len(row.parts[0]) <= _LONGEST
    ]


def _tried(table: Undivided, ground: Background, weights: Weights) -> Evidence:
    """How well some rows of a table read, evenly taken."""
    every = _telling(table.rows)
    some = every[:: max(1, len(every) // _SAMPLE)][:_SAMPLE]
    return evidence_of(try_rows(table.header, table.rows, some, ground, weights))


def _is_uncounted(tables: Sequence[Undivided]) -> bool:
    """Whether a text has many tables, all tall, and hardly any row with a number."""
    rows, lines = (sum(len(table.rows) for table in tables), sum(table.lines for table in tables))
    return len(tables) >= _MANY and lines >= max(_UNCOUNTED * rows, _TALL * len(tables))


def _change(tables: Sequence[Undivided]) -> bool:
    """Whether headers that begin alike go on otherwise, and are hardly printed again."""
    names = {table.header.titles for table in tables}
    begun = Counter(titles[:_NAMES] for titles in names)
    unlike = sum(begun[table.header.titles[:_NAMES]] > 1 for table in tables)
    times = sum(table.times for table in tables)
    return unlike >= _UNLIKE * len(tables) and times <= _AGAIN * len(tables)
