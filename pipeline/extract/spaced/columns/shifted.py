"""Columns whose cells all stand one column too far to the right, up to one that holds two.

Where figures set to the right stand one blank before the next column, no corridor parts the two.
The page then has one corridor less than its header names, and a column before stays blank on all
pages (`Đơn vị tính`) while the units stand below the next name. That cells of the two in one are
a figure and what others are whole (`9,000,000 05/VBHN-BTC` among many `05/VBHN-BTC`) tells it.
So does white space that parts nearly all cells of a column at one place (`50          5.1`): where
a header is set wider than its cells, these stand below the next name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extract.spaced.columns.sheets import Sheet
from pipeline.extract.spaced.corridors.corridors import Cut, is_clear
from pipeline.extract.spaced.corridors.ways import is_figure
from pipeline.extract.spaced.lines.words import WIDE, Word, segments, text_of

_WITNESSES = 3
"""Cells that are a text whole, from which on it is one that cells of the column have."""
_FEWEST, _DOUBLE = 5, 0.2
"""Cells that are a figure and such a text, and their share of the filled ones, that tell it."""
_STRANGE = 0.05
"""Share of the filled cells that may be neither, nor such a text alone, nor a figure."""
_SHORT = 2
"""Words of the cells of a column that may stand aside of its name."""
_STRAY = 0.1
"""Share of the lines of a page that may have words in a column that is blank but for them."""
_PARTED = 0.8
"""Share of the cells of a column that white space parts at one place from which on they are two
each: white space inside cells stands at another place in each."""
_PAIR = 2
"""Cells that a column holds that holds two."""
_Line = tuple[Sequence[Word], Cut]


@dataclass(frozen=True, slots=True)
class _Shift:
    """A column without cells, one behind it that holds two, and the texts these end with, or the
    character behind which the second ones begin."""

    blank: int
    double: int
    texts: frozenset[str] = frozenset()
    border: float | None = None


def unshifted(sheet: Sheet) -> Sheet:
    """A page of a table, the columns from a blank one up to one that holds two moved to the left by
    one where its cells show that they are two; figures that stand with such a text in its column
    moved to theirs, where that is blank beside it."""
    shift = _shift_of(sheet)
    return _with_figures_apart(sheet if shift is None else _moved(sheet, shift))


def _lines(sheet: Sheet) -> list[_Line]:
    """The lines of a page that are cut into columns, and how."""
    return [
        (one.words, cut)
        for one, cut, over in zip(sheet.told, sheet.cuts, sheet.wide, strict=True)
        if not over
    ]


def _cells(lines: Sequence[_Line], column: int) -> list[Sequence[Word]]:
    return [own for words, cut in lines if (own := cut.column(words, column))]


def _shift_of(sheet: Sheet) -> _Shift | None:
    """The columns of a page to be moved; none if no column is blank before one that holds two."""
    lines = _lines(sheet)
    count = max((len(cut.ends) + 1 for _, cut in lines), default=0)
    blank = 0
    for column in range(1, count):
        cells = _cells(lines, column)
        if len(cells) <= _STRAY * len(lines):
            blank = column
        elif blank and (texts := _holds_two(cells)):
            return _Shift(blank, column, texts)
        elif blank and (border := _border_inside(cells)) is not None:
            return _Shift(blank, column, border=border)
        elif _are_texts(cells):
            blank = 0
    return None


def _with_figures_apart(sheet: Sheet) -> Sheet:
    """A page on which each column of figures has those that stand in the one behind it, with a text
    that others of that have whole."""
    lines = _lines(sheet)
    count = max((len(cut.ends) + 1 for _, cut in lines), default=0)
    for column in range(2, count):
        cells = _cells(lines, column - 1)
        if len(cells) >= _FEWEST and all(is_figure(text_of(words)) for words in cells):
            texts = _whole_texts(_cells(lines, column))
            if any(_split(words, texts) for words in _cells(lines, column)):
                sheet = _moved(sheet, _Shift(column - 1, column, texts))
    return sheet


def _are_texts(cells: Sequence[Sequence[Word]]) -> bool:
    """Whether cells are texts of several words: these stand where the header promises them, and it
    is narrow columns that are moved."""
    long = sum(len(words) > _SHORT for words in cells)
    return long > _STRANGE * len(cells)


def _holds_two(cells: Sequence[Sequence[Word]]) -> frozenset[str]:
    """The texts behind figures in the lines of a column that are two cells as a rule; none if they
    are not."""
    texts = _whole_texts(cells)
    double = sum(_split(words, texts) > 0 for words in cells)
    strange = sum(
        not _split(words, texts) and text_of(words) not in texts and not is_figure(text_of(words))
        for words in cells
    )
    tells = double >= max(_FEWEST, _DOUBLE * len(cells)) and strange <= _STRANGE * len(cells)
    return texts if tells else frozenset()


def _border_inside(cells: Sequence[Sequence[Word]]) -> float | None:
    """The middle of the white space that parts nearly all cells of a column into two short ones
    each; None if it does not stand at one place."""
    parted = [own for words in cells if len(own := list(segments(words))) > 1]
    short = all(len(own) == _PAIR and len(max(own, key=len)) <= _SHORT for own in parted)
    if not short or len(parted) < max(_FEWEST, _PARTED * len(cells)):
        return None
    left, right = max(one[-1].x1 for one, _ in parted), min(other[0].x0 for _, other in parted)
    return (left + right) / 2 if right - left >= WIDE else None


def _whole_texts(cells: Sequence[Sequence[Word]]) -> frozenset[str]:
    """The texts that several lines of a column are, figures left out."""
    whole = Counter(map(text_of, cells))
    return frozenset(t for t, n in whole.items() if n >= _WITNESSES and not is_figure(t))


def _split(words: Sequence[Word], texts: frozenset[str]) -> int:
    """How many words of a line are the figure before the text of another cell; 0 if it is one."""
    if len(words) > 1 and is_figure(words[0].text) and text_of(words[1:]) in texts:
        return 1
    return 0


def _moved(sheet: Sheet, shift: _Shift) -> Sheet:
    cuts = tuple(
        cut if over or _has_its_own(one.words, cut, shift.blank) else _cut(one.words, cut, shift)
        for one, cut, over in zip(sheet.told, sheet.cuts, sheet.wide, strict=True)
    )
    return replace(sheet, cuts=cuts)


def _has_its_own(words: Sequence[Word], cut: Cut, column: int) -> bool:
    """Whether a line has a cell of its own in a column that is blank elsewhere: white space parts
    it from the one before."""
    return bool(cut.column(words, column)) and is_clear(words, cut.ends[column - 1])


def _cut(words: Sequence[Word], cut: Cut, shift: _Shift) -> Cut:
    """A line cut with the borders between the two columns one farther right each, the last one
    behind the figure; words in the blank column go on with the cell before it."""
    last = cut.ends[shift.double - 1] + _first_words(cut.column(words, shift.double), shift)
    ends = (
        *cut.ends[: shift.blank - 1],
        *cut.ends[shift.blank : shift.double],
        last,
        *cut.ends[shift.double :],
    )
    return Cut(ends, cut.doubts)


def _first_words(cell: Sequence[Word], shift: _Shift) -> int:
    """How many words of a line of the column that holds two are of the first of these."""
    if shift.border is not None:
        return sum(word.x0 < shift.border for word in cell)
    return len(cell) if is_figure(text_of(cell) or "-") else _split(cell, shift.texts)
