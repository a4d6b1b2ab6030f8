"""Row numbers set to the right of their column, so near to the texts that no white tells them apart
from the first words of these: their sequence does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.aligned.words import Measure, Stretch, TextLine

_COUNT = re.compile(r"\(?\d{1,3}[.)]?")
_LEAST = 3
"""Numbers one after the other that are no chance."""


def with_numbers_apart(lines: Sequence[TextLine], measure: Measure) -> list[TextLine]:
    """The lines with their row numbers as far from the texts as cells are: numbers that count up
    line by line, to the left of all that is printed beside and between them."""
    pairs = [(line.words[0], line.words[1]) for line in lines if len(line.words) > 1]
    counted = [(one, after) for one, after in pairs if _COUNT.fullmatch(one.text)]
    counts = [int(one.text.strip("().")) for one, _ in counted]
    if len(counts) < _LEAST or counts != list(range(counts[0], counts[0] + len(counts))):
        return list(lines)
    lo, hi = max(one.x1 for one, _ in counted), min(after.x0 for _, after in counted)
    numbers = {one for one, _ in counted}
    rows = [at for at, line in enumerate(lines) if line.words[0] in numbers]
    between = lines[rows[0] : rows[-1] + 1]
    others = (word for line in between for word in line.words if word not in numbers)
    if not 0 < hi - lo < measure.blank or any(w.x0 < hi and w.x1 > lo for w in others):
        return list(lines)
    by = measure.blank - (hi - lo)
    return [_moved(line, numbers, by) for line in lines]


def _moved(line: TextLine, numbers: set[Stretch], by: float) -> TextLine:
    words = tuple(
        word._replace(x0=word.x0 - by, x1=word.x1 - by) if word in numbers else word
        for word in line.words
    )
    return line._replace(words=words, parts=tuple(_moved(part, numbers, by) for part in line.parts))
