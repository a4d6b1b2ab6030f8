"""How wide a column is, from the lines of its cells.

A line that breaks tells two things: it had room, and with the next word it would not have had any.
A cell of one line tells the first alone. The width is the one that most of them agree with, so that
a few cells that were divided wrongly do not move it, however wide they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.layer.signs.weights import Limit
from pipeline.extract.layer.signs.words import SPACE, LineMeasure

WIDE = 1e9
"""No width: wider than any line."""


class Break(NamedTuple):
    """A line that breaks: its width, that with the first word of the next line, and the share of it
    in what its cell tells."""

    taken: int
    refused: int
    share: float


class Width(NamedTuple):
    """The width at which a column wraps, how wide a line of it may be, and how far that is
    believed: some programs print the lines of a cell as one, and such cells are wider."""

    limit: float
    reach: float
    trust: float = 1.0


def breaks_of(inks: Sequence[LineMeasure]) -> Sequence[Break]:
    """The breaks between the lines of a cell, but for those that somebody typed."""
    found = [
        (one.width, one.width + SPACE + other.head)
        for one, other in pairwise(inks)
        if not one.stops and not other.is_point
    ]
    return [Break(*widths, 1 / len(found)) for widths in found]


def width_of(widest: Sequence[tuple[int, bool]], breaks: Sequence[Break], weights: Limit) -> Width:
    """The width of a column from the widest line of each of its cells, with whether it has several,
    and the breaks of its lines."""
    if len(breaks) < weights.few:
        most = max(size for size, _ in widest)
        several = any(many for _, many in widest)
        limit = most * (weights.some if several else weights.none)
        return Width(limit, limit * weights.reach)
    single = [size for size, several in widest if not several]
    limit, end = _agreed(single, breaks, weights)
    limit *= weights.slack
    reach = max(limit, min(weights.reach * limit, end))
    beyond = sum(size > reach for size in single) / (len(single) + weights.wide_prior)
    return Width(limit, reach, max(0.0, 1 - beyond / weights.wide))


def _agreed(single: Sequence[int], breaks: Sequence[Break], weights: Limit) -> tuple[float, float]:
    """The stretch of widths that most lines agree with."""
    steps: list[tuple[float, float]] = [(size, 1.0) for size in single]
    steps += [(one.taken, weights.breaks * one.share) for one in breaks]
    steps += [(one.refused * weights.slack, -weights.breaks * one.share) for one in breaks]
    steps.sort()
    best = level = 0.0
    found = (float(steps[0][0]), WIDE)
    for (at, step), (after, _) in pairwise([*steps, (WIDE, 0.0)]):
        level += step
        if level > best:
            best, found = level, (float(at), float(after))
    return found
