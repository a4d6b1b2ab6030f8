"""Signs that the engine does not know or runs together: `≥` and `≤`, and white around signs
between numbers, as the marks show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.extract.scan.marks import Mark
from pipeline.extract.scan.words import marks_in
from pipeline.model import ReadWord
from pipeline.writing.patterns import compiled

UNDER = 0.6
"""Width of the stroke under a sign, and how much of the sign it lies under, by the sign's own."""
FLAT = 0.45
"""Height of that stroke, by its width."""
WHITE = 0.42
"""White, in x-heights, that parts a sign from a number: less stands between letters."""
TALL = 1.2
"""x-heights from which a mark is a figure."""

_COMPARED = compiled(r"[<>]")
_WITH_SIGN = compiled(r"(\(?\d[\d.,]*%?|)([<>≥≤–-])(\d[\d.,]*%?[.;,)]?)")


FLATTEST, STEEPEST = 0.6, 1.8
"""Heights of `<` and `>` over their width."""
WITH_STROKE, NARROW = 1.12, 1.4
"""Heights over its width of a `>` that touches the stroke under it: alone it is as high as wide at
most, and figures are narrower."""
WIDE, DASH, LONG = 0.6, 0.3, 1.5
"""x-heights that a sign is wide, those of a dash, and how much wider than high that is: stops and
commas are neither."""
_BEFORE_DASH = compiled(r"(\d[\d.,/]*)([–-])")
"""A number and the dash after it, run together."""


def with_signs(words: Sequence[ReadWord], marks: Sequence[Mark], unit: float) -> list[ReadWord]:
    """The words of a line (its marks sorted from left to right), signs and white put right."""
    out: list[ReadWord] = []
    for at, word in enumerate(words):
        own = marks_in(word, marks)
        before_number = at + 1 == len(words) or words[at + 1].text[:1].isdigit()
        part = _dash_apart if before_number and _BEFORE_DASH.fullmatch(word.text) else _parted
        out += part(_or_equal(word, own, unit), own, unit)
    return out


def _dash_apart(word: ReadWord, marks: Sequence[Mark], unit: float) -> list[ReadWord]:
    """A number and the dash after it, parted where white stands between them: on the other side
    more of it stands, or the line ends."""
    match = _BEFORE_DASH.fullmatch(word.text)
    dashes = [mark for mark in marks if _is_sign(mark, unit)]
    if match is None or len(dashes) != 1:
        return [word]
    (dash,) = dashes
    white = dash.x0 - max((m.x1 for m in marks if m.x < dash.x0), default=dash.x0)
    if white < WHITE * unit:
        return [word]
    number, sign = match.groups()
    return [
        word._replace(text=number, x1=dash.x0 - white, alternatives=()),
        word._replace(text=sign, x0=dash.x0, alternatives=()),
    ]


def _is_sign(mark: Mark, unit: float) -> bool:
    """Whether a mark is as wide as a sign between numbers or a dash, and no figure."""
    wide = is_dash(mark, unit) or mark.width >= WIDE * unit
    low = mark.height < TALL * unit or _has_stroke(mark, unit)
    return low and wide and mark.height <= mark.width * STEEPEST


def is_dash(mark: Mark, unit: float) -> bool:
    """Whether a mark is wide and flat as a dash, and no stop."""
    return mark.width >= max(DASH * unit, LONG * mark.height)


def _has_stroke(mark: Mark, unit: float) -> bool:
    """Whether a mark is a `>` or `<` that touches the stroke under it."""
    tall = WITH_STROKE * mark.width <= mark.height <= NARROW * mark.width
    return tall and mark.width >= WIDE * unit


def _or_equal(word: ReadWord, marks: Sequence[Mark], unit: float) -> ReadWord:
    """A word whose `>` or `<` has a stroke under it, which it may touch."""
    if len(_COMPARED.findall(word.text)) != 1:
        return word
    pairs = [(sign, line) for sign in marks for line in marks if _is_under(line, sign)]
    touching = word.text[0] in "<>" and bool(marks) and _has_stroke(marks[0], unit)
    if len(pairs) != 1 and not touching:
        return word
    text = word.text.replace(">", "≥").replace("<", "≤")
    return word._replace(text=text)


def _is_under(line: Mark, sign: Mark) -> bool:
    shared = min(line.x1, sign.x1) - max(line.x0, sign.x0)
    return (
        line is not sign
        and line.height <= FLAT * line.width
        and line.y > sign.y
        and line.y0 >= sign.y1 - 0.35 * sign.height
        and min(shared, line.width) >= UNDER * sign.width
        and line.width <= 1.6 * sign.width
        and FLATTEST <= sign.height / sign.width <= STEEPEST
    )


def _parted(word: ReadWord, marks: Sequence[Mark], unit: float) -> list[ReadWord]:
    """A word of numbers around a sign, parted where white stands beside the sign."""
    match = _WITH_SIGN.fullmatch(word.text)
    if match is None:
        return [word]
    before, sign, after = match.groups()
    gaps = _gaps(marks, unit, bool(before))
    if gaps is None:
        return [word]
    pieces = [(before, word.x0, gaps.x0), (sign, gaps.x0, gaps.x1), (after, gaps.x1, word.x1)]
    joined = [pieces[0]]
    for piece, white in zip(pieces[1:], (gaps.left, gaps.right), strict=True):
        last = joined[-1]
        if white >= WHITE * unit and last[0]:
            joined.append(piece)
        else:
            joined[-1] = last[0] + piece[0], last[1], piece[2]
    if len(joined) == 1:
        return [word]
    return [word._replace(text=t, x0=x0, x1=x1, alternatives=()) for t, x0, x1 in joined]


class _Gaps(NamedTuple):
    """White left and right of a sign, and where the sign lies."""

    left: float
    right: float
    x0: float
    x1: float


def _gaps(marks: Sequence[Mark], unit: float, inside: bool) -> _Gaps | None:
    """The white around the one sign among figures; None where the marks do not tell which it is."""
    signs = [mark for mark in marks if _is_sign(mark, unit)]
    if not signs:
        return None
    x0, x1 = min(m.x0 for m in signs), max(m.x1 for m in signs)
    figures = [m for m in marks if m.height >= TALL * unit and m not in signs]
    before = [m for m in figures if m.x1 <= x0 + 1]
    after = [m for m in figures if m.x0 >= x1 - 1]
    if not after or bool(before) != inside or x1 - x0 > 1.6 * unit:
        return None
    left = x0 - max(m.x1 for m in before) if before else 0.0
    right = min(m.x0 for m in after) - x1
    return _Gaps(left, right, x0, x1)
