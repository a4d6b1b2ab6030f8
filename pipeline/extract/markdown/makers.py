"""What programs that write Markdown leave in it and Markdown does not have: rows wrapped over
several lines, notes as links within the page, signs in the place of pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from pipeline.extract.text.lines import NumberedLine
from pipeline.writing.labels import parse_label

_ROW_END: Final = "  "
"""What ends each row of a table as html2text writes it; a line without goes on below."""
_BARE_RULE: Final = re.compile(r":?-+:?(?:\|:?-+:?)+ {2}")
"""The dashes between header and rows there: no bar stands before or behind them."""
_MOST_WRAPPED: Final = 200
"""Lines of one row, at most: a longer one is no row that was wrapped."""

_DASHES: Final = r"[ \t]*+:?[-‐-―−─]++:?[ \t]*+"
_TYPED_RULE: Final = re.compile(rf"[ \t]*+\|?(?:{_DASHES}\|)++(?:{_DASHES})?")
"""Dashes below names, those among them that word processors set for two or three typed ones."""
_LONG_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−─"), "---")

_TO_NOTE: Final = r"\\?#(?=[^()\s]*(?:fn|ftn|note|cite))(?![^()\s]*ref)[^()\s]*"
_FROM_NOTE: Final = r"\\?#(?=[^()\s]*(?:fn|ftn|note|cite))(?=[^()\s]*ref)[^()\s]*"
"""Addresses within a page: of a note (`#footnote-2`, `#_ftn1`, `#fn:1`) and of what calls it
(`#footnote-ref-2`, `#_ftnref1`, `#fnref:1`)."""
_ANCHOR: Final = r"(?:<a\b[^<>]*></a>)?"
_NUMBER: Final = r"(?:\\?\[)?(?P<number>\d{1,4})(?:\\?\])?"
_CALL: Final = re.compile(
    rf"{_ANCHOR}(?:<sup>)?\[{_NUMBER}\]\({_TO_NOTE}\)(?:</sup>)?(?P<own>\d{{1,3}}(?!\w))?"
)
"""A call of a note, and the number of its own that the file gives it behind the one it counts."""
_BEGUN: Final = re.compile(
    rf"\s{{0,3}}{_ANCHOR}(?:<sup>)?\[{_NUMBER}\]\({_FROM_NOTE}\)(?:</sup>)?\s*(?P<text>\S.*)"
)
"""The text of a note behind a link to what calls it (Word, law portals)."""
_ENDED: Final = re.compile(
    rf"\s{{0,3}}(?P<number>\d{{1,4}})\\?\.\s+{_ANCHOR}(?P<own>\d{{1,3}}(?=[^\W\d_]))?"
    rf"(?P<text>\S.*?)\s*\[[^\w\[\]]{{1,3}}\]\({_FROM_NOTE}\)\s*"
)
"""The same with the link behind it, an arrow (Mammoth, Pandoc)."""
_ARROWED: Final = re.compile(r"\s{0,3}(?P<number>\d{1,4})\\?\.\s+(?P<text>\S.*?)\s*[↑↩⮌]\ufe0e?\s*")
"""The text of a note whose link back was left out, its arrow kept: `[1]` calls it."""
_CALL_TWICE: Final = re.compile(r"\\?\[(?P<number>\d{1,3})\\?\](?P=number)(?!\d)")
_NOTE_TWICE: Final = re.compile(rf"\A\s{{0,3}}{_CALL_TWICE.pattern}\s+(?=\S)")
"""A call of a note whose number stands behind it again, and a note that begins with one."""
_LINK_INSIDE: Final = "](#", "](\\#"

PICTURE_SIGN: Final = re.compile(
    r"\W*=+>\s*picture\s*\[\d+\s*x\s*\d+\].{0,60}<=+\W*"
    r"|\W*-+\s*(?:Start|End) of picture text\s*-+\W*(?:<br>)?",
    re.IGNORECASE,
)
"""What PyMuPDF4LLM writes in the place of a picture: nobody printed it."""


def rows_on_lines(lines: Sequence[NumberedLine]) -> list[NumberedLine]:
    """The lines, those of one row of a wrapped table joined into its first.

    html2text breaks lines after 78 letters, rows of tables too: two blanks end a row, and a row
    that has none at its end goes on in the next line.

    >>> rows = ["TT| Cơ quan", "chủ trì  ", "---|---  ", "1| Bộ", "Y tế  ", "2| Bộ Xây dựng  "]
    >>> found = rows_on_lines([NumberedLine(at, row) for at, row in enumerate(rows, start=1)])
    >>> [(line.number, line.text.rstrip()) for line in found]
    [(1, 'TT| Cơ quan chủ trì'), (3, '---|---'), (4, '1| Bộ Y tế'), (6, '2| Bộ Xây dựng')]
    """
    rules = [at for at, line in enumerate(lines) if _is_rule(line)]
    if not rules:
        return list(lines)
    joined: dict[int, NumberedLine | None] = {}
    for rule in rules:
        for first, end in _wrapped(lines, rule):
            whole = _joined(lines[first:end])
            joined |= dict.fromkeys(range(first + 1, end))
            joined[first] = replace(lines[first], text=whole + _ROW_END)
    found = (joined.get(at, line) for at, line in enumerate(lines))
    return [line for line in found if line is not None]


def _is_rule(line: NumberedLine) -> bool:
    return _BARE_RULE.fullmatch(line.text) is not None


def _joined(lines: Sequence[NumberedLine]) -> str:
    """The lines of a row as one; where one ends with two blanks a line of the page ends."""
    ends = ("<br>" if line.text.endswith(_ROW_END) else " " for line in lines)
    pairs = zip(lines, ends, strict=True)
    return "".join(f"{line.text.strip()}{end}" for line, end in pairs).removesuffix("<br>").strip()


def _wrapped(lines: Sequence[NumberedLine], rule: int) -> Iterator[tuple[int, int]]:
    """The first line and one past the last of each row around a rule that has several; those below
    another rule are that one's."""
    above = takewhile(lambda at: _goes_on(lines, at), range(rule - 2, rule - _MOST_WRAPPED, -1))
    first = min(above, default=rule - 1)
    if rule and lines[rule - 1].text.endswith(_ROW_END) and first < rule - 1:
        yield first, rule
    first = rule + 1
    while first < len(lines) and lines[first].text.strip():
        inside = takewhile(lambda at: _goes_on(lines, at), range(first, first + _MOST_WRAPPED))
        end = max(inside, default=first - 1) + 2
        if end > len(lines) or not lines[end - 1].text.endswith(_ROW_END):
            return
        if any(map(_is_rule, lines[first:end])):
            return
        end = _with_rest(lines, first, end, lines[rule].text.count("|"))
        if end > first + 1:
            yield first, end
        first = end


def _with_rest(lines: Sequence[NumberedLine], first: int, end: int, bars: int) -> int:
    """One past the last line of a row one of whose cells has several lines: each of them ends as a
    row does, and the row has no more bars than the rule, `bars`."""
    have = sum(line.text.count("|") for line in lines[first:end])
    last = min(first + _MOST_WRAPPED, len(lines))
    while have < bars and end < last and lines[end].text.strip():
        more = lines[end].text
        if not more.endswith(_ROW_END) or parse_label(more.partition("|")[0].strip()) is not None:
            break
        have += more.count("|")
        end += 1
    return end if have == bars else _first_end(lines, first)


def _first_end(lines: Sequence[NumberedLine], first: int) -> int:
    """One past the first line from `first` on that ends as a row does."""
    return next(at for at in range(first, len(lines)) if not _goes_on(lines, at)) + 1


def _goes_on(lines: Sequence[NumberedLine], at: int) -> bool:
    """Whether the row that a line belongs to goes on in the next one."""
    if not 0 <= at < len(lines):
        return False
    text = lines[at].text
    return bool(text.strip()) and not text.endswith(_ROW_END)


def with_typed_calls(text: str) -> str:
    """A line whose notes are links within the page, with these as Markdown types notes.

    >>> with_typed_calls("Bộ Y tế[[2]](#footnote-3)")
    'Bộ Y tế[^2]'
    >>> with_typed_calls("2. Sửa đổi từ nhiệm vụ 5. [↑](#footnote-ref-3)")
    '[^2]: Sửa đổi từ nhiệm vụ 5.'
    >>> with_typed_calls("[[1]](#_ftnref1) Theo Luật số 5")
    '[^1]: Theo Luật số 5'
    """
    if not any(sign in text for sign in _LINK_INSIDE):
        arrowed = _ARROWED.fullmatch(text)
        return f"[{arrowed['number']}] {arrowed['text']}" if arrowed else text
    begun = _BEGUN.fullmatch(text) or _ENDED.fullmatch(text)
    if begun is not None:
        own = begun.groupdict().get("own") or begun["number"]
        return f"[^{own}]: {_CALL.sub(_as_call, begun['text'])}"
    return _CALL.sub(_as_call, text)


def _as_call(match: re.Match[str]) -> str:
    return f"[^{match['own'] or match['number']}]"


def with_calls_once(texts: Sequence[str]) -> list[str]:
    """The lines of a text, calls written twice as Markdown types notes: the number in brackets that
    a program sets, and that of the page behind it. A line that begins so is the text of the note.

    >>> with_calls_once(["Sở Y tế[2]2", "[2]2 Nay là Sở Y tế."])
    ['Sở Y tế[^2]', '[^2]: Nay là Sở Y tế.']
    >>> with_calls_once(["khoản [2]2"])
    ['khoản [2]2']
    """
    notes = {m["number"] for text in texts if "]" in text and (m := _NOTE_TWICE.match(text))}
    if not notes:
        return list(texts)

    def call(match: re.Match[str]) -> str:
        return f"[^{match['number']}]" if match["number"] in notes else match.group()

    begun = (_NOTE_TWICE.sub(r"[^\g<number>]: ", text) for text in texts)
    return [_CALL_TWICE.sub(call, text) for text in begun]


def with_typed_dashes(lines: Sequence[NumberedLine]) -> list[NumberedLine]:
    """The lines, the dashes right below the first row of a table as they were typed before a word
    processor made long ones of them. Below another row they are cells that say none.

    >>> rows = ["| TT | Việc |", "|—|—|", "| 1 | In |", "| — | — |"]
    >>> found = with_typed_dashes([NumberedLine(at, row) for at, row in enumerate(rows, start=1)])
    >>> [line.text for line in found]
    ['| TT | Việc |', '|---|---|', '| 1 | In |', '| — | — |']
    """
    bars = [0, 0, *(line.text.count("|") for line in lines)]
    return [
        replace(line, text=line.text.translate(_LONG_DASHES))
        if own == above and not before and own and _TYPED_RULE.fullmatch(line.text)
        else line
        for line, before, above, own in zip(lines, bars, bars[1:], bars[2:], strict=False)
    ]


def without_counts(names: Sequence[str]) -> list[str]:
    """The names of columns without those that PyMuPDF4LLM gives to columns that have none.

    >>> without_counts(["TT", "Col2", "Chủ trì"])
    ['TT', '', 'Chủ trì']
    """
    return ["" if name == f"Col{at}" else name for at, name in enumerate(names, start=1)]
