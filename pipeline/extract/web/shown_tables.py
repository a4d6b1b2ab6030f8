"""Tables of a web page that are made of other elements than `table`: a browser shows them by their
style (`display: table`), a program that reads aloud knows them by their role (`role="table"`).

Such elements get the names that tables have, each with the style it had, so that one reader reads
all tables.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.extract.web.look import StyleSheet

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
_DISPLAY: Final = re.compile(r"(?<![\w-])display\s*:\s*([\w-]+)")
_PARTS: Final = frozenset(_NAMES.values())
"""Elements that are parts of tables by their own name."""
_WORTH: Final = re.compile(r"table-cell|role\s*=\s*[\"']?(?:cell|gridcell)\b", re.IGNORECASE)


def may_show_tables(text: str) -> bool:
    """Whether a page has cells that are no `td`: a cheap question before the exact ones."""
    return _WORTH.search(text) is not None


def name_tables(root: etree._Element, sheet: StyleSheet) -> None:
    """Rename the elements of a page that are shown as parts of tables, where they make one: cells
    in rows in a table."""
    parts = {element: name for element in root.iter() if (name := _part(element, sheet))}
    tables = [e for e, name in parts.items() if name == "table" and _has_cells(e, parts)]
    inside = {e: sheet.style(e) for table in tables for e in table.iter() if e in parts}
    for element, style in inside.items():
        element.set("style", style)
        element.tag = parts[element]


def _part(element: etree._Element, sheet: StyleSheet) -> str | None:
    """The part of a table that an element is shown as; None for what is one by its own name."""
    if not isinstance(element.tag, str) or element.tag in _PARTS:
        return None
    shown = _DISPLAY.findall(sheet.style(element))
    role = (element.get("role") or "").lower()
    if shown and str(shown[-1]) not in _ROLES and str(shown[-1]) in _NAMES:
        return _NAMES[str(shown[-1])]
    if shown and str(shown[-1]) == "table":
        return "table"
    return _NAMES[role] if role in _ROLES else None


def _has_cells(table: etree._Element, parts: dict[etree._Element, str]) -> bool:
    rows = [e for e in table.iter() if parts.get(e) == "tr"]
    return any(parts.get(child) in ("td", "th") for row in rows for child in row)
