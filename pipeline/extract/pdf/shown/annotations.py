"""What stands on a page as the appearance of an annotation: fields, typed text, signatures, stamps.

The appearances are drawn into the page before it is read. Typed text without one is set by the
viewer (`typed`), and a reviewer's line through text strikes it out, with a look of its own or not.
What is typed into a form field or a text box is text of the page. What a signature field or a stamp
says is not: it lies over the page, and in a signed file the number and the date are often printed
by it and by nothing else.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Iterator
from typing import NamedTuple

from pipeline.extract.pdf.drawn.rules import Box
from pipeline.extract.pdf.file import raw
from pipeline.extract.pdf.file.frame import Frame
from pipeline.extract.pdf.file.layer_states import AnnotationLayers
from pipeline.extract.pdf.letters.aside import Lost, SetAside
from pipeline.extract.pdf.letters.chars import PageChars
from pipeline.extract.pdf.letters.pieces import ASCENT, MIDDLE, Piece
from pipeline.extract.pdf.lines.text import COLUMN_GAP, lines_of
from pipeline.extract.pdf.shown.typed import INSET, Typed, size_in, typed_pieces
from pipeline.extract.ruled.lines import Rule

TICKED = "☑"
"""What stands for a box or a button that is on and whose look is no letter."""
LAYERED = "what is typed over this cell belongs to a layer, which may be off; look at the page"
MAX_ANNOTATIONS = 2_000
"""Annotations of a page that are looked at."""
_SMALLEST, _LARGEST = 4.0, 14.0
"""Sizes of the type of a mark, in points."""
_LETTERHEAD = 0.4
"""Share of the first page's height in which typed text may fill the blanks of the letterhead."""
_FREE_TEXT, _LINE, _POLYLINE, _STRIKE_OUT, _INK, _WIDGET = 3, 4, 8, 12, 15, 20
"""Kinds of annotation as PDFium numbers them (fpdf_annot.h)."""
_DRAWN = frozenset({*range(4, 12), 15})
"""Subtypes that draw and say nothing: lines and shapes, marks on text, ink."""
_LEVEL, _THROUGH = 0.05, 2.5
"""Rise of a drawn line that is level, as a share of its length, and points from the middle of a
text within which it strikes that out: below it is an underline."""
_BY_HAND, _WAVY, _SHORT = 0.2, 6.0, 3.0
"""The same of a stroke drawn by hand, the points it may rise and fall (less than a line), and those
by which it may fall short of the words it strikes out: one no wider is a dot."""
MAX_POINTS = 2_000
"""Points of a stroke: one that has more goes to and fro."""
MAX_QUADS = 500
"""Stretches of text that one annotation strikes out."""
_UNSEEN = 2 | 32
"""Flags of an annotation that is hidden, or not shown on screen (ISO 32000-1, 12.5.3)."""
_SILENT = frozenset({1, 2, 16})
"""Subtypes that print nothing of their own: text notes, links, pop-ups."""
_SAID = frozenset({1, *range(4, 13), 14, 15})
"""Subtypes by which readers comment: text notes, lines and shapes, marks on text, carets, ink."""
_OFF = ("", "Off")
"""The state of a box that is not ticked; any other is its own name for being on."""
_TYPED = frozenset({"Tx", "Ch", "Btn"})
_KEYS = (b"DA", b"AS", b"MK")
"""Entries of a field that is typed or ticked, for one whose type only its parent tells."""
_LONGEST = 1 << 16
"""Bytes of a typed text."""
_rect = raw.Out("f", 4)
_quad = raw.Out("f", 8)
_ends = raw.Out("f", 4)


class Flat(NamedTuple):
    """A page with its annotations drawn into it: `own` objects are its own, `overlays` are where
    signature fields, stamps and the like lie, `values` what is filled into fields (boxes in user
    space), `typed` what is typed without a look of its own, `strikes` the boxes of text that is
    struck out, `layered` the boxes of what belongs to a layer that may be off, `ticked` boxes that
    are on, `unset` values of fields that have no look, `off` what annotations say whose layer is
    off."""

    page: int
    own: int
    overlays: tuple[Box, ...]
    values: tuple[tuple[Box, str], ...]
    typed: tuple[Typed, ...]
    strikes: tuple[Box, ...]
    layered: tuple[Box, ...] = ()
    ticked: tuple[Box, ...] = ()
    unset: tuple[Typed, ...] = ()
    off: tuple[str, ...] = ()


class _Seen(NamedTuple):
    """What the annotations of a page are, while they are gone through."""

    overlays: list[Box]
    values: list[tuple[Box, str]]
    typed: list[Typed]
    strikes: list[Box]
    ticked: list[Box]
    unset: list[Typed]


def flatten(document: int, page: int, index: int, layers: AnnotationLayers) -> Flat | None:
    """Draw the annotations of a page into it; None where none has anything to print. Those of
    `layers` that are switched off are taken off it: PDFium would draw them.

    The page is changed and closed if it is replaced.
    """
    layered, off = _in_layers(page, index, layers)
    seen = _look_over(document, page)
    own = raw.count_objects(page)
    if seen is None and not off:
        return None
    seen = seen or _Seen([], [], [], [], [], [])
    _remove_unseen(page)
    raw.draw_fields(document, page)
    if raw.flatten_page(page, 0) != 1:
        return None
    flat = raw.load_page(document, index)
    if not flat:
        return None
    raw.close_page(page)
    return Flat(
        flat, own, tuple(seen.overlays), tuple(seen.values), tuple(seen.typed),
        tuple(seen.strikes), layered, tuple(seen.ticked), tuple(seen.unset), off,
    )  # fmt: skip


def comments_on(page: int) -> list[str]:
    """What readers say in their notes and marks on a page: no text of it."""
    said = []
    for index in range(min(raw.count_annotations(page), MAX_ANNOTATIONS)):
        annotation = raw.get_annotation(page, index)
        if not annotation:
            continue
        shown = not raw.annotation_flags(annotation) & _UNSEEN
        if shown and raw.annotation_subtype(annotation) in _SAID:
            said.append(_string(annotation, b"Contents", _LONGEST))
        raw.close_annotation(annotation)
    return [text for text in said if text.strip()]


def _look_over(document: int, page: int) -> _Seen | None:
    """What the annotations of a page are; None where none prints anything."""
    speaks = False
    seen = _Seen([], [], [], [], [], [])
    for index in range(min(raw.count_annotations(page), MAX_ANNOTATIONS)):
        annotation = raw.get_annotation(page, index)
        if not annotation:
            continue
        subtype = raw.annotation_subtype(annotation)
        if subtype not in _SILENT and raw.annotation_rect(annotation, _rect.at[0]):
            speaks = True
            left, top, right, bottom = _rect.read()
            box = (left, bottom, right, top)
            _sort_in(document, annotation, subtype, box, seen)
        raw.close_annotation(annotation)
    return seen if speaks else None


def _sort_in(document: int, annotation: int, subtype: int, box: Box, seen: _Seen) -> None:
    """Note what one annotation is."""
    shown = not raw.annotation_flags(annotation) & _UNSEEN
    if subtype == _STRIKE_OUT:
        seen.strikes.extend(_quads(annotation) if shown else ())
    elif subtype in _DRAWN:
        if shown and subtype in (_LINE, _POLYLINE, _INK):
            seen.strikes.extend((_drawn_through if subtype == _LINE else _inked)(annotation))
    elif subtype == _FREE_TEXT and not raw.annotation_has(annotation, b"AP"):
        text = _string(annotation, b"Contents", _LONGEST)
        if shown and text.strip():
            seen.typed.append(Typed(box, text, size_in(_string(annotation, b"DA"))))
    elif not _is_typed(document, annotation, subtype) or raw.is_push_button(document, annotation):
        seen.overlays.append(box)
    elif subtype == _WIDGET and raw.is_box(document, annotation):
        if shown and _string(annotation, b"AS") not in _OFF:
            seen.ticked.append(box)
    elif value := raw.field_value(document, annotation).strip():
        seen.values.append((box, value))
        if shown and not raw.annotation_has(annotation, b"AP"):
            seen.unset.append(Typed(box, value, size_in(_string(annotation, b"DA"))))


def _in_layers(
    page: int, index: int, layers: AnnotationLayers
) -> tuple[tuple[Box, ...], tuple[str, ...]]:
    """The boxes of what may be off, and what those say that are off and taken off the page."""
    found = {}
    for at in range(min(raw.count_annotations(page), MAX_ANNOTATIONS)):
        annotation = raw.get_annotation(page, at)
        if not annotation:
            continue
        shown = not raw.annotation_flags(annotation) & _UNSEEN
        has_place = shown and raw.annotation_rect(annotation, _rect.at[0])
        if has_place and raw.annotation_has(annotation, b"OC"):
            left, top, right, bottom = _rect.read()
            found[at] = (left, bottom, right, top), _string(annotation, b"Contents", _LONGEST)
        raw.close_annotation(annotation)
    states = layers.of_page(index) if found else {}
    off = [at for at in found if not states.get(at, True)]
    for at in reversed(off):
        raw.remove_annotation(page, at)
    return (
        tuple(box for at, (box, _) in found.items() if at not in states),
        tuple(found[at][1] for at in off),
    )


def _remove_unseen(page: int) -> None:
    """Take the annotations off a page that no screen shows; PDFium would draw some of them."""
    for index in reversed(range(min(raw.count_annotations(page), MAX_ANNOTATIONS))):
        annotation = raw.get_annotation(page, index)
        if annotation:
            unseen = raw.annotation_flags(annotation) & _UNSEEN
            raw.close_annotation(annotation)
            if unseen:
                raw.remove_annotation(page, index)


def _quads(annotation: int) -> Iterator[Box]:
    """The boxes, in user space, of the stretches of text an annotation marks."""
    for index in range(min(raw.count_quads(annotation), MAX_QUADS)):
        if raw.annotation_quad(annotation, index, _quad.at[0]):
            x, y = _quad.read()[::2], _quad.read()[1::2]
            yield min(x), min(y), max(x), max(y)


def _drawn_through(annotation: int) -> Iterator[Box]:
    """The box, in user space, of texts that a level line strikes out."""
    if raw.annotation_line(annotation, _ends.at[0], _ends.at[2]):
        x0, y0, x1, y1 = _ends.read()
        if abs(y1 - y0) <= _LEVEL * abs(x1 - x0):
            y = (y0 + y1) / 2
            yield min(x0, x1), y - _THROUGH, max(x0, x1), y + _THROUGH


def _inked(annotation: int) -> Iterator[Box]:
    """The boxes, in user space, of texts that strokes drawn by hand strike out: about level, which
    one that encircles or joins something is not."""
    for x, y in _strokes(annotation):
        width = max(x) - min(x)
        if width > _SHORT and max(y) - min(y) <= min(_WAVY, _BY_HAND * width):
            middle = sum(y) / len(y)
            yield min(x) - _SHORT, middle - _THROUGH, max(x) + _SHORT, middle + _THROUGH


def _strokes(annotation: int) -> Iterator[tuple[list[float], list[float]]]:
    """The points, across and up, of each stroke of ink and of a line of several parts."""
    buffer = (ctypes.c_float * (2 * MAX_POINTS))()
    at = ctypes.addressof(buffer)
    for index in range(-1, min(raw.count_strokes(annotation), MAX_QUADS)):
        if index < 0:
            count = raw.annotation_vertices(annotation, at, MAX_POINTS)
        else:
            count = raw.annotation_stroke(annotation, index, at, MAX_POINTS)
        if 1 < count <= MAX_POINTS:
            yield buffer[0 : 2 * count : 2], buffer[1 : 2 * count : 2]


def strikes_of(flat: Flat, pieces: list[Piece], frame: Frame) -> list[Rule]:
    """The lines that a reviewer drew through text, each at the height where a program draws one
    through the pieces in its box."""
    boxes = [frame.box(*box) for box in flat.strikes]
    return [
        Rule(piece.middle, x0, x1)
        for x0, y0, x1, y1 in boxes
        for piece in pieces
        if y0 <= piece.middle <= y1 and piece.x0 < x1 and x0 < piece.x1
    ]


def layers_aside(flat: Flat, frame: Frame, aside: SetAside) -> None:
    """Set aside what annotations say whose layer is off, and note where something is typed that
    belongs to a layer of which nothing tells whether it is on: PDFium draws it either way."""
    for text in flat.off:
        aside.add("layer", text)
    boxes = [frame.box(*box) for box in flat.layered]
    aside.lost += [Lost((x0 + x1) / 2, (y0 + y1) / 2, LAYERED) for x0, y0, x1, y1 in boxes]


def _is_typed(document: int, annotation: int, subtype: int) -> bool:
    if subtype != _WIDGET:
        return subtype == _FREE_TEXT
    kind = _string(annotation, b"FT")
    if kind:
        return kind in _TYPED
    typed = raw.is_filled(document, annotation)
    return typed or any(raw.annotation_has(annotation, key) for key in _KEYS)


def _string(annotation: int, key: bytes, most: int = 256) -> str:
    buffer = ctypes.create_string_buffer(most)
    size = raw.annotation_string(annotation, key, ctypes.addressof(buffer), most)
    return buffer.raw[: max(0, min(size, most) - 2)].decode("utf-16-le", "replace")


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


def typed_on(flat: Flat, pieces: list[Piece], frame: Frame) -> list[Piece]:
    """What is typed without a look of its own, a value that nothing sets into its field, and a
    mark in each box that is on whose look says nothing: it is drawn as lines."""

    def is_bare(box: Box) -> bool:
        place = [frame.box(*box)]
        return not any(_lies_in(piece, place) for piece in pieces)

    unset = [value for value in flat.unset if is_bare(value.box)]
    ticks = [_tick(box) for box in flat.ticked if is_bare(box)]
    return typed_pieces([*flat.typed, *unset, *ticks], frame)


def _tick(box: Box) -> Typed:
    """A mark as high as a box, at its middle."""
    x0, y0, x1, y1 = box
    size = min(max(y1 - y0, _SMALLEST), _LARGEST)
    middle, half = (y0 + y1) / 2, INSET + (ASCENT - MIDDLE) * size
    return Typed((x0, middle - half, x1, middle + half), TICKED, size)


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
