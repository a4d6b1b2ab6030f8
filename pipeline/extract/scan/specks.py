"""What an engine made of specks: a stop or a dash that stands alone where no mark is one, a stop
before a word."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.scan.marks import Mark
from pipeline.extract.scan.signs import is_dash
from pipeline.extract.scan.words import marks_in, read_as
from pipeline.model import ReadWord
from pipeline.writing.patterns import compiled

ALONE = frozenset(".,:;-_'’‘`~")
"""What specks are read as. Stars, bullets and signs of sums stand alone in print too."""
SMALL = 0.5
"""Sides of a speck at most, in x-heights."""
_BEGUN = compiled(r"[.,:;]\p{L}{2}")
"""A stop before a word."""
FEW = 2
"""Marks of a word of specks at most: more are the dots of a leader."""


def without_specks(words: Sequence[ReadWord], marks: Sequence[Mark], unit: float) -> list[ReadWord]:
    """The words of a line without those that are specks; all of them where nothing else stands in
    the line."""
    left = [_begun(word) for word in words if not _is_speck(word, marks, unit)]
    return left or list(words)


def _begun(word: ReadWord) -> ReadWord:
    """A word without the stop it begins with: nothing printed begins so. The engine's reading is
    kept among the alternatives."""
    return read_as(word, word.text[1:]) if _BEGUN.match(word.text) else word


def _is_speck(word: ReadWord, marks: Sequence[Mark], unit: float) -> bool:
    if not set(word.text) <= ALONE:
        return False
    own = marks_in(word, marks)
    return 0 < len(own) <= FEW and all(_is_dot(mark, unit) for mark in own)


def _is_dot(mark: Mark, unit: float) -> bool:
    """Whether a mark is small and no dash."""
    return not is_dash(mark, unit) and max(mark.width, mark.height) <= SMALL * unit
