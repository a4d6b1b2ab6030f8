"""The published documents as the app shows them: read once, read again when a run has published."""

from __future__ import annotations

import json
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from pipeline.batch.sources import CORRECTIONS, corrections_of
from pipeline.data.generations import place
from pipeline.data.records import (
    CellRecord,
    Document,
    DocumentRecord,
    LinkRecord,
    ProblemRecord,
    RepairRecord,
    RowRecord,
    TableRecord,
)
from pipeline.data.store import MANIFEST, Store
from pipeline.errors import ConfigError
from pipeline.normalize.corrections.match import place_name
from pipeline.normalize.corrections.read import SUFFIX

Item = TypeVar("Item")
NUMBER_COLUMN = "stt"
_TABLES = ("documents", "tables", "rows", "cells", "footnotes", "pages", "repairs", "problems",
           "links", "amendments")  # fmt: skip
_KEPT = 6
"""Documents held in memory."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A row that leaves: its table, the row it stood below (blank: at the head of the table), and
    its texts in the order of the columns."""

    table_id: str
    above: str
    texts: tuple[str, ...]


class Opened:
    """One document with what is asked of it again and again.

    Where people decided about its rows or columns since the last run it is as the next one will
    make it: `made` says by which decision each row came that is not as published, `gone` which
    rows leave, `named` which tables have columns under other names.
    """

    def __init__(
        self,
        document: Document,
        made: Mapping[str, str] | None = None,
        gone: Sequence[Gone] = (),
        named: Collection[str] = (),
    ) -> None:
        self.document = document
        self.made = made or {}
        self.gone = gone
        self.named = named

    def waiting_in(self, table_id: str) -> int:
        """How much of a table waits for the next run: rows made anew and left out, columns."""
        made = sum(self.rows[row_id].table_id == table_id for row_id in self.made)
        gone = sum(row.table_id == table_id for row in self.gone)
        return made + gone + (table_id in self.named)

    @cached_property
    def tables(self) -> Mapping[str, TableRecord]:
        """Its tables by key."""
        return {table.table_id: table for table in self.document.tables}

    @cached_property
    def rows(self) -> Mapping[str, RowRecord]:
        """Its rows by key."""
        return {row.row_id: row for row in self.document.rows}

    @cached_property
    def rows_of(self) -> Mapping[str, list[RowRecord]]:
        """The rows of each table, in order."""
        return _by(self.document.rows, "table_id")

    @cached_property
    def cells_of(self) -> Mapping[str, list[CellRecord]]:
        """The cells of each row, in printed order."""
        return _by(self.document.cells, "row_id")

    @cached_property
    def prints(self) -> Mapping[str, str]:
        """The fingerprint of each row."""
        return {row.row_id: row.fingerprint for row in self.document.rows}

    @cached_property
    def row_keys(self) -> Mapping[str, str]:
        """What names a row over runs."""
        return row_keys(
            {"row_id": row.row_id, "table_id": row.table_id, "fingerprint": row.fingerprint}
            for row in self.document.rows
        )

    @cached_property
    def _alike(self) -> Mapping[str, int]:
        counted: dict[str, int] = defaultdict(int)
        for mark in self.prints.values():
            counted[mark] += 1
        return counted

    @cached_property
    def often(self) -> Mapping[str, Mapping[str, int]]:
        """The texts of each column that several cells have, and how many."""
        counted: dict[str, Counter[str]] = {}
        for cell in self.document.cells:
            told = counted.setdefault(cell.column, Counter())
            told[cell.text] += bool(cell.text and not cell.merged)
        return {c: {t: n for t, n in told.items() if n > 1} for c, told in counted.items()}

    def at(self, row: RowRecord) -> str:
        """Where a row is printed, which tells it from others that print the same; blank where none
        does. Where the file does not say, table and row."""
        if self._alike[self.prints[row.row_id]] == 1:
            return ""
        return self._printed_at(row) or self.number_at(row)

    def stands_at(self, row: RowRecord, at: str) -> bool:
        """Whether a row is printed there, or is the one of a table and row where the file does not
        say where it is printed."""
        return at == (self._printed_at(row) or f"{self.table_place(row)}/{row.ordinal:04}")

    def _printed_at(self, row: RowRecord) -> str:
        cells = (cell for cell in self.cells_of[row.row_id] if not cell.merged)
        return place_name((p.page, p.line, p.y0) for cell in cells for p in cell.places)

    def number_at(self, row: RowRecord) -> str:
        """The table and row that tell a row from others that print the same; blank where none
        does."""
        if self._alike[self.prints[row.row_id]] <= 1:
            return ""
        return f"{self.table_place(row)}/{row.ordinal:04}"

    def is_at(self, row: RowRecord, at: str) -> bool:
        """Whether a row is the one that an entry names so; a row that has no other of its print is,
        whatever is said."""
        return at in ("", self.at(row), self.number_at(row)) or not self.at(row)

    def is_just_at(self, row: RowRecord, at: str) -> bool:
        """The same of an entry that may have taken another row of that print away."""
        return not at or self.stands_at(row, at) or at == self.number_at(row)

    def table_place(self, row: RowRecord) -> str:
        """The number of a row's table in the input it was read from."""
        mine = self.tables[row.table_id]
        return str(self._tables_beside(mine).index(mine) + 1)

    def table_above(self, row: RowRecord) -> TableRecord | None:
        """The table before that of a row, in the same input."""
        mine = self.tables[row.table_id]
        beside = self._tables_beside(mine)
        at = beside.index(mine)
        return beside[at - 1] if at else None

    def _tables_beside(self, table: TableRecord) -> list[TableRecord]:
        return [one for one in self.document.tables if one.source == table.source]

    @cached_property
    def doubts(self) -> Mapping[str, list[ProblemRecord]]:
        """The open doubts of each row."""
        own = (p for p in self.document.problems if p.row_id and p.code != "accepted")
        return _by(own, "row_id")

    @cached_property
    def repairs(self) -> Mapping[tuple[str | None, str | None], list[RepairRecord]]:
        """The repairs of each cell; of a row as a whole under no column."""
        found: dict[tuple[str | None, str | None], list[RepairRecord]] = defaultdict(list)
        for repair in self.document.repairs:
            found[repair.row_id, repair.column].append(repair)
        return found

    @cached_property
    def row_of_key(self) -> Mapping[str, str]:
        """Which row a name over runs means."""
        return {name: row_id for row_id, name in self.row_keys.items()}

    def sha256_of(self, source: str) -> str:
        """The digest of one of its inputs as it was read."""
        facts = self.document.facts
        return {part.source: part.sha256 for part in facts.parts}.get(source, facts.sha256)

    def cell(self, row_id: str, column: str) -> CellRecord | None:
        """One cell."""
        return next((c for c in self.cells_of.get(row_id, ()) if c.column == column), None)

    def link(self, row_id: str, other: str) -> LinkRecord | None:
        """The link of one of its rows to a row of an older document."""
        found = (k for k in self.document.links if (k.row_id, k.other_row_id) == (row_id, other))
        return next(found, None)

    def above(self, row_id: str) -> RowRecord | None:
        """The row above one in its table."""
        row = self.rows[row_id]
        return next((r for r in self.rows_of[row.table_id] if r.ordinal == row.ordinal - 1), None)

    def printed_in(self, cell: CellRecord) -> CellRecord:
        """Where a merged cell is printed: the same column of an earlier row."""
        row = self.rows[cell.row_id]
        found = cell
        for above in reversed(self.rows_of[row.table_id][: row.ordinal]):
            other = self.cell(above.row_id, cell.column)
            if other is None or other.raw != cell.raw:
                break
            found = other
            if not other.merged:
                break
        return found


def row_keys(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """What names each row over runs: the number of its table, its fingerprint, and its number among
    those of the table that print the same."""
    counted: dict[tuple[str, str], int] = {}
    keys = {}
    for row in rows:
        table, mark = row["table_id"], row["fingerprint"] or ""
        counted[table, mark] = n = counted.get((table, mark), 0) + 1
        keys[row["row_id"]] = f"{table.rpartition('/')[2]}/{mark}/{n}"
    return keys


def told_apart(numbers: Mapping[str, str]) -> dict[str, str]:
    """What a person calls documents, by key: the number of each, with its key where others have
    that number too."""
    shared = Counter(numbers.values())
    return {key: f"{no} · {key}" if shared[no] > 1 else no for key, no in numbers.items()}


def _by(records: Iterable[Item], key: str) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for record in records:
        found[getattr(record, key)].append(record)
    return found


@dataclass(frozen=True, slots=True)
class Input:
    """Where an input lies, and the file of its corrections."""

    root: Path
    name: str
    corrections: Path

    @property
    def path(self) -> Path:
        """The file itself."""
        return self.root / self.name


class Shelf:
    """The output folder and the inputs it was read from."""

    def __init__(self, out: Path, corrections: Path | None = None) -> None:
        self.out = out
        self._store = Store(out)
        self.given = corrections
        self._held: OrderedDict[str, Opened] = OrderedDict()
        self._state = ""
        self._told: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
        self._read_at = ""
        self._lock = Lock()
        if not self.store.doc_ids():
            raise ConfigError(f"{out}: no datasets here; write them with: annex run --out {out}")

    @property
    def store(self) -> Store:
        """The state that counts now."""
        if self._store.folder != place(self.out):
            self._store = Store(self.out)
        return self._store

    def state(self) -> str:
        """Changes whenever a run has published."""
        folder = place(self.out)
        try:
            found = (folder / MANIFEST).stat()
        except OSError:
            return folder.name
        return f"{folder.name} {found.st_mtime_ns} {found.st_size}"

    def open(self, doc_id: str) -> Opened | None:
        """A document, None where there is none of that key."""
        with self._lock:
            if self._state != (now := self.state()):
                self._held.clear()
                self._state = now
            if doc_id not in self._held:
                if doc_id not in self.store.doc_ids():
                    return None
                read = {name: self.store.read(doc_id, name) for name in _TABLES}
                self._held[doc_id] = Opened(Document(**read))
            self._held.move_to_end(doc_id)
            while len(self._held) > _KEPT:
                self._held.popitem(last=False)
            return self._held[doc_id]

    def doc_ids(self) -> list[str]:
        """Keys of the published documents."""
        return self.store.doc_ids()

    def names(self) -> dict[str, str]:
        """What a person calls each published document."""
        read = self.store.whole("documents", ["doc_id", "number"]).to_pylist()
        return told_apart({one["doc_id"]: one["number"] or one["doc_id"] for one in read})

    def facts(self, doc_id: str) -> DocumentRecord:
        """What is known of a document as a whole."""
        facts: DocumentRecord = self.store.read(doc_id, "documents")[0]
        return facts

    def tables(self, doc_id: str) -> tuple[TableRecord, ...]:
        """The tables of a document."""
        return self.store.read(doc_id, "tables")

    def last_run(self) -> float:
        """When the last run began, in seconds since 1970; 0 where nobody knows."""
        runs = [path for path in (self.out / "runs").glob("*.json") if path.stem.isdecimal()]
        try:
            last = max(runs, key=lambda path: int(path.stem))
            took = json.loads(last.read_text(encoding="utf-8"))["seconds"]
            return last.stat().st_mtime - float(took)
        except (ValueError, OSError, KeyError, TypeError):
            return 0.0

    def _origins(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the documents came from, and where the input roots lie, as of the last run."""
        state = self.state()
        if self._read_at != state:
            manifest = self.store.read_manifest().get("documents", {})
            self._told, self._read_at = (manifest, self.store.read_roots()), state
        return self._told

    def input_of(self, doc_id: str, source: str) -> Input:
        """The input `source` of a document. Raises `ConfigError` where it is not known where it
        lies."""
        documents, roots = self._origins()
        inputs = documents.get(doc_id, {}).get("inputs", [])
        root = next((root for root, name, _ in inputs if name == source), None)
        where = roots.get(str(root), {}).get("path")
        if where is None:
            raise ConfigError(f"where {source} lies is not known; annex run reads it again")
        root = Path(where)
        return Input(root, source, self.folder(root) / f"{source}{SUFFIX}")

    def folder(self, root: Path | None = None) -> Path:
        """The folder of corrections for an input root (the first one where none is named)."""
        if self.given is not None:
            return self.given
        root = root or self.roots()[0]
        return corrections_of(root) or root / CORRECTIONS

    def roots(self) -> list[Path]:
        """The input roots. Raises `ConfigError` where none is known."""
        found = [Path(entry["path"]) for entry in self._origins()[1].values()]
        if not found:
            raise ConfigError(f"{self.out} does not know its inputs; annex run writes it again")
        return found
