"""Where the lines of a cell break: at a space, inside a word, or at the end of a paragraph.

Most programs set the space at which a line breaks as a glyph at its end, and none where a column
too narrow cuts a word or number (`BCĐT` over `W`). Whether a file does so is learned from its own
lines; where it does, the space glyphs tell words and cut words apart. Other files leave the width
of the lines to judge by, and where many lines tear a syllable, how words are spelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from pipeline.extract.pdf.lines.broken import (
    across_break,
    is_anywhere,
    is_long_alone,
    may_be_so,
    pairs_of,
    torn,
)
from pipeline.extract.pdf.lines.text import PrintedLine, is_glued
from pipeline.writing.cuts import ends_attached, is_cut_amount
from pipeline.writing.patterns import compiled
from pipeline.writing.raised import RAISED
from pipeline.writing.syllables import is_syllable

_MIN_LINES = 12
_MIN_SHARE = 0.6
_SPACE_WIDTH = 0.3
"""Of a space, in ems, with some play."""
_CAPITAL_WIDTH = 0.75
_WIDE_WIDTH = 0.95
_WIDE = "mwMWQ@%"
_LONGEST_SYMBOL = 6
_CLOSING = ".,;:)]”/%"
_SYMBOL = re.compile(r"\d.*[/-]|/|\d-")
_CAPITALS = compiled(r"\p{Lu}++g?(?!\p{L})")
_OPEN_SYMBOL = compiled(r"[(“]?\d[\w.]*/(?:\d{4}/)?\p{Lu}[\p{Lu}\d]*[-/]\p{Lu}{1,5}")
_LAST_LETTER = compiled(r"\p{Lu}?g|\p{Lu}")
_BARE_KIND = compiled(r"[(“]?\d[\w.]*/(?:\d{4}/)?\p{Lu}{1,4}")
_HYPHENED = compiled(r"-\p{Lu}{2}")
_LAST_LETTERS = compiled(rf"(?<!\p{{L}})\p{{L}}++(?=[{RAISED}]*+\Z)")
_FIRST_LETTERS = compiled(r"\p{L}++")
_LONG = 3
"""Letters of a word that cannot be a symbol of its own (`km`)."""


_LETTER_AND_STOP = 1.2
"""Width of a wide letter and a comma, in ems."""
_SMALL_WIDTH = 0.55
"""Of a small letter or a digit, in ems, where it is a wide one."""


class LineEnd(NamedTuple):
    """A line of a cell, the one below it and whether the word at its end goes on there.

    `text` is the line behind what of its first word stands above, `below` the one below it before
    what of its last word goes on there for certain.
    """

    line: PrintedLine
    after: PrintedLine | None
    text: str
    below: str
    is_cut: bool


class Wraps:
    """What the lines read so far tell of the spaces they end in.

    Torn syllables and the ends of lines with letters on both sides are counted, of lines that are
    one word (`_alone`) and of others (`_within`).
    """

    def __init__(self) -> None:
        self._lines = 0
        self._spaced = 0
        self._alone = 0, 0
        self._within = 0, 0

    def learn(self, cells: Iterable[Sequence[PrintedLine]]) -> None:
        """Count the lines of cells that have a line below them in the same cell."""
        cells = list(cells)
        for lines in cells:
            self._lines += len(lines) - 1
            self._spaced += sum(line.trail for line in lines[:-1])
        if not self.trusted:
            pairs = pairs_of(cells)
            self._alone = _sum(self._alone, torn([p for p in pairs if " " not in p[0]]))
            self._within = _sum(self._within, torn([p for p in pairs if " " in p[0]]))

    @property
    def trusted(self) -> bool:
        """Whether the file sets the spaces at which its lines break."""
        return self._lines >= _MIN_LINES and self._spaced >= _MIN_SHARE * self._lines

    @property
    def anywhere(self) -> bool:
        """Whether the lines of the file end wherever the next letter does not fit."""
        return not self.trusted and is_anywhere(_sum(self._alone, self._within))

    @property
    def cuts_long(self) -> bool:
        """Whether a word is broken only where it does not fit into a line of its own: browsers set
        tables so (CSS Text 3, `overflow-wrap`). A line of several words ends between two."""
        return not self.trusted and is_long_alone(self._alone, self._within)

    def ends(self, lines: Sequence[PrintedLine], room: float, edge: float) -> Iterator[LineEnd]:
        """The lines of a cell, and where words go on; a line that reaches `edge` (of the page) ends
        there and not in its column."""
        texts = [line.text for line in lines]
        rests = [*reversed([*accumulate(reversed(texts), _with_rest)])]
        before = ""
        for line, after, below in zip(lines, [*lines[1:], None], [*rests[1:], ""], strict=True):
            text = before + line.text
            reaches = edge > 0 and line.x1 > edge - line.size / 2
            is_cut = not reaches and self._is_cut(line, after, room, text, below)
            yield LineEnd(line, after, text, below, is_cut)
            goes_on = is_cut or (not reaches and ends_attached(text))
            before = text.rpartition(" ")[2] if goes_on else ""

    def breaks_words(self, cells: Iterable[Sequence[PrintedLine]]) -> bool:
        """Whether the cells of a column of a page may be set so."""
        return self.anywhere and may_be_so(torn(pairs_of(cells)))

    def _is_cut(
        self, line: PrintedLine, after: PrintedLine | None, room: float, text: str, below: str
    ) -> bool:
        """Whether the word at the end of a line goes on below, without a space.

        `room` is the width the column leaves to text, `text` and `below` are those of `LineEnd`.
        With no line below it in the cell (`after` None) the answer holds for the line that may
        follow on the next page.
        """
        if line.soft:
            return True
        if line.trail and self.trusted:
            return False
        if after is not None and _must_go_on(text, after.text):
            return True
        left = room - (line.x1 - line.x0)
        if not self.is_full(line, after, room):
            return False
        if after is not None and self._may_tear(line):
            verdict = across_break(text, below)
            if self.anywhere or verdict == "torn":
                return verdict in ("torn", "either")
        space_fits = self.trusted and left > _SPACE_WIDTH * line.size
        if after is None:
            return space_fits and _SYMBOL.search(text.rpartition(" ")[2]) is not None
        return (
            _symbol_goes_on(text, after.text)
            or is_cut_amount(text, after.text)
            or _leaves_a_letter(text, after.text)
            or is_glued(line, after, room)
            or (space_fits and _is_torn(text, after.text))
        )

    def may_be_torn(self, end: LineEnd, room: float) -> bool:
        """The same of `_is_cut` where words are broken anywhere and spelling does not tell."""
        line, after, text, below, _ = end
        if after is None or not self._may_tear(line) or not self.is_full(line, after, room):
            return False
        return across_break(text, below) in ("either", "hardly")

    def _may_tear(self, line: PrintedLine) -> bool:
        """Whether a line may end inside a word wherever the next letter does not fit."""
        return " " not in line.text if self.cuts_long else self.anywhere

    def is_full(self, line: PrintedLine, after: PrintedLine | None, room: float) -> bool:
        """Whether no further letter may have fitted into a line; where words break anywhere, one
        with the stop behind it, which begins no line."""
        letter = _letter(line, after)
        if self._may_tear(line):
            letter = max(letter, _LETTER_AND_STOP * line.size)
        return room - (line.x1 - line.x0) <= letter

    def may_be_cut(self, end: LineEnd, room: float) -> bool:
        """Whether a line is filled by a single word or number that may go on below, though nothing
        proves it: what does not fit into a line of its own is cut where the line ends."""
        line, after, text, _, is_cut = end
        if after is None or is_cut or line.soft or " " in line.text:
            return False
        if line.trail and self.trusted:
            return False
        left = room - (line.x1 - line.x0)
        wide = after.size * (_WIDE_WIDTH if after.text[0] in _WIDE else _CAPITAL_WIDTH)
        mean = max((after.x1 - after.x0) / len(after.text), _SMALL_WIDTH * after.size)
        if left > (mean if after.text[0].islower() or after.text[0].isdigit() else wide):
            return False
        return _may_read_on(text, after.text)


def _with_rest(below: str, text: str) -> str:
    """A line, with the one below it where its word goes on there for certain: `xuy` over `ên`."""
    torn_there = below and " " not in text and across_break(text, below) == "torn"
    return text + below if torn_there else text


def _sum(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]


def _may_read_on(head: str, below: str) -> bool:
    """Whether two ends of lines may be one word or number, and may as well be two."""
    last, first = head[-1], below[0]
    if first in _CLOSING:
        return True
    if first.isdigit():
        return last.isdigit() or (
            (last in ".,+-/" or last.isalpha()) and any(map(str.isdigit, head))
        )
    if not (last.isalpha() and first.isalpha()) or (first.isupper() and last.islower()):
        return False
    one, other = _LAST_LETTERS.search(head), _FIRST_LETTERS.match(below)
    if one is None or other is None:
        return False
    if _CAPITALS.fullmatch(one.group()) and is_syllable(other.group()) and not below[0].isupper():
        return False  # an abbreviation and a word: `QĐ-TTg` over `ngày`
    apart = is_syllable(one.group()) and is_syllable(other.group())
    return not apart or is_syllable((one.group() + other.group()).lower())


def _letter(line: PrintedLine, after: PrintedLine | None) -> float:
    """Width of the next letter, about: that of a capital unless it is wider than most."""
    wide = line if after is None else after
    mean = (wide.x1 - wide.x0) / max(1, len(wide.text))
    is_wide = after is not None and after.text[0] in _WIDE
    return max(mean, (_WIDE_WIDTH if is_wide else _CAPITAL_WIDTH) * line.size)


def _is_torn(text: str, below: str) -> bool:
    """Whether letters stand on both sides of a break that are no two syllables."""
    head, tail = _LAST_LETTERS.search(text), _FIRST_LETTERS.match(below)
    if head is None or tail is None:
        return False
    new_word = tail.group()[0].isupper() and head.group()[-1].islower()
    if len(head.group()) > 1 and _CAPITALS.fullmatch(head.group()) and is_syllable(tail.group()):
        return False  # an abbreviation and a word: `QĐ-TTg` over `ngày`
    return not new_word and not (is_syllable(head.group()) and is_syllable(tail.group()))


def _leaves_a_letter(text: str, below: str) -> bool:
    """Whether one small letter that is no word stands alone below a word that is no syllable
    (`Standar` + `d`)."""
    head, tail = _LAST_LETTERS.search(text), below.partition(" ")[0]
    long = head is not None and len(head.group()) >= _LONG and not is_syllable(head.group())
    return long and len(tail) == 1 and tail.islower() and not is_syllable(tail)


def _must_go_on(text: str, below: str) -> bool:
    """Whether a symbol is cut where no word ends, however much room is left: its last letter stands
    alone below (`QĐ-TT` + `g`, `NQ-C` + `P`), or the hyphen behind the kind of a document does
    (`1131/QĐ` + `-UBND`)."""
    head, tail = text.rpartition(" ")[2], below.partition(" ")[0].rstrip(".,;:)")
    return bool(
        (_OPEN_SYMBOL.fullmatch(head) and _LAST_LETTER.fullmatch(tail))
        or (_BARE_KIND.fullmatch(head) and _HYPHENED.match(tail))
    )


def _symbol_goes_on(text: str, below: str) -> bool:
    """Whether a document number or date cut at the end of a full line goes on below
    (`109/2022/N` + `Đ-CP`, `NĐ` + `-CP`, `12/9/2025` + `:`)."""
    head, tail = text.rpartition(" ")[2], below.partition(" ")[0]
    if tail[0] == "…":
        return True
    if not _SYMBOL.search(head):
        return False
    if tail[0] in _CLOSING:
        return True
    if tail[0] in "-/":
        return len(tail) > 1
    capitals = _CAPITALS.match(tail)
    if capitals is None or not (head[-1].isupper() or head[-1] in "-/"):
        return False
    in_capitals = text.isupper() and " " in text  # a heading: every word is in capitals
    return not in_capitals and len(capitals.group()) <= _LONGEST_SYMBOL
