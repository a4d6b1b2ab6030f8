"""What elements of a web page show that is no text of theirs: signs of icon fonts, pictures, what a
program fills in."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

_ICON: Final = re.compile(r"(?<![a-z])(?:icons?|glyphicon|fa[bsrl]?|check|tick)(?![a-z])")
"""Names of the signs of icon fonts in the classes of elements."""
_LEAST_PRINT: Final = 24
"""Pixels: a picture lower or narrower is a sign."""

_TEMPLATE: Final = re.compile(r"\{\{[^{}]+\}\}|\$\{\s*[A-Za-z_][\w.]*\s*\}|<%[^%]*%>")
"""What a program puts a value in the place of (`{{ row.name }}`, `${name}`, `<%= name %>`)."""


def is_template(text: str) -> bool:
    """Whether a text is what a program would have put a value in the place of: the page was saved
    before it did.

    >>> is_template("{{ row.name }}"), is_template("Sở Y tế {2026}")
    (True, False)
    """
    return _TEMPLATE.search(text) is not None


def is_icon(element: etree._Element) -> bool:
    """Whether an element shows a sign: a drawing, or one of a font of signs, by its class; those of
    links say what can be done, not what is."""
    named = (element.get("class") or "").lower()
    signed = element.tag == "svg" or (named and element.tag == "i") or _ICON.search(named)
    return bool(signed) and not any(
        parent.tag in ("a", "button") for parent in element.iterancestors()
    )


def shows_print(picture: etree._Element) -> bool:
    """Whether a picture may say something: one that is no sign of a link, nor as small as one."""
    if any(parent.tag == "a" for parent in picture.iterancestors()):
        return False
    sides = ((picture.get(name) or "").removesuffix("px") for name in ("width", "height"))
    return not any(side.isdigit() and int(side) < _LEAST_PRINT for side in sides)
