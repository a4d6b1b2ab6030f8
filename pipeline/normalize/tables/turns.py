"""Which rows follow which in a table without row numbers, by the columns that they fill.

A form prints the name of what it asks, then what stands there, then the next name: two rows of one
kind never meet. Where a page begins with a row of the kind that the page before ends with, it is
the rest of that row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from itertools import pairwise

from pipeline.frozen import dataclass
from pipeline.normalize.tables.raw_table import PhysicalRow

Kind = frozenset[int]
"""The columns, by position, that a row fills."""
_OFTEN = 5
"""Times that rows follow one another within pages from which it is how the table is made: forms of
a dozen names have about ten such pairs, and lose two or three of them to page breaks."""


@dataclass(frozen=True, slots=True)
class Turns:
    """How often rows of one kind follow those of another within the pages of a table."""

    pairs: Counter[tuple[Kind, Kind]] = field(default_factory=Counter)
    above: Counter[Kind] = field(default_factory=Counter)

    def is_rest(self, above: PhysicalRow, below: PhysicalRow) -> bool:
        """Whether the first row of a page is of the kind of the last one before, and rows of that
        kind have often been followed within pages, never by one another."""
        kind = kind_of(below)
        often = self.above[kind] >= _OFTEN
        return often and kind == kind_of(above) and not self.pairs[kind, kind]

    def is_usual(self, above: PhysicalRow, below: PhysicalRow) -> bool:
        """Whether such a row often follows such a one within pages, and none of its own kind: it
        is no rest of the one above."""
        kinds = kind_of(above), kind_of(below)
        return self.pairs[kinds] >= _OFTEN and not self.pairs[kinds[1], kinds[1]]


def turns_of(rows: Sequence[PhysicalRow]) -> Turns:
    """The turns of a table; blank rows are left out."""
    printed = [row for row in rows if kind_of(row)]
    met = [(one, other) for one, other in pairwise(printed) if not other.opens_part]
    kinds = [(kind_of(one), kind_of(other)) for one, other in met]
    return Turns(Counter(kinds), Counter(one for one, _ in kinds))


def kind_of(row: PhysicalRow) -> Kind:
    """The columns that a row fills."""
    return frozenset(at for at, cell in enumerate(row.cells) if cell.fragments)
