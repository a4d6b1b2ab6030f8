"""The text of a line or cell of Markdown without its marks: strong and struck text, links, code,
raised digits, tags of HTML, escapes, formulas."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from pipeline.extract.markdown.typed_math import without_math
from pipeline.extract.runs import Run
from pipeline.writing.raised import raise_digits
from pipeline.writing.syllables import is_syllable

LINK: Final = re.compile(
    r"!?\[([^\[\]\n]{0,500})\]"
    r"\((?:https?:|mailto:|data:|file:|#|\.{0,2}/|(?:[\w-]|%[\dA-F]{2})+[./])(?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s+\"[^\"]{0,500}\")?\)"
)
PICTURE: Final = re.compile(
    r"!\[[^\[\]\n]{0,500}\]\([^()\s]|(?<![\w:]):(?:[a-z][a-z_-]{1,40}|[+-]1):(?![\w:])"
)
"""Where a picture begins: what it shows is no text, whatever words stand for it; or the name of a
small one that is shown in its place (`:white_check_mark:`)."""
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_LOOSE: Final = re.compile(
    r"(?<!\w)\*\*(?:(?P<end>\*?[^\s*](?:[^*]*[^\s*])?[ \t]+\*?)\*\*(?!\*)"
    r"|(?P<begin>\*?[ \t]+[^*]*[^\s*(]\*?)\*\*(?![\w*]))"
)
"""Strong text with a blank inside its marks, as programs that turn files into Markdown write it
(`**1. **`): by the letter of CommonMark no mark, to everyone who reads it one."""
_NOTHING_STRONG: Final = re.compile(r"(?<![\w*])\*\*\s+\*\*(?![\w*])")
_NOTHING_MARKED: Final = re.compile(r"\s*(?:\*{4}|__|\*\*)\s*")
"""A cell of marks around nothing."""
_INSIDE_WORD: Final = re.compile(r"(?<![\w*])(?=[^\W\d_]*\*)(?:\*?[^\W\d_]++)+\*?(?![\w*])")
"""A word with single stars in it or at its ends (`th*ời* hạn`)."""
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
_AWAY: Final = 0x10FE00
"""Where escaped marks are kept while the others are read: private letters that no font has."""
_BACK: Final = {_AWAY + code: chr(code) for code in range(0x21, 0x7F)}
_BREAK: Final = re.compile(r"</?br\s*/?>", re.IGNORECASE)
_TYPED_BREAK: Final = re.compile(r"(?<![\\:$])\\n(?!(?:u|e|eq|i|ot|abla|ewline)\b)(?=[^\\])")
"""A line break as programs type it; behind a colon it is a path, other names are signs of TeX."""
_COMMENT: Final = re.compile(r"<!--.*?-->")
_STRUCK_TAG: Final = re.compile(r"</?(?:s|del|strike)\b[^<>]*>", re.IGNORECASE)
_STRUCK_TEXT: Final = re.compile(
    r"<(?P<tag>(?:s|del|strike)\b"
    r"|\w+\b(?=[^<>]{0,200}\bstyle\s*=[^<>=]{0,300}\bline-through\b))[^<>]*>"
    r"(?P<text>(?:[^<>]|<br\s*/?>)+)</(?P=tag)\s*>",
    re.IGNORECASE,
)
"""What a tag strikes out, by its name or by its style."""
_PLAIN_TEXT: Final = re.compile(
    r"<(b|strong|i|em|u|ins|mark|span|font|small|big|code|a)\b(?![^<>]*line-through)"
    r"(?:\s[^<>]{0,500})?>([^<>]*)</\1\s*>",
    re.IGNORECASE,
)
"""What stands in a tag that strikes nothing out, no other tag in it."""
_DEEPEST: Final = 10
"""Tags in each other; programs set three or four."""
_BLOCK_TAG: Final = re.compile(r"</?(?:p|div|li|ul|ol|center)\b[^<>]*>", re.IGNORECASE)
_PLAIN_TAG: Final = re.compile(
    r"</?(?:b|strong|i|em|u|ins|mark|span|font|small|big|code|tt|kbd|sub|a|abbr|cite|nobr|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""Tags of HTML that Markdown takes inside a text: what they are said of is printed."""
_SPAN: Final = re.compile(
    r"(?<![\\!])\[(?P<text>[^\[\]\n]{0,500})\]\{(?P<said>[.#][\w-][^{}\n]{0,500}|[\w-]+=[^{}\n]{1,500})\}"
)
_REMARKS: Final = (".comment-start", ".comment-end", ".paragraph-insertion", ".paragraph-deletion")
"""Spans of Pandoc, and those of them that hold what a reader remarked."""
_RAISED: Final = re.compile(r"<sup>\s*(.*?)\s*</sup>", re.IGNORECASE)


def inline_runs(text: str) -> Iterator[Run]:
    """The text of a line or cell without its marks; what is struck out is a run of its own."""
    if "<" in text:
        text = _STRUCK_TEXT.sub(_struck_text, _without_inner_tags(_COMMENT.sub("", text)))
        text = _STRUCK_TAG.sub("~~", text)
        text = _PLAIN_TAG.sub("", _BLOCK_TAG.sub("<br>", text))
    text = _SPAN.sub(_spanned, text) if "]{" in text else text
    text = _STRUCK_ONCE.sub(r"~~\1~~", text) if "~" in text else text
    end = 0
    for match in _STRUCK.finditer(text):
        yield from _plain(text[end : match.start()])
        yield Run(_unmarked(match.group(1)), struck=True)
        end = match.end()
    yield from _plain(text[end:])


def _without_inner_tags(text: str) -> str:
    """A text without tags around words that strike nothing out, the inner ones first, so that what
    is struck out has no tags in it.

    >>> _without_inner_tags('<span style="x:line-through">Sở <b><i>cũ</i></b></span>')
    '<span style="x:line-through">Sở cũ</span>'
    """
    for _ in range(_DEEPEST if "line-through" in text.lower() else 0):
        text, found = _PLAIN_TEXT.subn(r"\2", text)
        if not found:
            break
    return text


def _struck_text(match: re.Match[str]) -> str:
    """A text struck out by a tag between marks of Markdown, which stand at no blank."""
    text = match["text"]
    bare = text.strip()
    return text.replace(bare, f"~~{bare}~~", 1) if bare else text


def _spanned(match: re.Match[str]) -> str:
    """What is printed of a span: all of it, struck out where it is deleted; no remark is."""
    said = match["said"].split()
    if any(one.startswith(_REMARKS) for one in said):
        return ""
    deleted = ".deletion" in said and match["text"].strip()
    return f"~~{match['text'].strip()}~~ " if deleted else match["text"]


def _plain(text: str) -> Iterator[Run]:
    bare = text.strip()
    strong = _STRONG.fullmatch(bare) or _LOOSE.fullmatch(bare)
    if text:
        yield Run(_unmarked(text), bold=strong is not None)


def _unmarked(text: str) -> str:
    text = without_math(_BREAK.sub("\n", text))
    text = _ESCAPED.sub(lambda m: chr(_AWAY + ord(m.group(1))), text) if "\\" in text else text
    text = _TYPED_BREAK.sub("\n", text) if "\\n" in text else text
    text = _CALL.sub(lambda m: raise_digits(m.group(1)), text)
    text = _RAISED.sub(lambda m: raise_digits(m.group(1)), text)
    text = LINK.sub(r"\1", text)
    text = _MARKED.sub(r"\1", without_emphasis(text))
    text = _CODE.sub(r"\2", text)
    text = _URL.sub(r"\1", _HIGH.sub(lambda m: raise_digits(m.group(1)), _LOW.sub(r"\1", text)))
    return html.unescape(text).translate(_BACK).replace("\u00a0", " ")


def without_emphasis(text: str) -> str:
    """A text without the marks of strong text and emphasis; strong text may stand in strong text.

    >>> without_emphasis("**Bộ __Y tế__** và *sở*, 2*3*4, (*), **1. **, th*ời* hạn")
    'Bộ Y tế và sở, 2*3*4, (*), 1. , thời hạn'
    """
    if "*" not in text and "_" not in text:
        return text
    if _NOTHING_MARKED.fullmatch(text):
        return ""
    text = _STRONG.sub(r"\2", _STRONG.sub(r"\2", text))
    text = _LOOSE.sub(_without_marks, _NOTHING_STRONG.sub(" ", text)) if "**" in text else text
    text = "\n".join(map(_whole_line, _EMPHASIS.sub(r"\2", text).split("\n")))
    return _INSIDE_WORD.sub(_whole_word, text) if "*" in text else text


def _without_marks(match: re.Match[str]) -> str:
    """What stands between marks; the blank beside one of them parts it from what is beside it."""
    return match["end"] or match["begin"]


def _whole_line(line: str) -> str:
    """A line without the marks of emphasis around all of it, a blank inside of one of them."""
    bare = line.strip()
    inside = bare[1:-1]
    if bare[:1] not in ("*", "_") or bare[-1:] != bare[:1] or bare[0] in inside:
        return line
    one_blank = inside[:1].isspace() != inside[-1:].isspace()
    return inside.strip() if one_blank and inside.strip() else line


def _whole_word(match: re.Match[str]) -> str:
    """A word without the stars of emphasis: they come in twos, and without them it is a syllable,
    which what is multiplied is not."""
    word = match.group()
    bare = word.replace("*", "")
    return bare if word.count("*") % 2 == 0 and is_syllable(bare) else word
