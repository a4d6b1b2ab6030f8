"""Class names by which style sheets that a page only links hide text.

Nothing is fetched, and a saved page stands without its sheets; the names are those of frameworks
that most public pages are built with. A browser shows such a page on a screen as wide as any.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from lxml import etree

_NAMES: Final = frozenset(
    (
        *("d-none", "visually-hidden", "visually-hidden-focusable"),  # Bootstrap 4 and 5
        *("sr-only", "sr-only-focusable", "hidden", "hide", "hidden-lg"),  # Bootstrap 3
        *("is-hidden", "is-sr-only", "is-hidden-desktop"),  # Bulma
        *("show-for-sr", "show-for-small-only", "hide-for-large"),  # Foundation
        *("screen-reader-text", "element-invisible", "cdk-visually-hidden"),  # WordPress, Drupal
    )
)
"""Names of what is hidden on a wide screen, each as it stands in the framework's own sheet."""
_ONLY_AT: Final = re.compile(
    r"visible-(?P<width>xs|sm|md|lg|print)(?:-(?:block|inline|inline-block))?"
)
"""What Bootstrap 3 shows at some widths alone (`visible-sm visible-md`), or in print."""
_WIDE: Final = "lg"
"""The widest of these."""
_SIGNS: Final = re.compile(r"material-(?:icons|symbols)(?:-[a-z]+)*")
"""Fonts that draw a picture for each word in them (`star`): none of it is text."""
_FROM_WIDTH: Final = re.compile(
    r"(?:d-(?P<one>sm|md|lg|xl|xxl)-|(?P<other>sm|md|lg|xl|2xl):)(?P<value>[a-z][a-z-]*)"
)
"""What holds from a width on (`d-md-none`, `md:hidden`): the widest of them counts."""
_WIDTHS: Final = ("", "sm", "md", "lg", "xl", "xxl", "2xl")
"""The widths of a screen that Bootstrap and Tailwind name, the narrowest first."""
_SHOWN: Final = frozenset(
    (
        *("block", "inline", "inline-block", "flex", "inline-flex", "grid", "contents"),
        *("table", "inline-table", "table-row", "table-row-group", "table-cell"),
        *("inline-grid", "list-item", "flow-root", "visible", "not-sr-only"),
    )
)
"""What such a name says where an element is shown."""
_UNSHOWN: Final = frozenset(("none", "hidden"))
"""What it says where it is not."""


def links_sheets(root: etree._Element) -> bool:
    """Whether a page links style sheets, which are not in it."""
    links = root.iter("link")
    return any("stylesheet" in (link.get("rel") or "").lower().split() for link in links)


def hides(names: Collection[str]) -> bool:
    """Whether class names hide an element on a wide screen, or what is in it is drawn.

    >>> hides(["d-none"]), hides(["d-none", "d-md-block"]), hides(["md:hidden", "block"])
    (True, False, True)
    >>> hides(["visible-sm", "visible-md"]), hides(["visible-md", "visible-lg"])
    (True, False)
    """
    if any(map(_SIGNS.fullmatch, names)):
        return True
    only = {found["width"] for name in names if (found := _ONLY_AT.fullmatch(name))}
    widest, hidden = 0, _WIDE not in only and (bool(only) or not _NAMES.isdisjoint(names))
    for name in names:
        found = _FROM_WIDTH.fullmatch(name)
        if found is None or (value := found["value"]) not in _SHOWN | _UNSHOWN:
            continue
        width = _WIDTHS.index(found["one"] or found["other"])
        if width > widest:
            widest, hidden = width, value in _UNSHOWN
    return hidden


def hidden_by_name(
    root: etree._Element, known: Mapping[tuple[str, str], str]
) -> list[etree._Element]:
    """The elements that a linked style sheet hides by a name of theirs, `known` to no rule of the
    page itself; none where the page links no sheet."""
    if not links_sheets(root):
        return []
    ruled = {mark.removeprefix(".") for _, mark in known if mark.startswith(".")}
    answers: dict[str, bool] = {}
    found: list[etree._Element] = []
    for element in root.iter(etree.Element):
        named = element.get("class")
        if not named:
            continue
        if named not in answers:
            answers[named] = hides([n for n in named.lower().split() if n not in ruled])
        if answers[named]:
            found.append(element)
    return found
