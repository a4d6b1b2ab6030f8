"""Which columns of a page without a header are which: by what those of the pages before hold.

A page of a long table may leave a column blank; its white corridors then show one column less, and
nothing on the page says which. What stands in the columns of the pages before does: numbers, codes,
units, sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from math import log

from pipeline.extract.layer.signs.words import PLAIN, shape
from pipeline.extract.spaced.lines.words import Word, segments, text_of

_SMOOTH = 0.5
"""What is added to each count: what was not seen yet in a column is rare there, not impossible."""
_LENGTHS = (4, 10, 20)
"""Characters that part numbers and units, codes, names and sentences."""

_CODE = re.compile(r"[A-ZĐ]{1,5}\d{1,12}")
"""A code of letters and digits (`II20203`): in a tree of codes, a column for each of its levels,
how many digits one has tells which level it is of."""
_CODED = 0.8
"""Share of the cells of a column of codes that are such."""
_CELLS = 3
"""Texts beside each other on a line with cells."""
_KINDS = 24
"""About how many kinds of cells are told apart."""
_BLANK = ("", "", 0)
"""What a blank cell is counted as."""

Feature = tuple[str, str, int]


class Profile:
    """What the lines of the columns of a table hold, counted over the pages read so far."""

    def __init__(self, columns: int) -> None:
        self.columns: list[Counter[Feature]] = [Counter() for _ in range(columns)]
        self.lines = 0

    def learn(self, lines: Sequence[Sequence[str]]) -> None:
        """Count the cells of lines that have most of them, where rows begin, and of those that
        begin with a number and have a code. That number is the one of its row, wherever the border
        beside it was taken to run."""
        for line in lines:
            coded = any(map(_CODE.fullmatch, line))
            moved = coded and not line[0] and line[1].isdecimal()
            texts = (line[1], "", *line[2:]) if moved else line
            filled = sum(map(bool, texts))
            if 2 * filled > len(self.columns) or (coded and texts[0] and filled >= _CELLS):
                self.lines += 1
                for column, text in enumerate(texts):
                    self.columns[column][_feature(text)] += 1

    @property
    def is_tree(self) -> bool:
        """Whether codes of several levels have a column each: rows fill one of these."""
        return sum(map(_has_codes, self.columns)) > 1

    def placed(
        self, lines: Sequence[Sequence[Word]], borders: Sequence[float]
    ) -> tuple[float, tuple[int, ...]]:
        """How likely lines are (log) that borders cut into columns, the first of which is the first
        of the table, and which of it each is, those between being blank."""
        features = [
            list(map(_feature, straight(words, borders)))
            for words in full_lines(lines, len(self.columns))
        ]
        counts = [Counter(own) for own in zip(*features, strict=True)]
        blank = [
            len(features) * self._likely(column, _BLANK) for column in range(len(self.columns))
        ]
        ways: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}
        for own in counts:
            after: dict[int, tuple[float, tuple[int, ...]]] = {}
            for last, (score, slots) in ways.items():
                for column in range(last + 1, len(self.columns) if last >= 0 else 1):
                    fit = score + sum(blank[last + 1 : column])
                    fit += sum(many * self._likely(column, one) for one, many in own.items())
                    if column not in after or fit > after[column][0]:
                        after[column] = (fit, (*slots, column))
            ways = after
        ended = [(fit + sum(blank[last + 1 :]), slots) for last, (fit, slots) in ways.items()]
        return max(ended, default=(float("-inf"), ()))

    def _likely(self, column: int, feature: Feature) -> float:
        seen = self.columns[column][feature]
        return log((seen + _SMOOTH) / (self.lines + _SMOOTH * _KINDS))


def full_lines(lines: Sequence[Sequence[Word]], columns: int) -> list[Sequence[Word]]:
    """The lines with a text for most columns, and those with a code: the rows of a tree of codes
    leave many blank. If there are none, those with as many as most lines that have cells."""
    counted = [(len(list(segments(words))), words) for words in lines]
    found = [words for count, words in counted if 2 * count > columns or _is_coded(words, count)]
    if found:
        return found
    usual = Counter(count for count, _ in counted if count >= _CELLS).most_common(1)
    return [words for count, words in counted if usual and count >= usual[0][0]]


def _is_coded(words: Sequence[Word], count: int) -> bool:
    return count >= _CELLS and any(_CODE.fullmatch(word.text) for word in words)


def _has_codes(seen: Counter[Feature]) -> bool:
    """Whether a column holds codes and nothing else, or hardly."""
    codes = sum(many for (form, _, _), many in seen.items() if form == "code")
    return codes > _CODED * (seen.total() - seen[_BLANK])


def straight(words: Sequence[Word], borders: Sequence[float]) -> Iterator[str]:
    """The texts of a line cut straight at borders."""
    cells: list[list[Word]] = [[] for _ in range(len(borders) + 1)]
    for word in words:
        cells[bisect_right(borders, word.x0)].append(word)
    return map(text_of, cells)


def _feature(text: str) -> Feature:
    if not text:
        return _BLANK
    if _CODE.fullmatch(text):
        return ("code", "", sum(map(str.isdigit, text)))
    form = shape(text)
    first = text[0]
    kind = "figure" if first.isdigit() else "lower" if first.islower() else "other"
    return (form if form != PLAIN else "", kind, sum(len(text) > length for length in _LENGTHS) + 1)
