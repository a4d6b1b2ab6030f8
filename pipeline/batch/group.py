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

from pipeline.batch.mark import fingerprint
from pipeline.batch.options import Options
from pipeline.batch.parts import combine
from pipeline.batch.published import Known, Published
from pipeline.batch.read import Job, Progress, Staged, job_key, read_all, stage
from pipeline.batch.rekey import with_key
from pipeline.batch.same import Input, described, documents_of, facts_of
from pipeline.data.bundle import Bundle
from pipeline.data.draft import Draft
from pipeline.data.records import Document, ProblemRecord
from pipeline.data.work import Work
from pipeline.model import Source
from pipeline.normalize.facts import doc_id


def read_neighbours_again(
    staged: Sequence[Staged], known: Known, work: Work, options: Options, progress: Progress
) -> list[Staged]:
    """Unchanged inputs that may be one document with an input that was read now, directly or
    through each other."""
    having = _by_name(known)
    waiting = {name for item in staged for name in item.names}
    sources: list[Source] = []
    while waiting:
        near = {key for name in waiting for key in having.pop(name, ())} & known.documents.keys()
        sources += [source for key in sorted(near) for source in known.sources.pop(key)]
        waiting = {name for key in near for name in known.documents.pop(key).names}
    return read_all(sources, work, replace(options, force=False), progress) if sources else []


def _by_name(known: Known) -> dict[str, set[str]]:
    """Name → unchanged documents that have it, of which all inputs can be read again."""
    having: dict[str, set[str]] = {}
    for key, document in known.documents.items():
        if len(known.sources[key]) == len(document.inputs):
            for name in document.names:
                having.setdefault(name, set()).add(key)
    return having


def publish_all(
    staged: Sequence[Staged],
    draft: Draft,
    work: Work,
    options: Options,
    taken: Set[str] = frozenset(),
) -> list[Published]:
    """Every staged document put into the draft, one for each key; `taken` are keys of documents
    that stay as they are."""
    published: list[Published] = []
    used = set(taken)
    for group in _near(staged):
        if len(group) == 1 and group[0].doc_id not in used:
            new = [_publish(group[0], group, draft, options)]
        else:
            new = _publish_group(group, draft, work, options, used)
        published += new
        used.update(document.doc_id for document in new)
    return published


def _near(staged: Sequence[Staged]) -> list[list[Staged]]:
    """Inputs that share a name, directly or through each other, in a fixed order."""
    ordered = sorted(staged, key=lambda item: (item.source.name, item.source.root, item.sha256))
    group_of: dict[str, list[Staged]] = {}
    names_of: dict[int, set[str]] = {}
    for item in ordered:
        hits = {id(group_of[name]): group_of[name] for name in item.names if name in group_of}
        group = max(hits.values(), key=len, default=[])
        names = names_of.setdefault(id(group), set())
        for other in hits.values():
            if other is not group:  # the smaller into the larger
                group += other
                names |= (moved := names_of.pop(id(other)))
                group_of.update(dict.fromkeys(moved, group))
        group.append(item)
        names.update(item.names)
        group_of.update(dict.fromkeys(item.names, group))
    groups = {id(group): group for group in group_of.values()}
    place = {id(item): at for at, item in enumerate(ordered)}
    for group in groups.values():
        group.sort(key=lambda item: place[id(item)])
    return sorted(groups.values(), key=lambda group: min(names_of[id(group)]))


def _publish(item: Staged, inputs: Sequence[Staged], draft: Draft, options: Options) -> Published:
    draft.put(item.doc_id, item.bundle)
    marks = tuple((*i.source.identity, mark_of(i, options)) for i in inputs)
    names = {name for one in inputs for name in one.names}
    return Published(
        item.doc_id, item.dialect, item.counts, tuple(sorted(marks)), item.errors, item.warnings,
        tuple(sorted(names)),
    )  # fmt: skip


def mark_of(item: Staged, options: Options) -> str:
    """The fingerprint of what was read; none where another try may give more."""
    return "" if item.passing else fingerprint(item.source, options, item.sha256)


def _publish_group(
    group: Sequence[Staged], draft: Draft, work: Work, options: Options, taken: Set[str]
) -> list[Published]:
    """The documents that inputs with common names are, each from its own inputs."""
    read = [
        (item, described(Bundle(item.bundle).document(), item.chosen, item.source.root))
        for item in group
    ]
    published: list[Published] = []
    groups = documents_of([one for _, one in read])
    for inputs, document in zip(groups, _apart(map(_document, groups), taken), strict=True):
        items = [item for one in inputs for item, other in read if other is one]
        staged = stage(work, Job(items[0].source, f"whole-{job_key(items[0].source)}"), document)
        published.append(_publish(staged, items, draft, options))
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
    key = chosen or doc_id(facts.number, facts.issued_date, facts.source)
    return combine([one.document for one in inputs], replace(facts, doc_id=key))


def _apart(documents: Iterable[Document], used: Set[str] = frozenset()) -> Iterator[Document]:
    """The documents, with a key of its own each one whose key another has before it."""
    taken = set(used)
    for document in documents:
        apart = _with_own_key(document, taken) if document.doc_id in taken else document
        taken.add(apart.doc_id)
        yield apart


def _with_own_key(document: Document, taken: Set[str]) -> Document:
    name = hashlib.sha256(document.facts.source.encode()).hexdigest()
    marks = chain((document.facts.sha256[:8], name[:8]), map(str, count(2)))
    keys = (f"{document.doc_id}-{mark}" for mark in marks if mark)
    key = next(key for key in keys if key not in taken)
    message = f"another document has the key {document.doc_id}; choose a doc_id in sources.toml"
    problem = ProblemRecord(
        key, None, None, None, "warning", "doc-id-shared", message, document.doc_id,
        other_doc_id=document.doc_id,
    )  # fmt: skip
    moved = with_key(document, key)
    return replace(moved, problems=(*moved.problems, problem))
