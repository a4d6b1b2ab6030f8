"""Small where a capital was read and both have one shape (`c` and `C`): told by the height of the
letter."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.scan.marks import Mark
from pipeline.extract.scan.words import read_as
from pipeline.model import Alternative, ReadWord

ALIKE = frozenset("COSVXZ")
"""Capitals that have the shape of their small letter."""
LETTER = 0.62
"""x-heights from which a mark is a letter, and no accent or stop."""
SMALL = 1.16
"""x-heights up to which a letter is small; a capital has 1.4."""
CAPITAL = 1.32
"""x-heights from which a letter is a capital for sure."""
EITHER = 0.5
"""How sure a letter alone is, at most, that is between small and capital."""
BROAD = 1.2
"""Width of a letter by its height at most; what is broader is several that touch."""
TALLER, TALLEST = 1.33, 1.7
"""Times as high as a small letter its line's letters with stalks, its figures and capitals are, at
least and at most; by a capital the first are as high, and a letter that its accents touch is lower,
or too high for both."""
LOWEST, LOWER = 0.6, 0.8
"""Times as high as a capital the small letters of its line are, at least and at most."""
MANY = 8
"""Letters of a line from which on some have stalks: one in three has."""
ON_BASE = 0.2
"""x-heights from the baseline at most, where a letter ends."""
BEFORE = 0.15
"""x-heights before a word in which its first letter may begin."""


def with_case(word: ReadWord, marks: Sequence[Mark], base: float, unit: float) -> ReadWord:
    """A word whose first letter is small where its mark is; the engine's reading is kept among the
    alternatives, and the other case where the mark is between small and capital and the letters
    around do not settle which. `marks` are those of its line, `base` its baseline.

    The other way it does not tell: a small letter that touches the next one is high too.
    """
    letter, rest = word.text[:1], word.text[1:]
    if letter.upper() not in ALIKE or not any(char.islower() for char in rest):
        return word
    start = word.x0 - BEFORE * unit
    own = [m for m in marks if start <= m.x0 <= word.x1]
    letters = (m for m in own if m.height >= LETTER * unit)
    first = min(letters, key=lambda m: m.x0, default=None)
    if first is None:
        return word
    if letter.isupper() and _is_small(first, own, base, unit) and _is_low(first, marks, base):
        return read_as(word, letter.lower() + rest)
    if SMALL * unit < first.height <= CAPITAL * unit and first.width <= BROAD * first.height:
        many = sum(m.height >= LETTER * unit for m in marks) >= MANY
        if many and _is_low(first, marks, base) == letter.islower():
            return word
        other = Alternative(letter.swapcase() + rest, word.confidence)
        return word._replace(alternatives=(*word.alternatives, other))
    return word


def alone(word: ReadWord, marks: Sequence[Mark], unit: float) -> ReadWord:
    """A letter that is all of a line, such as the `x` of a cell that is ticked: nothing beside it
    tells its case, the small letters of the tables of its page do, which are `unit` high. Between
    both it may be either; else the case that was read is no other reading. `marks` are the pieces
    that it came in."""
    letter = word.text
    height = max(mark.y1 for mark in marks) - min(mark.y0 for mark in marks)
    width = max(mark.x1 for mark in marks) - min(mark.x0 for mark in marks)
    if len(letter) != 1 or letter.upper() not in ALIKE or width > BROAD * height:
        return word
    if SMALL * unit < height < CAPITAL * unit:
        other = Alternative(letter.swapcase(), word.confidence)
        return word._replace(
            confidence=min(word.confidence, EITHER), alternatives=(*word.alternatives, other)
        )
    small = height <= SMALL * unit
    return word if small == letter.islower() else word._replace(text=letter.swapcase())


def _is_small(mark: Mark, own: Sequence[Mark], base: float, unit: float) -> bool:
    """Whether a mark is a whole small letter: nothing stands over it, as the rest of a broken
    capital would, and no other letter touches it."""
    over = any(m is not mark and m.y1 <= mark.y0 and mark.x0 <= m.x <= mark.x1 for m in own)
    whole = mark.width <= BROAD * mark.height and not over
    return whole and mark.height <= SMALL * unit and abs(mark.y1 - base) <= ON_BASE * unit


def _is_low(mark: Mark, marks: Sequence[Mark], base: float) -> bool:
    """Whether letters of its line are taller than a mark as those are that stand beside a small
    letter, or none is lower than it: where few letters of a line are small, what is taken for their
    height may be that of capitals."""
    others = [
        m.height / mark.height
        for m in marks
        if m.width <= BROAD * m.height and abs(m.y1 - base) <= ON_BASE * mark.height
    ]
    is_taller = any(TALLER <= height <= TALLEST for height in others)
    return is_taller or not any(LOWEST <= height <= LOWER for height in others)
