"""Two runs of the pipeline side by side: what a change of the program or of its facts altered."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.data.records import Document, LinkRecord
from pipeline.qa.diff import DocumentDiff, State, diff, row_numbers
from pipeline.qa.differences import Difference, differences
from pipeline.qa.outputs import as_fixture, document_ids, read_published

KINDS = ("documents", "tables", "rows", "cells", "form", "footnotes", "links", "facts")
_STATES = {"missing": "lost", "extra": "added", "differs": "changed"}
_GROUPS = {
    "document": "documents", "table": "tables", "row": "rows", "cell": "cells", "label": "cells",
    "footnote": "footnotes", "footnote-text": "footnotes", "footnote-action": "footnotes",
    "footnote-place": "footnotes",
    "link": "links", "fact": "facts",
}  # fmt: skip
_UNCOMPARED = frozenset({"doc_id", "sha256", "source", "renditions"})


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between an older and a newer run, and how much was compared."""

    differences: tuple[Difference, ...]
    compared: Mapping[str, int]

    def count(self, kind: str, change: str) -> int:
        """How many of a kind (`KINDS`) were `added`, `lost` or `changed`."""
        return Counter(map(classify, self.differences))[kind, change]


def classify(item: Difference) -> tuple[str, str]:
    """Kind and change of a difference: (`rows`, `added`), (`cells`, `changed`), …

    A cell that was blank on one side is changed: the cell itself was neither added nor lost.
    """
    kind = _GROUPS.get(item.what, "form")
    whole = kind in ("documents", "tables", "rows", "links") or item.what == "footnote"
    return kind, _STATES[item.state] if whole else "changed"


def compare_outputs(older: Path, newer: Path) -> tuple[Changes, list[DocumentDiff]]:
    """Compare two output folders. Raises `ConfigError` where one holds no datasets."""
    before, after = document_ids(older), document_ids(newer)
    found: list[Difference] = []
    diffs = []
    compared: Counter[str] = Counter(documents=len({*before, *after}))
    for doc_id in sorted({*before, *after}):
        old = read_published(older, doc_id) if doc_id in before else None
        new = read_published(newer, doc_id) if doc_id in after else None
        if old and new:
            document, items = compare_documents(old, new)
            diffs.append(document)
            found += items
            compared.update(_sizes(new))
        else:
            found.append(_whole_document(doc_id, "missing" if old else "extra"))
    return Changes(tuple(found), dict(compared)), diffs


def _sizes(document: Document) -> dict[str, int]:
    names = ("tables", "rows", "cells", "footnotes", "links")
    return {name: len(getattr(document, name)) for name in names}


def _whole_document(doc_id: str, state: State) -> Difference:
    sides = (doc_id, "") if state == "missing" else ("", doc_id)
    return Difference(doc_id, None, None, None, "", "", "document", state, *sides)


def compare_documents(old: Document, new: Document) -> tuple[DocumentDiff, list[Difference]]:
    """Compare two extractions of one document: facts, tables, footnotes and links."""
    document = diff(as_fixture(old), as_fixture(new))
    found = [*_facts(old, new), *differences(document)]
    return document, [*found, *_links(old, new, document)]


def _facts(old: Document, new: Document) -> Iterator[Difference]:
    """The document's own facts: number, date, status, …"""
    for field in dataclasses.fields(old.facts):
        sides = [str(getattr(side.facts, field.name) or "") for side in (old, new)]
        if field.name not in _UNCOMPARED and sides[0] != sides[1]:
            yield Difference(
                old.doc_id, None, None, None, "", field.name, "fact", "differs", sides[0], sides[1]
            )


def _links(old: Document, new: Document, document: DocumentDiff) -> Iterator[Difference]:
    """Links by the two rows they join. A row that was renumbered keeps its links.

    Rows of the other document are taken by their key, so that a renumbering there shows.
    """
    renumbered = dict(_renumbered(document))
    before = _by_rows(old.links, {})
    after = _by_rows(new.links, renumbered)
    for rows in dict.fromkeys([*before, *after]):
        sides = [_link_text(links.get(rows)) for links in (before, after)]
        if sides[0] != sides[1]:
            yield _link_difference(new.doc_id, rows, sides)


def _link_difference(doc_id: str, rows: tuple[str, str], sides: Sequence[str]) -> Difference:
    state: State = "differs"
    if not all(sides):
        state = "missing" if sides[0] else "extra"
    return Difference(doc_id, None, None, rows[0], rows[1], "", "link", state, sides[0], sides[1])


def _renumbered(document: DocumentDiff) -> Iterator[tuple[str, str]]:
    """Key of a row in the newer run → its key in the older one."""
    for table in document.tables:
        if table.expected and table.found:
            for now, then in row_numbers(table.rows).items():
                yield (
                    f"{document.doc_id}/{table.found.ordinal}/{now:04d}",
                    f"{document.doc_id}/{table.expected.ordinal}/{then:04d}",
                )


def _by_rows(
    links: Iterable[LinkRecord], renumbered: Mapping[str, str]
) -> dict[tuple[str, str], LinkRecord]:
    return {(renumbered.get(link.row_id, link.row_id), link.other_row_id): link for link in links}


def _link_text(link: LinkRecord | None) -> str:
    return f"{link.relation}, {link.status}, {link.score:.1f}, {link.method}" if link else ""
