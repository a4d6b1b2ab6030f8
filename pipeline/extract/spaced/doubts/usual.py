"""Cells that other rows of their column have whole, but for words that stand beside them.

Where cells are full one blank parts them, and what the words say does not always tell where: `an`
below `Bộ Công` may as well go on with the title before it (`hướng dẫn đồng bộ an`). That
`Bộ Công an` stands in other rows of the column, and `Bộ Công` in hardly one, does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, pairwise
from typing import TypeAlias

from pipeline.extract.layer.uncounted.gridded import Span
from pipeline.extract.spaced.columns.sheets import Sheet
from pipeline.extract.spaced.corridors.corridors import Cut, is_wide_gap
from pipeline.extract.spaced.lines.words import text_of

_USUAL, _OFTEN = 2, 4
"""Rows that have a cell from which on it is a usual one of its column, and how many times as many
as have the same with words less or more: a slip is made more than once."""
_MOST_WORDS = 2
"""Words that are taken over a border at most: a cell of more is cut otherwise by what it is."""
_MOST_LINES = 2
"""Lines of a cell on which that is looked for at once."""
_MOST_MOVES = 60
"""Moves of a border up to which two lines are looked at at once: their pairs are many, and each
costs as much as the row is tall."""
_NEAR = 6
"""Characters from where a border is expected, within which it may run on a line."""
_Usual: TypeAlias = Counter[tuple[int, str]]
"""How many rows have a text as the cell of a column."""
_NO_MARGIN = 0.0
"""How much worse the next best cells are held to be: not at all, so that these are in doubt."""


@dataclass(frozen=True, slots=True)
class _Move:
    """A border that runs before another word on a line: the cells before and behind it become
    others there."""

    line: int
    border: int
    end: int
    before: str
    behind: str


def with_usual_cells(sheets: Sequence[Sheet], rows: Sequence[Sequence[Span]]) -> list[Sheet]:
    """The pages with words taken over borders where that makes a cell one that other rows have, and
    it was none; what cells they belonged to is told to be in doubt."""
    usual = _counted(sheets, rows)
    return [_settled(sheet, own, usual) for sheet, own in zip(sheets, rows, strict=True)]


def _counted(sheets: Sequence[Sheet], rows: Sequence[Sequence[Span]]) -> _Usual:
    """How many rows have a text as the cell of a column."""
    return Counter(
        (column, text)
        for sheet, own in zip(sheets, rows, strict=True)
        for span in own
        for column, text in enumerate(_texts(_lines_of(sheet, span)))
        if column and text
    )


def _lines_of(sheet: Sheet, span: Span) -> list[list[str]]:
    """The cells of the lines of a row, blank ones too."""
    lines = ((sheet.told[at].words, sheet.cuts[at].ends) for at in range(span.start, span.end))
    return [
        [text_of(words[begin:end]) for begin, end in pairwise((0, *ends, len(words)))]
        for words, ends in lines
    ]


def _texts(lines: Sequence[Sequence[str]]) -> list[str]:
    """The cells of a row as texts."""
    return [_one_text(own) for own in zip(*lines, strict=True)]


def _one_text(lines: Iterable[str]) -> str:
    return " ".join(filter(None, lines))


def _moved(ends: Sequence[int], move: _Move) -> tuple[int, ...]:
    return (*ends[: move.border], move.end, *ends[move.border + 1 :])


def _settled(sheet: Sheet, rows: Sequence[Span], usual: _Usual) -> Sheet:
    cuts, margins = list(sheet.cuts), list(sheet.margins)
    for span in rows:
        for move in chain.from_iterable(_moves_wanted(sheet, span, usual)):
            cuts[move.line] = Cut(_moved(cuts[move.line].ends, move), cuts[move.line].doubts)
            beside = (move.border, move.border + 1)
            margins[move.line] = tuple(
                _NO_MARGIN if column in beside else margin
                for column, margin in enumerate(margins[move.line])
            )
    return replace(sheet, cuts=tuple(cuts), margins=tuple(margins))


def _moves_wanted(sheet: Sheet, span: Span, usual: _Usual) -> Iterator[tuple[_Move, ...]]:
    """Of the moves of a border that make a cell of a row a usual one those that are the only ones
    to do so, on as few lines as can be; none at a border beside one that moved."""
    if any(sheet.wide[span.start : span.end]):
        return
    row = _Row(span.start, _lines_of(sheet, span), usual)
    taken: set[int] = set()
    for column in range(1, len(row.now)):
        if not row.now[column]:
            continue
        borders = [
            b for b in (column - 1, column) if b and b not in taken and row.may_lose(b, column)
        ]
        every = {border: list(_moves(sheet, span, border)) for border in borders}
        for many in range(1, _MOST_LINES + 1):
            found = [
                some
                for own in every.values()
                if many == 1 or len(own) <= _MOST_MOVES
                for some in combinations(own, many)
                if len({move.line for move in some}) == many and row.gains(some, column)
            ]
            if len(found) == 1:
                border = found[0][0].border
                taken |= {border - 1, border, border + 1}
                yield found[0]
            if found:
                break


class _Row:
    """A row whose borders may move: its cells line by line, and what other rows have."""

    def __init__(self, start: int, lines: Sequence[Sequence[str]], usual: _Usual) -> None:
        self.start = start
        self.lines = lines
        self.now = _texts(lines)
        self.usual = usual

    def may_lose(self, border: int, column: int) -> bool:
        """Whether the cell on the other side of a border may become another one: no usual one."""
        beside = _beside(border, column)
        return beside < len(self.now) and self._rows(beside, self.now[beside]) < _USUAL

    def gains(self, moves: Sequence[_Move], column: int) -> bool:
        """Whether moves of one border make a cell a usual one and take nothing from one. A longer
        cell may be right as it is: words leave it only for one that is a usual cell with them."""
        now, then = self.now[column], self._then(column, moves)
        if self._rows(column, then) < max(_USUAL, _OFTEN * self._rows(column, now)):
            return False
        beside = _beside(moves[0].border, column)
        other = self._then(beside, moves)
        return bool(other) if len(then) > len(now) else self._rows(beside, other) >= _USUAL

    def _rows(self, column: int, text: str) -> int:
        """How many rows have a cell."""
        return self.usual.get((column, text), 0)

    def _then(self, column: int, moves: Sequence[_Move]) -> str:
        """The cell of a column beside a border once it has moved."""
        lines = [own[column] for own in self.lines]
        for move in moves:
            lines[move.line - self.start] = move.before if column == move.border else move.behind
        return _one_text(lines)


def _beside(border: int, column: int) -> int:
    """The column on the other side of a border."""
    return border if column == border + 1 else border + 1


def _moves(sheet: Sheet, span: Span, border: int) -> Iterator[_Move]:
    """The moves of a border over a word or two, on each line where one blank parts them."""
    for at in range(span.start, span.end):
        told, ends = sheet.told[at], sheet.cuts[at].ends
        words, end = told.words, ends[border]
        low = ends[border - 1]
        high = ends[border + 1] if border + 1 < len(ends) else len(words)
        if is_wide_gap(words, end) and low < end < high:
            continue
        for place in range(max(low, end - _MOST_WORDS), min(high, end + _MOST_WORDS) + 1):
            if place == end or place >= len(words):
                continue
            if abs(words[place].x0 - told.path[border]) <= _NEAR:
                before, behind = text_of(words[low:place]), text_of(words[place:high])
                yield _Move(at, border, place, before, behind)
