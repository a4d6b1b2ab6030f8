"""Tables of a web page that are boxes beside each other in boxes below each other: a flexible box
is a row (`display: flex`), and where the style sheets of the page are not in it, boxes that hold as
many as the one with the names of columns are its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from lxml import etree

from pipeline.extract.web.frameworks import links_sheets
from pipeline.extract.web.look import StyleSheet, is_removed, text_of
from pipeline.writing.columns import is_number_header
from pipeline.writing.labels import parse_label

_MAY_BE: Final = re.compile(r"(?<![\w-])flex\b|rel\s*=\s*[\"']?stylesheet", re.IGNORECASE)
_FLEXIBLE: Final = re.compile(r"(?<![\w-])display\s*:\s*(?:inline-)?flex")
_DOWN: Final = re.compile(r"(?<![\w-])flex-(?:direction|flow)\s*:[^;]*column")
_FEWEST_CELLS, _FEWEST_ROWS = 3, 2
"""Boxes in a row, and rows below the names, of what is a table."""
_LONGEST_NAME: Final = 40
"""Characters of a name, at most."""
_OTHERS: Final = frozenset({"tr", "thead", "tbody", "tfoot", "table", "select", "svg", "head"})
"""Elements whose children are no boxes of their own."""


def may_hold_rows(text: str) -> bool:
    """Whether a page may have such rows: a cheap question before the exact ones."""
    return _MAY_BE.search(text) is not None


def name_rows(root: etree._Element, sheet: StyleSheet) -> None:
    """Rename the boxes of a page that make rows of a table, below one that has the name of a number
    column first, up to the next such one; the table stands where the names did."""
    linked = links_sheets(root)
    for names in list(root.iter(etree.Element)):
        if not _names_columns(names):
            continue
        count = len(_cells(names, sheet))
        if count < _FEWEST_CELLS:
            continue
        below = [row for row in _below(names) if not is_removed(row, sheet.style(row))]
        full = [row for row in below if len(_cells(row, sheet)) == count and not _is_loose(row)]
        beside = all(_is_flexible(row, sheet) for row in (names, *full))
        counted = linked and all(parse_label(text_of(_cells(r, sheet)[0]).strip()) for r in full)
        if len(full) < _FEWEST_ROWS or not (beside or counted):
            continue
        below = below[: below.index(full[-1]) + 1]
        if any((row.tail or "").strip() for row in below[:-1]):
            continue
        table, whole = etree.Element("table"), {names, *full}
        names.addprevious(table)
        for row in (names, *below):
            table.append(_row(row, row in whole, count, sheet))


def _row(box: etree._Element, full: bool, count: int, sheet: StyleSheet) -> etree._Element:
    """The row that a box makes: of its boxes, or of itself over all columns (a heading)."""
    cells = _cells(box, sheet) if full else [box]
    for cell in cells:
        cell.set("style", sheet.style(cell))
        cell.tag = "td"
    if full:
        box.tag, box.tail = "tr", box.tail if (box.tail or "").strip() else None
        return box
    row = etree.Element("tr")
    box.set("colspan", str(count))
    row.append(box)
    return row


def _is_loose(row: etree._Element) -> bool:
    """Whether a box has text beside its boxes: such a text is one, not a row of cells."""
    texts = (row.text, *(child.tail for child in row))
    return any((text or "").strip() for text in texts)


def _names_columns(element: etree._Element) -> bool:
    if element.tag in _OTHERS or len(element) < _FEWEST_CELLS:
        return False
    first = next(element.iterchildren(etree.Element), None)
    if first is None or first.tag in ("td", "th", "tr"):
        return False
    return is_number_header(_beginning(first)) and not _is_loose(element)


def _beginning(element: etree._Element) -> str:
    """The text of an element, or as much of it as tells that it is no name of a column: elements
    in each other would be read again and again."""
    found = ""
    for text in element.itertext():
        found = (found + str(text)).lstrip()
        if len(found) > _LONGEST_NAME:
            break
    return found.strip()


def _below(names: etree._Element) -> Iterator[etree._Element]:
    """What may be rows below names, up to other names: those of the next table."""
    return takewhile(lambda box: not _names_columns(box), _behind(names))


def _behind(names: etree._Element) -> Iterator[etree._Element]:
    """What may be rows below names: the boxes beside them, and those in the next box where the
    names have one of their own."""
    yield from names.itersiblings(etree.Element)
    around = names.getparent()
    if around is not None and len(around) == 1:
        for other in around.itersiblings(etree.Element):
            yield from other.iterchildren(etree.Element)


def _cells(row: etree._Element, sheet: StyleSheet) -> list[etree._Element]:
    """The boxes of a row that are shown."""
    return [c for c in row.iterchildren(etree.Element) if not is_removed(c, sheet.style(c))]


def _is_flexible(row: etree._Element, sheet: StyleSheet) -> bool:
    style = sheet.style(row)
    return _FLEXIBLE.search(style) is not None and not _DOWN.search(style)
