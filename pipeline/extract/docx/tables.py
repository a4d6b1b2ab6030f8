"""Word tables as grids: columns, merged cells, header rows; and which tables are only layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, compress, pairwise
from typing import Final

from lxml import etree

from pipeline.extract.docx.styles import Styles, is_shade
from pipeline.extract.docx.xml import VAL, W, child, flag, head, number, value, whole
from pipeline.extract.placed import are_boxes
from pipeline.model import Cell, Fragment, Grid, GridRow

MAX_COLUMNS: Final = 512
"""Word itself allows 63 columns; a span beyond this is a damaged number."""
_SLIVER: Final = 120
"""Twips (2.1 mm): two edges nearer than this are one edge drawn twice, as in most files edited
by hand; no cell is that narrow, its own margins are wider."""
_NO_HEIGHT: Final = 20
"""Twips (a point): no letter shows in a row that is exactly so high."""
_FIT: Final = 0.04
"""Share of the table width by which an edge may miss the grid line it is meant to stand on."""
_LAYOUT_COLUMNS: Final = 2
_LAYOUT_ROWS: Final = 6
_BLANK: Final = Cell()
_CELL: Final = W + "tc"
_GRID_SPAN: Final = W + "gridSpan"
_V_MERGE: Final = W + "vMerge"
_H_MERGE: Final = W + "hMerge"
_CELL_MERGE: Final = W + "cellMerge"
_CELL_DELETED: Final = W + "cellDel"
_SHADE: Final = W + "shd"
_CELL_PROPERTIES: Final = W + "tcPr"
_DIRECTIONS: Final = {
    "horizontal": ("top", "bottom", "insideH"),
    "vertical": ("left", "start", "right", "end", "insideV"),
}
_EDGES: Final = {W + name: way for way, names in _DIRECTIONS.items() for name in names}
_UNDRAWN: Final = frozenset({"none", "nil"})


@dataclass(slots=True)
class CellDraft:
    """A cell as the file has it: grid columns `start` to `end` (exclusive), its lines."""

    start: int
    end: int
    fragments: tuple[Fragment, ...]
    merged: bool = False
    shaded: bool = False


RowDraft = list[CellDraft]


@dataclass(slots=True)
class CellFacts:
    """A cell element and what its properties say.

    `merge` is `restart` for a cell that reaches down, `continue` for one covered from above;
    `continues_left` marks the rest of the cell before it (`w:hMerge`, from before spans).
    """

    element: etree._Element
    span: int
    merge: str | None
    continues_left: bool
    shaded: bool = False


def rows_of(children: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """The rows that are printed: not the deleted, not the hidden."""
    for row in children:
        if row.tag != W + "tr":
            continue
        properties = child(row, "trPr")
        if child(properties, "del") is None and not _is_unseen(properties):
            yield row


def _is_unseen(properties: etree._Element | None) -> bool:
    """Whether a row is hidden, or set to a height in which nothing shows."""
    height = child(properties, "trHeight")
    exact = height is not None and height.get(W + "hRule") == "exact"
    low = exact and 0 < (whole(height.get(VAL)) or 0) <= _NO_HEIGHT  # type: ignore[union-attr]
    return low or flag(properties, "hidden")


def column_widths(table: etree._Element) -> list[int | None]:
    """Widths of the grid columns in twips, None where the file is silent; where it has no grid,
    the widths of the cells of its longest row."""
    grid = table.find(W + "tblGrid")
    found = () if grid is None else grid.iterfind(W + "gridCol")
    widths = [whole(column.get(W + "w")) for column in found]
    if widths:
        return widths
    rows = (printed_cells(row) for row in table.iterfind(W + "tr"))
    plain = (cells for cells in rows if all(cell.span == 1 for cell in cells))
    return [_width(cell.element) for cell in max(plain, key=len, default=[])]


def is_header(row: etree._Element) -> bool:
    """Whether Word repeats this row on every page."""
    return flag(child(row, "trPr"), "tblHeader")


def cell_bounds(
    row: etree._Element, cells: Sequence[CellFacts], widths: Sequence[int | None]
) -> list[tuple[int, int]]:
    """The grid columns each cell of a row covers, as (first, one past the last).

    A first row of one cell is a title over the table, whatever its width. A row that is short of
    the grid and names no spans is laid out by its cells' own widths, as Word does.
    """
    properties = child(row, "trPr")
    before = _bounded(number(properties, "gridBefore") or 0, 0)
    spans = [cell.span for cell in cells]
    if before + sum(spans) < len(widths) and set(spans) == {1} and not before:
        if len(spans) == 1 and next(row.itersiblings(row.tag, preceding=True), None) is None:
            return [(0, len(widths))]
        fitted = None if value(properties, "gridAfter") else _fit(cells, widths)
        if fitted:
            return fitted
    ends = list(accumulate(spans, initial=before))
    return list(pairwise(ends))


def _bounded(count: int, least: int) -> int:
    return min(max(count, least), MAX_COLUMNS)


def _fit(cells: Sequence[CellFacts], widths: Sequence[int | None]) -> list[tuple[int, int]] | None:
    own = [_width(cell.element) for cell in cells]
    known = [width for width in widths if width]
    if None in own or len(known) != len(widths) or not own:
        return None
    lines = list(accumulate(known, initial=0))
    allowed = lines[-1] * _FIT
    bounds: list[tuple[int, int]] = []
    start = 0
    for reach in accumulate(width for width in own if width is not None):
        end = min(range(len(lines)), key=lambda index: abs(lines[index] - reach))
        if end <= start or abs(lines[end] - reach) > allowed:
            return None
        bounds.append((start, end))
        start = end
    return bounds


def _width(cell: etree._Element) -> int | None:
    width = cell.find(f"{W}tcPr/{W}tcW")
    if width is None or width.get(W + "type", "dxa") != "dxa":
        return None
    return whole(width.get(W + "w"))


def printed_cells(children: Iterable[etree._Element]) -> list[CellFacts]:
    """The cells of a row, without those whose deletion is tracked."""
    found = (_facts(cell) for cell in children if cell.tag == _CELL)
    return [facts for facts in found if facts is not None]


def _facts(cell: etree._Element) -> CellFacts | None:
    """The properties of a cell, None for one that is deleted. A tracked merge is accepted."""
    span, merge, left, shaded = 1, None, False, False
    properties = head(cell, _CELL_PROPERTIES)
    for prop in () if properties is None else properties:
        tag = prop.tag
        if tag == _GRID_SPAN:
            span = _bounded(whole(prop.get(VAL)) or 1, 1)
        elif tag == _V_MERGE:
            merge = "restart" if prop.get(VAL) == "restart" else "continue"
        elif tag == _H_MERGE:
            left = prop.get(VAL) != "restart"
        elif tag == _CELL_MERGE:
            merge = {"cont": "continue", "rest": "restart"}.get(prop.get(W + "vMerge", ""), merge)
        elif tag == _SHADE:
            shaded = is_shade(prop)
        elif tag == _CELL_DELETED:
            return None
    return CellFacts(cell, span, merge, left, shaded)


def put_below_names(above: RowDraft, row: RowDraft, width: int) -> None:
    """Move the names of a lower header row below those of the upper one that reach over several of
    the `width` columns: LibreOffice leaves out of the XML of Word 2003 what is covered from above,
    and with it which cells reach down, so that such a row holds the cells below these names only.
    """
    columns = [
        at for cell in above if cell.end - cell.start > 1 for at in range(cell.start, cell.end)
    ]
    whole = bool(above) and above[0].start == 0 and above[-1].end >= width
    first = [(at, at + 1) for at in range(len(columns))]
    plain = [(cell.start, cell.end) for cell in row] == first
    if not whole or not plain or len(columns) >= width or any(cell.merged for cell in row):
        return
    for cell, at in zip(row, columns, strict=True):
        cell.start, cell.end = at, at + 1


def is_mirrored(table: etree._Element) -> bool:
    """Whether the first column of a table stands on the right (`w:bidiVisual`)."""
    return flag(child(table, "tblPr"), "bidiVisual")


def build_grid(
    rows: Sequence[RowDraft],
    widths: Sequence[int | None],
    header_rows: int | None,
    mirrored: bool = False,
) -> Grid:
    """Put rows of cells on the fewest grid columns that tell them apart, as they stand from left to
    right.

    A row that only repeats what reaches down into it is the lower half of the row above. A span
    that goes on where no cell begins and the grid has no column ends with the grid.
    """
    kept = [not _only_repeats(row) for row in rows]
    if header_rows is not None:
        header_rows = sum(kept[:header_rows]) or None
    rows = list(compress(rows, kept))
    last = max(len(widths), max((cell.start for row in rows for cell in row), default=0) + 1)
    for cell in (cell for row in rows for cell in row if cell.end > last):
        cell.end = last
    if mirrored:
        rows = [_mirror(row, last) for row in rows]
        widths = widths[::-1]
    columns = _columns({(cell.start, cell.end) for row in rows for cell in row}, widths)
    count = max(columns.values(), default=0)
    return Grid(tuple(_row(row, columns, count) for row in rows), header_rows)


def _only_repeats(row: RowDraft) -> bool:
    """Whether all that a row prints was printed above it."""
    printed = [cell for cell in row if cell.fragments]
    return bool(printed) and all(cell.merged for cell in printed)


def _mirror(row: RowDraft, last: int) -> RowDraft:
    """A row whose first column stands on the right, from left to right."""
    return [replace(cell, start=last - cell.end, end=last - cell.start) for cell in reversed(row)]


def _columns(spans: set[tuple[int, int]], widths: Sequence[int | None]) -> dict[int, int]:
    """Number the edges that some cell has; edges a sliver apart become one.

    Two edges become one only if no cell lies between them.
    """
    lines = list(accumulate((width or 0 for width in widths), initial=0))
    measured = all(widths) and bool(widths)
    columns: dict[int, int] = {}
    cluster: list[int] = []
    for edge in sorted({edge for span in spans for edge in span}):
        near = measured and bool(cluster) and edge < len(lines)
        near = near and lines[edge] - lines[cluster[0]] <= _SLIVER
        if near and not any((start, edge) in spans for start in cluster):
            cluster.append(edge)
            columns[edge] = columns[cluster[0]]
        else:
            columns[edge] = columns[cluster[0]] + 1 if cluster else 0
            cluster = [edge]
    return columns


def _row(row: RowDraft, columns: dict[int, int], count: int) -> GridRow:
    cells = [_BLANK] * count
    for draft in row:
        start = columns[draft.start]
        span = columns[draft.end] - start
        if draft.fragments or span > 1 or draft.merged or draft.shaded:
            cells[start] = Cell(draft.fragments, span, draft.merged, shaded=draft.shaded)
    return tuple(cells)


def is_layout(table: etree._Element, rows: Sequence[etree._Element], styles: Styles) -> bool:
    """Whether a table only arranges text: a single cell, or ungridded and small as a letterhead.

    Such a table prints nothing but its text, perhaps with a line above or a frame around it.
    """
    if any(is_header(row) for row in rows):
        return False
    if _frames_tables(rows):
        return True
    if len(rows) > _LAYOUT_ROWS:
        return False
    if len(rows) == 1 and (len(rows[0].findall(W + "tc")) <= 1 or _is_boxes(rows[0])):
        return True
    filled = max((_filled_cells(row) for row in rows), default=0)
    small = len(rows) == 1 or filled <= _LAYOUT_COLUMNS
    return small and not _is_ruled(table, styles)


def _is_boxes(row: etree._Element) -> bool:
    cells = row.iterfind(W + "tc")
    return are_boxes(["".join(text.text or "" for text in cell.iter(W + "t")) for cell in cells])


def _frames_tables(rows: Sequence[etree._Element]) -> bool:
    """Whether a table, ruled or not, is a frame: larger tables stand in its few cells."""
    widths = [len(row.findall(W + "tc")) for row in rows]
    inner = [
        [len(r.findall(W + "tc")) for r in table.iterfind(W + "tr")]
        for row in rows
        for table in row.iterfind(f"{W}tc/{W}tbl")
    ]
    larger = [cells for cells in inner if len(cells) > 1 and max(cells) > max(widths, default=0)]
    small = max(widths, default=0) <= 1 or len(rows) <= _LAYOUT_ROWS
    return bool(larger) and small and sum(map(sum, larger)) > 2 * sum(widths)


def _filled_cells(row: etree._Element) -> int:
    """Cells with text in them: a letterhead may keep a blank column as a gap."""
    return sum(
        any((text.text or "").strip() for text in cell.iter(W + "t"))
        for cell in row.iterfind(W + "tc")
    )


def _is_ruled(table: etree._Element, styles: Styles) -> bool:
    """Whether rules of both directions are drawn anywhere in a table."""
    drawn: set[str] = set()
    for borders in _borders(table, styles):
        drawn |= {
            direction
            for edge in borders
            if (direction := _EDGES.get(edge.tag)) and edge.get(VAL, "none") not in _UNDRAWN
        }
        if len(drawn) == len(_DIRECTIONS):
            return True
    return False


def draws_row_lines(table: etree._Element, styles: Styles) -> bool:
    """Whether a table draws lines between rows whose cells say nothing of them."""
    properties = table.find(W + "tblPr")
    own = None if properties is None else properties.find(W + "tblBorders")
    said = [own] if own is not None else list(_style_borders(table, styles))
    said += table.iterfind(f"{W}tr/{W}tblPrEx/{W}tblBorders")
    return any(
        _EDGES.get(edge.tag) == "horizontal" and edge.get(VAL, "none") not in _UNDRAWN
        for borders in said
        for edge in borders
    )


def _style_borders(table: etree._Element, styles: Styles) -> Iterator[etree._Element]:
    """All border settings of the style of a table."""
    for style in styles.chain(value(table.find(W + "tblPr"), "tblStyle") or ""):
        yield from style.iter(W + "tblBorders", W + "tcBorders")


def _borders(table: etree._Element, styles: Styles) -> Iterator[etree._Element]:
    """All border settings that bear on a table; its own ones replace those of its style."""
    properties = table.find(W + "tblPr")
    own = None if properties is None else properties.find(W + "tblBorders")
    if own is not None:
        yield own
    else:
        yield from _style_borders(table, styles)
    yield from table.iterfind(f"{W}tr/{W}tblPrEx/{W}tblBorders")
    for borders in table.iter(W + "tcBorders"):
        if next(borders.iterancestors(W + "tbl"), None) is table:
            yield borders
