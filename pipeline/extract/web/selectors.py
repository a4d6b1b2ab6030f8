"""Which elements of a web page the selectors of a style sheet find.

`cssselect` puts a selector into XPath; two forms that it does not know are written as it does. A
selector that asks for a state of the page nobody has brought about (`:hover`), or for a part that
is no element, finds nothing. What else it does not know may find elements all the same: `may_find`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
_STATE: Final = re.compile(
    r"::|:(?:hover|active|visited|focus(?:-within|-visible)?|target(?:-within)?|fullscreen|modal"
    r"|popover-open|(?:user-)?invalid|placeholder-shown|autofill|playing|before|after|host|-\w)"
)
"""What asks for a state that a page at rest is not in, for a part that is no element, or for what
one browser alone knows."""
_NOT_ANY: Final = re.compile(r":not\(([^()]*,[^()]*)\)")
_OF_TYPE: Final = re.compile(
    r"(?<![\w.#\]:)-])(?=[*.#\[:])\*?(?P<rest>(?:[.#:][\w-]+|\[[^\]]*\])*"
    r":(?:first|last|only|nth|nth-last)-of-type\b)"
)
"""Elements of any name counted among those of theirs."""
_MOST_NAMES: Final = 30
"""Names of elements of a page that such a selector is written for."""
_PSEUDO: Final = re.compile(
    r"(?P<alone>(?:(?<=[\s>+~,(])|\A))?:[\w-]+(?:\((?:[^()]|\([^()]*\))*\))?"
)
_APART: Final = re.compile(r"""\([^()]*\)|\[(?:[^\[\]"']|"[^"]*"|'[^']*')*\]""")
"""What a selector says in brackets: of attributes, or of what an element is not."""
_UNLIKE: Final = frozenset("()[],\\\"'")
"""Signs of a selector of which no more is known than what it finds."""
_NAME: Final = re.compile(r"[.#](?:[\w-]|[^\0-\x7f])+")
"""A class or an id."""
_WHITE: Final = re.compile(r"[ \t\r\n]+")
"""White space as XPath has it."""


def selected(root: etree._Element, rules: Sequence[tuple[str, str]]) -> dict[etree._Element, str]:
    """The declarations of `rules` (a selector, declarations) for each element they find, in the
    order of the rules."""
    out: dict[etree._Element, str] = {}
    left = _MOST_FOUND
    there = frozenset(_names(root)) if rules else frozenset()
    for selector, body in rules[:_MOST]:
        if not _asks_for(selector[:_LONGEST]) <= there:  # a portal has one sheet for all pages
            continue
        for element in _found(root, selector) or ():
            out[element] = f"{out.get(element, '')};{body}"
            left -= 1
        if left <= 0:
            break
    return out


def _names(root: etree._Element) -> Iterator[str]:
    """The classes and ids of the elements of a tree, as selectors write them."""
    for element in root.iter("*"):
        if ident := element.get("id"):
            yield f"#{ident}"
        yield from (f".{name}" for name in _WHITE.split(element.get("class", "")) if name)


def _asks_for(selector: str) -> frozenset[str]:
    """Classes and ids that a page has where a selector finds something; not all of them."""
    plain = _APART.sub("", selector)
    return frozenset() if _UNLIKE & set(plain) else frozenset(_NAME.findall(plain))


def may_find(root: etree._Element, selectors: Sequence[str]) -> list[etree._Element]:
    """The elements that some selectors may find of which a part is not known here, that part left
    out; none where all of it is known."""
    found: list[etree._Element] = []
    there = frozenset(_names(root)) if selectors else frozenset()
    for selector in selectors[:_MOST]:
        if _asks_for(selector[:_LONGEST]) <= there:
            found += _may_find(root, selector)
        if len(found) > _MOST_FOUND:
            break
    return found


def _may_find(root: etree._Element, selector: str) -> list[etree._Element]:
    if _STATE.search(selector) or _found(root, selector) is not None:
        return []
    wider = _PSEUDO.sub(lambda part: "" if part["alone"] is None else "*", selector.strip())
    return _found(root, wider) or []


def _found(root: etree._Element, selector: str) -> list[etree._Element] | None:
    """The elements that a selector finds; None where it is not known."""
    if len(selector) > _LONGEST:
        return None
    try:
        found = root.xpath(_TRANSLATOR.css_to_xpath(_written(root, selector.strip())))
    except (SelectorError, etree.XPathError):
        return None
    nodes = found if isinstance(found, list) else []
    return [element for element in nodes if isinstance(element, etree._Element)]


def _written(root: etree._Element, selector: str) -> str:
    """A selector in the forms that `cssselect` knows."""
    if ":not(" in selector:
        selector = _NOT_ANY.sub(lambda m: "".join(f":not({o})" for o in m[1].split(",")), selector)
    if "-of-type" in selector and _OF_TYPE.search(selector):
        names = sorted({str(one.tag) for one in root.iter(etree.Element)})[:_MOST_NAMES]
        return ",".join(_OF_TYPE.sub(rf"{name}\g<rest>", selector) for name in names)
    return selector
