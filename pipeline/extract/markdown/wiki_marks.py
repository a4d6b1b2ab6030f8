"""What wikis set inside the text of a cell: marks of strong, struck and raised text, links, breaks,
written as those of Markdown, which are taken out later."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.extract.spans import SpannedRow

Marks = tuple[tuple[re.Pattern[str], str], ...]
"""Patterns and what is written for them, one after another."""

_LITERAL: Final = re.compile(
    r"<nowiki>(.*?)</nowiki>|%%(?=\S)(.+?)(?<=\S)%%|\+\+\+(.+?)\+\+\+|pass:[a-z,]*\[([^\[\]]*)\]"
    r"|<notextile>(.*?)</notextile>|\{noformat\}(.*?)\{noformat\}",
    re.IGNORECASE,
)
"""Texts whose marks are letters."""
_ESCAPED: Final = re.compile(r"~([^\w\s])")
"""A mark that is a letter, as Creole and XWiki write it."""
_JIRA_LINK: Final = re.compile(r"\[([^\[\]|]+)\|[^\[\]|\s]+\]")
_URL: Final = r"(?:https?://|mailto:|www\.)[^\s\]|]+"

_HIGH: Final = (re.compile(r"\^(\d+)\^"), r"<sup>\1</sup>")
_STRUCK: Final = (
    re.compile(r"(?<![\w-])-(?=[^\s-])([^\n-]+?)(?<=[^\s-])-(?![\w-])"),
    r"~~\1~~",
)
_INSERTED: Final = (
    re.compile(r"(?<![\w+])\+(?=[^\s+\d])([^+\n|]+?)(?<=[^\s+])\+(?![\w+])"),
    r"\1",
)
_QUOTED: Final = (re.compile(r"''(.+?)''"), r"\1")
"""Marks that several wikis have: raised figures, dashes around what is struck out, pluses around
what was put in, two quotes."""

MEDIA: Final[Marks] = (
    (re.compile(r"'''''(.+?)'''''"), r"**\1**"),
    (re.compile(r"'''(.+?)'''"), r"**\1**"),
    _QUOTED,
    (re.compile(rf"\[{_URL}\s+([^\]]+)\]"), r"\1"),
)
"""MediaWiki, Help:Formatting and Help:Links."""
ASCII_DOC: Final[Marks] = (
    (re.compile(r"\[\.?line-through\]#(.+?)#"), r"~~\1~~"),
    (re.compile(r"(?:\[[^\[\]]*\])?(?<!\w)##?(?=\S)(.+?)(?<=\S)##?(?!\w)"), r"\1"),
    (re.compile(rf"(?:link:\S+?|(?<!\w){_URL}?)\[([^\[\]]+)\]"), r"\1"),
    _HIGH,
    (re.compile(r"(?<=\w)~([\w,]+)~"), r"\1"),
    (re.compile(r"(?<=\s)\+(?=<br>|\Z)"), ""),
    (re.compile(r"\{nbsp\}"), " "),
    (re.compile(r"(?:(?<=<br>)|\A)\*{1,5}[ \t]+(?=\S)"), ""),
)
"""AsciiDoc, Text and Punctuation; URL macros."""
JIRA: Final[Marks] = (
    (re.compile(r"\{color(?::[^{}]*)?\}"), ""),
    (re.compile(r"\{([*_^~-])\}"), r"\1"),
    _STRUCK,
    _INSERTED,
    (re.compile(r"\\\\\s?"), "<br>"),
    _HIGH,
)
"""Jira, Text Formatting Notation."""
DOKU: Final[Marks] = (
    (re.compile(r"(?<!:)//(?=\S)(.+?)(?<=[^\s:])//"), r"\1"),
    (re.compile(r"\\\\(?:\s|\Z)"), "<br>"),
    _QUOTED,
)
"""DokuWiki, Formatting Syntax."""
CREOLE: Final[Marks] = (
    (re.compile(r"(?<!:)//(?=\S)(.+?)(?<=[^\s:])//"), r"\1"),
    (re.compile(r"\\\\\s?"), "<br>"),
    (re.compile(r"\(%[^%]*%\)"), ""),
    (re.compile(r"\^\^(\d+)\^\^"), r"<sup>\1</sup>"),
    (re.compile(r",,([\w]+),,"), r"\1"),
    (re.compile(r"'''(.+?)'''"), r"**\1**"),
    _QUOTED,
)
"""Creole 1.0, XWiki Syntax 2.1, Trac and MoinMoin."""
TEXTILE: Final[Marks] = (
    _STRUCK,
    _INSERTED,
    (re.compile(rf"\"([^\"]+)\":{_URL}"), r"\1"),
    (re.compile(r"(?<!\w)@(?=\S)([^@\n]+?)(?<=\S)@(?!\w)"), r"\1"),
    _HIGH,
)
"""Textile, phrase modifiers and links."""
ORG: Final[Marks] = (
    (re.compile(r"\[\[[^\[\]\n]+\]\[([^\[\]\n]+)\]\]"), r"\1"),
    (re.compile(r"(?<![\w/])/(?=[^\s/])([^/\n]+?)(?<=[^\s/])/(?![\w/])"), r"\1"),
    (re.compile(r"(?<![\w+])\+(?=[^\s+])([^+\n]+?)(?<=[^\s+])\+(?![\w+])"), r"~~\1~~"),
    (re.compile(r"(?<![\w=])=(?=[^\s=])([^=\n]+?)(?<=[^\s=])=(?![\w=])"), r"\1"),
    (re.compile(r"(?<=\w)\^\{?(-?\d+)\}?"), r"<sup>\1</sup>"),
    (re.compile(r"(?<=\w)_\{(\w+)\}"), r"\1"),
    (re.compile(r"\\vert(?:\{\})?"), "&#124;"),
)
"""Org, markup for rich contents, links, sub- and superscripts."""
RST: Final[Marks] = (
    (re.compile(r"(?:\\ )?:sup(?:erscript)?:`([^`]+)`(?:\\ )?"), r"<sup>\1</sup>"),
    (re.compile(r"(?:\\ )?:[a-z]+:`([^`]+)`(?:\\ )?"), r"\1"),
    (re.compile(r"\[STRIKEOUT:([^\[\]]+)\]"), r"~~\1~~"),
    (re.compile(r"`([^`<>]+?)\s*<[^<>`]+>`__?"), r"\1"),
)
"""reStructuredText, interpreted text roles and embedded URIs; `[STRIKEOUT:…]` is Pandoc's."""


def marked(rows: Sequence[SpannedRow], marks: Marks) -> list[SpannedRow]:
    """The rows with the marks of their texts written as those of Markdown."""
    return [
        (at, [replace(cell, content=as_markdown(cell.content, marks)) for cell in cells])
        for at, cells in rows
    ]


def as_markdown(text: str, marks: Marks) -> str:
    """A text with its marks written as those of Markdown."""
    for pattern, written in marks:
        text = pattern.sub(written, text)
    return text


def without_links(text: str) -> str:
    """A line of Jira with its links as their texts: a bar in them parts no cells.

    >>> without_links("|1|[Bộ Y tế|https://moh.gov.vn]|")
    '|1|Bộ Y tế|'
    """
    return _JIRA_LINK.sub(r"\1", text)


def without_escapes(text: str) -> str:
    """A line of Creole in which no letter behind a tilde is a mark.

    >>> without_escapes("A~|B")
    'A&#124;B'
    """
    return _ESCAPED.sub(lambda match: _escaped(match.group(1)), text)


def with_literals(text: str) -> str:
    """A line whose literal texts are written so that nothing in them is a mark.

    >>> with_literals("a <nowiki>|</nowiki> b")
    'a &#124; b'
    """
    return _LITERAL.sub(lambda match: _escaped(next(filter(None, match.groups()), "")), text)


def _escaped(text: str) -> str:
    return "".join(c if c.isalnum() or c.isspace() else f"&#{ord(c)};" for c in html.unescape(text))
