"""Printed text → clean text: characters, markup, markers, and the joining of fragments.

These are the only changes made to printed text (docs/architecture.md, "Repairs"); each one beyond
white space is returned as a `TextRepair`. Spelling is never touched.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal

from pipeline.frozen import dataclass
from pipeline.model import Fragment
from pipeline.writing.characters import map_characters
from pipeline.writing.cuts import (
    ends_attached,
    is_cut_number,
    is_cut_quarter,
    is_cut_stop,
    is_cut_stroke,
    is_cut_symbol,
)
from pipeline.writing.datafiles import load_beside
from pipeline.writing.patterns import Pattern, compiled
from pipeline.writing.raised import RAISED, RAISED_NUMBER, lower_digits, raise_digits

_CELLS_REMEMBERED = 16_384
"""As many as a long annex has; of more, the oldest are cleaned again."""
JOIN_RULES = frozenset({"row-joined", "redundant-fragment", "word-cut"})
"""Rules of the changes that put together a cell cut by a page break."""
STRUCK_OUT = "struck-out"
"""Rule of the change by which text that is struck out leaves."""


_RAISED = re.compile(f"[{RAISED}]+")
_MARKER = re.compile(rf"\s*({RAISED_NUMBER})((?:\s*[,;]\s*{RAISED_NUMBER})*)\s*")
_BRACKETED = re.compile(rf"[(\[]\s*({RAISED_NUMBER}(?:\s*[,;]\s*{RAISED_NUMBER})*)\s*[)\]]")
"""A marker printed with its brackets, raised like it or not: they leave with it."""
_TEN = compiled(r"(?<![\w/])(?<!\d[.,-])10\Z")
_TIMES_TEN = re.compile(r"[x×*·.]\s?10\Z", re.IGNORECASE)
_NUMBERED = compiled(r"(?:tháng|ngày|số|mục|khoản|điều|điểm|thứ|mẫu|lục|lần)\s+10\Z", any_case=True)
_MINUS = ("⁻", "-", "−", "⁺")
_REACH = 12
_SUP_TAG = re.compile(r"<sup>\s*(\d+)\s*</sup>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|b|big|div|em|font|i|li|ol|p|s|small|span|strike|strong|sub|sup|td|tr|u|ul)"
    r"(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][\da-fA-F]{2,6}|[A-Za-z][A-Za-z\d]{1,31});")
"""The name of a character in HTML, as programs that export pages leave it in sheets and lists."""
_NO_SPACE_BEFORE = frozenset(".,;:!?)]}”’»")


@dataclass(frozen=True, slots=True)
class TextRepair:
    """One repair of a text: the rule that made it, the text before and after, and what speaks for
    it: who wanted it and why, or what settles how a misread word should be read."""

    rule: str
    before: str
    after: str
    reason: str | None = None


End = Literal["spaced", "glued", "hyphenated", "unknown"]
"""How a printed text ends: with a space, inside a word that goes on, inside one with a hyphen that
is there for the end of the line alone, or the page does not say."""
_Line = tuple[str, End, bool, tuple[TextRepair, ...]]
"""What the cleaning of a cell asks of a line: its text, how that ends, whether it is struck out,
and what was mended in it."""


@dataclass(frozen=True, slots=True)
class CleanText:
    """A cleaned text, the footnote numbers lifted from it in order, the changes made, and how it
    ends on the page."""

    text: str
    markers: tuple[int, ...] = ()
    changes: tuple[TextRepair, ...] = ()
    end: End = "unknown"


def strip_markup(text: str) -> str:
    """`text` without tags, names of characters as these; a tagged superscript number becomes a
    superscript.

    >>> strip_markup("UBND c&aacute;c <b>x&atilde;</b>, R&D;")
    'UBND các xã, R&D;'
    """
    if "<" in text:
        text = _SUP_TAG.sub(lambda m: raise_digits(m.group(1)), text)
        text = _TAG.sub("", _BREAK_TAG.sub("\n", text))
    return _ENTITY.sub(lambda m: html.unescape(m.group()), text) if "&" in text else text


def lift_markers(text: str) -> tuple[str, tuple[int, ...]]:
    """`text` without footnote markers, and their numbers in order.

    The white space that stood around a marker leaves with it, as far as the sentence does not
    need it. `m²` and the like are units, not markers.
    """
    if _RAISED.search(text) is None:
        return text, ()
    text = _BRACKETED.sub(r"\1", text)
    numbers: list[int] = []
    kept: list[str] = []
    end = 0
    for match in _MARKER.finditer(text):
        if _is_exponent(text, match):
            continue
        numbers += [int(lower_digits(digits)) for digits in _RAISED.findall(match.group())]
        kept += [text[end : match.start()], _space_for(text, match)]
        end = match.end()
    return "".join(kept) + text[end:], tuple(numbers)


@cache
def _units() -> tuple[Pattern, Pattern]:
    """A unit that has powers, at the end of a text; a unit that is counted, at the start of one."""
    data = load_beside(__file__, "units.toml")
    powers, counted = (
        "|".join(map(re.escape, sorted(data[name], key=len, reverse=True)))
        for name in ("powers", "counted")
    )
    return (
        compiled(rf"(?:\A|[\s\d(/.,·×*²³])(?:{powers})\Z"),
        compiled(rf"\s?(?:{counted})(?!\w)|\s?[-–]\s?10[{RAISED}]"),
    )


def _is_exponent(text: str, match: re.Match[str]) -> bool:
    """Whether a raised number is a power, not the call of a footnote: of a unit (`m²`), or of ten
    where a factor stands before it or what is counted after it (`10³ tấn`). `Tháng 10³` is a call.
    """
    if match.start() != match.start(1) or match.group(2):
        return False
    before = text[max(0, match.start() - _REACH) : match.start()]
    base = before.rstrip("".join(_MINUS))
    signed = len(before) - len(base) == 1
    unit, counted = _units()
    if unit.search(base):
        return signed or match.group(1) in ("²", "³", "⁴")
    if _TIMES_TEN.search(base):
        return True
    if _TEN.search(base) is None or _NUMBERED.search(base):
        return False
    return before[-1] in "⁻⁺" or counted.match(text, match.end(1)) is not None


def _space_for(text: str, match: re.Match[str]) -> str:
    """The white space to leave where a marker stood: one space between words."""
    had_space = match.group() != match.group().strip()
    following = text[match.end() : match.end() + 1]
    if not had_space or not following or match.start() == 0:
        return ""
    return "" if following in _NO_SPACE_BEFORE else " "


def join(first: str, second: str, end: End = "unknown") -> str:
    """Two printed pieces as one: one space between them, or none (contract, rule 3).

    `end` is how the first one ends; where the page does not say, its text decides.
    """
    if not first or not second:
        return first or second
    if end == "spaced":
        return f"{first} {second}"
    if end == "hyphenated":
        return first.removesuffix("-") + second
    if end == "glued" or ends_attached(first) or _is_cut(first, second):
        return first + second
    return f"{first} {second}"


def clean(fragments: Sequence[Fragment]) -> CleanText:
    """The text of one printed cell from its lines, with every repair noted.

    A cell is cleaned once: whoever asks again (the header, the stitching, the rows) is handed the
    text that is there, and so is who asks for a cell that prints the same elsewhere.
    """
    lines: list[_Line] = [
        (
            line.text,
            _end_of(line),
            line.struck,
            tuple(mended_words(line)) if line.mends else (),
        )
        for line in fragments
    ]
    return _clean(tuple(lines))


def _end_of(line: Fragment) -> End:
    if line.hyphenated:
        return "hyphenated"
    return "glued" if line.glued else "spaced" if line.spaced else "unknown"


@lru_cache(maxsize=_CELLS_REMEMBERED)
def _clean(lines: tuple[_Line, ...]) -> CleanText:
    kept = [line for line in lines if not line[2]]
    changes = [TextRepair(STRUCK_OUT, text, "") for text, _, struck, _ in lines if struck]
    changes += [change for *_, mended in kept for change in mended]
    if not kept:
        return CleanText("", (), tuple(changes))
    joined, joins = _join_lines(kept)
    cleaned = clean_text(joined)
    changes += [*joins, *cleaned.changes]
    return CleanText(cleaned.text, cleaned.markers, tuple(changes), lines[-1][1])


def mended_words(fragment: Fragment) -> Iterator[TextRepair]:
    """The words of a line that were misread, one repair each."""
    for mend in fragment.mends:
        read = " ".join(word.text for word in fragment.words[mend.at : mend.at + mend.read])
        yield TextRepair(mend.rule, read, mend.after, mend.reason)


def _join_lines(lines: Sequence[_Line]) -> tuple[str, list[TextRepair]]:
    text, end, *_ = lines[0]
    changes: list[TextRepair] = []
    for printed, its_end, *_ in lines[1:]:
        line = printed.strip()
        joined = join(text.strip(), line, end)
        if _is_word_cut(text, line, end):
            changes.append(TextRepair("word-cut", f"{text}\n{line}", joined))
        text, end = joined, its_end
    return text, changes


def _is_word_cut(first: str, second: str, end: End) -> bool:
    return _is_cut(first, second) if end == "unknown" else end != "spaced"


_CUTS = (is_cut_number, is_cut_stop, is_cut_symbol, is_cut_quarter, is_cut_stroke)
"""What tells that a number, a symbol or a stop goes on across two lines."""


def _is_cut(first: str, second: str) -> bool:
    """Whether two texts show that a narrow column cut one number or symbol, or a stop from its
    word."""
    return any(cut(first, second) for cut in _CUTS)


@lru_cache(maxsize=8192)  # tables say the same thing over and over
def clean_text(text: str) -> CleanText:
    """One text cleaned: characters, markup, markers, white space."""
    changes: list[TextRepair] = []
    mapped = map_characters(text)
    _note(changes, "characters", text, mapped)
    unmarked = strip_markup(mapped)
    _note(changes, "markup", mapped, unmarked)
    lifted, markers = lift_markers(unmarked)
    _note(changes, "footnote-marker", unmarked, lifted)
    return CleanText(" ".join(lifted.split()), markers, tuple(changes))


def _note(changes: list[TextRepair], rule: str, before: str, after: str) -> None:
    """Record a change, unless it is one of white space alone."""
    if before != after and before.split() != after.split():
        changes.append(TextRepair(rule, " ".join(before.split()), " ".join(after.split())))


def join_parts(parts: Iterable[CleanText]) -> CleanText:
    """A cell cut by page breaks made whole (contract, rules 1 to 3).

    A part that the text before it already ends with, as whole words, is not added twice.
    """
    text = ""
    end: End = "unknown"
    markers: list[int] = []
    changes: list[TextRepair] = []
    for index, part in enumerate(parts):
        changes += part.changes
        markers += part.markers
        before = text
        if before and part.text and _ends_with_words(before, part.text):
            changes.append(TextRepair("redundant-fragment", f"{before}\n{part.text}", before))
            continue
        text = join(before, part.text, end)
        if index and part.text:
            rule = "word-cut" if before and _is_word_cut(before, part.text, end) else "row-joined"
            changes.append(TextRepair(rule, f"{before}\n{part.text}", text))
        end = part.end if part.text else end
    return CleanText(text, tuple(markers), tuple(changes), end)


def _ends_with_words(text: str, words: str) -> bool:
    if not text.endswith(words):
        return False
    boundary = len(text) - len(words)
    return boundary == 0 or not text[boundary - 1].isalnum() or not words[0].isalnum()
