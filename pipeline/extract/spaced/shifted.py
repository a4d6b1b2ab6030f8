"""Columns whose cells all stand one column too far to the right, up to one that holds two.

Where figures set to the right stand one blank before the next column, no corridor parts the two.
The page then has one corridor less than its header names, and a column before stays blank on all
pages (`Đơn vị tính`) while the units stand below the next name. That cells of the two in one are
a figure and what others are whole (`9,000,000 05/VBHN-BTC` among many `05/VBHN-BTC`) tells it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.spaced.corridors import Cut
from pipeline.extract.spaced.sheets import Sheet
from pipeline.extract.spaced.ways import is_figure
from pipeline.extract.spaced.words import Word, text_of

_WITNESSES = 3
"""Cells that are a text whole, from which on it is one that cells of the column have."""
_FEWEST, _DOUBLE = 5, 0.2
"""Cells that are a figure and such a text, and their share of the filled ones, that tell it."""
_STRANGE = 0.05
"""Share of the filled cells that may be neither, nor such a text alone, nor a figure."""


@dataclass(frozen=True, slots=True)
class _Shift:
    """A column without cells, one behind it that holds two, and the texts these end with."""

    blank: int
    double: int
    texts: frozenset[str]


def unshifted(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages of a table, on each the columns from a blank one up to one that holds two moved to
    the left by one where its cells show that they are two."""
    shifts = map(_shift_of, sheets)
    return [
        sheet if shift is None else _moved(sheet, shift)
        for sheet, shift in zip(sheets, shifts, strict=True)
    ]


def _shift_of(sheet: Sheet) -> _Shift | None:
    """The columns of a page to be moved; none if no column is blank before one that holds two."""
    lines = [
        (one.words, cut)
        for one, cut, over in zip(sheet.told, sheet.cuts, sheet.wide, strict=True)
        if not over
    ]
    count = max((len(cut.ends) + 1 for _, cut in lines), default=0)
    blank = 0
    for column in range(1, count):
        cells = [own for words, cut in lines if (own := cut.column(words, column))]
        if not cells:
            blank = column
        elif blank and (texts := _holds_two(cells)):
            return _Shift(blank, column, texts)
    return None


def _holds_two(cells: Sequence[Sequence[Word]]) -> frozenset[str]:
    """The texts behind figures in the lines of a column that are two cells as a rule; none if they
    are not."""
    whole = Counter(map(text_of, cells))
    texts = frozenset(t for t, n in whole.items() if n >= _WITNESSES and not is_figure(t))
    double = sum(_split(words, texts) > 0 for words in cells)
    strange = sum(
        not _split(words, texts) and text_of(words) not in texts and not is_figure(text_of(words))
        for words in cells
    )
    tells = double >= max(_FEWEST, _DOUBLE * len(cells)) and strange <= _STRANGE * len(cells)
    return texts if tells else frozenset()


def _split(words: Sequence[Word], texts: frozenset[str]) -> int:
    """How many words of a line are the figure before the text of another cell; 0 if it is one."""
    if len(words) > 1 and is_figure(words[0].text) and text_of(words[1:]) in texts:
        return 1
    return 0


def _moved(sheet: Sheet, shift: _Shift) -> Sheet:
    cuts = tuple(
        cut if over else Cut(tuple(_ends(one.words, cut, shift)), cut.doubts)
        for one, cut, over in zip(sheet.told, sheet.cuts, sheet.wide, strict=True)
    )
    return replace(sheet, cuts=cuts)


def _ends(words: Sequence[Word], cut: Cut, shift: _Shift) -> Iterator[int]:
    """The borders of a line: those between the two columns one farther right each, the last one
    behind the figure."""
    cell = cut.column(words, shift.double)
    begin = cut.ends[shift.double - 1]
    figures = len(cell) if is_figure(text_of(cell) or "-") else _split(cell, shift.texts)
    yield from cut.ends[: shift.blank]
    yield from cut.ends[shift.blank + 1 : shift.double]
    yield begin + figures
    yield from cut.ends[shift.double :]
