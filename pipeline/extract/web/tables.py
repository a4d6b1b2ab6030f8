"""Tables of a web page: their rows, the columns their cells stand on, and which only arrange text.

Cells are placed as HTML says (rowspan and colspan, within bounds); a cell that reaches down is
repeated in the rows it covers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from typing import Final

from lxml import etree

from pipeline.extract.placed import PlacedCell, SheetRow, are_boxes
from pipeline.extract.spans import Spanned, on_columns
from pipeline.extract.web.look import StyleSheet, is_folded, is_removed, is_ruled
from pipeline.model import Fragment

MAX_SPAN: Final = 1000
"""Columns a cell may span, as in HTML itself."""
MAX_COLUMNS: Final = 4000
MAX_ROWS_DOWN: Final = 65_534
_HOLDS_ROWS: Final = frozenset({"table", "thead", "tbody", "tfoot"})
"""Elements in which cells may stand without a row: browsers make one (HTML, 13.2.6.4.13)."""
_LAYOUT_COLUMNS: Final = 2
_LAYOUT_ROWS: Final = 6
_MIN_FILLED: Final = 0.5

ReadCell = Callable[[etree._Element], tuple[Fragment, ...]]


_DIGITS = re.compile(r"[ \t\r\n\f]*\+?([0-9]+)")
"""A number as attributes have it: what follows the digits does not count (HTML, 2.3.4.1)."""
_COLLAPSED = re.compile(r"(?<![\w-])visibility\s*:\s*collapse")
_LONGEST = 9
"""Digits of a span: more are hostile."""


@dataclass(frozen=True, slots=True)
class WebRow:
    """A row that is shown: its cells, and whether it stands in the head of the table."""

    cells: tuple[etree._Element, ...]
    head: bool
    section: int


def rows_of(table: etree._Element, sheet: StyleSheet) -> list[WebRow]:
    """The rows a table shows: its head first, its foot last, hidden rows and cells left out."""
    sections: dict[str, list[WebRow]] = {"thead": [], "tbody": [], "tfoot": []}
    numbers: dict[int, int] = {}
    for row in table.iter("tr", "td", "th"):
        if next(row.iterancestors("table"), None) is not table or not _begins_row(row):
            continue
        parent = row.getparent()
        kind = str(parent.tag) if parent is not None and parent.tag in sections else "tbody"
        folded = row.tag == "tr" and is_folded(row, sheet.style(row))
        if folded or _section_hidden(parent, table, sheet):
            continue
        cells = tuple(cell for cell in _cells_of(row) if not is_removed(cell, sheet.style(cell)))
        section = numbers.setdefault(id(parent), len(numbers))
        head = kind == "thead" or (bool(cells) and all(cell.tag == "th" for cell in cells))
        sections[kind].append(WebRow(cells, head, section))
    return [row for kind in ("thead", "tbody", "tfoot") for row in sections[kind]]


def _begins_row(element: etree._Element) -> bool:
    """Whether a row begins here: with its tag, or with the first of cells that stand in none."""
    if element.tag == "tr":
        return True
    parent, before = element.getparent(), element.getprevious()
    loose = parent is not None and parent.tag in _HOLDS_ROWS
    return loose and (before is None or before.tag not in ("td", "th"))


def _cells_of(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row, those in a form around them too, which browsers take for none here; those
    beside each other that stand in none are one row, as in browsers."""
    if row.tag == "tr":
        if all(child.tag in ("td", "th") for child in row):
            yield from row
            return
        for cell in row.iter("td", "th"):
            if next(cell.iterancestors("tr", "table", "td", "th")) is row:
                yield cell
        return
    yield row
    beside = row.itersiblings()
    yield from takewhile(lambda element: element.tag in ("td", "th"), beside)


def _section_hidden(
    parent: etree._Element | None, table: etree._Element, sheet: StyleSheet
) -> bool:
    return parent is not None and parent is not table and is_folded(parent, sheet.style(parent))


def folded_columns(table: etree._Element, sheet: StyleSheet) -> frozenset[int]:
    """The columns, from 0, that a table does not show: collapsed, or hidden in a sheet that Excel
    saved as a page."""
    out: set[int] = set()
    at = 0
    for column in table.iter("col", "colgroup"):
        if next(column.iterancestors("table"), None) is not table or len(column):
            continue
        span = _bounded(column.get("span"), MAX_SPAN)
        style = sheet.style(column)
        excel = "mso-" in style and is_removed(column, style)
        if excel or _COLLAPSED.search(style):
            out.update(range(at, at + span))
        at += span
    return frozenset(out)


def without_columns(rows: Sequence[SheetRow], gone: frozenset[int]) -> list[SheetRow]:
    """The rows without the columns that are not shown."""
    if not gone:
        return list(rows)
    out = []
    for row in rows:
        shown = [
            replace(cell, column=cell.column - sum(c < cell.column for c in gone), span=span)
            for cell in row.cells
            if (span := sum(c not in gone for c in range(cell.column, cell.column + cell.span)))
        ]
        out.append(SheetRow(row.number, tuple(shown)))
    return out


def header_rows(rows: Sequence[WebRow]) -> int | None:
    """How many rows the page declares to be the header, None where it declares none."""
    count = next((at for at, row in enumerate(rows) if not row.head), len(rows))
    return count if 0 < count < len(rows) else None


def place(
    rows: Sequence[WebRow],
    read: ReadCell,
    shaded: Callable[[etree._Element], bool],
    bordered: Callable[[etree._Element], bool],
) -> list[SheetRow]:
    """The rows with their cells on columns; each cell is read once, and reaches down over no row of
    another section."""

    def cell(_: int, element: etree._Element) -> PlacedCell:
        return PlacedCell(0, read(element), shaded=shaded(element), bordered=bordered(element))

    spanned = []
    for _, own in groupby(rows, key=lambda row: row.section):
        section = list(own)
        for at, row in enumerate(section):
            here, left = section[at : at + 2], len(section) - at
            spanned.append(
                [Spanned(e, _across(e), min(_rows_down(e, here), left)) for e in row.cells]
            )
    laid = on_columns(spanned, cell, MAX_COLUMNS)
    return [SheetRow(number, cells) for number, cells in enumerate(laid, start=1)]


def _across(element: etree._Element) -> int:
    """How many columns a cell covers."""
    return _bounded(element.get("colspan"), MAX_SPAN)


def _bounded(text: str | None, most: int) -> int:
    digits = _DIGITS.match(text or "")
    found = digits.group(1) if digits else ""
    return min(max(int(found), 1), most) if 0 < len(found) <= _LONGEST else 1


def _rows_down(element: etree._Element, here: Sequence[WebRow]) -> int:
    """How many rows a cell covers; `here` are its row and the next.

    0 means all to the end of the section, but programs that know it as 1 write it too: then the
    next row is as wide as this one.
    """
    text = (element.get("rowspan") or "").strip()
    if text != "0":
        return _bounded(text, MAX_ROWS_DOWN)
    widths = [sum(map(_across, row.cells)) for row in here]
    return MAX_ROWS_DOWN if len(widths) > 1 and widths[1] < widths[0] else 1


def is_layout(table: etree._Element, rows: Sequence[WebRow], sheet: StyleSheet) -> bool:
    """Whether a table only arranges text: a column, a letterhead, or the frame around others."""
    if any(row.head for row in rows):
        return False
    widest = max((len(row.cells) for row in rows), default=0)
    if widest <= 1:
        return True
    if _frames_tables(table, rows, sheet) or (len(rows) == 1 and _is_boxes(rows[0])):
        return True
    framing = table.find(".//table") is not None and any(map(_holds_tables, rows))
    if framing and not _draws_borders(table, rows, sheet):
        return True
    if len(rows) > _LAYOUT_ROWS:
        return False
    filled = max(sum(map(_has_text, row.cells)) for row in rows)
    small = len(rows) == 1 or filled <= _LAYOUT_COLUMNS
    return small and not _draws_borders(table, rows, sheet)


def _frames_tables(table: etree._Element, rows: Sequence[WebRow], sheet: StyleSheet) -> bool:
    """Whether tables stand in a table that has little else in its cells."""
    inner = [t for t in table.iter("table") if t is not table]
    if not any(not is_layout(t, rows_of(t, sheet), sheet) for t in inner):
        return False
    cells = [cell for row in rows for cell in row.cells]
    plain = sum(_has_text(cell) and cell.find(".//table") is None for cell in cells)
    small = len(rows) <= _LAYOUT_ROWS and not _draws_borders(table, rows, sheet)
    return small or plain < _MIN_FILLED * len(cells)


def _holds_tables(row: WebRow) -> bool:
    """Whether most of several cells beside each other hold tables: menus, columns of a page."""
    filled = [cell for cell in row.cells if _has_text(cell)]
    inner = sum(cell.find(".//table") is not None for cell in filled)
    return len(filled) > 1 and inner * 2 > len(filled)


def _is_boxes(row: WebRow) -> bool:
    return are_boxes(["".join(map(str, cell.itertext())) for cell in row.cells])


def _has_text(cell: etree._Element) -> bool:
    return any(text.strip() for text in cell.itertext())


def _draws_borders(table: etree._Element, rows: Sequence[WebRow], sheet: StyleSheet) -> bool:
    cells = (cell for row in rows for cell in row.cells)
    return is_ruled(table, sheet.style(table)) or any(is_ruled(c, sheet.style(c)) for c in cells)
