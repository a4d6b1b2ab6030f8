"""The comparison as one HTML page that needs nothing else: no network, no second file.

The page carries its data as JSON and builds what is on the screen from it, row by row as they
scroll into view, so that ten thousand rows open at once. Document text reaches the page as data
alone: `<`, `>` and `&` are escaped in the JSON, the script only ever sets text, and a content
security policy lets no script run but the page's own, and no request leave it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.data.records import CellRecord, Document, PlaceRecord, ProblemRecord, RepairRecord
from pipeline.errors import ConfigError
from pipeline.qa.diff import DocumentDiff, Field, NoteDiff, TableDiff
from pipeline.qa.differences import label, row_id
from pipeline.qa.edits import marked_words
from pipeline.qa.figures import Counts, figures
from pipeline.qa.outputs import NUMBER_COLUMN
from pipeline.qa.pictures import Album, Paper, Picture, box_of

Json = dict[str, Any]
_HERE = Path(__file__).parent
_FIGURES = ("cells", "form", "notes")


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """What the two sides are called on the page."""

    title: str = "QA report"
    left: str = "fixture"
    right: str = "extraction"


DIFFERENCES, UNCHECKED, EVERY = "differences", "unchecked", "all"
_ROOM = 60_000_000
"""Bytes of pictures where pictures of rows are asked for; the page opens as a file of that size."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of which rows pictures are wanted beside those that differ: of all, of the tables no person
    has checked, or of the documents and tables that are named."""

    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str], diffs: Iterable[DocumentDiff]) -> Wanted:
        """What was asked for. Raises `ConfigError` for what is no table of the comparison."""
        wanted = frozenset(names) - {DIFFERENCES}
        tables = {f"{diff.doc_id}/{table.ordinal}" for diff in diffs for table in diff.tables}
        known = tables | {table.rpartition("/")[0] for table in tables} | {UNCHECKED, EVERY}
        unknown = sorted(wanted - known)
        if unknown:
            raise ConfigError(
                f"{unknown[0]}: write differences, unchecked, all, a document or a table of the"
                " comparison (<doc_id> or <doc_id>/<n>)"
            )
        return cls(wanted)

    def has(self, doc_id: str, table: TableDiff) -> bool:
        """Whether pictures of the rows of a table are wanted."""
        names = {EVERY, doc_id, f"{doc_id}/{table.ordinal}"}
        return bool(self.names & (names if table.checked else names | {UNCHECKED}))


def report_html(
    diffs: Sequence[DocumentDiff],
    documents: Mapping[str, Document],
    raw: Path,
    names: ColumnNames = ColumnNames(),
    wanted: Wanted = Wanted(),
) -> str:
    """The page. `documents` are the extractions by `doc_id`, `raw` the folder of their sources."""
    return fill(report_data(diffs, documents, raw, names, wanted))


def report_data(
    diffs: Sequence[DocumentDiff],
    documents: Mapping[str, Document],
    raw: Path,
    names: ColumnNames = ColumnNames(),
    wanted: Wanted = Wanted(),
) -> Json:
    """What the page shows: figures per document, and one entry per row (see `_entries`)."""
    album = Album(raw, most=sys.maxsize, most_bytes=_ROOM) if wanted.names else Album(raw)
    entries: list[Json] = []
    try:
        for number, document in enumerate(diffs):
            evidence = _Evidence.of(documents.get(document.doc_id), album, wanted)
            entries += _entries(number, document, evidence)
    finally:
        album.close()
    return {
        "names": {"title": names.title, "left": names.left, "right": names.right},
        "documents": [_document(d, documents.get(d.doc_id)) for d in diffs],
        "entries": entries,
        "refused": album.refused,
    }


def fill(data: Json) -> str:
    """The template with data, style and script in their places."""
    style = (_HERE / "report.css").read_text(encoding="utf-8")
    script = (_HERE / "report.js").read_text(encoding="utf-8")
    page = (_HERE / "report.html").read_text(encoding="utf-8")
    parts = {
        "STYLE_HASH": _digest(style),
        "SCRIPT_HASH": _digest(script),
        "STYLE": style,
        "SCRIPT": script,
        "DATA": escaped_json(data),
    }
    head, *rest = page.split("@@")
    return head + "".join(parts[part] if i % 2 == 0 else part for i, part in enumerate(rest))


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return base64.b64encode(digest).decode("ascii")


def escaped_json(data: Json) -> str:
    """JSON that cannot end the element it stands in, whatever its texts say."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the extraction says of its cells, by row: raw text, places, repairs, problems."""

    document: Document | None
    album: Album
    wanted: Wanted
    cells: dict[tuple[str, str], CellRecord] = field(default_factory=dict)
    repairs: dict[str, list[RepairRecord]] = field(default_factory=dict)
    problems: dict[str, list[ProblemRecord]] = field(default_factory=dict)
    places: dict[str, list[PlaceRecord]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document | None, album: Album, wanted: Wanted) -> _Evidence:
        evidence = cls(document, album, wanted)
        if document is None:
            return evidence
        for cell in document.cells:
            evidence.cells[cell.row_id, cell.column] = cell
            evidence.places.setdefault(cell.row_id, []).extend(cell.places)
        for repair in document.repairs:
            evidence.repairs.setdefault(repair.row_id or "", []).append(repair)
        for problem in document.problems:
            key = problem.row_id or problem.table_id or ""
            evidence.problems.setdefault(key, []).append(problem)
        return evidence

    def pictures(
        self, key: str, places: Iterable[PlaceRecord], names: Sequence[str] = ()
    ) -> list[Picture]:
        """Pictures of places of a row or table, where the source has pages."""
        paper = self._paper(key)
        return self.album.of(paper, places, names) if paper else []

    def of_row(self, key: str, columns: Iterable[str]) -> list[Picture]:
        """Pictures of a whole row, its cells marked by their columns."""
        cells = [self.cells[key, c] for c in columns if (key, c) in self.cells]
        places = [(place, cell.column) for cell in cells for place in cell.places]
        return self.pictures(key, [p for p, _ in places], [name for _, name in places])

    def _paper(self, key: str) -> Paper | None:
        """The file a row or table was read from."""
        if self.document is None:
            return None
        facts, ids = self.document.facts, {key, key.rpartition("/")[0]}
        named = (table.source for table in self.document.tables if table.table_id in ids)
        source = next(named, None) or facts.source
        digests = {part.source: part.sha256 for part in facts.parts or ()}
        return Paper(source, digests.get(source, facts.sha256))


def _document(diff: DocumentDiff, document: Document | None) -> Json:
    part = figures(diff)
    unread = figures(diff, checked=False)
    facts = document.facts if document else None
    return {
        "id": diff.doc_id,
        "source": facts.source if facts else "",
        "dialect": (facts.dialect if facts else None) or "",
        "unchecked": list(diff.unchecked),
        "unread": {name: _counts(getattr(unread, name)) for name in _FIGURES},
        "unreadErrorRate": unread.cells.error_rate,
        "unreadGrid": unread.grid_similarity,
        "figures": {name: _counts(getattr(part, name)) for name in _FIGURES},
        "errorRate": part.cells.error_rate,
        "grid": part.grid_similarity,
        "columns": {name: _counts(counts) for name, counts in part.columns.items()},
    }


def _counts(counts: Counts) -> list[int]:
    return [counts.equal, counts.differs, counts.missing, counts.extra]


def _entries(number: int, diff: DocumentDiff, evidence: _Evidence) -> Iterator[Json]:
    """One entry per row, per footnote that differs, and for what concerns a whole table."""
    whole = evidence.problems.get("", [])
    if whole or not diff.present:
        yield {
            "d": number,
            "what": "document",
            "state": "equal" if diff.present else "missing",
            "name": diff.doc_id,
            "problems": _problems(whole),
        }
    for table in diff.tables:
        yield from _table_entries(number, diff.doc_id, table, evidence)
    for note in diff.notes:
        if note.state != "equal":
            yield _note_entry(number, note)


def _table_entries(
    number: int, doc_id: str, table: TableDiff, evidence: _Evidence
) -> Iterator[Json]:
    table_id = f"{doc_id}/{table.ordinal}"
    problems = evidence.problems.get(table_id, []) if table.found else []
    columns_differ = table.columns.state != "equal"
    if problems or columns_differ or table.state in ("missing", "extra"):
        whole = table.state in ("missing", "extra")
        yield {
            "d": number,
            "t": table.ordinal,
            "what": "table",
            "state": table.state if whole else table.columns.state,
            "name": table_id,
            "fields": [_field(table.columns)] if columns_differ else [],
            "problems": _problems(problems),
        }
    for position, row in enumerate(table.rows):
        yield _row_entry(number, doc_id, table, position, evidence) | {
            "what": "row", "state": row.state, "t": table.ordinal,
        }  # fmt: skip


def _row_entry(
    number: int, doc_id: str, table: TableDiff, position: int, evidence: _Evidence
) -> Json:
    row = table.rows[position]
    key = row_id(doc_id, table, row) or ""
    side = row.expected or row.found
    assert side is not None
    whole = row.found is not None and evidence.wanted.has(doc_id, table)
    fields = [_cell(key, item, evidence, whole) for item in row.fields if _shown(item)]
    repairs = [r for r in evidence.repairs.get(key, []) if key and r.column is None]
    entry: Json = {
        "d": number,
        "id": key,
        "n": side.number,
        "name": label(row),
        "kind": side.kind,
        "parent": side.parent,
        "group": side.group,
        "fields": fields,
        "repairs": [_repair(repair) for repair in repairs],
        "problems": _problems(evidence.problems.get(key, [])) if key else [],
    }
    if row.found is None:
        near = _near(doc_id, table, position, evidence)
        entry["near"] = [_place(place) for place in near]
        beside = evidence.pictures(f"{doc_id}/{table.ordinal}", near)
        entry["pictures"] = [_picture(picture) for picture in beside]
    elif whole:
        columns = (NUMBER_COLUMN, *(item.column for item in row.fields if item.aspect == "cell"))
        entry["pictures"] = [_picture(picture) for picture in evidence.of_row(key, columns)]
    return {name: value for name, value in entry.items() if value not in ([], None, "")}


def _shown(item: Field) -> bool:
    """Every printed cell; of the rest what differs, and the markers."""
    return item.aspect in ("cell", "label", "marker") or item.state != "equal"


def _near(doc_id: str, table: TableDiff, position: int, evidence: _Evidence) -> list[PlaceRecord]:
    """Where a lost row should be: the rows before and after it, those on one page."""
    before = next((r for r in reversed(table.rows[:position]) if r.found), None)
    after = next((r for r in table.rows[position + 1 :] if r.found), None)
    sides = [
        evidence.places.get((row and row_id(doc_id, table, row)) or "", [])
        for row in (before, after)
    ]
    pages = [side[end].page for side, end in zip(sides, (-1, 0), strict=True) if side]
    return [place for side in sides for place in side if place.page == pages[0]]


def _cell(key: str, item: Field, evidence: _Evidence, whole: bool) -> list[Any]:
    """A field with its evidence: the cell behind it, its repairs, and its place if it differs and
    the `whole` row is not shown."""
    column = NUMBER_COLUMN if item.aspect == "label" else item.column
    cell = evidence.cells.get((key, column)) if item.aspect != "group" else None
    more: Json = {}
    if cell is not None and item.aspect in ("cell", "label", "marker"):
        repairs = [r for r in evidence.repairs.get(key, []) if r.column == column]
        more = {
            "raw": cell.raw if cell.raw != item.found else "",
            "places": [_place(place) for place in cell.places],
            "repairs": [_repair(repair) for repair in repairs],
            "merged": cell.merged,
            "sure": cell.confidence,
        }
        if item.aspect == "marker":
            more = {"places": more["places"]}
        if item.state != "equal" and not whole:
            more["pictures"] = [_picture(p) for p in evidence.pictures(key, cell.places)]
    return _field(item, more)


def _field(item: Field, more: Json | None = None) -> list[Any]:
    """Aspect, column, state, expected, found (null if equal), and what else is known."""
    more = {name: value for name, value in (more or {}).items() if value}
    if item.why:
        more["why"] = item.why
    if item.state == "differs":
        more["spans"] = [list(mark)[1:] for mark in marked_words(item.expected, item.found)]
    found = None if item.found == item.expected else item.found
    record = [item.aspect, item.column, item.state, item.expected, found, more]
    return record if more else record[:-1]


def _place(place: PlaceRecord) -> list[float | int | None]:
    """Page and line, or page and box."""
    box = box_of(place)
    return [place.page, place.line] if box is None else [place.page, *(round(x, 1) for x in box)]


def _picture(picture: Picture) -> Json:
    boxes = [list(box) for box in picture.boxes]
    shown: Json = {"page": picture.page, "uri": picture.uri, "boxes": boxes}
    return shown | ({"names": list(picture.names)} if picture.names else {})


def _repair(repair: RepairRecord) -> list[str]:
    return [repair.rule, repair.before, repair.after, repair.reason or ""]


def _problems(problems: Iterable[ProblemRecord]) -> list[list[str]]:
    return [[p.code, p.severity, p.column or "", p.message, p.evidence] for p in problems]


def _note_entry(number: int, note: NoteDiff) -> Json:
    return {
        "d": number,
        "what": "footnote",
        "state": note.state,
        "name": note.name,
        "fields": [_field(item) for item in note.fields],
    }
