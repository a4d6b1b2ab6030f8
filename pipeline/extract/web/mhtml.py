"""MHTML: a web page and what belongs to it as one mail message (RFC 2557)."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from pipeline.errors import InputError

MAX_PARTS: Final = 2000
"""Parts of a saved page."""
_DEEPEST: Final = 3
"""Style sheets that take each other over; those of pages are one deep, loops end."""
_IMPORT: Final = re.compile(r"@import\s+(?:url\()?\s*[\"']?([^\"')\s;]{1,2000})[^;{}]{0,200};")
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no element may hold (XML, 2.2)."""
_SCREEN: Final = frozenset({"", "all", "screen"})
"""Media that a browser's window is one of."""


@dataclass(frozen=True, slots=True)
class PackedPage:
    """A web page in a message, the charset its header names, and where it was."""

    data: bytes
    charset: str | None
    location: str


def unpacked(data: bytes) -> tuple[list[PackedPage], dict[str, str]]:
    """The web pages in a message in their order, and its style sheets by the names that links
    call them by.

    Raises:
        InputError: `damaged` where there is no page, `too-large`.
    """
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
    pages: list[PackedPage] = []
    styles: dict[str, str] = {}
    for count, part in enumerate(message.walk()):
        if count > MAX_PARTS:
            raise InputError("too-large", f"the web archive has over {MAX_PARTS} parts; not read")
        location = str(part.get("Content-Location") or "").strip()
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            pages.append(PackedPage(_payload(part), part.get_content_charset(), location))
        elif part.get_content_type() == "text/css":
            text = _NO_TEXT.sub(" ", _payload(part).decode("utf-8", "replace"))
            styles["cid:" + str(part.get("Content-ID") or "").strip().strip("<>")] = text
            styles[location] = text
    if not pages:
        raise InputError("damaged", "the web archive holds no web page; save it again")
    return pages, styles


def link_styles(root: etree._Element, location: str, styles: Mapping[str, str]) -> None:
    """Put the style sheets of a message where its page links them: a browser takes them over, and
    Chrome makes such links of all styles of a page it saves. Each is taken once, however often it
    is linked."""
    left = dict(styles)
    for link in list(root.iter("link")):
        called = (link.get("href") or "").strip()
        media = {kind.strip().lower() for kind in (link.get("media") or "").split(",")}
        if called and "stylesheet" in (link.get("rel") or "").lower() and media & _SCREEN:
            text = _taken(called, (location,), left)
            if text:
                link.tag = "style"
                link.text = text


def _taken(called: str, bases: Sequence[str], left: dict[str, str], depth: int = _DEEPEST) -> str:
    """A style sheet and those it takes over (`@import`), found from where the sheet and its page
    were; taken out of those that are `left`."""
    try:
        names = (called, *(urljoin(base, called) for base in bases))
    except ValueError:  # no address
        return ""
    name = next((name for name in names if name in left), "")
    if not name or not depth:
        return ""
    text, inside = left.pop(name), (name, *bases[-1:])
    return _IMPORT.sub(lambda match: _taken(match[1], inside, left, depth - 1), text)


def _payload(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""
