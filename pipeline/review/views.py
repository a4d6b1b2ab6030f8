"""The rows of a page beside its picture, as the app shows them: from what is published and what is
decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.data.records import CellRecord, RowRecord, TableRecord
from pipeline.review.decide import about, accepted, is_locked, mark_of, text_of, waits
from pipeline.review.diary import Told
from pipeline.review.entries import Entry
from pipeline.review.heads import HeadView, heads
from pipeline.review.sheets import Sheet
from pipeline.review.shelf import NUMBER_COLUMN, Opened
from pipeline.review.unsettled import SURE


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell in its table. `state` are words for its look."""

    column: str
    text: str
    merged: bool
    footnotes: tuple[int, ...]
    state: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """A row in its table. `waiting` are the decisions about it that the next run carries out."""

    row: RowRecord
    name: str
    mark: str
    cells: tuple[CellView, ...]
    waiting: tuple[str, ...]
    locked: bool
    spans: int
    """The cell of a heading that nothing stands beside, counted from 0; 0 where there is none."""
    above: bool
    below: bool
    doubts: int
    gone: tuple[tuple[str, ...], ...] = ()
    """Rows that leave and stood below it, as texts in the order of the columns."""


@dataclass(frozen=True, slots=True)
class TableView:
    """The rows of one table on a sheet, under its headers."""

    table: TableRecord
    heads: tuple[tuple[HeadView, ...], ...]
    rows: tuple[RowView, ...]
    begins: bool
    ends: bool
    """Whether the first and the last row of the table are among them."""


@dataclass(frozen=True, slots=True)
class BoxView:
    """A cell on the picture of its page, in points."""

    name: str
    column: int
    x: float
    y: float
    width: float
    height: float
    doubt: bool


def table_views(
    opened: Opened, sheet: Sheet, entries: Mapping[str, Sequence[Entry]], told: Told, by: str
) -> list[TableView]:
    """The tables on a sheet; `entries` are those of each source."""
    views = []
    for table in opened.document.tables:
        own = [key for key in sheet.rows if opened.rows[key].table_id == table.table_id]
        if own:
            rows = tuple(
                row_view(opened, opened.rows[key], entries[table.source], told, by, sheet.page)
                for key in own
            )
            columns = list(zip(table.columns, table.headers, strict=False))
            texts = ((cell.column, cell.text) for row in rows for cell in row.cells)
            whole = opened.rows_of[table.table_id]
            begins, ends = own[0] == whole[0].row_id, own[-1] == whole[-1].row_id
            views.append(TableView(table, heads(columns, texts), rows, begins, ends))
    return views


def row_view(
    opened: Opened,
    row: RowRecord,
    entries: Iterable[Entry],
    told: Told,
    by: str,
    page: int | None = None,
) -> RowView:
    """A row as it stands, with what is decided about it."""
    entries = list(entries)
    own = about(opened, row, entries)
    made = [opened.made[row.row_id]] if row.row_id in opened.made else []
    told_of = [e.decision for e in own if waits(opened, row, e)]
    locked = is_locked(own, opened, row)
    cells = tuple(_cell(opened, row, cell, own, told, by) for cell in opened.cells_of[row.row_id])
    return RowView(
        row=row,
        name=name_of(row),
        mark=mark_of(opened, row, own),
        cells=cells,
        waiting=tuple(dict.fromkeys([*made, *told_of])),
        locked=locked,
        spans=_spans(row, cells),
        above=page is not None and (row.first_page or page) < page,
        below=page is not None and (row.last_page or page) > page,
        doubts=len(opened.doubts.get(row.row_id, ())),
        gone=tuple(_gone(opened, row)),
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """The row that rows of a page without any are added next to: below it, or above it."""

    row: RowRecord
    mark: str
    above: bool
    columns: tuple[tuple[str, str], ...]


def beside(
    opened: Opened, sheets: Sequence[Sheet], sheet: Sheet, entries: Mapping[str, Sequence[Entry]]
) -> Beside | None:
    """The last row before a sheet that has none, else the first one after it; None where its
    input has no rows, or the sheet has some."""
    own = [one for one in sheets if one.source == sheet.source and one.rows]
    before = [one for one in own if one.number < sheet.number][-1:]
    for near in () if sheet.rows else (before or own)[:1]:
        row = opened.rows[near.rows[-1] if before else near.rows[0]]
        table = opened.tables[row.table_id]
        mark = mark_of(opened, row, entries[table.source])
        columns = tuple(zip(table.columns, table.headers, strict=False))
        return Beside(row, mark, not before, columns)
    return None


def _spans(row: RowRecord, cells: Sequence[CellView]) -> int:
    """Which cell of a heading has room as far as the row goes, since the rest of it is blank."""
    said = [i for i, cell in enumerate(cells) if cell.text or {*cell.state} - {"seen"}]
    own = [i for i in said if i and cells[i].column != NUMBER_COLUMN]
    return own[0] if row.kind == "group" and len(own) == 1 and own == said[-1:] else 0


def _gone(opened: Opened, row: RowRecord) -> Iterator[tuple[str, ...]]:
    """The rows that leave and stood below one, as texts in the order of the columns."""
    for gone in opened.gone:
        at_head = not gone.above and row.ordinal == 1 and gone.table_id == row.table_id
        if gone.above == row.row_id or at_head:
            yield gone.texts


def marks_of(opened: Opened, row: RowRecord, cell: CellRecord, own: Sequence[Entry]) -> list[int]:
    """The footnote marks of a cell with what is decided about them."""
    mark, numbers = opened.prints[row.row_id], list(cell.footnotes)
    for entry in own:
        fields = entry.fields
        if entry.decision != "mark":
            continue
        if (fields["row"], fields["column"]) == (mark, cell.column) and fields["number"] in numbers:
            numbers.remove(fields["number"])
        if (fields["to_row"], fields["to_column"]) == (mark, cell.column):
            numbers += [fields["number"]] * (fields["number"] not in numbers)
    return numbers


def name_of(row: RowRecord) -> str:
    """A row in the page: table and ordinal."""
    return f"{row.table_id.rpartition('/')[2]}-{row.ordinal}"


def _cell(
    opened: Opened, row: RowRecord, cell: CellRecord, own: Sequence[Entry], told: Told, by: str
) -> CellView:
    text = text_of(cell, own)
    state = set()
    for doubt in opened.doubts.get(row.row_id, ()):
        if doubt.column == cell.column and not accepted(doubt, own):
            state.add("error" if doubt.severity == "error" else
                      "doubt" if doubt.severity == "warning" else "note")  # fmt: skip
    mine = [e for e in own if e.decision == "cell" and e.fields["column"] == cell.column]
    if mine:
        state.add("edited")
        state -= {"doubt", "note"}
        if any(waits(opened, row, e) for e in mine):
            state.add("waiting")
    if any(r.rule == "corrected" for r in opened.repairs.get((row.row_id, cell.column), ())):
        state.add("edited")
    readers = told.seen.get((opened.document.doc_id, opened.row_keys[row.row_id], cell.column), {})
    if readers.get(by) == text:
        state.add("seen")
    if any(other != text for reader, other in readers.items() if reader != by):
        state.add("disputed")
    if cell.merged:
        state.add("merged")
    if cell.confidence is not None and cell.confidence < SURE and "seen" not in state:
        state.add("unsure")
    marks = tuple(marks_of(opened, row, cell, own))
    return CellView(cell.column, text, cell.merged, marks, tuple(sorted(state)))


def boxes(opened: Opened, sheet: Sheet) -> Iterator[BoxView]:
    """Where the cells of a sheet stand on its page."""
    for key in sheet.rows:
        row = opened.rows[key]
        wrong = {doubt.column for doubt in opened.doubts.get(key, ())}
        for number, cell in enumerate(opened.cells_of[key]):
            own = [p for p in cell.places if p.page == sheet.page and p.x0 is not None]
            if own and not cell.merged:
                x0, y0 = min(p.x0 or 0 for p in own), min(p.y0 or 0 for p in own)
                x1, y1 = max(p.x1 or 0 for p in own), max(p.y1 or 0 for p in own)
                yield BoxView(
                    f"{name_of(row)}-{cell.column}", number, round(x0 - 2, 1), round(y0 - 2, 1),
                    round(x1 - x0 + 4, 1), round(y1 - y0 + 4, 1), cell.column in wrong,
                )  # fmt: skip


def unsure_words(opened: Opened, sheet: Sheet) -> Iterator[BoxView]:
    """Where the words of a sheet stand that were read from its picture with less certainty."""
    for key in sheet.rows:
        row = opened.rows[key]
        for number, cell in enumerate(opened.cells_of[key]):
            for word in cell.words if not cell.merged else ():
                if word.page == sheet.page and word.confidence < SURE:
                    yield BoxView(
                        f"{name_of(row)}-{cell.column}", number, round(word.x0 - 1, 1),
                        round(word.y0 - 1, 1), round(word.x1 - word.x0 + 2, 1),
                        round(word.y1 - word.y0 + 2, 1), True,
                    )  # fmt: skip


def shown_label(row: RowRecord, column: str, text: str) -> str:
    """The number of a row where its number cell is blank."""
    return row.label if column == NUMBER_COLUMN and not text else text


def said_of(entry: Entry) -> str:
    """What an entry says, in the words it holds: a text, a name, the cells of a row."""
    fields = entry.fields
    if entry.decision == "add":
        return " | ".join(text for text in fields["cells"].values() if text)
    if entry.decision == "mark":
        return str(fields["number"])
    return str(next((fields[key] for key in ("text", "value", "title") if key in fields), ""))
