"""Texts over several columns whose bounds are drawn: a word over a bound stands in a text over it,
and so do the words beside it with blanks of the same width. Where a heading is set to both edges,
its blanks are as wide as white between columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.aligned.words import Measure, Stretch, TextLine

INTO = 1.5
"""Points by which a word reaches over a bound on both sides at least."""
WIDER = 1.3
"""How much wider the next blank of one text may be."""


def joined_over(line: TextLine, bounds: Sequence[float], measure: Measure) -> TextLine:
    """A line with each text that runs over bounds as one word."""
    if line.parts:
        parts = tuple(joined_over(part, bounds, measure) for part in line.parts)
        every = sorted((w for part in parts for w in part.words), key=lambda word: word.x0)
        return line._replace(words=tuple(every), parts=parts)
    words = line.words
    over = [i for i, w in enumerate(words) if any(w.x0 + INTO < x < w.x1 - INTO for x in bounds)]
    glued = {blank for at in over for blank in range(*_text_around(words, at, measure.blank))}
    out: list[Stretch] = []
    for index, word in enumerate(words):
        if index - 1 in glued:
            out[-1] = out[-1].with_next(word)
        else:
            out.append(word)
    return line._replace(words=tuple(out))


def _text_around(words: Sequence[Stretch], at: int, blank: float) -> tuple[int, int]:
    """The first and the last word of the text that a word stands in."""
    gaps = [after.x0 - word.x1 for word, after in pairwise(words)]
    beside = [gap for gap in gaps[max(at - 1, 0) : at + 1] if gap > 0]
    most = WIDER * max(min(beside, default=0.0), blank / WIDER)
    first = last = at
    while first > 0 and gaps[first - 1] <= most:
        first -= 1
    while last < len(words) - 1 and gaps[last] <= most:
        last += 1
    return first, last
