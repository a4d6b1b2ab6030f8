"""Headers of tables found by the row of column marks below the names (`A B 1 2`, `(1) (2) (3)`):
forms of statistics and budgets, lists of prices, whose rows need no numbers.

Each mark stands inside its column, so that a border runs between every two of them, and what parts
the cells below is known before a name is read.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.spaced.lines.words import SpacedLine, Word, segments, text_of
from pipeline.extract.spaced.names.header import HeaderLines
from pipeline.extract.spaced.names.marked_names import Columns, columns_of_edges, names_above
from pipeline.extract.spaced.names.marks import Marks, marks_at
from pipeline.extract.spaced.names.upper import Part
from pipeline.writing.closings import is_closing, is_signing
from pipeline.writing.columns import year_of
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.patterns import compiled

_FEWEST = 2
"""Lines with cells below a row of marks, of a table: an empty form has none."""
_ENOUGH = 20
"""Lines below a row of marks that show where its columns meet, up to the next such row: a header
that is printed again in a text without pages, or a row that counts by chance."""
_CELLS = 2
"""Cells of such a line."""
_FAR = 4
"""Blank lines between two rows, at most."""
_WIDE_FIRST = 8
"""Characters of a first column in whose middle a mark stands apart from its left edge."""
_BY_CHANCE = 0.5
"""What it costs that a border runs through white of one character: less than one cell that shares
its column with another one."""
_INSIDE = 0.2
"""The same for each cell that it runs through between words."""
_NEAR = 4
"""Lines above a row of marks that show how far its table reaches to the right."""
_FIGURES = compiled(r"[-–\d.,() ]+")
Counts = NDArray[np.int64]
PLACE = Word(0, 2, "TT")
"""What stands for the name of the blank column of numbers."""


def marked_headers(
    rows: Sequence[SpacedLine], opening: Set[int], taken: Set[int]
) -> Iterator[HeaderLines]:
    """The headers above rows of column marks, in order; `taken` are the lines of other headers, of
    notes and of page numbers. No header has one above in it: a row of a table may count too."""
    barred = set(opening) | {at + 1 for at in taken}
    marked = {
        at: marks
        for at in range(len(rows))
        if at not in taken and (marks := marks_at(rows, at, opening)) is not None
    }
    for at, marks in marked.items():
        header = None if at - 1 in marked else _header(rows, marks, opening, taken, marked, barred)
        if header is not None:
            barred.add(header.end)
            yield header


def _header(
    rows: Sequence[SpacedLine],
    marks: Marks,
    opening: Set[int],
    taken: Set[int],
    marked: Container[int],
    barred: Set[int],
) -> HeaderLines | None:
    """The header above a row of marks, if it has names and cells stand below."""
    body = body_below(rows, marks.end, opening, taken, marked)
    lines = [rows[at].words for at in body]
    borders = _borders(marks, lines)
    if not _is_filled(lines, borders):
        return None
    found = names_above(rows, marks.start, _columns(rows, marks, body, borders), barred)
    if found is None or all(map(_is_figure, found.columns[1:])):
        return None
    if not found.columns[0]:
        x0, x1 = marks.places[0]
        nameless = ((marks.start, (Word(x0, x1, ""),)),)
        found = replace(found, columns=(nameless, *found.columns[1:]))
    printed = (rows[at].words for at in (*range(found.start, marks.end), *body))
    edge = min(words[0].x0 for words in printed) - 0.5
    return found.header(marks.end, PLACE, [edge, *borders])


def _is_figure(name: Sequence[Part]) -> bool:
    """Whether what stands above a mark is figures alone: a cell, unless it is a year."""
    text = " ".join(text_of(words) for _, words in name)
    return _FIGURES.fullmatch(text) is not None and year_of(text) is None


def _columns(
    rows: Sequence[SpacedLine], marks: Marks, body: Sequence[int], borders: Sequence[float]
) -> Columns:
    """Where the columns are: marks stand in the middle of them, or all at their left edge."""
    words = [word for at in body for word in rows[at].words]
    left = min(word.x0 for word in words)
    right = max(marks.places[-1][1], *(word.x1 for word in words))
    begins = [x0 for x0, _ in marks.places]
    first = max((word.x1 for word in words if word.x1 <= borders[0]), default=left)
    if begins[0] > left + 1 or first - left < _WIDE_FIRST:
        return Columns([(a + b) / 2 for a, b in marks.places], borders, left, right)
    above = rows[max(0, marks.start - _NEAR) : marks.start]
    edges = [*begins, max([right, *(row.words[-1].x1 for row in above)])]
    return columns_of_edges(edges, borders)


def body_below(
    rows: Sequence[SpacedLine],
    start: int,
    opening: Set[int],
    taken: Set[int],
    marked: Container[int],
) -> list[int]:
    """The lines of a page below a row of marks, down to what closes its table, or to the next row
    of marks behind enough of them."""
    found: list[int] = []
    for at in range(start, len(rows)):
        if (at in opening and at > start) or ends_table(rows[at], bool(found)):
            break
        if at in marked and len(found) >= _ENOUGH:
            break
        if at not in taken:
            found.append(at)
    return found


def marked_until(rows: Sequence[SpacedLine], start: int, end: int) -> int:
    """Where a table ends that goes on from line `start` to `end` at most."""
    return next((at for at in range(start, end) if ends_table(rows[at], at > start)), end)


def ends_table(row: SpacedLine, follows: bool) -> bool:
    """Whether a line stands below a table: who signs, another annex, or what is far below. One with
    figures beside a post is a row about that (`Kế toán trưởng      5      6`)."""
    if is_annex_heading(row.text) or (follows and row.blanks > _FAR):
        return True
    texts = [*map(_text, row.segments)]
    if any(map(_FIGURES.fullmatch, texts)):
        return False
    return any(is_closing(text) or is_signing(text) for text in texts)


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _borders(marks: Marks, lines: Sequence[Sequence[Word]]) -> list[float]:
    """Where the borders run: between two marks where the fewest lines have a word, so that the
    fewest cells of a line stand in one column, and then through the widest white; at its right end,
    where cells begin."""
    width = max([marks.places[-1][1], *(words[-1].x1 for words in lines)]) + 1
    covered = np.zeros(width, dtype=int)
    for words in lines:
        for word in words:
            covered[word.x0 : word.x1] += 1
    cells = [own for words in lines for own in segments(words)]
    within = np.zeros(width, dtype=int)
    for own in cells:
        within[own[0].x0 + 1 : own[-1].x1] += 1
    begins = [[own[0].x0 for own in segments(words)] for words in lines]
    ways: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for (_, left), (right, _) in pairwise(marks.places):
        found: dict[int, tuple[float, tuple[int, ...]]] = {}
        for place, worth in _corridors(covered, left, right):
            worth += _INSIDE * int(within[place])
            found[place] = min(
                (cost + _shared(begins, before, place) + worth, (*way, place))
                for before, (cost, way) in ways.items()
            )
        ways = found
    ends = ((cost + _shared(begins, at, width), way) for at, (cost, way) in ways.items())
    return [place - 0.5 for place in min(ends)[1]]


def _corridors(covered: Counts, left: int, right: int) -> Iterator[tuple[int, float]]:
    """Where a border may run between two marks, and what it costs: less where it is wide, as it may
    be white by chance."""
    inner = covered[left:right]
    if not inner.size:
        yield right, 0.0
        return
    free = np.flatnonzero(inner == inner.min())
    for run in np.split(free, np.flatnonzero(np.diff(free) > 1) + 1):
        yield left + int(run[-1]) + 1, _BY_CHANCE / len(run)


def _shared(begins: Sequence[Sequence[int]], left: int, right: int) -> int:
    """How many cells of the lines stand in one column with another one."""
    inside = (sum(left <= x0 < right for x0 in own) for own in begins)
    return sum(max(0, count - 1) for count in inside)


def _is_filled(lines: Sequence[Sequence[Word]], borders: Sequence[float]) -> bool:
    """Whether lines have cells between borders: enough of them in several columns."""
    filled = 0
    for words in lines:
        columns = {sum(border < (word.x0 + word.x1) / 2 for border in borders) for word in words}
        crossed = any(word.x0 < border < word.x1 - 1 for word in words for border in borders)
        filled += len(columns) >= _CELLS and not crossed
    return filled >= _FEWEST
