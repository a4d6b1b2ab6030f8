"""Where headers of tables begin in a text layer, and which of them are printed again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.signs.words import lexicon

MIN_PAGES = 3

_CUT_NAME = 3
"""Characters of the longest piece of a name of numbers that is cut (`S` over `T` over `T`), and the
lines it stands on."""


def headers_again(pieces: Sequence[LinePiece], least: int = MIN_PAGES) -> set[int]:
    """The lines that begin a header which is printed on several pages: that of the name of the
    numbers, or the one above it where that is printed again as well (names over several columns).
    """
    found = [index for index in range(len(pieces)) if _begins_header(pieces, index)]
    times = Counter(pieces[index].single_spaced for index in found)
    again = [index for index in found if times[pieces[index].single_spaced] >= least]
    above = Counter(pieces[index - 1].single_spaced for index in again if index)
    return {
        index - 1 if index and above[pieces[index - 1].single_spaced] >= least else index
        for index in again
    }


def _begins_header(pieces: Sequence[LinePiece], index: int) -> bool:
    """Whether a line begins with the name of a column of numbers, which a narrow one cuts: `ST`
    over `T`."""
    text = pieces[index].text
    if begins_header(text):
        return True
    if len(text) > _CUT_NAME or text != text.upper():
        return False
    below = [piece.text for piece in pieces[index + 1 : index + _CUT_NAME]]
    return any(begins_header(text + "".join(below[:count])) for count in range(1, len(below) + 1))


def begins_header(text: str) -> bool:
    """Whether a line begins with the name of a column of numbers."""
    if text.split(None, 1)[0] not in _first_words():
        return False
    words = tuple(text.split())
    return any(words[: len(name)] == name for name in lexicon().numbers)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name[0] for name in lexicon().numbers)


def first_header(pieces: Sequence[LinePiece]) -> int:
    """The line that begins the first header, 0 where none does."""
    return next((at for at in range(len(pieces)) if _begins_header(pieces, at)), 0)
