"""Lines whose columns are parted by straight white corridors: no word of the page stands in them.

Where programs put each text at the character column its place stands for, columns do not move from
line to line. What tells a border then is the whole page, not the gaps of a line: text that is set
to both edges has wide gaps inside its cells, and full cells have one blank between them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.spaced.corridors.corridors import FIGURE, Cut, Told, coverage, is_wide_gap
from pipeline.extract.spaced.lines.words import WIDE, Word, segments, text_of
from pipeline.writing.labels import parse_label

_CROSSED = 0.04
"""Share of the lines of a page with a word in a corridor, up to which it is one: headings that run
over two columns are there in any table."""
_TIGHT = 0.02
"""Share of the cells that one blank parts from the next, up to which columns are straight: programs
that move them part more so."""
_FEWEST = 8
"""Lines that show a corridor: fewer leave white space between any two words."""
_MIXED = 0.2
"""Share of the words on one side of a corridor that are figures, or are none, up to which they
count as texts or as figures alone."""
_BEYOND = 0.5
"""Share of the lines that have a cell to the left of a corridor, from which on it stands beyond
their column: cells under a centred name may all be short."""
_LEFT, _RIGHT = 8, 2
"""How far to the left of where cells begin most often, and to the right, the corridor beside it is
looked for (characters): cells that are centred begin further left."""

Ints = NDArray[np.int64]


def straight_cuts(
    lines: Sequence[Sequence[Word]], expected: Sequence[float], clear: bool = False
) -> list[Cut | None]:
    """The columns of the lines of a page, borders running straight near where they are `expected`;
    none for a line with a word in the way of one, nor for any if these are many. `clear` borders
    run exactly where they are expected, whatever parts their cells."""
    full = [words for words in lines if words]
    nothing: list[Cut | None] = [None] * len(lines)
    if len(full) < _FEWEST or not expected:
        return nothing
    if clear:
        places = [int(place + 0.5) for place in expected]
    else:
        corridors = list(_corridors(coverage(full).sum(axis=0).astype(int), expected))
        places = [place for _, place in corridors]
        for (wide, edges), place in zip(_with_edges(corridors), expected, strict=True):
            if (wide < WIDE and _is_mixed(full, edges)) or _is_beyond(full, edges, int(place)):
                return nothing
    if any(right <= left for left, right in pairwise(places)):
        return nothing
    found = [_cut(words, places) for words in lines]
    if clear:
        return found
    if sum(cut is None for cut in found) > _CROSSED * len(full):
        return nothing
    return found if _are_apart(lines, found) else nothing


def clear_borders(
    lines: Sequence[Sequence[Word]], begins: Sequence[int], ends: Sequence[int]
) -> list[float | None]:
    """Where the borders of a page run if a white corridor stands between the names of their two
    columns, which begin and end there, through all lines but headings; none for others. It is the
    widest between them, and the border runs at its right end, where cells begin. One that is no
    wider than the blank between two words parts figures alone: it may be there by chance. One with
    nothing behind it is none where the cells of that column stand to its left."""
    full = [words for words in lines if words and not _is_heading(words, begins)]
    corridors = _between_names(full, begins, ends) if len(full) >= _FEWEST else []
    return [
        edges[1] - 0.5
        if not crossed
        and (wide >= WIDE or _parts_kinds(full, edges))
        and not _is_beyond(full, edges, end)
        else None
        for (crossed, wide, edges), end in zip(corridors, ends, strict=False)
    ]


def likely_borders(
    lines: Sequence[Sequence[Word]], begins: Sequence[int], ends: Sequence[int]
) -> list[float]:
    """Where the borders of a page run if each runs between the names beside it, where the fewest
    lines have a word; none if there is no room between names."""
    full = [words for words in lines if words and not _is_heading(words, begins)]
    return [place - 0.5 for _, _, (_, place, _) in _between_names(full, begins, ends)]


def body_corridors(lines: Sequence[Sequence[Word]]) -> list[tuple[int, int]]:
    """The white corridors through all of some lines, from left to right: where each begins and
    ends (characters); none for few lines, which leave white space between any two words."""
    full = [words for words in lines if words]
    if len(full) < _FEWEST:
        return []
    covered = np.flatnonzero(coverage(full).any(axis=0))
    return [(int(a) + 1, int(b)) for a, b in pairwise(covered.tolist()) if b - a > 1]


def parted_fields(lines: Sequence[Sequence[Word]]) -> list[float]:
    """Borders between all fields that the white corridors of some lines part: wide ones, and those
    that hardly a word goes over between figures and something else (prices set to the right before
    codes set to the left leave one blank, and move by one)."""
    full = [words for words in lines if words]
    if len(full) < _FEWEST:
        return []
    over = np.zeros(max(words[-1].x1 for words in full) + 1, dtype=int)
    for words in full:
        for word in words:
            over[word.x0 + 1 : word.x1] += 1
    over = over[: max(words[-1].x0 for words in full) + 1]
    free = np.flatnonzero(over <= _CROSSED * len(full))
    free = free[free > min(words[0].x0 for words in full)]
    runs = np.split(free, np.flatnonzero(np.diff(free) > 1) + 1)
    least = [run[over[run] == over[run].min()] for run in runs if run.size]
    found = [(int(run[-1]), 0 if over[run[0]] else len(run) - 1) for run in least]
    edges = [0, *(place for place, wide in found if wide >= WIDE), 10**6]
    return [
        place - 0.5
        for place, wide in found
        if wide >= WIDE
        or _parts_figures(full, (edges[at := bisect_left(edges, place) - 1], place, edges[at + 1]))
    ]


_Edges = tuple[int, int, int]
"""The place of a border between those of the ones to its left and right."""


def _between_names(
    lines: Sequence[Sequence[Word]], begins: Sequence[int], ends: Sequence[int]
) -> list[tuple[int, int, _Edges]]:
    """For each border the corridor between the names beside it with the fewest words: how many
    these are, how wide it is and where it ends; none if there is no room between two names."""
    between = list(zip(ends, begins[1:], strict=True))
    if not lines or any(left >= right for left, right in between):
        return []
    covered = coverage(lines).sum(axis=0).astype(int)
    covered = np.append(covered, np.zeros(max(begins) + 1, dtype=int))
    starts = np.zeros(len(covered), dtype=int)
    np.add.at(starts, [word.x0 for words in lines for word in words], 1)
    ways = [
        sorted(((wide, left + end) for wide, end in _lowest(covered[left:right])), reverse=True)
        for left, right in between
    ]
    ways[0] = [_behind_numbers(lines, ways[0])]
    corridors = _best_ways(ways, starts)
    return [(int(covered[edges[1] - 1]), wide, edges) for wide, edges in _with_edges(corridors)]


_Corridor = tuple[int, int]
"""How wide a corridor is, and where it ends."""


def _best_ways(ways: Sequence[Sequence[_Corridor]], starts: Ints) -> list[_Corridor]:
    """One corridor for each border: the widest, but where these leave a column without any word, as
    names do that stand at the middle over figures set to the left, others that leave the fewest so.
    `starts` are the words that begin at each place. Corridors of one border end before those of the
    next, for names stand between."""
    best = [(0, 0, [(0, 0)])]
    for own in [*ways, [(0, len(starts))]]:
        best = [
            min(
                (empty + _is_empty(starts, path[-1], one), rank + at, [*path, one])
                for empty, rank, path in best
            )
            for at, one in enumerate(own)
        ]
    return best[0][2][1:-1]


def _is_empty(starts: Ints, one: _Corridor, other: _Corridor) -> bool:
    """Whether no word begins between the ends of two corridors."""
    return not starts[one[1] : other[1]].any()


def _behind_numbers(lines: Sequence[Sequence[Word]], runs: Sequence[_Corridor]) -> _Corridor:
    """How wide the corridor behind the number column is, and where it ends: of those with the
    fewest words the one with the most numbers of rows to its left, and the least else; the name of
    that column may be narrower than they are, and stand beside them."""
    numbers = [_numbers(lines, end) for _, end in runs]
    return max(zip(runs, numbers, strict=True), key=lambda one: (one[1][0] - one[1][1], one[0]))[0]


def _numbers(lines: Sequence[Sequence[Word]], place: int) -> tuple[int, int]:
    """How many lines have the number of a row to the left of a place, and how many others words."""
    found = [0, 0]
    for words in lines:
        own = words[: bisect_left([word.x0 for word in words], place)]
        if own:
            found[parse_label(text_of(own)) is None] += 1
    return found[0], found[1]


def _with_edges(corridors: Sequence[tuple[int, int]]) -> Iterator[tuple[int, _Edges]]:
    """How wide each corridor is, and the places where the one before it, it, and the next end."""
    edges = [0, *(place for _, place in corridors), 10**6]
    for place, (wide, _) in enumerate(corridors):
        yield wide, (edges[place], edges[place + 1], edges[place + 2])


def _is_beyond(lines: Sequence[Sequence[Word]], edges: _Edges, end: int) -> bool:
    """Whether a corridor stands behind the cells of the column that it should stand before: nothing
    begins up to the next one, and on many lines a word to its left does so behind white space and
    from a place on where the column before has its `end`."""
    _, place, right = edges
    begun = 0
    for words in lines:
        begins = [word.x0 for word in words]
        at = bisect_left(begins, place)
        if at < len(words) and begins[at] < right:
            return False
        begun += at > 1 and begins[at - 1] >= end and begins[at - 1] - words[at - 2].x1 >= WIDE
    return begun >= _BEYOND * len(lines)


def _parts_kinds(lines: Sequence[Sequence[Word]], edges: _Edges) -> bool:
    """Whether a place parts figures from something else, or the numbers of rows from their titles:
    nothing stands to its left but these."""
    if not edges[0]:
        numbers, others = _numbers(lines, edges[1])
        if numbers and not others:
            return True
    return _parts_figures(lines, edges)


def _parts_figures(lines: Sequence[Sequence[Word]], edges: _Edges) -> bool:
    """Whether figures stand before or behind a place, up to those to its left and right, on nearly
    all lines, and on the other side of it figures alone too or hardly any: where some cells begin
    with one and others do not, it runs through a column."""
    figures = any(share >= 1 - _MIXED for share in _shares(lines, edges))
    return figures and not _is_mixed(lines, edges)


def _is_mixed(lines: Sequence[Sequence[Word]], edges: _Edges) -> bool:
    """Whether some words beside a place are figures and others on its side are none."""
    return any(_MIXED < share < 1 - _MIXED for share in _shares(lines, edges))


def _shares(lines: Sequence[Sequence[Word]], edges: _Edges) -> list[float]:
    """The share of figures among the words right before a place, and right behind it."""
    left, place, right = edges
    sides: tuple[list[bool], list[bool]] = ([], [])
    for words in lines:
        end = bisect_left([word.x0 for word in words], place)
        if end and words[end - 1].x0 >= left:
            sides[0].append(words[end - 1].text[-1] in FIGURE)
        if end < len(words) and words[end].x0 < right:
            sides[1].append(words[end].text[-1] in FIGURE)
    return [sum(own) / max(1, len(own)) for own in sides]


def _is_heading(words: Sequence[Word], begins: Sequence[int]) -> bool:
    """Whether a line is a number and one text beside it that reaches the second column behind the
    number, by where names begin: it may run over any."""
    parts = list(segments(words))
    if len(parts) != 2 or words[-1].x1 <= max(begins[:3]):  # noqa: PLR2004
        return False
    return parse_label(text_of(parts[0])) is not None


def _are_apart(lines: Sequence[Sequence[Word]], cuts: Sequence[Cut | None]) -> bool:
    """Whether wide gaps part nearly all cells."""
    gaps = [
        is_wide_gap(words, end)
        for words, cut in zip(lines, cuts, strict=True)
        if cut
        for end in {end for end in cut.ends if 0 < end < len(words)}
    ]
    return gaps.count(False) <= _TIGHT * len(gaps)


def _corridors(covered: Ints, expected: Sequence[float]) -> Iterator[tuple[int, int]]:
    """For each border the corridor with the fewest words, near where it is expected: how wide it
    is, and where it ends."""
    edges = [0, *(int(place + 0.5) for place in expected), len(covered)]
    for before, place, behind in zip(edges, edges[1:], edges[2:], strict=False):
        first = max((before + place) // 2, place - _LEFT, 1)
        last = max(first + 1, min((place + behind + 1) // 2, place + _RIGHT))
        wide, end = _widest(covered[first:last]) if first < len(covered) else (0, 0)
        yield wide, first + end


def _widest(covered: Ints) -> tuple[int, int]:
    """How long the longest run of the lowest values is, the last of them, and where it ends."""
    wide, behind = max(_lowest(covered))
    return wide, behind - 1


def _lowest(covered: Ints) -> Iterator[tuple[int, int]]:
    """How long each run of the lowest values is, and the place behind it."""
    low = [*(covered == covered.min()).tolist(), False]
    run = 0
    for place, own in enumerate(low):
        if run and not own:
            yield run, place
        run = run + 1 if own else 0


def _cut(words: Sequence[Word], places: Sequence[int]) -> Cut | None:
    """A line cut at character columns; none if a word stands in one."""
    begins = [word.x0 for word in words]
    ends = tuple(bisect_left(begins, place) for place in places)
    if any(end and words[end - 1].x1 > place for end, place in zip(ends, places, strict=True)):
        return None
    return Cut(ends)


def straight_told(words: Sequence[Word], expected: Sequence[float]) -> Told:
    """What white space tells of a line that straight corridors part."""
    path = np.asarray(expected, dtype=float)
    return Told(words, np.zeros((len(path), len(words) + 1)), path, straight=True)
