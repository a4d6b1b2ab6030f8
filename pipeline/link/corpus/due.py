"""What has to be settled again after a run: what the documents that came, changed or went touch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from pipeline.data.parquet import records_in
from pipeline.data.records import ProblemRecord, as_raised
from pipeline.data.schema import arrow_schema
from pipeline.frozen import dataclass
from pipeline.link.claims.references import number_key
from pipeline.link.corpus.resolve import Item, TitleIndex, candidates_among, readable
from pipeline.link.corpus.shelf import Shelf
from pipeline.link.doubts import MISPRINT, SETTLED, documents_named, is_claim_doubt, is_link_doubt

Work = Callable[[Any], Any]
Spread = Callable[[Work, Sequence[Any]], Iterable[Any]]
"""Does the same work on every chunk of documents, or of rows; the results come in any order."""


@runtime_checkable
class Travels(Protocol):
    """Work whose greater part may be done on another machine: `there` is told what was `packed` of
    a chunk, and what it answers is `unpacked` here."""

    @property
    def there(self) -> Callable[[Any], Any]:
        """What may be done anywhere."""

    def packed(self, doc_ids: Sequence[str]) -> Any:
        """What it must be told of some documents."""

    def unpacked(self, answer: Any) -> Any:
        """The result, from its answer."""


def one_by_one(work: Work, chunks: Sequence[Any]) -> Iterable[Any]:
    """The work done here and now."""
    return map(work, chunks)


@dataclass(frozen=True, slots=True)
class CorpusChange:
    """What a run did to the published documents: keys of those that came or changed, of those that
    went, and the numbers these had before (`references.number_key`)."""

    fresh: frozenset[str]
    gone: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()


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


_CLAIM_COLUMNS = (
    "doc_id", "amendment_id", "original_number", "original_date", "original_sub", "original_title",
    "original_doc_id",
)  # fmt: skip


def due_after(shelf: Shelf, change: CorpusChange | None) -> Due:
    """What a change makes necessary; everything without one."""
    every = frozenset(shelf.entries)
    if change is None:
        return Due(every, every, every, every, frozenset())
    fresh = change.fresh & every
    touched = change.fresh | change.gone
    numbers = change.numbers | {number_key(shelf.entries[doc_id].number) for doc_id in fresh}
    look = _Look(shelf, fresh, touched, frozenset(numbers - {""}))
    decided = look.decided()
    claims = look.claims() | decided
    naming = look.naming()
    # A misprint is told once for all documents that show it: without one of them the others count.
    again = {p.doc_id for p in naming if p.code == MISPRINT}
    return Due(
        touched=touched | again,
        fresh=fresh | again,
        claims=fresh | again | claims | {p.doc_id for p in naming if is_claim_doubt(p)},
        citing=fresh | again | look.citing(),
        stale=look.linked() | decided | {p.doc_id for p in naming if is_link_doubt(p)},
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """Looks what a change has to do with the documents it did not make, dataset by dataset."""

    shelf: Shelf
    fresh: frozenset[str]
    touched: frozenset[str]
    numbers: frozenset[str]

    def claims(self) -> frozenset[str]:
        """Documents whose claims are made on a touched document, or read like a fresh row."""
        rows = [
            row
            for row in self.shelf.whole("amendments", *_CLAIM_COLUMNS).to_pylist()
            if row["doc_id"] not in self.fresh
        ]
        meant = {
            row["doc_id"]
            for row in rows
            if self._meant(row["original_number"], row["original_doc_id"])
        }
        return frozenset(meant | self._waiting([r for r in rows if r["doc_id"] not in meant]))

    def _meant(self, number: str | None, doc_id: str | None) -> bool:
        return doc_id in self.touched or number_key(number) in self.numbers

    def _waiting(self, claims: Iterable[Mapping[str, Any]]) -> set[str]:
        """Documents with a claim, not settled by the cited document itself, that reads like a row
        of a fresh document."""
        owner, items = {}, []
        for row in claims:
            if not row["original_title"] or not row["original_number"]:
                continue
            citing = self.shelf.entries[row["doc_id"]]
            cited = self.shelf.find(row["original_number"], row["original_date"], citing)
            if cited is None or row["original_doc_id"] != cited.doc_id:
                sub, title = row["original_sub"], row["original_title"]
                items.append(Item(row["amendment_id"], None, None, sub, title))
                owner[row["amendment_id"]] = row["doc_id"]
        if not items or not self.fresh:
            return set()
        keys = self.shelf.keys(sorted(self.fresh))
        index = TitleIndex(readable(items, keys), self.shelf.rarity)
        found: set[str] = set()
        for doc_id, likely in index.likely(keys).items():
            found |= candidates_among(self.shelf.rows(doc_id), likely).keys()
        return {owner[key] for key in found}

    def citing(self) -> frozenset[str]:
        """Documents that cite a touched one in a cell."""
        import pyarrow.compute as pc

        rows = self.shelf.whole("citations", "doc_id", "number", "cited_doc_id")
        numbers = [n for n in rows["number"].unique().to_pylist() if number_key(n) in self.numbers]
        meant = pc.or_(
            pc.is_in(rows["cited_doc_id"], _strings(self.touched)),
            pc.is_in(rows["number"], _strings(filter(None, numbers))),
        )
        return frozenset(rows["doc_id"].filter(meant).unique().to_pylist()) - self.fresh

    def linked(self) -> frozenset[str]:
        """Documents with links to rows of a touched one."""
        import pyarrow.compute as pc

        rows = self.shelf.whole("links", "doc_id", "other_doc_id")
        linked = rows["doc_id"].filter(pc.is_in(rows["other_doc_id"], _strings(self.touched)))
        return frozenset(linked.unique().to_pylist()) - self.fresh

    def decided(self) -> frozenset[str]:
        """Documents of whose rows and those of a touched one people decided something."""
        import pyarrow.compute as pc

        rows = self.shelf.whole("decisions", "doc_id", "other_doc_id")
        found = rows["doc_id"].filter(pc.is_in(rows["other_doc_id"], _strings(self.touched)))
        return frozenset(found.unique().to_pylist()) - self.fresh

    def naming(self) -> list[ProblemRecord]:
        """The problems between documents that name a touched one."""
        coded = self.shelf.whole("problems", "doc_id", "code", "accepted_from")
        raising = frozenset(coded["doc_id"].filter(_raised(coded)).unique().to_pylist())
        names = arrow_schema("problems").names
        rows = self.shelf.store.whole("problems", names, raising - self.fresh)
        told: Any = records_in(rows.filter(_raised(rows)), "problems")
        return [
            problem
            for problem in map(as_raised, told)
            if problem.code in SETTLED and documents_named(problem) & self.touched
        ]


def _raised(problems: Any) -> Any:
    """Which problems are of a kind that settling raises, or were before somebody accepted them."""
    import pyarrow.compute as pc

    settled = pc.is_in(problems["code"], _strings(SETTLED))
    return pc.or_(settled, pc.is_valid(problems["accepted_from"]))


def _strings(values: Iterable[str]) -> Any:
    import pyarrow as pa

    return pa.array(sorted(values), pa.string())
