"""The text of a line or cell of Markdown without its marks: strong and struck text, links, code,
raised digits, tags of HTML, escapes, formulas."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from pipeline.extract.runs import Run
from pipeline.extract.typed_math import without_math
from pipeline.writing.raised import raise_digits

LINK: Final = re.compile(
    r"!?\[([^\[\]\n]{0,500})\]"
    r"\((?:https?:|mailto:|#|\.{0,2}/|[\w-]+[./])(?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s+\"[^\"]{0,500}\")?\)"
)
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_EMPHASIS: Final = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]+?)(?<=[^\s*_])\1(?![\w*])")
_STRUCK: Final = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~", re.DOTALL)
_STRUCK_ONCE: Final = re.compile(r"(?<![~\\\w])~(?=[^\s~])([^~\n]+?)(?<=[^\s~])~(?![~\w])")
"""The same of GitHub between single marks; `~5 %` is about 5 %."""
_MARKED: Final = re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]+)(?<=[^\s=])==(?![=\w])")
"""Text on a ground of colour (Obsidian, Pandoc's `mark`)."""
_CODE: Final = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_HIGH: Final = re.compile(r"(?<=\S)\^(-?\d{1,4})\^")
_LOW: Final = re.compile(r"(?<=\w)~([\w,]{1,8})~(?!~)")
"""Raised and lowered text of Pandoc (`m^2^`, `CO~2~`)."""
_URL: Final = re.compile(r"<((?:https?:|mailto:)[^<>\s]+)>")
_CALL: Final = re.compile(r"\[\^(\d{1,4})\](?!:)")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
"""A mark that is a letter: any of ASCII may be escaped (CommonMark, 2.4)."""
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--.*?-->")
_STRUCK_TAG: Final = re.compile(r"</?(?:s|del|strike)\b[^<>]*>", re.IGNORECASE)
_BLOCK_TAG: Final = re.compile(r"</?(?:p|div|li|ul|ol|center)\b[^<>]*>", re.IGNORECASE)
_PLAIN_TAG: Final = re.compile(
    r"</?(?:b|strong|i|em|u|ins|mark|span|font|small|big|code|tt|kbd|sub|a|abbr|cite|nobr|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""Tags of HTML that Markdown takes inside a text: what they are said of is printed."""
_RAISED: Final = re.compile(r"<sup>\s*(.*?)\s*</sup>", re.IGNORECASE)


def inline_runs(text: str) -> Iterator[Run]:
    """The text of a line or cell without its marks; what is struck out is a run of its own."""
    if "<" in text:
        text = _STRUCK_TAG.sub("~~", _COMMENT.sub("", text))
        text = _PLAIN_TAG.sub("", _BLOCK_TAG.sub("<br>", text))
    text = _STRUCK_ONCE.sub(r"~~\1~~", text) if "~" in text else text
    end = 0
    for match in _STRUCK.finditer(text):
        yield from _plain(text[end : match.start()])
        yield Run(_unmarked(match.group(1)), struck=True)
        end = match.end()
    yield from _plain(text[end:])


def _plain(text: str) -> Iterator[Run]:
    strong = _STRONG.fullmatch(text.strip())
    if text:
        yield Run(_unmarked(text), bold=strong is not None)


def _unmarked(text: str) -> str:
    text = without_math(_BREAK.sub("\n", text))
    text = _CALL.sub(lambda m: raise_digits(m.group(1)), text)
    text = _RAISED.sub(lambda m: raise_digits(m.group(1)), text)
    text = LINK.sub(r"\1", text)
    text = _MARKED.sub(r"\1", without_emphasis(text))
    text = _CODE.sub(r"\2", text)
    text = _URL.sub(r"\1", _HIGH.sub(lambda m: raise_digits(m.group(1)), _LOW.sub(r"\1", text)))
    return html.unescape(_ESCAPED.sub(r"\1", text)).replace("\u00a0", " ")


def without_emphasis(text: str) -> str:
    """A text without the marks of strong text and emphasis; strong text may stand in strong text.

    >>> without_emphasis("**Bộ __Y tế__** và *sở*, 2*3*4, (*)")
    'Bộ Y tế và sở, 2*3*4, (*)'
    """
    return _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", _STRONG.sub(r"\2", text)))
