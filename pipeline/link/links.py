"""Which documents of the corpus are compared, task by task, and in which direction.

Every pair of documents is settled on its own (`lineage.link_documents`), so a link depends on its
two documents and on nothing else. Most pairs have nothing in common: a pair is settled only if a
row of the newer document shares its rarest words with a row of the older one and reads alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from pipeline.link.lineage import link_documents
from pipeline.link.lineage_input import bridges, rows_input, successors
from pipeline.link.lineage_model import LinkInput
from pipeline.link.resolve import Item, Row, TitleIndex
from pipeline.link.shelf import Entry, Shelf
from pipeline.link.wording import fold
from pipeline.records import AmendmentRecord, LinkRecord, ProblemRecord

ALIKE = 65.0
"""Likeness (0–100, words in any order) of one pair of titles at which two documents are compared;
that of unrelated tasks lies below 60."""


@dataclass(slots=True)
class Found:
    """The links of one document to all older ones, while they are collected."""

    links: list[LinkRecord] = field(default_factory=list)
    problems: list[ProblemRecord] = field(default_factory=list)


def link_tasks(
    shelf: Shelf, amendments: Mapping[str, Sequence[AmendmentRecord]]
) -> dict[str, Found]:
    """Links of the documents that are keys of `amendments` to every older one, by document.

    Memory holds their rows and those of one other document at a time.
    """
    inputs = {doc_id: _input(shelf, doc_id) for doc_id in amendments}
    index = TitleIndex(list(_titles(inputs, amendments)))
    found = {doc_id: Found() for doc_id in amendments}
    taken_over = successors()
    for entry in sorted(shelf.entries.values(), key=_age):
        older: LinkInput | None = None
        for doc_id in _alike(index, shelf.rows(entry.doc_id)):
            if _age(entry) >= _age(shelf.entries[doc_id]):
                continue
            older = older or _input(shelf, entry.doc_id)
            linked = link_documents(inputs[doc_id], older, bridges(amendments[doc_id]), taken_over)
            found[doc_id].links += linked.links
            found[doc_id].problems += linked.problems
    return found


def _age(entry: Entry) -> tuple[object, str]:
    """Older documents first; among those of one day, the order of their keys."""
    return entry.when, entry.doc_id


def _input(shelf: Shelf, doc_id: str) -> LinkInput:
    items = [*shelf.records("tasks", doc_id), *shelf.records("indicators", doc_id)]
    return rows_input(doc_id, items, shelf.records("assignments", doc_id))


def _titles(
    inputs: Mapping[str, LinkInput], amendments: Mapping[str, Sequence[AmendmentRecord]]
) -> Iterator[Item]:
    """Every title of the newer documents, and every old title they quote."""
    for doc_id, document in inputs.items():
        quoted = [bridge.title for bridge in bridges(amendments[doc_id])]
        for number, title in enumerate([*(row.title for row in document.rows), *quoted]):
            yield Item(f"{doc_id}/{number}", None, None, None, title)


def _alike(index: TitleIndex, rows: Sequence[Row]) -> list[str]:
    """The newer documents that have a row like one of these, sorted."""
    found: set[str] = set()
    for row in rows:
        for item in index.sharing(row.title):
            doc_id = item.key.rpartition("/")[0]
            if doc_id not in found and _reads_alike(item.title or "", row.title):
                found.add(doc_id)
    return sorted(found)


def _reads_alike(one: str, other: str) -> bool:
    return fuzz.token_sort_ratio(fold(one), fold(other)) >= ALIKE
