"""Signs that the engine does not know or runs together: `≥` and `≤`, and white around signs
between numbers, as the marks show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.extract.scan.print import Mark
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


def with_signs(words: Sequence[ReadWord], marks: Sequence[Mark], unit: float) -> list[ReadWord]:
    """The words of a line (its marks sorted from left to right), signs and white put right."""
    out: list[ReadWord] = []
    for word in words:
        own = [mark for mark in marks if word.x0 - 1 <= mark.x <= word.x1 + 1]
        out += _parted(_or_equal(word, own), own, unit)
    return out


def _or_equal(word: ReadWord, marks: Sequence[Mark]) -> ReadWord:
    """A word whose `>` or `<` has a stroke under it."""
    if not _COMPARED.search(word.text):
        return word
    pairs = [(sign, line) for sign in marks for line in marks if _is_under(line, sign)]
    if len(pairs) != 1 or len(_COMPARED.findall(word.text)) != 1:
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
    signs = [
        mark
        for mark in marks
        if mark.height < TALL * unit
        and mark.width >= 0.3 * unit
        and mark.height <= mark.width * 1.8
    ]
    if not signs:
        return None
    x0, x1 = min(m.x0 for m in signs), max(m.x1 for m in signs)
    before = [m for m in marks if m.x1 <= x0 + 1 and m.height >= TALL * unit]
    after = [m for m in marks if m.x0 >= x1 - 1 and m.height >= TALL * unit]
    if not after or bool(before) != inside or x1 - x0 > 1.6 * unit:
        return None
    left = x0 - max(m.x1 for m in before) if before else 0.0
    right = min(m.x0 for m in after) - x1
    return _Gaps(left, right, x0, x1)
