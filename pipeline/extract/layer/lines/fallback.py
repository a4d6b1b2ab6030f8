"""Words with blanks inside, where letters were set in another font.

A font that lacks some letters has a program take them from another one (`Bộ Khoa học` in a face
without `ộ` and `ọ`). pypdf then writes a blank before and behind each of these, beside those that
are printed: `B ộ  Khoa h ọ c`. Behind such letters two blanks are one of the print, and one is
none. Before them one is either, which the spelling tells: both parts are one syllable, or not.
Prints by LibreOffice draw such letters after the rest of their line; then the words are lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.text.lines import NumberedLine
from pipeline.writing.cuts import is_cut_number
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

_TOKEN = re.compile(r"(\s*)(\S+)")
_LAST, _FIRST = compiled(r"(?<!\p{L})\p{L}++\Z"), compiled(r"\p{L}++")
_OPENS = frozenset('“("‘[')
"""What stands before the first letter of a word."""
_BEYOND = 0x1A0
"""Letters before this (`ơ`) most fonts have: others than those of Vietnamese are written so."""
_IN_YEAR = re.compile(r"/\d{1,3} (?=\d)")
_REACH = 12
"""Characters beside a blank in which a year stands, with its month, and what parts it from others:
bounded, since a line may have as many such blanks as it likes."""
_LONGEST = 20
"""Characters at the end of a word that may be looked at: no syllable has as many."""
_FEWEST, _SHARE = 20, 0.05
"""Words that are nothing but letters beyond these, and their share of all, from which on a text is
torn so: of words as they are written one of 300 is (`ở`, `ổ`), of those of two prints through pypdf
two of five are."""
_ASTRAY = 0.5
"""Share of these that stand behind another of them, from which on they are no more in their words:
of a resolution written as pypdf does one of 1,700 is, of prints by LibreOffice five of six are."""


def whole_words(lines: Sequence[NumberedLine]) -> tuple[list[NumberedLine], int]:
    """The lines with their words made whole where a text is torn so, and how many were torn."""
    if not is_torn(lines):
        return list(lines), 0
    whole = [replace(line, text=whole_line(line.text)) for line in lines]
    return whole, sum(one.text != other.text for one, other in zip(lines, whole, strict=True))


def letters_astray(lines: Sequence[NumberedLine]) -> bool:
    """Whether the letters of another font stand behind their line in a text torn so: then nothing
    tells which word each belongs to (`Ph l c II ụ ụ`, which is `Phụ lục II`)."""
    words = [[*map(_is_lone, line.text.split())] for line in lines]
    behind = sum(one and other for own in words for one, other in pairwise(own))
    return behind > _ASTRAY * sum(map(sum, words))


def is_torn(lines: Iterable[NumberedLine]) -> bool:
    """Whether so many words of a text are nothing but letters that many fonts lack."""
    words = [word for line in lines for word in line.text.split()]
    return sum(map(_is_lone, words)) >= max(_FEWEST, _SHARE * len(words))


def whole_years(lines: Sequence[NumberedLine]) -> tuple[list[NumberedLine], int]:
    """The lines with their years made whole that a narrow column cuts, where a program prints the
    lines of a cell as one (`Tháng 12/202 5`), and how many had one."""
    texts = [_with_whole_years(line.text) for line in lines]
    whole = [
        line if line.text == text else replace(line, text=text)
        for line, text in zip(lines, texts, strict=True)
    ]
    return whole, sum(line.text != text for line, text in zip(lines, texts, strict=True))


def _with_whole_years(text: str) -> str:
    """A line without the blanks inside its years.

    >>> _with_whole_years("Tháng 12/202 5"), _with_whole_years("Quyết định 71/202 15 bản")
    ('Tháng 12/2025', 'Quyết định 71/202 15 bản')
    """

    def without_blank(match: re.Match[str]) -> str:
        blank = match.end() - 1
        before, after = text[max(0, blank - _REACH) : blank], text[blank + 1 : blank + _REACH]
        return match.group().rstrip() if is_cut_number(before, after) else match.group()

    return _IN_YEAR.sub(without_blank, text)


def whole_line(text: str) -> str:
    """A line with its words made whole.

    >>> whole_line("B ộ  Khoa h ọ c và Công ngh ệ , Ủ y ban")
    'Bộ Khoa học và Công nghệ, Ủy ban'
    """
    return "".join(_joined(text))


def _joined(text: str) -> Iterator[str]:
    """The words of a line and the blanks that stand between them."""
    words = _TOKEN.findall(text.rstrip())
    before, behind = "", False
    for (white, word), (space, after) in pairwise([*words, ("", "")]):
        lone = _is_lone(word)
        glued = behind and len(white) == 1 and not _begins_anew(before, word)
        if lone and not behind and len(white) == 1:
            glued = _is_one(before, word + (after if len(space) == 1 else ""))
        if white and not glued:
            yield " "
        yield word
        before, behind = (before + word if glued else word)[-_LONGEST:], lone


def _begins_anew(before: str, word: str) -> bool:
    """Whether what follows such letters begins a word: a number, a capital behind small ones."""
    return word[0].isdigit() or (word[0].isupper() and before[-1].islower())


def _is_one(before: str, rest: str) -> bool:
    """Whether the end of a word and what begins with letters of another font are one: a syllable
    together, or not even the end alone."""
    head, tail = _LAST.search(before), _FIRST.match(rest)
    if head is None or tail is None:
        return before[-1:] in _OPENS
    return is_syllable(head.group() + tail.group()) or not is_syllable(head.group())


def _is_lone(word: str) -> bool:
    """Whether a word is nothing but letters that many fonts lack."""
    return word >= chr(_BEYOND) and word.isalpha() and ord(min(word)) >= _BEYOND
