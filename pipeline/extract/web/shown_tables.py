"""Tables of a web page that are made of other elements than `table`: a browser shows them by their
style (`display: table`, or a grid under the name of a number column), a program that reads aloud
knows them by their role (`role="table"`).

Such elements get the names that tables have, each with the style it had, so that one reader reads
all tables.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.extract.web.look import StyleSheet, is_removed, text_of
from pipeline.writing.columns import is_number_header

_NAMES: Final = {
    **dict.fromkeys(("table", "inline-table", "grid", "treegrid"), "table"),
    **dict.fromkeys(("table-row", "row"), "tr"),
    **dict.fromkeys(("table-cell", "cell", "gridcell"), "td"),
    **dict.fromkeys(("columnheader", "rowheader"), "th"),
    **dict.fromkeys(("table-row-group", "rowgroup"), "tbody"),
    "table-header-group": "thead",
    "table-footer-group": "tfoot",
    "table-caption": "caption",
}
"""Values of `display` that make parts of tables (CSS 2.2, 17.2), and their roles (WAI-ARIA 1.2)."""
_IN_ROWS: Final = ("cell", "gridcell", "columnheader", "rowheader")
"""Roles of cells."""
_ROLES: Final = frozenset(("table", "grid", "treegrid", "rowgroup", "row", *_IN_ROWS))
"""Roles of the parts of a table."""
_TABLES: Final = frozenset(("table", "grid", "treegrid"))
"""Roles of tables."""
_DISPLAY: Final = re.compile(r"(?<![\w-])display\s*:\s*([\w-]+)")
_PARTS: Final = frozenset(_NAMES.values())
"""Elements that are parts of tables by their own name."""
_WORTH: Final = re.compile(
    r"table-cell|grid-template|role\s*=\s*[\"']?(?:cell|gridcell)\b", re.IGNORECASE
)
_TRACKS: Final = re.compile(
    r"(?<![\w-])grid-template(?:-columns)?\s*:\s*(?:[^;/]*/)?([^;/]+)", re.IGNORECASE
)
_REPEATED: Final = re.compile(r"repeat\(\s*(\d{1,3})\s*,((?:[^()]|\([^()]*\))*)\)")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_SPAN: Final = re.compile(r"(?<![\w-])grid-column\s*:\s*(?:span\s+(\d{1,3})|(\d+)\s*/\s*(-?\d+))")
_LEAST: Final = 3
"""Columns of a grid that is a table."""


def may_show_tables(text: str) -> bool:
    """Whether a page has cells that are no `td`: a cheap question before the exact ones."""
    return _WORTH.search(text) is not None


def name_tables(root: etree._Element, sheet: StyleSheet) -> None:
    """Rename the elements of a page that are shown as parts of tables, where they make one: cells
    in rows in a table."""
    _join_rows(root)
    parts = {element: name for element in root.iter() if (name := _part(element, sheet))}
    tables = [e for e, name in parts.items() if name == "table" and _has_cells(e, parts)]
    inside = {e: sheet.style(e) for table in tables for e in table.iter() if e in parts}
    for element, style in inside.items():
        element.set("style", style)
        element.tag = parts[element]
    for element in list(root.iter("div", "section", "ul", "ol", "dl")):
        columns = _columns(sheet.style(element))
        if columns >= _LEAST:
            _name_grid(element, columns, sheet)


def _join_rows(root: etree._Element) -> None:
    """Put rows of one table together that say they are the same one (`aria-rowindex`; WAI-ARIA 1.2,
    6.6): the columns that stay beside others that scroll stand in an element of their own. Names
    and rows below them that are each counted from one are not the same."""
    first: dict[tuple[etree._Element, str], tuple[etree._Element, set[str], bool]] = {}
    for row in [row for row in root.iter(etree.Element) if row.get("aria-rowindex")]:
        table = next(filter(_is_table, row.iterancestors()), None)
        if table is None:
            continue
        columns = {place for cell in row if (place := cell.get("aria-colindex"))}
        named, key = _holds_names(row), (table, row.get("aria-rowindex", ""))
        if key not in first:
            first[key] = row, columns, named
            continue
        known, taken, names = first[key]
        beside = known.getparent() is not row.getparent() and named == names
        if beside and taken.isdisjoint(columns):
            known.extend(list(row))
            taken |= columns


def _holds_names(row: etree._Element) -> bool:
    """Whether names of columns stand in a row."""
    around = row.getparent()
    in_head = around is not None and around.tag == "thead"
    return in_head or any(_role(cell) == "columnheader" for cell in row)


def _is_table(element: etree._Element) -> bool:
    return element.tag == "table" or _role(element) in _TABLES


def _role(element: etree._Element) -> str:
    return (element.get("role") or "").lower()


def _columns(style: str) -> int:
    """How many columns a grid is divided into by its style, 0 where it is none."""
    shown, tracks = _DISPLAY.findall(style), _TRACKS.findall(style)
    if not tracks or not shown or str(shown[-1]) not in ("grid", "inline-grid"):
        return 0
    times = [(int(n), _BRACKETS.sub("", part)) for n, part in _REPEATED.findall(tracks[-1])]
    plain = _BRACKETS.sub("", _REPEATED.sub(" ", tracks[-1]))
    return len(plain.split()) + sum(n * len(part.split()) for n, part in times)


def _name_grid(grid: etree._Element, columns: int, sheet: StyleSheet) -> None:
    """Rename a grid whose first line has the name of a number column: its children, and those of
    children that only hold them, are cells in the order they stand in."""
    cells = [
        cell
        for child in grid.iterchildren(etree.Element)
        for cell in (child.iterchildren(etree.Element) if _is_row(child, sheet) else (child,))
    ]
    shown = [cell for cell in cells if not is_removed(cell, sheet.style(cell))]
    if not any(is_number_header(text_of(cell)) for cell in shown[:2]):
        return
    rows: list[etree._Element] = []
    left = 0
    for cell in shown:
        span = min(_span(sheet.style(cell), columns), columns)
        if span > left:
            rows.append(etree.Element("tr"))
            left = columns
        _make_cell(cell, span, sheet)
        rows[-1].append(cell)
        left -= span
    for child in list(grid):
        grid.remove(child)
    grid.extend(rows)
    grid.tag = "table"


def _is_row(element: etree._Element, sheet: StyleSheet) -> bool:
    shown = _DISPLAY.findall(sheet.style(element))
    return bool(shown) and str(shown[-1]) == "contents"


def _make_cell(cell: etree._Element, span: int, sheet: StyleSheet) -> None:
    cell.set("style", sheet.style(cell))
    cell.set("colspan", str(span))
    cell.tag, cell.tail = "td", None


def _span(style: str, columns: int) -> int:
    """How many columns of a grid a cell takes: `span 3`, `1 / 4`, `1 / -1`."""
    found = _SPAN.search(style)
    if found is None:
        return 1
    if found[1]:
        return max(1, int(found[1]))
    first, last = int(found[2]), int(found[3])
    return max(1, (columns + 2 + last if last < 0 else last) - first)


def _part(element: etree._Element, sheet: StyleSheet) -> str | None:
    """The part of a table that an element is shown as; None for what is one by its own name."""
    if not isinstance(element.tag, str) or element.tag in _PARTS:
        return None
    shown = _DISPLAY.findall(sheet.style(element))
    role = _role(element)
    if shown and str(shown[-1]) not in _ROLES and str(shown[-1]) in _NAMES:
        return _NAMES[str(shown[-1])]
    if shown and str(shown[-1]) == "table":
        return "table"
    return _NAMES[role] if role in _ROLES else None


def _has_cells(table: etree._Element, parts: dict[etree._Element, str]) -> bool:
    rows = [e for e in table.iter() if parts.get(e) == "tr"]
    return any(parts.get(child) in ("td", "th") for row in rows for child in row)
