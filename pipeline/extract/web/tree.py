"""The text of a web page as a tree of elements, for whoever shows it whole."""

from __future__ import annotations

import html
import re
from typing import Final

from lxml import etree

from pipeline.errors import InputError
from pipeline.model import EVIDENCE, Problem

MAX_TAGS: Final = 5_000_000
_ENDS: Final = ("</table", "</body", "</html")
"""What follows the last row of a whole page: end tags that may not be left out in a table, or are
those of the page itself."""
_END_OF_PAGE: Final = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_BODY: Final = re.compile(r"(?<=-body>)<!\[CDATA\[((?:[^\]]|\](?!\]>))*+)\]\]>")
"""The plain text of an element as Confluence keeps a page (`ac:plain-text-link-body`); a parser of
HTML takes it for a comment."""
_CDATA: Final = re.compile(r"<!\[CDATA\[((?:[^\]]|\](?!\]>))*+)\]\]>")
"""Text in which nothing is a mark in XML; HTML has it as a comment that nobody sees."""


def as_html(text: str) -> str:
    """A page in XML with its texts without marks as HTML writes them.

    >>> as_html("<td><![CDATA[5 < 7]]></td>")
    '<td>5 &lt; 7</td>'
    """
    return _CDATA.sub(lambda match: html.escape(match.group(1), quote=False), text)


def parse(text: str) -> etree._Element | None:
    """The tree of a page, None where it has no element; of pages one behind the other in a file all
    of them, as browsers show them: the parser would stop where the first ends.

    Raises `InputError('too-large')`.
    """
    if text.count("<") > MAX_TAGS:
        raise InputError("too-large", f"the page has over {MAX_TAGS:,} tags; split it")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    text = _BODY.sub(lambda match: html.escape(match.group(1)), text.replace("\x00", ""))
    text = _END_OF_PAGE.sub("", text)
    return etree.fromstring(text.encode("utf-8", "replace"), parser)


def told_cut_off(text: str, number: int) -> list[Problem]:
    """What to say of a page that ends inside a table: the rest of its rows is not there."""
    lower = text.lower()
    table, ends = lower.rfind("<table"), max(map(lower.rfind, _ENDS))
    if table < 0 or ends > table:
        return []
    message = "the page ends inside a table: it may be cut off, rows missing; fetch it again"
    return [Problem("warning", "rows-uncertain", message, text[-EVIDENCE:].strip(), number)]
