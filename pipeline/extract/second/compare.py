"""An independent second opinion: two readings of one file, compared cell by cell.

Tables are paired by where they stand on the page, their rows by what they say and their columns
in order, so that one row that only one reader sees is one difference, not a hundred.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from pipeline.errors import InputError
from pipeline.extract.second.camelot_reader import read_with_camelot
from pipeline.extract.second.plumber import read_with_pdfplumber
from pipeline.model import Cell, Grid, GridRow, Page, Problem, Reading
from pipeline.writing.letters import unspaced
from pipeline.writing.raised import lower_digits

CODE = "engines-disagree"
EVIDENCE = 300
"""Longest evidence in characters."""


def second_opinion(reading: Reading, path: Path, data: bytes) -> tuple[Problem, ...]:
    """What camelot reads otherwise: one problem for each cell, row or table.

    A reading through camelot is compared with pdfplumber's. Only ruled PDFs have a second
    opinion; others give none. A second reader that fails is a problem too, under its code.
    """
    if reading.dialect != "pdf-ruled":
        return ()
    by_camelot = reading.engine != "camelot"
    try:
        other = (read_with_camelot if by_camelot else read_with_pdfplumber)(path, data)
    except InputError as error:
        return (Problem("warning", error.code, f"no second opinion: {error.message}"),)
    return tuple(differences(reading, other))


def differences(reading: Reading, other: Reading) -> Iterator[Problem]:
    """The problems of `reading` that `other` gives rise to, page by page."""
    others = {page.number: page for page in other.pages}
    for page in reading.pages:
        yield from _page(page, others.get(page.number), other.engine)


@dataclass(frozen=True, slots=True)
class _Table:
    """A grid with its position on the page (from 1) and the heights between which it stands."""

    ordinal: int
    grid: Grid
    top: float
    bottom: float

    @property
    def keys(self) -> list[tuple[str, ...]]:
        """Its rows as they are compared."""
        return [tuple(_key(cell) for cell in row) for row in self.grid.rows]


def _key(cell: Cell) -> str:
    """The text of a cell without white space, characters mapped.

    Raised digits are digits here: a font with raised digits of its own hides from the libraries
    that they are raised.
    """
    return lower_digits(unspaced(cell.raw))


def _tables(page: Page | None) -> list[_Table]:
    grids = [block for block in page.blocks if isinstance(block, Grid)] if page else []
    return [_Table(n, grid, *_heights(grid)) for n, grid in enumerate(grids, 1)]


def _heights(grid: Grid) -> tuple[float, float]:
    places = [piece.place for piece in grid.fragments]
    tops = [place.y0 for place in places if place.y0 is not None]
    bottoms = [place.y1 for place in places if place.y1 is not None]
    return min(tops, default=0.0), max(bottoms, default=0.0)


def _page(page: Page, other: Page | None, engine: str) -> Iterator[Problem]:
    theirs = _tables(other)
    for table in _tables(page):
        match = max(theirs, key=lambda item: _overlap(table, item), default=None)
        if match is None or _overlap(table, match) <= 0:
            message = f"table {table.ordinal} on the page is none for {engine}; look at the page"
            yield _problem(message, _row_text(table.grid.rows[0]), page.number)
            continue
        theirs.remove(match)
        yield from _table(table, match, page.number, engine)
    for left in theirs:
        message = f"{engine} sees a table of {len(left.grid.rows)} rows here; look at the page"
        yield _problem(message, _row_text(left.grid.rows[0]), page.number)


def _overlap(one: _Table, other: _Table) -> float:
    """Points of height that both stand on, plus the share of cells they have in common."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    if shared <= 0:
        return shared
    cells = {key for row in one.keys for key in row if key}
    others = {key for row in other.keys for key in row if key}
    return shared + 1000 * len(cells & others) / max(1, len(cells | others))


def _table(ours: _Table, theirs: _Table, page: int, engine: str) -> Iterator[Problem]:
    matcher = SequenceMatcher(None, ours.keys, theirs.keys, autojunk=False)
    for kind, i0, i1, j0, j1 in matcher.get_opcodes():
        if kind == "equal":
            continue
        both = min(i1 - i0, j1 - j0)
        for i, j in zip(range(i0, i0 + both), range(j0, j0 + both), strict=True):
            yield from _row(ours, i, theirs.grid.rows[j], page, engine)
        for i in range(i0 + both, i1):
            message = f"{_where(ours, i)} is no row for {engine}; look at the page"
            yield _problem(message, _row_text(ours.grid.rows[i]), page)
        for j in range(j0 + both, j1):
            where = f"after row {i1} of table {ours.ordinal}"
            message = f"{engine} sees one more row {where}; look at the page"
            yield _problem(message, _row_text(theirs.grid.rows[j]), page)


def _row(ours: _Table, index: int, theirs: GridRow, page: int, engine: str) -> Iterator[Problem]:
    row = ours.grid.rows[index]
    if len(row) != len(theirs):
        message = (
            f"{_where(ours, index)} has {len(theirs)} columns for {engine}, not {len(row)}; "
            "look at the page"
        )
        yield _problem(message, _row_text(theirs), page)
        return
    for column, (cell, other) in enumerate(zip(row, theirs, strict=True), 1):
        if _key(cell) != _key(other):
            message = (
                f"{_where(ours, index)}, column {column}: {engine} reads it otherwise; "
                "look at the page"
            )
            yield _problem(message, _text(other), page)


def _where(table: _Table, index: int) -> str:
    label = _text(table.grid.rows[index][0])[:12]
    return f"row {index + 1}{f' ({label})' if label else ''} of table {table.ordinal}"


def _text(cell: Cell) -> str:
    return " ".join(cell.raw.split())


def _row_text(row: Sequence[Cell]) -> str:
    return " | ".join(_text(cell) for cell in row)


def _problem(message: str, evidence: str, page: int) -> Problem:
    return Problem("warning", CODE, message, evidence[:EVIDENCE], page)
