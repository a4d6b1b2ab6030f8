"""Whether a text has the reading order of its cells at all.

Where the lines of a page were taken straight across its columns, the first line of a row holds the
beginnings of all its cells, and the second line those of the cells that have two. Such text cannot
be put in order again: it is recognised and refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import fmean, median

from pipeline.extract.layer.columns.strips import Division
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.signs.words import lexicon, width
from pipeline.frozen import dataclass

INTERLEAVED = "text-interleaved"
"""Code of the problem of a text whose columns are mixed line by line."""
_SHORTEST, _FEWEST = 3, 5
"""Lines of the rows that tell, and how many such rows are needed."""
_BEGINS, _SURE_BEGINS = 1.0, 2.0
"""Beginnings of cells inside the first line of a row, from which on lines that are uneven too are
read across, and from which on they surely are."""
_IN_ORDER = 0.5
"""Such beginnings below which the rows of a table are in order. Texts read across have 0.7 at least
where the rows that tell are ten or more."""
_UNEVEN = 0.15
"""Measured by benchmarks/bare.py on the layouts for learning: texts in the order of their cells
have at most 0.7 beginnings of cells inside the first line of a row and lines that differ by 0.11
of their width in the median; texts read across have 1.1 and 0.19 at least."""


_BAD, _GOOD = 2.5, 3.5
"""Score of a line of a divided row, in logarithms. Measured on the layouts for learning: texts in
the order of their cells have 3.9 at least, texts read across 2.3 at most; single tables of other
layouts, in order, went down to 3.15."""
_FEW, _BAD_FEW = 10, 1.5
"""Rows below which a text teaches little of its cells, and the score of a line of such texts. Those
for learning have 2.7 at least in the order of their cells, 0.9 at most read across."""
_ROWS, _LINES = 5, 30
"""Rows and lines from which on that tells anything."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well the rows of a text could be read as cells in order: rows, their lines and score."""

    rows: int = 0
    lines: int = 0
    score: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether they are cells in order, however they look."""
        return self.rows >= _ROWS and self.score >= _GOOD * self.lines

    @property
    def is_enough(self) -> bool:
        """Whether there is so much of them that they tell anything."""
        return self.rows >= _ROWS and self.lines >= _LINES

    def is_bad(self, in_order: bool) -> bool:
        """Whether they cannot be cells in order; poorer ones may be where their first lines look
        `in_order`."""
        least = _BAD_FEW if in_order or self.rows < _FEW else _BAD
        return self.is_enough and self.score < least * self.lines


def evidence_of(rows: Iterable[tuple[UndividedRow, Division | None]]) -> Evidence:
    """How well rows could be read, headings left out."""
    read = [
        (division.score, row.height)
        for row, division in rows
        if division is not None and row.style not in HEADING_STYLES
    ]
    return Evidence(len(read), sum(lines for _, lines in read), sum(score for score, _ in read))


@dataclass(frozen=True, slots=True)
class Order:
    """What the rows of a table tell of its order: how many there are, how many cells begin inside
    the first line of a row in the mean, and by which share of it the second line differs in
    width, in the median."""

    rows: int = 0
    begins: float = 0.0
    uneven: float = 0.0

    @property
    def is_mixed(self) -> bool:
        """Whether columns seem to be mixed line by line."""
        if self.rows < _FEWEST:
            return False
        return self.begins >= _BEGINS and self.uneven >= _UNEVEN

    @property
    def is_in_order(self) -> bool:
        """Whether the rows are those of a text in order, however poorly their cells read."""
        return self.rows >= _FEW and self.begins < _IN_ORDER

    @property
    def is_surely_mixed(self) -> bool:
        """Whether that is so however well the rows read: cells that repeat themselves teach
        anything."""
        return self.rows >= _FEWEST and self.begins >= _SURE_BEGINS


def order_of(rows: Sequence[UndividedRow]) -> Order:
    """What the rows of a table, headings left out, tell of its order."""
    first = [
        row.parts[0]
        for row in rows
        if row.style not in HEADING_STYLES and len(row.parts[0]) >= _SHORTEST
    ]
    if not first:
        return Order()
    return Order(
        len(first),
        fmean(_begins_inside(pieces[0].text) for pieces in first),
        median(_unevenness(pieces) for pieces in first),
    )


def _begins_inside(text: str) -> int:
    """How many words inside a line begin a cell as a rule: in capitals, no open word before."""
    words = text.split()
    known, opened = lexicon().any_begin, lexicon().open_words
    return sum(
        other[0].isupper()
        and one.casefold() not in opened
        and (other.casefold() in known or f"{other} {after}".casefold() in known)
        for (one, other), after in zip(pairwise(words), [*words[2:], ""], strict=False)
    )


def _unevenness(pieces: Sequence[LinePiece]) -> float:
    one, other = width(pieces[0].text), width(pieces[1].text)
    return abs(one - other) / max(1, one)
