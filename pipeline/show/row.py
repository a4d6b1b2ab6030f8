"""One row of a document as text: its cells, places, footnotes, originals, and its twins."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from pathlib import Path

from pipeline.data.generations import pinned
from pipeline.data.records import (
    DOUBT,
    ITEMS,
    CellRecord,
    Document,
    LinkRecord,
    RepairRecord,
    RowRecord,
    items_of,
)
from pipeline.data.store import Store
from pipeline.errors import ConfigError

_INDENT = "    "


def row_text(document: Document, wanted: str, out: Path, width: int) -> str:
    """The rows of a document that `wanted` names (a row_id, a path such as `26.77`, a label),
    with what the datasets under `out` know of them.

    Raises `ConfigError` when there is no such row.
    """
    rows = [row for row in document.rows if wanted in _names(document, row)]
    if not rows:
        raise ConfigError(f"{document.doc_id} has no row {wanted!r}; give a row_id or a number")
    with pinned(out) as folder:
        return "\n\n".join("\n".join(_row(document, row, folder, width)) for row in rows)


def _names(document: Document, row: RowRecord) -> set[str]:
    paths = {item.stt_path for item in items_of(document) if item.row_id == row.row_id}
    return {row.row_id, row.label, *paths} - {""}


def _row(document: Document, row: RowRecord, out: Path, width: int) -> Iterator[str]:
    cells = [cell for cell in document.cells if cell.row_id == row.row_id]
    yield f"{row.row_id}  {row.label}"
    yield f"{_INDENT}fingerprint: {row.fingerprint}"
    for repair in document.repairs:
        if repair.row_id == row.row_id and repair.column is None:
            yield _fill(_repaired(repair), width)
    for cell in cells:
        yield from _cell(document, cell, width)
    for problem in document.problems:
        if problem.row_id == row.row_id:
            other = f" ({problem.evidence})" if problem.evidence else ""
            by = f"; {problem.accepted_by}" if problem.accepted_by else ""
            told = f"{problem.severity} {problem.code}: {problem.message}{other}{by}"
            yield _fill(told, width)
    yield from _notes(document, row, width)
    yield from _twins(document, row, Store(out), width)


def _cell(document: Document, cell: CellRecord, width: int) -> Iterator[str]:
    where = ", ".join(
        dict.fromkeys(
            " ".join(
                part
                for part in (
                    f"page {place.page}" if place.page else "",
                    f"line {place.line}" if place.line else "",
                )
                if part
            )
            for place in cell.places
        )
    )
    yield _fill(f"{cell.column}: {cell.text or '(blank)'}", width)
    if where:
        yield f"{_INDENT * 2}{where}"
    if cell.raw != cell.text:  # as a TOML file of corrections quotes it
        yield f"{_INDENT * 2}printed: {json.dumps(cell.raw, ensure_ascii=False)}"
    if cell.confidence is not None:
        doubted = [f"{w.text} {w.confidence:.2f}" for w in cell.words if w.confidence < DOUBT]
        told = f" ({', '.join(doubted)})" if doubted else ""
        yield f"{_INDENT * 2}read from a picture, confidence {cell.confidence:.2f}{told}"
    for repair in document.repairs:
        if (repair.row_id, repair.column) == (cell.row_id, cell.column):
            yield f"{_INDENT * 2}{_repaired(repair)}"


def _repaired(repair: RepairRecord) -> str:
    sure = "" if repair.score is None else f"{repair.score:.2f}: "
    return f"repaired: {repair.rule}" + (f" ({sure}{repair.reason})" if repair.reason else "")


def _notes(document: Document, row: RowRecord, width: int) -> Iterator[str]:
    for note in document.footnotes:
        if note.row_id != row.row_id:
            continue
        text = note.text or "(no text)"
        yield _fill(f"footnote {note.number} [{note.action}] on {note.column}: {text}", width)
        for claim in document.amendments:
            if claim.footnote_id == note.footnote_id and claim.original_number:
                parts = (claim.original_number, claim.original_annex, claim.original_stt,
                         claim.original_sub)  # fmt: skip
                said = ", ".join(part for part in parts if part)
                yield _fill(f"original: {said}: {claim.original_title or ''}", width, 2)


def _twins(document: Document, row: RowRecord, store: Store, width: int) -> Iterator[str]:
    """The same task elsewhere, as far as the datasets under `out` are there."""
    for doc_id in store.layout.in_order(store.doc_ids()):
        for claim in store.read(doc_id, "amendments"):
            if claim.row_id == row.row_id and claim.original_row_id:
                yield _fill(f"resolved to {claim.original_row_id}", width, 2)
        for link in store.read(doc_id, "links"):
            if row.row_id in (link.row_id, link.other_row_id):
                yield _fill(_twin(link, row.row_id, store), width)


def _twin(link: LinkRecord, row_id: str, store: Store) -> str:
    newer = link.other_row_id == row_id
    other = link.row_id if newer else link.other_row_id
    doc_id = link.doc_id if newer else link.other_doc_id
    titles: dict[str, str | None] = {
        item.row_id: item.title for table in ITEMS for item in store.read(doc_id, table)
    }
    by = f"; {link.decided}" if link.decided else ""
    told = f"{link.relation} ({link.status}, {link.score:.0f}{by})"
    return f"{told}: {other}: {titles.get(other) or ''}"


def _fill(text: str, width: int, depth: int = 1) -> str:
    return textwrap.fill(
        text, width, initial_indent=_INDENT * depth, subsequent_indent=_INDENT * (depth + 1)
    )
