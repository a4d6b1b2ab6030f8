"""Footnotes of a web page: links that lead from a raised number to a text further down.

Word, LibreOffice and law portals all set a link at the call and a name, or a link back, at the
text; what they are called differs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipeline.extract.web.look import text_of

_NUMBER: Final = re.compile(r"[\[(]?\s*(\d{1,4})\s*[\])]?")
_ABOUT_NOTES: Final = re.compile(r"f(?:oo)?t?n|note|edn|endn|cite|ref|chu_?thich", re.IGNORECASE)
_OTHER_LINKS: Final = re.compile(r"toc|page|trang|muc_?luc|bookmark", re.IGNORECASE)
_NOTE_BLOCK: Final = frozenset({"p", "li", "div", "dd", "aside", "section"})
_NOT_NOTES: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MAX_UP: Final = 6
_WRAPPER: Final = re.compile(
    r"(?:_?ftn|_?edn|sdfootnote|sdendnote|fn:?-?|footnote-?)\d+", re.IGNORECASE
)


@dataclass(slots=True)
class NoteLinks:
    """`calls` maps a link to its number, `texts` a block to the number of the note it holds, and
    `called` a call to the block of its text."""

    calls: dict[etree._Element, int] = field(default_factory=dict)
    texts: dict[etree._Element, int] = field(default_factory=dict)
    called: dict[etree._Element, etree._Element] = field(default_factory=dict)
    marks: dict[etree._Element, int] = field(default_factory=dict)


def note_links(root: etree._Element) -> NoteLinks:
    """The notes of a page."""
    order = {element: at for at, element in enumerate(root.iter())}
    targets: dict[str, etree._Element] = {}
    for element in order:
        for name in (element.get("id"), element.get("name")):
            if name:
                targets.setdefault(name, element)
    found = NoteLinks()
    for link in root.iter("a"):
        number = _call_number(link)
        target = targets.get((link.get("href") or "")[1:])
        if number is None or target is None:
            continue
        block = _block(target)
        if order[target] < order[link]:
            found.marks[link] = number  # the number at the text leads back
        elif block is not None and link not in set(block.iter("a")):
            found.calls[link] = number
            if block not in found.texts:
                found.texts[block] = number
                found.called[link] = block
    return found


def _call_number(link: etree._Element) -> int | None:
    href = link.get("href") or ""
    match = _NUMBER.fullmatch(text_of(link).strip())
    if not href.startswith("#") or match is None or _OTHER_LINKS.search(href):
        return None
    about = _ABOUT_NOTES.search(href) or _ABOUT_NOTES.search(link.get("class") or "")
    raised = any(e.tag == "sup" for e in (*link.iterancestors(), *link.iter()))
    return int(match.group(1)) if about or raised else None


def _block(target: etree._Element) -> etree._Element | None:
    """The block a note's text fills, from the element its link leads to."""
    element: etree._Element | None = target
    best: etree._Element | None = None
    for _ in range(_MAX_UP):
        if element is None or element.tag in _NOT_NOTES or element.tag in ("body", "td", "th"):
            break
        if element.tag in _NOTE_BLOCK:
            named = _WRAPPER.fullmatch(element.get("id") or "")
            if best is None or named:
                best = element
        element = element.getparent()
    return best
