"""Headers of tables found by their columns of figures: names above lines that each say what they
are about and have figures below each other (`1. Lương thực   116,56   99,16   100,49`).

Reports print tables of indices and amounts so, without numbers of rows and without marks of their
columns. What tells them is that the figures of many lines stand in columns, and that each of these
has a name over it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal, TypeAlias

from pipeline.extract.spaced.lines.words import SpacedLine, Word, text_of
from pipeline.extract.spaced.names.header import HeaderLines
from pipeline.extract.spaced.names.marked import PLACE, ends_table
from pipeline.extract.spaced.names.marked_names import (
    Columns,
    FoundNames,
    begins,
    columns_of_edges,
    columns_of_fields,
    names_above,
)
from pipeline.writing.labels import parse_label
from pipeline.writing.patterns import compiled

_FIGURE = compiled(r"[-+(]?\d{1,3}(?:[.,]\d{1,3})*(?: ?%)?\)?|[-–]|\d+")
Side: TypeAlias = Literal["left", "right", ""]
_SIDES: tuple[Side, ...] = ("", "left", "right")
"""The sides that figures of one width may be set to, none and either."""
_DASHES = ("-", "–")
"""What stands in place of a figure, wherever in its column."""
_FEWEST, _FIGURES = 5, 2
"""Lines with figures of a table, and columns of these at least."""
_SHARE = 0.5
"""Share of the lines with figures that have one in the column where fewest have, at least."""
_LEVEL = 0.8
"""Share of the figures of a column that end, or begin, below each other where they are set so."""
_NEAR = 4
"""Lines above the figures that show how far a table reaches to the right."""
_BETWEEN = 3
"""Lines without figures between two with them: headings, and ends of long texts."""
_BLANK = 2
"""Blank lines between two lines of a table, at most."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines of figures below each other: their indices, and where the columns are (characters),
    that of the texts first; `figures` is how many of them have figures alone, and `set_to` the
    side these are set to, if to any."""

    lines: tuple[int, ...]
    fields: tuple[tuple[int, int], ...]
    figures: int
    set_to: Side


def figured_headers(
    rows: Sequence[SpacedLine], opening: Set[int], taken: Set[int]
) -> Iterator[HeaderLines]:
    """The headers above columns of figures, in order; `taken` are the lines of other headers and
    tables, of notes and of page numbers."""
    barred = set(opening) | {at + 1 for at in taken}
    for stretch in _stretches(rows, opening, taken):
        first = _first(rows, stretch, barred)
        tried = [
            (found, at)
            for side in ([stretch.set_to] if stretch.set_to else _SIDES)
            for at in [_columns_of(rows, stretch, first, side)]
            if (found := names_above(rows, first, at, barred)) and _are_begun(found)
        ]
        if tried:
            names, at = min(tried, key=lambda one: one[0].cost)
            edge = stretch.fields[0][0] - 0.5
            yield names.header(first, PLACE, [edge, *at.borders])


def _are_begun(found: FoundNames) -> bool:
    """Whether each column has a name that begins as names do: else the lines above are cells."""
    return all(name and begins(name[0][1]) for name in found.columns)


def _stretches(
    rows: Sequence[SpacedLine], opening: Set[int], taken: Set[int]
) -> Iterator[_Stretch]:
    """The stretches of lines with figures in columns, one for each page of a table."""
    lines: list[int] = []
    for at, row in enumerate(rows):
        if at in opening or at in taken or row.blanks > _BLANK or ends_table(row, bool(lines)):
            yield from _stretch(rows, lines)
            lines = []
        if at in taken:
            continue
        if lines and at - lines[-1] > _BETWEEN + 1:
            yield from _stretch(rows, lines)
            lines = []
        if _has_figures(row):
            lines.append(at)
    yield from _stretch(rows, lines)


def _has_figures(row: SpacedLine) -> bool:
    """Whether a line ends with figures and begins with what they are about."""
    texts = [text_of(part) for part in row.segments]
    figures = [_FIGURE.fullmatch(text) is not None for text in texts]
    return len(texts) > _FIGURES and all(figures[-_FIGURES:]) and any(map(str.isalpha, texts[0]))


def _stretch(rows: Sequence[SpacedLine], lines: Sequence[int]) -> Iterator[_Stretch]:
    """Some lines as a table, if their texts and figures stand in columns."""
    if len(lines) < _FEWEST:
        return
    columns = _columns([part for at in lines for part in rows[at].segments])
    figures = [
        len(own) >= _SHARE * len(lines) and all(_FIGURE.fullmatch(text_of(part)) for part in own)
        for own in columns
    ]
    whole = all(len(own) > 1 for own in columns) and len(columns[0]) >= _SHARE * len(lines)
    if whole and len(columns) > _FIGURES and all(figures[-_FIGURES:]) and not figures[0]:
        count = next((at for at, own in enumerate(reversed(figures)) if not own), 0)
        fields = tuple(map(_reach, columns))
        yield _Stretch(tuple(lines), fields, count, _side_of(columns[-count:]))


def _side_of(columns: Sequence[Sequence[Sequence[Word]]]) -> Side:
    """On which side the figures of most columns stand below each other, more than on the other."""
    found: Counter[Side] = Counter()
    for parts in columns:
        own = [part for part in parts if text_of(part) not in _DASHES] or parts
        left, right = _level([part[0].x0 for part in own]), _level([part[-1].x1 for part in own])
        if max(left, right) >= _LEVEL:
            found["left" if left > right else "right" if right > left else ""] += 1
    side: Side = "left" if found["left"] > found["right"] else "right"
    return side if found[side] > found[""] else ""


def _level(places: Sequence[int]) -> float:
    """The share of the places that are one and the same."""
    return Counter(places).most_common(1)[0][1] / len(places)


def _columns_of(rows: Sequence[SpacedLine], stretch: _Stretch, first: int, side: Side) -> Columns:
    """Where the names of the columns above line `first` are looked for: in the middle between the
    ends of figures set to the right, or the beginnings of those set to the left, else over the
    fields of the cells."""
    borders = [x0 - 0.5 for x0, _ in stretch.fields[1:]]
    begins = [float(x0) for x0, _ in stretch.fields]
    if side == "left":
        above = rows[max(0, first - _NEAR) : first]
        end = max([stretch.fields[-1][1], *(row.words[-1].x1 for row in above)])
        return columns_of_edges([*begins, float(end)], borders)
    if side == "right":
        texts = len(stretch.fields) - stretch.figures
        ends = [float(x1) for _, x1 in stretch.fields[texts:]]
        width = median([b - a for a, b in pairwise(ends)])
        before = max(stretch.fields[texts - 1][1], ends[0] - width)
        return columns_of_edges([*begins[:texts], before, *ends], borders)
    return columns_of_fields(stretch.fields, borders)


def _reach(parts: Sequence[Sequence[Word]]) -> tuple[int, int]:
    return min(own[0].x0 for own in parts), max(own[-1].x1 for own in parts)


def _columns(parts: Sequence[Sequence[Word]]) -> list[list[Sequence[Word]]]:
    """The texts that stand below each other, column by column; dashes in place of figures with
    those that are nearest."""
    found: list[list[Sequence[Word]]] = []
    dashes: list[Sequence[Word]] = []
    others: list[Sequence[Word]] = []
    for own in parts:
        (dashes if text_of(own) in _DASHES else others).append(own)
    end = -1
    for own in sorted(others, key=lambda part: part[0].x0):
        if own[0].x0 > end:
            found.append([])
        found[-1].append(own)
        end = max(end, own[-1].x1)
    reach = [_reach(own) for own in found]
    for own in dashes:
        x0 = own[0].x0
        nearest = min(range(len(found)), key=lambda at: max(reach[at][0] - x0, x0 - reach[at][1]))
        found[nearest].append(own)
    return found


def _first(rows: Sequence[SpacedLine], stretch: _Stretch, barred: Set[int]) -> int:
    """The first line of a table: headings with a number may stand above its first figures."""
    first = stretch.lines[0]
    while first and first not in barred and rows[first].blanks <= _BLANK:
        above = rows[first - 1]
        if len(above.segments) > 1 or parse_label(above.words[0].text) is None:
            break
        first -= 1
    return first
