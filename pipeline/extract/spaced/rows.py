"""Rows of a page of spaced text: which lines of its columns stand in one row.

The number column says where rows are. Where cells hang from the top of their rows, a row begins
at its number; where they are centred, the number stands in the middle of its row and the lines
above and below it are shared out so that every cell is centred too. What the page shows decides
between the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pipeline.extract.layer.words import ink
from pipeline.writing.labels import parse_label

_LOOK = 26
"""Lines on either side of a number that its row may take."""
_MOST_OFF = 4
_UNDER_WAY, _LEFT_OPEN = 1.5, 1.0
"""What it costs that a cell begins, or ends, inside a sentence."""
_SPLIT = 1.0
_HANGING = 0.75
"""Share of numbers beside the first line of a title from which on cells hang from the top."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The cells of a page line by line: `texts[i][k]` is what line `i` has in column `k`."""

    texts: tuple[tuple[str, ...], ...]
    blanks: tuple[int, ...]

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class Span:
    """A row: lines `start` up to `end`, and the line of its number, None where it has none."""

    start: int
    end: int
    label: int | None


def labels_of(lines: Lines) -> list[int]:
    """The lines with the number of a row."""
    return [
        index
        for index, texts in enumerate(lines.texts)
        if texts[0] and _is_label(texts[0], texts[1:])
    ]


def _is_label(text: str, _: Sequence[str]) -> bool:
    label = parse_label(text)
    return label is not None and label.style != "bullet"


def are_centred(pages: Sequence[Lines]) -> bool:
    """Whether the numbers of a table stand in the middle of their rows: often no cell begins
    beside them."""
    beside = several = 0
    for lines in pages:
        found = labels_of(lines)
        for index, after in pairwise([*found, len(lines)]):
            if after - index == 1 and (not index or index - 1 in found):
                continue
            several += 1
            beside += _begins(lines, index)
    return several > 0 and beside < _HANGING * several


def _begins(lines: Lines, index: int) -> bool:
    """Whether the first cell beside a number begins there."""
    text = lines.texts[index][1]
    return bool(text) and not text[0].islower()


def spans(lines: Lines, centred: bool) -> list[Span]:
    """The rows of a page, those without a number too; every line is in one."""
    found = labels_of(lines)
    if not found:
        whole = [Span(0, len(lines), None)] if len(lines) else []
    elif centred:
        whole = _Centring(lines, found).spans()
    else:
        whole = _hanging(lines, found)
    return [part for span in whole for part in _parted(lines, span, centred)]


def _hanging(lines: Lines, found: Sequence[int]) -> list[Span]:
    top = [Span(0, found[0], None)] if found[0] else []
    return top + [Span(start, end, start) for start, end in pairwise([*found, len(lines)])]


def _parted(lines: Lines, span: Span, centred: bool) -> list[Span]:
    """A row, or the rows in it: where cells hang from the top, a column that was blank for a
    while and is filled again shows that a row without a number begins."""
    if centred:
        return [span]
    starts = [span.start]
    for index in range(span.start + 1, span.end):
        if _begins_anew(lines, starts[-1], index):
            starts.append(index)
    return [
        Span(start, end, span.label if start == span.start else None)
        for start, end in pairwise([*starts, span.end])
    ]


def _begins_anew(lines: Lines, start: int, index: int) -> bool:
    """Whether a row without a number begins with a line: a column is filled that was blank above,
    and all that is filled begins like a cell, its title too."""
    texts, above = lines.texts[index], lines.texts[index - 1]
    filled = [k for k, text in enumerate(texts) if text]
    if not texts[1] or all(above[k] for k in filled):
        return False
    if not all(_like_a_cell(texts[k]) for k in filled):
        return False
    ended = [above[k] for k in filled if above[k]]
    return all(ink(text).end not in (",", "link", "-", "cut") for text in ended)


def _like_a_cell(text: str) -> bool:
    return not text[0].islower() and text[0] not in ",.;:)"


class _Centring:
    """Shares the lines between numbers out so that the cells of each row are centred."""

    def __init__(self, lines: Lines, found: Sequence[int]) -> None:
        self.lines = lines
        self.found = list(found)
        self.columns = range(1, len(lines.texts[0]))

    @cached_property
    def _filled(self) -> list[list[int]]:
        """Per column the lines in which it is filled."""
        return [[i for i, t in enumerate(self.lines.texts) if t[k]] for k in self.columns]

    def spans(self) -> list[Span]:
        """The rows of least cost, from the top of the page to its bottom."""
        count = len(self.lines)
        first = range(max(0, self.found[0] - _LOOK), self.found[0] + 1)
        layer: dict[int, tuple[float, list[int]]] = {
            start: (_SPLIT if start else 0.0, [start]) for start in first
        }
        for number, label in enumerate(self.found):
            last = number + 1 == len(self.found)
            until = count if last else self.found[number + 1]
            following: dict[int, tuple[float, list[int]]] = {}
            for start, (cost, way) in layer.items():
                for end in self._ends(start, label, until, last):
                    total = cost + self._cost(start, end, label) + self._border(end)
                    if end not in following or total < following[end][0]:
                        following[end] = (total, [*way, end])
            layer = following
        way = min(layer.values())[1]
        return self._as_spans(way)

    def _ends(self, start: int, label: int, until: int, last: bool) -> list[int]:
        """Where a row may end that begins at a line: about as far below its number."""
        middle = 2 * label - start + 1
        near = {
            min(until, max(label + 1, middle + off)) for off in range(-_MOST_OFF, _MOST_OFF + 1)
        }
        return sorted(near | {until} if last else near)

    def _as_spans(self, way: Sequence[int]) -> list[Span]:
        found = [Span(0, way[0], None)] if way[0] else []
        for label, start, end in zip(self.found, way, way[1:], strict=False):
            found.append(Span(start, end, label))
        if way[-1] < len(self.lines):
            found.append(Span(way[-1], len(self.lines), None))
        return found

    def _cost(self, start: int, end: int, label: int) -> float:
        """How far the cells of a row are from being centred about its number."""
        cost = 0.0
        for filled in self._filled:
            own = [i for i in filled if start <= i < end]
            if own:
                cost += min(_MOST_OFF, abs(own[0] + own[-1] - 2 * label)) / 2
        if start == 0 or end == len(self.lines):
            return min(cost, 3.0)
        return cost

    def _border(self, index: int) -> float:
        """What it costs that rows meet above a line: cells cut inside a sentence."""
        if index >= len(self.lines):
            return 0.0
        cost = 0.0
        for column, filled in zip(self.columns, self._filled, strict=True):
            above = [i for i in filled if i < index][-1:]
            below = [i for i in filled if i >= index][:1]
            if below and self.lines.texts[below[0]][column][0].islower():
                cost += _UNDER_WAY
            if above and ink(self.lines.texts[above[0]][column]).end in (",", "link", "-", "cut"):
                cost += _LEFT_OPEN
        return cost
