"""What is drawn and closes no cell: boxes with gaps between them, shades, rules across.

Boxes grow until they meet; then their sides are the rules of a lattice. Rules across and the edges
of shades are walls between rows, whose columns the text must show.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from pipeline.extract.ruled.lattice import Lattice, find_lattices
from pipeline.extract.ruled.lines import Rule, apart_by, join_rules

MAX_GAP = 14.0
"""Points that may lie between two boxes of one table."""
SAME = 3.0
"""Points by which the ends of rules across of one table may differ."""
COVERED = 0.6
"""Share of the width of a table that the pieces of a rule across it must cover."""
MIN_WALLS = 2
MAX_BOXES = 20_000


MIN_BOXES = 4
"""Boxes that make a table: two columns and two rows."""
MIN_PAINTED = 3
"""Cells of a row that are painted one by one where they show the columns of a table."""
TOUCHING = 1.0
"""Points between cells that are painted side by side, at most."""
WHITE = 6.0
"""The same where cells stand apart and those of two rows have the same columns: spacing of cells is
a few points wide."""
NAMES = 30.0
"""Points above a column filled cell by cell in which the names of the columns stand."""
FILLED = 0.9
"""Share of a column that the cells of it fill that is filled cell by cell."""
STRIPE = 2
"""Levels of a lattice of one row."""


class Box(NamedTuple):
    """A drawn box."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Walls:
    """Rules across of one table: their heights from the top, and the left and right end."""

    ys: tuple[float, ...]
    x0: float
    x1: float


def boxed(boxes: Iterable[Box], least: int = MIN_BOXES) -> list[Lattice]:
    """The tables that boxes make, `least` of them at least, each grown by half of the gap to its
    neighbours."""
    found = sorted(set(boxes))
    if not least <= len(found) <= MAX_BOXES:
        return []
    across = _gap([(b.x0, b.x1, b.y0, b.y1) for b in found]) / 2
    down = _gap([(b.y0, b.y1, b.x0, b.x1) for b in found]) / 2
    grown = [Box(b.x0 - across, b.y0 - down, b.x1 + across, b.y1 + down) for b in found]
    level = [Rule(y, b.x0, b.x1) for b in grown for y in (b.y0, b.y1)]
    upright = [Rule(x, b.y0, b.y1) for b in grown for x in (b.x0, b.x1)]
    return find_lattices(level, upright)


def without_stripes(lattices: Sequence[Lattice]) -> list[Lattice]:
    """The tables of boxes without those that are striped: a single row, or what is as wide as one.
    The rows between stripes have no boxes."""
    stripes = [(lat.xs[0], lat.xs[-1]) for lat in lattices if len(lat.ys) == STRIPE]
    return [
        lattice
        for lattice in lattices
        if not any(
            abs(lattice.xs[0] - x0) <= SAME and abs(lattice.xs[-1] - x1) <= SAME
            for x0, x1 in stripes
        )
    ]


def columns_between(boxes: Iterable[Box], walls: Walls) -> list[float]:
    """Where the columns of a table between walls are parted by the boxes of its own rows: header
    or stripes whose cells are painted one by one, side by side from end to end; with white between
    them, two rows at least. None where no row is painted so."""
    rows: dict[tuple[int, int], list[Box]] = {}
    own = [b for b in boxes if walls.ys[0] - SAME <= b.y0 and b.y1 <= walls.ys[-1] + SAME]
    for box in own:
        if walls.x0 - SAME <= box.x0 and box.x1 <= walls.x1 + SAME:
            rows.setdefault((round(box.y0), round(box.y1)), []).append(box)
    painted = [_by_left(row) for row in rows.values()]
    whole = [row for row in painted if _is_whole(row, walls, TOUCHING)]
    if max(map(len, whole), default=0) < MIN_PAINTED:
        whole = _alike([row for row in painted if _is_whole(row, walls, WHITE)])
    edges = sorted((left.x1 + right.x0) / 2 for row in whole for left, right in pairwise(row))
    return apart_by(edges, TOUCHING)


def _alike(rows: Sequence[list[Box]]) -> list[list[Box]]:
    """The rows of boxes that stand in the same columns as another, none where they are few."""
    kinds: dict[tuple[int, ...], list[list[Box]]] = {}
    for row in rows:
        if len(row) >= MIN_PAINTED:
            kinds.setdefault(tuple(round(box.x0) for box in row), []).append(row)
    return max((own for own in kinds.values() if len(own) > 1), key=len, default=[])


def _by_left(row: Iterable[Box]) -> list[Box]:
    """The boxes of a row from left to right, each once."""
    out: list[Box] = []
    for box in sorted(row):
        if not out or box.x0 - out[-1].x0 > TOUCHING:
            out.append(box)
    return out


def _is_whole(row: Sequence[Box], walls: Walls, most: float) -> bool:
    """Whether boxes stand beside each other from one end of the walls to the other, with so much
    white between them at most."""
    ends = abs(row[0].x0 - walls.x0) <= SAME and abs(row[-1].x1 - walls.x1) <= SAME
    return ends and all(abs(right.x0 - left.x1) <= most for left, right in pairwise(row))


def _gap(spans: Sequence[tuple[float, float, float, float]]) -> float:
    """The usual gap between neighbours: each box with the next that stands beside it."""
    gaps = []
    ordered = sorted(spans)
    for index, (_, hi, top, bottom) in enumerate(ordered):
        for lo, _, other_top, other_bottom in ordered[index + 1 : index + 200]:
            if lo - hi > MAX_GAP:
                break
            if lo >= hi - 0.5 and min(bottom, other_bottom) - max(top, other_top) > 1:
                gaps.append(max(lo - hi, 0.0))
                break
    return sorted(gaps)[len(gaps) // 2] if gaps else 0.0


def walls_of(level: Iterable[Rule]) -> list[Walls]:
    """Groups of rules across that have their ends in common, widest first: narrow ones may be the
    shades of single cells beside them."""
    rows = [row for row in _by_height(join_rules(level)) if row[0].hi > row[0].lo]
    groups: list[list[Rule]] = []
    for rule in (rule for row in rows for part in _apart(row) if (rule := _as_one(part))):
        for group in groups:
            if abs(group[-1].lo - rule.lo) <= SAME and abs(group[-1].hi - rule.hi) <= SAME:
                group.append(rule)
                break
        else:
            groups.append([rule])
    found = [
        Walls(tuple(rule.at for rule in group), group[0].lo, group[0].hi)
        for group in groups
        if len(group) >= MIN_WALLS
    ]
    return sorted(found, key=lambda walls: round(walls.x0 - walls.x1))


def with_filled_columns(
    groups: Sequence[Walls], boxes: Iterable[Box], texts: Iterable[tuple[float, float, float]]
) -> list[Walls]:
    """The walls of tables, those of a column filled cell by cell over the whole width of its table:
    where one of its cells ends its row does. `texts` are the left and right ends of texts, and the
    heights of their middles."""
    found = sorted(set(boxes))
    columns = [walls for walls in groups if _is_filled_column(walls, found)]
    if not columns:
        return list(groups)
    filled = set(columns)
    out = [walls for walls in groups if walls not in filled]
    places = list(texts)
    for column in columns:
        within = [walls for walls in out if _goes_on(walls, column, found)]
        if within:
            ys = tuple(apart_by(sorted({*within[0].ys, *column.ys}), TOUCHING))
            out[out.index(within[0])] = replace(within[0], ys=ys)
            continue
        top = column.ys[0] - NAMES
        beside = [(x0, x1) for x0, x1, y in places if top <= y <= column.ys[-1]]
        left = min((column.x0, *(x0 for x0, _ in beside)))
        right = max((column.x1, *(x1 for _, x1 in beside)))
        out.append(Walls(column.ys, left, right))
    return sorted(out, key=lambda walls: round(walls.x0 - walls.x1))


def _is_filled_column(walls: Walls, boxes: Sequence[Box]) -> bool:
    """Whether boxes (sorted) stand upon each other between walls, one from each to the next."""
    near = _beginning_at(walls.x0, boxes)
    own = {round(box.y0) for box in near if abs(box.x1 - walls.x1) <= TOUCHING}
    stacked = sum(round(y) in own for y in walls.ys[:-1])
    whole = walls.ys[-1] - walls.ys[0]
    high = sum(b.y1 - b.y0 for b in near if b.x0 == walls.x0 and b.y0 >= walls.ys[0] - TOUCHING)
    return len(walls.ys) > MIN_BOXES and stacked >= len(walls.ys) - 1 and high >= FILLED * whole


def _goes_on(walls: Walls, column: Walls, boxes: Sequence[Box]) -> bool:
    """Whether a filled column stands within walls or right below them, those of the header: the
    edge between is that of both."""
    if not (walls.x0 - SAME <= column.x0 and column.x1 <= walls.x1 + SAME):
        return False
    near = [box for box in _beginning_at(column.x0, boxes) if box.x0 == column.x0]
    first = min(
        (box.y0 for box in near if abs(box.y1 - column.ys[0]) <= TOUCHING), default=column.ys[0]
    )
    return walls.ys[0] - SAME <= first <= walls.ys[-1] + SAME


def _beginning_at(x: float, boxes: Sequence[Box]) -> Sequence[Box]:
    """The boxes, sorted, whose left ends are about at a place."""
    left = attrgetter("x0")
    first = bisect_left(boxes, x - TOUCHING, key=left)
    return boxes[first : bisect_right(boxes, x + TOUCHING, key=left)]


def _by_height(rules: Sequence[Rule]) -> list[list[Rule]]:
    rows: list[list[Rule]] = []
    for rule in sorted(rules):
        if rows and rule.at - rows[-1][0].at <= 1.0:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    return rows


def _apart(row: Sequence[Rule]) -> list[list[Rule]]:
    """The pieces of rules at one height, parted where more is white than between two boxes: tables
    side by side."""
    parts: list[list[Rule]] = []
    for rule in sorted(row, key=lambda rule: rule.lo):
        if parts and rule.lo - max(piece.hi for piece in parts[-1]) <= MAX_GAP:
            parts[-1].append(rule)
        else:
            parts.append([rule])
    return parts


def _as_one(row: Sequence[Rule]) -> Rule | None:
    """The pieces of a rule at one height as one, None where more of it is white than drawn."""
    lo, hi = min(rule.lo for rule in row), max(rule.hi for rule in row)
    drawn = sum(rule.hi - rule.lo for rule in row)
    return Rule(row[0].at, lo, hi) if drawn >= COVERED * (hi - lo) else None
