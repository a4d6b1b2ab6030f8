"""Headings over all columns of a ruled table that has no rules at its sides: between the rule
above and the rule below such a heading nothing is drawn, so that the table ends there and another
one begins.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import takewhile
from typing import Protocol

from pipeline.extract.ruled.cells import Placed
from pipeline.extract.ruled.gaps import SAME, joined, same_sides, with_row_below
from pipeline.extract.ruled.lattice import Lattice
from pipeline.extract.ruled.lines import Rule
from pipeline.writing.columns import names_row_numbers
from pipeline.writing.headings import is_annex_heading

HIGHEST = 3.5
"""Times the size of its letters that a heading of one line is high, rule to rule, at most: a title
between two tables has white around it."""
_LINE = 0.5
"""Times their size by which the middles of texts on one line differ, at most."""


class Lettered(Placed, Protocol):
    """Text with its place and the size of its letters."""

    @property
    def text(self) -> str:
        """What it prints."""
        ...

    @property
    def size(self) -> float:
        """Points of its letters."""
        ...


def with_headings_between(
    lattices: Sequence[Lattice], walls: Sequence[Rule], texts: Sequence[Lettered]
) -> list[Lattice]:
    """The lattices, those of the same sides and columns as one that nothing but a line of text
    between two rules parts; that is a row of one cell. `walls` are the rules down: with one at
    its side a table ends where it ends."""
    out: list[Lattice] = []
    texts = sorted(texts, key=lambda text: text.middle)
    for lattice in sorted(lattices, key=lambda lattice: lattice.ys[0]):
        at = next((i for i, one in enumerate(out) if _heads(one, lattice, walls, texts)), None)
        if at is None:
            out.append(lattice)
        else:
            above = out[at]
            headed = with_row_below(above, lattice.ys[0], [0] * (len(above.xs) - 1))
            out[at] = joined(headed, lattice)
    return sorted(out, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _heads(
    above: Lattice, below: Lattice, walls: Sequence[Rule], texts: Sequence[Lettered]
) -> bool:
    """Whether the strip between two lattices is a heading within one table. `texts` are sorted by
    their middles; the rules down, of which a page may have thousands, are looked at last."""
    top, bottom = above.ys[-1], below.ys[0]
    if above.open_bottom or below.open_top or top >= bottom or not same_sides(above, below):
        return False
    few, many = sorted((above.xs, below.xs), key=len)
    if not all(any(abs(x - other) <= SAME for other in many) for x in few):
        return False
    first = bisect_right(texts, top, key=lambda text: text.middle)
    end = bisect_left(texts, bottom, key=lambda text: text.middle)
    if first >= end or bottom - top > HIGHEST * texts[first].size:
        return False
    if texts[end - 1].middle - texts[first].middle > _LINE * texts[first].size:
        return False
    left, right = above.xs[0] - SAME, above.xs[-1] + SAME
    own = texts[first:end]
    if not all(left <= text.x0 and text.x1 <= right for text in own):
        return False
    if is_annex_heading(" ".join(text.text for text in own)):
        return False
    if _names_numbers(below, texts[end:]):
        return False
    return not any(_has_side(lattice, wall) for lattice in (above, below) for wall in walls)


def _names_numbers(lattice: Lattice, texts: Sequence[Lettered]) -> bool:
    """Whether the first row of a lattice names the column of row numbers: a table begins there, and
    what stands above is its title. `texts` are those below its upper edge, topmost first."""
    row = takewhile(lambda text: text.middle < lattice.ys[1], texts)
    inside = (text for text in row if lattice.xs[0] - SAME <= text.x0 <= lattice.xs[-1])
    return any(names_row_numbers(text.text) for text in inside)


def _has_side(lattice: Lattice, wall: Rule) -> bool:
    """Whether a rule down stands at the left or right side of a lattice."""
    level = wall.lo < lattice.ys[-1] and lattice.ys[0] < wall.hi
    return level and min(abs(wall.at - lattice.xs[0]), abs(wall.at - lattice.xs[-1])) <= SAME
