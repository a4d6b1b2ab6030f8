"""What the cells of a row say against its borders: that it holds several rows, or that a border
cuts a cell.

A line that begins anew in all of its columns begins a row; a text that begins in the middle of a
sentence, or closes a bracket that it does not open, goes on from the cell above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.aligned.header import printed_in
from pipeline.extract.aligned.shape import Band, Shape, is_labelled
from pipeline.extract.aligned.strips import TableLine

SEVERAL_ROWS = "the lines of this row begin anew in all columns: it may be several rows"
FEWEST_LINES = 3
"""Lines over several columns that all begin anew: two may do so by chance."""
FEWEST_VALUES, VALUES = 5, 0.6
"""Lines of a column that print one value, and their share, from which on it is one of values:
cells of words may stand among them."""
PAIR = 2
"""Values side by side, and under values side by side, that are those of two rows."""
MOSTLY = 0.5
"""Share of the rows of several lines that hold several, from which on no wall bounds a row."""
FRESH = 0.85
"""Share of the cells of a column that begin anew where others are odd."""
FEWEST_CELLS = 4
"""Cells that tell how those of a column begin."""
_VALUE = re.compile(
    r"[<>≥≤~±(+-]?\s?\d[\d.,/]*(?:\s?%)?\)?|\d{1,3}(?: \d{3})+|[-–xX]|[\w./-]*\d[\w./-]*"
)
_OPEN = re.compile(r"\([^()]*\Z")
_CLOSE = re.compile(r"\A[^()]*\)")
_MARKS = "“\"'‘(-–+*•["


def questioned(
    strips: Sequence[TableLine], bands: Sequence[Band], shape: Shape, walls: Sequence[float]
) -> list[Band]:
    """The rows, the first of them the header, with what their texts say against their borders."""
    body = bands[1:]
    runs = [range(band.first, band.last + 1) for band in body]
    several = holds_several(strips, shape, runs)
    cut = cut_cells(strips, bands, shape, walls)
    if _is_line_by_line(strips, body, shape):
        body = [replace(band, near=frozenset()) for band in body]
    return [
        *bands[:1],
        *(
            replace(
                band,
                doubt=band.doubt or (SEVERAL_ROWS if many else ""),
                near=band.near | cut.get(at, frozenset()),
            )
            for at, (band, many) in enumerate(zip(body, several, strict=True), start=1)
        ),
    ]


def holds_several(strips: Sequence[TableLine], shape: Shape, runs: Sequence[range]) -> list[bool]:
    """Which of some runs of lines, each taken for one row, hold several by what their lines print.
    Where most that have several lines do, all of these are in doubt."""
    values = [_prints_values(strips, column) for column in range(shape.columns)]
    found = [_is_several([strips[i] for i in run], shape, values) for run in runs]
    long = [any(len(own) > 1 for own in _columns_of(strips, run)) for run in runs]
    most = sum(found) >= MOSTLY * sum(long) and any(found)
    return [one or (most and several) for one, several in zip(found, long, strict=True)]


def _is_line_by_line(strips: Sequence[TableLine], body: Sequence[Band], shape: Shape) -> bool:
    """Whether nearly all rows are a line that fills all columns and begins anew in each: then
    each line is a row."""
    lines = [strips[band.first] for band in body if band.first == band.last]
    full = sum(len(line.columns) == shape.columns and begins_anew(line) for line in lines)
    return len(lines) == len(body) and full >= max(FEWEST_LINES, FRESH * len(body))


def _columns_of(strips: Sequence[TableLine], run: range) -> list[list[int]]:
    """The lines of a run by the columns they print something in."""
    columns = frozenset(column for i in run for column in strips[i].columns)
    return [[i for i in run if column in strips[i].columns] for column in columns]


def _is_several(inside: Sequence[TableLine], shape: Shape, values: Sequence[bool]) -> bool:
    if any(is_labelled(strip, shape) or strip.spanning for strip in inside):
        return False
    counts = [
        sum(values[t.first] and is_value(t.word.text) for t in strip.texts if t.first == t.last)
        for strip in inside
    ]
    if sum(count >= PAIR for count in counts) >= PAIR:
        return True  # values side by side under values side by side
    lines = [strip for strip in inside if len(strip.columns - {shape.number}) > 1]
    beside = sum(count > 0 for count in counts)
    least = PAIR if beside >= PAIR else FEWEST_LINES
    return len(lines) >= least and all(map(begins_anew, lines))


def begins_anew(strip: TableLine) -> bool:
    """Whether a line begins as a row does in all of its columns; in capitals alone all lines do."""
    texts = [text.word.text for text in strip.texts]
    return all(is_fresh(t) and (is_value(t) or " " not in t or not t.isupper()) for t in texts)


def is_fresh(text: str) -> bool:
    """Whether a text begins as a cell does: with a capital, a figure or a mark."""
    return text[:1].isupper() or text[:1].isdigit() or text[:1] in _MARKS or is_value(text)


def is_value(text: str) -> bool:
    """Whether a text is one number, date or code, or a mark in place of one."""
    return _VALUE.fullmatch(text) is not None


def _prints_values(strips: Sequence[TableLine], column: int) -> bool:
    texts = [text for strip in strips if (text := strip.text(column))]
    found = sum(map(is_value, texts))
    return found >= max(FEWEST_VALUES, VALUES * len(texts))


def cut_cells(
    strips: Sequence[TableLine],
    bands: Sequence[Band],
    shape: Shape,
    walls: Sequence[float],
) -> dict[int, frozenset[int]]:
    """Row → the columns whose cells a border between rows seems to cut; none at a wall. The first
    row is the header."""
    texts = [printed_in(strips[b.first : b.last + 1], shape.columns) for b in bands]
    odd = [_odd_begins([row[column] for row in texts[1:]]) for column in range(shape.columns)]
    found: dict[int, frozenset[int]] = {}
    for at, (upper, lower) in enumerate(pairwise(bands)):
        above, below = strips[upper.last], strips[lower.first]
        if at == 0 or any(above.bottom - 1 <= wall <= below.top + 1 for wall in walls):
            continue
        for column in range(shape.columns):
            one, other = texts[at][column], texts[at + 1][column]
            if not one or not other or column == shape.number:
                continue
            bracket = _OPEN.search(one) and _CLOSE.match(other)
            if bracket or (odd[column] and not is_fresh(other)):
                for row in (at, at + 1):
                    found[row] = found.get(row, frozenset()) | {column}
    return found


def _odd_begins(texts: Sequence[str]) -> bool:
    """Whether nearly all texts of a column begin anew, so that others are odd."""
    own = [text for text in texts if text]
    fresh = sum(map(is_fresh, own))
    return fresh >= max(FEWEST_CELLS, FRESH * len(own))
