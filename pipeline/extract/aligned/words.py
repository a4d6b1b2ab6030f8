"""Words in lines: what columns and rows are told from.

Lengths are in the unit of the reader: points of a page, or characters across and lines down.
`y` grows downwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple


class Stretch(NamedTuple):
    """A word, or a stretch of words with nothing but single blanks between them.

    `y` is the height of its middle.
    """

    text: str
    x0: float
    x1: float
    bold: bool = False
    y: float = 0.0

    def with_next(self, word: Stretch) -> Stretch:
        """The stretch and the word behind it, or laid over it, as one."""
        text, x1 = f"{self.text} {word.text}", max(self.x1, word.x1)
        return Stretch(text, self.x0, x1, self.bold and word.bold, self.y)


class TextLine(NamedTuple):
    """What stands on one height, from left to right; `parts` are the lines as printed where their
    heights overlap and they were taken as one."""

    top: float
    bottom: float
    words: tuple[Stretch, ...]
    parts: tuple[TextLine, ...] = ()

    @property
    def printed(self) -> tuple[TextLine, ...]:
        """The lines as printed, from top to bottom."""
        return self.parts or (self,)

    @property
    def bold(self) -> bool:
        """Whether all of its words are."""
        return all(word.bold for word in self.words)


class Measure(NamedTuple):
    """The least white that parts two cells by itself (`blank`) and that may part them where it
    goes through all lines (`thin`), and how far edges of one alignment may differ (`slack`)."""

    blank: float
    thin: float
    slack: float


STRETCHED = 5
"""Blanks of a line from which on it shows that they are of one width."""

TEXT = Measure(blank=1.5, thin=0.9, slack=0.5)
"""For text with one unit per character: two blanks part cells, edges stand one below the other."""


def segments(line: TextLine, blank: float) -> list[Stretch]:
    """The words of a line joined where less than `blank` parts them, or where blanks are as wide
    as all others of the line: it is set to both margins."""
    return parted_at(line, (), float("inf") if _is_stretched(line, blank) else blank)


def parted_at(line: TextLine, bounds: Sequence[float], blank: float) -> list[Stretch]:
    """The words of a line joined where less than `blank` parts them and no bound of columns lies
    between them."""
    out: list[Stretch] = []
    for word in line.words:
        end = out[-1].x1 if out else float("-inf")
        if word.x0 - end >= blank or any(end <= bound <= word.x0 for bound in bounds):
            out.append(word)
        else:
            out[-1] = out[-1].with_next(word)
    return out


def _is_stretched(line: TextLine, blank: float) -> bool:
    gaps = [after.x0 - word.x1 for word, after in pairwise(line.words)]
    if len(gaps) < STRETCHED:
        return False
    least, most = min(gaps), max(gaps)
    return blank <= most <= 3.5 * blank and most - least <= 0.35 * most


def strips(lines: Sequence[TextLine], overlap: float = 0.35) -> list[TextLine]:
    """Lines whose heights overlap as one: cells of one row set to different heights.

    `overlap` is the share of the lower of two heights from which they count as one.
    """
    out: list[TextLine] = []
    for line in sorted(lines):
        if out:
            last = out[-1]
            shared = min(last.bottom, line.bottom) - line.top
            if shared > overlap * min(last.bottom - last.top, line.bottom - line.top):
                words = tuple(sorted((*last.words, *line.words), key=_left))
                parts = tuple(sorted((*last.printed, *line.printed)))
                out[-1] = TextLine(last.top, max(last.bottom, line.bottom), words, parts)
                continue
        out.append(line)
    return out


def _left(word: Stretch) -> float:
    return word.x0


def height(lines: Iterable[TextLine]) -> float:
    """The usual height of a line; 0 where there is none."""
    heights = sorted(line.bottom - line.top for line in lines)
    return heights[len(heights) // 2] if heights else 0.0
