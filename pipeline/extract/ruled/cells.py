"""Text into the cells of a lattice, and the lattice into a Grid.

Works on anything that has a box and a middle: pieces of a PDF page today, words of a scan later.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import pairwise
from types import MappingProxyType
from typing import Protocol, TypeVar

from pipeline.extract.ruled.lattice import Lattice
from pipeline.model import Cell, Fragment, Grid, Ground

OVERHANG = 1.5
"""Points by which text may stand out of its cell before it is taken apart."""


HANGING = 60.0
"""Points by which text hangs out of a cell that the page cuts in the middle."""
MOSTLY = 0.7
"""Share of a cell that a shade covers which is the cell's own: one behind its words covers less."""
PADDING = 12.0
"""Points from the left edge of a cell within which its text begins."""
FLUSH = 6.0
"""Points from the right edge of a cell within which text set to the right ends."""


_BLANKS = 2
"""Blanks of a string from which one is seen to be as wide as the others."""
_SAME_BLANK = 1.15
"""A blank is no wider than others of its string up to this: glyphs beside it lean over a little."""


class Placed(Protocol):
    """Text with its place: `middle` is the height at which it is held to stand."""

    @property
    def x0(self) -> float:
        """Left end."""
        ...

    @property
    def x1(self) -> float:
        """Right end."""
        ...

    @property
    def middle(self) -> float:
        """Height of its middle."""
        ...


Item = TypeVar("Item", bound=Placed)


def deal(
    lattices: list[Lattice], items: Iterable[Item], split: Callable[[Item], list[Item]]
) -> tuple[list[dict[int, list[Item]]], list[Item]]:
    """Put each item into the cell that holds its centre.

    An item that reaches over a rule is split into words first. Returns the items of each cell,
    per lattice, and those outside of all of them.
    """
    dealt: list[dict[int, list[Item]]] = [{} for _ in lattices]
    rest: list[Item] = []
    items = list(items)
    begun = [cache(partial(_begun, lattice, items)) for lattice in lattices]
    for item in items:
        for index, lattice in enumerate(lattices):
            if _put(lattice, dealt[index], item, split, rest, begun[index]):
                break
        else:
            rest.append(item)
    return dealt, rest


def _put(
    lattice: Lattice,
    cells: dict[int, list[Item]],
    item: Item,
    split: Callable[[Item], list[Item]],
    rest: list[Item],
    begun: Callable[[], Collection[int]],
) -> bool:
    middle = item.middle
    if lattice.cut and middle > lattice.ys[-1]:
        middle = _drawn_in(lattice, item, middle)
    if not lattice.ys[0] <= middle <= lattice.ys[-1]:
        return False
    cell = lattice.cell_at((item.x0 + item.x1) / 2, middle)
    if cell is not None:
        left, _, right, _ = lattice.cell_box(cell)
        if item.x0 >= left - OVERHANG and item.x1 <= right + OVERHANG:
            cells.setdefault(cell, []).append(item)
            return True
    elif item.x1 < lattice.xs[0] or item.x0 > lattice.xs[-1]:
        return False
    before: int | None = None
    over = parts = False
    words = split(item)
    around = _overrun(lattice, item, words, middle)
    if around is not None:
        cells.setdefault(around, []).extend(words)
        return True
    blank = _blank_between(words)
    for at, word in enumerate(words):
        if parts and _is_wider(words[at - 1], word, blank):
            over = parts = False  # what is set behind it stands by itself
        if at and before is not None and not over:
            over = parts = _goes_over(lattice, before, words[at - 1], word, blank) and (
                lattice.cell_at(word.x1, middle) not in begun()
            )
        own = before if over else _cell_of_word(lattice, word, middle, before)
        if own is None and before is not None and word.x0 >= lattice.xs[-1]:
            own = before  # out of the last column, where no other cell is
        over = over or (own is not None and _runs_over(lattice, own, word))
        before = own
        if own is None:
            rest.append(word)
        else:
            cells.setdefault(own, []).append(word)
    return True


def _overrun(lattice: Lattice, item: Placed, words: Sequence[Placed], middle: float) -> int | None:
    """The cell whose text runs out of it to the left, or to both sides: it ends at the right edge
    of that cell, or stands at the middle of it, and does not begin at the edge of another.

    A sheet prints right-aligned and centred text so over blank cells beside it. A wall goes through
    a word: two cells set in one string part between words.
    """
    start = lattice.cell_at(item.x0, middle)
    if start is None:
        return None
    inset = item.x0 - lattice.cell_box(start)[0]
    for x in ((item.x0 + item.x1) / 2, item.x1 - OVERHANG):
        own = lattice.cell_at(x, middle)
        if own is None or own == start or not _crosses(lattice.cell_box(own)[0], words):
            continue
        left, _, right, _ = lattice.cell_box(own)
        margin = right - item.x1
        if 0 <= margin <= FLUSH and inset > 2 * margin:
            return own
        if inset > PADDING and abs(item.x0 + item.x1 - left - right) <= OVERHANG:
            return own
    return None


def _crosses(wall: float, words: Iterable[Placed]) -> bool:
    """Whether a wall goes through a word."""
    return any(word.x0 + OVERHANG < wall < word.x1 - OVERHANG for word in words)


def _runs_over(lattice: Lattice, cell: int, word: Placed) -> bool:
    """Whether a word of a cell runs out of it to the right: what one string sets behind it goes on
    with the same text."""
    return word.x1 > lattice.cell_box(cell)[2] + OVERHANG


def _blank_between(words: Sequence[Placed]) -> float:
    """Points between two words of a string, as most of its blanks are wide; 0 where too few
    to tell."""
    gaps = sorted(after.x0 - word.x1 for word, after in pairwise(words))
    return gaps[(len(gaps) - 1) // 2] if len(gaps) >= _BLANKS else 0.0


def _is_wider(word: Placed, after: Placed, blank: float) -> bool:
    """Whether two words are farther apart than any two of their string."""
    return after.x0 - word.x1 > _SAME_BLANK * blank


def _begun(lattice: Lattice, items: Iterable[Placed]) -> frozenset[int]:
    """The cells in which items begin: what runs over from the cell before has no room there."""
    cells = (lattice.cell_at(item.x0, item.middle) for item in items)
    return frozenset(cell for cell in cells if cell is not None)


def _goes_over(lattice: Lattice, cell: int, word: Placed, after: Placed, blank: float) -> bool:
    """Whether a string goes on over the right wall of a cell though that stands between two of its
    words: they are no farther apart than any two, which leaves neither room to its wall."""
    right = lattice.cell_box(cell)[2]
    return (
        word.x1 <= right + OVERHANG
        and after.x0 >= right - OVERHANG
        and after.x0 > word.x1
        and not _is_wider(word, after, blank)
    )


def _drawn_in(lattice: Lattice, item: Placed, middle: float) -> float:
    """The height of an item, that of the last row where it hangs out of a cell open below."""
    bottom = lattice.ys[-1]
    col = bisect_right(lattice.xs, (item.x0 + item.x1) / 2) - 1
    if col not in lattice.cut or middle > bottom + HANGING:
        return middle
    inside = lattice.xs[col] - OVERHANG <= item.x0 and item.x1 <= lattice.xs[col + 1] + OVERHANG
    return bottom - 0.01 if inside else middle


def _cell_of_word(lattice: Lattice, word: Placed, middle: float, before: int | None) -> int | None:
    """The cell of a word that may stand out of it: the one that holds its centre.

    A word too long for its column runs out of it to the right; it stays in the cell it begins
    in if it begins at that cell's left edge or goes on with a text there (`before`).
    """
    own = lattice.cell_at((word.x0 + word.x1) / 2, middle)
    start = lattice.cell_at(word.x0, middle)
    if start is None or start == own:
        return own
    left, _, right, _ = lattice.cell_box(start)
    runs_out = word.x1 > right + OVERHANG
    return start if runs_out and (start == before or word.x0 - left <= PADDING) else own


def shaded_cells(
    lattice: Lattice, shades: Iterable[tuple[float, float, float, float]]
) -> frozenset[int]:
    """The cells that shades (boxes x0, y0, x1, y1) lie behind, by index."""
    covered: dict[int, float] = {}
    for x0, y0, x1, y1 in shades:
        rows = range(max(0, bisect_right(lattice.ys, y0) - 1), bisect_left(lattice.ys, y1))
        columns = range(max(0, bisect_right(lattice.xs, x0) - 1), bisect_left(lattice.xs, x1))
        owners = {owner for row in rows for owner in _owners(lattice, row, columns)}
        for owner in owners:
            left, top, right, bottom = lattice.cell_box(owner)
            wide, high = min(x1, right) - max(x0, left), min(y1, bottom) - max(y0, top)
            share = max(0.0, wide) * max(0.0, high) / ((right - left) * (bottom - top))
            covered[owner] = covered.get(owner, 0.0) + share
    return frozenset(owner for owner, share in covered.items() if share >= MOSTLY)


def cells_around(
    lattice: Lattice, figures: Iterable[tuple[float, float, float, float]]
) -> frozenset[int]:
    """The cells inside which drawings (boxes x0, y0, x1, y1) lie, by index."""
    found = set()
    for x0, y0, x1, y1 in figures:
        owner = lattice.cell_at((x0 + x1) / 2, (y0 + y1) / 2)
        if owner is not None:
            left, top, right, bottom = lattice.cell_box(owner)
            if left <= x0 and x1 <= right and top <= y0 and y1 <= bottom:
                found.add(owner)
    return frozenset(found)


def _owners(lattice: Lattice, row: int, columns: range) -> Iterable[int]:
    return lattice.owner[row][columns.start : columns.stop] if row < len(lattice.owner) else ()


def grid_of(
    lattice: Lattice,
    texts: Mapping[int, tuple[Fragment, ...]],
    ground: Ground = "rules",
    doubts: Mapping[int, str] = MappingProxyType({}),
    shaded: Collection[int] = (),
) -> Grid:
    """The lattice as a Grid, given the fragments of its cells, what is doubtful of some, and which
    a shade lies behind.

    A cell over several rows is repeated in each; the columns it covers hold blank cells. A row
    that only rules standing out of the table would make is none where it is blank.
    """
    blank = Cell()
    rows = []
    for row, owners in enumerate(lattice.owner):
        cells = []
        for col, owner in enumerate(owners):
            box = lattice.cells[owner]
            if col != box.col:
                cells.append(blank)
                continue
            merged = row > box.row
            doubt = "" if merged else doubts.get(owner, "")
            cells.append(Cell(texts.get(owner, ()), box.cols, merged, doubt, owner in shaded))
        rows.append(tuple(cells))
    top = lattice.open_top and not _is_blank(rows[0])
    bottom = lattice.open_bottom and not _is_blank(rows[-1])
    first = 1 if lattice.open_top and not top and len(rows) > 1 else 0
    last = len(rows) - 1 if lattice.open_bottom and not bottom else len(rows)
    kept = tuple(rows[first : max(last, first + 1)])
    if ground == "alignment":
        return Grid(kept, open_top=top or None, ground=ground)
    return Grid(kept, None, top, bottom, lattice.cut, ground)


def _is_blank(row: Iterable[Cell]) -> bool:
    return not any(cell.fragments for cell in row)
