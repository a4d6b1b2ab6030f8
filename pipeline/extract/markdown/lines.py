"""Which texts are Markdown, and what their lines are: the marks that tell a text, rows of pipes.

Every text is asked here; what reads Markdown (`markdown`) is loaded for those that are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.errors import InputError
from pipeline.extract.markdown.broken_rows import whole_rows
from pipeline.extract.markdown.makers import rows_on_lines, with_typed_dashes
from pipeline.extract.markdown.titled_pipes import with_own_rules
from pipeline.extract.text.dialect import lines_of
from pipeline.extract.text.lines import NumberedLine

_RULE: Final = re.compile(r"\s*+(?:\|\s*+)?:?-++:?\s*+(?:[|+]\s*+:?-++:?\s*+)*+\|?\s*+")
_BETWEEN: Final = re.compile(r"[|+]")
HEADING: Final = re.compile(r"\s{0,3}(#{1,6})\s+(\S.*?)\s*#*\s*")
QUOTE: Final = re.compile(r"\A\s{0,3}(?:>\s?)+")
"""The marks of a quotation before its lines."""
ROWS_FENCED: Final = re.compile(r"\s{0,3}(```|~~~)\s*csv\s*", re.IGNORECASE)
"""What opens a stretch of delimited text, as language models hand tables over."""
_PIPE: Final = re.compile(r"(?<!\\)\|")
HTML_TABLE: Final = re.compile(r"<table\b", re.IGNORECASE)
_WHOLE_PAGE: Final = re.compile(r"\s*(?:<!doctype\s+html|<html\b|<\?xml)", re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--(?:[^-]|-(?!->))*+-->")
_ASIDE: Final = re.compile(r"(?<![\w%])%%(?=[^%|]*\w)[^%|]+%%(?![\w%])")
_DOWN, _ACROSS = "│┃║┆┊┇┋╎╏", "─━═┄┈┅┉╌╍"
BOX: Final = {
    code: "|" if chr(code) in _DOWN else "-" if chr(code) in _ACROSS else "+"
    for code in range(0x2500, 0x2571)
}
"""Characters that draw a table (U+2500 to U+2570) as the marks that a table of text has."""
_DRAWN: Final = re.compile("[\u2500-\u2570]")
_MAY_BE_TABLE: Final = re.compile(r"[|^]|\+[-=:]|::|--|==")
"""Signs one of which each table has: in most texts none stands, and no line is asked about."""
_MAY_BE_MARK: Final = re.compile(r"#|```|~~~|\]\(|<table", re.IGNORECASE)
"""The same of marks that only Markdown has."""
_MIN_PIPES: Final = 2


def is_markdown(data: bytes) -> bool:
    """Whether a text has a pipe or grid table, or a mark that only Markdown has: a heading with
    `#`, a link, an HTML table between lines of text. One in no known encoding is none: a web page
    names its own; so is delimited text with remarks behind `#`."""
    try:
        lines = rows_of(lines_of(data)[0])
    except InputError:
        return False
    if not lines or _WHOLE_PAGE.match("\n".join(line.text for line in lines[:3])):
        return False
    texts = without_comments(lines)
    whole = "\n".join(texts)
    drawn = bool(_DRAWN.search(whole))
    if drawn:
        texts = [text.translate(BOX) for text in texts]
    if (drawn or _MAY_BE_TABLE.search(whole)) and _has_table([QUOTE.sub("", t) for t in texts]):
        return True
    if not _MAY_BE_MARK.search(whole) or not _has_marks(texts):
        return False
    return _has_marks([t for t in texts if not HEADING.fullmatch(t)]) or not _is_remarked(data)


def _is_remarked(data: bytes) -> bool:
    """Whether a text is delimited below remarks."""
    from pipeline.extract.workbook.delimited import is_csv  # loads what few texts need

    return is_csv(data)


def _has_table(texts: Sequence[str]) -> bool:
    """Whether a table of pipes, a grid, one of a wiki, a directive or dashes stands in a text."""
    # Loaded for a text that has one of their signs.
    from pipeline.extract.markdown.dashed import DashedText
    from pipeline.extract.markdown.directives import directive_table
    from pipeline.extract.markdown.gridded import GRID_RULE
    from pipeline.extract.markdown.wiki import WikiText

    if any(table_starts(texts, at) or GRID_RULE.fullmatch(texts[at]) for at in range(len(texts))):
        return True
    wiki = WikiText(texts)
    if any(wiki.table(at) or directive_table(texts, at) for at in range(len(texts))):
        return True
    dashed = DashedText(texts)
    ruled = (at for at, columns in enumerate(dashed.columns) if columns)
    return any(dashed.table(at) for rule in ruled for at in (rule, max(rule - 1, 0)))


def _has_marks(texts: Sequence[str]) -> bool:
    """Whether a mark that only Markdown has stands in a text, or a table of HTML."""
    from pipeline.extract.markdown.inline import LINK

    marks = (HEADING.fullmatch(t) or ROWS_FENCED.fullmatch(t) or LINK.search(t) for t in texts)
    return any(marks) or _has_html(texts)


def _has_html(texts: Sequence[str]) -> bool:
    """Whether an HTML table stands in a text that does not begin as a web page."""
    first = next((text for text in texts if text.strip()), "")
    return not first.lstrip().startswith("<") and any(HTML_TABLE.search(t) for t in texts)


def rows_of(lines: Sequence[NumberedLine]) -> list[NumberedLine]:
    """The lines, those of rows that programs break or head with a title as Markdown has them."""
    return whole_rows(rows_on_lines(with_own_rules(with_typed_dashes(lines))))


def without_comments(lines: Sequence[NumberedLine]) -> list[str]:
    """The texts of lines without what stands in comments, of HTML or of Obsidian (`%%`), which no
    page of them shows."""
    texts = [_ASIDE.sub("", line.text) if "%%" in line.text else line.text for line in lines]
    if not any("<!--" in text for text in texts):
        return texts
    *closed, rest = "\n".join(texts).rpartition("-->")  # behind the last end none is closed
    shown = _COMMENT.sub(lambda match: "\n" * match.group().count("\n"), "".join(closed))
    return f"{shown}{rest}".split("\n")


def is_rule(text: str) -> bool:
    """Whether a line is the dashes below a header or between rows."""
    return bool(_RULE.fullmatch(text) and "-" in text)


def is_piped(text: str) -> bool:
    """Whether a line is one of a pipe table: cells, or the dashes below its header."""
    return bool(_PIPE.search(text) or (_RULE.fullmatch(text) and _BETWEEN.search(text)))


def table_starts(texts: Sequence[str], at: int) -> bool:
    """A row of pipes over a line of dashes, or two rows that begin and end with pipes."""
    text = texts[at]
    if not _PIPE.search(text) or at + 1 >= len(texts):
        return False
    below = texts[at + 1]
    if is_rule(below) and _BETWEEN.search(below):
        return True
    return _is_fenced(text) and _is_fenced(below)


def _is_fenced(text: str) -> bool:
    bare = text.strip()
    return len(bare) > 1 and bare[0] == bare[-1] == "|" and len(_PIPE.findall(bare)) > _MIN_PIPES


def cells_of(text: str) -> list[str]:
    """The cells of a row of pipes.

    >>> cells_of("| 1 | a \\\\| b | |")
    ['1', 'a \\\\| b', '']
    """
    bare = text.strip()
    bare = bare[1:] if bare.startswith("|") else bare
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.strip() for cell in _PIPE.split(bare)]
