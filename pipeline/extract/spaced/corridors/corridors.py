"""White corridors: where the columns of a page meet, learned from where its words stand.

Nothing here knows of language. A page is an array of lines by character columns, true where a
word stands; a border between two columns runs through the gaps between words, as straight as it
can and through as few words of the lines around as possible. Programs that keep the spacing of a
page move columns by some characters from one block of lines to the next, so a border is
a path, not a straight line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import cast

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.spaced.corridors.gaps import Gaps
from pipeline.extract.spaced.lines.words import WIDE, Word, wide_gaps

Lines = Sequence[Sequence[Word]]
Floats = NDArray[np.float64]
Blocks = NDArray[np.int64]

_AROUND = 7
"""Lines above and below that show where a corridor runs."""
_FADE = 0.85
"""How much less each further line counts."""
_OTHER_ROW = 0.3
"""How much less a line of another row counts: each may be set at other columns."""
_MOST = 3.0
"""Words of other lines in the way: more of them tell no more."""
_PULL, _LONGEST_PULL = 0.25, 6.0
"""What a border costs for each character away from where it is expected, and at most."""
_TIGHT = 0.8
"""What it costs that cells are parted by one blank only."""
_BEGUN, _MOST_BEGUN, _TIGHT_BEGUN, _CAPITAL = 0.6, 3.0, 0.2, 0.5
"""Less, for each line around that begins a cell there (up to so many; a word behind one blank
counts less), and where a capital follows."""
_MOST_BLANK = 3.0
_PASSES = 3
_FULL, _SOME, _OLD, _FIRM = 6.0, 0.5, 3.0, 30.0
"""How much is told of where a border runs by a line with wide gaps at all borders, by one with
some, and by the page on the whole; and by this in a text set to both edges, where wide gaps stand
inside cells too. Of seven such prints for learning six have more cells right so."""
UNUSED = 4.0
"""What it costs that a wide gap parts no columns."""
NEVER = 20.0
"""What a border costs that runs beside the clear corridor of its page: more than any other way."""
_CLEAR = 0.3
"""A border that costs less runs where it is expected, and through white space."""
_SURE = 1.0
"""From which difference to the next best path on the columns of a line are certain."""
_BESIDE, _TIGHT_START, _CROSSED = 0.3, 0.15, 1.0
"""What a word tells of a border that begins one character beside it, or behind one blank only, and
what a word in its way."""
_BESIDE_NAME = 0.25
"""What it costs, for each line, that a border does not run between the names beside it."""
FIGURE = "0123456789%"
"""What a figure ends with."""
_NARROWEST = 0.6
"""How narrow a column may be beside its name: programs squeeze the one and not the other."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The words of a line by column: `ends[k]` words stand before border `k`; `doubts` are the
    borders that might as well run through another gap."""

    ends: tuple[int, ...]
    doubts: frozenset[int] = frozenset()

    def column(self, words: Sequence[Word], index: int) -> Sequence[Word]:
        """The words of one column."""
        begin = self.ends[index - 1] if index else 0
        end = self.ends[index] if index < len(self.ends) else len(words)
        return words[begin:end]


@dataclass(frozen=True, slots=True)
class Told:
    """What the white space tells of a line: by borders and gaps what it costs that a border runs
    through a gap (before the first word, between words, after the last), where the borders are
    expected, and how many lines around begin a cell where each word does. `straight` is a line
    that the white space of the whole page parts."""

    words: Sequence[Word]
    costs: Floats
    path: Floats
    begun: tuple[float, ...] = ()
    straight: bool = False


def is_certain(told: Told, cut: Cut) -> bool:
    """Whether white space alone shows the columns of a line: all of them are filled and wide gaps
    part them, or every border runs where it is expected."""
    if told.straight:
        return True
    words, ends = told.words, cut.ends
    wide = sum(wide_gaps(words))
    inner = {end for end in ends if is_wide_gap(words, end)}
    if len(inner) != wide or any(0 < end < len(words) and end not in inner for end in ends):
        return False
    if len(inner) == len(ends):
        return True
    return all(told.costs[border, end] < _CLEAR for border, end in enumerate(ends))


def parted_words(told: Sequence[Told], cuts: Sequence[Cut]) -> int:
    """How often lines are cut against their white space: through one blank, or with a wide gap
    inside a cell. A figure that is a cell by itself may stand close to the next cell: figures are
    set to the right."""
    count = 0
    for one, cut in zip(told, cuts, strict=True):
        words = one.words
        inner = {end for end in cut.ends if 0 < end < len(words)}
        wide = {place for place, gap in enumerate(wide_gaps(words), start=1) if gap}
        begins = {0, *inner}
        figures = {end for end in inner if end - 1 in begins and words[end - 1].text[-1] in FIGURE}
        count += len((inner - figures - wide) | (wide - inner))
    return count


def coverage(lines: Lines) -> Floats:
    """Lines by character columns: 1 where a word stands."""
    wide = max((words[-1].x1 for words in lines if words), default=0) + 2
    covered = np.zeros((len(lines), wide))
    for index, words in enumerate(lines):
        for word in words:
            covered[index, word.x0 : word.x1] = 1
    return covered


def borders(
    lines: Lines,
    names: Lines,
    widths: Sequence[int],
    begins: Sequence[int] = (),
    ends: Sequence[int] = (),
) -> list[float]:
    """Where the borders of a page run, on the whole.

    `names` are the lines of the header on the page, `widths` is how wide each column is at least:
    the longest line of its name; `begins` is where the names on the page begin, `ends`, if they
    are to stand whole inside their columns, where these end. A border is good where words begin
    behind white space and where few words stand in its way.
    """
    lines = [*lines, *names, *names]
    if not any(map(len, lines)):
        return []
    covered = coverage(lines)
    starts = _starts(lines, covered.shape[1])
    crossed = np.minimum(covered, np.roll(covered, 1, axis=1)).sum(axis=0)
    worth = starts - _CROSSED * crossed
    worth[max(words[-1].x0 for words in lines if words) + 1 :] = -np.inf
    ways: list[tuple[Floats, NDArray[np.int64]]] = []
    off = _off_names(len(worth), begins, ends or begins[:-1], widths)
    beside = [(1.0 if ends else _BESIDE_NAME) * len(lines) * own for own in off]
    best = np.where(np.arange(len(worth)) >= widths[0], worth - beside[0], -np.inf)
    for border, width in enumerate((int(_NARROWEST * width) for width in widths[1:-1]), start=1):
        least = np.maximum.accumulate(best)
        came = _first_best(best)
        best = np.full(len(worth), -np.inf)
        best[width + 1 :] = (worth - beside[border])[width + 1 :] + least[: -width - 1]
        ways.append((best, came))
    return _way_back(best, ways, widths)


def _off_names(
    wide: int, begins: Sequence[int], ends: Sequence[int], widths: Sequence[int]
) -> list[Floats]:
    """Per border 1 where it would not run between the names beside it: behind where that of the
    column before it ends, or begins, and not behind where the next one begins."""
    places = np.arange(wide)
    if not begins:
        return [np.zeros(wide) for _ in widths[:-1]]
    return [
        ((places <= left) | (places > right + 1)).astype(float)
        for left, right in zip(ends, begins[1:], strict=False)
    ]


def _starts(lines: Lines, wide: int) -> Floats:
    """How many lines have a word behind white space that begins at a column, or beside it."""
    starts = np.zeros(wide + 1)
    for words in lines:
        if words:
            starts[words[0].x0] += 1
        for one, other in pairwise(words):
            starts[other.x0] += 1 if other.x0 - one.x1 >= WIDE else _TIGHT_START
    spread = starts.copy()
    spread[1:] += _BESIDE * starts[:-1]
    spread[:-1] += _BESIDE * starts[1:]
    return spread[:wide]


def _first_best(values: Floats) -> NDArray[np.int64]:
    """For each place the last one up to it at which the highest value so far stands."""
    highest = np.maximum.accumulate(values)
    places = np.where(values >= highest, np.arange(len(values)), 0)
    return cast("NDArray[np.int64]", np.maximum.accumulate(places))


def _way_back(
    best: Floats, ways: Sequence[tuple[Floats, NDArray[np.int64]]], widths: Sequence[int]
) -> list[float]:
    if not np.isfinite(best).any():
        return []
    places = [int(best.argmax())]
    for (_, came), width in zip(reversed(ways), reversed(widths[1:-1]), strict=True):
        places.append(int(came[places[-1] - int(_NARROWEST * width) - 1]))
    return [place - 0.5 for place in reversed(places)]


def cut_lines(
    lines: Lines,
    expected: Sequence[float],
    clear: Sequence[float | None] = (),
    justified: bool = False,
) -> tuple[list[Told], list[Cut]]:
    """The columns of each line of a page, borders running near where they are `expected`, those
    through `clear` corridors exactly there on every line with white space there; `justified` is
    whether cells are set to both edges."""
    if not lines or not expected:
        nothing = np.zeros((0, 1))
        return [Told(words, nothing, nothing[:, 0]) for words in lines], [Cut(()) for _ in lines]
    blocks = np.cumsum([bool(words) and words[0].x1 <= expected[0] + 1 for words in lines])
    paths = np.tile(np.asarray(expected, dtype=float), (len(lines), 1))
    blank = np.zeros(len(expected) + 1)
    shown = _shown(tuple(map(tuple, lines)), tuple(blocks.tolist())).with_clear(clear)
    for _ in range(_PASSES):
        _, ends = shown.best(paths, blank)
        paths = _smoothed(shown.gaps, ends, paths, shown.fades, _FIRM if justified else _OLD)
        blank = _blank(shown.gaps, ends, paths)
    costs, ends = shown.best(paths, blank)
    told = list(shown.told(costs, paths))
    return told, [
        Cut(tuple(own), _doubts(one, own)) for one, own in zip(told, ends.tolist(), strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the lines of a page show wherever borders are expected: their words and gaps, what the
    lines around have in each column, how many of them begin a cell where each word does. Of the
    gaps of all lines, one after another: which of the `edges` of gaps and words, among the columns
    of all lines, each begins at, what one costs of one blank, which ones have no column; `fades`
    how much lines tell of those around. `sure` are the borders and gaps that clear corridors say
    nothing runs through, and does."""

    lines: Lines
    gaps: Gaps
    around: Floats
    begun: Sequence[tuple[float, ...]]
    edges: Blocks
    white: Blocks
    tight: Floats
    before: Blocks
    fades: Sequence[Floats]
    sure: tuple[Sequence[Blocks], Sequence[Blocks]]

    @classmethod
    def of(cls, lines: Lines, blocks: Blocks) -> _Shown:
        """What lines show, by the rows they belong to; no corridor is clear."""
        covered, fades = coverage(lines), _fades(blocks)
        around = _around(covered, fades, _MOST)
        begun = _around(_beginnings(lines, covered.shape[1]), fades, _MOST_BEGUN)
        wide = around.shape[1]
        edges: list[int] = []
        white: list[int] = []
        tight: list[float] = []
        before: list[int] = []
        for index, (words, beginning) in enumerate(zip(lines, begun, strict=True)):
            start = index * wide
            white += range(len(edges), len(edges) + 2 * len(words) + 1, 2)
            edges += [start, *(start + edge for word in words for edge in (word.x0, word.x1))]
            before += [len(tight)] if words and not words[0].x0 else []
            tight += _tight(words, beginning)
        gaps = Gaps.of(lines)
        return cls(
            lines,
            gaps,
            around,
            [_begun_at(words, own) for words, own in zip(lines, begun, strict=True)],
            np.array(edges),
            np.array(white),
            np.array(tight),
            np.array(before, dtype=np.int64),
            fades,
            _sure(lines, gaps, ()),
        )

    def with_clear(self, clear: Sequence[float | None]) -> _Shown:
        """The same with clear corridors."""
        known = any(place is not None for place in clear)
        return replace(self, sure=_sure(self.lines, self.gaps, clear)) if known else self

    def told(self, costs: Floats, paths: Floats) -> Iterator[Told]:
        """What each line tells where borders are expected on these paths."""
        ranges = pairwise(self.gaps.at)
        for words, begun, path, (start, end) in zip(
            self.lines, self.begun, paths, ranges, strict=True
        ):
            yield Told(words, costs[:, start:end], path, begun)

    def best(self, paths: Floats, blank: Floats) -> tuple[Floats, Blocks]:
        """What borders that are expected on these paths cost at each gap, and the best gaps for
        them; `blank` is what it costs that a column is blank beside a number."""
        costs = self._costs(paths)
        blanks = self.gaps.begin_rows(paths)[:, None] * blank
        return costs, self.gaps.best(costs, blanks, UNUSED)

    def _costs(self, paths: Floats) -> Floats:
        """Borders by gaps (of each line those before the first word, between words, after the
        last): what it costs that a border runs through a gap."""
        pull = np.arange(self.around.shape[1]) - paths.T[:, :, None]
        np.abs(pull, out=pull)
        pull *= _PULL
        np.minimum(pull, _LONGEST_PULL, out=pull)
        pull += self.around
        every = pull.reshape(paths.shape[1], -1)
        costs: Floats = np.minimum.reduceat(every, self.edges, axis=1)[:, self.white]
        costs += self.tight
        costs[:, self.before] = 2 * _MOST
        never, here = self.sure
        costs[*never] = NEVER
        costs[*here] = 0.0
        return costs


@lru_cache(maxsize=8)
def _shown(lines: tuple[tuple[Word, ...], ...], blocks: tuple[int, ...]) -> _Shown:
    """What the lines of a page show, by the rows they belong to: the same wherever borders are
    expected, and three places on average are tried on each page."""
    return _Shown.of(lines, np.array(blocks))


def _tight(words: Sequence[Word], begun: Floats) -> list[float]:
    """What it costs more, by gaps, that cells are parted by one blank."""
    costs = [0.0] * (len(words) + 1)
    for gap, (one, other) in enumerate(pairwise(words), start=1):
        if other.x0 - one.x1 < WIDE:
            tight = _TIGHT - _BEGUN * float(begun[other.x0])
            costs[gap] = tight - (_CAPITAL if other.text[0].isupper() else 0.0)
    return costs


def _sure(
    lines: Lines, gaps: Gaps, clear: Sequence[float | None]
) -> tuple[Sequence[Blocks], Sequence[Blocks]]:
    """The borders through clear corridors, and the gaps of lines that have white space there that
    no sentence has: those of the whole line, which no such border runs through, and the gap there,
    which it does."""
    never: list[tuple[int, int]] = []
    here: list[tuple[int, int]] = []
    for border, place in enumerate(clear):
        if place is None:
            continue
        for words, (start, end) in zip(lines, pairwise(gaps.at), strict=True):
            gap = sum(word.x0 < place for word in words)
            if is_clear(words, gap):
                never += ((border, flat) for flat in range(start, end))
                here.append((border, start + gap))
    return _places(never), _places(here)


def _places(found: Sequence[tuple[int, int]]) -> Sequence[Blocks]:
    """Borders, and gaps."""
    places = np.array(found, dtype=np.int64).reshape(-1, 2)
    return places[:, 0], places[:, 1]


def _begun_at(words: Sequence[Word], begun: Floats) -> tuple[float, ...]:
    return tuple(begun[[word.x0 for word in words]].tolist()) if words else ()


def _blank(gaps: Gaps, ends: Blocks, paths: Floats) -> Floats:
    """Per column what it costs that it is blank beside a number: the rarer that is, the more."""
    rows = gaps.begin_rows(paths)
    edges = np.column_stack([np.zeros_like(gaps.last), ends, gaps.last])[rows]
    filled = np.diff(edges, axis=1) > 0
    share = (filled.sum(axis=0) + 1.0) / (len(filled) + 2.0)
    return cast(Floats, np.clip(np.log(share / (1 - share)), 0.0, _MOST_BLANK))


def _beginnings(lines: Lines, wide: int) -> Floats:
    """Lines by character columns: 1 where a word begins behind white space, less where it begins
    behind one blank."""
    begun = np.zeros((len(lines), wide))
    for index, words in enumerate(lines):
        for place, word in enumerate(words):
            clear = not place or word.x0 - words[place - 1].x1 >= WIDE
            begun[index, word.x0] = 1.0 if clear else _TIGHT_BEGUN
    return begun


def _around(covered: Floats, fades: Sequence[Floats], most: float) -> Floats:
    """What the lines around have in each column, nearer ones counting more, those of other rows
    less; at most `most`."""
    total = np.zeros_like(covered)
    for distance, weight in enumerate(fades, start=1):
        total[distance:] += weight * covered[:-distance]
        total[:-distance] += weight * covered[distance:]
    return cast(Floats, np.minimum(total, most))


def _fades(blocks: Blocks) -> list[Floats]:
    """How much lines tell of those one, two, three … lines below or above them, one below the
    other as columns; `blocks` are the rows they belong to."""
    return [
        _FADE**distance
        * np.where(blocks[distance:] == blocks[:-distance], 1.0, _OTHER_ROW)[:, None]
        for distance in range(1, min(_AROUND + 1, len(blocks)))
    ]


def _smoothed(
    gaps: Gaps, ends: Blocks, paths: Floats, fades: Sequence[Floats], old: float
) -> Floats:
    """Where the borders run by what the lines around show: the places of their gaps, where one
    border alone runs through a wide one; `old` is how much where they ran tells."""
    lines = np.arange(len(ends))[:, None]
    same = np.zeros((len(ends), ends.shape[1] + 1), dtype=bool)
    same[:, 1:-1] = np.diff(ends, axis=1) == 0
    seen = gaps.wide[lines, ends] & ~same[:, 1:] & ~same[:, :-1]
    weights = np.where(seen, np.where(seen.all(axis=1, keepdims=True), _FULL, _SOME), 0.0)
    values = np.where(seen, gaps.behind[lines, ends] - 0.5, 0.0)
    top, bottom = old * paths, np.full(paths.shape, old)
    seen_values = values * weights
    top, bottom = top + seen_values, bottom + weights
    for distance, weight in enumerate(fades, start=1):
        top[distance:] += weight * seen_values[:-distance]
        top[:-distance] += weight * seen_values[distance:]
        bottom[distance:] += weight * weights[:-distance]
        bottom[:-distance] += weight * weights[distance:]
    return cast(Floats, np.maximum.accumulate(top / bottom, axis=1))


def is_wide_gap(words: Sequence[Word], end: int) -> bool:
    """Whether white space that no sentence has stands before a word, inside its line."""
    return 0 < end < len(words) and words[end].x0 - words[end - 1].x1 >= WIDE


def is_clear(words: Sequence[Word], gap: int) -> bool:
    """Whether a gap is wide, or stands at an end of the line."""
    return gap in (0, len(words)) or is_wide_gap(words, gap)


def _doubts(told: Told, ends: Sequence[int]) -> frozenset[int]:
    """The borders that another gap would suit nearly as well."""
    words, costs = told.words, told.costs
    found = set()
    for border, end in enumerate(ends):
        white = is_clear(words, end)
        if white and (costs[border, end] < _CLEAR or (end and ends.count(end) == 1)):
            continue
        low = ends[border - 1] if border else 0
        high = ends[border + 1] if border + 1 < len(ends) else costs.shape[1] - 1
        others = [costs[border, gap] for gap in range(low, high + 1) if gap != end]
        if others and min(others) - costs[border, end] < _SURE:
            found.add(border)
    return frozenset(found)
