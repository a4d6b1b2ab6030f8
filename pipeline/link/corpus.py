"""The published corpus → links: which document and row each amendment and citation means.

A document's own datasets tell what it says; what that means depends on what else is there, so it
is settled here, over all published documents, after each run. Nothing is kept from an earlier
settlement: a document that arrives later is found by the claims that waited for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from pipeline.link.amendments import item_order
from pipeline.link.links import Found, link_tasks
from pipeline.link.references import number_key
from pipeline.link.resolve import (
    Candidate,
    Item,
    Match,
    TitleIndex,
    annex_key,
    match_numbered,
    match_titles,
)
from pipeline.link.shelf import Entry, Shelf
from pipeline.records import (
    AmendmentRecord,
    ChangeRecord,
    CitationRecord,
    LinkRecord,
    OriginalRecord,
    ProblemRecord,
)

AMBIGUOUS = "link-ambiguous"
LINK_PROBLEMS = frozenset({AMBIGUOUS})
"""Codes of the problems that are settled here and replaced by every settlement."""
NO_MATCH = Match(None, 0.0)
BATCH = 200
"""Citing documents whose claims are held in memory at a time."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What a document tells of others, settled against the corpus.

    `problems` are those of the settlement alone; `changed` says whether any of it differs from
    what is published.
    """

    amendments: tuple[AmendmentRecord, ...]
    changes: tuple[ChangeRecord, ...]
    citations: tuple[CitationRecord, ...]
    originals: tuple[OriginalRecord, ...]
    links: tuple[LinkRecord, ...]
    problems: tuple[ProblemRecord, ...]
    changed: bool = True


@dataclass(frozen=True, slots=True)
class _Group:
    """The claims of one document on another: their items, and who cites whom when."""

    citing: Entry
    number: str
    issued: date | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Where an item was looked for. `cited` says that this is the cited document itself."""

    doc_id: str
    match: Match
    cited: bool = False


def link_corpus(out: Path, doc_ids: Collection[str] | None = None) -> Iterator[tuple[str, Linked]]:
    """Settle the documents published under `out` (all, or those of `doc_ids`), one by one.

    Only the claims of a few documents and the rows of one are in memory at a time.
    """
    shelf = Shelf(out)
    wanted = iter(sorted(set(shelf.entries) & set(shelf.entries if doc_ids is None else doc_ids)))
    while batch := list(islice(wanted, BATCH)):
        amendments = {doc_id: shelf.records("amendments", doc_id) for doc_id in batch}
        found = _resolve(shelf, [g for d in batch for g in _groups(shelf, d, amendments[d])])
        links = link_tasks(shelf, amendments)
        for doc_id in batch:
            yield doc_id, _settle(shelf, doc_id, amendments[doc_id], found, links[doc_id])


def _settle(
    shelf: Shelf,
    doc_id: str,
    amendments: Sequence[AmendmentRecord],
    found: dict[str, _Found],
    links: Found,
) -> Linked:
    published = shelf.records("citations", doc_id)
    settled = tuple(_amendment(record, found.get(record.amendment_id)) for record in amendments)
    citations = tuple(_citations(shelf, shelf.entries[doc_id], published))
    linked = tuple(sorted(links.links, key=lambda link: (link.row_id, link.other_row_id)))
    problems = (*_doubts(settled, found), *links.problems)
    before = (
        tuple(amendments),
        published,
        shelf.records("links", doc_id),
        tuple(p for p in shelf.records("problems", doc_id) if p.code in LINK_PROBLEMS),
    )
    return Linked(
        amendments=settled,
        changes=shelf.records("changes", doc_id),
        citations=citations,
        originals=shelf.records("originals", doc_id),
        links=linked,
        problems=problems,
        changed=(settled, citations, linked, problems) != before,
    )


def _amendment(record: AmendmentRecord, found: _Found | None) -> AmendmentRecord:
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


def _doubts(
    amendments: Sequence[AmendmentRecord], found: dict[str, _Found]
) -> Iterator[ProblemRecord]:
    for record in amendments:
        answer = found.get(record.amendment_id)
        if answer is None or answer.match.row_id is not None:
            continue
        table_id = record.row_id.rpartition("/")[0] if record.row_id else None
        message = f"no single row of {answer.doc_id} is the cited original"
        evidence = record.original_title or record.original_stt or ""
        yield ProblemRecord(
            record.doc_id, table_id, record.row_id, None, "warning", AMBIGUOUS, message, evidence
        )


# --- citations -------------------------------------------------------------------------------


def _citations(
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


def _groups(shelf: Shelf, doc_id: str, amendments: Sequence[AmendmentRecord]) -> Iterator[_Group]:
    """The claims of one document by the document they are made on, items in its order."""
    by_original: dict[tuple[str, date | None], list[Item]] = {}
    for record in amendments:
        if record.original_number and (record.original_stt or record.original_title):
            key = record.original_number, record.original_date
            by_original.setdefault(key, []).append(_item(record))
    for (number, issued), items in by_original.items():
        items.sort(key=_order)
        yield _Group(shelf.entries[doc_id], number, issued, tuple(items))


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


def _resolve(shelf: Shelf, groups: Sequence[_Group]) -> dict[str, _Found]:
    """What is found for each claim, by amendment: in the cited document where it is there and
    has rows, else in those that print the same programme."""
    found: dict[str, _Found] = {}
    waiting = []
    for group in groups:
        cited = shelf.find(group.number, group.issued, group.citing)
        rows = shelf.rows(cited.doc_id) if cited else []
        if cited is None or not rows:
            waiting.append(group)
            continue
        matches = match_numbered(group.items, rows)
        for item in group.items:
            found[item.key] = _Found(cited.doc_id, matches.get(item.key, NO_MATCH), cited=True)
    return found | _resolve_elsewhere(shelf, waiting)


def _resolve_elsewhere(shelf: Shelf, groups: Sequence[_Group]) -> dict[str, _Found]:
    """One pass over the corpus for all claims whose document is not in it."""
    titled = [item for group in groups for item in group.items if item.title]
    if not titled:
        return {}
    index = TitleIndex(titled)
    seen: dict[str, dict[str, list[Candidate]]] = {}
    for doc_id in sorted(shelf.entries):
        candidates = index.candidates(shelf.rows(doc_id))
        if candidates:
            seen[doc_id] = candidates
    cites = {doc_id: shelf.numbers_cited(doc_id) for doc_id in seen}
    found: dict[str, _Found] = {}
    for group in groups:
        for key, answer in _best_documents(shelf, group, seen, cites):
            found.setdefault(key, answer)
    return found


def _best_documents(
    shelf: Shelf,
    group: _Group,
    seen: dict[str, dict[str, list[Candidate]]],
    cites: dict[str, set[str]],
) -> Iterator[tuple[str, _Found]]:
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
                    yield key, _Found(doc_id, match)


def _comes_after(entry: Entry, citing: Entry, cites: set[str]) -> bool:
    if entry.doc_id == citing.doc_id or entry.when > citing.when:
        return True
    return citing.number is not None and number_key(citing.number) in cites
