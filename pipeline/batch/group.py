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

from pipeline.batch.parts import combine
from pipeline.batch.published import Known, Published, fingerprint
from pipeline.batch.read import Job, Options, Progress, Staged, read_all, stage
from pipeline.batch.rekey import with_key
from pipeline.batch.same import Input, described, documents_of, facts_of
from pipeline.data.records import Document, ProblemRecord
from pipeline.data.store import Store, read_document
from pipeline.normalize.facts import doc_id


def read_neighbours_again(
    staged: Sequence[Staged], known: Known, store: Store, options: Options, progress: Progress
) -> list[Staged]:
    """Unchanged inputs that may be one document with an input that was read now, directly or
    through each other."""
    again: list[Staged] = []
    names = {name for item in staged for name in item.names}
    while near := [d for d in _whole(known) if names & set(d.names)]:
        sources = [source for d in near for source in known.sources.pop(d.doc_id)]
        for document in near:
            names |= set(known.documents.pop(document.doc_id).names)
        again += read_all(sources, store, options, progress)
    return again


def _whole(known: Known) -> list[Published]:
    """Unchanged documents of which all inputs can be read again."""
    return [d for k, d in known.documents.items() if len(known.sources[k]) == len(d.inputs)]


def publish_all(
    staged: Sequence[Staged], store: Store, options: Options, taken: Set[str] = frozenset()
) -> list[Published]:
    """Every staged document in its place, one for each key; `taken` are keys of documents that
    stay as they are."""
    published: list[Published] = []
    used = set(taken)
    for group in _near(staged):
        if len(group) == 1 and group[0].doc_id not in used:
            published.append(_publish(group[0], group, store, options))
        else:
            published += _publish_group(group, store, options, used)
        used.update(document.doc_id for document in published)
    return published


def _near(staged: Sequence[Staged]) -> list[list[Staged]]:
    """Inputs that share a name, directly or through each other, in a fixed order."""
    groups: list[tuple[set[str], list[Staged]]] = []
    for item in sorted(staged, key=lambda item: (item.source.name, item.source.root, item.sha256)):
        hits = [group for group in groups if group[0] & set(item.names)]
        groups = [group for group in groups if group not in hits]
        names = set(item.names).union(*(names for names, _ in hits))
        groups.append((names, [*(one for _, items in hits for one in items), item]))
    return [items for _, items in sorted(groups, key=lambda group: min(group[0]))]


def _publish(item: Staged, inputs: Sequence[Staged], store: Store, options: Options) -> Published:
    store.publish(item.folder, item.doc_id)
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
    group: Sequence[Staged], store: Store, options: Options, taken: Set[str]
) -> list[Published]:
    """The documents that inputs with common names are, each from its own inputs."""
    read = [
        (item, described(read_document(item.folder), item.chosen, item.source.root))
        for item in group
    ]
    published: list[Published] = []
    groups = documents_of([one for _, one in read])
    for inputs, document in zip(groups, _apart(map(_document, groups), taken), strict=True):
        items = [item for one in inputs for item, other in read if other is one]
        staged = stage(store, Job(items[0].source, items[0].folder.name), document)
        published.append(_publish(staged, items, store, options))
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
