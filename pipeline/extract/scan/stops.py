"""Stops that end a word, by their marks: what hangs under the baseline is a comma and no full stop,
and a dot that stands over a comma or a full stop makes it a semicolon or a colon, which an engine
overlooks when the dots are a few pixels."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.scan.marks import Mark
from pipeline.extract.scan.words import marks_in, read_as
from pipeline.model import ReadWord
from pipeline.writing.patterns import compiled

SMALL = 0.62
"""Height and width of a dot or comma at most, in x-heights."""
FOOT = 0.22
"""x-heights from the baseline within which a full stop ends, and a comma begins."""
DEEP = 0.6
"""x-heights that a comma reaches under the baseline at most."""
DOT = 0.45
"""Height and width of the upper dot at most, in x-heights."""
LOW, HIGH = 0.45, 1.2
"""x-heights over the baseline between which the middle of the upper dot stands."""
ASIDE = 0.3
"""x-heights by which the two stand side by side at most."""
SURE = 0.93
"""How sure a stop is of which both marks were seen."""

TALL = 1.2
"""x-heights from which a mark is a stroke of a roman number."""
AFTER = 0.8
"""x-heights from the last stroke within which its full stop stands."""
UNDER = 0.5
"""x-heights by which the stop stands under the arm of a `V`."""
LEAST, EVEN = 0.12, 0.5
"""Side of a full stop at least, in x-heights, and its shorter side by its longer."""

TAIL, LONG = 0.12, 0.34
"""x-heights that a comma hangs under the baseline, and its height: full stops hang by less than
0.07 and are no higher than 0.33, commas of broken strokes by 0.12 or more …"""
LONG_INSIDE = 0.3
"""… and its height at least before a small letter, where no full stop stands."""

LISTED = 0.55
"""x-heights of white behind the comma of a list (a blank is that wide, `8, 9` has 0.70): behind
that of a number are 0.13 to 0.27, and 0.2 more before a 1."""

_OVER = {",": ";", ".": ":"}
"""What a dot over a stop makes of it."""
_HUNG = {".": ",", ":": ";"}
"""What a stop is whose mark hangs under the baseline."""
_ENDS = frozenset(".,:;")
"""Stops."""
_DECIMAL = compiled(r"(?P<whole>\d{1,3})\.(?P<rest>\d{1,2}%?)")
_LISTED = compiled(r"(?P<first>[^,]*\d,)(?P<rest>\d[^,]*)")
_ROMAN = compiled(r"(?P<number>[IVX]+)(?P<stop>\.?)")


def hung(word: ReadWord, after: str, marks: Sequence[Mark], base: float, unit: float) -> ReadWord:
    """A word whose last stop is a comma or a semicolon where its mark hangs under the baseline; the
    engine's reading is kept among the alternatives. `after` is the word that follows on its line,
    `marks` are those of the line, `base` its baseline."""
    stop = _HUNG.get(word.text[-1:])
    if stop is None or word.text[-2:-1] in _ENDS or not word.text[:-1].strip(".,"):
        return word
    low = _last_low(marks_in(word, marks, ASIDE * unit), base, unit)
    least = LONG_INSIDE if after[:1].islower() else LONG
    if low is None or low.y1 - base < TAIL * unit or low.height < least * unit:
        return word
    return read_as(word, word.text[:-1] + stop)


def hangs(word: ReadWord, marks: Sequence[Mark], base: float, unit: float) -> bool:
    """Whether a word ends with a comma whose mark hangs under the baseline and is as high as one.
    `marks` are those of its line, `base` its baseline."""
    low = _last_low(marks_in(word, marks, ASIDE * unit), base, unit)
    if low is None or not word.text.endswith(","):
        return False
    return low.y1 - base >= TAIL * unit and low.height >= LONG * unit


def decimal(word: ReadWord, marks: Sequence[Mark], base: float, unit: float) -> ReadWord:
    """A number whose full stop before its last one or two figures hangs under the baseline, with a
    comma: no thousands begin there."""
    match = _DECIMAL.fullmatch(word.text)
    if match is None:
        return word
    own = marks_in(word, marks)
    low = [m for m in own if _is_low(m, base, unit) and m.x < max(o.x0 for o in own)]
    if len(low) != 1 or low[0].y1 - base < TAIL * unit or low[0].height < LONG * unit:
        return word
    return read_as(word, f"{match['whole']},{match['rest']}")


def listed(word: ReadWord, marks: Sequence[Mark], base: float, unit: float) -> list[ReadWord]:
    """Figures that were read as one number (`8,9`) as the two of a list that they are where wide
    white stands behind the comma."""
    match = _LISTED.fullmatch(word.text)
    if match is None:
        return [word]
    own = sorted(marks_in(word, marks), key=lambda mark: mark.x)
    low = [mark for mark in own if _is_low(mark, base, unit) and own[0].x < mark.x < own[-1].x]
    if len(low) != 1:
        return [word]
    end, begin = low[0].x1, min(mark.x0 for mark in own if mark.x > low[0].x)
    if begin - end < LISTED * unit:
        return [word]
    bare = word._replace(alternatives=(), rival=None)
    return [
        bare._replace(text=match["first"], x1=float(end)),
        bare._replace(text=match["rest"], x0=float(begin)),
    ]


def _last_low(own: Sequence[Mark], base: float, unit: float) -> Mark | None:
    """The mark of the stop that ends a word; None where a letter stands behind it."""
    low = max((m for m in own if _is_low(m, base, unit)), key=lambda m: m.x, default=None)
    if low is None or any(m.x0 > low.x1 and m.height > SMALL * unit for m in own):
        return None
    return low


def stopped(word: ReadWord, marks: Sequence[Mark], base: float, unit: float) -> ReadWord:
    """A word whose last stop has a dot over it, with the stop that this makes; the engine's reading
    is kept among the alternatives. `marks` are those of its line, `base` its baseline."""
    stop = _OVER.get(word.text[-1:])
    if stop is None or word.text[-2:-1] in _OVER or not word.text[:-1].strip(".,"):
        return word
    own = marks_in(word, marks, ASIDE * unit)
    low = _last_low(own, base, unit)
    if low is None:
        return word
    high = [m for m in own if _is_dot_over(m, low, base, unit)]
    return read_as(word, word.text[:-1] + stop, SURE) if len(high) == 1 else word


def roman_stop(word: ReadWord, marks: Sequence[Mark], base: float, unit: float) -> ReadWord:
    """A roman number with a full stop where a dot stands after its last stroke, without where none
    does."""
    match = _ROMAN.fullmatch(word.text)
    if match is None:
        return word
    own = marks_in(word, marks, AFTER * unit)
    tall = [m for m in own if m.height >= TALL * unit]
    if not tall:
        return word
    end = max(m.x1 for m in tall)
    dots = [
        m
        for m in own
        if end - UNDER * unit <= m.x0 <= end + AFTER * unit and _is_dot(m, base, unit)
    ]
    stop = "." if dots else ""
    return word if stop == match["stop"] else read_as(word, match["number"] + stop)


def _is_dot(mark: Mark, base: float, unit: float) -> bool:
    """Whether a mark is a full stop: as wide as high, on the baseline."""
    side = max(mark.width, mark.height)
    even = min(mark.width, mark.height) >= EVEN * side
    return even and LEAST * unit <= side <= DOT * unit and abs(mark.y1 - base) <= FOOT * unit


def _is_low(mark: Mark, base: float, unit: float) -> bool:
    """Whether a mark stands where a full stop or a comma does."""
    small = mark.height <= SMALL * unit and mark.width <= SMALL * unit
    return (
        small and base - SMALL * unit <= mark.y0 and -FOOT * unit <= mark.y1 - base <= DEEP * unit
    )


def _is_dot_over(mark: Mark, low: Mark, base: float, unit: float) -> bool:
    if mark is low or mark.height > DOT * unit or mark.width > DOT * unit:
        return False
    return abs(mark.x - low.x) <= ASIDE * unit and LOW <= (base - mark.y) / unit <= HIGH
