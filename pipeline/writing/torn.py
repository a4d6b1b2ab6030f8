"""Words torn by the end of a line: what spelling tells, and which words documents write beside each
other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal
from unicodedata import normalize

from pipeline.writing.letters import TONES
from pipeline.writing.pairs import is_pair, partners
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

_LAST = compiled(r"(?<!\p{L})\p{L}++\Z")
_FIRST = compiled(r"\p{L}++")
_CLOSES = ",;:)"
"""Signs that no line begins with where words are not broken: none follows a blank."""
IN_SYMBOL = compiled(r"[\d/]\S{0,60}[-/]\p{L}*+\Z")
"""The end of a line inside the symbol of a document, `15/NQ-`; the longest have half as many
characters."""
Verdict = Literal["torn", "apart", "either", "hardly"]


def is_torn(text: str, below: str) -> bool:
    """Whether the end of a line tears a syllable for certain: it leaves a part that is none, and
    both parts are one together; or it tears a comma or the like from its word.

    >>> is_torn("Thườn", "g xuyên"), is_torn("cơ", "sở"), is_torn("sử dụng", "iPhone")
    (True, False, False)
    """
    if text[-1].isspace() or below[0].isspace():
        return False
    return _is_torn(text.rsplit(None, 1)[-1], below.split(None, 1)[0])


@lru_cache(maxsize=16384)  # the same lines meet in every reading of a row
def _is_torn(text: str, below: str) -> bool:
    """The same of the last word of a line and the first one below it: no other tells anything."""
    if below[0] in _CLOSES:
        return text[-1].isalnum()
    one, other = _LAST.search(text), _FIRST.match(below)
    if one is None or other is None or letters_across(text, below) != "torn":
        return False
    head, tail = one.group(), other.group()
    return _is_one((head + tail).lower()) and not (is_syllable(head) and is_syllable(tail))


def are_two(text: str, below: str) -> bool:
    """Whether the letters on both sides of an end are two syllables that together are none.

    >>> are_two("Chính phủ", "số"), are_two("ho", "a"), are_two("VNeI", "D")
    (True, False, False)
    """
    one, other = _LAST.search(text), _FIRST.match(below)
    if one is None or other is None:
        return False
    head, tail = one.group(), other.group()
    return is_syllable(head) and is_syllable(tail) and not _is_one((head + tail).lower())


def whole_lines(lines: Sequence[str]) -> list[str]:
    """Lines with what the ends of lines tear put together.

    >>> whole_lines(["Thán", "g", "12/2025"])
    ['Tháng', '12/2025']
    """
    whole = [lines[0]]
    for line in lines[1:]:
        if is_torn(whole[-1], line):
            whole[-1] += line
        else:
            whole.append(line)
    return whole


def letters_across(text: str, below: str) -> Verdict | None:
    """What the letters on both sides of the end of a line are: `torn` is one word, `apart` are two,
    `either` may be one and most often is, `hardly` may be one and most often is not; None where
    others stand there.

    >>> letters_across("Bộ Thông tin và Tr", "uyền thông"), letters_across("Bộ Y", "tế")
    ('torn', 'apart')
    """
    one, other = _LAST.search(text), _FIRST.match(below)
    if one is None or other is None:
        return None
    head, tail = one.group(), other.group()
    if IN_SYMBOL.search(text):
        if len(tail) > 1 and tail.istitle() and is_syllable(tail):
            return "apart"  # a symbol and what begins below it: `12/KH-UBND` over `Nghị quyết`
        whole_word = tail.islower() and len(tail) > 1 and is_syllable(tail)
        return "hardly" if whole_word and len(head) > 1 else "torn"
    if tail[0].isupper() and not head.isupper():
        return "apart"
    if tail[0].islower() and not tail.islower():
        return "torn"  # `I` over `oT`: no word begins so
    if head.isupper() and len(head) > 1 and tail.islower():
        return "apart"  # an abbreviation and a word
    parts = is_syllable(head) and is_syllable(tail)
    if not _is_one((head + tail).lower()):
        if parts:
            return "apart"
        return "hardly" if len(tail) > 1 and partners(tail.lower()) else "either"
    if not parts:
        return "torn"
    return _as_written(head.lower(), tail.lower())


def _is_one(word: str) -> bool:
    """Whether a word is spelled as one syllable, with no more than one tone."""
    return is_syllable(word) and sum(map(normalize("NFD", word).count, TONES)) <= 1


def _as_written(head: str, tail: str) -> Verdict:
    """What two syllables are that together may be one: as documents write each of them, and
    both beside each other."""
    if not partners(head) or not partners(tail):
        return "torn" if partners(head + tail) else "either"
    return "apart" if not partners(head + tail) or is_pair(head, tail) else "either"
