"""Which elements of a web page the selectors of a style sheet find.

`cssselect` puts a selector into XPath; what it does not know (`:hover`, parts that are no elements)
finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cssselect import HTMLTranslator, SelectorError
from lxml import etree

_MOST: Final = 2_000
"""Selectors of a page that are looked at; pages of portals have some hundreds."""
_MOST_FOUND: Final = 200_000
"""Steps from a selector to an element; beyond, the page is hostile."""
_LONGEST: Final = 300
"""Characters of a selector."""
_TRANSLATOR: Final = HTMLTranslator()


def selected(root: etree._Element, rules: Sequence[tuple[str, str]]) -> dict[etree._Element, str]:
    """The declarations of `rules` (a selector, declarations) for each element they find, in the
    order of the rules."""
    out: dict[etree._Element, str] = {}
    left = _MOST_FOUND
    for selector, body in rules[:_MOST]:
        for element in _found(root, selector):
            out[element] = f"{out.get(element, '')};{body}"
            left -= 1
        if left <= 0:
            break
    return out


def _found(root: etree._Element, selector: str) -> list[etree._Element]:
    if len(selector) > _LONGEST:
        return []
    try:
        found = root.xpath(_TRANSLATOR.css_to_xpath(selector.strip()))
    except (SelectorError, etree.XPathError):
        return []
    nodes = found if isinstance(found, list) else []
    return [element for element in nodes if isinstance(element, etree._Element)]
