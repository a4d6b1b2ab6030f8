"""What `annex trace ROW_ID` prints: one task over the documents, oldest first."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.data.records import (
    AmendmentRecord,
    DocumentRecord,
    Item,
    LinkRecord,
    OriginalRecord,
    TaskRecord,
)
from pipeline.link.lineage.cited import Cited, cited_of
from pipeline.link.lineage.history import FieldChange, Step, trace
from pipeline.writing.columns import columns

_INDENT = "    "
_NAMES = tuple(column.name for column in columns().values() if column.brief)


def trace_text(
    row_id: str,
    documents: Sequence[DocumentRecord],
    items: Iterable[Item],
    links: Iterable[LinkRecord],
    with_review: bool = False,
    width: int = 100,
    amendments: Iterable[AmendmentRecord] = (),
    originals: Iterable[OriginalRecord] = (),
) -> str:
    """The history of a task as text of the given width.

    `items` are the items of all kinds of tables. `amendments` and `originals` tell of documents
    that are not there. Raises `ConfigError` for an unknown row.
    """
    steps = trace(row_id, documents, items, links, with_review)
    facts = {document.doc_id: document for document in documents}
    absent = cited_of({step.row_id: step.item for step in steps}, documents, amendments, originals)
    blocks = []
    for step in steps:
        told = absent.get(step.row_id, [])
        blocks += ["\n".join(_cited_block(cited, width)) for cited in told]
        found = _block(step, facts.get(step.doc_id), width, step.row_id == row_id, told)
        blocks.append("\n".join(found))
    if len(blocks) == 1:
        blocks.append("No other document prints this task.")
    return "\n\n".join(blocks)


def _block(
    step: Step, facts: DocumentRecord | None, width: int, asked: bool, cited: Sequence[Cited]
) -> Iterator[str]:
    yield _heading(step, facts) + ("  ←" if asked else "")
    yield _link_line(step) if step.links or not cited else f"{_INDENT}first printed"
    if not step.links:
        yield from _whole(step.item, width)
    elif not step.changes:
        yield f"{_INDENT}unchanged"
    for change in step.changes:
        yield from _change(change, width)
    for absent in cited:
        if absent.changes:
            path = f"no. {absent.path}" if absent.path else "an item without a number"
            yield f"{_INDENT}against {absent.number}, {path}:"
        for change in absent.changes:
            yield from _change(change, width)


def _cited_block(cited: Cited, width: int) -> Iterator[str]:
    """An item of a document that is not there: the fields that are quoted."""
    day = cited.issued.isoformat() if cited.issued else "no date"
    place = ", ".join(filter(None, (cited.annex, f"no. {cited.path}" if cited.path else None)))
    yield f"{cited.number} ({day}), {place or 'no number'}"
    source = f"footnote {cited.footnote_id.rpartition('/')[2]}" if cited.footnote_id else "article"
    yield f"{_INDENT}not in the corpus; these fields are known from {source}"
    for field in cited.fields:
        yield from _wrapped(f"{field.column}: {field.text}", width)


def _heading(step: Step, facts: DocumentRecord | None) -> str:
    number = facts.number if facts and facts.number else step.doc_id
    day = facts.issued_date.isoformat() if facts and facts.issued_date else "no date"
    label = f"no. {step.item.stt_path}" if step.item.stt_path else "no number"
    return f"{number} ({day}), {label}, {step.row_id}"


def _link_line(step: Step) -> str:
    if not step.links:
        return f"{_INDENT}first known"
    return "\n".join(
        f"{_INDENT}{link.relation}: {_other(link, step.row_id)}, "
        f"score {link.score:.0f} by {link.method}"
        + (", for review" if link.status == "review" else "")
        + (f" ({link.decided})" if link.decided else "")
        for link in step.links
    )


def _other(link: LinkRecord, row_id: str) -> str:
    return link.other_row_id if link.row_id == row_id else link.row_id


def _whole(item: Item, width: int) -> Iterator[str]:
    """The fields a reader wants to see of the first row."""
    texts: Mapping[str, str | None] = {name: getattr(item, name, None) for name in _NAMES}
    for name, text in texts.items():
        if text:
            yield from _wrapped(f"{name}: {text}", width)
    if isinstance(item, TaskRecord) and item.due_date:
        yield f"{_INDENT}due: {item.due_date.isoformat()}"


def _change(change: FieldChange, width: int) -> Iterator[str]:
    yield from _wrapped(f"{change.column}: {change.before or '(blank)'}", width)
    yield from _wrapped(f"{' ' * len(change.column)}→ {change.after or '(blank)'}", width)


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=_INDENT, subsequent_indent=2 * _INDENT, drop_whitespace=True
    )
