"""Lines whose blanks are counted by the width of the word behind them.

A program may keep the spacing of a page line by line: it measures the white space before a word
and prints as many blanks as characters of that word would fill it (PyMuPDF,
`get_text(sort=True)`). What stands in one column of the page then begins at another character of
each line. How wide a word is set is known well enough to undo that: the white space is so many
times the mean advance of the word's characters. Where the cells of a text stand below each other
better when its lines are reckoned so, it was made so, and its words are put where they were
printed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.extract.layer.signs.words import SPACE, width
from pipeline.extract.spaced.lines.words import WIDE, SpacedLine, Word

_GRID = 360
"""Thousandths of the type size that a character of the lines put right stands for: nearly all words
are set wider, so that none pushes the next one aside."""
_NEAR = 8
"""Lines above and below that show where the columns of a line begin."""
_SAME, _BESIDE = 300, 480
"""How far apart (thousandths of the type size) two cells begin of which it counts that both stand
in one column, and how far two of one column may."""
_DRAW, _OFF = 600, 0.1
"""How far a cell may stand from where those near it begin and be held to begin there: the blanks
are whole ones, so that each gap adds half a character to the error of a line, and fonts are not all
as wide, so that it adds a share of itself."""
_SCALES, _CELLS = tuple(scale / 50 for scale in range(46, 61)), 3
"""How many times as wide as known the words of a line may be (bold ones are up to 1.15), and cells
of a line that tell it."""
_ROUNDS = 3
"""How often cells are drawn to those near them."""
_FEWEST = 40
"""Cells behind wide gaps that tell how a text was made."""
_BETTER = 0.05
"""Share of the cells that stand below others by the widths of words, less those that do by their
characters, from which on the blanks were counted so: 12 texts of that program have 0.08 to 0.31,
some 200 of others, real ones among them, at most 0.02, nearly all less than 0."""
_FARTHER = 2
"""How many times as far a cell stands from where others begin before these are out of question."""
_LOST = 0.5
"""Share of the cells that stand below others by the widths of words up to which columns are lost:
texts whose lines overlap, and were printed as one each, have 0.36 to 0.38, others 0.60 to 0.91."""
_CLEAR = 3
"""How many times as many cells begin behind white space as words run over it."""
_WITNESSES = 3
"""Cells near a line that show that one begins where they do."""


@dataclass(slots=True)
class _Printed:
    """A word, the blanks before it, how wide it is and where it begins on the page (thousandths of
    the type size); `drawn` is one behind one blank that begins a cell, `loose` one that may as well
    begin in another column."""

    word: Word
    blanks: int
    wide: float
    at: float = 0.0
    drawn: bool = False
    loose: bool = False

    @property
    def end(self) -> float:
        return self.at + self.wide

    @property
    def begins(self) -> bool:
        """Whether a wide gap parts it from the word before."""
        return self.blanks >= WIDE or self.drawn


_Line = list[_Printed]


class ColumnsLostError(Exception):
    """The blanks of a text are counted by the words behind them, and its cells stand below each
    other neither so nor by their characters."""


def put_right(
    rows: Sequence[SpacedLine], opening: Sequence[int]
) -> tuple[list[SpacedLine], dict[int, frozenset[str]]]:
    """The lines of a text with their words where they were printed, if its blanks are counted by
    the words behind them; as they are otherwise. Beside them by line number the words that may be
    of another column. `opening` are the lines that begin a page.

    Raises `ColumnsLostError`: such a program prints lines that overlap as one.
    """
    lines = [_printed(row.words) for row in rows]
    for line in lines:
        _reckon(line)
    bounds = [0, *opening, len(rows)]
    pages = [lines[a:b] for a, b in pairwise(bounds)]
    cells, chars, places = _below_others(pages)
    if cells < _FEWEST or places - chars <= _BETTER * cells:
        return list(rows), {}
    if places < _LOST * cells:
        raise ColumnsLostError
    for page in pages:
        _scale(page)
        for _ in range(_ROUNDS):
            _draw(page)
    placed = [replace(row, words=_on_grid(line)) for row, line in zip(rows, lines, strict=True)]
    loose = {
        row.line: frozenset(one.word.text for one in line if one.loose)
        for row, line in zip(rows, lines, strict=True)
    }
    return placed, {line: words for line, words in loose.items() if words}


def _printed(words: Sequence[Word]) -> _Line:
    ends = [0, *(word.x1 for word in words)]
    return [
        _Printed(word, word.x0 - end, width(word.text))
        for word, end in zip(words, ends, strict=False)
    ]


def _gap(one: _Printed) -> float:
    """How much white space the blanks before a word stand for; one alone is that of a sentence."""
    return SPACE if one.blanks == 1 else one.blanks * one.wide / len(one.word.text)


def _reckon(line: _Line, scale: float = 1.0) -> None:
    """Where the words of a line begin if they are so many times as wide as known."""
    end = 0.0
    for one in line:
        one.wide = scale * width(one.word.text)
        one.at = end + _gap(one)
        end = one.end


def _below_others(pages: Sequence[Sequence[_Line]]) -> tuple[int, int, int]:
    """How many cells a text has, and how many of them begin where some of the lines near theirs do:
    by their characters, and by the widths of the words before them."""
    cells = chars = places = 0
    for page in pages:
        tabular = [[one for one in line[1:] if one.begins] for line in page]
        kept = [own for own in tabular if own]
        cells += sum(map(len, kept))
        chars += _aligned([[one.word.x0 for one in own] for own in kept], 0)
        places += _aligned([[one.at for one in own] for own in kept], _SAME)
    return cells, chars, places


def _aligned(begins: Sequence[Sequence[float]], beside: float) -> int:
    """How many cells begin where one of the lines near theirs does."""
    count = 0
    for at, own in enumerate(begins):
        others = sorted(_around(begins, at))
        for place in own:
            first = bisect_left(others, place - beside)
            count += first < len(others) and others[first] <= place + beside
    return count


def _around(begins: Sequence[Sequence[float]], at: int) -> Iterator[float]:
    for other in range(max(0, at - _NEAR), min(len(begins), at + _NEAR + 1)):
        if other != at:
            yield from begins[other]


def _scale(page: Sequence[_Line]) -> None:
    """Make the words of each line wider or narrower by what puts the most of its cells where others
    of the page begin: names of columns are set bold. What has few cells may only be like the line
    above."""
    begins = sorted(one.at for line in page for one in line if one.begins)
    above = 1.0
    for line in page:
        tried = _SCALES if sum(one.begins for one in line) >= _CELLS else (1.0, above)
        worth = [(_cells_beside(begins, line, scale) - abs(scale - 1), scale) for scale in tried]
        above = max(worth)[1]
        _reckon(line, above)


def _cells_beside(begins: Sequence[float], line: _Line, scale: float) -> int:
    """How many of the cells of a line begin where others of the page do, its words being so many
    times as wide."""
    _reckon(line, scale)
    places = (one.at for one in line if one.begins)
    return sum(_count(begins, place, _BESIDE) > _WITNESSES for place in places)


def _count(places: Sequence[float], at: float, reach: float) -> int:
    """How many of some places, in order, stand so near to one."""
    return bisect_left(places, at + reach) - bisect_left(places, at - reach)


def _draw(page: Sequence[_Line]) -> None:
    """Put the cells of each line of a page where the most of the page begin near them, and what
    follows them on behind them; a word behind one blank begins a cell where cells begin and the
    lines of the page have white space."""
    begins = sorted(one.at for line in page for one in line if one.begins)
    starts = sorted(one.at for line in page for one in line)
    ends = sorted(one.end for line in page for one in line)
    for line in page:
        end = 0.0
        parted = any(one.blanks >= WIDE for one in line[2:])
        for one in line:
            gap = _gap(one)
            one.at = end + gap
            place: float | None = None
            if one.blanks >= WIDE:
                place = _likeliest(begins, one.at, _DRAW + _OFF * gap)
                one.loose = _is_loose(begins, one.at, place)
            elif parted and one.blanks == 1:
                reach = one.wide / len(one.word.text)
                place = _likeliest(begins, end + reach, reach)
                if place is not None and not _is_white(begins, starts, ends, place):
                    place = None
                one.drawn = place is not None
            one.at = one.at if place is None else max(place, end)
            end = one.end


def _is_loose(begins: Sequence[float], at: float, place: float | None) -> bool:
    """Whether a cell that was drawn to a place, or to none, stands about as near to another one
    where cells begin."""
    if place is None:
        return True
    reach = _FARTHER * abs(place - at) + _SAME
    near = begins[bisect_left(begins, at - reach) : bisect_left(begins, at + reach)]
    others = (other for other in near if abs(other - place) > _FARTHER * _BESIDE)
    return any(_count(begins, other, _BESIDE) >= _WITNESSES for other in others)


def _is_white(
    begins: Sequence[float], starts: Sequence[float], ends: Sequence[float], place: float
) -> bool:
    """Whether far more cells begin at a place than words run over the white space before it."""
    left = place - SPACE
    over = bisect_left(starts, left) - bisect_left(ends, left)
    return _count(begins, place, _BESIDE) > _CLEAR * over


def _likeliest(begins: Sequence[float], at: float, reach: float) -> float | None:
    """Where near a place the most cells begin, those closer to it counting more; None where too few
    do."""
    near = begins[bisect_left(begins, at - reach) : bisect_left(begins, at + reach)]
    best, found = 0.0, None
    for other in near:
        first = bisect_left(begins, other - _BESIDE)
        beside = begins[first : bisect_left(begins, other + _BESIDE)]
        worth = len(beside) * (1 - abs(other - at) / (2 * reach))
        if len(beside) >= _WITNESSES and worth > best:
            best, found = worth, median(beside)
    return found


def _on_grid(line: _Line) -> tuple[Word, ...]:
    """The words of a line on a grid of characters, those behind wide gaps where they were printed,
    the others behind the word before them."""
    found: list[Word] = []
    end = 0
    for one in line:
        x0 = max(round(one.at / _GRID), end + WIDE) if one.begins else end + one.blanks
        end = x0 + len(one.word.text)
        found.append(Word(x0, end, one.word.text))
    return tuple(found)
