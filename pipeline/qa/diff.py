"""A fixture against an extraction, field by field.

Tables and rows are aligned by sequence first (`align`), so that what was inserted or lost counts
once. Then every field of a row has a state: the printed cells and the label, the kind, the
parent, the group and the footnote markers; likewise the text, action and place of every footnote.
Both sides come in the form of a fixture (`outputs.as_fixture`), so the same comparison serves two
runs of the pipeline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.qa.align import align
from pipeline.qa.faces import (
    ROW_KEYS,
    TABLE_KEYS,
    row_faces,
    row_likeness,
    table_face,
    table_likeness,
)
from pipeline.qa.fixtures import (
    Accepted,
    FixtureDocument,
    FixtureNote,
    FixtureRow,
    FixtureTable,
    Marker,
)

State = Literal["equal", "differs", "missing", "extra"]
Aspect = Literal[
    "cell",
    "label",
    "kind",
    "parent",
    "group",
    "marker",
    "columns",
    "footnote-text",
    "footnote-action",
    "footnote-place",
]
PRINTED: frozenset[Aspect] = frozenset({"cell", "label"})
"""What is printed in a table, against what is read out of its form."""
OF_NOTES: frozenset[Aspect] = frozenset({"footnote-text", "footnote-action", "footnote-place"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field on both sides.

    `missing`: the fixture has something there and the extraction nothing; `extra`: the reverse.
    `why` is the reason of an accepted reading, which counts as equal.
    """

    aspect: Aspect
    column: str
    state: State
    expected: str
    found: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class RowDiff:
    """A row of the fixture and its counterpart; one of the two may be None."""

    expected: FixtureRow | None
    found: FixtureRow | None
    fields: tuple[Field, ...]

    @property
    def state(self) -> State:
        """`missing` or `extra` for a whole row, else whether all its fields are equal."""
        return _state_of(self.expected, self.found, self.fields)


@dataclass(frozen=True, slots=True)
class TableDiff:
    """A table of the fixture and its counterpart. `columns` compares their names in order."""

    expected: FixtureTable | None
    found: FixtureTable | None
    columns: Field
    rows: tuple[RowDiff, ...]

    @property
    def state(self) -> State:
        """`missing` or `extra` for a whole table, else whether everything in it is equal."""
        return _state_of(self.expected, self.found, (self.columns, *self.rows))

    @property
    def ordinal(self) -> int:
        """Number of the table, the extraction's where it has one."""
        table = self.found or self.expected
        assert table is not None
        return table.ordinal

    @property
    def checked(self) -> bool:
        """Whether a person has read the fixture."""
        return self.expected is None or self.expected.checked


@dataclass(frozen=True, slots=True)
class NoteDiff:
    """A footnote on both sides, matched by annex and number."""

    expected: FixtureNote | None
    found: FixtureNote | None
    fields: tuple[Field, ...]

    @property
    def state(self) -> State:
        """`missing` or `extra` for a whole note, else whether all its fields are equal."""
        return _state_of(self.expected, self.found, self.fields)

    @property
    def name(self) -> str:
        """Annex and number."""
        note = self.found or self.expected
        assert note is not None
        return f"{note.annex} [{note.number}]".strip()


@dataclass(frozen=True, slots=True)
class DocumentDiff:
    """One document. `present` is False where the extraction does not have it at all."""

    doc_id: str
    present: bool
    tables: tuple[TableDiff, ...]
    notes: tuple[NoteDiff, ...]

    @property
    def unchecked(self) -> tuple[int, ...]:
        """Tables whose fixture no person has read."""
        return tuple(
            table.expected.ordinal
            for table in self.tables
            if table.expected and not table.expected.checked
        )


def _state_of(
    expected: object | None, found: object | None, parts: Sequence[Field | RowDiff]
) -> State:
    if found is None:
        return "missing"
    if expected is None:
        return "extra"
    return "equal" if all(part.state == "equal" for part in parts) else "differs"


def diff(expected: FixtureDocument, found: FixtureDocument | None) -> DocumentDiff:
    """Compare a document. Linear in its rows where they mostly agree."""
    if found is None:
        tables = tuple(_one_sided(table, None) for table in expected.tables)
        notes = tuple(_note(note, None, {}) for note in expected.notes)
        return DocumentDiff(expected.doc_id, False, tables, notes)
    tables = tuple(_tables(expected, found))
    rows = {
        table.found.ordinal: row_numbers(table.rows)
        for table in tables
        if table.expected and table.found
    }
    told = found.notes if expected.complete else _notes_of(found.notes, tables)
    return DocumentDiff(expected.doc_id, True, tables, tuple(_notes(expected.notes, told, rows)))


def row_numbers(rows: Sequence[RowDiff]) -> dict[int, int]:
    """Number of a found row → number of its counterpart in the fixture."""
    return {row.found.number: row.expected.number for row in rows if row.found and row.expected}


def _tables(expected: FixtureDocument, found: FixtureDocument) -> Iterator[TableDiff]:
    left = [table_face(table) for table in expected.tables]
    right = [table_face(table) for table in found.tables]
    for i, j in align(left, right, TABLE_KEYS, table_likeness):
        if i is None:
            if expected.complete:
                yield _one_sided(None, None if j is None else found.tables[j])
        elif j is None:
            yield _one_sided(expected.tables[i], None)
        else:
            yield diff_table(expected.tables[i], found.tables[j], expected.accepted or {})


def _one_sided(expected: FixtureTable | None, found: FixtureTable | None) -> TableDiff:
    empty = FixtureTable(0, (), ())
    rows = _rows(expected or empty, found or empty, {})
    columns = _columns((expected or empty).columns, (found or empty).columns)
    return TableDiff(expected, found, columns, rows)


def diff_table(
    expected: FixtureTable, found: FixtureTable, accepted: Accepted | None = None
) -> TableDiff:
    """Compare one table."""
    columns = _columns(expected.columns, found.columns)
    return TableDiff(expected, found, columns, _rows(expected, found, accepted or {}))


def _columns(expected: Sequence[str], found: Sequence[str]) -> Field:
    return _field("columns", "", " ".join(expected), " ".join(found))


def _rows(expected: FixtureTable, found: FixtureTable, accepted: Accepted) -> tuple[RowDiff, ...]:
    pairs = align(
        row_faces(expected, expected.columns),
        row_faces(found, expected.columns),
        ROW_KEYS,
        row_likeness,
    )
    sides = [
        (None if i is None else expected.rows[i], None if j is None else found.rows[j])
        for i, j in pairs
    ]
    counterpart = {right.number: left.number for left, right in sides if left and right}
    shape = _Shape.of(expected, found)
    return tuple(
        RowDiff(left, right, tuple(_fields(left, right, shape, counterpart, accepted)))
        for left, right in sides
    )


@dataclass(frozen=True, slots=True)
class _Shape:
    """Every column of either side with its position on both, and the fixture's table number."""

    ordinal: int
    columns: tuple[tuple[str, int | None, int | None], ...]

    @classmethod
    def of(cls, expected: FixtureTable, found: FixtureTable) -> _Shape:
        left = {column: i for i, column in enumerate(expected.columns)}
        right = {column: i for i, column in enumerate(found.columns)}
        names = dict.fromkeys([*expected.columns, *found.columns])
        columns = tuple((name, left.get(name), right.get(name)) for name in names)
        return cls(expected.ordinal, columns)


def _fields(
    expected: FixtureRow | None,
    found: FixtureRow | None,
    shape: _Shape,
    counterpart: Mapping[int, int],
    accepted: Accepted,
) -> Iterator[Field]:
    """Every field of a row. A row that is missing or extra has its printed cells alone."""
    ok = accepted if expected and accepted else {}
    where = (shape.ordinal, expected.number if expected else 0)
    label = _field(
        "label", "", expected.label if expected else None, found.label if found else None
    )
    yield _accept(label, ok.get((*where, "label"), {}))
    for column, i, j in shape.columns:
        left = None if expected is None or i is None else expected.texts[i]
        right = None if found is None or j is None else found.texts[j]
        if left is None and right is None:
            continue
        yield _accept(_field("cell", column, left, right), ok.get((*where, column), {}))
    if expected is None or found is None:
        return
    if expected.number_cell != found.number_cell:
        numbers = [side.label if side.number_cell is None else side.number_cell
                   for side in (expected, found)]  # fmt: skip
        yield _field("cell", "stt", *numbers)
    yield _field("kind", "", expected.kind, found.kind)
    yield _field("parent", "", *_references(expected.parent, found.parent, counterpart))
    yield _field("group", "", *_references(expected.group, found.group, counterpart))
    yield from _markers(expected.markers, found.markers)


def _field(aspect: Aspect, column: str, expected: str | None, found: str | None) -> Field:
    """A field; None stands for a cell that is not there at all, "" for a blank one."""
    state: State = "differs"
    if expected == found:
        state = "equal"
    elif found is None or (expected and not found):
        state = "missing"
    elif expected is None or not expected:
        state = "extra"
    return Field(aspect, column, state, expected or "", found or "")


def _accept(field: Field, readings: Mapping[str, str]) -> Field:
    if field.state == "equal" or field.found not in readings:
        return field
    why = readings[field.found] or "accepted"
    return Field(field.aspect, field.column, "equal", field.expected, field.found, why)


def _references(
    expected: int | None, found: int | None, counterpart: Mapping[int, int]
) -> tuple[str, str]:
    """Both rows meant, in the numbers of the fixture; `?3` is a row 3 that has no counterpart."""
    left = "" if expected is None else str(expected)
    if found is None:
        return left, ""
    return left, str(counterpart[found]) if found in counterpart else f"?{found}"


def _markers(expected: Sequence[Marker], found: Sequence[Marker]) -> Iterator[Field]:
    """One field for each column that carries markers on either side."""
    if expected == found:
        same: dict[str, list[str]] = {}
        for column, number in expected:
            same.setdefault(column, []).append(str(number))
        for column, numbers in same.items():
            yield Field("marker", column, "equal", " ".join(numbers), " ".join(numbers))
        return
    for column in dict.fromkeys(column for column, _ in (*expected, *found)):
        yield _field("marker", column, _numbers(expected, column), _numbers(found, column))


def _numbers(markers: Sequence[Marker], column: str) -> str:
    return " ".join(str(number) for name, number in markers if name == column)


def _notes_of(notes: Sequence[FixtureNote], tables: Sequence[TableDiff]) -> list[FixtureNote]:
    """The notes called in tables that have a fixture."""
    known = {table.found.ordinal for table in tables if table.expected and table.found}
    annexes = {table.found.annex for table in tables if table.expected and table.found}
    return [n for n in notes if n.table in known or (n.table is None and n.annex in annexes)]


def _notes(
    expected: Sequence[FixtureNote],
    found: Sequence[FixtureNote],
    rows: Mapping[int, Mapping[int, int]],
) -> Iterator[NoteDiff]:
    """Notes matched by annex and number, those printed twice in their order."""
    left, right = _by_name(expected), _by_name(found)
    for name in dict.fromkeys([*left, *right]):
        ours, theirs = left.get(name, []), right.get(name, [])
        for k in range(max(len(ours), len(theirs))):
            yield _note(
                ours[k] if k < len(ours) else None, theirs[k] if k < len(theirs) else None, rows
            )


def _by_name(notes: Sequence[FixtureNote]) -> dict[tuple[str, int], list[FixtureNote]]:
    named: dict[tuple[str, int], list[FixtureNote]] = {}
    for note in notes:
        named.setdefault((note.annex, note.number), []).append(note)
    return named


def _note(
    expected: FixtureNote | None, found: FixtureNote | None, rows: Mapping[int, Mapping[int, int]]
) -> NoteDiff:
    left = _note_fields(expected, None) if expected else (None,) * 3
    right = _note_fields(found, rows.get(found.table or 0, {})) if found else (None,) * 3
    aspects: tuple[Aspect, ...] = ("footnote-text", "footnote-action", "footnote-place")
    fields = tuple(map(_field, aspects, ("", "", ""), left, right))
    return NoteDiff(expected, found, fields)


def _note_fields(note: FixtureNote, counterpart: Mapping[int, int] | None) -> tuple[str, str, str]:
    return note.text, note.action, _place(note, counterpart)


def _place(note: FixtureNote, counterpart: Mapping[int, int] | None) -> str:
    """Row and column of the marker, in the numbers of the fixture."""
    if note.row is None:
        return note.column
    if counterpart is None:
        return f"{note.row}:{note.column}"
    return f"{counterpart.get(note.row, f'?{note.row}')}:{note.column}"
