"""What the style of a table makes of the text in its cells: capitals, struck out, hidden, white.

A table style says it of the whole table and of parts: first and last row and column, stripes
(`w:tblStylePr`, ECMA-376 part 1, 17.7.6). Weight is left to paragraphs and runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipeline.extract.docx.styles import Styles, toggles_of
from pipeline.extract.docx.xml import VAL, W, child, value, whole

_TABLE: Final = W + "tbl"
_ROW: Final = W + "tr"
_CELL: Final = W + "tc"
_WRAPPERS: Final = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins"))
_EDGES: Final = ("firstRow", "lastRow", "firstColumn", "lastColumn")
_LOOKS: Final = dict(zip((*_EDGES, "noHBand"), (0x20, 0x40, 0x80, 0x100, 0x200), strict=True))
"""Bits of `w:tblLook` that switch a part on, or stripes off (17.4.55)."""
_BANDS: Final = ("band1Horz", "band2Horz")
"""The stripes of rows, in turn; the first row is none of them where it is set apart. Word counts
them anew where no row notes its own (python-docx notes none)."""
_PARTS: Final = {"firstColumn": "firstCol", "lastColumn": "lastCol"}
"""Names of columns at the edge as `w:tblStylePr` has them."""
_HEX: Final = re.compile(r"[0-9A-Fa-f]{1,8}")
_STRIPES: Final = {4: "band1Vert", 5: "band2Vert", 6: "band1Horz", 7: "band2Horz"}
"""Places in `w:cnfStyle` (17.3.1.8) of the stripes a row or cell belongs to."""
_ORDER: Final = (
    "wholeTable", "band1Vert", "band2Vert", "band1Horz", "band2Horz",
    "firstCol", "lastCol", "firstRow", "lastRow",
)  # fmt: skip
"""Parts of a table style; a later one is set over those before."""


class TableStyles:
    """Asked paragraph by paragraph; where no table style sets any, it costs nothing."""

    def __init__(self, styles: Styles) -> None:
        self._parts: dict[str, dict[str, dict[str, bool]]] = {}
        self._heights: dict[str, int] = {}
        self._counted: dict[etree._Element, dict[etree._Element, int]] = {}
        for style in styles.tables():
            ident = style.get(W + "styleId", "")
            found: dict[str, dict[str, bool]] = {}
            for one in reversed(styles.chain(ident)):
                for part, toggles in _parts_of(one):
                    found.setdefault(part, {}).update(toggles)
            if any(on for part in found.values() for on in part.values()):
                self._parts[ident] = found
            sizes = [one.find(f"{W}tblPr/{W}tblStyleRowBandSize") for one in styles.chain(ident)]
            said = next((whole(size.get(VAL)) for size in sizes if size is not None), 1)
            self._heights[ident] = 1 if said is None else said
        self._default = styles.table_default

    def toggles(self, paragraph: etree._Element) -> frozenset[str]:
        """The names of the toggles that the style of its table sets for a paragraph."""
        if not self._parts:
            return frozenset()
        cell = next(paragraph.iterancestors(_CELL, W + "txbxContent"), None)
        if cell is None or cell.tag != _CELL:
            return frozenset()
        row, table = next(cell.iterancestors(_ROW), None), next(cell.iterancestors(_TABLE), None)
        if row is None or table is None:
            return frozenset()
        properties = child(table, "tblPr")
        style = value(properties, "tblStyle") or self._default
        parts = self._parts.get(style)
        if parts is None:
            return frozenset()
        bearing = {"wholeTable", *_edges(properties, row, cell), *_stripes(row, cell)}
        if bearing.isdisjoint(_BANDS) and not _switched(child(properties, "tblLook"), "noHBand"):
            headed = _switched(child(properties, "tblLook"), "firstRow")
            at = self._row_number(table, row) - headed
            if at >= 0 and (height := self._heights[style]) > 0:
                bearing.add(_BANDS[at // height % 2])
        merged: dict[str, bool] = {}
        for part in _ORDER:
            if part in bearing:
                merged |= parts.get(part, {})
        return frozenset(name for name, on in merged.items() if on)

    def _row_number(self, table: etree._Element, row: etree._Element) -> int:
        """How many rows of its table stand above a row."""
        if table not in self._counted:
            rows = (one for one in table.iter(_ROW) if next(one.iterancestors(_TABLE)) is table)
            self._counted[table] = {one: at for at, one in enumerate(rows)}
        return self._counted[table].get(row, 0)


def _parts_of(style: etree._Element) -> Iterator[tuple[str, dict[str, bool]]]:
    """The toggles a table style sets, for the whole table and for its parts."""
    yield "wholeTable", toggles_of(child(style, "rPr"))
    for part in style.iterchildren(W + "tblStylePr"):
        yield part.get(W + "type", ""), toggles_of(child(part, "rPr"))


def _edges(
    properties: etree._Element | None, row: etree._Element, cell: etree._Element
) -> Iterator[str]:
    """The rows and columns at the edge of a table that a cell stands in, as far as the table lets
    its style set them apart."""
    look = child(properties, "tblLook")
    if look is None:
        return
    for name in _EDGES:
        element, tag, within = (row, _ROW, _TABLE) if name.endswith("Row") else (cell, _CELL, _ROW)
        if _switched(look, name) and _is_outer(
            element, tag, within, first=name.startswith("first")
        ):
            yield _PARTS.get(name, name)


def _switched(look: etree._Element | None, name: str) -> bool:
    """What a table says (`w:tblLook`) of a part of its style, or that it has no stripes."""
    if look is None:
        return False
    own, noted = look.get(W + name), look.get(VAL, "")
    bits = int(noted, 16) if _HEX.fullmatch(noted) else 0
    return bool(bits & _LOOKS[name]) if own is None else own in {"1", "true", "on"}


def _is_outer(element: etree._Element, tag: str, within: str, *, first: bool) -> bool:
    """Whether no row or cell stands before an element (behind it, without `first`)."""
    at: etree._Element | None = element
    while at is not None and at.tag != within:
        if any(
            other.tag == tag or other.tag in _WRAPPERS for other in at.itersiblings(preceding=first)
        ):
            return False
        at = at.getparent()
    return True


def _stripes(row: etree._Element, cell: etree._Element) -> Iterator[str]:
    """The stripes a cell belongs to, as Word notes them at rows and cells."""
    for properties in (child(row, "trPr"), child(cell, "tcPr")):
        noted = value(properties, "cnfStyle") or ""
        yield from (part for at, part in _STRIPES.items() if noted[at : at + 1] == "1")
