"""What is published, as far as the history of tasks rests on it, and where every task stands.

A place is an item as one document has it: a row that is printed, or an item of a document that is
not held, as others quote it. What documents count for is decided here, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from pipeline.data.records import (
    ITEMS,
    AmendmentRecord,
    DocumentRecord,
    IndicatorRecord,
    Item,
    LinkRecord,
    OriginalRecord,
    kind_of_item,
)
from pipeline.data.store import Store
from pipeline.link.claims.references import number_key
from pipeline.link.corpus.decided import REJECTED, links_of, pair_of
from pipeline.link.corpus.shelf import Shelf
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
    """Everything the history of tasks rests on. `origin` leads from an amendment to the place it
    speaks of; `apart` are pairs of rows that a person says are not one task."""

    sources: Mapping[str, Witness]
    places: Mapping[str, ItemReading]
    links: tuple[LinkRecord, ...]
    amendments: tuple[AmendmentRecord, ...]
    origin: Mapping[str, str]
    apart: frozenset[tuple[str, str]] = frozenset()


def read_evidence(state: Path | Store) -> Evidence:
    """The evidence a state holds."""
    shelf = Shelf(state)
    doc_ids = sorted(shelf.entries)
    sources = {
        doc_id: source_of(record, shelf.entries[doc_id].when)
        for doc_id in doc_ids
        for record in shelf.records("documents", doc_id)
    }
    items: dict[str, Item] = {}
    for doc_id in doc_ids:
        for kind in ITEMS:
            for item in shelf.records(kind, doc_id):
                items[item.row_id] = _with_years(items.get(item.row_id), item)
    links = tuple(k for doc_id in doc_ids for k in shelf.records("links", doc_id))
    told = tuple(a for doc_id in doc_ids for a in shelf.records("amendments", doc_id))
    originals = tuple(o for doc_id in doc_ids for o in shelf.records("originals", doc_id))
    decisions = [d for doc_id in doc_ids for d in shelf.records("decisions", doc_id)]
    apart = frozenset(pair_of(d) for d in links_of(decisions) if d.value == REJECTED)
    return replace(evidence_of(sources, items, links, told, originals), apart=apart)


def _with_years(known: Item | None, item: Item) -> Item:
    """An indicator with targets of several years as one item that names them all."""
    if not (isinstance(known, IndicatorRecord) and isinstance(item, IndicatorRecord)):
        return item
    before = known.target if known.target_year is None else f"{known.target_year}: {known.target}"
    target = f"{before}; {item.target_year}: {item.target}"
    return replace(item, target=target, target_year=None, value=None, value_high=None)


def evidence_of(
    sources: Mapping[str, Witness],
    items: Mapping[str, Item],
    links: tuple[LinkRecord, ...],
    amendments: tuple[AmendmentRecord, ...],
    originals: Iterable[OriginalRecord],
) -> Evidence:
    """Evidence put together: the printed rows, and the cited items of documents not held."""
    printed = {
        row_id: ItemReading(
            row_id, sources[item.doc_id], kind_of_item(item), _texts(item), item, item.stt_path,
            item.annex,
        )
        for row_id, item in items.items()
    }  # fmt: skip
    cited, origin = _cited(sources, printed, amendments, tuple(originals))
    absent = {place.source.key: place.source for place in cited.values()}
    return Evidence({**absent, **sources}, {**cited, **printed}, links, amendments, origin)


def source_of(record: DocumentRecord, when: date) -> Witness:
    """A held document and what it counts for."""
    return Witness(
        record.doc_id, record.number, record.issued_date, when, record.doc_id, _standing(record),
        record.effective_date,
    )  # fmt: skip


def _standing(record: DocumentRecord) -> str:
    if record.status == DRAFT:
        return DRAFT
    words = fold(record.kind or ""), fold(record.title or "")
    if record.issued_date is None or any(w.startswith(_reports()) for w in words):
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


def rows_of(places: Mapping[str, ItemReading]) -> Iterator[ItemReading]:
    """The places that are printed rows, in order of their keys."""
    return (place for _, place in sorted(places.items()) if place.item)
