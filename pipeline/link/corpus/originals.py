"""Claims and citations → the documents and rows they mean, among those that are published.

Each claim is settled by the documents alone that its number, or its quoted title, leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipeline.data.records import AmendmentRecord, CitationRecord, ProblemRecord
from pipeline.frozen import dataclass
from pipeline.link.claims.amendments import item_order
from pipeline.link.claims.references import number_key
from pipeline.link.corpus.resolve import (
    Candidate,
    Item,
    Match,
    annex_key,
    match_numbered,
    match_titles,
)
from pipeline.link.corpus.shelf import Entry, Shelf
from pipeline.link.doubts import claim_doubt

NO_MATCH = Match(None, 0.0)


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of one document on another: their items, and who cites whom when."""

    citing: Entry
    number: str
    issued: date | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class FoundOriginal:
    """Where an item was looked for. `cited` says that this is the cited document itself."""

    doc_id: str
    match: Match
    cited: bool = False


def amendment(record: AmendmentRecord, found: FoundOriginal | None) -> AmendmentRecord:
    """A claim with the row it means, or without one."""
    match = found.match if found else NO_MATCH
    unresolved = "unparsed" if record.status == "unparsed" else "cited"
    known = found is not None and (found.cited or match.row_id is not None)
    return replace(
        record,
        original_doc_id=found.doc_id if found and known else None,
        original_row_id=match.row_id,
        resolve_score=match.score if match.row_id else None,
        status="resolved" if match.row_id else unresolved,
    )


def doubts(
    amendments: Sequence[AmendmentRecord], found: Mapping[str, FoundOriginal]
) -> Iterator[ProblemRecord]:
    """A problem for every claim that was looked for in a document and means no single row."""
    for record in amendments:
        answer = found.get(record.amendment_id)
        if answer is None or answer.match.row_id is not None:
            continue
        quoted = record.original_title or record.original_stt or ""
        yield claim_doubt(record.doc_id, record.row_id, answer.doc_id, quoted)


# --- citations -------------------------------------------------------------------------------


def citations(
    shelf: Shelf, citing: Entry, citations: Sequence[CitationRecord]
) -> Iterator[CitationRecord]:
    """A number without a date takes the one date it has elsewhere in the document."""
    dates: dict[str, set[date]] = {}
    for record in citations:
        if record.number and record.issued_date:
            dates.setdefault(number_key(record.number), set()).add(record.issued_date)
    for record in citations:
        known = dates.get(number_key(record.number), set())
        issued = record.issued_date or (next(iter(known)) if len(known) == 1 else None)
        cited = shelf.find(record.number, issued, citing)
        yield replace(record, cited_doc_id=cited.doc_id if cited else None)


# --- amendments ------------------------------------------------------------------------------


def claims_of(shelf: Shelf, doc_id: str, amendments: Sequence[AmendmentRecord]) -> Iterator[Claims]:
    """The claims of one document by the document they are made on, items in its order."""
    by_original: dict[tuple[str, date | None], list[Item]] = {}
    for record in amendments:
        if record.original_number and (record.original_stt or record.original_title):
            key = record.original_number, record.original_date
            by_original.setdefault(key, []).append(_item(record))
    for (number, issued), items in by_original.items():
        items.sort(key=_order)
        yield Claims(shelf.entries[doc_id], number, issued, tuple(items))


def _item(record: AmendmentRecord) -> Item:
    return Item(
        record.amendment_id,
        record.original_annex,
        record.original_stt,
        record.original_sub,
        record.original_title,
    )


def _order(item: Item) -> tuple[object, ...]:
    return (str(annex_key(item.annex)), item_order(item.stt), item_order(item.sub))


def in_cited(
    shelf: Shelf, groups: Iterable[Claims]
) -> tuple[dict[str, FoundOriginal], list[Claims]]:
    """What is found for each claim, by amendment, in the cited documents that are there and have
    rows; and the claims on others."""
    found: dict[str, FoundOriginal] = {}
    waiting = []
    for group in groups:
        cited = shelf.find(group.number, group.issued, group.citing)
        rows = shelf.rows(cited.doc_id) if cited else []
        if cited is None or not rows:
            waiting.append(group)
            continue
        matches = match_numbered(group.items, rows)
        for item in group.items:
            found[item.key] = FoundOriginal(
                cited.doc_id, matches.get(item.key, NO_MATCH), cited=True
            )
    return found, waiting


def elsewhere(
    shelf: Shelf,
    groups: Iterable[Claims],
    seen: Mapping[str, Mapping[str, Sequence[Candidate]]],
) -> dict[str, FoundOriginal]:
    """What is found for claims whose document is not there, in those that print the same
    programme; `seen` are the rows that read like their items, by document."""
    cites = {doc_id: shelf.numbers_cited(doc_id) for doc_id in seen}
    found: dict[str, FoundOriginal] = {}
    for group in groups:
        for key, answer in _best_documents(shelf, group, seen, cites):
            found.setdefault(key, answer)
    return found


def _best_documents(
    shelf: Shelf,
    group: Claims,
    seen: Mapping[str, Mapping[str, Sequence[Candidate]]],
    cites: Mapping[str, set[str]],
) -> Iterator[tuple[str, FoundOriginal]]:
    """Matches of a group, those of the document nearest to the cited one first.

    Nearest is one that does not come before it (it prints its wording), then one that cites it,
    then the one that prints most of its items. A document that comes after the citing one, or
    cites it, prints the items as amended and is left out.
    """
    ranked = []
    for doc_id, candidates in seen.items():
        entry = shelf.entries[doc_id]
        if _comes_after(entry, group.citing, cites[doc_id]):
            continue
        matches = match_titles(group.items, candidates)
        count = sum(match.row_id is not None for match in matches.values())
        early = group.issued is not None and entry.when < group.issued
        cited = number_key(group.number) in cites[doc_id]
        ranked.append(((early, not cited, -count, doc_id), doc_id, matches))
    ranked.sort(key=lambda entry: entry[0])
    for resolved in (True, False):
        for _, doc_id, matches in ranked:
            for key, match in matches.items():
                if (match.row_id is not None) is resolved:
                    yield key, FoundOriginal(doc_id, match)


def _comes_after(entry: Entry, citing: Entry, cites: set[str]) -> bool:
    if entry.doc_id == citing.doc_id or entry.when > citing.when:
        return True
    return citing.number is not None and number_key(citing.number) in cites
