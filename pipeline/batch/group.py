"""Staged inputs put in their place, document by document.

Inputs that may be one document (they share a number or a key) are looked at together; `same` says
which are, `parts` puts those together. The result depends on the inputs alone, not on their order
or on the run in which each was read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import chain, count

from pipeline.batch.lasting import LastingKeys
from pipeline.batch.mark import fingerprint
from pipeline.batch.near import Nearness, hinted
from pipeline.batch.options import Options
from pipeline.batch.parts import combine
from pipeline.batch.progress import Progress
from pipeline.batch.published import Archive, Known, Published
from pipeline.batch.read import read_all
from pipeline.batch.rekey import with_key
from pipeline.batch.same import Input, described, documents_of, facts_of
from pipeline.batch.stage import Job, Staged, job_key, stage
from pipeline.data.bundle import Bundle
from pipeline.data.draft import Draft
from pipeline.data.records import Document, ProblemRecord
from pipeline.data.state import Identity
from pipeline.data.work import Work
from pipeline.model import Source
from pipeline.normalize.facts import key_of


def read_neighbours_again(
    staged: Sequence[Staged], known: Known, work: Work, options: Options, progress: Progress
) -> list[Staged]:
    """Unchanged inputs that may be one document with an input that was read now, directly or
    through each other."""
    names = _names_of_whole(known) if staged else {}
    waiting = [item.names for item in staged]
    sources: list[Source] = []
    while waiting:
        some = hinted(names, waiting)
        found = sorted({key for own in waiting for key in some.of(own)})
        waiting = [names.pop(key) for key in found]
        for key in found:
            sources += known.sources.pop(key)
            known.documents.pop(key)
    return read_all(sources, work, replace(options, force=False), progress) if sources else []


def _names_of_whole(known: Known) -> dict[str, tuple[str, ...]]:
    """The names of unchanged documents of which all inputs can be read again."""
    return {
        key: document.names
        for key, document in known.documents.items()
        if len(known.sources[key]) == len(document.inputs)
    }


def publish_all(
    staged: Sequence[Staged],
    draft: Draft,
    work: Work,
    options: Options,
    taken: Set[str] = frozenset(),
    lasting: LastingKeys | None = None,
) -> list[Published]:
    """Every staged document put into the draft, one for each key; `taken` are keys of documents
    that stay as they are, `lasting` those that inputs had before."""
    published: list[Published] = []
    used, lasting = set(taken), lasting or LastingKeys()
    for group in _near(staged):
        had = lasting.had(group[0].doc_id, _marks(group, options))
        if len(group) == 1 and group[0].doc_id not in used and had in ([], [group[0].doc_id]):
            new = [_publish(group[0], group, draft, options)]
        else:
            new = _publish_group(group, draft, work, options, used, lasting)
        published += new
        used.update(document.doc_id for document in new)
    return published


def as_they_stand(fresh: Iterable[Published], archive: Archive, again: Set[str]) -> set[str]:
    """Of documents of which inputs were read `again` beside new ones those that are what they were:
    the same key for the same inputs."""
    return {
        document.doc_id
        for document in fresh
        if document.doc_id in again
        and document.inputs == archive.documents[document.doc_id].inputs
        and all(mark for _, _, mark in document.inputs)
    }


def _near(staged: Sequence[Staged]) -> list[list[Staged]]:
    """Inputs that may be one document, directly or through each other, in a fixed order."""
    ordered = sorted(staged, key=lambda item: (item.source.name, item.source.root, item.sha256))
    groups = Nearness({at: item.names for at, item in enumerate(ordered)}).groups()
    together = [[ordered[at] for at in sorted(group)] for group in groups]
    return sorted(together, key=lambda group: min(name for item in group for name in item.names))


def _publish(item: Staged, inputs: Sequence[Staged], draft: Draft, options: Options) -> Published:
    draft.put(item.doc_id, item.bundle)
    marks = [(*identity, mark) for identity, mark in _marks(inputs, options)]
    names = {name for one in inputs for name in one.names}
    return Published(
        item.doc_id, item.dialect, item.counts, tuple(sorted(marks)), item.errors, item.warnings,
        tuple(sorted(names)),
    )  # fmt: skip


def _marks(inputs: Iterable[Staged], options: Options) -> list[tuple[Identity, str]]:
    return [(item.source.identity, mark_of(item, options)) for item in inputs]


def mark_of(item: Staged, options: Options) -> str:
    """The fingerprint of what was read; none where another try may give more."""
    return "" if item.passing else fingerprint(item.source, options, item.sha256)


def _publish_group(
    group: Sequence[Staged],
    draft: Draft,
    work: Work,
    options: Options,
    taken: Set[str],
    lasting: LastingKeys,
) -> list[Published]:
    """The documents that inputs with common names are, each from its own inputs."""
    read = [
        (item, described(Bundle(item.bundle).document(), item.chosen, item.source.root))
        for item in group
    ]
    groups = documents_of([one for _, one in read])
    items = [[item for one in inputs for item, other in read if other is one] for inputs in groups]
    documents = [_document(inputs) for inputs in groups]
    had = [
        lasting.had(document.doc_id, _marks(own, options))
        for document, own in zip(documents, items, strict=True)
    ]
    published: list[Published] = []
    for own, document in zip(items, _apart(documents, taken, had), strict=True):
        staged = stage(work, Job(own[0].source, f"whole-{job_key(own[0].source)}"), document)
        published.append(_publish(staged, own, draft, options))
    return published


def together(inputs: Sequence[Input]) -> list[Document]:
    """The documents that inputs are, each put together from its own, under keys of their own."""
    return list(_apart(map(_document, documents_of(inputs))))


def _document(inputs: Sequence[Input]) -> Document:
    """One document from its inputs, under the key that all they say of it gives."""
    if len(inputs) == 1:
        return inputs[0].document
    facts = facts_of(inputs)
    chosen = next((one.chosen for one in inputs if one.chosen), None)
    key = key_of(chosen, facts.number, facts.issued_date, facts.source)
    return combine([one.document for one in inputs], replace(facts, doc_id=key))


def _apart(
    documents: Iterable[Document], used: Set[str] = frozenset(), had: Sequence[Sequence[str]] = ()
) -> Iterator[Document]:
    """The documents, each under a key of its own: one it `had` before where nobody has that, else
    its own, or another one where a document before it has its own."""
    taken, every = set(used), list(documents)
    kept: dict[int, str] = {}
    for at, keys in enumerate(had):
        key = next((key for key in keys if key not in taken), None)
        if key is not None:
            kept[at] = key
            taken.add(key)
    for at, document in enumerate(every):
        own = document.doc_id if document.doc_id not in taken else _free_key(document, taken)
        key = kept.get(at, own)
        taken.add(key)
        yield document if key == document.doc_id else _under_other_key(document, key)


def _free_key(document: Document, taken: Set[str]) -> str:
    name = hashlib.sha256(document.facts.source.encode()).hexdigest()
    marks = chain((document.facts.sha256[:8], name[:8]), map(str, count(2)))
    keys = (f"{document.doc_id}-{mark}" for mark in marks if mark)
    return next(key for key in keys if key not in taken)


def _under_other_key(document: Document, key: str) -> Document:
    own = document.doc_id
    message = f"another document has, or had, the key {own}; choose a doc_id in sources.toml"
    problem = ProblemRecord(
        key, None, None, None, "warning", "doc-id-shared", message, own, other_doc_id=own,
    )  # fmt: skip
    moved = with_key(document, key)
    return replace(moved, problems=(*moved.problems, problem))
