"""The hand-decided pairs of tests/fixtures/links, and the documents they are about."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from pipeline.link.lineage.input import link_input, successors
from pipeline.link.lineage.links import link_documents
from pipeline.link.lineage.model import Bridge, Linked, LinkInput, LinkRow
from pipeline.model import Source
from pipeline.normalize.values.agencies import parse_agencies
from tests.support.once import reading

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "fixtures" / "links"
RAW = ("11-nq-cp-2026", "ke-hoach-2025-du-thao", "ke-hoach-2026-phu-luc-ii")
READ_BY_HAND = {"03-nq-cp-2025": (2, date(2025, 1, 9))}
AGE = ("ke-hoach-2026-phu-luc-ii", "11-nq-cp-2026", "ke-hoach-2025-du-thao", "03-nq-cp-2025")
"""Documents from the newest to the oldest."""


@dataclass(frozen=True, slots=True)
class Label:
    """One decided pair: `relation` is same, split, merged or none."""

    row_id: str
    other_row_id: str
    relation: str

    @property
    def documents(self) -> tuple[str, str]:
        return self.row_id.split("/")[0], self.other_row_id.split("/")[0]

    @property
    def is_twin(self) -> bool:
        """Whether both rows stand in one document."""
        return self.documents[0] == self.documents[1]


@cache
def labels() -> tuple[Label, ...]:
    with (FOLDER / "pairs.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(Label(r["row_id"], r["other_row_id"], r["relation"]) for r in rows)


@cache
def quotes() -> tuple[Bridge, ...]:
    with (FOLDER / "bridges.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Bridge(row["row_id"], row["title"]) for row in csv.DictReader(file))


@cache
def document(doc_id: str) -> LinkInput:
    """A document from raw/, or one whose rows were read by hand."""
    if doc_id in READ_BY_HAND:
        return LinkInput(doc_id, tuple(_rows_read_by_hand(doc_id)))
    path = ROOT / "raw" / f"{doc_id}.txt"
    return replace(link_input(reading(Source(path, path.name))), doc_id=doc_id)


def _rows_read_by_hand(doc_id: str) -> Iterator[LinkRow]:
    table, issued = READ_BY_HAND[doc_id]
    group = ""
    with (FOLDER / f"{doc_id}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] == "group":
                group = row["title"]
                continue
            found = parse_agencies(row["lead"], on=issued)
            leads = frozenset(m.agency_id for m in found if m.agency_id and m.scope == "agency")
            row_id = f"{doc_id}/{table}/{int(row['row']):04}"
            yield LinkRow(row_id, row["title"], None, group, leads)


def pairs_of_documents() -> list[tuple[str, str]]:
    """(newer, older) of the labelled pairs, twins left out."""
    found = {label.documents for label in labels() if not label.is_twin}
    return sorted(found, key=lambda pair: (AGE.index(pair[0]), AGE.index(pair[1])))


@cache
def linked(newer: str, older: str, with_quotes: bool = True) -> Linked:
    evidence = quotes() if with_quotes else ()
    return link_documents(document(newer), document(older), evidence, successors())


def twins_apart(doc_id: str, twins: Sequence[Label]) -> Linked:
    """A document against itself, one twin of each pair gone from the newer copy, the other from
    the older one: all rows around the two are certain, and yet they must not be linked.
    """
    without_first = _without(document(doc_id), {label.row_id for label in twins})
    without_second = _without(document(doc_id), {label.other_row_id for label in twins})
    return link_documents(without_second, without_first, (), successors())


def _without(whole: LinkInput, row_ids: Iterable[str]) -> LinkInput:
    gone = frozenset(row_ids)
    return replace(whole, rows=tuple(row for row in whole.rows if row.row_id not in gone))
