"""A document in pieces of one screen each: a page of its source, or a stretch of rows where the
source has no pages or one that is too long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.data.records import RowRecord, is_on
from pipeline.review.shelf import Opened

_MOST_ROWS = 60
_STRETCH = 40
"""Rows of a page that is cut, and so many on each of its pieces."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One screen of a document: `number` from 1, the input and page it shows (None where the file
    does not store its pages), its rows, and which piece of how many of the page it is."""

    number: int
    source: str
    page: int | None
    status: str
    rows: tuple[str, ...]
    piece: int = 1
    pieces: int = 1


def sheets_of(opened: Opened) -> list[Sheet]:
    """All sheets, in the order of the pages."""
    cut: list[Sheet] = []
    for source, page, status, rows in _pages(opened):
        parts = _parts(rows)
        for piece, part in enumerate(parts, start=1):
            keys = tuple(row.row_id for row in part)
            cut.append(Sheet(len(cut) + 1, source, page, status, keys, piece, len(parts)))
    return cut


def _pages(opened: Opened) -> Iterator[tuple[str, int | None, str, list[RowRecord]]]:
    document = opened.document
    source_of = {table.table_id: table.source for table in document.tables}
    rows_of: dict[str, list[RowRecord]] = {}
    for row in document.rows:
        rows_of.setdefault(source_of[row.table_id], []).append(row)
    sources = dict.fromkeys(
        [*(page.source for page in document.pages), *rows_of, document.facts.source]
    )
    for source in sources:
        rows = rows_of.get(source, [])
        pages = [page for page in document.pages if page.source == source]
        unpaged = [row for row in rows if row.first_page is None]
        for page in pages if len(unpaged) < len(rows) or not rows else ():
            yield source, page.page, page.status, [row for row in rows if is_on(row, page.page)]
        if unpaged:
            yield source, None, "table", unpaged


def _parts(rows: Sequence[RowRecord]) -> list[list[RowRecord]]:
    """Rows in pieces of a screen or two; a table begins a new one where there are several."""
    if len(rows) <= _MOST_ROWS:
        return [list(rows)]
    pieces: list[list[RowRecord]] = []
    for _, group in groupby(rows, key=lambda row: row.table_id):
        own = list(group)
        pieces += [own[at : at + _STRETCH] for at in range(0, len(own), _STRETCH)]
    return pieces


def sheet_of(sheets: Sequence[Sheet], row_id: str, page: int | None = None) -> int:
    """The number of the sheet a row stands on; of those it stands on, the one of the page."""
    found = [sheet for sheet in sheets if row_id in sheet.rows]
    return next((s.number for s in found if s.page == page), found[0].number if found else 1)
