"""Whether text leaves a trace when it is painted: masks and groups may let nothing of it through,
and letters that only clip show by what is painted through them.

PDFium tells that an object is transparent and not how it comes out. So it is asked to paint such
texts by themselves. Hardly a page has any.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import pypdfium2.raw as pdfium_c

from pipeline.extract.pdf.drawn.objects import leaves, top_objects
from pipeline.extract.pdf.drawn.rules import Box, PageRules
from pipeline.extract.pdf.file import raw
from pipeline.extract.pdf.letters.chars import PALE, PageChars, height_of
from pipeline.extract.pdf.letters.pieces import ASCENT, DESCENT

WIDEST = 1200
"""Pixels of the longer side of the picture a page is painted into."""
_CLIP = 7
"""The mode of text that adds its letters to the clip and paints nothing (ISO 32000-1, 9.3.6)."""
_UNPAINTED = (3, _CLIP)
"""The modes of text that paint no letters."""
_REACH = 5
"""Texts after one within which PDFium takes the same letters in the same place for that one."""
_APART = 0.3
"""Of the height of a text, how far from its shadow it may stand."""
LETTERS = (0.03, 0.7)
"""Share of the box of a text that letters ink: a ground inks all of it, nothing none."""
SEEN = 24
"""Steps of a colour, of 255, by which a text changes a pixel at least where it is seen."""
_ALPHA = 3
"""Where in the four bytes of a pixel it says how much is painted there."""

WHITE = 0xFFFFFFFF
"""Paper, as PDFium takes colours."""
_bounds = raw.Out("f", 4)


class Picture(NamedTuple):
    """What a page paints: four bytes a pixel, lines of `stride` bytes, `scale` pixels a point."""

    pixels: bytes
    columns: int
    rows: int
    stride: int
    scale: float

    def share(self, box: Box) -> float:
        """How much of a box of the page as it is shown is painted, 0 to 1."""
        x0, y0, x1, y1 = self._pixels_of(box)
        lines = (
            self.pixels[y * self.stride + 4 * x0 + _ALPHA : y * self.stride + 4 * x1 : 4]
            for y in range(y0, y1)
        )
        inked = sum(len(line) - line.count(0) for line in lines)
        return inked / max(1, (x1 - x0) * (y1 - y0))

    def coloured(self, box: Box) -> float:
        """How much of a box of the page is painted, in a colour that is not white, 0 to 1."""
        x0, y0, x1, y1 = self._pixels_of(box)
        inked = 0
        for y in range(y0, y1):
            line = self.pixels[y * self.stride + 4 * x0 : y * self.stride + 4 * x1]
            blues, greens, reds, alphas = (line[at::4] for at in range(4))
            lightest = map(min, blues, greens, reds)
            inked += sum(a > 0 and c < PALE for a, c in zip(alphas, lightest, strict=True))
        return inked / max(1, (x1 - x0) * (y1 - y0))

    def differs(self, other: Picture, box: Box) -> bool:
        """Whether another picture of the page shows something else in a box."""
        x0, y0, x1, y1 = self._pixels_of(box)
        changed = 0
        for y in range(y0, y1):
            part = slice(y * self.stride + 4 * x0, y * self.stride + 4 * x1)
            one, two = self.pixels[part], other.pixels[part]
            if one != two:
                changed += max(_changes(one[at::4], two[at::4]) for at in range(_ALPHA))
        return changed > LETTERS[0] * (x1 - x0) * (y1 - y0)

    def _pixels_of(self, box: Box) -> tuple[int, int, int, int]:
        """The columns and lines of pixels between which a box of the page lies."""
        x0, x1 = (min(max(round(x * self.scale), 0), self.columns) for x in (box[0], box[2]))
        y0, y1 = (min(max(round(y * self.scale), 0), self.rows) for y in (box[1], box[3]))
        return x0, y0, x1, y1


def _changes(one: bytes, other: bytes) -> int:
    return sum(abs(a - b) >= SEEN for a, b in zip(one, other, strict=True))


def picture_of(page: int, ground: int = 0) -> Picture | None:
    """Paint a page on a ground (0xAARRGGBB), on nothing where none is given; None where there is no
    room for it."""
    width, height = raw.page_width(page), raw.page_height(page)
    scale = min(1.0, WIDEST / max(width, height, 1.0))
    columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
    bitmap = pdfium_c.FPDFBitmap_Create(columns, rows, 1)
    if not bitmap:
        return None
    try:
        pdfium_c.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, ground)
        handle = ctypes.cast(page, pdfium_c.FPDF_PAGE)
        pdfium_c.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, columns, rows, 0, 0)
        stride = pdfium_c.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium_c.FPDFBitmap_GetBuffer(bitmap), stride * rows)
        return Picture(pixels, columns, rows, stride, scale)
    finally:
        pdfium_c.FPDFBitmap_Destroy(bitmap)


@contextmanager
def only(items: Collection[int], active: Collection[int]) -> Iterator[None]:
    """Let nothing but the `active` ones of a page's `items` be painted."""
    for item in items:
        if item not in active:
            raw.set_active(item, 0)
    try:
        yield
    finally:
        for item in items:
            raw.set_active(item, 1)


def without_trace(page: int, chars: PageChars, rules: PageRules) -> frozenset[int]:
    """The text objects of a page that leave no trace, though nothing of their own hides them: they
    are transparent themselves, or lie under a shape that is more than a box (`rules.veiled`)."""
    texts = {owner for owner in chars.inks if raw.has_transparency(owner)}
    texts.update(item for form in rules.groups for item, _ in leaves([form]) if _is_text(item))
    boxes = boxes_of(chars, texts | rules.veiled)
    if not boxes:
        return frozenset()
    items = [item for item, _ in leaves(top_objects(page))]
    alone = frozenset[int]()
    if texts:
        with only(items, texts):
            picture = picture_of(page)
        if picture is not None:
            alone = frozenset(o for o in texts & boxes.keys() if not picture.share(boxes[o]))
    rest = {owner: box for owner, box in boxes.items() if owner not in alone}
    return alone | unchanging(page, items, rest) if rest else alone


def unchanging(page: int, items: Collection[int], boxes: Mapping[int, Box]) -> frozenset[int]:
    """The texts without which the page looks the same."""
    whole = picture_of(page, WHITE)
    with only(items, {item for item in items if item not in boxes}):
        without = picture_of(page, WHITE)
    if whole is None or without is None:
        return frozenset()
    return frozenset(owner for owner, box in boxes.items() if not whole.differs(without, box))


def show_clips(page: int, chars: PageChars, rules: PageRules) -> None:
    """Let the texts show through whose letters something is painted: they lie over all else."""
    clips = {
        owner
        for owner, ink in chars.inks.items()
        if ink.style.hidden and raw.text_mode(owner) == _CLIP
    }
    boxes = boxes_of(chars, clips)
    if not boxes:
        return
    items = [item for item, _ in leaves(top_objects(page))]
    first = min(items.index(owner) for owner in clips if owner in items)
    with only(items, {item for item in items[first:] if not _is_text(item)}):
        picture = picture_of(page)
    if picture is None:
        return
    for owner, box in boxes.items():
        if LETTERS[0] <= picture.share(box) <= LETTERS[1]:
            ink = chars.inks[owner]
            chars.inks[owner] = ink._replace(style=ink.style._replace(hidden=False))
            rules.texts[owner] = len(rules.texts)


def read_twins(chars: PageChars, rules: PageRules) -> None:
    """Take texts that nobody sees for those drawn once more where they stand: PDFium reads a text
    drawn twice by the first, which may be a shadow that is transparent or white."""
    unseen = {o for o, ink in chars.inks.items() if ink.style.hidden or ink.style.pale}
    if not unseen:
        return
    order = sorted(rules.texts, key=rules.texts.__getitem__)
    twins: dict[int | None, int] = {}
    for at, owner in enumerate(order):
        after = order[at + 1 : at + 1 + _REACH] if owner in unseen else ()
        twin = next((item for item in after if _is_twin(item, owner, chars)), None)
        if twin is not None:
            twins[owner] = twin
            ink = chars.inks.pop(owner)
            style = ink.style._replace(hidden=False, pale=False, faint=False, colour=_colour(twin))
            chars.inks[twin] = ink._replace(style=style)
    if twins:
        chars.owners[:] = [twins.get(owner, owner) for owner in chars.owners]


def _is_twin(item: int, owner: int, chars: PageChars) -> bool:
    """Whether a text is seen and is another one drawn again, so that PDFium passes over it."""
    if item in chars.inks or raw.text_font(item) != raw.text_font(owner):
        return False
    *colour, alpha = raw.fill_of(item)
    if raw.text_mode(item) in _UNPAINTED or not alpha or min(colour) >= PALE:
        return False
    one, other = _bounds_of(item), _bounds_of(owner)
    apart = _APART * (one[3] - one[1])
    return apart > 0 and all(abs(a - b) <= apart for a, b in zip(one, other, strict=True))


def _colour(item: int) -> int:
    """The colour of a text, 0xRRGGBB."""
    red, green, blue, _ = raw.fill_of(item)
    return int(red << 16 | green << 8 | blue)


def _bounds_of(item: int) -> Box:
    """Left, bottom, right and top of an object where it is set; all 0 where it has none."""
    found = raw.object_bounds(item, *_bounds.at)
    left, bottom, right, top = _bounds.read() if found else (0.0, 0.0, 0.0, 0.0)
    return left, bottom, right, top


def _is_text(item: int) -> bool:
    return bool(raw.object_type(item) == raw.TEXT)


def boxes_of(chars: PageChars, owners: Collection[int]) -> dict[int, Box]:
    """Where some level texts stand on the page as it is shown."""
    ends: dict[int, tuple[float, float]] = {}
    for index, owner in enumerate(chars.owners) if owners else ():
        if owner in owners and owner is not None and not chars.text[index].isspace():
            x0, x1 = ends.get(owner, (float("inf"), float("-inf")))
            ends[owner] = min(x0, chars.starts[index]), max(x1, chars.ends[index])
    return {
        owner: _shown(chars, owner, x0, x1)
        for owner, (x0, x1) in ends.items()
        if chars.inks[owner].style.quarter == chars.frame.quarters
    }


def _shown(chars: PageChars, owner: int, x0: float, x1: float) -> Box:
    frame, ink = chars.frame, chars.inks[owner]
    base, size = height_of(ink, frame)
    box = x0 + frame.shift, base - ASCENT * size, x1 + frame.shift, base + DESCENT * size
    if frame is chars.shown:
        return box
    return chars.shown.box(*frame.user_point(*box[:2]), *frame.user_point(*box[2:]))
