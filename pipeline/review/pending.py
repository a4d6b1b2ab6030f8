"""Rows as the next run will make them: joined, parted, added and left out since the last one.

The app shows these and decides about them at once, so that a row can be cut and each half joined,
corrected or cut again before anything is read anew. What makes them is what makes them in a run:
the phases of `normalize.corrections`, over the rows that are published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.data.records import (
    CellRecord,
    Document,
    PlaceRecord,
    RepairRecord,
    RowRecord,
    WordRecord,
)
from pipeline.model import Correction, Fragment, Place, ReadWord
from pipeline.normalize.corrections.apply import reshaped
from pipeline.normalize.corrections.changed import BETWEEN, CORRECTED
from pipeline.normalize.corrections.match import Built, added_print, print_of
from pipeline.normalize.corrections.read import correction
from pipeline.normalize.tables.captions import Caption
from pipeline.normalize.tables.headers import Header
from pipeline.normalize.tables.outline import Position
from pipeline.normalize.tables.raw_table import RawTable
from pipeline.normalize.tables.rows import TableCell, TableRow
from pipeline.normalize.text import TextRepair
from pipeline.review.entries import Entry
from pipeline.review.shelf import Gone, Opened
from pipeline.writing.labels import parse_label

OF_ROWS = ("join", "part", "add", "remove")
"""Decisions that make other rows of the rows they are about."""
Cells = tuple[TableCell, ...]
_WAS = "was"
"""The change by which a row is known again: it goes on in what stands in its place."""


def with_pending(opened: Opened, entries: Mapping[str, Sequence[Entry]]) -> Opened:
    """A document with what people decided about its rows since the last run; `entries` are those of
    each input. The same document where they decided nothing."""
    found: dict[str, Sequence[TableRow]] = {}
    read: dict[str, Cells] = {}
    for source, own in entries.items():
        told = [_told(entry) for entry in own if entry.decision in OF_ROWS]
        tables = [table for table in opened.document.tables if table.source == source]
        if not told:
            continue
        before = [_built(opened, table.table_id) for table in tables]
        waiting = [one for one in told if _may_wait(one, opened)]
        after, _, _ = reshaped(before, waiting)
        for table, old, new in zip(tables, before, after, strict=True):
            if _prints(new) != _prints(old):
                found[table.table_id] = new.rows or ()
                read |= {name: row.cells for row in old.rows or () for name in _origins(row)}
    return _Remade(opened, found, read).opened_anew() if found else opened


def _prints(built: Built) -> list[str]:
    return [print_of(row) for row in built.rows or ()]


def _told(entry: Entry) -> Correction:
    return correction(entry.decision, entry.decision, entry.fields)


def _may_wait(told: Correction, opened: Opened) -> bool:
    """Whether a decision may be about a row as it is published: of rows that print the same, one
    may have gone by it already."""
    if told.decision == "add":
        return not any(_is_of(repair, told, opened) for repair in opened.document.repairs)
    rows = [row for row in opened.document.rows if row.fingerprint == told.row]
    return not told.at or not rows or any(opened.stands_at(row, told.at) for row in rows)


def _is_of(repair: RepairRecord, told: Correction, opened: Opened) -> bool:
    """Whether a repair is the row that was added, whatever became of it since."""
    if repair.rule != CORRECTED or repair.before or repair.reason != told.reason:
        return False
    texts = dict(told.cells)
    tables = opened.document.tables
    return repair.after in {
        BETWEEN.join(filter(None, (texts.get(column) for column in table.columns)))
        for table in tables
    }


# --- published rows as a run has them -----------------------------------------------------------


def _built(opened: Opened, table_id: str) -> Built:
    table = opened.tables[table_id]
    header = Header(table.kind, table.headers, table.columns)
    rows = tuple(_row(opened, row) for row in opened.rows_of.get(table_id, ()))
    return Built(RawTable(Caption(), header, (), ()), rows)


def _row(opened: Opened, row: RowRecord) -> TableRow:
    cells = opened.cells_of[row.row_id]
    given = tuple(cell.text for cell in cells)
    kind: Any = row.kind
    return TableRow(
        kind,
        row.label,
        parse_label(row.label),
        tuple(map(_cell, cells)),
        Position(None, None, row.level),
        (row.first_page or 0, row.last_page or 0),
        changes=(TextRepair(_WAS, row.row_id, ""),),
        given=given if row.fingerprint == added_print(given) else (),
    )


def _cell(cell: CellRecord) -> TableCell:
    return TableCell(cell.text, tuple(_fragments(cell)), cell.merged, cell.footnotes)


def _fragments(cell: CellRecord) -> Iterator[Fragment]:
    lines = cell.raw.split("\n") if cell.raw else []
    places: Sequence[PlaceRecord | None] = cell.places
    if len(places) != len(lines):
        places = [*cell.places[:1], *[None] * len(lines)]
    words = list(cell.words)
    for line, place in zip(lines, places, strict=False):
        own = words[: len(line.split())]
        read = " ".join(word.text for word in own) == line
        del words[: len(own) if read else 0]
        where = Place(place.page or 0, place.line, place.x0, place.y0, place.x1, place.y1) \
            if place else Place(0)  # fmt: skip
        yield Fragment(line, where, words=tuple(map(_word, own)) if read else ())


def _word(word: WordRecord) -> ReadWord:
    return ReadWord(word.text, word.confidence, word.x0, word.y0, word.x1, word.y1)


# --- the rows that come of it as records --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Remade:
    """A document and the rows that some of its tables will have."""

    opened: Opened
    tables: Mapping[str, Sequence[TableRow]]
    read: Mapping[str, Cells]
    """The cells of each published row."""

    def opened_anew(self) -> Opened:
        """The document with them."""
        rows: list[RowRecord] = []
        cells: list[CellRecord] = []
        made: dict[str, str] = {}
        for table in self.opened.document.tables:
            if table.table_id not in self.tables:
                rows += self.opened.rows_of.get(table.table_id, ())
                continue
            for number, row in enumerate(self.tables[table.table_id], start=1):
                own = _origins(row)
                if len(own) == 1 and row.cells is self.read[own[0]]:
                    rows.append(replace(self.opened.rows[own[0]], ordinal=number))
                    continue
                record = self._record(row, own, table.table_id, number)
                rows.append(record)
                cells += self._cells(row, record)
                made[record.row_id] = "add" if row.given else "join" if len(own) > 1 else "part"
        gone = tuple(self._gone())
        return Opened(self._document(rows, cells), made, gone, self.opened.named)

    def _record(self, row: TableRow, own: Sequence[str], table_id: str, number: int) -> RowRecord:
        """The first piece of a row keeps its key."""
        mark = print_of(row)
        like = self.opened.rows[own[0]] if own else self._beside(table_id, number)
        return replace(
            like,
            row_id=own[0] if own else f"{table_id}/+{mark}",
            ordinal=number,
            kind=row.kind,
            label=row.label,
            first_page=row.pages[0] or None,
            last_page=row.pages[1] or None,
            fingerprint=mark,
        )

    def _beside(self, table_id: str, number: int) -> RowRecord:
        """The published row above a new one, or the first of its table."""
        above = [name for row in self.tables[table_id][:number] for name in _origins(row)[:1]]
        return self.opened.rows[above[-1]] if above else self.opened.rows_of[table_id][0]

    def _cells(self, row: TableRow, record: RowRecord) -> Iterator[CellRecord]:
        columns = self.opened.tables[record.table_id].columns
        for column, cell in zip(columns, row.cells, strict=True):
            places = tuple(_place(fragment.place) for fragment in cell.fragments)
            words = tuple(
                WordRecord(w.text, w.confidence, fragment.place.page, w.x0, w.y0, w.x1, w.y1)
                for fragment in cell.fragments
                for w in fragment.words
            )
            sure = min((word.confidence for word in words), default=None)
            yield CellRecord(
                record.row_id, record.table_id, record.doc_id, column, cell.text, cell.raw,
                cell.merged, cell.markers, places, sure, words,
            )  # fmt: skip

    def _document(self, rows: Sequence[RowRecord], cells: Sequence[CellRecord]) -> Document:
        """The document with other rows; what was said of a row that is none any more goes."""
        there = {row.row_id for row in rows}
        made = {cell.row_id for cell in cells}
        document = self.opened.document
        kept = (c for c in document.cells if c.row_id in there and c.row_id not in made)
        return replace(
            document,
            rows=tuple(_rooted(row, there) for row in rows),
            cells=(*kept, *cells),
            footnotes=tuple(n for n in document.footnotes if n.row_id in there or not n.row_id),
            repairs=tuple(r for r in document.repairs if r.row_id in there or not r.row_id),
            problems=tuple(
                p for p in document.problems if not p.row_id or p.row_id in there - made
            ),
        )

    def _gone(self) -> Iterator[Gone]:
        """The rows that leave."""
        for table_id, rows in self.tables.items():
            left = {name for row in rows for name in _origins(row)}
            above = ""
            for row in self.opened.rows_of.get(table_id, ()):
                if row.row_id in left:
                    above = row.row_id
                else:
                    cells = self.opened.cells_of[row.row_id]
                    yield Gone(table_id, above, tuple(cell.text for cell in cells))


def _origins(row: TableRow) -> list[str]:
    """The published rows that a row comes of."""
    return [change.before for change in row.changes if change.rule == _WAS]


def _rooted(row: RowRecord, there: set[str]) -> RowRecord:
    """A row under nothing that is not there."""
    parent = row.parent_row_id if row.parent_row_id in there else None
    group = row.group_row_id if row.group_row_id in there else None
    return replace(row, parent_row_id=parent, group_row_id=group)


def _place(place: Place) -> PlaceRecord:
    return PlaceRecord(place.page or None, place.x0, place.y0, place.x1, place.y1, place.line)
