"""One whole table as records: its row in `tables`, its rows, cells, repairs and values."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.data.records import (
    CellRecord,
    RowRecord,
    TableRecord,
)
from pipeline.model import MOVED, UNCERTAIN
from pipeline.normalize.corrections.changed import CORRECTED
from pipeline.normalize.corrections.match import print_of
from pipeline.normalize.draft import Draft, outside_rows, place_of, repair_of
from pipeline.normalize.facts import Facts, year_of
from pipeline.normalize.notes import Marker
from pipeline.normalize.ocr.blanks import blanks_doubted
from pipeline.normalize.ocr.confidence import (
    DOUBTED,
    WordChance,
    all_right,
    label_confidence,
    read_words,
    word_chances,
)
from pipeline.normalize.ocr.numbering import Order, orders
from pipeline.normalize.ocr.pieces import is_read
from pipeline.normalize.ocr.signs import Seen
from pipeline.normalize.ocr.suspects import suspects_of
from pipeline.normalize.ocr.values import doubted
from pipeline.normalize.table_doubts import check_deadlines, check_table
from pipeline.normalize.tables.joins import Join
from pipeline.normalize.tables.raw_table import RawTable, fragments_of
from pipeline.normalize.tables.rows import OVER_COLUMNS, TableCell, TableRow
from pipeline.normalize.text import JOIN_RULES
from pipeline.normalize.values.bodies import setting_of
from pipeline.normalize.values.records import (
    READERS,
    ReadRow,
    RowsOfTable,
    read_assignments,
)
from pipeline.writing.columns import NUMBER
from pipeline.writing.cuts import CUT_WORD


def add_table(
    draft: Draft, table: RawTable, rows: Sequence[TableRow], ordinal: int, facts: Facts
) -> None:
    """Add one table: its row in `tables`, its rows, cells and values."""
    table_id = f"{facts.doc_id}/{ordinal}"
    ids = [f"{table_id}/{number:04}" for number in range(1, len(rows) + 1)]
    record = _table_record(table, table_id, ordinal, rows, facts, draft.source)
    draft.tables.append(record)
    draft.printed += fragments_of(table.headings)
    draft.repairs += outside_rows(draft.doc_id, fragments_of(table.headings))
    for cell in table.headings:
        if cell.doubt:
            draft.problem("warning", UNCERTAIN, cell.doubt, cell.raw, table_id)
    for name, number in table.header.markers:
        page = _first_page(table, rows)
        draft.markers.append(Marker(table.caption.annex, number, None, name, page))
    follow = _orders(record.columns, rows)
    first, begun = len(draft.cells), len(draft.problems)
    read = [
        _add_row(draft, record, row, ids, number, follow[number - 1])
        for number, row in enumerate(rows, start=1)
    ]
    doubts = [p for p in draft.problems[begun:] if p.code == UNCERTAIN]
    told = {(p.row_id, p.column) for p in doubts}
    wide = {(p.row_id, p.column) for p in doubts if p.message == OVER_COLUMNS}
    records = [row.record for row in read]
    draft.cells[first:] = blanks_doubted(draft.cells[first:], records, told, wide)
    check_table(draft, table, record, rows, ids)
    _add_values(draft, RowsOfTable(record, read), facts, first)


def _orders(columns: Sequence[str], rows: Sequence[TableRow]) -> list[Order]:
    """What the row numbers of a table say of each other."""
    if NUMBER not in columns:
        return orders([row.label for row in rows], [()] * len(rows))
    number = columns.index(NUMBER)
    return orders([row.label for row in rows], [row.cells[number].fragments for row in rows])


def _first_page(table: RawTable, rows: Sequence[TableRow]) -> int:
    pages = [row.pages[0] for row in rows]
    pages += [piece.place.page for piece in fragments_of(table.headings)]
    return min(pages, default=1)


def _table_record(
    table: RawTable,
    table_id: str,
    ordinal: int,
    rows: Sequence[TableRow],
    facts: Facts,
    source: str,
) -> TableRecord:
    return TableRecord(
        table_id=table_id,
        doc_id=facts.doc_id,
        ordinal=ordinal,
        annex=table.caption.annex,
        section=table.caption.section,
        title=table.caption.title,
        kind=table.header.kind,
        headers=table.header.printed,
        columns=table.header.columns,
        first_page=_first_page(table, rows),
        last_page=max((row.pages[1] for row in rows), default=_first_page(table, rows)),
        rows=len(rows),
        fragments=sum(1 + len(row.joins) for row in rows),
        source=source,
        grid=table.ground,
    )


def _add_row(
    draft: Draft,
    table: TableRecord,
    row: TableRow,
    ids: Sequence[str],
    number: int,
    order: Order,
) -> ReadRow:
    row_id = ids[number - 1]
    position = row.position
    record = RowRecord(
        row_id=row_id,
        table_id=table.table_id,
        doc_id=table.doc_id,
        ordinal=number,
        kind=row.kind,
        label=row.label,
        level=position.level,
        parent_row_id=None if position.parent is None else ids[position.parent],
        group_row_id=None if position.group is None else ids[position.group],
        first_page=row.pages[0],
        last_page=row.pages[1],
        fingerprint=print_of(row),
    )
    draft.rows.append(record)
    draft.repairs += [repair_of(draft.doc_id, row_id, None, change) for change in row.changes]
    for column, cell in zip(table.columns, row.cells, strict=True):
        _add_cell(draft, table, record, column, cell, row.joins, order)
    texts = {c: cell.text for c, cell in zip(table.columns, row.cells, strict=True)}
    footnotes = tuple(n for cell in row.cells if not cell.merged for n in cell.markers)
    return ReadRow(record, texts, footnotes)


def _confidence(
    column: str,
    cell: TableCell,
    order: Order,
    seen: Seen,
    weighed: Sequence[WordChance],
    told: bool,
) -> float | None:
    """How likely a cell that was read from a picture is right, by its words as they were `weighed`;
    certain where a person says so, never where a doubt is `told` of it."""
    if any(change.rule == CORRECTED for change in cell.changes):
        return 1.0 if any(map(is_read, cell.fragments)) else None
    if column == NUMBER:
        return label_confidence(cell.fragments, order)
    found = all_right(cell.fragments, weighed)
    return min(found, DOUBTED) if found is not None and told else found


def _add_cell(
    draft: Draft,
    table: TableRecord,
    row: RowRecord,
    column: str,
    cell: TableCell,
    joins: Sequence[Join],
    order: Order,
) -> None:
    is_words = any(map(is_read, cell.fragments)) and column != NUMBER
    at = (row.table_id, row.row_id, column)
    suspects = list(suspects_of(cell.fragments, draft.seen.evidence, at)) if is_words else []
    told = bool(suspects or cell.doubts)
    weighed = tuple(word_chances(cell.fragments, draft.seen))
    draft.cells.append(
        CellRecord(
            row_id=row.row_id,
            table_id=row.table_id,
            doc_id=row.doc_id,
            column=column,
            text=cell.text,
            raw=cell.raw,
            merged=cell.merged,
            footnotes=cell.markers,
            places=tuple(place_of(fragment) for fragment in cell.fragments),
            confidence=_confidence(column, cell, order, draft.seen, weighed, told),
            words=read_words(cell.fragments, weighed),
        )
    )
    for doubt in cell.doubts:
        if cell.merged and doubt != MOVED:
            continue  # told where the cell is printed
        if doubt == CUT_WORD and column == NUMBER and order.is_between:
            continue  # the sequence says where the number ends
        draft.problem("warning", UNCERTAIN, doubt, cell.text, row.table_id, row.row_id, column)
    if cell.merged:
        return
    draft.printed += cell.fragments
    draft.suspects += suspects
    page = cell.fragments[0].place.page if cell.fragments else row.first_page or 1
    draft.markers += [
        Marker(table.annex, number, row.row_id, column, page) for number in cell.markers
    ]
    _add_repairs(draft, row, column, cell, joins)


def _add_repairs(
    draft: Draft, row: RowRecord, column: str, cell: TableCell, joins: Sequence[Join]
) -> None:
    """One repair per change; those that joined a cut row carry the least certain join."""
    weakest = min(joins, key=lambda join: join.score, default=None)
    for change in cell.changes:
        join = weakest if change.rule in JOIN_RULES else None
        draft.repairs.append(repair_of(row.doc_id, row.row_id, column, change, join))
        if change.rule == "redundant-fragment":
            evidence = change.before.rpartition("\n")[2]
            message = "a fragment that the cell already ends with was not added twice"
            draft.problem("info", change.rule, message, evidence, row.table_id, row.row_id, column)


def _add_values(draft: Draft, rows: RowsOfTable, facts: Facts, first: int) -> None:
    """What the cells of a table say; they stand in the draft from `first` on."""
    year = year_of(facts)
    read = READERS.get(rows.table.kind)
    if read is None:
        return
    items = list(read(rows, year))
    draft.items[rows.table.kind] += items
    check_deadlines(draft, items)
    setting = setting_of(facts.issuer, facts.number, facts.issued, facts.province_id)
    named = list(read_assignments(rows, facts.issued, setting))
    draft.assignments += named
    draft.cells[first:] = doubted(draft.cells[first:], items, named)
