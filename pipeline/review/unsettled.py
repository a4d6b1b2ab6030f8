"""What an output folder leaves open: items of the queue, gathered from it after each run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.data import reading
from pipeline.data.records import ITEMS, DocumentRecord, ProblemRecord
from pipeline.data.store import Store
from pipeline.errors import ConfigError
from pipeline.review.diary import Told
from pipeline.review.fixture import Disputed
from pipeline.review.queue import Item, Queue, ordered
from pipeline.review.shelf import Shelf, row_keys

_LINK_CODES = frozenset({"link-ambiguous", "link-disputed"})
PAGE_FAILED = "page-failed"
ORIGINAL_OPEN = "original-open"
"""Reason of the app's own: the original of an amendment is not known."""
SURE = 0.9
"""Cells read with less certainty are shown."""
_OF_CELLS = ("row_id", "table_id", "column", "text", "raw", "places", "confidence")
_TELLING = ("doc_id", "row_id", "column", "code", "evidence", "message")
"""What tells one problem from another, over runs."""
_TAKEN = ("doc_id", "table_id", "row_id", "column", "page", "severity", "message", "evidence")
BLANK = "(blank)"


def build(out: Path, checked: frozenset[str]) -> Queue:
    """The queue of an output folder; `checked` are the tables that have a checked fixture."""
    items = [
        *_once(_problems(out), _pages(out)),
        *_links(out),
        *_threads(out),
        *_originals(out),
        *_unsure(out),
        *(_table(one) for one in _rows("tables", out) if one["table_id"] not in checked),
    ]
    return Queue(_named(_folded(_with_cells(ordered(items), out)), out))


def _with_cells(items: Sequence[Item], out: Path) -> list[Item]:
    """Doubts about cells with the cell each is about, as the diary names it."""
    own = [item for item in items if item.kind == "cell"]
    rows = Store(out).whole(
        "rows", ["row_id", "table_id", "fingerprint"], {item.doc_id for item in own}
    )
    keys = row_keys(rows.to_pylist())
    return [
        replace(item, cells=((item.doc_id, keys[item.row_id], item.column),))
        if item.kind == "cell" and item.column and item.row_id in keys
        else item
        for item in items
    ]


def _folded(items: Sequence[Item]) -> list[Item]:
    """What is in doubt of the cells of a row is one item, so is all that is said of its links: they
    are looked at together. A history in dispute is settled by the links of its row."""
    linked = {item.row_id for item in items if item.kind == "link"}
    folded: list[Item] = []
    for item in items:
        last = folded[-1] if folded else None
        if item.kind == "thread" and item.row_id in linked:
            continue
        if last is not None and _is_one_with(item, last):
            folded[-1] = replace(
                last, more=last.more + 1, cells=last.cells + item.cells,
                others=(*last.others, item.reason),
            )  # fmt: skip
        else:
            folded.append(item)
    return folded


def _is_one_with(item: Item, last: Item) -> bool:
    same = item.row_id is not None and (item.kind, item.row_id) == (last.kind, last.row_id)
    return same and item.kind in ("link", "cell") and not (item.claim or last.claim)


def disputed_items(
    facts: DocumentRecord, ordinal: int, differences: Iterable[Disputed]
) -> Iterator[Item]:
    """What a checked fixture has otherwise than what is published."""
    doc_id = facts.doc_id
    for one in differences:
        yield Item(
            key=_key("fixture", doc_id, ordinal, one.row_id, one.column, one.what, one.fixture),
            kind="reader", doc_id=doc_id, table_id=f"{doc_id}/{ordinal}",
            row_id=one.row_id or None, column=one.column or None, reason="fixture-differs",
            evidence=f"read: {one.read or BLANK} | or: {one.fixture or BLANK}",
            number=facts.number or doc_id, label=one.label,
        )  # fmt: skip


def broken_fixture(doc_id: str, why: str) -> Item:
    """A fixture that cannot be read."""
    key = _key("fixture", doc_id, why)
    return Item(key, "reader", doc_id, reason="fixture-unreadable", evidence=why, number=doc_id)


def seen_items(told: Told, shelf: Shelf) -> Iterator[Item]:
    """Cells that two readers saw as right with different texts."""
    for doc_id, key, column in sorted(told.disputed):
        opened = shelf.open(doc_id)
        row_id = opened.row_of_key.get(key) if opened else None
        if opened is None or row_id is None:
            continue
        row = opened.rows[row_id]
        texts = sorted(told.seen[doc_id, key, column].items())
        yield Item(
            key=_key("seen", doc_id, key, column), kind="reader", doc_id=doc_id,
            table_id=row.table_id, row_id=row_id, column=column, page=row.first_page,
            reason="readers-differ", number=opened.document.facts.number or doc_id,
            label=row.label, evidence=" | ".join(f"{by}: {text or BLANK}" for by, text in texts),
        )  # fmt: skip


def key_of(problem: ProblemRecord) -> str:
    """What names a problem over runs."""
    return _key(*(getattr(problem, name) for name in _TELLING))


def _named(items: Sequence[Item], out: Path) -> list[Item]:
    """Items with what a person calls their document, table and row."""
    numbers = {d["doc_id"]: d["number"] or d["doc_id"] for d in _rows("documents", out)}
    tables = {t["table_id"]: t["annex"] or t["title"] or "" for t in _rows("tables", out)}
    labels = _texts("rows", "label", {item.row_id for item in items if item.row_id}, out)
    linked = [item for item in items if item.kind == "link" and item.row_id and item.other]
    ids = {key for item in linked for key in (item.row_id, item.other) if key}
    titles = {k: v for kind in ITEMS for k, v in _texts(kind, "title", ids, out).items()}
    items = [_with_titles(item, titles) for item in items]
    return [
        replace(
            item,
            number=numbers.get(item.doc_id, item.doc_id),
            label=labels.get(item.row_id or "", ""),
            title=tables.get(item.table_id or "", ""),
        )
        for item in items
    ]


def _with_titles(item: Item, titles: Mapping[str, str]) -> Item:
    mine, other = (titles.get(key or "") for key in (item.row_id, item.other))
    if item.kind != "link" or mine is None or other is None:
        return item
    return replace(item, evidence=mine, beside=other)


def _texts(table: str, column: str, wanted: set[str], out: Path) -> dict[str, str]:
    """A column of some rows of a dataset that has rows as its key."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values = pa.array(sorted(wanted), type=pa.string())
    found: dict[str, str] = {}
    for batch in reading.batches(table, out) if wanted else ():
        own = batch.filter(pc.is_in(batch["row_id"], value_set=values))
        pairs = zip(own["row_id"].to_pylist(), own[column].to_pylist(), strict=True)
        found |= {key: text or "" for key, text in pairs}
    return found


def _rows(table: str, out: Path) -> Iterator[dict[str, Any]]:
    """The records of a dataset, none where the output has no such one. Raises `ConfigError` for
    an output of another version."""
    try:
        reading.files(table, out)
    except ConfigError:
        return
    for batch in reading.batches(table, out):
        yield from batch.to_pylist()


def _key(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def _problems(out: Path) -> Iterator[Item]:
    for one in _rows("problems", out):
        if one["code"] == "accepted":
            continue
        others = one["other_row_ids"] or ()
        yield Item(
            key=_key(*(one[name] for name in _TELLING)),
            kind=_kind_of(one),
            other=others[0] if others else None,
            reason=one["code"],
            **{name: one[name] for name in _TAKEN},
        )


def _kind_of(problem: Mapping[str, Any]) -> str:
    if problem["severity"] == "error":
        return "error"
    if problem["severity"] == "info":
        return "note"
    if problem["code"] in _LINK_CODES:
        return "link"
    return "cell" if problem["row_id"] and problem["column"] else "doubt"


def _pages(out: Path) -> Iterator[Item]:
    for one in _rows("pages", out):
        if one["status"] == "failed":
            key = _key(one["doc_id"], one["source"], one["page"], "failed")
            yield Item(
                key, "unread", one["doc_id"],
                page=one["page"], reason=PAGE_FAILED, severity="error",
            )  # fmt: skip


def _once(problems: Iterable[Item], pages: Iterable[Item]) -> Iterator[Item]:
    """Problems and pages that could not be read; of such a page what is wrong with it is said once:
    an error about the page alone is its reason."""
    unread = {(page.doc_id, page.page): page for page in pages}
    for item in problems:
        place = (item.doc_id, item.page)
        if item.severity == "error" and not item.table_id and place in unread:
            told = unread[place]
            if told.reason == PAGE_FAILED:
                unread[place] = replace(told, reason=item.reason, message=item.message)
            else:
                unread[place] = replace(
                    told, more=told.more + 1, others=(*told.others, item.reason)
                )
            continue
        yield item
    yield from unread.values()


def _links(out: Path) -> Iterator[Item]:
    for one in _rows("links", out):
        if one["status"] == "review":
            yield Item(
                key=_key("link", one["row_id"], one["other_row_id"]),
                kind="link",
                doc_id=one["doc_id"],
                table_id=one["row_id"].rpartition("/")[0],
                row_id=one["row_id"],
                reason="link-review",
                message=f"{one['score']:.0f}",
                other=one["other_row_id"],
            )


def _originals(out: Path) -> Iterator[Item]:
    """Amendments that quote a row of a document that is there, which none of its rows is."""
    for one in _rows("amendments", out):
        if one["original_doc_id"] and not one["original_row_id"]:
            yield Item(
                _key("original", one["amendment_id"]), "link", one["doc_id"],
                row_id=one["row_id"], reason=ORIGINAL_OPEN, claim=one["amendment_id"],
                table_id=one["row_id"].rpartition("/")[0] if one["row_id"] else None,
                evidence=one["original_title"] or one["original_stt"] or "",
            )  # fmt: skip


def _threads(out: Path) -> Iterator[Item]:
    disputed = {one["thread_id"]: one for one in _rows("threads", out) if one["disputed"]}
    if not disputed:
        return
    last = {v["thread_id"]: v for v in _rows("versions", out) if v["row_id"]}
    for key, one in disputed.items():
        version = last.get(key)
        if version is not None:
            yield Item(_key("thread", key), "thread", version["doc_id"],
                       version["row_id"].rpartition("/")[0], version["row_id"],
                       reason="thread-disputed", evidence=one["title"] or "")  # fmt: skip


def _unsure(out: Path) -> Iterator[Item]:
    """Cells read from a picture whose reader was not certain."""
    import pyarrow.compute as pc

    store = Store(out)
    seen = store.whole("cells", ["doc_id", "confidence"])
    doubtful = seen.filter(pc.less(seen["confidence"], SURE))
    for doc_id in sorted(set(doubtful["doc_id"].to_pylist())):
        for one in store.columns(doc_id, "cells", _OF_CELLS):
            if one["confidence"] is not None and one["confidence"] < SURE:
                pages = [place["page"] for place in one["places"]]
                yield Item(
                    key=_key(one["row_id"], one["column"], "unsure", one["raw"]),
                    kind="cell", doc_id=doc_id, table_id=one["table_id"], row_id=one["row_id"],
                    column=one["column"], page=pages[0] if pages else None, reason="cell-unsure",
                    message=f"{one['confidence']:.2f}", evidence=one["text"],
                )  # fmt: skip


def _table(one: Mapping[str, Any]) -> Item:
    return Item(
        key=_key("table", one["table_id"]),
        kind="table",
        doc_id=one["doc_id"],
        table_id=one["table_id"],
        page=one["first_page"],
        severity="info",
        reason="table-unchecked",
        message=str(one["rows"]),
        evidence=one["title"] or one["annex"] or "",
    )
