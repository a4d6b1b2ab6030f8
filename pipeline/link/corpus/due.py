"""What has to be settled again after a run: what the documents that came, changed or went touch."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from pipeline.data.records import as_raised
from pipeline.link.claims.references import number_key
from pipeline.link.corpus.decided import others_decided
from pipeline.link.corpus.resolve import Item, TitleIndex
from pipeline.link.corpus.shelf import Entry, Shelf
from pipeline.link.doubts import MISPRINT, SETTLED, documents_named, is_claim_doubt, is_link_doubt

CHUNK = 50
"""Documents of the corpus that are handed to a worker at a time."""

Work = Callable[[Sequence[str]], Any]
Spread = Callable[[Work, Sequence[Sequence[str]]], Iterable[Any]]
"""Does the same work on every chunk of documents; the results come in any order."""


def one_by_one(work: Work, chunks: Sequence[Sequence[str]]) -> Iterable[Any]:
    """The work done here and now."""
    return map(work, chunks)


@dataclass(frozen=True, slots=True)
class CorpusChange:
    """What a run did to the published documents: keys of those that came or changed, of those that
    went, and the numbers these had before (`references.number_key`)."""

    fresh: frozenset[str]
    gone: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()


def batches(doc_ids: Sequence[str], size: int) -> list[tuple[str, ...]]:
    """Documents by so many at a time, in order."""
    return [tuple(doc_ids[at : at + size]) for at in range(0, len(doc_ids), size)]


def chunks(doc_ids: Iterable[str]) -> list[tuple[str, ...]]:
    """Documents as they are handed to workers."""
    return batches(sorted(doc_ids), CHUNK)


@dataclass(frozen=True, slots=True)
class Due:
    """What is settled again: pairs with documents of `fresh`, claims of documents of `claims`,
    citations of those of `citing`; `stale` ones lose what they said of `touched` documents."""

    touched: frozenset[str]
    fresh: frozenset[str]
    claims: frozenset[str]
    citing: frozenset[str]
    stale: frozenset[str]

    @property
    def any(self) -> frozenset[str]:
        """Every document that is settled again in some way."""
        return self.fresh | self.claims | self.citing | self.stale


@dataclass(frozen=True, slots=True)
class _Touch:
    """What a change has to do with one document it did not make. `waiting` are items of claims
    that are not settled by the cited document itself."""

    doc_id: str
    misprints: bool
    claims: bool
    citing: bool
    stale: bool
    waiting: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _Look:
    """Looks what a change has to do with the documents of a chunk."""

    shelf: Shelf
    touched: frozenset[str]
    numbers: frozenset[str]

    def __call__(self, doc_ids: Sequence[str]) -> list[_Touch]:
        found = map(self._look, doc_ids)
        return [t for t in found if t.misprints or t.claims or t.citing or t.stale or t.waiting]

    def _look(self, doc_id: str) -> _Touch:
        claims = self.shelf.columns("amendments", doc_id, *_CLAIM_COLUMNS)
        cited = self.shelf.columns("citations", doc_id, "number", "cited_doc_id")
        others = {
            row["other_doc_id"] for row in self.shelf.columns("links", doc_id, "other_doc_id")
        }
        problems = map(as_raised, self.shelf.records("problems", doc_id))
        told = [p for p in problems if p.code in SETTLED]
        decided = others_decided(self.shelf.records("decisions", doc_id)) & self.touched
        naming = [p for p in told if documents_named(p) & self.touched]
        return _Touch(
            doc_id,
            misprints=any(p.code == MISPRINT for p in naming),
            claims=bool(decided)
            or any(is_claim_doubt(p) for p in naming)
            or any(self._meant(row["original_number"], row["original_doc_id"]) for row in claims),
            citing=any(self._meant(row["number"], row["cited_doc_id"]) for row in cited),
            stale=bool(decided or others & self.touched) or any(is_link_doubt(p) for p in naming),
            waiting=tuple(self._waiting(self.shelf.entries[doc_id], claims)),
        )

    def _meant(self, number: str | None, doc_id: str | None) -> bool:
        return doc_id in self.touched or number_key(number) in self.numbers

    def _waiting(self, citing: Entry, claims: Iterable[Mapping[str, Any]]) -> Iterator[Item]:
        for row in claims:
            if not row["original_title"] or not row["original_number"]:
                continue
            cited = self.shelf.find(row["original_number"], row["original_date"], citing)
            if cited is None or row["original_doc_id"] != cited.doc_id:
                sub, title = row["original_sub"], row["original_title"]
                yield Item(row["amendment_id"], None, None, sub, title)


_CLAIM_COLUMNS = (
    "amendment_id", "original_number", "original_date", "original_sub", "original_title",
    "original_doc_id",
)  # fmt: skip


def due_after(shelf: Shelf, change: CorpusChange | None, spread: Spread) -> Due:
    """What a change makes necessary; everything without one."""
    every = frozenset(shelf.entries)
    if change is None:
        return Due(every, every, every, every, frozenset())
    fresh = change.fresh & every
    touched = change.fresh | change.gone
    numbers = change.numbers | {number_key(shelf.entries[doc_id].number) for doc_id in fresh}
    work = _Look(shelf, touched, numbers - {""})
    found: list[_Touch] = list(chain.from_iterable(spread(work, chunks(every - fresh))))
    alike = _claims_like(shelf, fresh, found)
    # A misprint is told once for all documents that show it: without one of them the others count.
    again = {touch.doc_id for touch in found if touch.misprints}
    return Due(
        touched=touched | again,
        fresh=fresh | again,
        claims=fresh | again | alike | {touch.doc_id for touch in found if touch.claims},
        citing=fresh | again | {touch.doc_id for touch in found if touch.citing},
        stale=frozenset(touch.doc_id for touch in found if touch.stale),
    )


def _claims_like(shelf: Shelf, fresh: Collection[str], found: Iterable[_Touch]) -> set[str]:
    """The documents with a claim that reads like a row of a fresh document."""
    owner = {item.key: touch.doc_id for touch in found for item in touch.waiting}
    index = TitleIndex(item for touch in found for item in touch.waiting)
    alike: set[str] = set()
    if owner:
        for doc_id in sorted(fresh):
            alike |= {owner[key] for key in index.candidates(shelf.rows(doc_id))}
    return alike
