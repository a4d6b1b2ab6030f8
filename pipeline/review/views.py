"""What the pages of the app show, put together from what is published and what is decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from pipeline.data.records import (
    CellRecord,
    FootnoteRecord,
    LinkRecord,
    PlaceRecord,
    ProblemRecord,
    RepairRecord,
    RowRecord,
    TableRecord,
)
from pipeline.review.decide import (
    about,
    accepted,
    is_locked,
    mark_of,
    other_reading,
    status_of_link,
    text_of,
    waits,
)
from pipeline.review.diary import Told
from pipeline.review.entries import Entry
from pipeline.review.heads import HeadView, heads
from pipeline.review.queue import SURE
from pipeline.review.sheets import Sheet
from pipeline.review.shelf import NUMBER_COLUMN, Opened

_ALIKE, _OFFERED = 50.0, 3
"""How like a text must be (0 to 100) to be offered in its place, and how many are."""
_FREQUENT = 6.0
"""What being twice as frequent is worth, in points of likeness: on two documents with wrong bodies,
cut lines and wrong days, the right text was then the first or second."""
_TWO = 2
"""Numbers of a row that is two."""
_SAME_LINE = 2.0
"""Points within which two lines stand at one height."""
_PAGE = 100_000.0
"""More points than a page is high: what stands on the next one stands below."""
_LINE = 12
"""Points that a line of a text counts as."""
_PARENTS = 200
_LONGEST = 110
"""Rows offered as parents, and letters shown of each."""


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


@dataclass(frozen=True, slots=True)
class DoubtView:
    """A doubt about a cell or a row, the reading it offers, and who accepted it."""

    problem: ProblemRecord
    other: str | None
    by: str
    can_accept: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """All that is known of one cell."""

    row: RowRecord
    table: TableRecord
    cell: CellRecord
    header: str
    text: str
    mark: str
    printed_at: RowRecord
    doubts: tuple[DoubtView, ...]
    repairs: tuple[RepairRecord, ...]
    notes: tuple[FootnoteRecord, ...]
    entries: tuple[tuple[Entry, bool], ...]
    readers: tuple[tuple[str, str], ...]
    locked: bool
    parent: str
    above: str
    """What the row it stands under says."""
    parents: tuple[tuple[str, str], ...]
    """The row it stands under, and those it could: key, and what it says."""
    parts: tuple[tuple[str, str, str, int, tuple[float, ...]], ...]
    """Column, header and what is printed of each cell of the row that could be parted, how many
    characters stay above where it is most likely two, and how far down each of its
    lines stands (none where that is not known)."""
    columns: tuple[tuple[str, str], ...]
    """Column and header of each column of the table."""
    table_above: bool
    marks: tuple[int, ...]
    often: tuple[str, ...]
    """Texts that stand in the column again and again, the most alike first."""


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


def _marks(opened: Opened, row: RowRecord, cell: CellRecord, own: Sequence[Entry]) -> list[int]:
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
    marks = tuple(_marks(opened, row, cell, own))
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


def detail(
    opened: Opened, row: RowRecord, column: str, entries: Sequence[Entry], told: Told
) -> Detail | None:
    """All that is known of one cell, None where there is no such."""
    cell = opened.cell(row.row_id, column)
    if cell is None:
        return None
    table = opened.tables[row.table_id]
    own = about(opened, row, entries)
    doubts = [
        _doubt(doubt, cell, own)
        for doubt in opened.doubts.get(row.row_id, ())
        if doubt.column in (None, column)
    ]
    repairs = [
        *opened.repairs.get((row.row_id, column), ()), *opened.repairs.get((row.row_id, None), ())
    ]  # fmt: skip
    notes = (n for n in opened.document.footnotes if n.row_id == row.row_id and n.column == column)
    key = (opened.document.doc_id, opened.row_keys[row.row_id], column)
    cut = _likely_cut(opened, row)
    headers = dict(zip(table.columns, table.headers, strict=False))
    return Detail(
        row=row,
        table=table,
        cell=cell,
        header=headers.get(column, column),
        text=text_of(cell, own),
        mark=mark_of(opened, row, own),
        printed_at=opened.rows[opened.printed_in(cell).row_id],
        doubts=tuple(doubts),
        repairs=tuple(repairs),
        notes=tuple(notes),
        entries=tuple((entry, waits(opened, row, entry)) for entry in own),
        readers=tuple(sorted(told.seen.get(key, {}).items())),
        locked=is_locked(own, opened, row),
        parent=row.parent_row_id or row.group_row_id or "",
        above=_said(opened, row.parent_row_id or row.group_row_id or ""),
        parents=tuple(_could_be_above(opened, row)),
        parts=tuple(
            (
                one.column,
                headers.get(one.column, one.column),
                one.raw,
                _above_cut(one, cut),
                _tops(one),
            )
            for one in opened.cells_of[row.row_id]
            if one.raw and not one.merged
        ),
        columns=tuple(
            (one.column, headers.get(one.column, one.column)) for one in opened.cells_of[row.row_id]
        ),
        table_above=opened.table_above(row) is not None,
        marks=tuple(_marks(opened, row, cell, own)),
        often=() if row.kind == "group" else _often(opened, cell, text_of(cell, own)),
    )


def _said(opened: Opened, row_id: str) -> str:
    """Number and text of a row, blank for none."""
    row = opened.rows.get(row_id)
    cells = opened.cells_of[row_id] if row else []
    texts = [cell.text for cell in cells if cell.text and cell.column != NUMBER_COLUMN]
    return " ".join(filter(None, (row.label, *texts[:1]))) if row else ""


def _likely_cut(opened: Opened, row: RowRecord) -> float | None:
    """How far down its source a row is most likely cut: at the widest white between its two
    numbers, or where another page begins; None where nothing says that it is two."""
    cells = [cell for cell in opened.cells_of[row.row_id] if not cell.merged]
    spans = sorted(_span(place) for cell in cells for place in cell.places)
    numbers = next((cell.places for cell in cells if cell.column == NUMBER_COLUMN), ())
    if len(numbers) != _TWO:
        later = [top for top, _ in spans if top // _PAGE > spans[0][0] // _PAGE]
        return later[0] if later else None
    upper, lower = (_span(place)[0] for place in numbers)
    gaps = [(0.0, lower)]
    reached = upper
    for top, end in spans:
        if upper < top <= lower + _SAME_LINE:
            gaps.append((top - reached, top))
        reached = max(reached, end)
    return max(gaps)[1]


def _span(place: PlaceRecord) -> tuple[float, float]:
    """How far down its source a fragment begins and ends, page upon page; a line of a text counts
    as so many points."""
    above = (place.page or 0) * _PAGE
    if place.y0 is None or place.y1 is None:
        top = float(_LINE * (place.line or 0))
        return above + top, above + top + _LINE
    return above + place.y0, above + place.y1


def _above_cut(cell: CellRecord, cut: float | None) -> int:
    """How many characters of a cell are printed above a cut; all where that is not known."""
    lines = cell.raw.split("\n")
    if cut is None or len(lines) != len(cell.places):
        return len(cell.raw)
    above = sum(_span(place)[0] < cut - _SAME_LINE for place in cell.places)
    return len("\n".join(lines[:above])) + (0 < above < len(lines))


def _tops(cell: CellRecord) -> tuple[float, ...]:
    """How far down each line of a cell stands, over all pages of its source."""
    if cell.raw.count("\n") + 1 != len(cell.places):
        return ()
    return tuple(_span(place)[0] for place in cell.places)


def _often(opened: Opened, cell: CellRecord, text: str) -> tuple[str, ...]:
    """The texts of the column that are most alike and most frequent, all in one; a text that holds
    the whole of what was read is as alike as can be."""
    from rapidfuzz import fuzz

    if cell.column == NUMBER_COLUMN:
        return ()
    counted = opened.often[cell.column]
    alike = {
        other: 100.0 if text in other else fuzz.ratio(text, other)
        for other in counted
        if other != text
    }
    found = [other for other, score in alike.items() if score >= _ALIKE]
    found.sort(key=lambda other: -alike[other] - _FREQUENT * log2(counted[other]))
    return tuple(found[:_OFFERED])


def _could_be_above(opened: Opened, row: RowRecord) -> Iterator[tuple[str, str]]:
    """The rows a row could stand under, the nearest first, each as a line."""
    before = opened.rows_of[row.table_id][: row.ordinal - 1]
    for above in list(reversed(before))[:_PARENTS]:
        texts = [cell.text for cell in opened.cells_of[above.row_id] if cell.text]
        texts = [above.label, *(text for text in texts if text != above.label)]
        yield above.row_id, " · ".join(texts[:3]).removeprefix(" · ")[:_LONGEST]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two rows: its document, table and texts by column."""

    opened: Opened
    row: RowRecord
    table: TableRecord
    texts: Mapping[str, str]
    group: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that may be one task: columns of either, what links them, what is decided."""

    new: Side
    old: Side
    columns: tuple[tuple[str, str], ...]
    link: LinkRecord | None
    mark: str
    status: str
    rivals: tuple[LinkRecord, ...]


def pair(
    opened: Opened, row: RowRecord, other: Opened, old: RowRecord, entries: Sequence[Entry]
) -> Pair:
    """Two rows of two documents beside each other."""
    new, older = _side(opened, row), _side(other, old)
    headers = dict(zip(older.table.columns, older.table.headers, strict=False))
    headers |= zip(new.table.columns, new.table.headers, strict=False)
    names = [
        name
        for name in dict.fromkeys([*new.texts, *older.texts])
        if new.texts.get(name) or older.texts.get(name)
    ]
    rivals = tuple(
        link
        for link in opened.document.links
        if link.row_id == row.row_id and link.other_row_id != old.row_id
    )
    return Pair(
        new, older, tuple((name, headers.get(name, name)) for name in names),
        opened.link(row.row_id, old.row_id), mark_of(opened, row, about(opened, row, entries)),
        status_of_link(opened, row, other, old, entries), rivals,
    )  # fmt: skip


def _side(opened: Opened, row: RowRecord) -> Side:
    texts = {cell.column: cell.text for cell in opened.cells_of[row.row_id]}
    if NUMBER_COLUMN in texts:
        texts[NUMBER_COLUMN] = row.label or texts[NUMBER_COLUMN]
    heading = opened.rows.get(row.group_row_id or "")
    cells = opened.cells_of[heading.row_id] if heading else []
    group = " ".join(cell.text for cell in cells if cell.text)
    return Side(opened, row, opened.tables[row.table_id], texts, group)


def _doubt(problem: ProblemRecord, cell: CellRecord, own: Sequence[Entry]) -> DoubtView:
    entry = accepted(problem, own)
    by = "" if entry is None else str(entry.fields["by"])
    return DoubtView(problem, other_reading(problem, cell), by, problem.severity != "error")


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
