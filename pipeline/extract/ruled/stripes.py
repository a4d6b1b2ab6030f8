"""Stripes over every second row of a table that rules down alone part: their edges are where its
rows end, those of the rows between them too.

A stripe is filled as one box or cell by cell. Shades over headings or sums alone are no stripes:
between them stand several rows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from pipeline.extract.ruled.lines import Rule, apart_by

SAME = 3.0
"""Points by which the ends of stripes of one table may differ."""
TOUCHING = 1.5
"""Points between cells that are filled side by side, or one above the other, at most: a rule may
stand there."""
LOW = 5.0
"""Points: a stripe over a line of text is higher."""
FEWEST = 3
"""Stripes, that of the header among them, that show rows; columns in which most print something."""
TALLER = 2.0
"""How much higher the row between two stripes usually is than a stripe, at most: more are several
rows."""
MOST_BOXES = 20_000
"""Shades of a page; with more it is a drawing."""
Shade = tuple[float, float, float, float]
Text = tuple[float, float, float]
"""Left and right end of a text, and the height of its middle."""
_height = itemgetter(2)


class _Stripe(NamedTuple):
    """A row that is filled: its upper and lower edge, its left and right end."""

    top: float
    bottom: float
    left: float
    right: float


def stripe_edges(
    shades: Sequence[Shade],
    across: Sequence[Rule],
    walls: Sequence[Rule],
    texts: Sequence[Text],
    columns: Sequence[float],
) -> list[Rule]:
    """The edges of stripes as rules across, none where the table has such itself. `across` and
    `walls` are lines: joined rules; `columns` are the walls of the table that ends the page before:
    that goes on however few stripes it has here."""
    if not walls or len(shades) > MOST_BOXES:
        return []
    found: list[Rule] = []
    by_height = sorted(texts, key=_height)
    places = sorted(wall.at for wall in walls)
    for stripes in _tables(_stripes(shades)):
        left, right = stripes[0].left, stripes[0].right
        top, bottom = stripes[0].top, stripes[-1].bottom
        goes_on = len(columns) > FEWEST and _is_near(columns, left, right)
        within = bisect_left(places, right - SAME) - bisect_right(places, left + SAME)
        if within + 1 < FEWEST or (len(stripes) < FEWEST and not goes_on):
            continue
        own = sorted(w.at for w in walls if left + SAME < w.at < right - SAME and w.hi > top)
        inner = apart_by(own, SAME)
        if len(inner) + 1 < FEWEST:
            continue
        level = sorted(
            rule.at
            for rule in across
            if rule.lo < right - SAME and rule.hi > left + SAME
            if top - SAME <= rule.at <= bottom + SAME
        )
        if len(set(map(round, level))) <= len(stripes) and _are_rows(stripes, inner, by_height):
            ys = sorted({y for stripe in stripes for y in (stripe.top, stripe.bottom)})
            found += [
                Rule(y, left, right)
                for y in apart_by(ys, TOUCHING)
                if bisect_left(level, y - SAME) == bisect_right(level, y + SAME)
            ]
    return found


def _is_near(columns: Sequence[float], left: float, right: float) -> bool:
    return abs(columns[0] - left) <= SAME and abs(columns[-1] - right) <= SAME


def _stripes(shades: Iterable[Shade]) -> Iterator[_Stripe]:
    """Shades of one row that touch each other, as one."""
    rows: dict[tuple[int, int], list[Shade]] = {}
    for shade in shades:
        if shade[3] - shade[1] > LOW:
            rows.setdefault((round(shade[1]), round(shade[3])), []).append(shade)
    for row in rows.values():
        left, top, right, bottom = min(row)
        for x0, _, x1, _ in sorted(row):
            if x0 > right + TOUCHING:
                break
            right = max(right, x1)
        else:
            yield _Stripe(top, bottom, left, right)


def _tables(stripes: Iterable[_Stripe]) -> Iterator[list[_Stripe]]:
    """The stripes that begin and end below each other, from the top, where none covers another."""
    groups: list[list[_Stripe]] = []
    places: dict[tuple[int, int], int] = {}  # by squares of `SAME`: two groups share none
    for stripe in sorted(stripes):
        x0, x1 = int(stripe.left // SAME), int(stripe.right // SAME)
        around = product((x0 - 1, x0, x0 + 1), (x1 - 1, x1, x1 + 1))
        near = sorted(places[square] for square in around if square in places)
        own = (groups[at] for at in near if _ends_alike(groups[at][0], stripe))
        group = next(own, None)
        if group is not None:
            group.append(stripe)
        else:
            places[x0, x1] = len(groups)
            groups.append([stripe])
    for group in groups:
        if all(below.top >= above.bottom - TOUCHING for above, below in pairwise(group)):
            yield group


def _ends_alike(one: _Stripe, other: _Stripe) -> bool:
    return abs(one.left - other.left) <= SAME >= abs(one.right - other.right)


def _are_rows(stripes: Sequence[_Stripe], walls: Sequence[float], texts: Sequence[Text]) -> bool:
    """Whether stripes lie over every second row, or over all: most print something in several
    columns, and what stands between two is no higher than one row. `texts` go by their height."""
    gaps = [below.top - above.bottom for above, below in pairwise(stripes)]
    white = [gap for gap in gaps if gap > TOUCHING]
    usual = median(stripe.bottom - stripe.top for stripe in stripes)
    if white and median(white) > TALLER * usual:
        return False
    wide = 0
    for stripe in stripes:
        first = bisect_left(texts, stripe.top, key=_height)
        last = bisect_right(texts, stripe.bottom, key=_height)
        inside = [(x0 + x1) / 2 for x0, x1, _ in texts[first:last]]
        within = (x for x in inside if stripe.left <= x <= stripe.right)
        wide += len({bisect_right(walls, x) for x in within}) >= FEWEST
    return 2 * wide > len(stripes)
