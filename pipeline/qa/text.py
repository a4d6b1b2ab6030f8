"""The comparison as a table for the terminal and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.errors import QualityError
from pipeline.qa.against import KINDS, Changes, classify
from pipeline.qa.diff import DocumentDiff
from pipeline.qa.differences import Difference, differences
from pipeline.qa.edits import marked_words, marks
from pipeline.qa.figures import Counts, Figures, figures, total
from pipeline.show.screen import columns, counted

JSON_VERSION = 1
_SHOWN = 20
_CONTEXT = 30
_CHANGES = ("added", "lost", "changed")


def comparison_text(documents: Sequence[DocumentDiff], width: int) -> str:
    """Counts per document, per column where anything differs, and the first differences."""
    parts = [figures(document) for document in documents]
    found = [item for document in documents for item in differences(document)]
    blocks = [_documents(documents, parts, width)]
    if found:
        blocks += [_columns(documents, parts, width), _first(found, width)]
    unchecked = [f"{d.doc_id}/{n}" for d in documents for n in d.unchecked]
    if unchecked:
        blocks += [_unread(documents, width), f"unchecked, counted apart: {', '.join(unchecked)}"]
    return "\n\n".join(block for block in blocks if block)


_HEADER = ["cells", "equal", "differ", "missing", "extra", "accuracy", "CER", "GriTS", "form",
           "footnotes"]  # fmt: skip


_NARROW = 110
"""Columns of a terminal below which the figures that say the same once more are left out."""
_SPARED = ("cells", "CER", "GriTS")


def _table(rows: list[list[str]], width: int) -> str:
    names = rows[0]
    kept = [i for i, name in enumerate(names) if width >= _NARROW or name not in _SPARED]
    return columns([[row[i] for i in kept] for row in rows], right_from=1, width=width)


def _documents(documents: Sequence[DocumentDiff], parts: Sequence[Figures], width: int) -> str:
    lines = [_line(d.doc_id, f) for d, f in zip(documents, parts, strict=True)]
    whole = _line(counted(len(lines), "document"), total(parts))
    return _table([["document", *_HEADER], *lines, whole], width)


def _unread(documents: Sequence[DocumentDiff], width: int) -> str:
    """The figures of the tables no person has checked, where there are any."""
    unread = [d for d in documents if d.unchecked]
    parts = [figures(document, checked=False) for document in unread]
    lines = [_line(d.doc_id, f) for d, f in zip(unread, parts, strict=True)]
    whole = _line(counted(len(lines), "document"), total(parts))
    return _table([["unchecked tables", *_HEADER], *lines, whole], width)


def _line(name: str, part: Figures) -> list[str]:
    return [
        name,
        str(part.cells.total),
        *_states(part.cells),
        *(_rates(part) if part.cells.total else ("–", "–", "–")),
        f"{part.form.equal}/{part.form.total}",
        f"{part.notes.equal}/{part.notes.total}",
    ]


def _rates(part: Figures) -> tuple[str, str, str]:
    return (
        percent(part.cells.accuracy),
        percent(part.cells.error_rate, up=True),
        percent(part.grid_similarity),
    )


def _states(counts: Counts) -> list[str]:
    return [str(n) for n in (counts.equal, counts.differs, counts.missing, counts.extra)]


def percent(share: float, up: bool = False) -> str:
    """A share in percent, two decimals, never rounded to a perfect figure it is not.

    `up` is for error rates, where 0 is perfect.
    """
    hundredths = int(share * 10_000 + 1e-9)
    if up and hundredths < share * 10_000 - 1e-9:
        hundredths += 1
    return f"{hundredths // 100}.{hundredths % 100:02d} %"


def _columns(documents: Sequence[DocumentDiff], parts: Sequence[Figures], width: int) -> str:
    header = ["document", "column", "equal", "differ", "missing", "extra", "accuracy", "CER"]
    lines = [
        [document.doc_id, name, *_states(counts), percent(counts.accuracy),
         percent(counts.error_rate, up=True) if counts.characters else ""]
        for document, part in zip(documents, parts, strict=True)
        for name, counts in part.columns.items()
        if counts.equal < counts.total
    ]  # fmt: skip
    return columns([header, *lines], right_from=2, width=width) if lines else ""


def _first(found: Sequence[Difference], width: int) -> str:
    kinds = Counter(item.name for item in found)
    head = ", ".join(f"{n} {name}" for name, n in kinds.most_common())
    lines = [difference_text(item, width) for item in found[:_SHOWN]]
    more = len(found) - _SHOWN
    tail = [f"… and {more} more; --html shows all"] if more > 0 else []
    return "\n".join([f"differences: {len(found)} ({head})", *lines, *tail])


def difference_text(item: Difference, width: int) -> str:
    """One line: where, what, and the text with `[-lost-]` and `{+added+}` characters."""
    where = item.doc_id
    if item.table is not None:
        where += f"/{item.table}"
    if item.row is not None:
        where += f" row {item.row}"
    elif item.row_id:
        where += f" {item.row_id.rsplit('/', 1)[-1]}"
    named = " ".join(part for part in (where, item.label, item.column, item.name) if part)
    return f"{named}: {marked(item.expected, item.found)}"[: max(width, 60)]


def marked(expected: str, found: str) -> str:
    """Both texts in one, differing words marked, long equal stretches cut down."""
    parts = []
    end = 0
    for mark in marked_words(expected, found):
        text, other = expected[mark.start : mark.end], found[mark.found_start : mark.found_end]
        parts.append(_shortened(expected[end : mark.start]))
        parts.append((f"[-{text}-]" if text else "") + (f"{{+{other}+}}" if other else ""))
        end = mark.end
    return "".join([*parts, _shortened(expected[end:])])


def _shortened(text: str) -> str:
    return f"{text[:_CONTEXT]}…{text[-_CONTEXT:]}" if len(text) > 2 * _CONTEXT else text


def shortfall(documents: Sequence[DocumentDiff], least: float) -> QualityError | None:
    """The error to raise where cells, form or footnotes are less accurate than `least`.

    Where no cell was compared nothing shows that the level is met, so that is an error too.
    """
    whole = total(figures(document) for document in documents)
    if least and not whole.cells.total:
        return QualityError("no fixture here is checked, so nothing was compared")
    name, counts = whole.lowest
    if counts.accuracy >= least:
        return None
    share = f"{counts.equal} of {counts.total} equal ({percent(counts.accuracy)})"
    return QualityError(
        f"{name}: {share}, below {percent(least)}; look at the source first, then correct the "
        "fixture or the program"
    )


def comparison_json(documents: Sequence[DocumentDiff]) -> dict[str, Any]:
    """Everything `comparison_text` shows, complete. The form carries its own version."""
    parts = [figures(document) for document in documents]
    return {
        "version": JSON_VERSION,
        "total": _figures_json(total(parts)),
        "unchecked": _figures_json(total(figures(d, checked=False) for d in documents)),
        "documents": [
            {
                "doc_id": document.doc_id,
                "unchecked": list(document.unchecked),
                **_figures_json(part),
                "differences": [difference_json(item) for item in differences(document)],
            }
            for document, part in zip(documents, parts, strict=True)
        ],
    }


def _figures_json(part: Figures) -> dict[str, Any]:
    return {
        "cells": _counts_json(part.cells),
        "form": _counts_json(part.form),
        "footnotes": _counts_json(part.notes),
        "grid_similarity": part.grid_similarity,
        "columns": {name: _counts_json(counts) for name, counts in part.columns.items()},
    }


def _counts_json(counts: Counts) -> dict[str, Any]:
    return {
        "equal": counts.equal,
        "differs": counts.differs,
        "missing": counts.missing,
        "extra": counts.extra,
        "accuracy": counts.accuracy,
        "character_error_rate": counts.error_rate,
    }


def difference_json(item: Difference) -> dict[str, Any]:
    """A difference; `spans` are the differing characters: [from, to) on both sides."""
    return {
        "name": item.name,
        "what": item.what,
        "state": item.state,
        "doc_id": item.doc_id,
        "table": item.table,
        "row": item.row,
        "row_id": item.row_id,
        "label": item.label,
        "column": item.column,
        "expected": item.expected,
        "found": item.found,
        "spans": [
            [span.start, span.end, span.found_start, span.found_end]
            for span in marks(item.expected, item.found)
        ],
    }


def changes_text(changes: Changes, width: int) -> str:
    """What changed between two runs: counts by kind, then every change by document."""
    header = ["", "compared", *_CHANGES]
    lines = [
        [
            kind,
            str(changes.compared.get(kind, "")),
            *(str(changes.count(kind, c)) for c in _CHANGES),
        ]
        for kind in KINDS
    ]
    return "\n\n".join([columns([header, *lines], right_from=1), *_by_document(changes, width)])


def _by_document(changes: Changes, width: int) -> Iterator[str]:
    named: dict[str, list[Difference]] = {}
    for item in changes.differences:
        named.setdefault(item.doc_id, []).append(item)
    for doc_id, items in named.items():
        lines = [f"  {change_text(item, width)}" for item in items[:_SHOWN]]
        more = len(items) - _SHOWN
        tail = [f"  … and {more} more; --json has all"] if more > 0 else []
        yield "\n".join([doc_id, *lines, *tail])


def change_text(item: Difference, width: int) -> str:
    """One line of a change: `+` added, `-` lost, `~` changed."""
    _, change = classify(item)
    sign = {"added": "+", "lost": "-", "changed": "~"}[change]
    if item.what == "link":
        text = f"{item.row_id} → {item.label}: {item.expected} ⇒ {item.found}"
        return f"{sign} link {text}"[: max(width, 60)]
    return f"{sign} {difference_text(item, width).removeprefix(item.doc_id).lstrip()}"


def changes_json(changes: Changes) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "version": JSON_VERSION,
        "counts": {kind: {c: changes.count(kind, c) for c in _CHANGES} for kind in KINDS},
        "compared": dict(changes.compared),
        "changes": [_change_json(item) for item in changes.differences],
    }


def _change_json(item: Difference) -> dict[str, Any]:
    kind, change = classify(item)
    return {"kind": kind, "change": change, **difference_json(item)}


def documents_without(documents: Iterable[DocumentDiff], published: Iterable[str]) -> list[str]:
    """Published documents that have no fixture."""
    return sorted(set(published) - {document.doc_id for document in documents})
