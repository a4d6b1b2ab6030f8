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
BROAD = 1.2
"""Width of a letter by its height at most; what is broader is several that touch."""
ON_BASE = 0.2
"""x-heights from the baseline at most, where a letter ends."""
BEFORE = 0.15
"""x-heights before a word in which its first letter may begin."""


def with_case(word: ReadWord, marks: Sequence[Mark], base: float, unit: float) -> ReadWord:
    """A word whose first letter is small where its mark is; the engine's reading is kept among the
    alternatives, and the other case where the mark is between small and capital. `marks` are those
    of its line, `base` its baseline.

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
    if letter.isupper() and _is_small(first, own, base, unit):
        return read_as(word, letter.lower() + rest)
    if SMALL * unit < first.height <= CAPITAL * unit and first.width <= BROAD * first.height:
        other = Alternative(letter.swapcase() + rest, word.confidence)
        return word._replace(alternatives=(*word.alternatives, other))
    return word


def _is_small(mark: Mark, own: Sequence[Mark], base: float, unit: float) -> bool:
    """Whether a mark is a whole small letter: nothing stands over it, as the rest of a broken
    capital would, and no other letter touches it."""
    over = any(m is not mark and m.y1 <= mark.y0 and mark.x0 <= m.x <= mark.x1 for m in own)
    whole = mark.width <= BROAD * mark.height and not over
    return whole and mark.height <= SMALL * unit and abs(mark.y1 - base) <= ON_BASE * unit
