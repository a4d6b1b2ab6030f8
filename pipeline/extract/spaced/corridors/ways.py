"""The ways to cut a line into cells that its white space allows, and how well each does.

A wide gap parts two cells. One blank does so only where the cell before it is as wide as its
column: what has room keeps its distance. So a run of words without wide gaps begins in a column,
and goes over into the next one only where that column is full.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from pipeline.extract.layer.signs.words import SPACE, width
from pipeline.extract.spaced.corridors.corridors import NEVER, UNUSED, Told
from pipeline.extract.spaced.lines.words import Word, text_of, wide_gaps
from pipeline.writing.label_cuts import may_be_number

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
    """One way to cut a line: the words before each border, a score, and the text of each cell;
    `filled` are the columns beside that of the numbers that have one, each with it."""

    ends: tuple[int, ...]
    score: float
    texts: tuple[str, ...]
    filled: tuple[tuple[int, str], ...]


_Part = tuple[float, tuple[int, ...]]
"""The cost of the cells up to a gap, and the borders between them."""
_Reached = Mapping[int, Sequence[_Part]]
"""What cells cost from a gap on to each wide one that they reach, the best first."""


def way(words: Sequence[Word], ends: tuple[int, ...], cost: float = 0.0) -> Way:
    """One way to cut a line at its cost."""
    return _ways(words, [(cost, ends)])[0]


def _ways(words: Sequence[Word], parts: Sequence[_Part]) -> list[Way]:
    """Ways to cut a line, the text of each cell put together once."""
    known: dict[tuple[int, int], str] = {}
    found = []
    for cost, ends in parts:
        texts = [""] * (len(ends) + 1)
        filled = []
        for column, (begin, end) in enumerate(pairwise((0, *ends, len(words)))):
            if end == begin:
                continue
            text = known.get((begin, end))
            if text is None:
                text = known[begin, end] = text_of(words[begin:end])
            texts[column] = text
            if column:
                filled.append((column, text))
        found.append(Way(ends, -_WHITE * cost, tuple(texts), tuple(filled)))
    return found


def is_figure(text: str) -> bool:
    """Whether a text is a figure by itself."""
    return text[-1].isdigit() and not any(char.isalpha() or char.isspace() for char in text)


def ways(told: Told, limits: Sequence[float], figures: AbstractSet[int] = frozenset()) -> list[Way]:
    """The ways to cut a line, best first; `limits` are the widths of the columns, `figures` those
    that hold figures alone, which end where they end however wide their column is."""
    return _ways(told.words, _LineSearch(told, limits, figures).parts())


class _LineSearch:
    """The search for the ways to cut a line, segment by segment. What cells cost from a gap on
    depends on the gap and on the column they begin in, not on what stands before: it is found
    once."""

    def __init__(self, told: Told, limits: Sequence[float], figures: AbstractSet[int]) -> None:
        self.figures = figures
        self.words = told.words
        self.costs: list[list[float]] = told.costs.tolist()
        self.path: list[float] = told.path.tolist()
        self.limits = limits
        self.last = len(self.costs)
        self.reached = [0, *accumulate(width(word.text) + SPACE for word in self.words)]
        inner = range(1, len(self.words))
        wide = enumerate(wide_gaps(self.words), start=1)
        self.stops = [*(gap for gap, is_wide in wide if is_wide), len(self.words)]
        self.sure = [_alignment(begun) for begun in told.begun]
        self.aligned = [gap for gap in inner if self.sure[gap]]
        self.gains = [0.0, *accumulate(np.minimum(told.costs.min(axis=0), 0.0).tolist())]
        self.closing = [*told.costs[::-1, -1].cumsum()[::-1].tolist(), 0.0]
        self.known: dict[tuple[int, int], _Reached] = {}

    def parts(self) -> list[_Part]:
        """The best ways over the whole line."""
        layers: dict[int, list[_Part]] = {0: [(0.0, ())]}
        for start in [0, *self.stops[:-1]]:
            behind: dict[int, _Reached] = {}
            for cost, ends in _best(layers.pop(start, [])):
                column = len(ends)
                if start and column == self.last:
                    continue
                if column not in behind:
                    behind[column] = self._begun(start, column)
                for stop, ways_on in behind[column].items():
                    _add(layers.setdefault(stop, []), cost, ends, ways_on)
        return _best(layers.get(len(self.words), []))

    def _begun(self, start: int, column: int) -> _Reached:
        """What cells from a gap on cost, the cells before it ending in a column: a segment begins
        in each column that is left, the columns before it blank. Columns further off than the best
        ways let in are not tried."""
        cost = 0.0
        ends: tuple[int, ...] = ()
        if start:
            cost, ends, column = self.costs[column][start], (start,), column + 1
        following = self.stops[bisect_right(self.stops, start)]
        gain = self.gains[following] - self.gains[start + 1]
        found: dict[int, list[_Part]] = {}
        for border in range(column, self.last + 1):
            for stop, ways_on in self._filled(start, border).items():
                _add(found.setdefault(stop, []), cost, ends, ways_on)
            if border == self.last:
                break
            blank = _SQUEEZED * max(0.0, _ROOM_TO_BE_BLANK - self._room(border, start))
            cost += self.costs[border][start] + (blank if start else 0.0)
            ends = (*ends, start)
            if all(cost + gain > ways_on[0][0] + _WITHIN for ways_on in found.values()):
                break
        return {stop: _best(ways_on) for stop, ways_on in found.items()}

    def _room(self, border: int, gap: int) -> float:
        """The white space at a gap as a share of the column before a border."""
        before = self.path[border - 1] if border else 0.0
        return (self.words[gap].x0 - self.words[gap - 1].x1) / max(1.0, self.path[border] - before)

    def _filled(self, start: int, column: int) -> _Reached:
        """The cells from a gap on, which begin in a column, up to the next wide gap, or beyond it;
        at the end of the line the columns behind them are blank."""
        known = self.known.get((start, column))
        if known is not None:
            return known
        found: dict[int, list[_Part]] = {}
        place = bisect_right(self.stops, start)
        for passed, stop in enumerate(self.stops[place : place + 2]):
            over = max(0.0, -self._slack(start, stop, column) - _ROOM)
            cost = UNUSED * passed + min(_MOST_OVER, _PER_SLACK * over)
            found[stop] = [self._closed(cost, column) if stop == len(self.words) else (cost, ())]
        if column < self.last and self.stops[place] > start + 1:
            for gap, tight in self._tight_ends(start, self.stops[place], column):
                for stop, ways_on in self._filled(gap, column + 1).items():
                    _add(found[stop], tight, (gap,), ways_on)
        found = {stop: _best(own) if len(own) > 1 else own for stop, own in found.items()}
        self.known[start, column] = found
        return found

    def _tight_ends(self, start: int, stop: int, column: int) -> Iterator[tuple[int, float]]:
        """The gaps of one blank at which a cell may end, and what that costs: its column is full
        there, or it is the number of the row, or a figure in a column of figures; or the next word
        stands below or above the beginnings of cells."""
        costs, limit = self.costs[column], self.limits[column]
        figure = column in self.figures and is_figure(self.words[start].text)
        wide = self.reached[start] + SPACE + limit
        free = _ROOM + _ERROR * limit
        for gap in self._may_end(start, stop, column, figure):
            if costs[gap] >= NEVER:
                continue
            if not column:
                miss = 0.0 if may_be_number(text_of(self.words[start:gap])) else _MOST_SLACK
            elif figure and gap == start + 1:
                miss = 0.0
            else:
                off = abs(wide - self.reached[gap]) - free
                miss = _PER_SLACK * off * (1 - self.sure[gap]) if off > 0 else 0.0
            if miss < _MOST_SLACK:
                yield gap, miss + min(_TIGHT, costs[gap])

    def _may_end(self, start: int, stop: int, column: int, figure: bool) -> Sequence[int]:
        """The gaps of one blank at which a cell may end: where it is full, and where the next word
        stands below or above the beginnings of cells; behind a figure, nowhere else."""
        full = self._full(start, stop, column)
        if figure:
            return full if start + 1 in full else [*full, start + 1]
        if not column or not self.aligned:
            return full
        first = bisect_right(self.aligned, start)
        aligned = self.aligned[first : bisect_left(self.aligned, stop, first)]
        return [*full, *[gap for gap in aligned if gap not in full]] if aligned else full

    def _full(self, start: int, stop: int, column: int) -> range:
        """The gaps before a wide one at which a cell may be full."""
        if not column:
            return range(start + 1, min(stop, start + _LABEL + 1))
        near = self.reached[start] + SPACE + self.limits[column]
        off = _ROOM + _ERROR * self.limits[column] + _MOST_SLACK / _PER_SLACK
        first = bisect_left(self.reached, near - off, start + 1, stop)
        return range(first, bisect_right(self.reached, near + off, first, stop))

    def _slack(self, start: int, gap: int, column: int) -> float:
        return self.limits[column] - (self.reached[gap] - self.reached[start] - SPACE)

    def _closed(self, cost: float, column: int) -> _Part:
        """The end of the line at its cost, with the columns behind the last cell blank."""
        return cost + self.closing[column], (len(self.words),) * (self.last - column)


def _alignment(begun: float) -> float:
    """How sure it is by the lines around that a cell begins at a word, 0 to 1."""
    return max(0.0, min(1.0, (begun - _FEW_BEGUN) / _SURE_BEGUN))


def _add(found: list[_Part], cost: float, ends: tuple[int, ...], ways_on: Sequence[_Part]) -> None:
    """Put ways to go on behind those found to the same gap, the best of all of them first, as far
    as they are not too much worse than it."""
    least = cost + ways_on[0][0]
    if found and found[0][0] <= least:
        least = found[0][0]
        found += [(cost + more, ends + others) for more, others in ways_on
                  if cost + more <= least + _WITHIN]  # fmt: skip
    else:
        found[:0] = [(cost + more, ends + others) for more, others in ways_on]


def _best(parts: Sequence[_Part]) -> list[_Part]:
    if not parts:
        return []
    ordered = sorted(parts)
    least = ordered[0][0]
    return [part for part in ordered[:_MOST] if part[0] <= least + _WITHIN]
