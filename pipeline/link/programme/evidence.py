"""What is published, as far as the history of tasks rests on it, and where every task stands.

A place is an item as one document has it: a row that is printed, or an item of a document that is
not held, as others quote it. What documents count for is decided here, once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import fields, replace
from datetime import date
from functools import cache
from typing import Any

from pipeline.data.parquet import records_in
from pipeline.data.records import (
    ITEMS,
    AmendmentRecord,
    IndicatorRecord,
    Item,
    LinkRecord,
    OriginalRecord,
    kind_of_item,
)
from pipeline.data.schema import record_types
from pipeline.data.store import Store
from pipeline.frozen import dataclass
from pipeline.link.claims.references import number_key
from pipeline.link.corpus.agree import CitedItem, cited_links
from pipeline.link.corpus.decided import REJECTED, links_of, pair_of
from pipeline.link.corpus.shelf import Shelf
from pipeline.link.doubts import document_of
from pipeline.link.lineage.cited import quoted_fields
from pipeline.link.lineage.input import position
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import fold, slug

ISSUED, DRAFT, REPORT = "issued", "draft", "report"
"""What a document counts for: it sets tasks; it may come to; it tells of them (or has no date)."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A document that prints or is cited for tasks; `doc_id` is None where it is not held."""

    key: str
    number: str | None
    issued: date | None
    when: date
    doc_id: str | None
    standing: str
    effective: date | None = None

    @property
    def counts_from(self) -> date | None:
        """The first day it counts: the one it names, else that of its issue."""
        return self.effective or self.issued

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.number or self.key

    @property
    def age(self) -> tuple[date, str]:
        """Older documents first."""
        return self.when, self.key


@dataclass(frozen=True, slots=True)
class ItemReading:
    """An item as one document has it. `fields` are its known texts by canonical column.

    `item` is the printed row; for a cited item `footnote_id`, `cited_row` and `cited_in` say who
    quotes it.
    """

    key: str
    source: Witness
    kind: str
    fields: Mapping[str, str]
    item: Item | None = None
    path: str = ""
    annex: str | None = None
    footnote_id: str | None = None
    cited_row: str | None = None
    cited_in: str | None = None

    @property
    def order(self) -> tuple[object, ...]:
        """By age of the document, then as printed."""
        place = position(self.key) if self.item else (0, 0)
        return *self.source.age, place, self.key


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything the history of some tasks rests on. `links` are between places: rows, and items
    of documents not held; `origin` leads from an amendment to the place it speaks of; `apart` are
    pairs of rows that a person says are not one task."""

    sources: Mapping[str, Witness]
    places: Mapping[str, ItemReading]
    links: tuple[LinkRecord, ...]
    amendments: tuple[AmendmentRecord, ...]
    origin: Mapping[str, str]
    apart: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Frame:
    """What the history of a task needs to know of all documents: who they are, what amendments
    speak of, and the items of documents not held that they cite.

    `named` are the printed rows that amendments name, without their texts.
    """

    sources: Mapping[str, Witness]
    amendments: tuple[AmendmentRecord, ...]
    origin: Mapping[str, str]
    cited: Mapping[str, ItemReading]
    named: Mapping[str, ItemReading]

    @property
    def evidence(self) -> Evidence:
        """The same as evidence without links."""
        places = {**self.cited, **self.named}
        return Evidence(self.sources, places, (), self.amendments, self.origin)


def records_of(store: Store, table: str, doc_ids: Collection[str] | None = None) -> list[Any]:
    """The records of a dataset, of all documents or of some, in the order of documents."""
    names = [field.name for field in fields(record_types()[table])]
    rows = store.whole(table, names, doc_ids)
    records: Iterator[Any] = records_in(rows, table)
    return sorted(records, key=lambda record: str(record.doc_id))


def rows_of(shelf: Shelf, table: str, wanted: Set[str]) -> list[Any]:
    """The records of a dataset that stand with some rows, in the order of documents; the rest of
    their documents never becomes records."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = [field.name for field in fields(record_types()[table])]
    keys = pa.array(sorted(wanted), pa.string())
    found: list[Any] = []
    held = {document_of(key) for key in wanted} & shelf.entries.keys()
    for doc_ids in shelf.chunks(held):
        rows = shelf.store.whole(table, names, doc_ids)
        found += records_in(rows.filter(pc.is_in(rows["row_id"], keys)), table)
    return sorted(found, key=lambda record: str(record.doc_id))


def frame_of(shelf: Shelf) -> Frame:
    """What is known of all documents of a state."""
    sources = {
        row["doc_id"]: source_of(row, shelf.entries[row["doc_id"]].when) for row in shelf.facts
    }
    amendments = tuple(records_of(shelf.store, "amendments"))
    named = _named(shelf, amendments, sources)
    originals = tuple(records_of(shelf.store, "originals"))
    cited, origin = _cited(sources, named, amendments, originals)
    absent = {place.source.key: place.source for place in cited.values()}
    return Frame({**absent, **sources}, amendments, origin, cited, named)


def _named(
    shelf: Shelf, amendments: Iterable[AmendmentRecord], sources: Mapping[str, Witness]
) -> dict[str, ItemReading]:
    """The rows amendments are made by and speak of, as far as they are items."""
    rows = {row for a in amendments for row in (a.row_id, a.original_row_id) if row}
    found: dict[str, ItemReading] = {}
    for kind in ITEMS if rows else ():
        doc_ids = {document_of(row) for row in rows}
        for row_id in shelf.store.whole(kind, ["row_id"], doc_ids)["row_id"].to_pylist():
            if row_id in rows:
                found[row_id] = ItemReading(row_id, sources[document_of(row_id)], kind, {})
    return found


def read_evidence(shelf: Shelf, frame: Frame, wanted: Set[str] | None = None) -> Evidence:
    """The evidence a state holds, of all tasks or of those at the wanted places.

    What is wanted must hold all places that links and amendments join with one of it.
    """

    def of(table: str) -> list[Any]:
        return records_of(shelf.store, table) if wanted is None else rows_of(shelf, table, wanted)

    items: dict[str, Item] = {}
    for kind in ITEMS:
        for item in of(kind):
            items[item.row_id] = _with_years(items.get(item.row_id), item)
    links = of("links")
    apart = frozenset(pair_of(d) for d in links_of(of("decisions")) if d.value == REJECTED)
    places = {**frame.cited, **{r: _printed(item, frame.sources) for r, item in items.items()}}
    amendments = frame.amendments
    if wanted is not None:
        places = {key: place for key, place in places.items() if key in wanted}
        amendments = tuple(
            a for a in amendments if not wanted.isdisjoint(places_of(a, frame.origin))
        )
    links += cited_links(tuple(_cited_items(amendments, frame.origin, places)), links)
    return Evidence(frame.sources, places, tuple(links), amendments, frame.origin, apart)


def _cited_items(
    amendments: Iterable[AmendmentRecord],
    origin: Mapping[str, str],
    places: Mapping[str, ItemReading],
) -> Iterator[CitedItem]:
    """What amendments mean where that is an item of a document that is not held."""
    for record in amendments:
        place = places.get(origin.get(record.amendment_id, ""))
        if place is None:
            continue
        row = places.get(record.original_row_id or "")
        printed = row.fields.get("title", "") if row else None
        later = row is not None and row.order > place.order
        yield CitedItem(record, place.key, place.source.key, printed, later)


def places_of(record: AmendmentRecord, origin: Mapping[str, str]) -> set[str]:
    """The places an amendment joins: its row, what it speaks of, and a row that prints this."""
    keys = record.row_id, origin.get(record.amendment_id), record.original_row_id
    return {key for key in keys if key}


def _with_years(known: Item | None, item: Item) -> Item:
    """An indicator with targets of several years as one item that names them all."""
    if not (isinstance(known, IndicatorRecord) and isinstance(item, IndicatorRecord)):
        return item
    before = known.target if known.target_year is None else f"{known.target_year}: {known.target}"
    target = f"{before}; {item.target_year}: {item.target}"
    return replace(item, target=target, target_year=None, value=None, value_high=None)


def _printed(item: Item, sources: Mapping[str, Witness]) -> ItemReading:
    return ItemReading(
        item.row_id, sources[item.doc_id], kind_of_item(item), _texts(item), item, item.stt_path,
        item.annex,
    )  # fmt: skip


def source_of(facts: Mapping[str, Any], when: date) -> Witness:
    """A held document (columns of `documents`) and what it counts for."""
    return Witness(
        facts["doc_id"], facts["number"], facts["issued_date"], when, facts["doc_id"],
        _standing(facts), facts["effective_date"],
    )  # fmt: skip


def _standing(facts: Mapping[str, Any]) -> str:
    if facts["status"] == DRAFT:
        return DRAFT
    words = (fold(facts[name] or "") for name in ("kind", "title"))
    if facts["issued_date"] is None or any(w.startswith(_reports()) for w in words):
        return REPORT
    return ISSUED


@cache
def _reports() -> tuple[str, ...]:
    return tuple(load_beside(__file__, "programme.toml")["reports"])


def _texts(item: Item) -> dict[str, str]:
    texts = {name: getattr(item, name, None) for name in TEXTS}
    return {name: text for name, text in texts.items() if text is not None}


TEXTS = (
    "title", "head", "lead", "coordination", "result", "deadline", "basis", "note", "unit",
    "target",
)  # fmt: skip
"""The canonical columns of text, in the order in which changes are told."""


# --- cited items -----------------------------------------------------------------------------


def _cited(
    sources: Mapping[str, Witness],
    printed: Mapping[str, ItemReading],
    amendments: Iterable[AmendmentRecord],
    originals: tuple[OriginalRecord, ...],
) -> tuple[dict[str, ItemReading], dict[str, str]]:
    """Cited places by key, and the place each amendment speaks of."""
    ages = {doc_id: source.age for doc_id, source in sources.items()}
    quoted = quoted_fields(originals)
    places: dict[str, ItemReading] = {}
    origin: dict[str, str] = {}
    ordered = sorted(amendments, key=lambda a: (ages[a.doc_id], a.amendment_id))
    for record in ordered:
        own = printed.get(record.original_row_id or "")
        if own and number_key(own.source.number) == number_key(record.original_number):
            origin[record.amendment_id] = own.key
        elif record.original_number and (record.original_stt or record.original_title):
            place = _cited_place(record, printed, quoted(record), sources[record.doc_id])
            place = _with_title(place, places)
            places.setdefault(place.key, place)
            origin[record.amendment_id] = place.key
    return places, origin


def _cited_place(
    record: AmendmentRecord,
    printed: Mapping[str, ItemReading],
    fields: Mapping[str, str],
    citing: Witness,
) -> ItemReading:
    like = printed.get(record.row_id or "") or printed.get(record.original_row_id or "")
    source = absent_source(record.original_number or "", record.original_date, citing)
    path = ".".join(filter(None, (record.original_stt, record.original_sub)))
    annex = slug(record.original_annex or "").replace("_", "-")
    where = [source.key, annex, path or slug(record.original_title or "").replace("_", "-")[:60]]
    return ItemReading(
        key="/".join(filter(None, where)),
        source=source,
        kind=like.kind if like else "tasks",
        fields=fields,
        path=path,
        annex=record.original_annex,
        footnote_id=record.footnote_id,
        cited_row=record.row_id,
        cited_in=record.doc_id,
    )


def absent_source(number: str, issued: date | None, citing: Witness) -> Witness:
    """A document that is only cited; without a date it is taken as older than who cites it."""
    year = f"-{issued.year}" if issued else ""
    key = slug(number).replace("_", "-") + year
    standing = ISSUED if issued else REPORT
    return Witness(key, number, issued, issued or citing.when, None, standing)


def _with_title(place: ItemReading, places: Mapping[str, ItemReading]) -> ItemReading:
    """The place, under a key of its own where another title was quoted for its number."""
    known, again = places.get(place.key), 2
    while known and fold(known.fields.get("title", "")) != fold(place.fields.get("title", "")):
        place = replace(place, key=f"{place.key.partition('~')[0]}~{again}")
        known, again = places.get(place.key), again + 1
    return place
