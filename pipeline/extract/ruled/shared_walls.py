"""Tables side by side that share a wall: rows of their own on each side of it.

A cell merged over rows only leaves out rules that cells beside it have. Where the rules on both
sides of a wall stop at it, at heights at which no cell beyond it ends, no row runs through it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.extract.ruled.lines import TOUCH, Network, Rule

if TYPE_CHECKING:
    from pipeline.extract.ruled.lattice import Lattice

FEWEST_COLUMNS = 2
"""Columns of a table on each side."""
FEWEST_OWN = 2
"""Heights between rows that all columns of a side have and none of the other has: one alone is a
merged cell."""
CHANCE = 2
"""So many times as many heights of its own as common ones below the header a side has at least: few
agree by chance, those of one table agree but for merged cells."""


def shared_wall(lattice: Lattice) -> float | None:
    """The place of the leftmost wall at which one table ends and another begins, None without."""
    columns = len(lattice.xs) - 1
    if columns < 2 * FEWEST_COLUMNS or len(lattice.ys) - 1 <= 2 * FEWEST_OWN:
        return None
    levels = [_levels(lattice, column) for column in range(columns)]
    for wall in range(FEWEST_COLUMNS, columns - FEWEST_COLUMNS + 1):
        if _is_crossed(lattice, wall):
            continue
        sides = levels[:wall], levels[wall:]
        left, right = map(_common, sides)
        own = min(len(left - _any(sides[1])), len(right - _any(sides[0])))
        if own >= FEWEST_OWN and own >= CHANCE * (len(left & right) - 1):
            return lattice.xs[wall]
    return None


def _levels(lattice: Lattice, column: int) -> frozenset[int]:
    """The lines between two rows that a column has, by index."""
    owners = [row[column] for row in lattice.owner]
    return frozenset(at for at in range(1, len(owners)) if owners[at] != owners[at - 1])


def _common(columns: Sequence[frozenset[int]]) -> frozenset[int]:
    return frozenset.intersection(*columns)


def _any(columns: Sequence[frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*columns)


def _is_crossed(lattice: Lattice, wall: int) -> bool:
    """Whether a cell lies on both sides of a wall."""
    return any(row[wall - 1] == row[wall] for row in lattice.owner)


def parted_at(network: Network, wall: float) -> Iterator[Network]:
    """The lines of a network on each side of a wall; the wall itself is on both."""
    for first, last in ((float("-inf"), wall), (wall, float("inf"))):
        across = tuple(
            Rule(rule.at, max(rule.lo, first), min(rule.hi, last))
            for rule in network.horizontal
            if rule.hi > first + TOUCH and rule.lo < last - TOUCH
        )
        down = tuple(r for r in network.vertical if first - TOUCH <= r.at <= last + TOUCH)
        yield Network(across, down)
