"""Cells of a Word table between which somebody erased the line.

A person who needs one more line types it into a row of its own, or means a cell to hold for the
rows below it, and takes the line away instead of merging: printed it is one cell. The line is gone
where both cells say so; where one alone does, that of the other is drawn (ECMA-376, 17.4.66). In a
table that draws no lines of its own, as programs that convert files write them, a cell says so by
naming its other lines alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from lxml import etree

from pipeline.extract.docx.tables import RowDraft, cell_bounds, printed_cells
from pipeline.extract.docx.xml import VAL, W

_BORDERS: Final = W + "tcBorders"
_EDGES: Final = (W + "top", W + "bottom")
"""The lines of a cell that part rows."""
_UNDRAWN: Final = frozenset({"none", "nil"})
"""How a file says that a line is not drawn."""
_MOST: Final = 0.5
"""Share of the lines between rows that may be erased: a table without lines between its rows has
other marks for them."""

Bounds = tuple[int, int]
"""First grid column of a cell and one past its last."""


def erased_lines(
    rows: Sequence[etree._Element],
    children: Callable[[etree._Element], Iterable[etree._Element]],
    widths: Sequence[int | None],
    lined: bool = True,
) -> list[frozenset[Bounds]]:
    """For each row the cells over which the line to the cell above of the same bounds is erased;
    none at all where most lines are. `children` gives what a row holds as printed, and is asked
    only where a cell says that it lacks a line; `lined` says that the table draws lines between
    its rows where cells say nothing."""
    if not any(_lacks_edge(row, lined) for row in rows):
        return [frozenset()] * len(rows)
    open_edges = [_open_edges(row, children(row), widths, lined) for row in rows]
    found = [frozenset[Bounds]()] + [
        frozenset(above["bottom"] & below["top"]) for above, below in pairwise(open_edges)
    ]
    return found if sum(map(bool, found)) <= _MOST * len(rows) else [frozenset()] * len(rows)


def _lacks_edge(row: etree._Element, lined: bool) -> bool:
    return any(_open_sides(borders, lined) for borders in row.iter(_BORDERS))


def _open_sides(borders: etree._Element, lined: bool) -> set[str]:
    """The sides to other rows at which a cell draws no line."""
    said = {edge.tag: edge.get(VAL) in _UNDRAWN for edge in borders if edge.tag in _EDGES}
    bare = not lined and any(edge.get(VAL) not in _UNDRAWN for edge in borders)
    return {edge for edge in _EDGES if said.get(edge, bare)}


def _open_edges(
    row: etree._Element,
    children: Iterable[etree._Element],
    widths: Sequence[int | None],
    lined: bool,
) -> dict[str, set[Bounds]]:
    """The cells of a row that say they have no line above, and none below."""
    found: dict[str, set[Bounds]] = {edge.removeprefix(W): set() for edge in _EDGES}
    cells = printed_cells(children)
    for facts, bounds in zip(cells, cell_bounds(row, cells, widths), strict=True):
        borders = facts.element.find(f"{W}tcPr/{_BORDERS}")
        for edge in () if borders is None else _open_sides(borders, lined):
            found[edge.removeprefix(W)].add(bounds)
    return found


def without_erased(
    drafts: Sequence[RowDraft], erased: Sequence[frozenset[Bounds]]
) -> tuple[list[RowDraft], list[int]]:
    """Rows with the cells put together between which no line is drawn, and which rows these are: a
    row without a number, open to the one above all along, is part of it; a blank cell open to the
    one above in a row that is not repeats it."""
    kept: list[int] = []
    rows: list[RowDraft] = []
    for at, (draft, gone) in enumerate(zip(drafts, erased, strict=True)):
        if rows and gone and _is_part(draft, rows[-1], gone):
            rows[-1] = [
                replace(cell, fragments=cell.fragments + more.fragments)
                for cell, more in zip(rows[-1], draft, strict=True)
            ]
            continue
        rows.append(_repeated(draft, rows[-1], gone) if rows and gone else draft)
        kept.append(at)
    return rows, kept


def _repeated(row: RowDraft, above: RowDraft, gone: frozenset[Bounds]) -> RowDraft:
    """A row whose blank cells that are open to the one above repeat it; as it is where all of its
    cells are open."""
    if gone.issuperset((cell.start, cell.end) for cell in row):
        return row
    over = {(cell.start, cell.end): cell.fragments for cell in above}
    repeats = {at: over.get(at, ()) for at in gone}
    return [
        replace(cell, fragments=own, merged=True)
        if not cell.fragments and (own := repeats.get((cell.start, cell.end)))
        else cell
        for cell in row
    ]


def _is_part(row: RowDraft, above: RowDraft, gone: frozenset[Bounds]) -> bool:
    """Whether a row is open to the one above it in all its cells, the first of them blank."""
    bounds = [(cell.start, cell.end) for cell in row]
    alike = bounds == [(cell.start, cell.end) for cell in above] and set(bounds) <= gone
    free = alike and not any(cell.merged for cell in (*row, *above))
    return free and bool(above[0].fragments) and not row[0].fragments
