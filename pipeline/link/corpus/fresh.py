"""The same task in other documents: fresh documents against all that are published.

The rows of the fresh documents are indexed and the published documents stream past, those that
are fresh themselves among them. Every pair of documents is settled on its own, over its candidate
rows, so what is said of a pair depends on its two documents and on nothing else: whatever comes
when, the links are the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.data.records import DecisionRecord, LinkRecord, ProblemRecord
from pipeline.link.corpus.decided import between, found_again
from pipeline.link.corpus.shelf import Entry, Shelf, age
from pipeline.link.lineage.assignment import Edge
from pipeline.link.lineage.blocking import Blocker, Probes
from pipeline.link.lineage.decide import ACCEPT
from pipeline.link.lineage.decided import compared, edges_decided
from pipeline.link.lineage.input import bridges, successors
from pipeline.link.lineage.links import holding, probes_by_row, quotes_of, settle
from pipeline.link.lineage.misprints import suspected_misprints
from pipeline.link.lineage.model import Decided, LinkInput
from pipeline.link.lineage.pair import make_pair
from pipeline.link.lineage.scoring import Comparer
from pipeline.link.lineage.text import Holding, Weights

Quotes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PairLinks:
    """What is settled between two documents. `misprints` may stand in either of them; `before`
    tells of each pair of rows that a person decided what the comparison alone gives it."""

    newer: str
    older: str
    links: tuple[LinkRecord, ...]
    problems: tuple[ProblemRecord, ...]
    misprints: tuple[ProblemRecord, ...]
    before: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(slots=True)
class _Side:
    """One document of a pair, read once for all its pairs."""

    entry: Entry
    document: LinkInput
    quotes: Quotes
    plain: list[Probes]
    decisions: tuple[DecisionRecord, ...] = ()
    _holding: Holding | None = field(default=None)

    @property
    def holding(self) -> Holding:
        """How many of its titles hold each syllable; counted when it is first asked for."""
        if self._holding is None:
            self._holding = holding(self.plain)
        return self._holding

    def quoting(self) -> list[Probes]:
        """Its rows as they are looked for in older documents, by what they quote too."""
        return probes_by_row(self.document, self.quotes) if self.quotes else self.plain


class FreshRows:
    """The rows of fresh documents, to be met by the documents that stream past.

    `settled` are all documents that are settled now: a pair of two of them is left to the newer.
    """

    def __init__(self, shelf: Shelf, doc_ids: Collection[str], settled: Collection[str]) -> None:
        self.shelf, self.settled = shelf, frozenset(settled)
        self._fresh = [
            _side(shelf, doc_id, shelf.with_leads(shelf.link_input(doc_id)))
            for doc_id in sorted(doc_ids)
        ]
        self._newer = Blocker([side.quoting() for side in self._fresh])
        self._older = self._newer
        if any(side.quotes for side in self._fresh):
            self._older = Blocker([side.plain for side in self._fresh])
        self._successors = successors()

    def meet(self, doc_id: str) -> Iterator[PairLinks]:
        """What a published document has in common with the fresh ones, pair by pair."""
        entry = self.shelf.entries[doc_id]
        ahead = {at for at, side in enumerate(self._fresh) if age(side.entry) > age(entry)}
        behind = {at for at, side in enumerate(self._fresh) if age(side.entry) < age(entry)}
        if doc_id in self.settled:
            behind = set()
        if not (ahead or behind):
            return
        passing = _side(self.shelf, doc_id, self.shelf.link_input(doc_id), quoting=bool(behind))
        pairs = [
            *_edges(self._newer, ahead, passing.plain),
            *_edges(self._older, behind, passing.quoting() if behind else ()),
        ]
        pairs += self._only_decided((ahead | behind) - {at for at, _ in pairs}, ahead, passing)
        met = {at for _, edges in pairs for _, at in edges}
        met |= {old for at in ahead for _, old in _decided_edges(self._fresh[at], passing)}
        met |= {new for at in behind for new, _ in _decided_edges(passing, self._fresh[at])}
        passing.document = self.shelf.with_leads(passing.document, met)
        for at, edges in pairs:
            fresh = self._fresh[at]
            if at in ahead:
                found = self._settle(fresh, passing, edges)
            else:
                found = self._settle(passing, fresh, [(new, old) for old, new in edges])
            if found.links or found.before:
                yield found

    def _only_decided(
        self, others: Collection[int], ahead: Collection[int], passing: _Side
    ) -> list[tuple[int, list[Edge]]]:
        """Indexed documents without candidate pairs of whose rows people decided something."""
        sides = ((at, self._fresh[at]) for at in sorted(others))
        pairs = ((at, (one, passing) if at in ahead else (passing, one)) for at, one in sides)
        return [(at, []) for at, sides in pairs if _decided(*sides)]

    def _settle(self, newer: _Side, older: _Side, edges: Iterable[Edge]) -> PairLinks:
        comparer = Comparer(Weights(newer.holding, older.holding), self._successors)
        pair = make_pair(newer.document, older.document, newer.quotes, comparer, sorted(edges))
        decided = _decided(newer, older)
        linked = settle(pair, ACCEPT, decided)
        return PairLinks(
            newer.entry.doc_id,
            older.entry.doc_id,
            linked.links,
            linked.problems,
            tuple(suspected_misprints(linked.links, (*newer.document.rows, *older.document.rows))),
            compared(settle(pair, ACCEPT).links, decided) if decided else {},
        )


def _decided(newer: _Side, older: _Side) -> Decided:
    return between(newer.decisions, older.entry.doc_id)


def _decided_edges(newer: _Side, older: _Side) -> list[Edge]:
    decided = _decided(newer, older)
    return list(edges_decided(newer.document, older.document, decided)) if decided else []


def _side(shelf: Shelf, doc_id: str, document: LinkInput, quoting: bool = True) -> _Side:
    quotes = quotes_of(bridges(shelf.records("amendments", doc_id)) if quoting else ())
    decisions = found_again(shelf, doc_id)
    return _Side(shelf.entries[doc_id], document, quotes, probes_by_row(document, {}), decisions)


def _edges(
    blocker: Blocker, wanted: Collection[int], passing: Sequence[Probes]
) -> list[tuple[int, list[Edge]]]:
    """Indexed document and candidate pairs, of those that are wanted."""
    if not wanted:
        return []
    return [pair for pair in blocker.candidates(passing).items() if pair[0] in wanted]
