"""What the rows of a page are worth, its columns known: each way to take some lines as one row, by
what the cells would be; for many ways at once, as arrays.

A cell begins and ends where its text does, hangs from the top of its row or stands at the middle of
it; a column that is hardly ever blank has one in each row.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.numbered.rows import numbers_heading
from pipeline.extract.layer.signs.words import LineMeasure, Whole, ink, whole_line
from pipeline.extract.layer.uncounted.gridded import Lines, labels_of

_OFF, _MOST_OFF, _MOST_OFF_CUT = 1.0, 4.0, 1.0
"""What a cell costs for each line it stands off the middle of its row, and at most; of a row that a
page cuts."""
_LATE = 3.0
"""What a cell costs that begins below the first line of its row, where cells hang from its top."""
_BLANK_LINE, _SELDOM = 2.0, 0.4
"""What a blank line tells for rows to meet there, and against a row that goes on over it; where
more lines than this share have one above them it tells nothing."""
_AT_ONCE = 256
"""Lines from which on rows are weighed at once: all of a page, but of one without page breaks, of
which most lines are too far apart to be a row."""
_TWO = 12.0
"""What it costs that a row has two numbers."""
Scores: TypeAlias = NDArray[np.float64]
Wholes: TypeAlias = dict[tuple[int, int, int], Whole]
"""What lines of a column of a page tell together: by the column, the first of those it is filled
on, and the one behind the last."""
_Places: TypeAlias = NDArray[np.int64]
_Truths: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a page: the lines it is filled on, where these begin and end down the page, these
    measured, what each tells alone, and up to each how well they go on with one another."""

    filled: Sequence[int]
    spans: Sequence[tuple[float, float]]
    inks: Sequence[LineMeasure]
    lines: Sequence[Whole]
    joined: Sequence[float]


@dataclass(frozen=True, slots=True)
class _Ways:
    """Rows that are weighed: each from one of some lines up to another; which of these ways there
    are, and which of the rows are headings."""

    starts: _Places
    ends: _Places
    valid: _Truths
    heading: _Truths
    resumed: bool


class RowScores:
    """The worth of rows of a page. `centred` says where cells stand in them; `wholes`, which may be
    shared by all who weigh the page, keeps what its lines tell together."""

    def __init__(
        self, lines: Lines, model: TableModel, centred: bool, wholes: Wholes | None = None
    ) -> None:
        self.lines = lines
        self.model = model
        self.centred = centred
        self.numbers = labels_of(lines)
        self.columns = [self._column(k) for k in range(1, len(model.columns))]
        self.white = list(lines.white or _white(lines))
        edges = lines.edges()
        self._tops = np.array([top for top, _ in edges])
        self._bottoms = np.array([bottom for _, bottom in edges])
        self._wholes: Wholes = {} if wholes is None else wholes

    def _column(self, column: int) -> _Column:
        model = self.model
        filled = [i for i, texts in enumerate(self.lines.texts) if texts[column]]
        inks = [ink(self.lines.texts[i][column]) for i in filled]
        joined = [0.0]
        for one, other in pairwise(inks):
            joined.append(joined[-1] + model.join(one, other) + model.wrap(column, one, other))
        spans = [self.lines.span(i, column) for i in filled]
        return _Column(filled, spans, inks, [whole_line(one) for one in inks], joined)

    def number(self, start: int, end: int) -> int | None:
        """The first line of a row that has a number."""
        place = bisect_left(self.numbers, start)
        found = self.numbers[place : place + 1]
        return found[0] if found and found[0] < end else None

    def meeting(self, index: int) -> float:
        """How well rows can meet above a line, by the texts on both sides of it."""
        score = 0.0
        for column, own in enumerate(self.columns):
            place = bisect_left(own.filled, index)
            if 0 < place < len(own.filled):
                goes_on = own.joined[place] - own.joined[place - 1]
                score += min(0.0, self.model.start(column + 1, own.inks[place]) - goes_on)
        return score

    def of(self, starts: Sequence[int], ends: Sequence[int], tallest: int) -> Scores:
        """Starts by ends: how good a row the lines between are (log odds); -inf for none, and for
        rows of more lines than `tallest` that end elsewhere than at the next end. Both are in
        order."""
        first, last = np.array(starts), np.array(ends)
        scores = np.full((len(first), len(last)), -np.inf)
        following = np.searchsorted(last, first, side="right")
        furthest = np.searchsorted(last, first + tallest, side="right")
        for low in range(0, len(first), _AT_ONCE):
            rows = slice(low, low + _AT_ONCE)
            begin, end = following[rows][0], max(furthest[rows][-1], following[rows][-1] + 1)
            some = last[begin:end]
            if not len(some):
                break
            height = some - first[rows, None]
            near = np.arange(begin, begin + len(some)) == following[rows, None]
            valid = (height > 0) & (near | (height <= tallest))
            scores[rows, begin:end] = self._weighed(first[rows], some, valid, False)
        return scores

    def rest(self, ends: Sequence[int], tallest: int) -> Scores:
        """How well the first lines of the page, up to some ends, are the rest of a row that began
        before; -inf for more lines than `tallest` beyond the first end."""
        last = np.array(ends)
        valid = (last > 0) & ((last <= tallest) | (last == last.min()))
        scores = self._weighed(np.array([0]), last, valid[None, :], True)[0]
        resumed: Scores = scores + self.model.weights.uncounted.resumed
        return resumed

    # --- scores ----------------------------------------------------------------------------

    def _weighed(self, starts: _Places, ends: _Places, valid: _Truths, resumed: bool) -> Scores:
        heading = self._headings(starts, ends)
        ways = _Ways(starts, ends, valid, heading, resumed)
        score = self._numbered(starts, ends)
        white = np.array([*self.white, 0.0])
        score = score + np.where(starts > 0, white[starts], 0.0)[:, None]
        score = score - self._white_inside(starts, ends)
        for column in range(len(self.columns)):
            score = score + self._cells(column, ways)
        return np.where(valid, score, -np.inf)

    def _numbered(self, starts: _Places, ends: _Places) -> Scores:
        """What the numbers of rows tell: of two, or of one that does not stand where it should."""
        if not self.numbers:
            return np.zeros((len(starts), len(ends)))
        first = np.searchsorted(self.numbers, starts)[:, None]
        several = np.searchsorted(self.numbers, ends) - first
        at = np.array([*self.numbers, 0])[first]
        if self.centred:
            spans = [self.lines.span(number, 0) for number in self.numbers]
            middle = np.array([*(sum(span) for span in spans), 0.0])[first]
            off = _OFF * np.minimum(_MOST_OFF, self._off(middle, starts, ends))
        else:
            off = np.where(at > starts[:, None], _TWO, 0.0)
        return np.where(several > 0, -_TWO * (several - 1) - off, 0.0)

    def _off(self, middle: Scores, starts: _Places, ends: _Places) -> Scores:
        """How many lines texts stand off the middle of rows; `middle` is twice theirs."""
        off = middle - self._tops[np.minimum(starts, len(self._tops) - 1)][:, None]
        away: Scores = np.abs(off - self._bottoms[ends - 1]) / 2
        return away

    def _white_inside(self, starts: _Places, ends: _Places) -> Scores:
        """What blank lines inside of rows tell against them."""
        found = np.zeros((len(starts), len(ends)))
        for place, start in enumerate(starts.tolist()):
            sums = np.array([0.0, *accumulate(self.white[start + 1 : int(ends.max())])])
            found[place] = sums[np.clip(ends - start - 1, 0, len(sums) - 1)]
        return found

    def _headings(self, starts: _Places, ends: _Places) -> _Truths:
        """Which rows are headings: by the first number, else a title in capitals alone."""
        texts = self.lines.texts
        alone = [
            not any(own[2:]) and (not own[1] or (own[1].isupper() and " " in own[1]))
            for own in texts
        ]
        others = np.array([0, *accumulate(not one for one in alone)])
        titles: _Truths = others[ends] == others[starts][:, None]
        if not self.numbers:
            return titles
        first = np.searchsorted(self.numbers, starts)
        has = np.searchsorted(self.numbers, ends) > first[:, None]
        heads = [numbers_heading(texts[number][0]) for number in self.numbers]
        found: _Truths = np.where(has, np.array([*heads, False])[first][:, None], titles)
        return found

    def _cells(self, column: int, ways: _Ways) -> Scores:
        """How well the lines of a column are the cell of each row."""
        own, model, starts, ends = self.columns[column], self.model, ways.starts, ways.ends
        usual, heads = (model.blank(column + 1, heading) for heading in (False, True))
        blank = np.where(ways.heading, heads, usual)
        if ways.resumed and model.weights.uncounted.cut_blank is not None:
            blank = np.full(blank.shape, model.weights.uncounted.cut_blank)
        if not own.filled:
            return blank
        first, last = np.searchsorted(own.filled, starts), np.searchsorted(own.filled, ends)
        joined = np.array([0.0, *own.joined])  # the one behind a place
        score = joined[last] - np.array([*own.joined, 0.0])[first][:, None]
        cut = ends == len(self.lines)
        begun = np.array([*own.filled, len(self.lines)])[first]
        if self.centred:
            tops = np.array([*(top for top, _ in own.spans), 0.0])[first]
            bottoms = np.array([0.0, *(bottom for _, bottom in own.spans)])[last]
            most = np.where(cut | ways.resumed, _MOST_OFF_CUT, _MOST_OFF)
            score = score - _OFF * np.minimum(
                most, self._off(tops[:, None] + bottoms, starts, ends)
            )
        elif not ways.resumed:
            score = score - np.where(begun > starts, _LATE, 0.0)[:, None]
        usual, heads = (model.filled(column + 1, heading) for heading in (False, column > 0))
        score = score + np.where(ways.heading, heads, usual)
        if not ways.resumed:
            opens = [model.start(column + 1, one) for one in own.inks]
            score = score + np.array([*opens, 0.0])[first][:, None]
        score = score + np.where(cut, 0.0, self._finish(column, first, last, ways.valid))
        return np.where(first[:, None] < last, score, blank)

    def _finish(self, column: int, first: _Places, last: _Places, valid: _Truths) -> Scores:
        """How well the lines of a column from some places up to others are whole cells."""
        count = len(self.columns[column].filled)
        table = np.zeros((count + 1, count + 1))
        wanted = sorted(set(last.tolist()))
        furthest = np.where(valid, last, 0).max(axis=1, initial=0)
        reach: dict[int, int] = {}
        for begin, end in zip(first.tolist(), furthest.tolist(), strict=True):
            reach[begin] = max(reach.get(begin, 0), end)
        for begin, end in reach.items():
            for place in wanted[bisect_left(wanted, begin + 1) :]:
                if place > end:
                    break
                whole = self._whole(column, begin, place)
                table[begin, place] = self.model.finish(column + 1, whole)
        finished: Scores = table[first[:, None], last]
        return finished

    def _whole(self, column: int, first: int, last: int) -> Whole:
        """What lines of a column tell together."""
        key = (column, first, last)
        known = self._wholes.get(key)
        if known is None:
            alone = self.columns[column].lines[last - 1]
            before = self._whole(column, first, last - 1) if last - first > 1 else None
            known = self._wholes[key] = before.and_then(alone) if before else alone
        return known

    def filled(self, start: int, end: int) -> Iterator[int]:
        """The columns that some lines fill, that of the numbers first if they have one."""
        if self.number(start, end) is not None:
            yield 0
        for column, found in enumerate(self.columns, start=1):
            if bisect_left(found.filled, start) < bisect_left(found.filled, end):
                yield column


def _white(lines: Lines) -> list[float]:
    """What blank lines tell for rows to meet there; nothing where many lines have one above."""
    blank = [one > 0 for one in lines.blanks]
    if sum(blank[1:]) > _SELDOM * len(lines):
        return [0.0] * len(lines)
    return [_BLANK_LINE * one for one in blank]
