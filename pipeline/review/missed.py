"""The words of a row that was missed: what a page prints in an empty place of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.writing.labels import parse_label

Box = Sequence[float]
_LINE = 3.0
"""Points between the middles of words of one line, at most."""
_APART = 4.0
"""Points between words of neighbouring cells, at least: nearer ones are one sentence."""


class Word(NamedTuple):
    """A word with the white behind it, and its box in points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def row_in(
    words: Iterable[Word], boxes: Mapping[str, Box], taken: Sequence[Box], after: str
) -> dict[str, str]:
    """The text of the first row in some boxes (one for each column, from left to right) that is not
    in a cell that was read; below the row of the number `after`, where one is named.

    Running text and a number that stands alone, as that of a page does, are of no row.
    """
    free = [word for word in words if not any(_is_in(word, box) for box in taken)]
    inside = [word for word in free if any(_is_in(word, box) for box in boxes.values())]
    edges = [box[2] for box in boxes.values()][:-1]
    columns = list(boxes.values())
    kept = [
        word
        for line in _lines(inside)
        if not _runs_over(line, edges) and not _stands_alone(line, columns)
        for word in line
    ]
    first, last = _bounds(kept, columns[0], after)
    found = dict.fromkeys(boxes, "")
    for word in inside:
        if word in kept and first <= word.middle[1] < last:
            column = next(name for name, box in boxes.items() if _is_in(word, box))
            found[column] += word.text
    return found


def _is_in(word: Word, box: Box) -> bool:
    x, y = word.middle
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def _lines(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words of one height, from left to right."""
    line: list[Word] = []
    for word in sorted(words, key=lambda one: one.middle[1]):
        if line and word.middle[1] - line[-1].middle[1] > _LINE:
            yield sorted(line, key=lambda one: one.left)
            line = []
        line.append(word)
    if line:
        yield sorted(line, key=lambda one: one.left)


def _runs_over(line: Sequence[Word], edges: Sequence[float]) -> bool:
    """Whether a sentence goes on over an edge between columns."""
    return any(
        one.middle[0] < edge <= other.middle[0] and other.left - one.right < _APART
        for one, other in pairwise(line)
        for edge in edges
    )


def _stands_alone(line: Sequence[Word], columns: Sequence[Box]) -> bool:
    """Whether a line is a number and nothing else, and not in the column of numbers."""
    return len(line) == 1 and line[0].text.strip().isdecimal() and not _is_in(line[0], columns[0])


def _bounds(words: Sequence[Word], numbers: Box, after: str) -> tuple[float, float]:
    """How far down the row begins and ends: at the widest white between two numbers."""
    labels = [word for word in words if _is_in(word, numbers) and parse_label(word.text.strip())]
    labels.sort(key=lambda one: one.top)
    cuts = [_widest(words, upper, lower) for upper, lower in pairwise(labels)]
    said = [label.text.strip() for label in labels]
    bounds = [float("-inf"), *cuts, float("inf")]
    at = said.index(after) + 1 if after in said else 0
    return bounds[min(at, len(cuts) + 1)], bounds[min(at + 1, len(cuts) + 1)]


def _widest(words: Iterable[Word], upper: Word, lower: Word) -> float:
    """The middle of the widest white between two numbers, over all columns."""
    best, at, reached = 0.0, lower.top, upper.bottom
    for word in sorted(words, key=lambda one: one.top):
        if upper.middle[1] < word.top <= lower.bottom and word.top - reached > best:
            best, at = word.top - reached, (word.top + reached) / 2
        reached = max(reached, word.bottom) if word.top <= lower.bottom else reached
    return at
