"""Roman numbers told by their strokes: an `I` is a bar, a `1` has a flag, two bars are no `H`.

To an engine `II` and `H`, `I` and `1` look alike; their marks do not. Only words that may be roman
numbers are looked at, and only what all their marks say is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

import numpy as np

from pipeline.extract.scan.marks import Mark, Marks
from pipeline.extract.scan.words import marks_in, read_as
from pipeline.model import ReadWord
from pipeline.writing.patterns import Match, compiled

TALL = 1.2
"""x-heights from which a mark is as high as a capital."""
SLIM, SLIMMEST = 0.62, 0.1
"""Width of a bar, by its height."""
EVEN = 0.55
"""How far the shorter side of a bar's foot and head reaches beside its stem, by the longer."""
FLAG = 0.35
"""The same of a head that has a flag on its left alone."""
LEANS = 0.25
"""How far the head of a slash stands to the right of its foot, by its width."""
SURE = 0.93
"""How sure a number is whose every stroke was told."""

_ROMAN = compiled(r"(\(?)([1IVXLH|!lTi]{1,6})((?:/\d{4})?[).,:;]?)")
_FIGURES = compiled(r"[\d/I|l]{4,12}")
_BARS = frozenset("1I|!lTi")


_STEM, _BLANK, SLIM_STEM = 0.8, 0.12, 0.3
"""Share of its height that is ink in a column of a bar that touches another, of the white between
them that may be ink, and width of a bar by its height at most."""
CLOSE = 0.45
"""x-heights of white between two bars of one number at most; between words there is more."""
_HALF = 0.5
"""Share of the height that is ink in a column of a stem."""
_RISES, _BROADEST = 0.3, 2.0
"""How far each third of a slash stands to the right of the one below it, and how thick the slash is
at most, in widths of a bar."""
FRINGE = 2
"""Columns by which a stem may be thicker in places."""
STOP, BEHIND, LEVEL = 0.45, 0.7, 0.2
"""x-heights that a full stop is high and wide at most, how far behind a bar it stands, and how far
its foot is from that of the bar."""
_TOPPED = 1.6
"""How much further than its foot the head of a `T` reaches beside its stem; that of a bar reaches
as far as its foot, to a pixel or two."""
_PIXELS = 2
_MOST_BARS = 3
"""Bars of a roman number: `III`."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """The marks of a page whose shapes are looked at."""

    marks: Marks

    def slants(self, mark: Mark) -> bool:
        """Whether a mark is a stroke that leans to the right, as `/` does and no figure."""
        if mark.height < TALL * self.marks.x_height or mark.width > SLIM * mark.height:
            return False
        own = self.marks.shape_of(mark)
        third = max(1, mark.height // 3)
        head, foot = (np.nonzero(rows)[1].mean() for rows in (own[:third], own[-third:]))
        return bool(head - foot > LEANS * mark.width)

    def bars_of_slashed(self, mark: Mark) -> int:
        """How many bars a mark begins with whose rest is a slash: their feet touch (`I/`). 0 where
        it is something else."""
        if mark.height < TALL * self.marks.x_height:
            return 0
        own = self.marks.shape_of(mark)
        inner = own[mark.height // 5 : -(mark.height // 5) or None]
        stems = _runs(inner.mean(axis=0) > _STEM)
        if not 0 < len(stems) <= _MOST_BARS or stems[0][0] > SLIM_STEM * mark.height:
            return 0
        rest = inner[:, _edge(inner, stems[-1][1]) :]
        third = max(1, rest.shape[0] // 3)
        head, middle, foot = rest[:third], rest[third:-third], rest[-third:]
        places = [float(np.nonzero(part)[1].mean()) if part.any() else -1.0 for part in
                  (foot, middle, head)]  # fmt: skip
        thick = max(b - a for a, b in stems)
        rises = places[0] >= 0 and all(b - a > _RISES * thick for a, b in pairwise(places))
        slim = rest.sum(axis=1).max() <= _BROADEST * thick
        return len(stems) if rises and slim else 0

    def letter(self, mark: Mark) -> str:
        """`I` for a bar, `1` for a bar with a flag, nothing for any other mark."""
        if mark.height < TALL * self.marks.x_height:
            return ""
        if not SLIMMEST <= mark.width / mark.height <= SLIM:
            return ""
        own = self.marks.shape_of(mark)
        quarter = max(1, mark.height // 5)
        stem = own[2 * quarter : -2 * quarter or None]
        columns = np.flatnonzero(stem.mean(axis=0) > _HALF)
        if not len(columns) or not _is_solid(own, columns):
            return ""
        if _is_topped(own, int(columns[0]), int(columns[-1]) + 1):
            return ""
        head, foot = _sides(own[:quarter], columns), _sides(own[-quarter:], columns)
        if foot < EVEN and foot != -1.0:
            return ""
        if head >= EVEN or head == -1.0:
            return "I"
        return "1" if head <= FLAG else ""

    def bars(self, mark: Mark) -> int:
        """How many bars of a roman number a mark is: those with broad feet may touch. 0 where it is
        something else."""
        if self.letter(mark) == "I":
            return 1
        if mark.height < TALL * self.marks.x_height:
            return 0
        own = self.marks.shape_of(mark)
        fifth = max(1, mark.height // 5)
        middle = own[fifth : -fifth or None]
        stems = _runs(middle.mean(axis=0) > _STEM)
        if not 1 < len(stems) <= _MOST_BARS or any(
            b - a > SLIM_STEM * mark.height for a, b in stems
        ):
            return 0
        if _is_topped(own, stems[0][0], stems[-1][1]):
            return 0
        white = [middle[:, one[1] : two[0]] for one, two in pairwise(stems)]
        joined = [
            rows[:, one[1] : two[0]].any(axis=0).all()
            for rows in (own[:fifth], own[-fifth:])
            for one, two in pairwise(stems)
        ]
        feet = len(joined) // 2
        touch = all(a or b for a, b in zip(joined[:feet], joined[feet:], strict=True))
        return len(stems) if touch and all(part.mean() <= _BLANK for part in white) else 0


def _is_topped(own: np.ndarray, first: int, end: int) -> bool:
    """Whether the head of a mark whose stems stand between two columns reaches further to both
    sides than its foot does, as that of a `T`."""
    fifth = max(1, own.shape[0] // 5)
    (left, right), (left_foot, right_foot) = (
        (first - int(inked[0]), int(inked[-1]) + 1 - end) if len(inked) else (0, 0)
        for inked in (np.flatnonzero(rows.any(axis=0)) for rows in (own[:fifth], own[-fifth:]))
    )
    return all(
        head > _TOPPED * max(foot, 0) + _PIXELS
        for head, foot in ((left, left_foot), (right, right_foot))
    )


def _edge(inner: np.ndarray, end: int) -> int:
    """Where a stem ends that is thicker in places: past a column or two, if white follows."""
    for at in range(end, min(end + FRINGE + 1, inner.shape[1])):
        if not inner[:, at].any():
            return at
    return end


def _runs(columns: np.ndarray) -> list[tuple[int, int]]:
    """The stretches of columns that are set: first, and one past the last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], columns.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _is_solid(own: np.ndarray, columns: np.ndarray) -> bool:
    """Whether a stem runs through the whole of a mark, and nothing beside it in the middle."""
    left, right = int(columns[0]), int(columns[-1])
    thick = right - left + 1
    middle = own[own.shape[0] // 3 : -(own.shape[0] // 3) or None]
    beside = middle.sum() - middle[:, left : right + 1].sum()
    return bool(thick <= 0.3 * own.shape[0] and beside <= 0.15 * middle.sum())


def _sides(rows: np.ndarray, columns: np.ndarray) -> float:
    """How far ink reaches to the less far side of a stem, by the other; -1 where to neither."""
    inked = np.flatnonzero(rows.any(axis=0))
    if not len(inked):
        return -1.0
    left, right = int(columns[0] - inked[0]), int(inked[-1] - columns[-1])
    if max(left, right) <= 1:
        return -1.0
    if abs(left - right) <= 1 and min(left, right) > 0:  # a pixel is no difference
        return 1.0
    return max(0, min(left, right)) / max(left, right)


def slashed(word: ReadWord, marks: Sequence[Mark], shapes: Shapes) -> ReadWord:
    """A date or number whose slashes were read as figures, with its slashes."""
    if not _FIGURES.fullmatch(word.text):
        return word
    tall = TALL * shapes.marks.x_height
    own = [m for m in marks_in(word, marks) if m.height >= tall]
    if len(own) != len(word.text):
        return word
    pairs = zip(word.text, own, strict=True)
    text = "".join("/" if char in "1I|l" and shapes.slants(m) else char for char, m in pairs)
    return word if text == word.text else read_as(word, text, SURE)


def roman(word: ReadWord, marks: Sequence[Mark], shapes: Shapes) -> ReadWord:
    """A word that may hold a roman number, as its strokes have it; the engine's reading is kept
    among the alternatives."""
    match = _ROMAN.fullmatch(word.text)
    if match is None:
        return word
    own = _with_bars_beside(word, marks, shapes)
    tail = sum(ch not in ".,:;" for ch in match[3])
    first = 1 if match[1] else 0
    number = own[first:]
    bars = list(takewhile(bool, map(shapes.bars, number)))
    rest, count = number[len(bars) :], sum(bars)
    if rest and "/" in match[3]:
        touching = shapes.bars_of_slashed(rest[0])
        count, ends = count + touching, bool(touching) or shapes.slants(rest[0])
    else:
        ends = len(rest) == tail
    if 0 < count <= _MOST_BARS and ends and set(match[2]) <= _BARS | {"H"}:
        text: str | None = "I" * count
    else:
        text = _told_apart(match, number, len(number) - tail, shapes)
    if text is None:
        return word
    if text == match[2]:
        return word._replace(confidence=max(word.confidence, SURE))
    return read_as(word, f"{match[1]}{text}{match[3]}", SURE)


def _told_apart(match: Match, number: Sequence[Mark], end: int, shapes: Shapes) -> str | None:
    """A roman number as its strokes have it one by one; None where they do not tell: so where no
    slash stands where it ends, for then some of the marks are two that touch."""
    if "/" in match[3] and not (0 < end < len(number) and shapes.slants(number[end])):
        return None
    return _as_drawn(match[2], [shapes.letter(mark) for mark in number[: max(0, end)]])


def _with_bars_beside(word: ReadWord, marks: Sequence[Mark], shapes: Shapes) -> list[Mark]:
    """The tall marks of a word, and the bars right before it: an engine may begin a word a bar too
    late."""
    unit = shapes.marks.x_height
    tall = sorted((m for m in marks if m.height >= TALL * unit), key=lambda m: m.x0)
    own = marks_in(word, tall)
    before = [m for m in tall if own and m.x0 < own[0].x0]
    while before and own[0].x0 - before[-1].x1 <= CLOSE * unit:
        if not shapes.bars(before[-1]):
            break
        own.insert(0, before.pop())
    return own


def only_bars(marks: Sequence[Mark], shapes: Shapes) -> str:
    """The roman number of a line of nothing but bars, of which an engine often reads nothing; ""
    for any other line. One bar alone may be a scratch, one with a stop behind its foot is none."""
    unit = shapes.marks.x_height
    tall = [mark for mark in marks if mark.height >= TALL * unit]
    bars = [shapes.bars(mark) for mark in tall]
    dots = [mark for mark in marks if mark.height < TALL * unit]
    stopped = bool(tall) and len(dots) == 1 and _is_stop(dots[0], tall[-1], unit)
    told = 1 <= sum(bars) <= _MOST_BARS and all(bars) and len(dots) <= 1
    return "I" * sum(bars) + "." * len(dots) if told and (sum(bars) > 1 or stopped) else ""


def _is_stop(dot: Mark, bar: Mark, unit: float) -> bool:
    """Whether a small mark stands right behind the foot of a bar."""
    small = max(dot.width, dot.height) <= STOP * unit
    return small and 0 <= dot.x0 - bar.x1 <= BEHIND * unit and abs(dot.y1 - bar.y1) <= LEVEL * unit


def _as_drawn(read: str, drawn: Sequence[str]) -> str | None:
    """A roman number as its strokes have it; None where they do not tell, or it is a figure."""
    spread = read.replace("H", "II")
    if len(spread) != len(drawn):
        if drawn and all(letter == "I" for letter in drawn) and len(drawn) <= _MOST_BARS:
            return "I" * len(drawn)
        return None
    out = [
        shape or ("" if letter in _BARS else letter)
        for letter, shape in zip(spread, drawn, strict=True)
    ]
    if not all(out) or {"1", "I"} <= set(out):
        return None
    return "".join(out)
