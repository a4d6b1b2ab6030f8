"""What stands on a page as the appearance of an annotation: fields, typed text, signatures, stamps.

The appearances are drawn into the page before it is read. What is typed into a form field or a
text box is text of the page. What a signature field or a stamp says is not: it lies over the page,
and in a signed file the number and the date are often printed by it and by nothing else.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection
from typing import NamedTuple

from pipeline.extract.pdf import raw
from pipeline.extract.pdf.aside import SetAside
from pipeline.extract.pdf.chars import PageChars
from pipeline.extract.pdf.frame import Frame
from pipeline.extract.pdf.pieces import Piece
from pipeline.extract.pdf.rules import Box
from pipeline.extract.pdf.text import COLUMN_GAP, lines_of

MAX_ANNOTATIONS = 2_000
_LETTERHEAD = 0.4
"""Share of the first page's height in which typed text may fill the blanks of the letterhead."""
_FREE_TEXT, _WIDGET = 3, 20
_SILENT = frozenset({1, 2, 16})
"""Subtypes that print nothing of their own: text notes, links, pop-ups."""
_TYPED = frozenset({"Tx", "Ch", "Btn"})
_KEYS = (b"DA", b"AS", b"MK")
"""Entries of a field that is typed or ticked, for one whose type only its parent tells."""
_rect = raw.Out("f", 4)


class Flat(NamedTuple):
    """A page with its annotations drawn into it: `own` objects are its own, `overlays` are where
    signature fields, stamps and the like lie, `values` what is filled into fields (boxes in user
    space)."""

    page: int
    own: int
    overlays: tuple[Box, ...]
    values: tuple[tuple[Box, str], ...]


def flatten(document: int, page: int, index: int) -> Flat | None:
    """Draw the annotations of a page into it; None where none has anything to print.

    The page is changed and closed if it is replaced.
    """
    seen = _look_over(document, page)
    own = raw.count_objects(page)
    if seen is None:
        return None
    raw.draw_fields(document, page)
    if raw.flatten_page(page, 0) != 1:
        return None
    flat = raw.load_page(document, index)
    if not flat:
        return None
    raw.close_page(page)
    return Flat(flat, own, *seen)


def _look_over(
    document: int, page: int
) -> tuple[tuple[Box, ...], tuple[tuple[Box, str], ...]] | None:
    """The boxes of annotations laid over the page, and the fields with what is filled into them;
    None where no annotation prints anything."""
    speaks = False
    overlays: list[Box] = []
    values: list[tuple[Box, str]] = []
    for index in range(min(raw.count_annotations(page), MAX_ANNOTATIONS)):
        annotation = raw.get_annotation(page, index)
        if not annotation:
            continue
        subtype = raw.annotation_subtype(annotation)
        if subtype not in _SILENT and raw.annotation_rect(annotation, _rect.at[0]):
            speaks = True
            left, top, right, bottom = _rect.read()
            box = (left, bottom, right, top)
            if not _is_typed(annotation, subtype):
                overlays.append(box)
            elif value := raw.field_value(document, annotation).strip():
                values.append((box, value))
        raw.close_annotation(annotation)
    return (tuple(overlays), tuple(values)) if speaks else None


def _is_typed(annotation: int, subtype: int) -> bool:
    if subtype != _WIDGET:
        return subtype == _FREE_TEXT
    kind = _string(annotation, b"FT")
    return kind in _TYPED or (not kind and any(raw.annotation_has(annotation, k) for k in _KEYS))


def _string(annotation: int, key: bytes) -> str:
    buffer = ctypes.create_string_buffer(64)
    size = raw.annotation_string(annotation, key, ctypes.addressof(buffer), 64)
    return buffer.raw[: max(0, min(size, 64) - 2)].decode("utf-16-le", "replace")


def without_overlays(
    pieces: list[Piece],
    chars: PageChars,
    late: Collection[int],
    overlays: tuple[Box, ...],
    aside: SetAside,
) -> tuple[list[Piece], list[str]]:
    """The pieces of the page itself and what is typed on it; the lines of what lies over it.

    `late` are the text objects of the annotations.
    """
    if not late:
        return pieces, []
    boxes = [chars.frame.box(*box) for box in overlays]
    own, over = [], []
    for piece in pieces:
        if chars.owners[piece.first] in late and _lies_in(piece, boxes):
            over.append(piece)
            aside.add("annotation", piece.text)
        else:
            own.append(piece)
    lines = [line.text for line in lines_of(over, COLUMN_GAP)] if over else []
    return own, lines


def with_values(
    pieces: list[Piece],
    chars: PageChars,
    late: Collection[int],
    values: tuple[tuple[Box, str], ...],
) -> list[Piece]:
    """The pieces, those of a field whose look has lost letters of its value made whole: the
    fonts a viewer draws fields with often have no Vietnamese letters."""
    out = pieces
    for box, value in values:
        place = [chars.frame.box(*box)]
        own = [p for p in out if chars.owners[p.first] in late and _lies_in(p, place)]
        if not own or not _has_lost("".join(piece.text for piece in own), value):
            continue
        first = own[0]._replace(
            text=" ".join(value.split()),
            x0=min(piece.x0 for piece in own),
            x1=max(piece.x1 for piece in own),
        )
        gone = {piece.first for piece in own}
        out = [piece for piece in out if piece.first not in gone] + [first]
    return out


def _has_lost(text: str, value: str) -> bool:
    """Whether a text is a value without some of its letters."""
    letters = iter("".join(value.split()))
    shown = "".join(text.split())
    return shown != "".join(value.split()) and all(char in letters for char in shown)


def in_letterhead(
    pieces: list[Piece], chars: PageChars, late: Collection[int], frame: Frame
) -> list[str]:
    """The texts typed over the head of a page: a number or a day set into the blanks there."""
    return [
        piece.text
        for piece in pieces
        if chars.owners[piece.first] in late and piece.middle < _LETTERHEAD * frame.size[1]
    ]


def _lies_in(piece: Piece, boxes: list[Box]) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, piece.middle
    return any(x0 - 1 <= x <= x1 + 1 and y0 - 1 <= y <= y1 + 1 for x0, y0, x1, y1 in boxes)
