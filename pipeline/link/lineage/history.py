"""One task over the documents, oldest first, with what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.data.records import DocumentRecord, Item, LinkRecord
from pipeline.errors import ConfigError
from pipeline.frozen import dataclass
from pipeline.writing.columns import columns
from pipeline.writing.wording import differs

FIELDS: tuple[str, ...] = tuple(columns())
"""The columns that are compared, in the order in which their changes are told."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that reads differently than in the step before."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """The task in one document.

    `links` lead to earlier steps (empty for the first one); `changes` compare with the row of the
    closest of them. Differences in spelling alone are no changes.
    """

    row_id: str
    doc_id: str
    item: Item
    links: tuple[LinkRecord, ...] = ()
    changes: tuple[FieldChange, ...] = ()


def trace(
    row_id: str,
    documents: Sequence[DocumentRecord],
    items: Iterable[Item],
    links: Iterable[LinkRecord],
    with_review: bool = False,
) -> tuple[Step, ...]:
    """The history of a task, from the oldest document it stands in to the newest.

    Follows accepted links (with `with_review` the doubtful ones too) in both directions; a
    document that the task passes as several rows gives several steps. Documents stand in the order
    of their dates, one without a date by what links say. Raises `ConfigError` for an unknown row.
    """
    by_id = {item.row_id: item for item in items}
    if row_id not in by_id:
        raise ConfigError(f"there is no task {row_id!r}; row ids look like 11-nq-cp-2026/2/0010")
    usable = [
        link
        for link in links
        if (with_review or link.status == "accepted")
        and link.row_id in by_id
        and link.other_row_id in by_id
    ]
    rank = document_ranks(documents, usable)
    rows = _reachable(row_id, usable, rank)
    ordered = sorted(rows, key=lambda row: (rank[by_id[row].doc_id], _position(row)))
    return tuple(_step(by_id[row], by_id, usable, rows, rank) for row in ordered)


def document_ranks(
    documents: Sequence[DocumentRecord], links: Iterable[LinkRecord]
) -> dict[str, int]:
    """doc_id → place from the oldest to the newest.

    By date of issue; a document without one stands after the newest document its links call older.
    """
    dates = {document.doc_id: document.issued_date for document in documents}
    older: dict[str, set[str]] = {}
    for link in links:
        older.setdefault(link.doc_id, set()).add(link.other_doc_id)
    known = sorted(day.isoformat() for day in dates.values() if day)
    latest = known[-1] if known else ""

    def age(doc_id: str, seen: frozenset[str]) -> tuple[str, int]:
        day = dates.get(doc_id)
        if day:
            return day.isoformat(), 0
        below = [age(other, seen | {doc_id}) for other in sorted(older.get(doc_id, set()) - seen)]
        top = max(below, default=("" if older.get(doc_id) is None else latest, 0))
        return top[0], top[1] + 1

    named = sorted({*dates, *older, *(o for others in older.values() for o in others)})
    ordered = sorted(named, key=lambda doc_id: (*age(doc_id, frozenset()), doc_id))
    return {doc_id: place for place, doc_id in enumerate(ordered)}


def _reachable(row_id: str, links: Sequence[LinkRecord], rank: Mapping[str, int]) -> set[str]:
    """The row, all it came from and all that came from it; not the sisters of a divided task."""
    older: dict[str, set[str]] = {}
    newer: dict[str, set[str]] = {}
    for link in links:
        first, second = link.row_id, link.other_row_id
        if rank[link.doc_id] < rank[link.other_doc_id]:
            first, second = second, first
        older.setdefault(first, set()).add(second)
        newer.setdefault(second, set()).add(first)
    return {row_id} | _closure(row_id, older) | _closure(row_id, newer)


def _closure(row_id: str, following: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [row_id]
    while waiting:
        fresh = following.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += sorted(fresh)
    return found


def _step(
    item: Item,
    by_id: Mapping[str, Item],
    links: Iterable[LinkRecord],
    rows: set[str],
    rank: Mapping[str, int],
) -> Step:
    back = [
        (rank[_other(link, item.row_id).split("/")[0]], link.relation == "same", link.score, link)
        for link in links
        if item.row_id in (link.row_id, link.other_row_id) and _other(link, item.row_id) in rows
    ]
    back = [entry for entry in back if entry[0] < rank[item.doc_id]]
    if not back:
        return Step(item.row_id, item.doc_id, item)
    back.sort(key=lambda entry: (-entry[0], not entry[1], -entry[2], entry[3].other_row_id))
    before = by_id[_other(back[0][3], item.row_id)]
    found = tuple(entry[3] for entry in back)
    return Step(item.row_id, item.doc_id, item, found, changes(before, item))


def _other(link: LinkRecord, row_id: str) -> str:
    return link.other_row_id if link.row_id == row_id else link.row_id


def changes(before: Item, after: Item) -> tuple[FieldChange, ...]:
    """The fields that read differently; spelling does not count.

    A column that one of the documents does not have says nothing and is left out.
    """
    found = []
    for column in FIELDS:
        one, other = getattr(before, column, None), getattr(after, column, None)
        if one is not None and other is not None and differs(one, other):
            found.append(FieldChange(column, one, other))
    return tuple(found)


def _position(row_id: str) -> tuple[int, ...]:
    return tuple(int(part) for part in row_id.split("/")[1:] if part.isdigit())
