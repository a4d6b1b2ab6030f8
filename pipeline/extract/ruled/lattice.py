"""Rules of a page to tables: rules → lines → walls → cells. Pure geometry, no reader behind it.

The steps keep their names: *rules* are the horizontal and vertical strokes as a reader found them;
collinear ones join into *lines*; lines that touch form a *network*; the grid lines of a network
cut its region into *boxes*; boxes with no wall between them are one *cell*.

All lengths are points, y grows downwards. An open side (a table without outer rule, a last row
without bottom rule) is closed where the crossing rules end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipeline.extract.ruled.lines import Network, Rule, Sets, breaks, join_rules, networks
from pipeline.extract.ruled.shared_walls import parted_at, shared_wall

SAME_GRID = 3.2
"""Lines nearer than this are one grid line (double rules): no text fits between them."""
OPEN_ROW = 6.0
"""Rules must stand out this far over the last crossing rule to make an open row or column."""
OPEN_SHARE = 0.4
"""Share of the grid lines that must stand out for a side to be open."""
WALL_SHARE = 0.6
"""Share of a box side that must be ruled for the side to be a wall."""
MAX_BOXES = 200_000
"""A network with more boxes than this is a drawing, not a table."""


Frame = tuple[float, float, float, float]
"""x0, y0, x1, y1 of a single box."""


FEWEST_RULES = 3
"""Rules that close two cells beside each other."""
ONE_ROW = 2
"""Places down of a lattice of one row."""
ONE_COLUMN = 2
"""Places across of a lattice of one column."""


class CellBox(NamedTuple):
    """A cell: first row, first column, rows and columns it covers."""

    row: int
    col: int
    rows: int
    cols: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """A table found on a page.

    `xs` and `ys` are its grid lines (columns + 1, rows + 1 of them); `cells` lists the cells in
    reading order; `owner[row][col]` is the index of the cell over that box. `open_top` and
    `open_bottom` tell that no rule closes the table there; `cut` lists the columns left open at
    the bottom where a rule closes the others: a cell over several rows that the page cuts.
    `nested` are the cells in which another table stands.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[CellBox, ...]
    owner: tuple[tuple[int, ...], ...]
    open_top: bool
    open_bottom: bool
    cut: tuple[int, ...] = ()
    nested: tuple[int, ...] = ()

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 of the table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_at(self, x: float, y: float) -> int | None:
        """Index of the cell that holds the point, None outside of the table."""
        col = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, y) - 1
        if 0 <= col < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.owner[row][col]
        return None

    def cell_box(self, index: int) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 of a cell."""
        cell = self.cells[index]
        return (
            self.xs[cell.col],
            self.ys[cell.row],
            self.xs[cell.col + cell.cols],
            self.ys[cell.row + cell.rows],
        )


def find_lattices(horizontal: Iterable[Rule], vertical: Iterable[Rule]) -> list[Lattice]:
    """Find the tables that rules make, topmost first.

    A network with one column or a single cell is a frame, not a table. A table inside a cell of
    another is left to that cell.
    """
    return find_ruled(join_rules(horizontal), join_rules(vertical))[0]


def find_ruled(across: Iterable[Rule], down: Iterable[Rule]) -> tuple[list[Lattice], list[Frame]]:
    """The tables that lines (joined rules) make, topmost first, and the frames that are none."""
    lattices: list[Lattice] = []
    frames: list[Frame] = []
    level, upright = _long(across), _long(down)
    for network in networks(sorted([*level, *breaks(level, upright)]), upright):
        lattice = _lattice(network)
        if lattice is not None:
            lattices += _side_by_side(network, lattice)
        elif network.horizontal and len(network.vertical) > 1:
            frames.append(_frame(network))
    found = [_with_nested(outer, lattices) for outer in _outermost(lattices)]
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0])), frames


def _side_by_side(network: Network, lattice: Lattice) -> Iterator[Lattice]:
    """The table a network makes, or those that it makes on both sides of a wall they share."""
    wall = shared_wall(lattice)
    if wall is None:
        yield lattice
        return
    for part in parted_at(network, wall):
        inner = _lattice(part)
        if inner is not None:
            yield from _side_by_side(part, inner)


def _with_nested(outer: Lattice, lattices: Sequence[Lattice]) -> Lattice:
    """A table, told which of its cells hold another of several rows."""
    cells = (_cell_around(outer, inner) for inner in lattices if inner is not outer)
    nested = tuple(sorted({cell for cell in cells if cell is not None}))
    return replace(outer, nested=nested) if nested else outer


def _cell_around(outer: Lattice, inner: Lattice) -> int | None:
    """The cell of a table in which another stands, wholly and with rows of its own."""
    x0, y0, x1, y1 = inner.box
    first, last = outer.cell_at(x0 + 1, y0 + 1), outer.cell_at(x1 - 1, y1 - 1)
    return first if first == last and len(inner.ys) > ONE_ROW else None


def find_ladders(horizontal: Iterable[Rule], vertical: Iterable[Rule]) -> list[Lattice]:
    """The tables of a single column: two rules down with rules across between them. By itself
    such a one is a frame; beside other sheets of a table it is one of its columns."""
    out: list[Lattice] = []
    for network in networks(_long(join_rules(horizontal)), _long(join_rules(vertical))):
        xs = _cluster(rule.at for rule in network.vertical)
        ys = _cluster(rule.at for rule in network.horizontal)
        columns, rows = len(xs) - 1, len(ys) - 1
        if columns == 1 and rows > 1:
            out.append(lattice_of(xs, ys, [[row] for row in range(rows)], (False, False)))
    return out


def _frame(network: Network) -> Frame:
    """The box around a network; its open side is where the rules down end."""
    xs = [rule.at for rule in network.vertical]
    ys = [rule.at for rule in network.horizontal]
    tops, bottoms = [rule.lo for rule in network.vertical], [rule.hi for rule in network.vertical]
    return min(xs), min(*ys, *tops), max(xs), max(*ys, *bottoms)


def _long(rules: Iterable[Rule]) -> list[Rule]:
    """The rules that can bound a cell. A dot of a rule dotted across is a stroke down as well,
    one that nothing joins."""
    return [rule for rule in rules if rule.hi - rule.lo > SAME_GRID]


def _cluster(positions: Iterable[float]) -> list[float]:
    """Grid lines for the positions: the mean of those nearer than SAME_GRID to the first."""
    groups: list[list[float]] = []
    for at in sorted(positions):
        if groups and at - groups[-1][0] <= SAME_GRID:
            groups[-1].append(at)
        else:
            groups.append([at])
    return [sum(group) / len(group) for group in groups]


def _open_end(rules: Iterable[Rule], edge: float, outwards: int, least: int = 2) -> float | None:
    """Where lines that stand out over an edge end, None if too few of them do.

    `outwards` is 1 where positions grow away from the table, -1 where they fall. A grid line
    counts once, however many pieces it comes in. At least `least` must stand out; few will do
    where both sides of the table do (`_sides_end`).
    """
    ends: dict[int, float] = {}
    for rule in rules:
        end = rule.hi if outwards > 0 else -rule.lo
        line = round(rule.at / SAME_GRID)
        ends[line] = max(end, ends.get(line, end))
    out = [end for end in ends.values() if end > outwards * edge + OPEN_ROW]
    few = OPEN_SHARE * len(ends) > len(out)
    if len(out) < least or (few and not _sides_end(ends, max(out))):
        return None
    return outwards * max(out)


def _sides_end(ends: Mapping[int, float], end: float) -> bool:
    """Whether the outermost of some lines both reach to an end: the row there has cells over
    several columns, and no line between."""
    return all(end - ends[side] < SAME_GRID for side in (min(ends), max(ends)))


def grid_lines(network: Network) -> tuple[list[float], list[float], list[bool]]:
    """Grid lines across and down, and which of left, right, top, bottom are open."""
    xs = _cluster(rule.at for rule in network.vertical)
    ys = _cluster(rule.at for rule in network.horizontal)
    if not ys:
        ys = [min(rule.lo for rule in network.vertical)]
    alone = len(ys) == 1 and len(xs) > 1  # one rule between two rows, as wide as the table
    left = _open_end(network.horizontal, xs[0], -1, 1 if alone else 2)
    right = _open_end(network.horizontal, xs[-1], 1, 1 if alone else 2)
    top = _open_end(network.vertical, ys[0], -1)
    bottom = _open_end(network.vertical, ys[-1], 1)
    if left is not None:
        xs.insert(0, left)
    if right is not None:
        xs.append(right)
    if top is not None:
        ys.insert(0, top)
    if bottom is not None:
        ys.append(bottom)
    opened = [side is not None for side in (left, right, top, bottom)]
    if not network.horizontal:
        opened[2] = True
    return xs, ys, opened


def _lattice(network: Network) -> Lattice | None:
    if len(network.vertical) + len(network.horizontal) < FEWEST_RULES:
        return None
    xs, ys, opened = grid_lines(network)
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns <= 1 or rows < 1 or columns * rows > MAX_BOXES:
        return None
    left, right, top, bottom = opened
    vertical = _walls(network.vertical, xs, ys)
    horizontal = _walls(network.horizontal, ys, xs)
    for index, is_open in ((0, left), (columns, right)):
        if is_open:
            vertical[index] = [True] * rows
    for index, is_open in ((0, top), (rows, bottom)):
        if is_open:
            horizontal[index] = [True] * columns
    cut = _unruled(horizontal[rows])
    owner = _boxes_to_cells(vertical, horizontal, columns, rows)
    lattice = _without_idle_lines(xs, ys, owner, (top, bottom), cut)
    return lattice if len(lattice.xs) > ONE_COLUMN and len(lattice.cells) > 1 else None


def _unruled(walls: Sequence[bool]) -> set[int]:
    """The boxes of a line without a wall, where most have one."""
    missing = {box for box, ruled in enumerate(walls) if not ruled}
    return missing if 2 * len(missing) < len(walls) else set()


def _walls(rules: Sequence[Rule], positions: list[float], across: list[float]) -> list[list[bool]]:
    """`walls[line][box]`: whether the grid line is ruled along that box."""
    spans: list[list[tuple[float, float]]] = [[] for _ in positions]
    for rule in rules:
        spans[_nearest(positions, rule.at)].append((rule.lo, rule.hi))
    return [_ruled_boxes(sorted(line), across) for line in spans]


def _nearest(positions: list[float], at: float) -> int:
    index = bisect_left(positions, at)
    if index == len(positions):
        return index - 1
    if index and at - positions[index - 1] < positions[index] - at:
        return index - 1
    return index


def _ruled_boxes(spans: list[tuple[float, float]], across: list[float]) -> list[bool]:
    """For each box between neighbours in `across`, whether the spans cover enough of it."""
    covered = [0.0] * (len(across) - 1)
    reached = float("-inf")
    for lo, hi in spans:
        lo = max(lo, reached)
        if hi <= lo:
            continue
        reached = hi
        index = max(bisect_right(across, lo) - 1, 0)
        while index < len(covered) and across[index] < hi:
            covered[index] += min(hi, across[index + 1]) - max(lo, across[index])
            index += 1
    return [
        length >= min(WALL_SHARE * (across[i + 1] - across[i]), across[i + 1] - across[i] - 0.5)
        for i, length in enumerate(covered)
    ]


def _boxes_to_cells(
    vertical: list[list[bool]], horizontal: list[list[bool]], columns: int, rows: int
) -> list[list[int]]:
    """Give every box the number of its cell; cells come out rectangular.

    Boxes without a wall between them are one cell. Where that is not a rectangle, a rule breaks
    off inside of it: the rule is carried on to the far side until rectangles remain.
    """
    while True:
        owner = _joined_boxes(vertical, horizontal, columns, rows)
        crooked = _crooked(owner)
        if not crooked:
            return owner
        if not _carry_rules_on(crooked, owner, vertical, horizontal):
            _split_boxes(crooked, owner)
            return owner


def _joined_boxes(
    vertical: list[list[bool]], horizontal: list[list[bool]], columns: int, rows: int
) -> list[list[int]]:
    sets = Sets(columns * rows)
    for row in range(rows):
        for col in range(columns):
            box = row * columns + col
            if col and not vertical[col][row]:
                sets.union(box - 1, box)
            if row and not horizontal[row][col]:
                sets.union(box - columns, box)
    return [[sets.find(row * columns + col) for col in range(columns)] for row in range(rows)]


def _extents(owner: Sequence[Sequence[int]]) -> dict[int, tuple[list[int], list[int], int]]:
    """Cell number → rows and columns (first, last) it reaches over, and its count of boxes."""
    reach: dict[int, tuple[list[int], list[int], int]] = {}
    for row, line in enumerate(owner):
        for col, cell in enumerate(line):
            if cell not in reach:
                reach[cell] = ([row, row], [col, col], 1)
                continue
            rows, cols, count = reach[cell]
            rows[1] = row
            cols[0] = min(cols[0], col)
            cols[1] = max(cols[1], col)
            reach[cell] = (rows, cols, count + 1)
    return reach


def _crooked(owner: list[list[int]]) -> dict[int, tuple[list[int], list[int]]]:
    return {
        cell: (rows, cols)
        for cell, (rows, cols, count) in _extents(owner).items()
        if count != (rows[1] - rows[0] + 1) * (cols[1] - cols[0] + 1)
    }


def _carry_rules_on(
    crooked: dict[int, tuple[list[int], list[int]]],
    owner: list[list[int]],
    vertical: list[list[bool]],
    horizontal: list[list[bool]],
) -> bool:
    """Carry rules that break off inside crooked cells through them. False if there are none."""
    changed = False
    for cell, (rows, cols) in crooked.items():
        for line in range(rows[0] + 1, rows[1] + 1):
            changed |= _carry(horizontal[line], range(cols[0], cols[1] + 1), owner, cell, line, 0)
        for line in range(cols[0] + 1, cols[1] + 1):
            changed |= _carry(vertical[line], range(rows[0], rows[1] + 1), owner, cell, line, 1)
    return changed


def _carry(
    walls: list[bool], boxes: range, owner: list[list[int]], cell: int, line: int, axis: int
) -> bool:
    inside = [
        box
        for box in boxes
        if cell
        in (
            (owner[line][box], owner[line - 1][box])
            if axis == 0
            else (owner[box][line], owner[box][line - 1])
        )
    ]
    missing = [box for box in inside if not walls[box]]
    if not missing or len(missing) == len(inside):
        return False
    for box in missing:
        walls[box] = True
    return True


def _split_boxes(crooked: dict[int, tuple[list[int], list[int]]], owner: list[list[int]]) -> None:
    """Make every box of a crooked cell a cell of its own (no rule says how to do better)."""
    fresh = len(owner) * len(owner[0])
    for row, line in enumerate(owner):
        for col, cell in enumerate(line):
            if cell in crooked:
                line[col] = fresh + row * len(line) + col


def _without_idle_lines(
    xs: list[float],
    ys: list[float],
    owner: list[list[int]],
    opened: tuple[bool, bool],
    cut: set[int],
) -> Lattice:
    """Drop grid lines that no cell ends at (an underline, a nested rule) and number the cells.

    `opened` says whether top and bottom are open, `cut` in which columns alone the bottom is.
    """
    keep_x = [
        col
        for col in range(len(xs))
        if col in (0, len(xs) - 1) or any(line[col] != line[col - 1] for line in owner)
    ]
    keep_y = [
        row for row in range(len(ys)) if row in (0, len(ys) - 1) or owner[row] != owner[row - 1]
    ]
    boxes = [[owner[row][col] for col in keep_x[:-1]] for row in keep_y[:-1]]
    return lattice_of(
        [xs[col] for col in keep_x],
        [ys[row] for row in keep_y],
        boxes,
        opened,
        tuple(index for index, col in enumerate(keep_x[:-1]) if col in cut),
    )


def lattice_of(
    xs: Sequence[float],
    ys: Sequence[float],
    boxes: Sequence[Sequence[int]],
    opened: tuple[bool, bool],
    cut: tuple[int, ...] = (),
) -> Lattice:
    """The lattice of some boxes, given by row and column the number of the cell that each is of;
    cells are numbered anew. `opened` says whether top and bottom are open, `cut` which columns
    alone are open at the bottom."""
    reach = _extents(boxes)
    numbers = {cell: index for index, cell in enumerate(reach)}
    return Lattice(
        xs=tuple(xs),
        ys=tuple(ys),
        cells=tuple(
            CellBox(rows[0], cols[0], rows[1] - rows[0] + 1, cols[1] - cols[0] + 1)
            for rows, cols, _ in reach.values()
        ),
        owner=tuple(tuple(numbers[cell] for cell in line) for line in boxes),
        open_top=opened[0],
        open_bottom=opened[1],
        cut=cut,
    )


def _outermost(lattices: list[Lattice]) -> list[Lattice]:
    return [
        inner
        for inner in lattices
        if not any(outer is not inner and _inside(inner, outer) for outer in lattices)
    ]


def _inside(inner: Lattice, outer: Lattice) -> bool:
    x0, y0, x1, y1 = inner.box
    left, top, right, bottom = outer.box
    return left - 1 < x0 and top - 1 < y0 and x1 < right + 1 and y1 < bottom + 1
