"""Every difference as one flat record with a name, for people and for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.qa.diff import DocumentDiff, Field, NoteDiff, RowDiff, State, TableDiff


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    `what` is what differs: document, table, row or footnote as a whole, or one aspect of it
    (`diff.Aspect`). `row` is the row's number in the fixture, `row_id` the extraction's row.
    """

    doc_id: str
    table: int | None
    row: int | None
    row_id: str | None
    label: str
    column: str
    what: str
    state: State
    expected: str
    found: str

    @property
    def name(self) -> str:
        """The kind of difference: `cell differs`, `row missing`, …"""
        return f"{self.what} {self.state}"


def differences(document: DocumentDiff) -> Iterator[Difference]:
    """The differences of a document. What is missing or extra as a whole is one difference."""
    if not document.present:
        yield Difference(
            document.doc_id, None, None, None, "", "", "document", "missing", document.doc_id, ""
        )
        return
    for table in document.tables:
        yield from _of_table(document.doc_id, table)
    for note in document.notes:
        yield from _of_note(document.doc_id, note)


def _of_table(doc_id: str, table: TableDiff) -> Iterator[Difference]:
    if table.state in ("missing", "extra"):
        sides = [_size(side.rows) if side else "" for side in (table.expected, table.found)]
        yield Difference(
            doc_id, table.ordinal, None, None, "", "", "table", table.state, sides[0], sides[1]
        )
        return
    if table.columns.state != "equal":
        yield _difference(doc_id, table, None, table.columns)
    for row in table.rows:
        if row.state in ("missing", "extra"):
            yield _whole_row(doc_id, table, row)
        elif row.state == "differs":
            for item in row.fields:
                if item.state != "equal":
                    yield _difference(doc_id, table, row, item)


def _size(rows: tuple[object, ...]) -> str:
    return f"{len(rows)} rows"


def _difference(doc_id: str, table: TableDiff, row: RowDiff | None, item: Field) -> Difference:
    return Difference(
        doc_id=doc_id,
        table=table.ordinal,
        row=row.expected.number if row and row.expected else None,
        row_id=row_id(doc_id, table, row) if row else None,
        label=label(row) if row else "",
        column=item.column,
        what=item.aspect,
        state=item.state,
        expected=item.expected,
        found=item.found,
    )


def _whole_row(doc_id: str, table: TableDiff, row: RowDiff) -> Difference:
    text = [
        " | ".join(text for item in row.fields if (text := getattr(item, side)))
        for side in ("expected", "found")
    ]
    return Difference(
        doc_id=doc_id,
        table=table.ordinal,
        row=row.expected.number if row.expected else None,
        row_id=row_id(doc_id, table, row),
        label=label(row),
        column="",
        what="row",
        state=row.state,
        expected=text[0],
        found=text[1],
    )


def row_id(doc_id: str, table: TableDiff, row: RowDiff) -> str | None:
    """The row's key in the datasets, None for a row the extraction does not have."""
    if row.found is None or table.found is None:
        return None
    return f"{doc_id}/{table.found.ordinal}/{row.found.number:04d}"


def label(row: RowDiff) -> str:
    """The printed number of a row, the fixture's where it has one."""
    side = row.expected or row.found
    return side.label if side else ""


def _of_note(doc_id: str, note: NoteDiff) -> Iterator[Difference]:
    if note.state in ("missing", "extra"):
        texts = [side.text if side else "" for side in (note.expected, note.found)]
        yield Difference(
            doc_id, None, None, None, note.name, "", "footnote", note.state, texts[0], texts[1]
        )
        return
    for item in note.fields:
        if item.state != "equal":
            yield Difference(
                doc_id, None, None, None, note.name, item.column, item.aspect, item.state,
                item.expected, item.found,
            )  # fmt: skip
