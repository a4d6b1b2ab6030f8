"""Rows of a page of spaced text: which lines of its columns stand in one row.

The number column says where rows are. Where cells hang from the top of their rows, a row begins
at its number; where they are centred, the number stands in the middle of its row and the lines
above and below it are shared out so that every cell is centred too. What the page shows decides
between the two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate, pairwise
from math import inf

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.signs.ground import clip
from pipeline.extract.layer.signs.words import OPEN_ENDS, ink
from pipeline.extract.layer.uncounted.gridded import Cutting, Lines, Span, labels_of
from pipeline.extract.spaced.rows.centres import centres
from pipeline.writing.labels import parse_label

_LOOK = 26
"""Lines on either side of a number that its row may take."""
_MOST_OFF = 4
_UNDER_WAY, _LEFT_OPEN = 1.5, 1.0
"""What it costs that a cell begins, or ends, inside a sentence."""
_NO_NUMBER, _TALLEST = 3.0, 8
"""What it costs that a row without a number stands between two with one, and its most lines."""
_SPLIT = 1.0
"""What it costs that a page begins with the end of a row."""
_TOLD, _MOST_TOLD = 0.5, 4.0
"""How much counts how much likelier two lines go on than part (log odds, to that much)."""
_CLEAR = 1.0
"""By how much a cut must be better than the next best one to be no guess."""
_CUT = 1.5
"""How many times more cells begin with a small letter if cells hang from the top, from which on
they are centred: titles of one line stand beside their numbers in both."""
_HANGING = 0.75
"""Share of numbers beside the first line of a title from which on cells hang from the top."""
_AGAIN = 2
"""Columns filled after a blank line, one of them again, that show that a row without a title
begins."""
_INSIDE, _SHARE_INSIDE = 2, 0.05
"""Numbers beside small letters, that is inside a title (but for those right below another number:
no title begins above them), and their share, from which on cells are centred: in the 17 tables for
learning whose cells hang from the top there was none."""
_AROUND, _SHARE_AROUND = 5, 0.15
"""Numbers with the lines of a cell right above and below them and none beside them, and their
share, from which on cells are centred: of 22 tables whose cells hang from the top the highest count
is 1 (of 91), of a list of a line a row, moved aside at some, 0.03; of 13 centred ones the lowest
share is 0.24."""


def are_centred(pages: Sequence[Lines]) -> bool:
    """Whether the numbers of a table stand in the middle of their rows: often no cell begins
    beside them, some stand beside small letters, between two lines of a cell, or cells that hang
    from the top would begin with small letters."""
    beside = inside = around = several = numbers = 0
    for lines in pages:
        found = labels_of(lines)
        numbers += len(found)
        for index, after in pairwise([*found, len(lines)]):
            if after - index == 1 and (not index or index - 1 in found):
                continue
            several += 1
            beside += _begins(lines, index)
            inside += lines.texts[index][1][:1].islower() and index - 1 not in found
            around += _is_between(lines, index, found)
    if around >= max(_AROUND, _SHARE_AROUND * numbers):
        return True
    if inside >= max(_INSIDE, _SHARE_INSIDE * several):
        return True
    if several > 0 and beside < _HANGING * several:
        return True
    cut = _cut_cells(pages, False)
    return cut >= _INSIDE and cut > _CUT * _cut_cells(pages, True)


def _cut_cells(pages: Sequence[Lines], centred: bool) -> int:
    """How many cells begin with a small letter if rows are so."""
    return sum(
        next((t[column] for t in own if t[column]), "")[:1].islower()
        for lines in pages
        for row in counted_rows(lines, centred).rows
        if row.label is not None
        for own in [lines.texts[row.start : row.end]]
        for column in range(1, len(own[0]))
    )


def _is_between(lines: Lines, index: int, found: Sequence[int]) -> bool:
    """Whether a number stands between two lines of a cell beside none: right above and below it,
    where no other number is."""
    around = {index - 1, index + 1}
    if not 0 < index < len(lines) - 1 or around & set(found[bisect_left(found, index - 1) :][:3]):
        return False
    three = zip(*lines.texts[index - 1 : index + 2], strict=True)
    return any(above and below and not own for above, own, below in list(three)[1:])


def _begins(lines: Lines, index: int) -> bool:
    """Whether the first cell beside a number begins there."""
    text = lines.texts[index][1]
    return bool(text) and not text[0].islower()


def counted_rows(
    lines: Lines,
    centred: bool,
    model: TableModel | None = None,
    figures: Sequence[int] = (),
) -> Cutting:
    """The rows of a page that numbers tell, those without a number too; every line is in one.
    `model` is what is known of the cells of the columns; where cells are centred, `figures` are the
    columns whose figures tell rows without a number."""
    numbers = labels_of(lines)
    between = frozenset(centres(lines, figures)) if centred else frozenset()
    found = sorted({*numbers, *between})
    guessed: dict[int, frozenset[int]] = {}
    if not found:
        rows = [Span(0, len(lines), None)] if len(lines) else []
    elif centred:
        search = _Centring(lines, found, model)
        rows, guessed = search.spans(), search.guesses()
    else:
        rows = _hanging(lines, found)
    parted = [part for row in rows for part in _parted(lines, row, centred)]
    none: frozenset[int] = frozenset()
    return Cutting(
        tuple(replace(r, label=None) if r.label in between else r for r in parted),
        tuple(
            guessed.get(r.start, none)
            | guessed.get(r.end, none)
            | (_columns_of(lines, r) if r.label in between else none)
            for r in parted
        ),
    )


def _columns_of(lines: Lines, span: Span) -> frozenset[int]:
    """The columns that a row has words in."""
    own = lines.texts[span.start : span.end]
    return frozenset(k for k in range(1, len(own[0])) if any(texts[k] for texts in own))


def _hanging(lines: Lines, found: Sequence[int]) -> list[Span]:
    top = [Span(0, found[0], None)] if found[0] else []
    return top + [Span(start, end, start) for start, end in pairwise([*found, len(lines)])]


def _parted(lines: Lines, span: Span, centred: bool) -> list[Span]:
    """A row, or the rows in it: where cells hang from the top, a column that was blank for a
    while and is filled again shows that a row without a number begins."""
    if centred:
        return [span]
    starts = [span.start]
    for index in range(span.start + 1, span.end):
        if _begins_anew(lines, starts[-1], index):
            starts.append(index)
    return [
        Span(start, end, span.label if start == span.start else None)
        for start, end in pairwise([*starts, span.end])
    ]


def _begins_anew(lines: Lines, start: int, index: int) -> bool:
    """Whether a row without a number begins with a line: a column is filled that was blank above,
    and all that is filled begins like a cell, its title too. A column filled again begins one
    whatever its letters are: the lines of a cell have no blank one between them; with another
    column it shows that where there is no title."""
    texts, above = lines.texts[index], lines.texts[index - 1]
    if start == index - 1 and above[0] and not any(above[1:]):
        return False  # a number wider than its column has a line of its own
    if not any(texts[1:]):
        return False  # the end of a number that its column cuts
    if _is_heading(texts) != _is_heading(above) and (_is_heading(texts) or start == index - 1):
        return True
    filled = [k for k, text in enumerate(texts) if text]
    fresh = {k for k in filled if not above[k]}
    again = {k for k in fresh if any(own[k] for own in lines.texts[start:index])}
    if not fresh or not (texts[1] or (again and len(fresh) >= _AGAIN)):
        return False
    if not all(_like_a_cell(texts[k]) for k in filled if not (again and k in fresh)):
        return False
    goes_on = [above[k] for k in filled if above[k]]
    return all(ink(text).end not in OPEN_ENDS for text in goes_on)


def _is_heading(texts: Sequence[str]) -> bool:
    """Whether a line is a heading in capitals that stands alone."""
    text = texts[1]
    return bool(text) and not any(texts[2:]) and " " in text and text.isupper()


def _like_a_cell(text: str) -> bool:
    return not text[0].islower() and text[0] not in ",.;:)"


_Layer = dict[int, tuple[float, int]]


class _Centring:
    """Shares the lines between numbers out so that the cells of each row are centred."""

    def __init__(self, lines: Lines, found: Sequence[int], model: TableModel | None) -> None:
        self.lines = lines
        self.model = model
        self.found = list(found)
        self.columns = range(1, len(lines.texts[0]))
        self._borders: dict[int, float] = {}
        self._costs: dict[tuple[int, int, int], float] = {}
        self._costs_without: dict[tuple[int, int], float] = {}
        self._rows_between: dict[tuple[int, int], dict[int, tuple[float, int]]] = {}
        self._following: dict[tuple[int, int], dict[int, float]] = {}

    @cached_property
    def _filled(self) -> list[list[int]]:
        """Per column the lines in which it is filled."""
        return [[i for i, t in enumerate(self.lines.texts) if t[k]] for k in self.columns]

    @cached_property
    def _before(self) -> list[list[int]]:
        """Per column and line, and behind the last, how many lines before it are filled."""
        return [[0, *accumulate(bool(t[k]) for t in self.lines.texts)] for k in self.columns]

    def spans(self) -> list[Span]:
        """The rows of least cost, from the top of the page to its bottom."""
        return self._as_spans(self._way)

    @cached_property
    def _way(self) -> list[int]:
        """Where the numbered rows of least cost begin and end, in turn."""
        layers = self._layers
        way = [min(layers[-1], key=lambda end: layers[-1][end][0])]
        for layer in layers[:0:-1]:
            way.append(layer[way[-1]][1])
        return way[::-1]

    def guesses(self) -> dict[int, frozenset[int]]:
        """The lines at which rows meet where they might nearly as well meet at another one, and the
        columns that have words between these."""
        way, layers = self._way, self._layers
        behind: dict[int, float] = dict.fromkeys(layers[-1], 0.0)
        found: dict[int, frozenset[int]] = {}
        for place in range(len(layers) - 1, -1, -1):
            ways = {end: cost + behind[end] for end, (cost, _) in layers[place].items()}
            best = ways.pop(way[place])
            others = [end for end, cost in ways.items() if cost - best < _CLEAR]
            if others:
                known = found.get(way[place], frozenset())
                found[way[place]] = known | self._between(way[place], others)
            behind = self._behind(place, layers, behind)
        return found

    def _between(self, at: int, others: Sequence[int]) -> frozenset[int]:
        """The columns with words between a line and any of the others."""
        first, last = min(at, *others), max(at, *others)
        return frozenset(
            column
            for column, filled in zip(self.columns, self._filled, strict=True)
            if bisect_left(filled, first) < bisect_left(filled, last)
        )

    def _behind(
        self, place: int, layers: Sequence[_Layer], behind: Mapping[int, float]
    ) -> dict[int, float]:
        """What the rows from a layer on cost at least, by the line of the layer before."""
        if not place:
            return {}
        return {
            before: min(
                cost + behind[after]
                for after, cost in self._next(before, place - 1).items()
                if after in behind
            )
            for before in layers[place - 1]
        }

    @cached_property
    def _layers(self) -> list[_Layer]:
        """The lines at which the rows of the numbers may begin and end, in turn: what the rows up
        to there cost at least, and the line of the layer before."""
        first = range(max(0, self.found[0] - _LOOK), self.found[0] + 1)
        layers: list[_Layer] = [
            {start: (_SPLIT + self._border(start) if start else self._at_top(), -1)
             for start in first}
        ]  # fmt: skip
        for place in range(2 * len(self.found) - 1):
            following: _Layer = {}
            for before, (cost, _) in layers[-1].items():
                for after, step in self._next(before, place).items():
                    total = cost + step
                    if after not in following or total < following[after][0]:
                        following[after] = (total, before)
            layers.append(following)
        return layers

    def _next(self, before: int, place: int) -> dict[int, float]:
        """From a line of a layer the lines of the next one, and what is between them costs: a row
        with a number, or rows without one."""
        known = self._following.get((before, place))
        if known is None:  # asked for once down the page, and once up
            number, between = divmod(place, 2)
            known = self._following[before, place] = (
                {after: cost for after, (cost, _) in self._unnumbered(before, number).items()}
                if between
                else {end: self._step(before, end, number) for end in self._ends(before, number)}
            )
        return known

    def _unnumbered(self, start: int, number: int) -> dict[int, tuple[float, int]]:
        """Where the row of the next number may begin if that of one ends at a line: what the rows
        without a number between them cost, and where the last of these begins."""
        until = self.found[number + 1]
        known = self._rows_between.get((start, until))
        if known is not None:
            return known
        best: dict[int, tuple[float, int]] = {start: (0.0, start)}
        for begin in range(start, until if self.model else start):
            if begin not in best or not self._may_begin(begin):
                continue
            for end in range(begin + 1, min(until, begin + _TALLEST) + 1):
                cost = best[begin][0] + self._without_number(begin, end)
                if cost < inf and (end not in best or cost < best[end][0]):
                    best[end] = (cost, begin)
        self._rows_between[start, until] = best
        return best

    def _may_begin(self, index: int) -> bool:
        """Whether all cells of a line begin like one."""
        return all(_like_a_cell(text) for text in self.lines.texts[index][1:] if text)

    def _without_number(self, start: int, end: int) -> float:
        """What a row without a number costs: nothing for a heading, else it has a title and more,
        and its cells are whole and centred."""
        key = (start, end)
        known = self._costs_without.get(key)
        if known is None:
            known = self._costs_without[key] = self._title_and_more(start, end)
        return known

    def _title_and_more(self, start: int, end: int) -> float:
        if self._is_apart(start, end):
            return 0.0
        cost, count = _NO_NUMBER, 0
        for column, filled in zip(self.columns, self._filled, strict=True):
            first, behind = bisect_left(filled, start), bisect_left(filled, end)
            if first < behind:
                ends = (first, min(behind, len(filled) - 1))
                if not all(_like_a_cell(self.lines.texts[filled[k]][column]) for k in ends):
                    return inf
                cost += abs(filled[first] + filled[behind - 1] - start - end + 1) / 2
                cost += self._meets(column, filled, behind)
                count += 1
            elif column == 1:
                return inf
        return cost if count > 1 else inf

    def _is_apart(self, start: int, end: int) -> bool:
        """Whether lines are a heading in capitals alone, and the titles above and below it none."""
        titles = self._filled[0]
        first, behind = bisect_left(titles, start), bisect_left(titles, end)
        around = (titles[k] for k in (first - 1, behind) if 0 <= k < len(titles))
        return all(map(_is_heading, self.lines.texts[start:end])) and not any(
            self.lines.texts[at][1].isupper() for at in around
        )

    def _step(self, start: int, end: int, number: int) -> float:
        return self._cost(start, end, self.found[number]) + self._border(end)

    def _at_top(self) -> float:
        """What it costs that the first row of a page begins there: cells that begin inside a
        sentence."""
        tops = [
            (column, self.lines.texts[filled[0]][column])
            for column, filled in zip(self.columns, self._filled, strict=True)
            if filled and filled[0] <= self.found[0]
        ]
        if self.model is None:
            return sum(_UNDER_WAY for _, text in tops if text[0].islower())
        scores = (self.model.start(column, ink(text)) for column, text in tops)
        return sum(_TOLD * clip(-score, 0.0, _MOST_TOLD) for score in scores)

    def _ends(self, start: int, number: int) -> list[int]:
        """Where a row may end that begins at a line: about as far below its number."""
        label, last = self.found[number], number + 1 == len(self.found)
        until = len(self.lines) if last else self.found[number + 1]
        middle = label + self.lines.last(label) - start + 1
        least = self._last_piece(label, until) + 1
        near = {min(until, max(least, middle + off)) for off in range(-_MOST_OFF, _MOST_OFF + 1)}
        return sorted(near | {until} if last else near)

    def _last_piece(self, label: int, until: int) -> int:
        """The last line with a piece of a number that a narrow column cuts."""
        last, number = self.lines.last(label), self.lines.texts[label][0]
        for at in range(last + 1, until):
            piece = self.lines.texts[at][0]
            if piece and parse_label(number + piece) is not None:
                last, number = at, number + piece
        return last

    def _as_spans(self, way: Sequence[int]) -> list[Span]:
        found = [Span(0, way[0], None)] if way[0] else []
        for number, label in enumerate(self.found):
            start, end = way[2 * number : 2 * number + 2]
            found.append(Span(start, end, label))
            if number + 1 < len(self.found):
                found += self._spans_between(end, way[2 * number + 2], number)
        if way[-1] < len(self.lines):
            found.append(Span(way[-1], len(self.lines), None))
        return found

    def _spans_between(self, start: int, end: int, number: int) -> list[Span]:
        """The rows without a number from a line to another one."""
        spans: list[Span] = []
        between = self._unnumbered(start, number)
        while end > start:
            begin = between[end][1]
            spans.append(Span(begin, end, None))
            end = begin
        return spans[::-1]

    def _cost(self, start: int, end: int, label: int) -> float:
        """How far the cells of a row are from being centred about its number."""
        key = (start, end, label)
        known = self._costs.get(key)
        if known is None:
            known = self._costs[key] = self._off_centre(start, end, label)
        return known

    def _off_centre(self, start: int, end: int, label: int) -> float:
        cost = 0.0
        number = label + self.lines.last(label)
        for filled, before in zip(self._filled, self._before, strict=True):
            first, behind = before[start], before[end]
            if first < behind:
                off = abs(filled[first] + filled[behind - 1] - number)
                cost += (_MOST_OFF if off > _MOST_OFF else off) / 2
        if start == 0 or end == len(self.lines):
            return min(cost, 3.0)
        return cost

    def _border(self, index: int) -> float:
        """What it costs that rows meet above a line: cells cut inside a sentence."""
        if index >= len(self.lines):
            return 0.0
        known = self._borders.get(index)
        if known is None:
            known = self._borders[index] = self._meeting(index)
        return known

    def _meeting(self, index: int) -> float:
        return sum(
            self._meets(column, filled, bisect_left(filled, index))
            for column, filled in zip(self.columns, self._filled, strict=True)
        )

    def _meets(self, column: int, filled: Sequence[int], place: int) -> float:
        """What it costs that a cell of a column begins with one of its lines."""
        above = self.lines.texts[filled[place - 1]][column] if place else ""
        below = self.lines.texts[filled[place]][column] if place < len(filled) else ""
        return self._cut(column, above, below)

    def _cut(self, column: int, above: str, below: str) -> float:
        """What it costs that a cell ends with a line and another begins with the next."""
        model = self.model
        if model is None or not above or not below:
            cost = _UNDER_WAY if below and below[0].islower() else 0.0
            left_open = above and ink(above).end in OPEN_ENDS
            return cost + _LEFT_OPEN if left_open else cost
        one, other = ink(above), ink(below)
        goes_on = model.join(one, other) + model.wrap(column, one, other)
        return _TOLD * clip(goes_on - model.start(column, other), -_MOST_TOLD, _MOST_TOLD)
