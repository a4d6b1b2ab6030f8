"""The last good version of a document, kept where an input of it cannot be read this time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from pipeline.batch.group import mark_of
from pipeline.batch.options import Options
from pipeline.batch.published import STAYS, Archive, Known, Published
from pipeline.batch.stage import Staged
from pipeline.data.draft import Draft
from pipeline.data.records import ProblemRecord
from pipeline.data.state import Identity

KEPT = "kept-last-good"


def keep_last_good(
    staged: Sequence[Staged],
    archive: Archive,
    known: Known,
    draft: Draft,
    options: Options,
    damaged: Collection[str],
) -> list[Staged]:
    """What is to be published of the inputs that were read.

    A document that was read well before and of which an input fails now stays as it is, with a
    problem that says so; it joins those that are held.
    """
    by_input = {item.source.identity: item for item in staged}
    kept: set[Identity] = set()
    for document in archive.documents.values():
        mine = {key: by_input[key] for key in document.identities if key in by_input}
        failed = [item for item in mine.values() if not item.read]
        if failed and document.dialect is not None and document.doc_id not in damaged:
            known.held[document.doc_id] = _kept(document, mine, failed, draft, options)
            kept.update(document.identities)
    return [item for item in staged if item.source.identity not in kept]


def _kept(
    document: Published,
    mine: Mapping[Identity, Staged],
    failed: Sequence[Staged],
    draft: Draft,
    options: Options,
) -> Published:
    told = [p for p in draft.read(document.doc_id, "problems") if p.code != KEPT]
    new = [_problem(document.doc_id, item, line) for item in failed for line in item.errors]
    draft.write(document.doc_id, {"problems": (*told, *new)})
    marks = {key: mark_of(item, options) for key, item in mine.items() if not item.read}
    inputs = tuple((r, name, marks.get((r, name), mark)) for r, name, mark in document.inputs)
    others = [line for line in document.errors if not line.endswith(STAYS)]
    return replace(
        document,
        inputs=inputs,
        counts={**document.counts, "problems": len(told) + len(new)},
        errors=(*others, *(problem.message for problem in new)),
    )


def _problem(doc_id: str, item: Staged, line: str) -> ProblemRecord:
    return ProblemRecord(doc_id, None, None, None, "error", KEPT, line + STAYS, item.source.name)
