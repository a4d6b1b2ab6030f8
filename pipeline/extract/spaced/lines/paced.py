"""Text on a grid far narrower than its letters: its words stand as far apart as they are wide.

`pdftotext -fixed` puts each word at the character its place stands for, and its letters one behind
the other. Where a character stands for half a letter, a word of six letters is set over twelve and
printed over six: behind each stand as many blanks as it has letters, and no number of these tells a
cell. How wide a word is set is known well enough to tell how many of them are its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.extract.layer.signs.words import SPACE, width
from pipeline.extract.spaced.lines.words import WIDE, SpacedLine, Word

_PAIRS = 200
"""Words behind which one in small letters stands that tell how far apart words are set."""
_ALIKE = 0.4
"""By what share of the usual pace that of a word may differ to tell it: a cell begins behind
others, or white space of a line set to both edges."""
_WIDER = 1.4
"""How many characters wide a letter is set at least for words to be told by their widths: of 36
texts for learning four have 1.7 to 2.2; one has 1.2, the others 1.0, where blanks tell cells."""
_ERROR, _ROUND = 0.15, 1.0
"""How much wider than known a word may be set, as its share (bold ones are), and characters by
which whole places move it, before the white space behind it parts cells: of the words of those four
texts 95 in 100 are less than 1.2 off."""
_LESS = 0.75
"""The share of that which tells it before a word that stands where cells begin. Less than this
parts bold names, which stand where cells begin by chance."""
_CELLS, _OFTEN = 3, 0.02
"""Words behind white space that begin at one character, and their share of the lines, from which on
cells begin there."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Characters that a thousandth of the type size takes, and that a letter does."""

    size: float
    letter: float

    def left(self, one: Word, other: Word) -> float:
        """White space between two words beside the blank that parts those of a sentence."""
        return other.x0 - one.x0 - self.size * (width(one.text) + SPACE)

    def parts(self, one: Word, other: Word, begins: bool = False) -> bool:
        """Whether white space parts two words; `begins` is whether the second one stands where
        cells begin: less tells it then."""
        share = _LESS if begins else 1.0
        return self.left(one, other) > share * (_ERROR * self.size * width(one.text) + _ROUND)


def pace_of(rows: Sequence[SpacedLine]) -> Pace | None:
    """How wide a text is set, if far wider than it is printed: none for others, and where too few
    words tell it."""
    told = [
        (other.x0 - one.x0, width(one.text) + SPACE, len(one.text) + 1)
        for row in rows
        for one, other in pairwise(row.words)
        if one.text[-1].isalpha() and other.text[0].islower()
    ]
    if len(told) < _PAIRS:
        return None
    usual = median(moved / wide for moved, wide, _ in told)
    alike = [own for own in told if abs(own[0] / own[1] - usual) <= _ALIKE * usual]
    moved, wide, letters = (sum(own) for own in zip(*alike, strict=True))
    return Pace(moved / wide, moved / letters) if moved >= _WIDER * letters else None


def at_pace(rows: Sequence[SpacedLine], pace: Pace) -> list[SpacedLine]:
    """The lines of such a text with a character for each letter: their places divided by its width,
    one blank between the words of a cell."""
    begun = Counter(
        other.x0 for row in rows for one, other in pairwise(row.words) if pace.parts(one, other)
    )
    least = max(_CELLS, _OFTEN * len(rows))
    cells = {x0 for x0, many in begun.items() if many >= least}
    return [replace(row, words=tuple(_set(row.words, pace, cells))) for row in rows]


def _set(words: Sequence[Word], pace: Pace, cells: Set[int]) -> Iterator[Word]:
    """The words of a line where they are set, each up to the white space behind it."""
    least = 0
    for one, other in pairwise(words):
        x0 = max(least, round(one.x0 / pace.letter))
        if one.x1 == other.x0:
            x1 = least = x0 + len(one.text)
        else:
            gap = WIDE if pace.parts(one, other, other.x0 in cells) else 1
            least = max(round(other.x0 / pace.letter), x0 + 1 + gap)
            x1 = least - 1
            if gap == WIDE:
                printed = max(len(one.text), round(pace.size * width(one.text) / pace.letter))
                x1 = max(x0 + 1, min(x0 + printed, least - WIDE))
        yield replace(one, x0=x0, x1=x1)
    last = words[-1]
    x0 = max(least, round(last.x0 / pace.letter))
    yield replace(last, x0=x0, x1=x0 + len(last.text))
