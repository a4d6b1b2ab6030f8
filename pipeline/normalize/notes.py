"""Footnotes: texts under the tables and the markers that call them, matched by number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field

from pipeline.data.records import FootnoteRecord
from pipeline.frozen import dataclass
from pipeline.model import Fragment, Note
from pipeline.normalize.text import CleanText, clean, join_parts
from pipeline.writing.letters import slug
from pipeline.writing.patterns import Pattern, compiled

BODY = "body"
"""Scope of footnotes that stand in no annex."""

# The verb a note begins with says what it does to the original.
_ACTIONS: tuple[tuple[str, Pattern], ...] = (
    ("replaced", compiled(r"(?:sửa đổi\s*,?\s*(?:bổ sung\s*,?\s*)?)?thay thế\b", any_case=True)),
    ("new", compiled(r"(?:các\s+)?(?:nhiệm vụ|chỉ tiêu|nội dung)\s+(?:mới|bổ sung)\b"
                       r"|(?:đề xuất|bổ sung)\s+(?:mới|nhiệm vụ|chỉ tiêu)\b", any_case=True)),
    ("amended", compiled(r"(?:được\s+)?(?:điều chỉnh|sửa đổi|cập nhật|chỉnh sửa|tách|gộp)\b",
                           any_case=True)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marker:
    """A footnote call: where it stands. `row_id` is None outside the rows of a table."""

    annex: str | None
    number: int
    row_id: str | None
    column: str | None
    page: int


@dataclass(frozen=True, slots=True)
class NoteText:
    """A footnote text made whole, without its number."""

    annex: str | None
    number: int
    text: str
    page: int
    cleaned: CleanText


@dataclass(slots=True)
class _Entry:
    annex: str | None
    number: int
    marker: Marker | None = None
    note: NoteText | None = None
    repeats: list[Marker | NoteText] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Matched:
    """The footnotes of a document, and those whose other half is missing or repeated."""

    records: tuple[FootnoteRecord, ...]
    without_text: tuple[Marker, ...]
    without_marker: tuple[NoteText, ...]
    repeated: tuple[Marker | NoteText, ...]


def action_of(text: str | None) -> str:
    """What a note says was done: amended | replaced | new | note."""
    for action, pattern in _ACTIONS:
        if text and pattern.match(text):
            return action
    return "note"


def scope_of(annex: str | None) -> str:
    """The part of a footnote's key that names its annex."""
    return (slug(annex).replace("_", "-") if annex else "") or BODY


def read_note(note: Note, annex: str | None) -> NoteText:
    """A note made whole: its lines joined as those of a cell cut by page breaks would be."""
    parts: list[CleanText] = []
    page = None
    run: list[Fragment] = []
    for piece in note.fragments:
        if page is not None and piece.place.page != page:
            parts.append(clean(run))
            run = []
        page = piece.place.page
        run.append(piece)
    parts.append(clean(run))
    whole = join_parts(parts)
    return NoteText(annex, note.number, whole.text, note.fragments[0].place.page, whole)


def match_notes(doc_id: str, markers: Iterable[Marker], texts: Sequence[NoteText]) -> Matched:
    """One record per (annex, number) seen as a marker or as a text, in order of annex and
    number; a text may stand before its marker."""
    entries: dict[tuple[str, int], _Entry] = {}
    for marker in markers:
        entry = _entry(entries, marker)
        if entry.marker is None:
            entry.marker = marker
        else:
            entry.repeats.append(marker)
    for text in texts:
        entry = _entry(entries, text)
        if entry.note is None:
            entry.note = text
        else:
            entry.repeats.append(text)
    order = {scope: place for place, scope in enumerate(dict.fromkeys(s for s, _ in entries))}
    ordered = [entries[key] for key in sorted(entries, key=lambda k: (order[k[0]], k[1]))]
    return Matched(
        tuple(_record(doc_id, entry) for entry in ordered),
        tuple(e.marker for e in ordered if e.marker and e.note is None),
        tuple(e.note for e in ordered if e.note and e.marker is None),
        tuple(repeat for e in ordered for repeat in e.repeats),
    )


def _entry(entries: dict[tuple[str, int], _Entry], seen: Marker | NoteText) -> _Entry:
    key = scope_of(seen.annex), seen.number
    return entries.setdefault(key, _Entry(seen.annex, seen.number))


def _record(doc_id: str, entry: _Entry) -> FootnoteRecord:
    marker, note = entry.marker, entry.note
    seen = marker or note
    assert seen is not None
    return FootnoteRecord(
        footnote_id=f"{doc_id}/fn/{scope_of(entry.annex)}/{entry.number}",
        doc_id=doc_id,
        annex=entry.annex,
        number=entry.number,
        text=note.text if note else None,
        action=action_of(note.text if note else None),
        row_id=marker.row_id if marker else None,
        column=marker.column if marker else None,
        page=seen.page,
    )
