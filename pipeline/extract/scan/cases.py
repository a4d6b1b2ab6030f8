"""Capital or small, where both have one shape (`C` and `c`): told by the height of the letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from pipeline.extract.scan.print import Mark
from pipeline.model import Alternative, ReadWord

ALIKE = frozenset("cosvxzw")
"""Letters whose capital has the shape of the small one."""
LETTER = 0.62
"""x-heights from which a mark is a letter, and no accent or stop."""
SMALL, CAPITAL, HIGHEST = 1.16, 1.28, 1.75
"""x-heights up to which a letter is small, from which on it is a capital, and of a capital with
nothing above it."""
ON_BASE = 0.2
"""x-heights from the baseline at most, where a letter ends."""
BEFORE = 0.15
"""x-heights before a word in which its first letter may begin."""


def with_case(word: ReadWord, marks: Sequence[Mark], base: float, unit: float) -> ReadWord:
    """A word whose first letter is written as high as its mark says; the engine's reading is kept
    among the alternatives. `marks` are those of its line, `base` its baseline."""
    letter, rest = word.text[:1], word.text[1:]
    plain = unicodedata.normalize("NFD", letter)[:1].lower()
    if plain not in ALIKE or not any(char.islower() for char in rest):
        return word
    start = word.x0 - BEFORE * unit
    own = (m for m in marks if start <= m.x0 <= word.x1 and m.height >= LETTER * unit)
    first = min(own, key=lambda m: m.x0, default=None)
    if first is None or abs(first.y1 - base) > ON_BASE * unit:
        return word
    meant = _meant(letter, first.height / unit)
    if meant == letter:
        return word
    before = Alternative(word.text, word.confidence)
    return word._replace(text=meant + rest, alternatives=(before, *word.alternatives))


def _meant(letter: str, height: float) -> str:
    """A letter as high as its mark, in x-heights; as it was read where that does not tell: an
    accent that touches it makes a small letter high."""
    if letter.isupper() and height <= SMALL:
        return letter.lower()
    bare = letter in ALIKE
    return letter.upper() if bare and CAPITAL <= height <= HIGHEST else letter
