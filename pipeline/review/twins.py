"""Which row of another document is the same task: those that are likely, the most alike first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from pipeline.data.records import DocumentRecord, LinkRecord, RowRecord
from pipeline.review.originals import title_of
from pipeline.review.shelf import Opened

_SHOWN = 9
"""Rows offered: as many as there are keys of one digit."""

_ORDER = ("accepted", "review", "", "rejected")
"""What people and links say of two rows, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A row of another document: its title, how like it is (0 to 100), what the two are taken for
    (`accepted`, `review` or blank), and the newer and the older of them."""

    row: RowRecord
    title: str
    score: float
    status: str
    newer: str
    older: str


def likely_twins(
    opened: Opened, row: RowRecord, other: Opened, decided: Callable[[str, str], str]
) -> list[Likely]:
    """The rows of another document that may be the same task: those taken for it first, those that
    a person rejected last. `decided` tells what people said of a newer and an older row."""
    from rapidfuzz import fuzz

    title = title_of(opened, row)
    newer = is_newer(opened.document.facts, other.document.facts)
    side = opened if newer else other
    found = []
    for old in other.document.rows:
        said = title_of(other, old)
        pair = (row.row_id, old.row_id) if newer else (old.row_id, row.row_id)
        link = side.link(*pair)
        score = fuzz.ratio(title.casefold(), said.casefold())
        found.append(Likely(old, said, score, link.status if link else "", *pair))
    found.sort(key=lambda one: (not one.status, -one.score, one.row.table_id, one.row.ordinal))
    shown = [replace(one, status=decided(one.newer, one.older) or one.status)
             for one in found[: 2 * _SHOWN]]  # fmt: skip
    shown.sort(key=lambda one: _ORDER.index(one.status))
    return shown[:_SHOWN]


def is_newer(one: DocumentRecord, other: DocumentRecord) -> bool:
    """Whether a document is the newer of two; one without a date is."""
    if one.issued_date is None or other.issued_date is None:
        return one.issued_date is None
    return (one.issued_date, one.doc_id) > (other.issued_date, other.doc_id)


def nearest_document(opened: Opened, others: Iterable[str]) -> str:
    """The document with which another one has most links; else the first of all. Blank where there
    is none."""
    counted = Counter(link.other_doc_id for link in opened.document.links)
    ranked = sorted(others, key=lambda key: (-counted[key], key))
    return ranked[0] if ranked else ""


def links_of(opened: Opened, row: RowRecord) -> list[LinkRecord]:
    """The links of a row to older documents."""
    return [link for link in opened.document.links if link.row_id == row.row_id]
