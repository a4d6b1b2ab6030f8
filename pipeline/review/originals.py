"""Which row the original of an amendment is: what a note says, and the rows it may mean."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.data.records import AmendmentRecord, RowRecord
from pipeline.review.decide import Plan, RefusedError, Signed
from pipeline.review.entries import Entry
from pipeline.review.shelf import Opened

_SHOWN = 9
"""Rows offered as the original: as many as there are keys of one digit."""
_SAME_NUMBER = 15.0
"""What the number that the note cites is worth, in points of likeness of titles (0 to 100)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may be the original: its title, how like it is (0 to 100), what is decided."""

    row: RowRecord
    title: str
    score: float
    status: str


@dataclass(frozen=True, slots=True)
class Claim:
    """An amendment with the text of its note, and the rows of one document that may be meant.
    `mark` changes when somebody decides about it."""

    record: AmendmentRecord
    row: RowRecord | None
    title: str
    note: str
    candidates: tuple[Candidate, ...]
    mark: str


def claim_of(opened: Opened, amendment_id: str) -> AmendmentRecord | None:
    """An amendment of a document, None where there is no such."""
    own = opened.document.amendments
    return next((one for one in own if one.amendment_id == amendment_id), None)


def likely_document(opened: Opened, claim: AmendmentRecord) -> str | None:
    """The document whose row the original is, or is printed in again; else the one that most of the
    document's originals are in."""
    if claim.original_doc_id:
        return claim.original_doc_id
    others = Counter(
        one.original_doc_id for one in opened.document.amendments if one.original_doc_id
    )
    return others.most_common(1)[0][0] if others else None


def title_of(opened: Opened, row: RowRecord) -> str:
    """What a row says: its title, or its longest text."""
    texts = {cell.column: cell.text for cell in opened.cells_of[row.row_id]}
    return texts.get("title") or max(texts.values(), key=len, default="")


def claim_view(
    opened: Opened, claim: AmendmentRecord, other: Opened | None, entries: Sequence[Entry]
) -> Claim:
    """A claim beside the rows that are most like what it quotes."""
    row = opened.rows.get(claim.row_id or "")
    notes = {note.footnote_id: note.text or "" for note in opened.document.footnotes}
    decided = decided_of(opened, claim, entries)
    return Claim(
        claim,
        row,
        title_of(opened, row) if row else "",
        notes.get(claim.footnote_id or "", ""),
        tuple(_candidates(opened, claim, other, decided)) if other else (),
        mark_of_claim(claim, decided),
    )


def _candidates(
    opened: Opened, claim: AmendmentRecord, other: Opened, decided: Sequence[Entry]
) -> list[Candidate]:
    from rapidfuzz import fuzz

    row = opened.rows.get(claim.row_id or "")
    quoted = claim.original_title or (title_of(opened, row) if row else "")
    numbers = {claim.original_sub or claim.original_stt or ""} - {""}
    found = []
    for old in other.document.rows:
        title = title_of(other, old)
        score = fuzz.ratio(quoted.casefold(), title.casefold())
        score += _SAME_NUMBER * (old.label.strip("().") in numbers)
        score = 200.0 if old.row_id == claim.original_row_id else min(score, 100.0)
        found.append(Candidate(old, title, score, _status(other, old, decided)))
    found.sort(key=lambda one: (one.status != "accepted", -one.score, one.row.ordinal))
    return found[:_SHOWN]


def _status(other: Opened, old: RowRecord, decided: Iterable[Entry]) -> str:
    for entry in decided:
        fields = entry.fields
        if (fields["document"], fields["other"]) == (
            other.document.doc_id, other.prints[old.row_id]
        ) and fields.get("other_at", "") in ("", other.number_at(old)):  # fmt: skip
            return str(fields["status"])
    return ""


def decided_of(opened: Opened, claim: AmendmentRecord, entries: Iterable[Entry]) -> list[Entry]:
    """The entries that decide about a claim."""
    row = opened.rows.get(claim.row_id or "")
    mark = opened.prints[row.row_id] if row else ""
    return [
        entry
        for entry in entries
        if entry.decision == "original"
        and entry.fields["row"] == mark
        and (row is None or opened.is_at(row, entry.fields.get("at", "")))
        and entry.fields["against"] == (claim.original_title or "")
        and entry.fields.get("note", _suffix(claim)) == _suffix(claim)
    ]


def mark_of_claim(claim: AmendmentRecord, decided: Iterable[Entry]) -> str:
    """Changes when a claim is resolved otherwise, or somebody decides about it."""
    told = [claim.amendment_id, claim.original_row_id or "", *(repr(e.same) for e in decided)]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:16]


def _suffix(claim: AmendmentRecord) -> str:
    return claim.amendment_id.removeprefix(f"{claim.doc_id}/")


def decide_original(
    opened: Opened,
    claim: AmendmentRecord,
    other: Opened,
    old: RowRecord,
    status: str,
    entries: Sequence[Entry],
    signed: Signed,
) -> Plan:
    """A row is the original, or is not it; blank takes back what was decided about the two."""
    if status not in ("accepted", "rejected", ""):
        raise RefusedError("refused.changed")
    row = opened.rows.get(claim.row_id or "")
    fields: dict[str, Any] = {"row": opened.prints[row.row_id] if row else ""}
    fields |= {"at": at} if row and (at := opened.at(row)) else {}
    fields |= {
        "against": claim.original_title or "",
        "document": other.document.doc_id,
        "other": other.prints[old.row_id],
    }
    fields |= {"other_at": at} if (at := other.number_at(old)) else {}
    alike = [
        one for one in opened.document.amendments
        if (one.row_id, one.original_title) == (claim.row_id, claim.original_title)
    ]  # fmt: skip
    fields |= {"note": _suffix(claim)} if alike[1:] else {}
    decided = decided_of(opened, claim, entries)
    pair = ("document", "other", "other_at")
    out = [e for e in decided if all(e.fields.get(k, "") == fields.get(k, "") for k in pair)]
    if status == "accepted":  # one row is the original
        out += [e for e in decided if e.fields["status"] == "accepted" and e not in out]
    new = (signed.entry("original", {**fields, "status": status}),) if status else ()
    return Plan(tuple(out), new)
