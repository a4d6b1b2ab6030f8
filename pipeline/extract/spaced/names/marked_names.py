"""The names above a row of column marks: each line of a name stands in the middle over the mark of
its column, and a name over several columns in the middle over their marks.

The lines are taken from the marks upward. Of all ways to read the texts of a line that is taken in
which they are least off the middle of what they stand over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.extract.spaced.lines.words import WIDE, SpacedLine, Word, text_of
from pipeline.extract.spaced.names.header import HeaderLines, is_remark
from pipeline.extract.spaced.names.upper import Part, Upper
from pipeline.writing.headings import is_annex_heading

_HIGHEST = 16
"""Lines of a header: names of a dozen words in narrow columns take as many."""
_BLANK = 2
"""Blank lines between two lines of a header, at most: tall ones are spread over the page."""
_OFF = 5.0
"""Characters by which a line of a name may stand off the middle of its column: programs that keep
the spacing of a page move short lines by some."""
_SLACK = 2
"""Characters by which it may reach over the edges that marks at the left of the columns show."""
_OFF_UPPER = 8.0
"""The same for a name over several columns, off the middle of all of them."""
_OFF_APART = 2.5
"""The same where a blank line is between: titles and units stand so over some columns by chance."""
_APART, _APART_LEVELS = 3.5, 0.5
"""What it costs, for each line, that the middles of names below one are at different heights, and
where some of these stand over others."""
_LEFT, _LEVEL = 3.0, 0.5
"""What it costs that a name as low as those below another one has none above it, and how many lines
higher the names of their own level stand at least: in the middle of both levels."""
_WORSE = 3.0
"""What it costs that a line of a name begins with a capital above one that begins with one too."""
_TITLE = 6.0
"""Characters by which a text over names of one level is off the middle of its table, at least:
titles of tables stand there."""
_MOST = 100
"""Columns of a table whose names are looked for so: twice what the widest forms have. The time that
it takes grows with their cube."""
_WAYS = 24
"""Ways to read the texts of a line up to one of them that are kept."""
_CLOSE = 1.5
"""Characters of cost by which another way to read a line is worse at most that may be the right
one."""
_LOOSE = 4.0
"""What it costs to read a name over several columns from which on it may stand over others."""
_COUNT = re.compile(r"\d{1,2}|(?:19|20)\d{2}")
"""What the last line of a name may be below one that begins it: a count, or a year."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a table are: the middle of each, the borders between them, and where the
    table begins and ends (characters); `edges` are where each begins and the last one ends, where
    marks at the left of the columns show it; `fields` are where the cells of each begin and end,
    where these show the columns: on either side of them, or in the middle."""

    middles: Sequence[float]
    borders: Sequence[float]
    left: float
    right: float
    edges: Sequence[float] = ()
    fields: Sequence[tuple[int, int]] = ()

    def of(self, word: Word) -> int:
        """The column that the middle of a word stands in."""
        return sum(border < (word.x0 + word.x1) / 2 for border in self.borders)

    def holds(self, column: int, words: Sequence[Word]) -> bool:
        """Whether words have room in a column: they reach no middle of the ones beside it."""
        left = self.middles[column - 1] if column else 0 if self.fields else self.left - 1
        beyond = column + 1 == len(self.middles)
        return left < words[0].x0 and (beyond or words[-1].x1 <= self.middles[column + 1])

    def off(self, column: int, words: Sequence[Word]) -> float:
        """How far words stand off the middle of a column; where marks show its edges, how far it is
        that they stand off the nearest one of these and the middle, if they are inside."""
        off = _off(words, self.middles[column])
        if self.fields:
            before = self.fields[column - 1][1] if column else 0
            beyond = column + 1 < len(self.fields) and words[-1].x1 > self.fields[column + 1][0]
            return off if words[0].x0 < before or beyond else min(off, _OFF)
        if not self.edges:
            return off
        left, right = self.edges[column : column + 2]
        inside = left - _SLACK <= words[0].x0 and words[-1].x1 <= right + _SLACK
        return min(off, abs(words[0].x0 - left), _OFF if inside else off)

    def middle(self, first: int, last: int) -> float:
        """The middle of some columns beside each other, but where cells show these."""
        if self.edges:
            return (self.edges[first] + self.edges[last + 1]) / 2
        return (self.middles[first] + self.middles[last]) / 2


@dataclass(frozen=True, slots=True)
class FoundNames:
    """The names of a header that begins with a line: of its columns, and over several of them; what
    it costs to read them so, and the columns whose names other ways to read them, nearly as good,
    give differently."""

    start: int
    columns: tuple[tuple[Part, ...], ...]
    upper: tuple[Upper, ...]
    cost: float
    doubtful: frozenset[int] = frozenset()

    def header(self, end: int, blank: Word, borders: Sequence[float]) -> HeaderLines:
        """The header up to line `end`, with a blank column of numbers, for whose name a word
        stands, at its left."""
        over = (Upper(one.first + 1, one.last + 1, one.name) for one in self.upper)
        columns = (((self.start, (blank,)),), *self.columns)
        return HeaderLines(
            self.start,
            end,
            columns,
            tuple(over),
            counted=False,
            borders=tuple(borders),
            doubtful=frozenset(column + 1 for column in self.doubtful),
        )


@dataclass(slots=True)
class _Names:
    """Names while their lines are taken: of each column, and over several of them; both from the
    lowest line to the highest. `heights` are the lines of the text by index."""

    at: Columns
    heights: Sequence[int]
    columns: list[list[Part]]
    upper: list[tuple[int, int, list[Part]]] = field(default_factory=list)

    def highest(self, column: int) -> list[Part]:
        """The lines of the highest name over a column."""
        over = [parts for first, last, parts in self.upper if first <= column <= last]
        return min([self.columns[column], *over], key=lambda parts: parts[-1][0])

    def top(self, column: int) -> int:
        """The highest line over a column."""
        return self.heights[self.highest(column)[-1][0]]

    def height(self, column: int) -> float:
        """The middle of the highest name over a column, from the first line on."""
        own = self.highest(column)
        return (self.heights[own[0][0]] + self.heights[own[-1][0]]) / 2

    def middle(self, first: int, last: int) -> float:
        """The middle of some columns beside each other: cells that show these may stand off it, the
        names of the columns do not."""
        if not self.at.fields or not (self.columns[first] and self.columns[last]):
            return self.at.middle(first, last)
        one, other = ([words for _, words in self.columns[column]] for column in (first, last))
        return (_middle_of(one) + _middle_of(other)) / 2

    def is_open(self, column: int) -> bool:
        """Whether the name of a column begins on a line above those taken."""
        name = self.columns[column]
        return not name or not begins(name[-1][1])

    def named_around(self, first: int, last: int) -> range:
        """The columns around some whose names begin below: those that a name may stand over; none
        if the name of one of these is open itself."""
        if any(map(self.is_open, range(first, last + 1))):
            return range(0)
        begin, end = first, last + 1
        while begin and not self.is_open(begin - 1):
            begin -= 1
        while end < len(self.columns) and not self.is_open(end):
            end += 1
        return range(begin, end)

    def is_covered(self, column: int) -> bool:
        """Whether a name over several stands over a column."""
        return any(first <= column <= last for first, last, _ in self.upper)

    def parts_other(self, begin: int, end: int) -> bool:
        """Whether some columns are a part of those below another name."""
        return any(
            first <= end and begin <= last and not (begin <= first and last <= end)
            for first, last, _ in self.upper
        )


@dataclass(frozen=True, slots=True)
class _Choice:
    """A way to read a text: what it costs, the columns it stands over, and whether it is a name
    over these, or else a line of the name of one."""

    cost: float
    first: int
    last: int
    is_over: bool

    @property
    def span(self) -> range:
        """The columns it stands over."""
        return range(self.first, self.last + 1)


def columns_of_edges(edges: Sequence[float], borders: Sequence[float]) -> Columns:
    """The columns between some edges."""
    middles = [(a + b) / 2 for a, b in pairwise(edges)]
    return Columns(middles, borders, edges[0], edges[-1], edges)


def columns_of_fields(fields: Sequence[tuple[int, int]], borders: Sequence[float]) -> Columns:
    """The columns that cells stand in."""
    middles = [(x0 + x1) / 2 for x0, x1 in fields]
    return Columns(middles, borders, fields[0][0], fields[-1][1], fields=fields)


def names_above(
    rows: Sequence[SpacedLine], end: int, columns: Columns, barred: Set[int]
) -> FoundNames | None:
    """The names of the header that ends above line `end`; none if a column behind the first one has
    no name, or there are too many. No line of a header is above one in `barred`."""
    if len(columns.middles) > _MOST:
        return None
    heights = [row.line for row in rows[:end]]
    names = _Names(columns, heights, [[] for _ in columns.middles])
    start, cost = end, 0.0
    doubtful: set[int] = set()
    while start > max(0, end - _HIGHEST) and start not in barred:
        row, below = rows[start - 1], rows[start]
        if below.blanks > _BLANK or is_remark(row) or is_annex_heading(row.text):
            break
        parts = [part for own in row.segments for part in _split(own, names)]
        ways = _read(parts, names, below.blanks)
        if not ways:
            break
        chosen = ways[0]
        doubtful |= _doubtful(parts, ways, names)
        _take(parts, chosen, names, start - 1)
        start, cost = start - 1, cost + sum(choice.cost for choice in chosen)
    if not all(names.columns[1:]):
        return None
    found = tuple(tuple(reversed(name)) for name in names.columns)
    upper = (Upper(first, last, tuple(reversed(parts))) for first, last, parts in names.upper)
    return FoundNames(start, found, tuple(upper), cost, frozenset(doubtful))


def begins(words: Sequence[Word]) -> bool:
    """Whether a line of a name may be its first one."""
    first = next((char for char in text_of(words) if char.isalnum()), "")
    return first.isupper() or first.isdigit()


def _split(words: tuple[Word, ...], names: _Names) -> Iterator[tuple[Word, ...]]:
    """A text, one whose words are lines of the names of several columns parted between these."""
    at = [names.at.of(word) for word in words]
    own = sorted(set(at))
    if names.at.fields and any(
        names.at.off(column, words) <= _OFF and names.at.holds(column, words) for column in own
    ):
        yield words
        return
    groups = [
        tuple(word for word, column in zip(words, at, strict=True) if column == one) for one in own
    ]
    if (
        len(groups) > 1
        and at == sorted(at)
        and all(map(names.is_open, own))
        and all(
            names.at.off(column, group) <= _OFF for group, column in zip(groups, own, strict=True)
        )
    ):
        yield from groups
    else:
        yield words


def _middle(words: Sequence[Word]) -> float:
    return (words[0].x0 + words[-1].x1) / 2


def _middle_of(parts: Sequence[Sequence[Word]]) -> float:
    """The middle of a name of several lines."""
    return (min(own[0].x0 for own in parts) + max(own[-1].x1 for own in parts)) / 2


def _off(words: Sequence[Word], middle: float) -> float:
    return abs(_middle(words) - middle)


def _read(
    parts: Sequence[tuple[Word, ...]], names: _Names, blanks: int
) -> list[tuple[_Choice, ...]]:
    """The best way to read the texts of a line, and those nearly as good; none if one of them is no
    name."""
    ways: list[tuple[float, tuple[_Choice, ...]]] = [(0.0, ())]
    for words in parts:
        choices = list(_choices(words, names, blanks, len(parts) == 1))
        further = [
            (cost + choice.cost, (*way, choice))
            for cost, way in ways
            for choice in choices
            if not way or choice.first > way[-1].last
        ]
        ways = sorted(further, key=lambda way: way[0])[:_WAYS]
    costs = sorted(
        ((cost + _left_out(way, names), way) for cost, way in ways), key=lambda way: way[0]
    )
    return [way for cost, way in costs if cost <= costs[0][0] + _CLOSE]


def _doubtful(
    parts: Sequence[tuple[Word, ...]], ways: Sequence[tuple[_Choice, ...]], names: _Names
) -> set[int]:
    """The columns whose names the first one of the ways to read a line may give wrongly: another
    one gives them differently, a name over several stands far off their middle, a line begins a
    name above one that does, as one over several columns does or a title, or two that are one blank
    apart may be divided at another word."""
    chosen = ways[0]
    found = _may_divide(parts, chosen, names)
    for way in ways[1:]:
        for one, other in zip(chosen, way, strict=True):
            found |= {*one.span} ^ {*other.span}
    for one in chosen:
        if one.is_over and one.cost > _LOOSE:
            found |= {one.first, one.last}
        elif not one.is_over and not names.is_open(one.first):
            below = text_of(names.columns[one.first][-1][1])
            if not _COUNT.fullmatch(below):
                found.add(one.first)
    return found


def _may_divide(
    parts: Sequence[tuple[Word, ...]], chosen: Sequence[_Choice], names: _Names
) -> set[int]:
    """The columns beside each other whose texts on a line, one blank between them, may be divided
    at another word: they stand nearly as well in the middle then."""
    found: set[int] = set()
    for (left, a), (right, b) in pairwise(zip(parts, chosen, strict=True)):
        if a.is_over or b.is_over or b.first != a.last + 1 or right[0].x0 - left[-1].x1 >= WIDE:
            continue
        words = (*left, *right)
        costs = [
            names.at.off(a.first, words[:at]) + names.at.off(b.first, words[at:])
            for at in range(1, len(words))
        ]
        best = costs[len(left) - 1]
        if sum(cost <= best + _CLOSE for cost in costs) > 1:
            found |= {a.first, b.first}
    return found


def _left_out(way: Sequence[_Choice], names: _Names) -> float:
    """What it costs that names stand as low as those that others are over, and have none."""
    over = [
        column
        for one in way
        if one.is_over
        for column in range(one.first, one.last + 1)
        if names.columns[column]
    ]
    if not over:
        return 0.0
    low = sum(map(names.height, over)) / len(over) - _LEVEL
    free = (
        column
        for column, name in enumerate(names.columns)
        if name and column not in over and not names.is_covered(column)
    )
    return _LEFT * sum(names.height(column) > low for column in free)


def _choices(words: Sequence[Word], names: _Names, blanks: int, alone: bool) -> Iterator[_Choice]:
    """The ways to read a text of a line, which stands alone on it or not."""
    own = [names.at.of(word) for word in words]
    first, last = min(own), max(own)
    for begin, end, over in names.upper:
        if not begins(over[-1][1]) and begin <= first and last <= end:
            yield _Choice(_off(words, _middle(over[-1][1])), begin, end, True)
            return
    count = len(names.columns)
    for column in range(max(0, first - 1), min(count, last + 2)):
        off = names.at.off(column, words)
        goes_on = names.is_open(column) or not (blanks or names.is_covered(column))
        if off <= _OFF and goes_on and names.at.holds(column, words):
            if not names.is_open(column) and _is_above(words, names.columns[column][-1][1]):
                continue
            yield _Choice(off + _WORSE * (not names.is_open(column)), column, column, False)
    reach = names.named_around(first, last)
    for begin in range(reach.start, min(first + 1, reach.stop)):
        for end in range(max(last, begin + 1), reach.stop):
            off = _off(words, names.middle(begin, end))
            span = range(begin, end + 1)
            if (
                off > _OFF_UPPER
                or len(span) == count
                or names.parts_other(begin, end)
                or (alone and _may_title(words, names, span, bool(blanks) and off > _OFF_APART))
            ):
                continue
            heights = [names.height(column) for column in span]
            each = _APART_LEVELS if any(map(names.is_covered, span)) else _APART
            yield _Choice(off + each * (max(heights) - min(heights)), begin, end, True)


def _is_above(words: Sequence[Word], name: Sequence[Word]) -> bool:
    """Whether words are no line of a name that begins below: a title in capitals above one that is
    in none, or the end of a sentence that announces the table."""
    loud = text_of(words).isupper() and not text_of(name).isupper()
    return len(words) > 1 and (loud or words[-1].text.endswith(":"))


def _may_title(words: Sequence[Word], names: _Names, span: range, apart: bool) -> bool:
    """Whether a text alone on its line may be the title of the table: no other column of one level
    begins higher than those below it, and it stands apart, in the middle of the table or in
    capitals."""
    low = min(map(names.top, span))
    if any(
        name and column not in span and not names.is_covered(column) and names.top(column) < low
        for column, name in enumerate(names.columns)
    ):
        return False
    middle = (names.at.left + names.at.right) / 2
    loud = text_of(words).isupper() and not all(
        text_of(parts[-1][1]).isupper() for parts in names.columns if parts
    )
    return apart or loud or _off(words, middle) < _TITLE


def _take(
    parts: Sequence[tuple[Word, ...]], chosen: Sequence[_Choice], names: _Names, line: int
) -> None:
    for words, choice in zip(parts, chosen, strict=True):
        if not choice.is_over:
            names.columns[choice.first].append((line, words))
            continue
        for begin, end, over in names.upper:
            if (begin, end) == (choice.first, choice.last) and not begins(over[-1][1]):
                over.append((line, words))
                break
        else:
            names.upper.append((choice.first, choice.last, [(line, words)]))
