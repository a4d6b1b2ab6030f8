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

from pipeline.extract.spaced.corridors import Cut, Told, coverage, is_wide_gap
from pipeline.extract.spaced.words import Word

_CROSSED = 0.04
"""Share of the lines of a page with a word in a corridor, up to which it is one: headings that run
over two columns are there in any table."""
_TIGHT = 0.02
"""Share of the cells that one blank parts from the next, up to which columns are straight: programs
that move them part more so."""
_FEWEST = 8
"""Lines that show a corridor: fewer leave white space between any two words."""
_LEFT, _RIGHT = 8, 2
"""How far to the left of where cells begin most often, and to the right, the corridor beside it is
looked for (characters): cells that are centred begin further left."""

Ints = NDArray[np.int64]


def straight_cuts(lines: Sequence[Sequence[Word]], expected: Sequence[float]) -> list[Cut | None]:
    """The columns of the lines of a page, borders running straight near where they are `expected`;
    none for a line with a word in the way of one, nor for any if these are many."""
    full = [words for words in lines if words]
    nothing: list[Cut | None] = [None] * len(lines)
    if len(full) < _FEWEST or not expected:
        return nothing
    places = list(_corridors(coverage(full).sum(axis=0).astype(int), expected))
    if any(right <= left for left, right in pairwise(places)):
        return nothing
    found = [_cut(words, places) for words in lines]
    if sum(cut is None for cut in found) > _CROSSED * len(full):
        return nothing
    return found if _are_apart(lines, found) else nothing


def _are_apart(lines: Sequence[Sequence[Word]], cuts: Sequence[Cut | None]) -> bool:
    """Whether wide gaps part nearly all cells."""
    gaps = [
        is_wide_gap(words, end)
        for words, cut in zip(lines, cuts, strict=True)
        if cut
        for end in {end for end in cut.ends if 0 < end < len(words)}
    ]
    return gaps.count(False) <= _TIGHT * len(gaps)


def _corridors(covered: Ints, expected: Sequence[float]) -> Iterator[int]:
    """For each border the character column with the fewest words, near where it is expected: the
    last of the most in a row."""
    edges = [0, *(int(place + 0.5) for place in expected), len(covered)]
    for before, place, behind in zip(edges, edges[1:], edges[2:], strict=False):
        first = max((before + place) // 2, place - _LEFT, 1)
        last = max(first + 1, min((place + behind + 1) // 2, place + _RIGHT))
        yield first + _widest(covered[first:last]) if first < len(covered) else first


def _widest(covered: Ints) -> int:
    """Where the longest run of the lowest values ends."""
    low = covered == covered.min()
    run = best = at = 0
    for place, own in enumerate(low.tolist()):
        run = run + 1 if own else 0
        if run >= max(best, 1):
            best, at = run, place
    return at


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
