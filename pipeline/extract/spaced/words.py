"""The words of a line of spaced text, and the segments that wide gaps part it into."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"\S+")
WIDE = 2
"""Blanks in a row that no sentence has: the words beside them stand in two cells."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word between its first column `x0` and the column after its last, `x1` (characters)."""

    x0: int
    x1: int
    text: str


@dataclass(frozen=True, slots=True)
class SpacedLine:
    """A printed line: its number in the text, its words from left to right, and how many blank
    lines stand before it."""

    line: int
    words: tuple[Word, ...]
    blanks: int = 0

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)

    @property
    def segments(self) -> list[tuple[Word, ...]]:
        """The words between wide gaps."""
        return list(segments(self.words))


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a line."""
    return tuple(Word(m.start(), m.end(), m.group()) for m in _WORD.finditer(text))


def segments(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """Words in a row with less than a wide gap between them."""
    begin = 0
    for index, (one, other) in enumerate(pairwise(words), start=1):
        if other.x0 - one.x1 >= WIDE:
            yield tuple(words[begin:index])
            begin = index
    if words:
        yield tuple(words[begin:])


def wide_gaps(words: Sequence[Word]) -> list[bool]:
    """For each gap between the words of a line whether it is wide."""
    return [b.x0 - a.x1 >= WIDE for a, b in pairwise(words)]


def text_of(words: Sequence[Word]) -> str:
    """Words as one text."""
    return " ".join([word.text for word in words])


def meet(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether two texts stand one over the other."""
    return one[0].x0 < other[-1].x1 and other[0].x0 < one[-1].x1
