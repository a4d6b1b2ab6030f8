"""Cells that other rows of their column have whole, but for words that stand beside them.

Where cells are full one blank parts them, and what the words say does not always tell where: `an`
below `Bộ Công` may as well go on with the title before it (`hướng dẫn đồng bộ an`). That
`Bộ Công an` stands in other rows of the column, and `Bộ Công` in hardly one, does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, pairwise

from pipeline.extract.layer.gridded import Span
from pipeline.extract.spaced.corridors import Cut, is_wide_gap
from pipeline.extract.spaced.sheets import Sheet
from pipeline.extract.spaced.words import text_of

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
_NO_MARGIN = 0.0
"""How much worse the next best cells are held to be: not at all, so that these are in doubt."""


@dataclass(frozen=True, slots=True)
class _Move:
    """A border that runs before another word on a line: the cells beside it become others."""

    line: int
    border: int
    end: int


def with_usual_cells(sheets: Sequence[Sheet], rows: Sequence[Sequence[Span]]) -> list[Sheet]:
    """The pages with words taken over borders where that makes a cell one that other rows have, and
    it was none; what cells they belonged to is told to be in doubt."""
    usual = _counted(sheets, rows)
    return [_settled(sheet, own, usual) for sheet, own in zip(sheets, rows, strict=True)]


def _counted(sheets: Sequence[Sheet], rows: Sequence[Sequence[Span]]) -> Counter[tuple[int, str]]:
    """How many rows have a text as the cell of a column."""
    return Counter(
        (column, text)
        for sheet, own in zip(sheets, rows, strict=True)
        for span in own
        for column, text in enumerate(_texts(sheet, span))
        if column and text
    )


def _texts(
    sheet: Sheet, span: Span, moves: Sequence[_Move] = (), only: Collection[int] | None = None
) -> list[str]:
    """The cells of a row as texts, with a border moved on some lines; `only` those of some columns,
    the others blank."""
    moved = {move.line: move for move in moves}
    parts: list[list[str]] = []
    for at in range(span.start, span.end):
        words, ends = sheet.told[at].words, sheet.cuts[at].ends
        if at in moved:
            ends = _moved(ends, moved[at])
        parts = parts or [[] for _ in range(len(ends) + 1)]
        for column, (begin, end) in enumerate(pairwise((0, *ends, len(words)))):
            if begin < end and (only is None or column in only):
                parts[column].append(text_of(words[begin:end]))
    return [" ".join(own) for own in parts]


def _moved(ends: Sequence[int], move: _Move) -> tuple[int, ...]:
    return (*ends[: move.border], move.end, *ends[move.border + 1 :])


def _settled(sheet: Sheet, rows: Sequence[Span], usual: Counter[tuple[int, str]]) -> Sheet:
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


def _moves_wanted(
    sheet: Sheet, span: Span, usual: Counter[tuple[int, str]]
) -> Iterator[tuple[_Move, ...]]:
    """Of the moves of a border that make a cell of a row a usual one those that are the only ones
    to do so, on as few lines as can be; none at a border beside one that moved."""
    if any(sheet.wide[span.start : span.end]):
        return
    now = _texts(sheet, span)
    taken: set[int] = set()
    for column in range(1, len(now)):
        if not now[column]:
            continue
        borders = [b for b in (column - 1, column) if b and b not in taken and b < len(now) - 1]
        every = {border: list(_moves(sheet, span, border)) for border in borders}
        for many in range(1, _MOST_LINES + 1):
            found = [
                some
                for border, own in every.items()
                if many == 1 or len(own) <= _MOST_MOVES
                for some in combinations(own, many)
                if len({move.line for move in some}) == many
                and _helps(
                    now,
                    _texts(sheet, span, some, (border, border + 1)),
                    column,
                    border,
                    usual,
                )
            ]
            if len(found) == 1:
                border = found[0][0].border
                taken |= {border - 1, border, border + 1}
                yield found[0]
            if found:
                break


def _helps(
    now: Sequence[str],
    then: Sequence[str],
    column: int,
    border: int,
    usual: Counter[tuple[int, str]],
) -> bool:
    """Whether a move makes a cell a usual one and takes nothing from one. A longer cell may be
    right as it is: words leave it only for one that is a usual cell with them."""
    beside = border if column == border + 1 else border + 1
    least = max(_USUAL, _OFTEN * usual[column, now[column]])
    if usual[column, then[column]] < least or usual[beside, now[beside]] >= _USUAL:
        return False
    if len(then[column]) > len(now[column]):
        return bool(then[beside])
    return usual[beside, then[beside]] >= _USUAL


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
                yield _Move(at, border, place)
