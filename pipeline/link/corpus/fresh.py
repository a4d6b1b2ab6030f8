"""The same task in other documents: fresh documents against all that are published.

The keys of the fresh documents are indexed and those of the published ones stream past in bulk,
those that are fresh themselves among them. Every pair of documents is settled on its own, over its
candidate rows, so what is said of a pair depends on its two documents and on nothing else:
whatever comes when, the links are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property

import numpy as np

from pipeline.data.records import DecisionRecord, LinkRecord, ProblemRecord
from pipeline.frozen import dataclass
from pipeline.link.corpus.decided import between, found_again
from pipeline.link.corpus.shelf import Entry, Shelf, age
from pipeline.link.doubts import bounded
from pipeline.link.lineage.assignment import Edge
from pipeline.link.lineage.blocking import Blocker, Candidates, Keys
from pipeline.link.lineage.chances import chances
from pipeline.link.lineage.decide import ACCEPT
from pipeline.link.lineage.decided import compared
from pipeline.link.lineage.input import successors
from pipeline.link.lineage.join import Bools, Ints
from pipeline.link.lineage.keys import HEADING, PAPER, REST, TITLE
from pipeline.link.lineage.links import settle
from pipeline.link.lineage.misprints import Common, neighbours, suspected_misprints
from pipeline.link.lineage.model import LinkInput, RowColumns
from pipeline.link.lineage.pair import make_pair
from pipeline.link.lineage.rarity import Rarity
from pipeline.link.lineage.scoring import Comparer
from pipeline.link.lineage.text import Holding, Title, Weights, levelled_title, read_title

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


@dataclass
class _Side:
    """One document of a pair, read once for all its pairs, as far as they need it."""

    entry: Entry
    keys: Keys
    decisions: tuple[DecisionRecord, ...] = ()
    _levelled: dict[int, Title] = field(default_factory=dict)

    @cached_property
    def document(self) -> LinkInput:
        """Its rows."""
        return LinkInput(self.entry.doc_id, self.rows)

    @cached_property
    def rows(self) -> RowColumns:
        """Its rows, each made when it is asked for."""
        return self.keys.document_rows(self.entry.doc_id)

    @cached_property
    def quotes(self) -> Quotes:
        """The old titles it quotes for its rows."""
        return self.keys.quotes(self.entry.doc_id)

    @cached_property
    def holding(self) -> Holding:
        """How many of its titles hold each word."""
        return self.keys.holding(self.entry.doc_id)

    @cached_property
    def neighbours(self) -> Counter[tuple[str, str]]:
        """How often words stand beside each other in it."""
        return neighbours(row.title for row in self.rows)

    def title(self, row_id: str) -> str:
        """The title of a row."""
        return self.rows[self.document.places[row_id]].title

    def level(self, at: int) -> Title:
        """The title of the row at a place, as its keys have it levelled."""
        found = self._levelled.get(at)
        if found is None:
            texts = self.keys.levels(self.entry.doc_id, at)
            parts = (texts.get(part) for part in (HEADING, PAPER, REST))
            found = self._levelled[at] = levelled_title(texts[TITLE], *parts)
        return found

    def read(self, title: str) -> Title | None:
        """The title of a row that was asked for."""
        at = self.rows.titled.get(title)
        return None if at is None else self.level(at)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads titles of two documents without levelling them again; `known` are those that were
    read, of whichever document."""

    newer: _Side
    older: _Side
    known: dict[str, Title]

    def __call__(self, title: str) -> Title:
        found = self.known.get(title)
        if found is None:
            found = self.newer.read(title) or self.older.read(title) or read_title(title)
            self.known[title] = found
        return found


class FreshRows:
    """The rows of fresh documents, to be met by the documents that stream past. Once made they rest
    on nothing that lies on this machine, and may travel.

    `settled` are all documents that are settled now: a pair of two of them is left to the newer.
    """

    def __init__(
        self, shelf: Shelf, doc_ids: Collection[str], settled: Collection[str], rarity: Rarity
    ) -> None:
        self.settled, self.rarity, self._entries = frozenset(settled), rarity, shelf.entries
        keys = shelf.keys(sorted(doc_ids))
        rows = shelf.whole("decisions", "doc_id", "other_doc_id").to_pylist()
        pairs = {(row["doc_id"], row["other_doc_id"]) for row in rows}
        self._decided = {pair for pair in pairs if not set(doc_ids).isdisjoint(pair)}
        deciding = {one for one, _ in self._decided} & shelf.entries.keys()
        self._decisions = {one: found_again(shelf, one) for one in sorted(deciding)}
        self._fresh = [self._side(keys, doc_id) for doc_id in keys.doc_ids]
        self._blocker = Blocker(keys)
        self._successors = successors()
        self._read: dict[str, Title] = {}
        by_age = sorted(shelf.entries.values(), key=age)
        self._ranks = {entry.doc_id: at for at, entry in enumerate(by_age)}

    def meet(self, passing: Keys) -> Iterator[PairLinks]:
        """What published documents have in common with the fresh ones, pair by pair."""
        newer, older = self._ages(passing)
        found = self._blocker.candidates(passing, newer, older, self._worth)
        for edge in self._pairs_decided(passing, newer | older):
            found.setdefault(edge, Candidates(()))
        sides: dict[int, _Side] = {}
        self._read.clear()
        for (at, other), candidates in found.items():
            if other not in sides:
                sides[other] = self._side(passing, passing.doc_ids[other])
            fresh, published = self._fresh[at], sides[other]
            if newer[at, other]:
                pair = self._settle(fresh, published, candidates)
            else:
                edges = tuple(sorted((new, old) for old, new in candidates.edges))
                pair = self._settle(published, fresh, Candidates(edges, candidates.alike))
            if pair.links or pair.problems or pair.before:
                yield pair

    def _worth(self, index: Keys, own: Ints, passing: Keys, other: Ints) -> Bools:
        """Which candidates titles leave a chance; all of documents of which people decided."""
        found = chances(index, own, passing, other, self._successors)
        if self._decided:
            one = [index.doc_ids[group] for group in index.row_groups[own].tolist()]
            two = [passing.doc_ids[group] for group in passing.row_groups[other].tolist()]
            for at, pair in enumerate(zip(one, two, strict=True)):
                found[at] |= pair in self._decided or pair[::-1] in self._decided
        return found

    def _pairs_decided(self, passing: Keys, settled: Bools) -> Iterator[Edge]:
        """Documents, indexed and passing, of whose rows people decided something."""
        places = {side.entry.doc_id: at for at, side in enumerate(self._fresh)}
        others = {doc_id: other for other, doc_id in enumerate(passing.doc_ids)}
        for one, two in sorted(self._decided, key=str):
            for mine, theirs in ((one, two), (two, one)):
                if mine in places and theirs in others and settled[places[mine], others[theirs]]:
                    yield places[mine], others[theirs]

    def _ages(self, passing: Keys) -> tuple[Bools, Bools]:
        """Which fresh document is the newer, and which the older, of a pair that is settled now."""
        mine = np.array([self._ranks[side.entry.doc_id] for side in self._fresh], np.int64)
        theirs = np.array([self._ranks[doc_id] for doc_id in passing.doc_ids], np.int64)
        settled = np.array([doc_id in self.settled for doc_id in passing.doc_ids], bool)
        newer: Bools = mine[:, None] > theirs
        older: Bools = (mine[:, None] < theirs) & ~settled
        return newer, older

    def _settle(self, newer: _Side, older: _Side, candidates: Candidates) -> PairLinks:
        ids = newer.entry.doc_id, older.entry.doc_id
        too_alike = [bounded(*ids, candidates.alike)] if candidates.alike else []
        reader = _Reader(newer, older, self._read)
        comparer = Comparer(Weights(newer.holding, older.holding), self._successors, reader)
        decided = between(newer.decisions, older.entry.doc_id)
        edges = candidates.edges if decided else _hopeful(newer, older, candidates, comparer)
        if not (edges or decided):
            return PairLinks(*ids, (), tuple(too_alike), ())
        pair = make_pair(newer.document, older.document, newer.quotes, comparer, edges)
        linked = settle(pair, ACCEPT, decided)
        return PairLinks(
            *ids,
            linked.links,
            (*linked.problems, *too_alike),
            tuple(self._misprints(linked.links, newer, older)),
            compared(settle(pair, ACCEPT).links, decided) if decided else {},
        )

    def _misprints(
        self, links: Sequence[LinkRecord], newer: _Side, older: _Side
    ) -> list[ProblemRecord]:
        titles = {link.row_id: newer.title(link.row_id) for link in links}
        titles |= {link.other_row_id: older.title(link.other_row_id) for link in links}
        return suspected_misprints(
            links, titles, lambda: Common(newer.neighbours, older.neighbours, self.rarity)
        )

    def _side(self, keys: Keys, doc_id: str) -> _Side:
        return _Side(self._entries[doc_id], keys, self._decisions.get(doc_id, ()))


def _hopeful(
    newer: _Side, older: _Side, candidates: Candidates, comparer: Comparer
) -> tuple[Edge, ...]:
    """The candidates that titles and leads leave a chance; nine of ten share common words only."""
    news, olds, quotes = newer.rows, older.rows, newer.quotes
    return tuple(
        (new, old)
        for new, old in candidates.edges
        if (quotes and news[new].row_id in quotes) or comparer.may_link(news[new], olds[old])
    )
