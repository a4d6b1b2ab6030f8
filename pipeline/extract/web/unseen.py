"""Which text of a web page nobody sees: it is hidden, too small, or has no colour of its own."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.extract.colours import WHITE, are_same
from pipeline.extract.web.colours import colour_of
from pipeline.extract.web.look import StyleSheet, is_hidden, text_of
from pipeline.model import EVIDENCE, Problem

_NO_SIZE: Final = re.compile(
    r"(?<![\w-])font-size\s*:\s*(?:0(?:\.0+)?(?:em|rem|%)?|(?:0*\.\d+|0|1(?:\.0+)?)(?:px|pt))"
    r"\s*(?:;|!|\Z)"
    r"|(?<![\w-])font\s*:(?:\s*+[a-z-]++)*+\s*+0(?:\.0+)?(?:px|pt|r?em|%)?[/\s]"
)
"""Letters of no size, or of a point at most: nobody reads them."""
_SIZE: Final = re.compile(r"(?<![\w-])font(?:-size)?\s*:")
_FILL: Final = re.compile(r"(?<![\w-])-webkit-text-fill-color\s*:\s*([^;!]+)")
"""The colour that letters are filled with, in place of theirs (Compatibility Standard, 5.1)."""
_NONE: Final = r"\s*(?:0*\.0(?:[0-4]\d*)?|0+\.?|[0-4](?:\.\d*)?%|0*\.\d+%)(?![\d.%])"
"""A share of which nobody sees anything: less than a twentieth."""
_NO_COLOUR: Final = (
    r"(?:transparent|#[\da-f]{3}0(?![\da-f])|#[\da-f]{6}00(?![\da-f])"
    r"|\w+\((?:(?:[^,()]*,){3}|[^/()]*/)\s*0(?:\.0*)?%?\s*\))"
)
_ANIMATED: Final = re.compile(r"(?<![\w-])animation(?:-name)?\s*:\s*(?!none|\s)")
"""Such an element is faded in as soon as the page is there."""
_DRAWN_ROUND: Final = re.compile(
    r"(?<![\w-])(?:text-shadow\s*:\s*(?!none|0\s*(?:;|\Z)|[\s;])|-webkit-text-stroke(?:-width)?\s*:\s*[1-9.])"
)
"""Letters seen by their edge or their shadow, whatever colour they have."""
_TAKEN_OVER: Final = ("inherit", "unset", "revert", "revert-layer", "initial", "currentcolor")
"""What a colour is taken over by, and no colour itself (CSS Cascade 4, 7.3)."""
_FADED: Final = re.compile(rf"(?<![\w-])opacity\s*:{_NONE}")
_FILTERS: Final = re.compile(r"(?<![\w-])filter\s*:([^;]*)")
_FADING: Final = re.compile(rf"(?<![\w-])opacity\({_NONE}")
"""Drawn so that all of it lets through what is behind (CSS Color, 3.2; Filter Effects, 6.1)."""
_MASKED: Final = re.compile(
    r"(?<![\w-])(?:-webkit-)?mask(?:-image)?\s*:\s*(?:repeating-)?(?:linear|radial|conic)-gradient\("
    r"(?:\s*(?:to\s|from\s|at\s|circle|ellipse|-?[\d.]+(?:deg|turn|g?rad))[^,()]{0,50},)?"
    rf"(?:\s*{_NO_COLOUR}(?:\s+-?[\d.]+(?:%|[a-z]{{2,3}})?){{0,2}}\s*(?:,|(?=\))))+\)[^,;]*(?:;|\Z)"
)
"""Seen only through a mask that lets nothing through, and no other (CSS Masking 1, 4.1)."""
_CLIPS: Final = re.compile(r"background(?:-clip)?\s*:([^;]*)")
_TO_TEXT: Final = re.compile(r"\btext\b")
"""The ground is painted where the letters are and nowhere else."""
_COLOUR: Final = re.compile(r"(?<![\w-])color\s*:\s*([^;!]+)")
_BLACK: Final = frozenset({"black", "#000", "#000000", "windowtext"})
"""The colour of nearly all letters, of which no ground is asked."""
_BACKGROUND: Final = re.compile(r"background(?:-color|-image)?\s*:|mso-shading|mso-pattern")
_PAINTED: Final = re.compile(r"background(?:-image)?\s*:[^;]*(?:gradient|url)\(")
_SHADE: Final = re.compile(r"background(?:-color)?\s*:([^;]*)")
_NO_SHADE: Final = re.compile(
    r"(?:white|transparent|none|inherit|initial|unset|revert|#fff(?:fff)?\b|rgb\(255,\s*255,\s*255\)|rgba\(.*,\s*0\))"
)

_CELLS: Final = ("td", "th")
"""Elements of cells."""
_OF_TABLES: Final = frozenset((*_CELLS, "tr", "thead", "tbody", "tfoot"))
"""Elements of tables that a rule may hide as a whole."""


def told_unsure(sheet: StyleSheet, number: int) -> list[Problem]:
    """What is said of parts of tables that a rule of the page hides or strikes out, or not: its
    selector is not known."""
    inside = (
        " ".join(text_of(one).split())
        for one in sheet.unsure
        if one.tag in _OF_TABLES or next(one.iterancestors(*_CELLS), None) is not None
    )
    told = [text for text in inside if text]
    if not told:
        return []
    message = (
        f"a rule of the page that is not understood may hide {len(told)} pieces of tables or strike"
        " them out; they are read; look at the page"
    )
    return [Problem("warning", "text-unseen", message, " | ".join(told)[:EVIDENCE], number)]


def is_unseen(element: etree._Element, style: str, sheet: StyleSheet) -> bool:
    """Whether nobody sees an element: it is hidden, or has the colour of what is behind it."""
    hidden = is_hidden(element, style) or is_white(element, style, sheet)
    return hidden or _is_without_size(element, style, sheet)


def _is_without_size(element: etree._Element, style: str, sheet: StyleSheet) -> bool:
    """Whether an element sets its letters too small to be seen, and nothing in it sets others
    (boxes in a row without a gap stand in an element without a size)."""
    said = [one for one in style.split(";") if _SIZE.search(one)]
    if not said or _NO_SIZE.search(said[-1]) is None:
        return False
    parts = (part for part in element.iterdescendants() if isinstance(part.tag, str))
    sizes = (sheet.style(part) for part in parts)
    return not any(_SIZE.search(one) and not _NO_SIZE.search(one) for one in sizes)


def is_white(element: etree._Element, style: str, sheet: StyleSheet) -> bool:
    """Whether text has the colour of what is behind it: white on a page of which nothing is said,
    or the colour of its own ground, or none."""
    if not style:
        return False
    if _is_faded(style):
        return True
    if _COLOUR.search(style) is None and _FILL.search(style) is None:
        return False
    if _DRAWN_ROUND.search(style):
        return False
    return _is_pale(element, style, sheet) and not _is_coloured_within(element, sheet)


def _is_coloured_within(element: etree._Element, sheet: StyleSheet) -> bool:
    """Whether what is coloured is what stands in an element, which is asked itself: it holds a
    table, or no words but in parts of other colours or grounds."""
    own = (element.text, *(part.tail for part in element))
    if any(text and text.strip() for text in own) and next(element.iter("table"), None) is None:
        return False
    parts = (part for part in element.iterdescendants() if isinstance(part.tag, str))
    styles = ((part, sheet.style(part)) for part in parts)
    return any(_COLOUR.search(style) or is_shaded(part, style) for part, style in styles)


def _is_pale(element: etree._Element, style: str, sheet: StyleSheet) -> bool:
    """Whether the colour that an element sets is that of what is behind it, or none."""
    if not _BACKGROUND.search(style):
        return (
            _is_clear(style)
            or (_is_light(style) and not _stands_on_shade(element, sheet))
            or _is_of_ground(element, style, sheet)
        )
    if _PAINTED.search(style) and any(map(_TO_TEXT.search, _CLIPS.findall(style))):
        return False
    colours, grounds = _COLOUR.findall(style), _SHADE.findall(style)
    return bool(colours and grounds and _same(colours[-1], grounds[-1])) or _is_clear(style)


def _is_faded(style: str) -> bool:
    """Whether nothing is seen of an element, by its opacity, a mask or a filter."""
    if "mask" in style and _MASKED.search(style) is not None:
        return True
    if _ANIMATED.search(style):
        return False
    return _FADED.search(style) is not None or any(map(_FADING.search, _FILTERS.findall(style)))


def _is_clear(style: str) -> bool:
    """Whether letters have no colour: what they are filled with counts before the colour."""
    filled = _FILL.findall(style) or _COLOUR.findall(style)
    colour = colour_of(filled[-1]) if filled else None
    return colour is not None and colour.is_clear


def _is_light(style: str) -> bool:
    """Whether letters have the colour of white paper."""
    colours = _COLOUR.findall(style)
    colour = colour_of(colours[-1]) if colours else None
    return colour is not None and are_same(colour.code, WHITE)


def _same(one: str, other: str) -> bool:
    """Whether nobody tells two colours apart, however they are written."""
    first, second = colour_of(one), colour_of(other)
    if first is None or second is None:
        plain = "".join(one.split())
        return plain == "".join(other.split()) and plain not in _TAKEN_OVER
    return are_same(first.code, second.code) and not second.is_clear


def _is_of_ground(element: etree._Element, style: str, sheet: StyleSheet) -> bool:
    """Whether letters have the colour of the nearest ground around them."""
    colours = _COLOUR.findall(style)
    colour = colours[-1].strip() if colours else ""
    if not colour or colour in _BLACK:
        return False
    for one in (element, *element.iterancestors()):
        around = sheet.style(one)
        if _PAINTED.search(around) or one.get("background"):
            return False
        if is_shaded(one, around):
            grounds = _SHADE.findall(around)
            return _same(colour, str(grounds[-1]) if grounds else one.get("bgcolor") or "")
    return False


def _stands_on_shade(element: etree._Element, sheet: StyleSheet) -> bool:
    """Whether something around an element, up to the page, has a ground of its own."""
    around = ((one, sheet.style(one)) for one in element.iterancestors())
    return any(
        is_shaded(one, style) or _PAINTED.search(style) or one.get("background")
        for one, style in around
    )


def is_shaded(element: etree._Element, style: str) -> bool:
    """Whether an element is shown on another colour than white."""
    named = (element.get("bgcolor") or "").strip().lower()
    found = _SHADE.findall(style)
    colour = str(found[-1]).strip() if found else named
    return bool(colour) and _NO_SHADE.match(colour) is None
