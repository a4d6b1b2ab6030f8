"""The ways to cut a line into cells that its white space allows, and how well each does.

A wide gap parts two cells. One blank does so only where the cell before it is as wide as its
column: what has room keeps its distance. So a run of words without wide gaps begins in a column,
and goes over into the next one only where that column is full.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate, pairwise

from pipeline.extract.layer.words import SPACE, width
from pipeline.extract.spaced.corridors import NEVER, UNUSED, Told
from pipeline.extract.spaced.words import WIDE, Word, text_of
from pipeline.writing.labels import parse_label

_MOST, _WITHIN = 12, 8.0
"""Ways to cut a line that are kept, and how much worse than the best."""
_WHITE = 0.8
"""How much the white space tells beside what the cells are."""
_SQUEEZED, _ROOM_TO_BE_BLANK = 6.0, 0.7
"""What it costs that a column is blank where the white space is narrower than this share of it."""
_ROOM, _PER_SLACK, _MOST_SLACK = 500, 4.0 / 1000, 6.0
"""Thousandths of the type size by which a cell may miss the width of its column where one blank
parts it from the next, what each more costs, and from which cost on it does not end there."""
_ERROR = 0.02
"""How far the width of a text may be misjudged, as its share."""
_FEW_BEGUN, _SURE_BEGUN = 1.0, 1.0
"""Lines around that begin a cell where a word stands, from which on the cell before it need not be
full, and how many more make that sure."""
_LABEL = 2
"""Words of the longest number of a row."""
_MOST_OVER = 12.0
_TIGHT = 2.0
"""What it costs at most, by its place, that one blank parts two cells."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to cut a line: the words before each border, a score, and the text of each cell."""

    ends: tuple[int, ...]
    score: float
    texts: tuple[str, ...]


_Part = tuple[float, tuple[int, ...]]
"""The cost of the cells up to a gap, and the borders between them."""


def way(words: Sequence[Word], ends: tuple[int, ...], cost: float = 0.0) -> Way:
    """One way to cut a line at its cost."""
    edges = [0, *ends, len(words)]
    return Way(ends, -_WHITE * cost, tuple(text_of(words[a:b]) for a, b in pairwise(edges)))


def is_figure(text: str) -> bool:
    """Whether a text is a figure by itself."""
    return text[-1].isdigit() and not any(char.isalpha() or char.isspace() for char in text)


def is_clear(words: Sequence[Word], gap: int) -> bool:
    """Whether a gap is wide, or stands at an end of the line."""
    return gap in (0, len(words)) or words[gap].x0 - words[gap - 1].x1 >= WIDE


def ways(told: Told, limits: Sequence[float], figures: AbstractSet[int] = frozenset()) -> list[Way]:
    """The ways to cut a line, best first; `limits` are the widths of the columns, `figures` those
    that hold figures alone, which end where they end however wide their column is."""
    words = told.words
    found = _LineSearch(told, limits, figures).parts()
    return [way(words, ends, cost) for cost, ends in found]


class _LineSearch:
    """The search for the ways to cut a line, segment by segment."""

    def __init__(self, told: Told, limits: Sequence[float], figures: AbstractSet[int]) -> None:
        self.figures = figures
        self.words = told.words
        self.costs: list[list[float]] = told.costs.tolist()
        self.path: list[float] = told.path.tolist()
        self.begun = told.begun
        self.limits = limits
        self.last = len(self.costs)
        self.reached = [0, *accumulate(width(word.text) + SPACE for word in self.words)]
        inner = range(1, len(self.words))
        self.stops = [gap for gap in inner if is_clear(self.words, gap)] + [len(self.words)]

    def parts(self) -> list[_Part]:
        """The best ways over the whole line."""
        layers: dict[int, list[_Part]] = {0: [(0.0, ())]}
        for start in [0, *self.stops[:-1]]:
            kept = _best(layers.pop(start, []))
            for part in kept:
                for begun in self._begun(part, start):
                    for stop, ended in self._filled(begun, start):
                        layers.setdefault(stop, []).append(ended)
        return _best([self._closed(part) for part in layers.get(len(self.words), [])])

    def _begun(self, part: _Part, start: int) -> Iterator[_Part]:
        """A segment beginning in each column that is left, the columns before it blank."""
        cost, ends = part
        if start:
            if len(ends) == self.last:
                return
            cost, ends = cost + self.costs[len(ends)][start], (*ends, start)
        yield cost, ends
        for border in range(len(ends), self.last):
            blank = _SQUEEZED * max(0.0, _ROOM_TO_BE_BLANK - self._room(border, start))
            cost += self.costs[border][start] + (blank if start else 0.0)
            ends = (*ends, start)
            yield cost, ends

    def _room(self, border: int, gap: int) -> float:
        """The white space at a gap as a share of the column before a border."""
        before = self.path[border - 1] if border else 0.0
        return (self.words[gap].x0 - self.words[gap - 1].x1) / max(1.0, self.path[border] - before)

    def _filled(self, part: _Part, start: int) -> Iterator[tuple[int, _Part]]:
        """The cells from a gap on up to the next wide one, or beyond that."""
        cost, ends = part
        column = len(ends)
        place = bisect_right(self.stops, start)
        for passed, stop in enumerate(self.stops[place : place + 2]):
            over = max(0.0, -self._slack(start, stop, column) - _ROOM)
            yield stop, (cost + UNUSED * passed + min(_MOST_OVER, _PER_SLACK * over), ends)
        if column == self.last:
            return
        for gap in self._tight_ends(start, self.stops[place], column):
            miss = self._miss(start, gap, column)
            if miss < _MOST_SLACK and self.costs[column][gap] < NEVER:
                tight = miss + min(_TIGHT, self.costs[column][gap])
                yield from self._filled((cost + tight, (*ends, gap)), gap)

    def _tight_ends(self, start: int, stop: int, column: int) -> Iterator[int]:
        """The gaps of one blank at which a cell may end: where it is full, and where the next word
        stands below or above the beginnings of cells."""
        full = self._full(start, stop, column)
        yield from full
        if self._ends_figure(start, start + 1, column) and start + 1 < stop:
            if start + 1 not in full:
                yield start + 1
        elif column:
            aligned = (gap for gap in range(start + 1, stop) if self._alignment(gap))
            yield from (gap for gap in aligned if gap not in full)

    def _alignment(self, gap: int) -> float:
        """How sure it is by the lines around that a cell begins behind a gap, 0 to 1."""
        return max(0.0, min(1.0, (self.begun[gap] - _FEW_BEGUN) / _SURE_BEGUN))

    def _full(self, start: int, stop: int, column: int) -> range:
        """The gaps before a wide one at which a cell may be full."""
        if not column:
            return range(start + 1, min(stop, start + _LABEL + 1))
        near = self.reached[start] + SPACE + self.limits[column]
        off = _ROOM + _ERROR * self.limits[column] + _MOST_SLACK / _PER_SLACK
        first = bisect_left(self.reached, near - off, start + 1, stop)
        return range(first, bisect_right(self.reached, near + off, first, stop))

    def _miss(self, start: int, gap: int, column: int) -> float:
        """What it costs that one blank parts a cell from the next: its column is full, or it is
        the number of the row."""
        if not column:
            return 0.0 if parse_label(text_of(self.words[start:gap])) else _MOST_SLACK
        if self._ends_figure(start, gap, column):
            return 0.0
        slack = abs(self._slack(start, gap, column)) - _ROOM - _ERROR * self.limits[column]
        return _PER_SLACK * max(0.0, slack) * (1 - self._alignment(gap))

    def _ends_figure(self, start: int, gap: int, column: int) -> bool:
        """Whether a cell that ends at a gap is a figure in a column of figures."""
        return column in self.figures and gap == start + 1 and is_figure(self.words[start].text)

    def _slack(self, start: int, gap: int, column: int) -> float:
        return self.limits[column] - (self.reached[gap] - self.reached[start] - SPACE)

    def _closed(self, part: _Part) -> _Part:
        """A way with the columns behind the last cell blank."""
        cost, ends = part
        gap = len(self.words)
        for border in range(len(ends), self.last):
            cost, ends = cost + self.costs[border][gap], (*ends, gap)
        return cost, ends


def _best(parts: Sequence[_Part]) -> list[_Part]:
    if not parts:
        return []
    ordered = sorted(parts)
    least = ordered[0][0]
    return [part for part in ordered[:_MOST] if part[0] <= least + _WITHIN]
