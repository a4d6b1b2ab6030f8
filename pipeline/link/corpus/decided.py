"""What people decided between documents, applied where documents are settled and nowhere else.

Each decision is found again among the published documents: the row of the other document by its
fingerprint, the claim by what it quotes, the doubt by code and evidence. One that finds nothing, or
several things, is an error and changes nothing. What is found is a function of the published
documents alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from pipeline.data.records import (
    AmendmentRecord,
    DecisionRecord,
    ProblemRecord,
    RepairRecord,
    accepted_doubt,
    as_raised,
)
from pipeline.link.corpus.shelf import Shelf, age
from pipeline.link.doubts import document_of
from pipeline.link.lineage.model import Decided

APPLIED, STALE, AMBIGUOUS, OPEN = "applied", "stale", "ambiguous", "open"
LINK, ORIGINAL, ACCEPT = "link", "original", "accept"
ACCEPTED, REJECTED = "accepted", "rejected"
PERSON_SURE = 100.0
"""Certainty of an original that a person named."""
_CORRECTED = "corrected"
_DATASET = {LINK: "links", ORIGINAL: "amendments"}
_Pair = tuple[str, str]
_Thing = TypeVar("_Thing", bound=Hashable)


def found_again(shelf: Shelf, doc_id: str) -> tuple[DecisionRecord, ...]:
    """The decisions of a document, those on links and originals with the rows and claims they
    mean, or with why they mean none."""
    records = shelf.records("decisions", doc_id)
    if not records:
        return ()
    claims = shelf.records("amendments", doc_id) if any(_is(r, ORIGINAL) for r in records) else ()
    return _once_each([_found(shelf, record, claims) for record in records])


def _is(record: DecisionRecord, *decisions: str) -> bool:
    return record.decision in decisions


def _found(
    shelf: Shelf, record: DecisionRecord, claims: Sequence[AmendmentRecord]
) -> DecisionRecord:
    record = replace(
        record, status=OPEN, other_row_id=None, amendment_id=None, outcome="", after=""
    )
    if _is(record, ACCEPT):
        return record
    other = shelf.entries.get(record.other_doc_id or "")
    if other is None:
        return _missed(record, f"there is no document {record.other_doc_id}")
    if other.doc_id == record.doc_id:
        return _missed(record, "both rows are said to be of one document")
    if _is(record, LINK) and age(other) > age(shelf.entries[record.doc_id]):
        return _missed(record, f"{other.doc_id} is the newer of the two: write it to its file")
    rows = _rows_meant(shelf, record)
    if len(rows) != 1:
        return _counted(record, len(rows), f"rows of {other.doc_id} are as it says")
    record = replace(record, other_row_id=rows[0], status=APPLIED)
    return _checked_items(shelf, record) if _is(record, LINK) else _with_claim(record, claims)


def _missed(record: DecisionRecord, why: str, status: str = STALE) -> DecisionRecord:
    return replace(record, status=status, outcome=why, other_row_id=None, amendment_id=None)


def _counted(record: DecisionRecord, count: int, what: str) -> DecisionRecord:
    """A decision that means nothing, or several things."""
    return _missed(record, f"{count or 'no'} {what}", AMBIGUOUS if count else STALE)


def _rows_meant(shelf: Shelf, record: DecisionRecord) -> list[str]:
    doc_id = record.other_doc_id or ""
    rows = shelf.columns("rows", doc_id, "row_id", "fingerprint")
    found = [row["row_id"] for row in rows if row["fingerprint"] == record.other_row]
    at = [row_id for row_id in found if row_id == f"{doc_id}/{record.other_at}"]
    return at if len(found) > 1 and at else found


def _checked_items(shelf: Shelf, record: DecisionRecord) -> DecisionRecord:
    """A link joins tasks or indicators that have a title."""
    for row_id in (record.row_id or "", record.other_row_id or ""):
        if row_id not in {row.row_id for row in shelf.link_input(document_of(row_id)).rows}:
            return _missed(record, f"{row_id or 'the row'} is no task or indicator with a title")
    return record


def _with_claim(record: DecisionRecord, claims: Sequence[AmendmentRecord]) -> DecisionRecord:
    found = [
        claim.amendment_id
        for claim in claims
        if claim.row_id == record.row_id
        and (claim.original_title or "") == record.against
        and record.note in ("", claim.amendment_id.removeprefix(f"{claim.doc_id}/"))
    ]
    if len(found) != 1:
        return _counted(record, len(found), "claims of the row are as it says")
    return replace(record, amendment_id=found[0])


def _once_each(records: Sequence[DecisionRecord]) -> tuple[DecisionRecord, ...]:
    """Decisions that decide the same, or what cannot be together, are not applied."""
    keys = [_decides(record) if record.status == APPLIED else [] for record in records]
    counts = Counter(key for some in keys for key in some)
    return tuple(
        replace(record, status=AMBIGUOUS, outcome="another decision decides the same")
        if any(counts[key] > 1 for key in some)
        else record
        for record, some in zip(records, keys, strict=True)
    )


def _decides(record: DecisionRecord) -> list[tuple[str | None, ...]]:
    """What no other decision may decide too."""
    if _is(record, ORIGINAL):
        one = record.amendment_id, record.other_row_id
        whole = [(ORIGINAL, record.amendment_id)] if record.value == ACCEPTED else []
        return [(ORIGINAL, *one), *whole]
    row, other, document = record.row_id, record.other_row_id, record.other_doc_id
    ends = (
        [(LINK, "row", row, document), (LINK, "other", other)] if record.relation == "same" else []
    )
    return [(LINK, row, other), *ends]


def between(records: Iterable[DecisionRecord], other_doc_id: str) -> Decided:
    """What a newer document's decisions say of its pairs with one other."""
    mine = [r for r in links_of(records) if r.other_doc_id == other_doc_id]
    return Decided(
        {pair_of(r): (r.relation, r.reason) for r in mine if r.value == ACCEPTED},
        frozenset(pair_of(r) for r in mine if r.value == REJECTED),
    )


def links_of(records: Iterable[DecisionRecord]) -> Iterator[DecisionRecord]:
    """The decisions on links that count."""
    return (r for r in records if _is(r, LINK) and r.status == APPLIED)


def pair_of(record: DecisionRecord) -> _Pair:
    """The two rows a decision is about."""
    return record.row_id or "", record.other_row_id or ""


def others_decided(records: Iterable[DecisionRecord]) -> set[str]:
    """The other documents decisions count in, or would."""
    return {record.other_doc_id for record in records if record.other_doc_id}


# --- amendments ------------------------------------------------------------------------------


def with_originals(
    amendments: Iterable[AmendmentRecord], records: Sequence[DecisionRecord]
) -> tuple[AmendmentRecord, ...]:
    """Claims with the originals people named; without those they rejected, as an original or as
    the same task."""
    named = [r for r in records if _is(r, ORIGINAL) and r.status == APPLIED]
    chosen = {r.amendment_id: r for r in named if r.value == ACCEPTED}
    refused = {(r.amendment_id, r.other_row_id) for r in named if r.value == REJECTED}
    apart = {doc_id: between(records, doc_id) for doc_id in others_decided(records)}
    return tuple(_amended(claim, chosen, refused, apart) for claim in amendments)


def _amended(
    claim: AmendmentRecord,
    chosen: Mapping[str | None, DecisionRecord],
    refused: set[tuple[str | None, str | None]],
    apart: Mapping[str, Decided],
) -> AmendmentRecord:
    if claim.amendment_id in chosen:
        row_id = chosen[claim.amendment_id].other_row_id or ""
        return replace(
            claim,
            original_doc_id=document_of(row_id),
            original_row_id=row_id,
            resolve_score=PERSON_SURE,
            status="resolved",
        )
    original = claim.original_row_id
    if original is None:
        return claim
    links = apart.get(document_of(original), Decided())
    if (claim.amendment_id, original) in refused or links.bars(claim.row_id or "", original):
        return replace(claim, original_row_id=None, resolve_score=None, status="cited")
    return claim


def settled_by_hand(
    before: Sequence[AmendmentRecord], after: Sequence[AmendmentRecord]
) -> set[str]:
    """The claims of which a person decided the original."""
    return {new.amendment_id for old, new in zip(before, after, strict=True) if old != new}


# --- doubts ----------------------------------------------------------------------------------


def accept_doubts(
    problems: Sequence[ProblemRecord], records: Sequence[DecisionRecord]
) -> tuple[list[ProblemRecord], tuple[DecisionRecord, ...]]:
    """Problems of which people said that the reading is right, and the decisions with what became
    of them. A problem that two decisions mean is accepted by neither."""
    meant = {r.place: _doubts_meant(r, problems) for r in records if _is(r, ACCEPT)}
    counts = Counter(at for found in meant.values() for at in found)
    told = tuple(_weighed(record, meant.get(record.place), counts) for record in records)
    by_problem = {meant[r.place][0]: r for r in told if _is(r, ACCEPT) and r.status == APPLIED}
    settled = [
        accepted_doubt(problem, by_problem[at].reason) if at in by_problem else problem
        for at, problem in enumerate(problems)
    ]
    return settled, told


def _doubts_meant(record: DecisionRecord, problems: Iterable[ProblemRecord]) -> list[int]:
    return [at for at, problem in enumerate(map(as_raised, problems)) if _means(record, problem)]


def _means(record: DecisionRecord, problem: ProblemRecord) -> bool:
    return (
        problem.code == record.value
        and problem.evidence == record.against
        and problem.severity != "error"
        and record.row_id in (None, problem.row_id)
        and record.column in ("", problem.column)
        and record.other_doc_id in (None, problem.other_doc_id)
    )


def _weighed(
    record: DecisionRecord, found: Sequence[int] | None, counts: Mapping[int, int]
) -> DecisionRecord:
    if found is None:
        return record
    if len(found) != 1:
        return _counted(record, len(found), "doubts are as it says")
    if counts[found[0]] > 1:
        return replace(record, status=AMBIGUOUS, outcome="another decision accepts the same doubt")
    return replace(record, status=APPLIED, outcome="", after=ACCEPTED)


# --- what is told of them --------------------------------------------------------------------


def told_of(
    records: Iterable[DecisionRecord],
    links: Mapping[_Pair, str],
    claimed: Mapping[str, str],
    originals: Mapping[str, str],
) -> tuple[DecisionRecord, ...]:
    """Decisions with what there was before and is now. `links` are pairs of rows as compared,
    `claimed` and `originals` the rows of claims before and after. What is not among them is as it
    was told before."""

    def told(record: DecisionRecord) -> DecisionRecord:
        if _is(record, ACCEPT):
            return record
        if record.status != APPLIED:
            return replace(record, before="")
        if _is(record, LINK):
            before = links.get(pair_of(record), record.before)
            return replace(record, before=before, after=_after(record))
        before = claimed.get(record.amendment_id or "", record.before)
        return replace(record, before=before, after=originals[record.amendment_id or ""])

    return tuple(map(told, records))


def _after(record: DecisionRecord) -> str:
    return " ".join(filter(None, (record.value, record.relation, record.other_row_id)))


def repairs_of(records: Iterable[DecisionRecord]) -> list[RepairRecord]:
    """The repairs that decisions on links and originals are."""
    return [
        RepairRecord(
            record.row_id, record.doc_id, _DATASET[record.decision], _CORRECTED, record.before,
            record.after, None, record.reason,
        )
        for record in records
        if record.status == APPLIED and record.decision in _DATASET
    ]  # fmt: skip


def misses_of(records: Iterable[DecisionRecord]) -> list[ProblemRecord]:
    """The errors that decisions are which could not be applied."""
    return [
        ProblemRecord(
            record.doc_id,
            record.row_id.rpartition("/")[0] if record.row_id else None,
            record.row_id,
            record.column or None,
            "error",
            f"correction-{record.status}",
            f"{record.place}: {record.outcome}",
            record.against or record.other_row,
            other_doc_id=record.other_doc_id,
        )
        for record in records
        if record.status in (STALE, AMBIGUOUS)
    ]
