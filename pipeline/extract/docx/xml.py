"""Names and small readings of WordprocessingML (ECMA-376 part 1) that every docx module needs."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
REL: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

VAL: Final = W + "val"
_WHOLE: Final = re.compile(r"([+-]?[0-9]{1,9})(?:\.0*)?")
_OFF: Final = frozenset({"0", "false", "off"})


def child(parent: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name: `find` without its path machinery, which costs most here."""
    return None if parent is None else next(parent.iterchildren(W + name), None)


def head(parent: etree._Element, tag: str) -> etree._Element | None:
    """The first child, where it has this tag: where properties stand, by the schema."""
    if not len(parent):
        return None
    first = parent[0]
    return first if first.tag == tag else None


def value(parent: etree._Element | None, name: str) -> str | None:
    """The `w:val` of a child, None where there is no such child or it has none."""
    found = child(parent, name)
    return None if found is None else found.get(VAL)


def number(parent: etree._Element | None, name: str) -> int | None:
    """The `w:val` of a child as a whole number, None where it is not one."""
    return whole(value(parent, name))


def whole(text: str | None) -> int | None:
    """A whole number as Word writes it (`12`, `12.0`), None for anything else, and for one that
    counts nothing in a document.

    >>> whole("12.0"), whole("-3"), whole("9" * 5000)
    (12, -3, None)
    """
    found = _WHOLE.fullmatch((text or "").strip())
    return int(found[1]) if found else None


def is_on(prop: etree._Element) -> bool:
    """An on/off property that is there: on unless it says off."""
    return prop.get(VAL) not in _OFF


def flag(parent: etree._Element | None, name: str) -> bool:
    """Whether an on/off property of `parent` is there and on."""
    found = child(parent, name)
    return found is not None and is_on(found)


def of_several_runs(root: etree._Element) -> list[etree._Element]:
    """The paragraphs of several runs: most have one."""
    return [found for found in root.iter(W + "p") if len(found.findall(W + "r")) > 1]
