"""Elements that style sheets show in another order than that in which the page has them.

Items of a flexible box or a grid stand by their `order` (CSS Flexible Box, 5.4), all of them the
other way round in a box of `row-reverse`; the first column of a table set from right to left stands
on the right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from lxml import etree

from pipeline.extract.placed import SheetRow

ORDERS: Final = re.compile(r"(?<![\w-])order\s*:\s*-?\d|(?:row|column)-reverse", re.IGNORECASE)
"""What a page has that shows elements in an order of its own."""
_ORDER: Final = re.compile(r"(?<![\w-])order\s*:\s*(-?\d{1,9})(?![\d.])")
_BOX: Final = re.compile(r"(?<![\w-])display\s*:\s*(?:inline-)?(?:flex|grid)\b")
_REVERSED: Final = re.compile(r"(?<![\w-])flex-(?:direction|flow)\s*:\s*[^;]*-reverse\b")
_DIRECTION: Final = re.compile(r"(?<![\w-])direction\s*:\s*(rtl|ltr)\b")


def put_in_order(root: etree._Element, style_of: Callable[[etree._Element], str]) -> None:
    """Put the items of flexible boxes and grids of a page in the order in which they are shown."""
    boxes = [one for one in root.iter(etree.Element) if len(one) > 1 and _BOX.search(style_of(one))]
    for box in boxes:
        items = list(box)
        shown = sorted(items, key=lambda item: _order_of(style_of(item)))
        if _REVERSED.search(style_of(box)):
            shown.reverse()
        if shown != items:
            box[:] = shown


def _order_of(style: str) -> int:
    found = _ORDER.findall(style)
    return int(found[-1]) if found else 0


def is_from_right(table: etree._Element, style_of: Callable[[etree._Element], str]) -> bool:
    """Whether the first column of a table stands on the right: the nearest element that says in
    which direction it is set says so."""
    for element in (table, *table.iterancestors()):
        said = _DIRECTION.findall(style_of(element))
        direction = said[-1] if said else (element.get("dir") or "").lower()
        if direction in ("rtl", "ltr"):
            return direction == "rtl"
    return False


def from_left(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """Rows whose first column stands on the right, as they stand from left to right."""
    last = max((cell.column + cell.span for row in rows for cell in row.cells), default=0)
    return [
        SheetRow(
            row.number,
            tuple(replace(c, column=last - c.column - c.span) for c in reversed(row.cells)),
        )
        for row in rows
    ]
