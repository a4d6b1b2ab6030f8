"""What a reader does with a row, as entries of a file of corrections: which come in, which go.

Functions of what is published and what the file holds; nothing is written here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipeline.data.records import CellRecord, ProblemRecord, RowRecord
from pipeline.errors import AnnexError
from pipeline.normalize.corrections.match import added_print, fingerprint
from pipeline.review.entries import Entry
from pipeline.review.shelf import Opened

_OTHER = re.compile(r"read: (?P<read>.*) \| or: (?P<other>.*)", re.DOTALL)
_BETTER = re.compile(r"(?P<printed>.+) → (?P<better>.+)", re.DOTALL)
_BLANK = "(blank)"
_KEPT = ("cell", "kind", "accept")
"""Decisions about a row that may stay, or go, when it is joined with another."""
_OF_ROWS = ("join", "part", "remove")
"""Decisions that make other rows of the rows they are about."""


class RefusedError(AnnexError):
    """A decision that cannot be carried out; `key` is that of the sentence that says why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class Signed:
    """Who decides, on which day, and why."""

    by: str
    on: date
    why: str

    def entry(self, decision: str, fields: Mapping[str, Any]) -> Entry:
        """A signed entry."""
        return Entry(decision, {**fields, "by": self.by, "on": self.on, "why": self.why})


@dataclass(frozen=True, slots=True)
class Plan:
    """Entries that go out of the file and that come in, and the texts that are seen by that: key of
    the row → column → text."""

    out: tuple[Entry, ...] = ()
    new: tuple[Entry, ...] = ()
    seen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __add__(self, other: Plan) -> Plan:
        """Both."""
        seen = {key: dict(cells) for key, cells in self.seen.items()}
        for key, cells in other.seen.items():
            seen.setdefault(key, {}).update(cells)
        return Plan(self.out + other.out, self.new + other.new, seen)


# --- what the file says of a row ----------------------------------------------------------------


def about(opened: Opened, row: RowRecord, entries: Iterable[Entry]) -> list[Entry]:
    """The entries that decide something about a row as it is published."""
    cells = opened.cells_of[row.row_id]
    return [entry for entry in entries if _is_about(entry, opened, row, cells)]


def _is_about(entry: Entry, opened: Opened, row: RowRecord, cells: Sequence[CellRecord]) -> bool:
    fields, mark = entry.fields, opened.prints[row.row_id]
    if entry.decision in ("join", "unite") and fields["above"] == mark:
        return True
    named = [("row", "at"), ("to_row", "to_at"), ("below", "at"), ("above", "at")]
    named = named[:2] if entry.decision != "add" else named[2:]
    if any(key in fields for key, _ in named):
        here = opened.is_at if entry.decision not in _OF_ROWS else opened.is_just_at
        return any(fields.get(key) == mark and here(row, fields.get(at, "")) for key, at in named)
    return entry.decision == "cell" and any(
        cell.column == fields["column"] and cell.raw == fields["against"] for cell in cells
    )


def mark_of(opened: Opened, row: RowRecord, entries: Iterable[Entry]) -> str:
    """Changes when the row is read otherwise, or when somebody decides about it."""
    told = [opened.prints[row.row_id], *(repr(entry.same) for entry in about(opened, row, entries))]
    told += [cell.text for cell in opened.cells_of[row.row_id]]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:16]


def waits(opened: Opened, row: RowRecord, entry: Entry) -> bool:
    """Whether a decision about a row is not in what is published yet."""
    fields = entry.fields
    match entry.decision:
        case "cell":
            cell = opened.cell(row.row_id, fields["column"])
            return cell is not None and cell.text != " ".join(fields["text"].split())
        case "kind":
            return bool(row.kind != fields["kind"])
        case "parent":
            above = opened.prints.get(row.parent_row_id or row.group_row_id or "", "")
            return bool(above != fields["parent"])
        case "link":
            own = [k for k in opened.document.links if k.row_id == row.row_id
                   and k.other_doc_id == fields["document"]]  # fmt: skip
            return fields["status"] == "accepted" and not any(k.status == "accepted" for k in own)
        case "accept":
            return any(_accepts(entry, doubt) for doubt in opened.doubts.get(row.row_id, ()))
        case "add":
            return added_mark(opened, row, fields["cells"]) not in opened.prints.values()
        case "divide":
            return row.ordinal > 1
        case "unite":
            return opened.prints[row.row_id] == fields["row"] and row.ordinal == 1
        case "mark":
            return _mark_waits(opened, row, fields)
        case _:
            return entry.decision in _OF_ROWS


def added_mark(opened: Opened, row: RowRecord, cells: Mapping[str, str]) -> str:
    """The fingerprint that a row added to the table of another one will have."""
    columns = opened.tables[row.table_id].columns
    return added_print(" ".join(cells.get(column, "").split()) for column in columns)


def _mark_waits(opened: Opened, row: RowRecord, fields: Mapping[str, Any]) -> bool:
    mark, number = opened.prints[row.row_id], fields["number"]
    read = opened.cell(row.row_id, fields["column"]) if fields["row"] == mark else None
    goal = opened.cell(row.row_id, fields["to_column"]) if fields["to_row"] == mark else None
    return (read is not None and read != goal and number in read.footnotes) or (
        goal is not None and number not in goal.footnotes
    )


def _accepts(entry: Entry, doubt: ProblemRecord) -> bool:
    fields = entry.fields
    column = fields.get("column", "")
    return (
        doubt.code == fields["code"]
        and doubt.evidence == fields["against"]
        and column in ("", doubt.column)
        and fields.get("document", doubt.other_doc_id) == doubt.other_doc_id
    )


def accepted(doubt: ProblemRecord, entries: Iterable[Entry]) -> Entry | None:
    """The entry that accepts a doubt, among those about its row."""
    return next((e for e in entries if e.decision == "accept" and _accepts(e, doubt)), None)


def text_of(cell: CellRecord, entries: Iterable[Entry]) -> str:
    """The text of a cell with what is decided about its row."""
    for entry in entries:
        fields = entry.fields
        if (
            entry.decision == "cell"
            and fields["column"] == cell.column
            and fields["against"] == cell.raw
        ):
            return " ".join(fields["text"].split())
    return cell.text


def is_locked(entries: Iterable[Entry], opened: Opened, row: RowRecord) -> bool:
    """Whether the next run makes other rows of a row, so that nothing can be said of it now."""
    return any(e.decision in _OF_ROWS and waits(opened, row, e) for e in entries)


def other_reading(doubt: ProblemRecord, cell: CellRecord) -> str | None:
    """What a cell could read instead, by a doubt about it."""
    if found := _OTHER.fullmatch(doubt.evidence):
        return "" if found["other"] == _BLANK else found["other"]
    if doubt.code == "rendition-differs" and doubt.column == cell.column:
        return doubt.evidence
    better = _BETTER.fullmatch(doubt.evidence)
    if better and doubt.code == "suspected-ocr" and better["printed"] in cell.text:
        return cell.text.replace(better["printed"], better["better"], 1)
    return None


def _is_link(entry: Entry, fields: Mapping[str, Any]) -> bool:
    return entry.decision == "link" and all(
        entry.fields.get(key, "") == fields.get(key, "")
        for key in ("document", "other", "other_at")
    )


def status_of_link(
    opened: Opened, row: RowRecord, other: Opened, old: RowRecord, entries: Iterable[Entry]
) -> str:
    """What a person decided about two rows: accepted, rejected, or blank for nothing."""
    at = other.number_at(old)
    fields = {"document": other.document.doc_id, "other": other.prints[old.row_id], "other_at": at}
    own = [entry for entry in about(opened, row, entries) if _is_link(entry, fields)]
    return str(own[0].fields["status"]) if own else ""


# --- decisions ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Deciding:
    """A row, and what the file says now."""

    opened: Opened
    row: RowRecord
    entries: Sequence[Entry]
    signed: Signed

    @property
    def own(self) -> list[Entry]:
        """The entries about the row."""
        return about(self.opened, self.row, self.entries)

    @property
    def place(self) -> dict[str, str]:
        """The row as an entry names it."""
        at = self.opened.at(self.row)
        return {"row": self.opened.prints[self.row.row_id]} | ({"at": at} if at else {})

    @property
    def key(self) -> str:
        """The row as the diary names it."""
        return self.opened.row_keys[self.row.row_id]

    def unlocked(self) -> None:
        """Raise where the next run makes other rows of the row."""
        if is_locked(self.own, self.opened, self.row):
            raise RefusedError("refused.locked")

    def edit(self, column: str, text: str) -> Plan:
        """Another text for a cell, in place of what was decided about it before."""
        self.unlocked()
        cell = self.cell(column)
        text = " ".join(text.split())
        old = tuple(e for e in self.own if e.decision == "cell" and e.fields["column"] == column)
        seen = {self.key: {column: text}}
        if text == text_of(cell, old):
            return Plan(seen=seen)
        if text == cell.text and any(waits(self.opened, self.row, e) for e in old):
            return Plan(out=old, seen=seen)
        fields = {**self.place, "column": column, "against": cell.raw, "text": text}
        return Plan(old, (self.signed.entry("cell", fields),), seen)

    def take_other(self, column: str) -> Plan:
        """The other reading of a doubt; where lines could be divided otherwise, of all cells of the
        row, for they go together."""
        chosen = {
            doubt.column: reading
            for doubt in self.opened.doubts.get(self.row.row_id, ())
            if doubt.column and (doubt.column == column or _OTHER.fullmatch(doubt.evidence))
            if (reading := other_reading(doubt, self.cell(doubt.column))) is not None
        }
        if column not in chosen:
            raise RefusedError("refused.no-other")
        return sum((self.edit(c, text) for c, text in chosen.items()), Plan())

    def accept(self, column: str) -> Plan:
        """A cell is right as it stands: its doubts are accepted, and it is seen."""
        cell = self.cell(column)
        doubts = [d for d in self.opened.doubts.get(self.row.row_id, ()) if d.column == column]
        return self._accepting(doubts) + Plan(seen={self.key: {column: text_of(cell, self.own)}})

    def accept_all(self) -> Plan:
        """The whole row is right as it stands."""
        own = self.own
        cells = self.opened.cells_of[self.row.row_id]
        seen = {self.key: {cell.column: text_of(cell, own) for cell in cells}}
        doubts = [d for d in self.opened.doubts.get(self.row.row_id, ()) if d.severity == "warning"]
        return self._accepting(doubts) + Plan(seen=seen)

    def _accepting(self, doubts: Iterable[ProblemRecord]) -> Plan:
        own = self.own
        edited = {e.fields["column"] for e in own if e.decision == "cell"}
        new: dict[tuple[str, str], Entry] = {}
        for doubt in doubts:
            if doubt.severity == "error" or doubt.column in edited or accepted(doubt, own):
                continue
            fields = {"code": doubt.code, "against": doubt.evidence, **self.place}
            fields |= {"column": doubt.column} if doubt.column else {}
            fields |= {"document": doubt.other_doc_id} if doubt.other_doc_id else {}
            entry = self.signed.entry("accept", fields)
            new[entry.same] = entry
        if new:
            self.unlocked()
        return Plan(new=tuple(new.values()))

    def join(self) -> Plan:
        """The row goes on in the one above it. What was decided about either stays with the one
        they become: texts are put together as the cells are."""
        upper = self.opened.above(self.row.row_id)
        if upper is None:
            raise RefusedError("refused.nothing-above")
        if any(_is_added(self.opened, row) for row in (upper, self.row)):
            raise RefusedError("refused.added")
        fields = {**self.place, "above": self.opened.prints[upper.row_id]}
        new = self.signed.entry("join", fields)
        out: list[Entry] = []
        kept: list[Entry] = []
        for row in (upper, self.row):
            for entry in about(self.opened, row, self.entries):
                if entry.decision in ("unite", "divide") or entry in out:
                    continue
                if entry.decision not in _KEPT:
                    raise RefusedError("refused.take-back-first")
                out.append(entry)
                if entry.decision == "kind" and row is upper:
                    kept.append(self._of_whole(entry, upper, {}))
        for column in dict.fromkeys(e.fields["column"] for e in out if e.decision == "cell"):
            kept.append(self._whole_cell(column, upper, out))
        return Plan(tuple(out), (new, *kept))

    def _whole_cell(self, column: str, upper: RowRecord, entries: Sequence[Entry]) -> Entry:
        """The text of a cell that goes on in the row, where that of a part of it is corrected."""
        cells = [self.opened.cell(row.row_id, column) for row in (upper, self.row)]
        own = [cell for n, cell in enumerate(cells) if cell and not (n and cell.merged)]
        texts = [
            text_of(
                cell, [e for e in entries if e.fields.get("row") == self.opened.prints[cell.row_id]]
            )
            for cell in own
        ]
        edit = next(e for e in reversed(entries) if e.fields.get("column") == column)
        against = "\n".join(cell.raw for cell in own if cell.raw)
        return self._of_whole(
            edit, upper, {"against": against, "text": " ".join(filter(None, texts))}
        )

    def _of_whole(self, entry: Entry, upper: RowRecord, changed: Mapping[str, str]) -> Entry:
        """A decision about one of two rows as one about the row they become."""
        lower = {cell.column: cell for cell in self.opened.cells_of[self.row.row_id]}
        raws = [
            "\n".join(filter(None, (c.raw, "" if lower[c.column].merged else lower[c.column].raw)))
            for c in self.opened.cells_of[upper.row_id]
        ]
        rest = {key: value for key, value in entry.fields.items() if key != "at"}
        return Entry(entry.decision, {**rest, **changed, "row": fingerprint(raws)})

    def part(self, chars: Mapping[str, int]) -> Plan:
        """The row is two: so many printed characters of each column stay above."""
        self.free(self.row)
        cells = {cell.column: cell for cell in self.opened.cells_of[self.row.row_id]}
        lines: dict[str, int] = {}
        inside: dict[str, int] = {}
        for column, count in chars.items():
            cell = cells.get(column)
            if cell is None or cell.merged or not 0 <= count <= len(cell.raw):
                raise RefusedError("refused.part")
            if count < len(cell.raw.rstrip()):
                at_end = _lines_above(cell, count)
                (inside if at_end is None else lines)[column] = count if at_end is None else at_end
        own = [cell for cell in cells.values() if cell.raw and not cell.merged]
        stays = any(chars.get(cell.column, len(cell.raw)) > 0 for cell in own)
        if not stays or not (lines or inside):
            raise RefusedError("refused.part")
        fields = {**self.place, **({"lines": lines} if lines else {})}
        fields |= {"chars": inside} if inside else {}
        return Plan(new=(self.signed.entry("part", fields),))

    def kind(self, kind: str) -> Plan:
        """The row is a heading, an item or a sum."""
        self.unlocked()
        old = tuple(e for e in self.own if e.decision == "kind")
        if kind == self.row.kind and not old:
            return Plan()
        if kind == self.row.kind and any(waits(self.opened, self.row, e) for e in old):
            return Plan(out=old)
        return Plan(old, (self.signed.entry("kind", {**self.place, "kind": kind}),))

    def parent(self, above: str) -> Plan:
        """The row stands under another of its table (blank: under none)."""
        self.unlocked()
        if above and above not in self.opened.prints:
            raise RefusedError("refused.changed")
        old = tuple(e for e in self.own if e.decision == "parent")
        fields = {**self.place, "parent": self.opened.prints[above] if above else ""}
        return Plan(old, (self.signed.entry("parent", fields),))

    def link(self, other: Opened, old: RowRecord, status: str, relation: str) -> Plan:
        """The row and one of an older document are the same task, or they are not."""
        if status not in ("accepted", "rejected", "") or relation not in (
            "same",
            "split",
            "merged",
        ):
            raise RefusedError("refused.changed")
        fields = {
            **self.place,
            "document": other.document.doc_id,
            "other": other.prints[old.row_id],
        }
        at = other.number_at(old)
        fields |= {"other_at": at} if at else {}
        same = tuple(entry for entry in self.own if _is_link(entry, fields))
        fields |= {"status": status} | ({"relation": relation} if relation != "same" else {})
        return Plan(same, (self.signed.entry("link", fields),) if status else ())

    def free(self, row: RowRecord) -> None:
        """Raise where something is decided about a row: it would be lost with the row. Which table
        it stands in is not."""
        own = about(self.opened, row, self.entries)
        if any(e.decision not in ("unite", "divide") for e in own):
            raise RefusedError("refused.take-back-first")

    def cell(self, column: str) -> CellRecord:
        """A cell of the row. Raises `RefusedError` where there is none."""
        cell = self.opened.cell(self.row.row_id, column)
        if cell is None:
            raise RefusedError("refused.changed")
        return cell


def _is_added(opened: Opened, row: RowRecord) -> bool:
    """Whether nothing of a row was read: a person added it."""
    raws = [cell.raw for cell in opened.cells_of[row.row_id]]
    return not any(raws) and opened.prints[row.row_id] != fingerprint(raws)


def _lines_above(cell: CellRecord, chars: int) -> int | None:
    """How many printed lines so many characters are; None where they end inside one, or where it
    is not known which lines the cell has."""
    lines = cell.raw.split("\n")
    if len(lines) != len(cell.places):
        return None
    for number in range(len(lines) + 1):
        length = len("\n".join(lines[:number]))
        if chars in (length, length + 1 if number else length):
            return number
    return None
