"""What stands on a page only as the appearance of an annotation: signature fields, stamps.

In a signed file the number and the date are often printed by a signature field and by nothing
else. The appearances are drawn into the page, and what is new in the page is what they print.
"""

from __future__ import annotations

from pipeline.extract.pdf import raw
from pipeline.extract.pdf.chars import Cache, read_chars
from pipeline.extract.pdf.frame import page_frame
from pipeline.extract.pdf.pieces import Piece, pieces_of
from pipeline.extract.pdf.text import COLUMN_GAP, lines_of

MAX_ANNOTATIONS = 2_000
MAX_NESTING = 6
_SILENT = frozenset({1, 2, 16})
"""Subtypes that print nothing of their own: text notes, links, pop-ups."""


def annotation_lines(
    document: int, page: int, index: int, pieces: list[Piece], cache: Cache
) -> list[str]:
    """The lines that annotations print on a page. The page is changed and of no more use."""
    before = raw.count_objects(page)
    if not _speaks(page) or raw.flatten_page(page, 0) != 1:
        return []
    flat = raw.load_page(document, index)
    if not flat:
        return []
    try:
        added = [raw.page_object(flat, at) for at in range(before, raw.count_objects(flat))]
        if not any(_holds_text(item, 0) for item in added):
            return []
        chars = read_chars(flat, cache, page_frame(flat))
    finally:
        raw.close_page(flat)
    if chars is None:
        return []
    known = {_mark(piece) for piece in pieces}
    new = [piece for piece in pieces_of(chars) if _mark(piece) not in known]
    return [line.text for line in lines_of(new, COLUMN_GAP)] if new else []


def _holds_text(item: int, depth: int) -> bool:
    """Whether an object is text, or a form that holds some."""
    kind = raw.object_type(item)
    if kind != raw.FORM or depth > MAX_NESTING:
        return bool(kind == raw.TEXT)
    count = min(raw.form_count(item), MAX_ANNOTATIONS)
    return any(_holds_text(raw.form_object(item, at), depth + 1) for at in range(count))


def _mark(piece: Piece) -> tuple[str, int, int]:
    return piece.text, round(piece.x0), round(piece.base)


def _speaks(page: int) -> bool:
    """Whether any annotation of the page may print text."""
    count = min(raw.count_annotations(page), MAX_ANNOTATIONS)
    for index in range(count):
        annotation = raw.get_annotation(page, index)
        if not annotation:
            continue
        subtype = raw.annotation_subtype(annotation)
        raw.close_annotation(annotation)
        if subtype not in _SILENT:
            return True
    return False
