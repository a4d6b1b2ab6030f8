"""The rules in a picture: found, mended where they are broken, and erased from under the print.

A rule is a stretch of ink longer than any letter's and thin. What is found goes to the geometry of
drawn rules as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from pipeline.extract.ruled.lines import Rule, Sets
from pipeline.extract.scan.broken import (
    LONGEST_GAP,
    meets_at,
    mended,
)
from pipeline.extract.scan.dashed import dashed
from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.lost_rows import lost_rows
from pipeline.extract.scan.picture import Sheet
from pipeline.extract.scan.pixels import long_across
from pipeline.extract.scan.rests import rests_down
from pipeline.extract.scan.strips import Strip, free_of_print, torn
from pipeline.extract.scan.stroke import FAINT, MEETS, Stroke

ACROSS, DOWN = 18.0, 14.0
"""Points from which on a stretch of ink across or down may be a rule: no letter has one."""
WIDER, HIGHER = 3.2, 2.6
"""The same in x-heights, where the type is large."""
STEMS = 4.0
"""x-heights of the stems of two lines that touch, at most: a `p`, what is between, an `h`."""
THICK = 3.6
"""Points up to which a rule is thick."""
SURE = 60.0
"""Points from which on a rule is one whatever stands beside it."""
CROWDED = 0.5
"""Share of a short rule that has ink right beside it on both sides: serifs of letters in a row."""
BENDS = 9.0
"""Points by which a rule may bend as a whole."""
LEANS = 0.015
"""Of its length, by which a part of a rule may lean (0.9 degrees) where a page that was set
straight as a whole is curled: the first rules of one leaned by 0.7."""
RISES, SHORTEST, ENDS = 0.5, 20.0, 20
"""Points that a part may rise, twice what is erased beside it; points that it is long at least;
which share of a stretch tells where it begins and ends."""
PART = 100.0
"""Points of a rule whose place is told at once: a page may be curled."""
LONGER, NEVER = 1.7, 1e9
"""How much longer a faint stretch must be to be a rule; it is one only with white beside it."""
WORN, INKED, BESIDE = 2.0, 0.5, 0.12
"""Points of the holes that toner leaves in a worn rule; how much of it must still be there, and
how much of what is right beside it may have ink: the feet of letters have their stems there."""
DASH, LEFT = 3.0, 0.3
"""Points from which on a piece of it is no dot of a leader, and how much of it is such pieces."""
HAIR, ROOM, WINDOW = 1.5, 1.2, 12.0
"""Points up to which a worn rule is thick, of white that it has on both sides, and of it that are
looked at together: the stem of a letter in line with it has serifs."""


@dataclass(frozen=True, slots=True)
class Strokes:
    """What is ruled in a picture: the pieces across and down, and the strips without toner in which
    pieces across were joined."""

    across: tuple[Stroke, ...]
    down: tuple[Stroke, ...]
    strips: tuple[Strip, ...] = ()

    def rules(self, per_point: float) -> tuple[list[Rule], list[Rule]]:
        """The rules across and down, in points."""
        down = on_its_side(self.down)
        return _levelled(self.across, per_point), _levelled(down, per_point)


def _levelled(strokes: Sequence[Stroke], per_point: float) -> list[Rule]:
    """Strokes across as rules; those that go on in one another are one line at one height, as far
    as it bends no more than a grid line may."""
    sets = Sets(len(strokes))
    order = sorted(range(len(strokes)), key=lambda at: strokes[at].x0)
    for place, at in enumerate(order):
        one = strokes[at]
        for other in order[place + 1 :]:
            two = strokes[other]
            if two.x0 > one.x1 + MEETS * per_point:
                break
            if _goes_into(one, two, per_point):
                sets.union(at, other)
    lines: dict[int, list[Stroke]] = {}
    for at, stroke in enumerate(strokes):
        lines.setdefault(sets.find(at), []).append(stroke)
    return [rule for line in lines.values() for rule in _rules_of(line, per_point)]


def _goes_into(one: Stroke, two: Stroke, per_point: float) -> bool:
    """Whether two strokes across are at one height, or the second begins where the first leads to:
    the middles of two that lean are as far apart as half of both is long."""
    near = MEETS * per_point
    half = (one.x1 - one.x0 + two.x1 - two.x0) / 2
    step = near + (LEANS * half if two.x0 >= one.x1 - near else 0.0)
    return abs(two.y0 + two.y1 - one.y0 - one.y1) <= 2 * step


def _rules_of(line: Sequence[Stroke], per_point: float) -> list[Rule]:
    heights = [(s.y0 + s.y1) / 2 for s in line]
    if max(heights) - min(heights) <= BENDS * per_point:
        lengths = [s.x1 - s.x0 for s in line]
        mean = sum(h * n for h, n in zip(heights, lengths, strict=True)) / sum(lengths)
        heights = [mean] * len(line)
    return [
        Rule(height / per_point, s.x0 / per_point, s.x1 / per_point)
        for height, s in zip(heights, line, strict=True)
    ]


def find_strokes(sheet: Sheet, x_height: float) -> Strokes:
    """The rules of a sheet whose small letters are so many pixels high."""
    letters = x_height / sheet.per_point
    across = _across(sheet.ink, sheet.gray, sheet, max(ACROSS, WIDER * letters))
    ink, gray = laid(sheet.ink), laid(sheet.gray)
    turned = _across(ink, gray, sheet, max(DOWN, HIGHER * letters))
    turned = _without_stems(turned, on_its_side(across), x_height, sheet.per_point)
    across = _with_rests(across, ink, x_height, sheet.per_point)
    turned = _with_rests(turned, sheet.ink, x_height, sheet.per_point)
    sides = dashed(across, turned, sheet.ink, ink, x_height, sheet.per_point)
    across, turned = across + sides[0], turned + sides[1]
    walls = on_its_side(mended(turned, on_its_side(across), gray, sheet.per_point))
    across += [
        Stroke(*one) for one in lost_rows(sheet.ink, walls, across, x_height, sheet.per_point)
    ]
    whole = mended(across, on_its_side(turned), sheet.gray, sheet.per_point)
    down = mended(turned, on_its_side(across), gray, sheet.per_point)
    strips, joints = torn(whole, down, sheet.ink, sheet.per_point)
    whole += joints
    if strips:  # of a wall in one only specks are left
        lost = lost_rows(ink, on_its_side(whole), down, x_height, sheet.per_point)
        down += free_of_print([Stroke(*one) for one in lost], ink, x_height, sheet.per_point)
    return Strokes(tuple(whole), tuple(on_its_side(down)), tuple(strips))


def _with_rests(
    strokes: list[Stroke], turned: Gray, x_height: float, per_point: float
) -> list[Stroke]:
    """The strokes, and those of which only dots and dashes are left; `turned` is the ink laid on
    its side."""
    rests = (
        Stroke(one.y0, one.x0, one.y1, one.x1) for one in rests_down(turned, x_height, per_point)
    )
    return strokes + [one for one in rests if not _lies_along(one, strokes)]


def _without_stems(
    strokes: Sequence[Stroke], crossing: Sequence[Stroke], x_height: float, per_point: float
) -> list[Stroke]:
    """The strokes without those that are stems of two lines that touch, the `h` under a `p`: no
    longer than these are, they end at no rule that crosses, and no other stroke goes on in their
    line."""
    near = MEETS * per_point
    return [
        one
        for one in strokes
        if one.x1 - one.x0 > STEMS * x_height
        or any(meets_at(x, (one.y0 + one.y1) / 2, crossing, near) for x in (one.x0, one.x1))
        or any(_is_beyond(one, two, per_point) for two in strokes)
    ]


def _is_beyond(one: Stroke, two: Stroke, per_point: float) -> bool:
    """Whether a stroke goes on where another ends, over a gap that may be looked at."""
    gap = max(one.x0 - two.x1, two.x0 - one.x1)
    level = abs(one.y0 + one.y1 - two.y0 - two.y1) <= 2 * MEETS * per_point
    return two is not one and level and gap <= LONGEST_GAP * per_point


def laid(gray: Gray) -> Gray:
    """A picture laid on its side."""
    out: Gray = cv2.transpose(gray)
    return out


def on_its_side(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Strokes laid on their side: those across run down, those down run across."""
    return [Stroke(s.y0, s.x0, s.y1, s.x1) for s in strokes]


def _across(ink: Gray, gray: Gray, sheet: Sheet, least: float) -> list[Stroke]:
    """The rules across of some ink, broken as they are; those down are found in the picture laid
    on its side."""
    strokes = _long(ink, sheet.per_point, least, SURE)
    if not sheet.bilevel:
        faint: Gray = ((gray < FAINT) * np.uint8(255)).astype(np.uint8)
        strokes += _long(faint, sheet.per_point, LONGER * least, NEVER)
    return _once(strokes + _worn(ink, sheet.per_point, LONGER * least, _once(strokes)))


def _worn(ink: Gray, per_point: float, least: float, known: Sequence[Stroke]) -> list[Stroke]:
    """The stretches of ink full of small holes that are rules: thin, longer than unbroken ones
    must be, with white on both sides. Those along a known stroke are not looked at."""
    hole = np.ones((1, round(WORN * per_point) + 1), np.uint8)
    thick, reach = max(2, round(HAIR * per_point)), max(2, round(ROOM * per_point))
    tall = thick + 2 * reach
    bare = cv2.compare(cv2.blur(ink, (1, tall)), round(255 * (thick + 0.4) / tall), cv2.CMP_LE)
    thin = cv2.bitwise_and(ink, bare)
    wide = cv2.dilate(thin, np.ones((3, 1), np.uint8))
    closed: Gray = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, hole).astype(np.uint8)
    found = _long(closed, per_point, least, NEVER)
    unknown = [one for one in found if not _lies_along(one, known)]
    return [part for one in unknown for part in _bare_parts(one, ink, per_point, least)]


def _bare_parts(stroke: Stroke, ink: Gray, per_point: float, least: float) -> list[Stroke]:
    """The parts of a stretch with holes that are rules: no row of the feet of letters, no stems
    below each other, no dots of a leader."""
    reach = max(2, round(ROOM * per_point))
    top, bottom = max(0, stroke.y0 - 1), stroke.y1 + 1
    above = ink[max(0, top - reach) : top, stroke.x0 : stroke.x1]
    below = ink[bottom : bottom + reach, stroke.x0 : stroke.x1]
    window = round(WINDOW * per_point)
    bare = np.ones((1, stroke.x1 - stroke.x0), np.uint8)
    for side in (above, below):
        if side.size:
            inked = np.any(side, axis=0, keepdims=True).astype(np.float32)
            bare &= (np.asarray(cv2.blur(inked, (window, 1))) <= BESIDE).astype(np.uint8)
    # What stands beside print is left to it.
    bare = np.asarray(cv2.erode(bare, np.ones((1, window), np.uint8)))
    own = np.asarray(np.any(ink[top:bottom, stroke.x0 : stroke.x1], axis=0))
    return [
        _as_thick(stroke._replace(x0=stroke.x0 + first, x1=stroke.x0 + last), ink)
        for first, last in _runs(bare[0])
        if last - first >= least / LONGER * per_point and _is_worn(own[first:last], per_point)
    ]


def _as_thick(stroke: Stroke, ink: Gray) -> Stroke:
    """The stroke without its rows in which hardly any ink is left: looking for it made it wider."""
    part = ink[stroke.y0 : stroke.y1, stroke.x0 : stroke.x1]
    rows = np.flatnonzero((part > 0).mean(axis=1) >= BESIDE)
    if not len(rows):
        return stroke
    return stroke._replace(y0=stroke.y0 + int(rows[0]), y1=stroke.y0 + int(rows[-1]) + 1)


def _is_worn(own: np.ndarray, per_point: float) -> bool:
    """Whether enough of a rule is left where it has holes, by where along it there is ink."""
    lengths = [last - first for first, last in _runs(own)]
    pieces = sum(length for length in lengths if length >= DASH * per_point)
    return sum(lengths) >= INKED * len(own) and pieces >= LEFT * len(own)


def _runs(mask: np.ndarray) -> list[tuple[int, int]]:
    """Where a row of truths is true: first place of each stretch, and the place after it."""
    edges = np.flatnonzero(np.diff(mask.astype(np.int8), prepend=0, append=0))
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _long(ink: Gray, per_point: float, least: float, sure: float) -> list[Stroke]:
    """The stretches of ink of `least` points that are rules; from `sure` points on whatever stands
    beside them."""
    thick = max(1, round(THICK * per_point))
    wide = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    long = long_across(wide, round(least * per_point))
    long &= ink
    # Outlines of the few stretches are found much faster than all pixels are numbered.
    outlines, _ = cv2.findContours(long, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    strokes: list[Stroke] = []
    for outline in sorted(outlines, key=lambda one: cv2.boundingRect(one)[1::-1]):
        x, y, width, height = cv2.boundingRect(outline)
        if width < 0.7 * least * per_point:
            continue
        own = np.zeros((height, width), np.uint8)
        cv2.drawContours(own, [outline - (x, y)], 0, 1, cv2.FILLED)
        for part in _parts(own, x, y, thick, _part_of(own, per_point)):
            if width >= sure * per_point or not _crowded(part, ink, per_point):
                strokes.append(part)
    return strokes


def _once(strokes: Iterable[Stroke]) -> list[Stroke]:
    """The strokes without those that lie along a longer one."""
    kept: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda s: s.x0 - s.x1):
        if not _lies_along(stroke, kept):
            kept.append(stroke)
    return kept


def _lies_along(stroke: Stroke, longer: Iterable[Stroke]) -> bool:
    """Whether a stroke lies along one of some longer ones."""
    return any(
        s.x0 <= stroke.x0
        and stroke.x1 <= s.x1
        and s.y0 - 2 <= (stroke.y0 + stroke.y1) / 2 <= s.y1 + 2
        for s in longer
    )


def _part_of(own: np.ndarray, per_point: float) -> int:
    """How long, in pixels, the parts of a stretch of ink are taken: as short as it takes for one
    that leans to rise by no more than its box has room for when it is erased."""
    width = int(own.shape[1])
    end = max(1, width // ENDS)
    first, last = (np.flatnonzero(own[:, at].any(axis=1)) for at in (slice(end), slice(-end, None)))
    rise = abs(float(first.mean()) - float(last.mean())) if len(first) and len(last) else 0.0
    parts = max(1, round(width / (PART * per_point)), round(rise / (RISES * per_point)))
    return max(round(SHORTEST * per_point), width // parts)


def _parts(own: np.ndarray, x: int, y: int, thick: int, length: int) -> Iterable[Stroke]:
    """The strokes of one connected stretch of ink; none where it is an area."""
    width = own.shape[1]
    count = max(1, round(width / length))
    for part in range(count):
        first, last = part * width // count, (part + 1) * width // count
        piece = own[:, first:last]
        rows = np.flatnonzero(piece.any(axis=1))
        deep = median(piece.sum(axis=0).tolist())
        if not len(rows) or deep > thick:
            continue
        weights = piece.sum(axis=1)
        middle = float((weights * np.arange(len(weights))).sum() / weights.sum()) + 0.5
        half = max(0.5, deep / 2)
        yield Stroke(
            x + first, round(y + middle - half), x + last, max(round(y + middle - half) + 1,
            round(y + middle + half)),
        )  # fmt: skip


def _crowded(part: Stroke, ink: Gray, per_point: float) -> bool:
    """Whether ink stands beside a stroke on one side at least all along, as it does where the
    feet of letters touch."""
    reach = max(1, round(1.2 * per_point))
    above = ink[max(0, part.y0 - 1 - reach) : max(0, part.y0 - 1), part.x0 : part.x1]
    below = ink[part.y1 + 1 : part.y1 + 1 + reach, part.x0 : part.x1]
    shares = [float((side > 0).all(axis=0).mean()) for side in (above, below) if side.size]
    return bool(shares) and max(shares) > CROWDED * 0.6


def erased(sheet: Sheet, strokes: Strokes) -> Gray:
    """The ink without its rules; where print crosses a rule, it stays whole."""
    ink = sheet.ink.copy()
    margin = max(1, round(0.25 * sheet.per_point))
    erase(ink, strokes.across, margin)
    turned = laid(ink)
    erase(turned, on_its_side(strokes.down), margin)
    return laid(turned)


def erase(ink: Gray, strokes: Iterable[Stroke], margin: int) -> None:
    """Take rules across out of the ink. Print that reaches over both sides keeps its columns."""
    height = ink.shape[0]
    for x0, y0, x1, y1 in strokes:
        top, bottom = max(0, y0 - margin), min(height, y1 + margin)
        x0, x1 = max(0, x0 - margin), min(ink.shape[1], x1 + margin)
        above = ink[max(0, top - 2) : top, x0:x1]
        below = ink[bottom : bottom + 2, x0:x1]
        if above.shape[0] <= 1 or below.shape[0] <= 1:
            ink[top:bottom, x0:x1] = 0
            continue
        crossing = above.all(axis=0) & below.all(axis=0)
        ink[top:bottom, x0:x1][:, ~crossing] = 0
