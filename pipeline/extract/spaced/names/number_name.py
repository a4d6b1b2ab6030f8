"""The name of the number column, by which the header of a table in spaced text is found."""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import lru_cache

from pipeline.extract.layer.signs.words import lexicon
from pipeline.extract.spaced.lines.words import WIDE, SpacedLine, Word, meet
from pipeline.extract.spaced.names.pieces import Number
from pipeline.writing.labels import parse_label

NUMBER_LINES = 4
"""Lines over which the name of a narrow number column is spread (`Số`, `thứ`, `tự`), those between
that hold other names counted."""


def number_name(rows: Sequence[SpacedLine], index: int, opening: set[int]) -> Number:
    """The lines of the name of the number column that begins with a line, none if none does: on
    one line, or spread over some (`Số thứ` over `tự`), with other names between."""
    words = rows[index].words
    names, wanted = _number_names()
    for name in names.get(words[0].text.strip("."), ()):
        if _plain(words[: len(name)]) == name:
            return {index: _with_rest(words, len(name))}
    for count in (1, 2):
        ends = len(words) <= count or words[count].x0 - words[count - 1].x1 >= WIDE
        if (ends or words[count].text[0].isupper()) and len(words) >= count:
            found = _spread(rows, index, count, wanted, opening)
            if found:
                return found
    return {}


@lru_cache(maxsize=1)
def _number_names() -> tuple[dict[str, list[tuple[str, ...]]], frozenset[str]]:
    """The names of number columns without stops, by their first words, and as printed in one."""
    names: dict[str, list[tuple[str, ...]]] = {}
    for name in lexicon().numbers:
        plain = tuple(part.strip(".") for part in name)
        names.setdefault(plain[0], []).append(plain)
    return names, frozenset(map("".join, lexicon().numbers))


def _with_rest(words: Sequence[Word], count: int) -> int:
    """How many words the name of the number column has with what goes on behind it in small letters
    (`STT các` over `biểu mẫu`)."""
    while count < len(words) and words[count].x0 - words[count - 1].x1 < WIDE:
        if not words[count].text[0].islower():
            break
        count += 1
    return count


def _spread(
    rows: Sequence[SpacedLine], index: int, count: int, wanted: Set[str], opening: set[int]
) -> Number:
    """The lines of a name that begins with the first words of a line and goes on below them."""
    name = rows[index].words[:count]
    found, text = {index: count}, "".join(_plain(name))
    for at in range(index + 1, min(len(rows), index + NUMBER_LINES)):
        below = rows[at].words[:1]
        if at in opening or not any(one.startswith(text) for one in wanted):
            return {}
        if below[0].x0 > name[-1].x1:
            continue
        if not meet(name, below):
            return {}
        found[at], text = 1, text + _plain(below)[0]
        if text in wanted:
            return found
    return {}


def _plain(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.text.strip(".") for word in words)


def end_of_name(rows: Sequence[SpacedLine], number: Number, opening: set[int]) -> int:
    """Where the name of the number column ends, if it goes on in small letters (`STT các` over
    `biểu`, `mẫu`): what stands beside it belongs to the header."""
    first, last = min(number), max(number)
    words = rows[first].words[: number[first]]
    if len(words) > 1 and words[-1].text[0].islower():
        for at in range(last + 1, min(len(rows), last + 1 + NUMBER_LINES)):
            if at in opening or rows[at].blanks > 1:
                break
            below = rows[at].segments[0]
            small = below[0].text[0].islower() and parse_label(below[0].text) is None
            if small and meet(below, words):
                last = at
    return last + 1
