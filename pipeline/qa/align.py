"""Two sequences of rows side by side, so that an inserted or lost row does not spoil the rest.

Rows that are surely the same (equal, or with a text that occurs once on both sides) are paired
first, in order, and split the sequences; what lies between two such rows is paired by likeness.
Ten thousand rows with a few differences are never compared each with each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
Pair = tuple[int | None, int | None]
"""Positions in the two sequences; None where the other has no counterpart."""

_GAP = 0.45
"""Cost of leaving a row without a counterpart: two rows less alike than 1 - 2 * _GAP stay apart."""
_FULL = 250_000
"""Up to this many comparisons a stretch is compared each with each, beyond that near its diagonal
only."""
_BAND = 30
_SMALL = 2_500
"""Up to this many comparisons likeness decides alone: looser keys would pair rows crosswise whose
cells were exchanged."""


_BOTH = 3
"""The step over a row of each side: bit 1 of the one, bit 2 of the other."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Positions `[left, left_end)` against `[right, right_end)`."""

    left: int
    left_end: int
    right: int
    right_end: int


def align(
    left: Sequence[T],
    right: Sequence[T],
    keys: Sequence[Callable[[T], Hashable]],
    likeness: Callable[[T, T], float],
) -> list[Pair]:
    """Pair two sequences in order, leaving as little as possible apart.

    `keys` go from the strictest (equal means the same row) to the loosest; `likeness` is from 0
    to 1. Every position of both sides is in exactly one pair, and positions ascend on each side.
    """
    tables = [([key(item) for item in left], [key(item) for item in right]) for key in keys]
    pairs: list[tuple[int, int]] = []
    work = [(_Stretch(0, len(left), 0, len(right)), 0)]
    while work:
        stretch, level = work.pop()
        stretch, same = _trim(stretch, *tables[0])
        pairs += same
        if stretch.left == stretch.left_end or stretch.right == stretch.right_end:
            continue
        size = (stretch.left_end - stretch.left) * (stretch.right_end - stretch.right)
        if level == len(tables) or (level and size <= _SMALL):
            pairs += _by_likeness(stretch, left, right, likeness)
            continue
        found = _anchors(stretch, *tables[level])
        pairs += found
        work += [(part, level) for part in _between(stretch, found)] if found else [
            (stretch, level + 1)
        ]  # fmt: skip
    return _complete(sorted(pairs), len(left), len(right))


def _trim(
    stretch: _Stretch, left: Sequence[Hashable], right: Sequence[Hashable]
) -> tuple[_Stretch, list[tuple[int, int]]]:
    """Pair equal rows at the beginning and at the end."""
    a, a_end, b, b_end = stretch.left, stretch.left_end, stretch.right, stretch.right_end
    pairs = []
    while a < a_end and b < b_end and left[a] == right[b]:
        pairs.append((a, b))
        a, b = a + 1, b + 1
    while a < a_end and b < b_end and left[a_end - 1] == right[b_end - 1]:
        a_end, b_end = a_end - 1, b_end - 1
        pairs.append((a_end, b_end))
    return _Stretch(a, a_end, b, b_end), pairs


def _anchors(
    stretch: _Stretch, left: Sequence[Hashable], right: Sequence[Hashable]
) -> list[tuple[int, int]]:
    """Keys that occur once on both sides, the longest run of them that is in order on both."""
    a, b = range(stretch.left, stretch.left_end), range(stretch.right, stretch.right_end)
    once = {key for key, n in Counter(left[i] for i in a).items() if n == 1}
    once &= {key for key, n in Counter(right[j] for j in b).items() if n == 1}
    where = {right[j]: j for j in b if right[j] in once}
    return _longest_ascent([(i, where[left[i]]) for i in a if left[i] in once])


def _longest_ascent(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs` (ascending on the left) that ascends on the right."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        k = bisect_left(tails, j)
        before.append(ends[k - 1] if k else -1)
        tails[k : k + 1] = [j]
        ends[k : k + 1] = [n]
    chosen = []
    n = ends[-1] if ends else -1
    while n >= 0:
        chosen.append(pairs[n])
        n = before[n]
    return chosen[::-1]


def _between(stretch: _Stretch, anchors: Sequence[tuple[int, int]]) -> list[_Stretch]:
    """What lies before, between and after the anchors."""
    ends = [*anchors, (stretch.left_end, stretch.right_end)]
    starts = [(stretch.left, stretch.right), *((i + 1, j + 1) for i, j in anchors)]
    return [_Stretch(i, i_end, j, j_end)
            for (i, j), (i_end, j_end) in zip(starts, ends, strict=True)]  # fmt: skip


def _by_likeness(
    stretch: _Stretch, left: Sequence[T], right: Sequence[T], likeness: Callable[[T, T], float]
) -> list[tuple[int, int]]:
    """The cheapest pairing of a stretch: unlikeness of the paired plus the rows left apart."""
    n, m = stretch.left_end - stretch.left, stretch.right_end - stretch.right
    half = m if n * m <= _FULL else max(_BAND, m // n + 1)
    moves: list[tuple[int, bytearray]] = []
    above: list[float] = [j * _GAP for j in range(m + 1)]
    above_start = 0
    for i in range(1, n + 1):
        centre = i * m // n
        start, end = max(0, centre - half), min(m, centre + half)
        costs: list[float] = []
        steps = bytearray()
        for j in range(start, end + 1):
            cost, step = _at(above, j - above_start) + _GAP, 1
            if j > start and costs[-1] + _GAP < cost:
                cost, step = costs[-1] + _GAP, 2
            before = _at(above, j - 1 - above_start) if j else float("inf")
            if before < cost:
                likely = likeness(left[stretch.left + i - 1], right[stretch.right + j - 1])
                if before + 1 - likely <= cost:
                    cost, step = before + 1 - likely, 3
            costs.append(cost)
            steps.append(step)
        above, above_start = costs, start
        moves.append((start, steps))
    return [(stretch.left + i, stretch.right + j) for i, j in _walk_back(moves, n, m)]


def _at(costs: Sequence[float], j: int) -> float:
    return costs[j] if 0 <= j < len(costs) else float("inf")


def _walk_back(moves: Sequence[tuple[int, bytearray]], n: int, m: int) -> list[tuple[int, int]]:
    pairs = []
    i, j = n, m
    while i and j:
        start, steps = moves[i - 1]
        step = steps[j - start]
        if step == _BOTH:
            pairs.append((i - 1, j - 1))
        i -= step & 1
        j -= step >> 1
    return pairs


def _complete(pairs: Sequence[tuple[int, int]], n: int, m: int) -> list[Pair]:
    """The pairs with every position that has no counterpart put between them."""
    whole: list[Pair] = []
    i = j = 0
    for next_i, next_j in [*pairs, (n, m)]:
        whole += [(k, None) for k in range(i, next_i)]
        whole += [(None, k) for k in range(j, next_j)]
        if next_i < n and next_j < m:
            whole.append((next_i, next_j))
        i, j = next_i + 1, next_j + 1
    return whole
