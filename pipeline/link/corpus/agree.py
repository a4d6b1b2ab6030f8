"""Links and claims of one document say the same: one answer per pair of rows, or a dispute.

Links come from comparing two documents, claims from what the newer one says of itself. Where a
claim means a pair that was found, it settles a doubt; where it means one that was not, the pair is
added; where the two mean different rows of one document, neither is silently right: both wait for
review with `claim` telling who says what. Settling is repeatable: `as_compared` gives back what
the comparison alone had said, so that the answer depends on links and claims, not on their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.data.records import AmendmentRecord, LinkRecord

AGREES, SETTLES, DISPUTES, ALONE = "agrees", "settles", "disputes", "alone"
METHOD = "claim"
"""What a link rests on that only a footnote or an article tells of."""
ACCEPTED, REVIEW = "accepted", "review"
_Pair = tuple[str, str]


def agreed(
    links: Iterable[LinkRecord], amendments: Iterable[AmendmentRecord]
) -> tuple[LinkRecord, ...]:
    """The links of a document as its links and its claims together say, sorted by rows."""
    claimed = [a for a in amendments if a.row_id and a.original_row_id]
    compared = [as_compared(link) for link in links if link.claim != ALONE]
    told = {(a.row_id or "", a.original_row_id or ""): a for a in claimed}
    settled = [_weighed(link, told) for link in compared]
    found = {(link.row_id, link.other_row_id) for link in compared}
    against = {_place(link) for link in settled if link.claim == DISPUTES}
    settled += _added(told, found, against)
    return tuple(sorted(settled, key=lambda link: (link.row_id, link.other_row_id)))


def as_compared(link: LinkRecord) -> LinkRecord:
    """A link as the comparison of the two documents alone gave it."""
    status = {SETTLES: REVIEW, DISPUTES: ACCEPTED}.get(link.claim or "", link.status)
    return replace(link, status=status, claim=None)


def _weighed(link: LinkRecord, told: dict[_Pair, AmendmentRecord]) -> LinkRecord:
    """A link that was found, weighed against what is claimed of its row. What a person decided
    stays."""
    if link.decided:
        told_too = (link.row_id, link.other_row_id) in told
        return replace(link, claim=AGREES if told_too else None)
    if (link.row_id, link.other_row_id) in told:
        claim = AGREES if link.status == ACCEPTED else SETTLES
        return replace(link, status=ACCEPTED, claim=claim)
    others = {
        other for row, other in told if row == link.row_id and _document(other) == link.other_doc_id
    }
    if others and link.status == ACCEPTED and link.relation == "same":
        return replace(link, status=REVIEW, claim=DISPUTES)
    return link


def _place(link: LinkRecord) -> _Pair:
    return link.row_id, link.other_doc_id


def _document(row_id: str) -> str:
    return row_id.rsplit("/", 2)[0]


def _added(
    told: dict[_Pair, AmendmentRecord], found: set[_Pair], against: set[_Pair]
) -> Iterator[LinkRecord]:
    """The pairs that only a claim tells of."""
    parts = Counter((row, _document(other)) for row, other in told)
    wholes = Counter((_document(row), other) for row, other in told)
    for (row, other), record in told.items():
        if (row, other) in found:
            continue
        place = row, _document(other)
        several = parts[place] > 1, wholes[_document(row), other] > 1 or _inside(record)
        yield LinkRecord(
            row_id=row,
            other_row_id=other,
            doc_id=record.doc_id,
            other_doc_id=_document(other),
            relation="merged" if several[0] else "split" if several[1] else "same",
            score=record.resolve_score or 0.0,
            title_score=record.title_score or 0.0,
            agency_score=0.0,
            method=METHOD,
            status=REVIEW if place in against else ACCEPTED,
            claim=ALONE,
        )


def _inside(record: AmendmentRecord) -> bool:
    """Whether the claim means a sub-item, which the row found for it may hold with others."""
    return record.original_sub is not None


def disputes(links: Sequence[LinkRecord]) -> Iterator[tuple[LinkRecord, list[str]]]:
    """Each link that claims contradict, with the rows they mean instead."""
    for link in links:
        if link.claim == DISPUTES:
            yield (
                link,
                [
                    other.other_row_id
                    for other in links
                    if _place(other) == _place(link) and other.claim in (ALONE, SETTLES, AGREES)
                ],
            )
