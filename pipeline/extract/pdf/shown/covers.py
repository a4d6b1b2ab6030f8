"""Text that does not show: painted over, clipped away, or in a layer that is switched off.

What is left of the pieces of a page is what a person sees; the rest is set aside.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection
from itertools import accumulate
from operator import itemgetter, le

from pipeline.extract.pdf.drawn.clips import clip_boxes
from pipeline.extract.pdf.drawn.rules import Box, Fill, PageRules
from pipeline.extract.pdf.file import raw
from pipeline.extract.pdf.file.frame import Frame
from pipeline.extract.pdf.letters.aside import CLIPPED, COVERED, Lost, Reason, SetAside
from pipeline.extract.pdf.letters.chars import PageChars
from pipeline.extract.pdf.letters.pieces import SPACE_GAP, Piece, split_piece

MAX_LOOKS = 2_000_000
"""Pieces held against painted areas on a page."""
FITTED = 2.5
"""A clip box at most so many times as wide as its text is made for it."""
BESIDE = 12.0
"""Points from the left edge of a fitted clip box within which its text begins."""

SAME_BASE = 0.25
"""Ems within which two pieces stand on one line."""
WORD_GAP = 0.6
"""Ems within which a piece goes on where another ends."""
NEXT_LINE = 2.2
"""Ems within which a line is the next one of its text."""

_rgba = raw.Out("I", 4)
_point = raw.Out("f", 2)
_OPAQUE = 255


_SOLID = 204
"""Opacity, of 255, from which on a shape may hide a text: a highlight lets more through."""
PAGE = 0.5
"""Share of a page from which on a picture is the page itself: a scan over the text that a machine
read in it."""

Opaque = Callable[[int], bool]
"""Whether a picture hides what is beneath."""
_LEFT, _RIGHT, _BASE, _SIZE = map(itemgetter, (1, 2, 3, 4))


BOX_POINTS = range(4, 7)
"""Points of a path that draws a box: four corners, the first of them again, the end of the path."""
SAME_POINT = 0.5
"""Points by which a corner may miss a side: rounding of the program that wrote the file."""
OVERLAP, LEAST_DROP = 0.5, 0.7
"""Ems by which pieces of a line overlap at most (kerning, bold by double print), and from which on
text stands on the next line."""


def without_layers(
    pieces: list[Piece],
    chars: PageChars,
    hidden: Collection[int],
    aside: SetAside,
    why: Reason = "layer",
) -> list[Piece]:
    """The pieces that stand in no hidden layer, or in none of some objects hidden otherwise."""
    if not hidden:
        return pieces
    shown = []
    for piece in pieces:
        if chars.owners[piece.first] in hidden:
            aside.add(why, piece.text)
        else:
            shown.append(piece)
    return shown


def uncovered(
    pieces: list[Piece], chars: PageChars, rules: PageRules, opaque: Opaque, aside: SetAside
) -> list[Piece]:
    """The pieces that nothing is painted over; of one covered in part, the words that show.
    `opaque` tells of a picture whether it hides what is beneath."""
    over = _boxes_over(pieces, chars, rules, opaque)
    if not over:
        return pieces
    shown = []
    for piece in pieces:
        boxes = over.get(piece.first)
        if boxes is None:
            shown.append(piece)
            continue
        for word in split_piece(chars, piece):
            middle = (word.x0 + word.x1) / 2
            if any(box[0] <= middle <= box[2] for box in boxes):
                aside.add("covered", word.text)
                aside.lost.append(Lost(middle, word.middle, COVERED))
            else:
                shown.append(word)
    return shown


def _boxes_over(
    pieces: list[Piece], chars: PageChars, rules: PageRules, opaque: Opaque
) -> dict[int, list[Box]]:
    """The areas painted over each piece, by its first character."""
    if not rules.fills or not pieces:
        return {}
    orders = [rules.texts.get(chars.owners[piece.first] or 0, -1) for piece in pieces]
    heights = [piece.middle for piece in pieces]
    if not all(map(le, orders, orders[1:])):
        pairs = sorted(zip(orders, heights, strict=True))
        orders, heights = [order for order, _ in pairs], [height for _, height in pairs]
    highest, lowest = list(accumulate(heights, min)), list(accumulate(heights, max))
    fills = [
        fill
        for fill in rules.fills
        if (before := bisect_left(orders, fill.after))
        and highest[before - 1] <= fill.box[3]
        and lowest[before - 1] >= fill.box[1]
    ]
    return _boxes_of(fills, pieces, chars, rules, opaque) if fills else {}


def _boxes_of(
    fills: list[Fill],
    pieces: list[Piece],
    chars: PageChars,
    rules: PageRules,
    opaque: Opaque,
) -> dict[int, list[Box]]:
    """The areas among some that are painted over each piece."""
    ordered = sorted(pieces, key=lambda piece: piece.middle)
    middles = [piece.middle for piece in ordered]
    over: dict[int, list[Box]] = {}
    looks = 0
    for fill in fills:
        x0, y0, x1, y1 = fill.box
        near = ordered[bisect_left(middles, y0) : bisect_right(middles, y1)]
        looks += len(near)
        if looks > MAX_LOOKS:
            rules.complete = False
            break
        beneath = [
            piece
            for piece in near
            if piece.x0 < x1
            and piece.x1 > x0
            and 0 <= rules.texts.get(chars.owners[piece.first] or 0, -1) < fill.after
        ]
        shown = _painted_box(fill, chars, opaque) if beneath else None
        if beneath and shown is None and _may_hide(fill, chars):
            rules.veiled.update(o for p in beneath if (o := chars.owners[p.first]) is not None)
        for piece in beneath:
            if shown is not None and shown[1] <= piece.middle <= shown[3]:
                over.setdefault(piece.first, []).append(shown)
    return over


def _painted_box(fill: Fill, chars: PageChars, opaque: Opaque) -> Box | None:
    """The area a fill hides whole: opaque, a box, as far as its clip lets it show; that of a
    picture that is not the page itself."""
    if fill.stroke:
        return None
    if not fill.picture:
        return hidden_box(fill, chars.frame)
    if raw.has_transparency(fill.item) or not _hides_as_picture(fill, chars, opaque):
        return None
    return _clipped(fill, chars.frame)


def hidden_box(fill: Fill, frame: Frame) -> Box | None:
    """What of a page a painted path hides: the box it is, if it is one and solid."""
    if raw.has_transparency(fill.item) or not _hides(fill.item):
        return None
    return _clipped(fill, frame)


def _may_hide(fill: Fill, chars: PageChars) -> bool:
    """Whether a painted shape may hide what is beneath, though it is no solid box: of round
    corners, hardly transparent, a broad stroke, of colours that run into each other."""
    x0, y0, x1, y1 = fill.box
    part = not fill.picture and chars.frame.share((x1 - x0) * (y1 - y0)) <= PAGE
    colour = raw.stroke_color if fill.stroke else raw.fill_color
    return part and (not colour(fill.item, *_rgba.at) or _rgba.read()[3] >= _SOLID)


def _clipped(fill: Fill, frame: Frame) -> Box | None:
    if fill.nested:
        return fill.box
    clip = clip_boxes([fill.item], frame).get(fill.item)
    return fill.box if clip is None else _common(fill.box, clip)


def _hides(item: int) -> bool:
    """Whether a path is a box painted with a solid colour."""
    if not raw.fill_color(item, *_rgba.at) or _rgba.read()[3] < _OPAQUE:
        return False
    return _is_box(item)


def _hides_as_picture(fill: Fill, chars: PageChars, opaque: Opaque) -> bool:
    x0, y0, x1, y1 = fill.box
    return chars.frame.share((x1 - x0) * (y1 - y0)) <= PAGE and opaque(fill.item)


def _is_box(item: int) -> bool:
    """Whether a path has the corners of a box and no others."""
    count = raw.path_count(item)
    if count not in BOX_POINTS:
        return False
    points = []
    for index in range(count):
        segment = raw.path_segment(item, index)
        if raw.segment_type(segment) == raw.CURVE:
            return False
        raw.segment_point(segment, *_point.at)
        points.append(tuple(_point.read()))
    xs, ys = {x for x, _ in points}, {y for _, y in points}
    sides = (min(xs), max(xs)), (min(ys), max(ys))
    return all(
        min(abs(value - side) for side in pair) <= SAME_POINT
        for point in points
        for value, pair in zip(point, sides, strict=True)
    )


def _common(one: Box, other: Box) -> Box | None:
    x0, y0 = max(one[0], other[0]), max(one[1], other[1])
    x1, y1 = min(one[2], other[2]), min(one[3], other[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def unclipped(
    pieces: list[Piece], chars: PageChars, clips: dict[int, Box], aside: SetAside
) -> list[Piece]:
    """The pieces of which something shows inside their clip box and on the page.

    A text that its clip box or the edge of the page cuts stays whole: what cannot be seen of it
    goes on where the piece before it ends. Text that stands by itself there is set aside.
    """
    sheet = (0.0, 0.0, *chars.frame.size)
    if not clips and _all_lie_in(pieces, sheet):
        return pieces
    shown: list[Piece] = []
    for piece in pieces:
        clip = clips.get(chars.owners[piece.first] or 0)
        if clip is None and _lies_in(piece, sheet):
            shown.append(piece)
            continue
        box = clip or sheet
        if not _is_out(piece, sheet) and not _is_out(piece, box):
            shown.append(piece)
            if not piece.tilt and _is_cut(piece, box):
                _note_cut(piece, piece, box, sheet, aside)
        elif shown and _continues(shown[-1], piece, clip):
            _note_cut(piece, shown[-1], box, sheet, aside)
            shown[-1] = _with_rest(shown[-1], piece)
        else:
            aside.add("off-page" if _is_out(piece, sheet) else "clipped", piece.text)
            if clip is not None:
                middle = (clip[0] + clip[2]) / 2, (clip[1] + clip[3]) / 2
                aside.lost.append(Lost(*middle, CLIPPED))
    return shown


def _all_lie_in(pieces: list[Piece], box: Box) -> bool:
    """Whether no piece comes near an edge; False proves nothing."""
    if not pieces:
        return True
    size: float = max(map(_SIZE, pieces))
    top: float = min(map(_BASE, pieces)) - size
    bottom: float = max(map(_BASE, pieces))
    left: float = min(map(_LEFT, pieces))
    right: float = max(map(_RIGHT, pieces))
    return box[0] <= left and right <= box[2] and box[1] <= top and bottom <= box[3]


def _note_cut(piece: Piece, seen: Piece, box: Box, sheet: Box, aside: SetAside) -> None:
    """Note that not all of a piece shows; `seen` is the piece that shows in its box."""
    (aside.cut if _lies_in(piece, sheet) else aside.beyond).append(piece.text)
    shown = max(seen.x0, box[0]) + min(seen.x1, box[2])
    aside.lost.append(Lost(shown / 2, seen.middle, CLIPPED))


def _lies_in(piece: Piece, box: Box) -> bool:
    return box[0] <= piece.x0 and piece.x1 <= box[2] and box[1] <= piece.middle <= box[3]


def _continues(before: Piece, piece: Piece, clip: Box | None) -> bool:
    """Whether an unseen piece is the rest of the text before it: right behind it, or the next
    line of a text in the same clip box."""
    if before.tilt or piece.tilt:
        return False
    drop, gap = (piece.base - before.base) / piece.size, (piece.x0 - before.x1) / piece.size
    if abs(drop) <= SAME_BASE:
        return -OVERLAP <= gap <= WORD_GAP
    if clip is None or not LEAST_DROP <= drop <= NEXT_LINE:
        return False
    return _lies_in(before, clip) and clip[0] - 1 <= piece.x0 and piece.x1 <= clip[2] + 1


def _with_rest(piece: Piece, rest: Piece) -> Piece:
    near = rest.x0 - piece.x1 <= SPACE_GAP * rest.size and abs(rest.base - piece.base) < rest.size
    parted = piece.trail or rest.lead or not near
    return piece._replace(
        text=f"{piece.text}{' ' if parted else ''}{rest.text}",
        x1=max(piece.x1, rest.x1) if near else piece.x1,
        trail=rest.trail,
        hang=rest.hang,
        last=rest.last,
    )


def _is_out(piece: Piece, box: Box) -> bool:
    x0, y0, x1, y1 = box
    play = max(0.25 * piece.size, 1.0)
    width = min(piece.x1, x1) - max(piece.x0, x0)
    return width < 0.05 * (piece.x1 - piece.x0) or not y0 - play <= piece.middle <= y1 + play


def _is_cut(piece: Piece, box: Box) -> bool:
    play = 0.3 * piece.size
    return piece.x1 > box[2] + play or piece.x0 < box[0] - play


def parts_of(piece: Piece, chars: PageChars, clips: dict[int, Box]) -> list[Piece]:
    """A piece that reaches over a wall: its words, or the piece in one where its clip box says
    that it is all the text of one cell. It stands where it shows."""
    box = clips.get(chars.owners[piece.first] or 0)
    if box is None or piece.tilt:
        return split_piece(chars, piece)
    fitted = box[2] - box[0] < FITTED * (piece.x1 - piece.x0) and piece.x0 - box[0] < BESIDE
    if not fitted and not _is_cut(piece, box):
        return split_piece(chars, piece)
    x0, x1 = max(piece.x0, box[0]), min(piece.x1, box[2])
    return [piece._replace(x0=x0, x1=x1)]
