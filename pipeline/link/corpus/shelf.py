"""The published documents as the links need them: few columns, one document in memory at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.data.records import ITEMS
from pipeline.data.store import Store
from pipeline.frozen import dataclass
from pipeline.link.claims.references import number_key
from pipeline.link.corpus.resolve import CandidateRow
from pipeline.link.lineage.blocking import COLUMNS, FIRST, Keys
from pipeline.link.lineage.input import in_order, leads_of, with_leads
from pipeline.link.lineage.model import LinkInput, LinkRow
from pipeline.link.lineage.rarity import OWN_TABLE, Rarity, rarity_of, usual

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK = 100
"""Documents of the corpus that are handed to a worker at a time."""
_PASSING = 2 * 1024 * 1024
"""Bytes of files of keys that pass by few fresh documents at a time."""
FACTS = ("doc_id", "number", "issued_date", "effective_date", "status", "kind", "title")
"""Columns of `documents` that say who a document is and what it counts for."""
_ROW_COLUMNS = ("row_id", "table_id", "annex", "ordinal", "stt", "stt_path", "title")
_YEAR_COLUMN = "target_year"
_LINK_COLUMNS = ("row_id", "title", "parent_row_id", "group_title", _YEAR_COLUMN)
_LEAD_COLUMNS = ("row_id", "role", "scope", "agency_id")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the corpus: its key, and what others call it by.

    `when` is its date, for one without a date the latest date it cites: no document cites a
    later one. The oldest day there is where nothing is known.
    """

    doc_id: str
    number: str | None
    issued: date | None
    when: date


def age(entry: Entry) -> tuple[object, str]:
    """Older documents first; among those of one day, the order of their keys."""
    return entry.when, entry.doc_id


def batches(doc_ids: Sequence[str], size: int) -> list[tuple[str, ...]]:
    """Documents by so many at a time, in order."""
    return [tuple(doc_ids[at : at + size]) for at in range(0, len(doc_ids), size)]


def passes(shelf: Shelf, doc_ids: Iterable[str], keys: int) -> Iterator[frozenset[str]]:
    """Documents by so many as have so many keys at most, one at least, in the order of their
    files."""
    due = shelf.store.layout.in_order(doc_ids)
    sizes = Counter[str](shelf.sizes(due))
    found, size = set[str](), 0
    for doc_id in due:
        if found and size + sizes[doc_id] > keys:
            yield frozenset(found)
            found, size = set(), 0
        found.add(doc_id)
        size += sizes[doc_id]
    if found:
        yield frozenset(found)


class Shelf:
    """The documents of a state: what is published under a folder, or is being built."""

    @classmethod
    def of(cls, state: Path | Store | Shelf) -> Shelf:
        """The shelf of a state; what is known of it, where a shelf is given."""
        return state if isinstance(state, Shelf) else cls(state)

    def __init__(self, state: Path | Store) -> None:
        self.store = state if isinstance(state, Store) else Store(state)
        self.entries = {entry.doc_id: entry for entry in self._entries()}
        self._by_number: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            if entry.number:
                self._by_number.setdefault(number_key(entry.number), []).append(entry)

    def _entries(self) -> Iterator[Entry]:
        undated = [row["doc_id"] for row in self.facts if row["issued_date"] is None]
        cited = self._latest_cited(undated)
        for row in self.facts:
            issued = row["issued_date"]
            when = issued or cited.get(row["doc_id"], date.min)
            yield Entry(row["doc_id"], row["number"], issued, when)

    @cached_property
    def facts(self) -> list[dict[str, Any]]:
        """Who the documents are (columns `FACTS`), by key; settling changes nothing of it."""
        rows = self.whole("documents", *FACTS).to_pylist()
        return sorted(rows, key=lambda row: str(row["doc_id"]))

    def _latest_cited(self, doc_ids: Collection[str]) -> dict[str, date]:
        """Of some documents the latest date of what they cite."""
        latest: dict[str, date] = {}
        for doc_id in doc_ids:
            for row in self.columns("citations", doc_id, "issued_date"):
                if row["issued_date"]:
                    latest[doc_id] = max(row["issued_date"], latest.get(doc_id, date.min))
        return latest

    def whole(self, table: str, *names: str) -> pa.Table:
        """Some columns of one dataset, of all documents."""
        return self.store.whole(table, names)

    def chunks(self, doc_ids: Iterable[str], size: int | None = None) -> list[tuple[str, ...]]:
        """Documents by so many as are handed to a worker at a time, in the order of their files."""
        size = size or CHUNK
        layout, chunks = self.store.layout, list[tuple[str, ...]]()
        for _, inside in groupby(layout.in_order(doc_ids), layout.bucket):
            found = tuple(inside)
            if layout.buckets and chunks and len(chunks[-1]) + len(found) <= size:
                chunks[-1] += found
            else:  # documents of one file stay together as far as they are no more than a chunk
                chunks += batches(found, size)
        return chunks

    def passing_chunks(self) -> list[tuple[str, ...]]:
        """All documents by so many as pass by some fresh ones at a time: more than are handed out
        else, where they are small."""
        each = self.passing_bytes() // (len(self.entries) or 1)
        return self.chunks(self.entries, min(4 * CHUNK, max(CHUNK, _PASSING // (each or 1))))

    def passing_bytes(self) -> int:
        """How large the files of keys are that pass by fresh rows."""
        return sum(path.stat().st_size for path in self.store.files("keys"))

    def sizes(self, doc_ids: Collection[str]) -> dict[str, int]:
        """How many keys the rows of each of some documents have."""
        counts = self.store.whole("keys", ["doc_id"], doc_ids)["doc_id"].value_counts().to_pylist()
        return {item["values"]: item["counts"] for item in counts}

    def keys(self, doc_ids: Sequence[str]) -> Keys:
        """What the rows of some documents are looked for by."""
        return Keys(self.store.whole("keys", COLUMNS, doc_ids))

    def passing_keys(self, doc_ids: Sequence[str]) -> Keys:
        """The same of documents of which most have nothing that is looked for."""

        def more(names: Sequence[str]) -> pa.Table:
            return self.store.whole("keys", names, doc_ids)

        return Keys(more(FIRST), more)

    @cached_property
    def rarity(self) -> Rarity:
        """The table of rarity of this output, the usual one where it has none of its own."""
        own = self.store.shared("rarity", OWN_TABLE)
        return rarity_of(own) if own else usual()

    def find(self, number: str | None, issued: date | None, by: Entry) -> Entry | None:
        """The document a number means in document `by`, if just one can be meant.

        A printed date must be that of the document; without one, it is not a later document.
        """
        if number is None or number.isdigit():
            return None
        found = self._by_number.get(number_key(number), [])
        if issued:
            dated = [entry for entry in found if entry.issued == issued]
            found = dated or [entry for entry in found if entry.issued is None]
        else:
            found = [entry for entry in found if entry.when <= by.when or by.when == date.min]
        return found[0] if len(found) == 1 else None

    def rows(self, doc_id: str) -> list[CandidateRow]:
        """The items of a document's tables, in printed order."""
        found = [row for _, row in self._items(doc_id, _ROW_COLUMNS)]
        found.sort(key=lambda row: (_table_number(row["table_id"]), row["ordinal"]))
        return [
            CandidateRow(
                row["row_id"],
                row["table_id"],
                row["annex"],
                row["stt"],
                row["stt_path"],
                row["title"] or "",
            )
            for row in found
        ]

    def link_input(self, doc_id: str) -> LinkInput:
        """The titled items of a document in printed order, without their leads."""
        rows = [
            LinkRow(
                row["row_id"],
                row["title"],
                row["parent_row_id"],
                row["group_title"] or "",
                kind=table,
                year=row.get(_YEAR_COLUMN),
            )
            for table, row in self._items(doc_id, _LINK_COLUMNS)
            if row["title"]
        ]
        return LinkInput(doc_id, in_order(rows))

    def _items(self, doc_id: str, columns: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
        """The items of a document by kind of table, one with targets of several years once."""
        found: dict[str, tuple[str, dict[str, Any]]] = {}
        for table in ITEMS:
            for row in self.store.columns(doc_id, table, _known(table, columns)):
                seen = found.setdefault(row["row_id"], (table, row))[1]
                if seen.get(_YEAR_COLUMN) != row.get(_YEAR_COLUMN):
                    seen[_YEAR_COLUMN] = None
        return list(found.values())

    def with_leads(self, document: LinkInput, wanted: Collection[int] | None = None) -> LinkInput:
        """The same with the leads of its items, or of some of them (by place)."""
        if wanted is not None and not wanted:
            return document
        rows = self.store.columns(document.doc_id, "assignments", _LEAD_COLUMNS)
        leads = leads_of((r["row_id"], r["role"], r["scope"], r["agency_id"]) for r in rows)
        return with_leads(document, leads, wanted)

    def columns(self, table: str, doc_id: str, *names: str) -> list[dict[str, Any]]:
        """Some columns of one dataset of a document; nothing where there is no file."""
        return self.store.columns(doc_id, table, names)

    def numbers_cited(self, doc_id: str) -> set[str]:
        """The numbers a document cites in its cells, as keys."""
        rows = self.columns("citations", doc_id, "number")
        return {number_key(row["number"]) for row in rows if row["number"]}

    def records(self, table: str, doc_id: str) -> tuple[Any, ...]:
        """All records of one dataset of a document."""
        return self.store.read(doc_id, table)


def _known(table: str, columns: Sequence[str]) -> list[str]:
    """Those of the columns that a dataset of items has; only some kinds of items have a year."""
    names = {column.name for column in fields(ITEMS[table])}
    return [column for column in columns if column in names]


def _table_number(table_id: str) -> int:
    number = table_id.rpartition("/")[2]
    return int(number) if number.isdigit() else 0
