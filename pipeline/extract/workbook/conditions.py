"""What formats with a condition may hide: text set in white, struck out, shown by no format, or
covered by a sign in place of the number. Conditions are not calculated, so it is only told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from openpyxl.styles.colors import Color
from openpyxl.styles.fills import PatternFill

from pipeline.extract.colours import WHITE, are_same

_GROUND: Final = 0
"""The colour of a theme for the ground: white, and what Excel offers as such."""
_WHITE_INDEXED: Final = (1, 9)
"""White in the palette (ECMA-376, part 1, 18.8.27)."""


def is_white(color: object, palette: Sequence[str] = ()) -> bool:
    """Whether a colour is white, as a program of sheets writes it, or nobody tells it from white;
    `palette` are the colours that its workbook counts, those of the standard where it has none of
    its own."""
    return are_same(code_of(color, palette), WHITE)


def code_of(color: object, palette: Sequence[str] = ()) -> str:
    """A colour as `RRGGBB`; where the workbook names it by its place in a theme or in the palette
    of the standard, that place, but white; "" for no colour. `palette` as for `is_white`."""
    if not isinstance(color, Color):
        return ""
    if color.type == "rgb":
        return str(color.rgb)[-6:]
    if color.type == "theme":
        ground = color.theme == _GROUND and not color.tint
        return WHITE if ground else f"theme {color.theme} {color.tint}"
    if color.type != "indexed":
        return ""
    if palette and 0 <= color.indexed < len(palette):
        return palette[color.indexed][-6:].upper()
    return WHITE if color.indexed in _WHITE_INDEXED else f"indexed {color.indexed}"


def hiding_ranges(formatting: Iterable[Any], styles: Any) -> Iterator[str]:
    """The ranges in which a format with a condition may hide what a cell says. `formatting` is what
    openpyxl read of the sheet, `styles` the differential styles of its workbook."""
    for one in formatting:
        if any(_hides(rule, styles) for rule in one.rules):
            yield str(one.sqref)


def _is_ground(fill: object) -> bool:
    """Whether a fill puts another ground than white behind a text. What a condition fills a cell
    with is the background of its pattern, unlike in the format of a cell."""
    return fill is not None and not (isinstance(fill, PatternFill) and is_white(fill.bgColor))


def _hides(rule: Any, styles: Any) -> bool:
    for sign in (rule.dataBar, rule.iconSet):
        if sign is not None and sign.showValue is False:
            return True
    if rule.dxfId is None or not 0 <= rule.dxfId < len(styles):
        return False
    style = styles[rule.dxfId]
    font = style.font
    white = font is not None and is_white(font.color) and not _is_ground(style.fill)
    struck = font is not None and bool(font.strike)
    return white or struck or (style.numFmt is not None and not style.numFmt.formatCode.strip(";"))
