"""All that is known of one cell, and what a reader can do about it and its row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2

from pipeline.data.records import (
    CellRecord,
    FootnoteRecord,
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
    text_of,
    waits,
)
from pipeline.review.diary import Told
from pipeline.review.entries import Entry
from pipeline.review.shelf import NUMBER_COLUMN, Opened
from pipeline.review.views import marks_of

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
        marks=tuple(marks_of(opened, row, cell, own)),
        often=() if row.kind == "group" else _often(opened, cell, text_of(cell, own)),
    )


def _doubt(problem: ProblemRecord, cell: CellRecord, own: Sequence[Entry]) -> DoubtView:
    entry = accepted(problem, own)
    by = "" if entry is None else str(entry.fields["by"])
    return DoubtView(problem, other_reading(problem, cell), by, problem.severity != "error")


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
