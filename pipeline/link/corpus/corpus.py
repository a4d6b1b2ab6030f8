"""The published corpus → links: which document and row each amendment and citation means, and which
tasks are the same.

A document's own datasets tell what it says; what that means depends on what else is there, so it
is settled here, after each run. What is settled is a function of the published documents alone. A
run that changes some of them settles again what they can touch: the documents that cite one of
them by number, those whose claims read like one of its rows, and the pairs of documents one of
which is among them. The rest stays as it was published.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Generic, TypeVar

from pipeline.data.records import (
    AmendmentRecord,
    ChangeRecord,
    CitationRecord,
    DecisionRecord,
    LinkRecord,
    OriginalRecord,
    ProblemRecord,
    RepairRecord,
    as_raised,
)
from pipeline.data.store import Store
from pipeline.frozen import dataclass
from pipeline.link.corpus.agree import agreed, disputes
from pipeline.link.corpus.decided import (
    LINK,
    accept_doubts,
    found_again,
    misses_of,
    repairs_of,
    settled_by_hand,
    told_of,
    with_originals,
)
from pipeline.link.corpus.due import CorpusChange, Due, Spread, due_after, one_by_one
from pipeline.link.corpus.fresh import FreshRows, PairLinks
from pipeline.link.corpus.originals import (
    Claims,
    FoundOriginal,
    amendment,
    citations,
    claims_of,
    doubts,
    elsewhere,
    in_cited,
)
from pipeline.link.corpus.resolve import Candidate, Item, TitleIndex, candidates_among
from pipeline.link.corpus.shelf import CHUNK, Shelf, age, passes
from pipeline.link.doubts import (
    MISPRINT,
    SETTLED,
    dispute,
    documents_named,
    is_claim_doubt,
    is_link_doubt,
)
from pipeline.link.lineage.blocking import Keys
from pipeline.link.lineage.input import position
from pipeline.link.lineage.misprints import each_once

Kept = TypeVar("Kept")
KEYS = 400_000
"""Keys of documents that are settled in one pass over the corpus, about two for each of their
rows; these are held in memory, with what is found for them."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a document tells of others, settled against the corpus.

    `problems` are those of claims and links, `misprints` those that linked titles show, `told` all
    others of the document; `changed` says whether any of it differs from what is published.
    """

    amendments: tuple[AmendmentRecord, ...]
    changes: tuple[ChangeRecord, ...]
    citations: tuple[CitationRecord, ...]
    originals: tuple[OriginalRecord, ...]
    links: tuple[LinkRecord, ...]
    problems: tuple[ProblemRecord, ...]
    misprints: tuple[ProblemRecord, ...] = ()
    told: tuple[ProblemRecord, ...] = ()
    decisions: tuple[DecisionRecord, ...] = ()
    repairs: tuple[RepairRecord, ...] = ()
    changed: bool = True


def as_it_is(doc_id: str, settled: Settled) -> Settled:
    """What is settled of a document, kept in memory."""
    return settled


def link_corpus(
    state: Path | Store | Shelf,
    change: CorpusChange | None = None,
    spread: Spread = one_by_one,
    keep: Callable[[str, Settled], Kept] = as_it_is,  # type: ignore[assignment]
) -> Iterator[tuple[str, Kept]]:
    """Settle what a change touches among the documents of a state; all without one.

    `keep` makes of what is settled of a document, in the process that does it, what is returned. A
    document may come more than once: the caller publishes each answer before it asks for the
    next one. Memory holds `KEYS` keys, and what is found for them.
    """
    shelf = Shelf.of(state)
    due = due_after(shelf, change)
    begun: set[str] = set()
    for batch in passes(shelf, due.any, KEYS):
        for doc_id, kept in _settle(shelf, due, frozenset(batch), begun, spread, keep):
            begun.add(doc_id)
            yield doc_id, kept


# --- settling --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Met:
    """What the documents of a chunk have to do with those that are settled."""

    pairs: list[PairLinks]
    candidates: dict[str, dict[str, list[Candidate]]]
    """Document → claimed item → rows that read like it."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """The fresh rows and the claims that wait for documents; rests on nothing of this machine."""

    rows: FreshRows | None
    claims: TitleIndex | None

    def __call__(self, keys: Keys) -> _Answer:
        """What documents, given as keys, have to do with them."""
        pairs = list(self.rows.meet(keys)) if self.rows else []
        return _Answer(pairs, self.claims.likely(keys) if self.claims else {})


@dataclass(frozen=True, slots=True)
class _Answer:
    """What some documents have to do with what waits: links, and document → row → the claimed
    items that may mean it."""

    pairs: list[PairLinks]
    likely: dict[str, dict[str, set[Item]]]


@dataclass(slots=True)
class _Meet:
    """Lets the documents of a chunk meet the fresh rows and the waiting claims."""

    shelf: Shelf
    there: _Waiting

    def __call__(self, doc_ids: Sequence[str]) -> _Met:
        return self.unpacked(self.there(self.shelf.passing_keys(doc_ids)))

    def packed(self, doc_ids: Sequence[str]) -> Keys:
        """The keys of some documents, whole."""
        return self.shelf.keys(doc_ids)

    def unpacked(self, answer: _Answer) -> _Met:
        """The answer with the rows that claims may mean."""
        met = _Met(answer.pairs, {})
        for doc_id, likely in answer.likely.items():
            candidates = candidates_among(self.shelf.rows(doc_id), likely)
            if candidates:
                met.candidates[doc_id] = candidates
        return met


@dataclass(slots=True)
class _News:
    """What a pass found about one document."""

    links: list[LinkRecord] = field(default_factory=list)
    problems: list[ProblemRecord] = field(default_factory=list)
    misprints: list[ProblemRecord] = field(default_factory=list)
    before: dict[tuple[str, str], str] = field(default_factory=dict)


def _settle(
    shelf: Shelf,
    due: Due,
    batch: frozenset[str],
    begun: Collection[str],
    spread: Spread,
    keep: Callable[[str, Settled], Kept],
) -> Iterator[tuple[str, Kept]]:
    """One pass over the corpus for the documents of a batch."""
    claiming = shelf.store.layout.in_order(batch & due.claims)
    amendments = {doc_id: shelf.records("amendments", doc_id) for doc_id in claiming}
    groups = [group for d in amendments for group in claims_of(shelf, d, amendments[d])]
    found, waiting = in_cited(shelf, groups)
    met = _pass(shelf, due, batch & due.fresh, waiting, spread)
    found |= elsewhere(shelf, waiting, met.candidates)
    news = _by_document(met.pairs)
    work = _Link(shelf, due, found, amendments.keys(), news, begun, keep)
    for some in spread(work, shelf.chunks(batch | news.keys())):
        yield from some


@dataclass(frozen=True, slots=True)
class _Link(Generic[Kept]):
    """Settles the documents of a chunk, one by one, from what a pass found."""

    shelf: Shelf
    due: Due
    found: Mapping[str, FoundOriginal]
    claiming: Collection[str]
    news: Mapping[str, _News]
    begun: Collection[str]
    keep: Callable[[str, Settled], Kept]

    def __call__(self, doc_ids: Sequence[str]) -> list[tuple[str, Kept]]:
        return [(doc_id, self.keep(doc_id, self._settled(doc_id))) for doc_id in doc_ids]

    def _settled(self, doc_id: str) -> Settled:
        claims = self.found if doc_id in self.claiming else None
        told = self.news.get(doc_id, _News())
        begun = doc_id in self.begun
        return _linked(self.shelf, self.due, doc_id, claims, told, begun=begun)


def _pass(
    shelf: Shelf,
    due: Due,
    fresh: Collection[str],
    waiting: Iterable[Claims],
    spread: Spread,
) -> _Met:
    titled = [item for group in waiting for item in group.items if item.title]
    if not fresh and not titled:
        return _Met([], {})
    rows = FreshRows(shelf, fresh, due.fresh, shelf.rarity) if fresh else None
    claims = TitleIndex(titled, shelf.rarity) if titled else None
    work = _Meet(shelf, _Waiting(rows, claims))
    whole = _Met([], {})
    few = len(fresh) <= CHUNK and len(titled) <= CHUNK
    for met in spread(work, shelf.passing_chunks() if few else shelf.chunks(shelf.entries)):
        whole.pairs.extend(met.pairs)
        whole.candidates.update(met.candidates)
    return whole


def _by_document(pairs: Iterable[PairLinks]) -> dict[str, _News]:
    news: dict[str, _News] = {}
    for pair in pairs:
        newer = news.setdefault(pair.newer, _News())
        newer.links += pair.links
        newer.problems += pair.problems
        newer.before |= pair.before
        for misprint in pair.misprints:
            news.setdefault(misprint.doc_id, _News()).misprints.append(misprint)
    return news


def _linked(
    shelf: Shelf,
    due: Due,
    doc_id: str,
    claims: Mapping[str, FoundOriginal] | None,
    news: _News,
    begun: bool,
) -> Settled:
    """A document with what is settled now, beside what stays as it was published.

    `claims` is what is found for its claims, None where they stay as they are. Where settling has
    not begun, what was published about touched documents goes first.
    """
    published = _published(shelf, doc_id)
    links = published.links
    problems = tuple(map(as_raised, (*published.problems, *published.misprints)))
    decisions = found_again(shelf, doc_id)
    if not begun:
        links, problems = _without_touched(due, doc_id, links, problems)
        decisions = _untold(due, doc_id, decisions)
    claimed, unclear = published.amendments, [p for p in problems if is_claim_doubt(p)]
    if claims is not None:
        claimed = tuple(amendment(record, claims.get(record.amendment_id)) for record in claimed)
    told = with_originals(claimed, decisions)
    if claims is not None:
        by_hand = settled_by_hand(claimed, told)
        unclear = list(doubts([a for a in told if a.amendment_id not in by_hand], claims))
    cites = published.citations
    if doc_id in due.citing:
        cites = tuple(citations(shelf, shelf.entries[doc_id], cites))
    unsure = [*filter(is_link_doubt, problems), *news.problems]
    unsure.sort(key=lambda problem: _doubt_order(shelf, problem))
    links = agreed((*links, *news.links), told)
    unsure += [
        dispute(doc_id, link.row_id, link.other_row_id, claimed)
        for link, claimed in disputes(links)
    ]
    misprints = each_once([*(p for p in problems if p.code == MISPRINT), *news.misprints])
    settled = replace(
        published,
        amendments=told,
        citations=cites,
        links=links,
        problems=(*unclear, *unsure),
        misprints=tuple(misprints),
    )
    before = _rows_of(claimed) if claims is not None else {}
    decisions = told_of(decisions, news.before, before, _rows_of(told))
    settled = _with_word_of_people(settled, published.decisions, decisions)
    return replace(settled, changed=settled != published)


def _untold(
    due: Due, doc_id: str, decisions: Iterable[DecisionRecord]
) -> tuple[DecisionRecord, ...]:
    """Decisions on links without what is told anew of the documents they name."""
    return tuple(
        replace(d, before="")
        if d.decision == LINK and (doc_id in due.fresh or d.other_doc_id in due.touched)
        else d
        for d in decisions
    )


def _rows_of(amendments: Iterable[AmendmentRecord]) -> dict[str, str]:
    return {a.amendment_id: a.original_row_id or "" for a in amendments}


def _with_word_of_people(
    settled: Settled, earlier: Sequence[DecisionRecord], decisions: Sequence[DecisionRecord]
) -> Settled:
    """What is settled with the doubts that people accepted, the decisions that could not be
    applied, and the repairs that the others are; those that were told `earlier` go."""
    if not (earlier or decisions):
        return settled
    old_misses, old_repairs = misses_of(earlier), repairs_of(earlier)
    told = [p for p in settled.told if p not in old_misses]
    counts = len(told), len(settled.problems)
    problems, weighed = accept_doubts((*told, *settled.problems, *settled.misprints), decisions)
    kept = [r for r in settled.repairs if r not in old_repairs]
    return replace(
        settled,
        told=(*problems[: counts[0]], *misses_of(weighed)),
        problems=tuple(problems[counts[0] : sum(counts)]),
        misprints=tuple(problems[sum(counts) :]),
        decisions=weighed,
        repairs=(*kept, *repairs_of(weighed)),
    )


def _published(shelf: Shelf, doc_id: str) -> Settled:
    """What a document tells of others as it is published."""
    problems = shelf.records("problems", doc_id)
    codes = {problem: as_raised(problem).code for problem in problems}
    own = {p for p in problems if codes[p] == MISPRINT and not p.other_row_ids}
    return Settled(
        amendments=shelf.records("amendments", doc_id),
        changes=shelf.records("changes", doc_id),
        citations=shelf.records("citations", doc_id),
        originals=shelf.records("originals", doc_id),
        links=shelf.records("links", doc_id),
        problems=tuple(p for p in problems if codes[p] in SETTLED - {MISPRINT}),
        misprints=tuple(p for p in problems if codes[p] == MISPRINT and p not in own),
        told=tuple(p for p in problems if codes[p] not in SETTLED or p in own),
        decisions=shelf.records("decisions", doc_id),
        repairs=shelf.records("repairs", doc_id),
    )


def _without_touched(
    due: Due, doc_id: str, links: Iterable[LinkRecord], problems: Iterable[ProblemRecord]
) -> tuple[tuple[LinkRecord, ...], tuple[ProblemRecord, ...]]:
    """The links and problems of a document that the change leaves standing."""
    if doc_id in due.fresh:
        return (), tuple(filter(is_claim_doubt, problems))
    return (
        tuple(link for link in links if link.other_doc_id not in due.touched),
        tuple(p for p in problems if is_claim_doubt(p) or not documents_named(p) & due.touched),
    )


def _doubt_order(shelf: Shelf, problem: ProblemRecord) -> tuple[object, ...]:
    """The oldest other document first, then by the rows of both."""
    entry = shelf.entries[problem.other_doc_id or ""]
    if problem.row_id is None:
        return age(entry), (0, 0), (0, 0)
    return age(entry), position(problem.row_id), position(problem.other_row_ids[0])
