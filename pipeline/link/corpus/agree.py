"""Links and claims of one document say the same: one answer per pair of rows, or a dispute.

Claims become links here and nowhere else: those on rows (`agreed`), and those on items of documents
that are not held (`cited_links`), so that what follows from both needs nothing but links.

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

from rapidfuzz import fuzz

from pipeline.data.records import AmendmentRecord, LinkRecord
from pipeline.frozen import dataclass
from pipeline.link.corpus.resolve import TITLE_SCORE
from pipeline.writing.letters import fold

AGREES, SETTLES, DISPUTES, ALONE = "agrees", "settles", "disputes", "alone"
PRINTS = "prints"
"""What the link of a cited item rests on with a row of a third document that prints it."""
METHOD = "claim"
"""What a link rests on that only a footnote or an article tells of."""
ACCEPTED, REVIEW = "accepted", "review"
SAME, SPLIT, MERGED = "same", "split", "merged"
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
    if others and link.status == ACCEPTED and link.relation == SAME:
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
        divided = wholes[_document(row), other] > 1 or _inside(record)
        relation = _relation(parts[place] > 1, divided)
        link = _claimed(record, row, other, _document(other), relation)
        yield replace(link, status=REVIEW if place in against else ACCEPTED)


def _relation(several: bool, divided: bool) -> str:
    """What a row is to what it claims: one that claims several was merged from them, one of several
    that claim the same is a part of it."""
    return MERGED if several else SPLIT if divided else SAME


def _claimed(
    record: AmendmentRecord, row: str, other: str, document: str, relation: str
) -> LinkRecord:
    return LinkRecord(
        row_id=row,
        other_row_id=other,
        doc_id=record.doc_id,
        other_doc_id=document,
        relation=relation,
        score=record.resolve_score or 0.0,
        title_score=record.title_score or 0.0,
        agency_score=0.0,
        method=METHOD,
        status=ACCEPTED,
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


# --- items of documents that are not held ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class CitedItem:
    """What a claim means where that is not a row of the document it is made on: the item by its
    key, and the key of its document. `printed` is the title of the row of a third document that
    prints it, None without one; `later` says that this document is the later one."""

    claim: AmendmentRecord
    key: str
    document: str
    printed: str | None = None
    later: bool = False


def cited_links(cited: Sequence[CitedItem], links: Iterable[LinkRecord]) -> Iterator[LinkRecord]:
    """Claims on items of documents that are not held as links of their rows, beside the `links`
    between rows; and links of such items with the rows that print them."""
    linked = {(link.row_id, link.other_row_id): link for link in links}
    quoted = {link.row_id for link in linked.values() if _is_quoted_part(link)}
    made = [item for item in cited if item.claim.row_id]
    olds = Counter((item.claim.row_id, item.document) for item in made)
    news = Counter((item.claim.doc_id, item.key) for item in made)
    for item in cited:
        row, other = item.claim.row_id, item.claim.original_row_id or ""
        if row and (row, item.key) not in linked:
            divided = news[item.claim.doc_id, item.key] > 1 or row in quoted
            whole = (row, other) in linked and linked[row, other].relation == SAME
            relation = _relation(olds[row, item.document] > 1, divided and not whole)
            yield _claimed(item.claim, row, item.key, item.document, relation)
        if item.printed is not None and other != item.key:
            yield _printing(item, other)


def _printing(item: CitedItem, row: str) -> LinkRecord:
    """A cited item and the row of another document that prints it, or prints it with others."""
    titles = fold(item.claim.original_title or ""), fold(item.printed or "")
    whole = not item.claim.original_sub or fuzz.ratio(*titles) >= TITLE_SCORE
    relation = _relation(not whole and item.later, not whole)
    link = _claimed(item.claim, item.key, row, _document(row), relation)
    if item.later:
        link = replace(link, row_id=row, other_row_id=item.key, other_doc_id=item.document)
    return replace(link, claim=PRINTS)


def _is_quoted_part(link: LinkRecord) -> bool:
    """Whether a row is a part of the task whose title its footnote quotes."""
    return (link.relation, link.status, link.method) == (SPLIT, ACCEPTED, "quoted-title")
