"""Staged documents that share a key, published: renditions as one, others set apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.batch.published import Known, Published, fingerprint
from pipeline.batch.read import Job, Options, Progress, Staged, read_all, read_source, stage
from pipeline.batch.renditions import alike, merge, rank
from pipeline.data.records import Document, ProblemRecord
from pipeline.data.store import Store, read_document


def read_renditions_again(
    staged: Sequence[Staged], known: Known, store: Store, options: Options, progress: Progress
) -> list[Staged]:
    """Unchanged inputs that turn out to be renditions of a document that was read now."""
    wanted = [source for item in staged for source in known.sources.pop(item.doc_id, ())]
    return read_all(wanted, store, options, progress)


def still_valid(known: Known, staged: Sequence[Staged]) -> list[Published]:
    """Unchanged documents that no input of this run has renewed."""
    again = {item.doc_id for item in staged}
    return [document for doc_id, document in known.documents.items() if doc_id not in again]


def publish_all(staged: Sequence[Staged], store: Store, options: Options) -> list[Published]:
    """Every staged document in its place, one for each key."""
    groups: dict[str, list[Staged]] = {}
    for item in staged:
        groups.setdefault(item.doc_id, []).append(item)
    published = []
    for doc_id in sorted(groups):
        group = groups[doc_id]
        if len(group) > 1:
            published += _publish_group(group, store, options)
        else:
            published.append(_publish_one(group[0], (group[0],), store, options))
    return published


def _publish_one(
    item: Staged, inputs: Sequence[Staged], store: Store, options: Options
) -> Published:
    store.publish(item.folder, item.doc_id)
    marks = tuple((i.source.name, fingerprint(i.source, options)) for i in inputs)
    errors = tuple(line for i in inputs for line in i.errors)
    return Published(
        item.doc_id, item.dialect, item.counts, tuple(sorted(marks)), errors, item.strict_errors
    )


def _publish_group(group: Sequence[Staged], store: Store, options: Options) -> list[Published]:
    """Renditions of one document become one; inputs that only share its key are set apart."""
    documents = [(item, read_document(item.folder)) for item in group]
    documents.sort(key=lambda pair: rank(pair[1]))
    published: list[Published] = []
    while documents:
        best, document = documents[0]
        same = [pair for pair in documents[1:] if alike(document, pair[1])]
        documents = [pair for pair in documents[1:] if pair not in same]
        if published:
            best, document = _with_own_key(best, options)
        merged = merge(document, [other for _, other in same])
        staged = stage(store, Job(best.source, best.folder.name), merged)
        inputs = [best, *(item for item, _ in same)]
        published.append(_publish_one(staged, inputs, store, options))
    return published


def _with_own_key(item: Staged, options: Options) -> tuple[Staged, Document]:
    """A document that shares its key with another one, read again under a key of its own."""
    key = f"{item.doc_id}-{item.sha256[:8]}"
    source = replace(item.source, overrides=replace(item.source.overrides, doc_id=key))
    again = read_source(source, options)
    message = f"another document has the key {item.doc_id}; choose a doc_id in sources.toml"
    problem = ProblemRecord(
        key, None, None, None, "warning", "doc-id-shared", message, item.doc_id,
        other_doc_id=item.doc_id,
    )  # fmt: skip
    return replace(item, doc_id=key), replace(again, problems=(*again.problems, problem))
