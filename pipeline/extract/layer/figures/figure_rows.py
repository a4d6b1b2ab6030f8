"""Rows of a table without a column of numbers, told by the figures they end with.

A price list numbers nothing, but each of its rows has as many figures side by side as the header
has names that promise figures. Where nearly all figures below a header come so, they tell where its
rows are, and that it is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from statistics import median

from pipeline.extract.layer.figures.figure_words import is_figure
from pipeline.extract.layer.figures.figured import figure_names
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.rows import UndividedRow, parts_of
from pipeline.extract.layer.signs.grouped import may_be_read
from pipeline.frozen import dataclass

_FEWEST, _MOSTLY = 4, 0.8
"""Rows, and the share of the figures side by side that end one, from which on they tell rows."""
_SIDE_BY_SIDE = 2
"""Figures that stand side by side, at least."""
_TALLEST, _USUAL = 14, 5
"""Lines of the tallest row, and of a usual one at most: prose has more between its figures."""


@dataclass(frozen=True, slots=True)
class FigureRows:
    """Rows that figures tell, and the lines behind the last of them."""

    rows: tuple[UndividedRow, ...] = ()
    behind: tuple[LinePiece, ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    """Figures side by side: the line and word they begin with, the line the last one stands on and
    how many words of it they end with, and these."""

    line: int
    word: int
    last: int
    end: int
    words: tuple[str, ...]


def figure_rows(pieces: Sequence[LinePiece], titles: Sequence[str]) -> FigureRows:
    """The rows below a header whose columns have these names; none where its figures tell none."""
    held = figure_names(titles)
    if len(held) < _SIDE_BY_SIDE or not held.start or held.stop < len(titles):
        return FigureRows()
    runs = [run for run in _runs(pieces) if len(run.words) >= _SIDE_BY_SIDE]
    whole = [run for run in runs if may_be_read(run.words, len(held))]
    if len(whole) < _FEWEST:
        return FigureRows()
    inside = [run for run in runs if run.line <= whole[-1].last]
    if len(whole) < _MOSTLY * len(inside):
        return FigureRows()
    ends = [run.last + 1 for run in whole]
    heights = [last - first for first, last in zip([0, *ends], ends, strict=False)]
    if max(heights) > _TALLEST or median(heights) > _USUAL or heights[0] > median(heights) + 1:
        return FigureRows()
    rows = (UndividedRow((), "", parts_of(pieces[first:last]))
            for first, last in zip([0, *ends], ends, strict=False))  # fmt: skip
    return FigureRows(tuple(rows), tuple(pieces[ends[-1] :]))


def _runs(pieces: Sequence[LinePiece]) -> list[_Run]:
    """All figures side by side in some lines, those at the end of a line and the beginning of the
    next one together."""
    words = [
        (line, at, word)
        for line, piece in enumerate(pieces)
        for at, word in enumerate(piece.text.split())
    ]
    found: list[_Run] = []
    for told, group in groupby(words, key=lambda one: is_figure(one[2])):
        own = list(group)
        if told:
            (line, word, _), (last, end, _) = own[0], own[-1]
            found.append(_Run(line, word, last, end + 1, tuple(text for _, _, text in own)))
    return found
