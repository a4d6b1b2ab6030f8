"""Lines of a table with their texts in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby, pairwise

from pipeline.extract.aligned.corridors import EDGED, column_of
from pipeline.extract.aligned.words import Measure, Stretch, TextLine, parted_at, segments
from pipeline.writing.columns import names_row_numbers
from pipeline.writing.label_cuts import is_one_cut, may_be_part, whole_numbers
from pipeline.writing.labels import Label, parse_label

MIN_LABELLED = 0.6
"""Share of the texts of a column that must be numbers for it to be the number column."""


NEXT_LINE = 1.6
"""Line heights from one line of a cell to the next, at most."""
NAME_LINES = 4
"""Lines of the name of the row numbers, at most."""
HEADING = 2
"""Pieces of a line that may be a heading with its number, not cells."""
SAME_LINE = 0.2
"""Texts on one line differ in height by less than this share of what overlapping lines take."""
FEW_ALIKE, ALIKE = 2, 0.3
"""Texts of a column, and their share, that begin, end or have their middle at one place."""


@dataclass(frozen=True, slots=True)
class ColumnText:
    """A text and the columns it stands in; `squeezed` where its neighbour begins too near to be
    sure which of its words is whose."""

    first: int
    last: int
    word: Stretch
    squeezed: bool = False


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of a table, its texts by column."""

    top: float
    bottom: float
    texts: tuple[ColumnText, ...]

    @property
    def columns(self) -> frozenset[int]:
        """The columns it prints something in."""
        return frozenset(c for text in self.texts for c in range(text.first, text.last + 1))

    @property
    def spanning(self) -> ColumnText | None:
        """The text of it that runs over several columns, if any."""
        return next((text for text in self.texts if text.last > text.first), None)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(text.word.bold for text in self.texts)

    @property
    def names_numbers(self) -> bool:
        """Whether a text of it names the numbers of the rows."""
        return any(names_row_numbers(text.word.text) for text in self.texts)

    def text(self, column: int) -> str:
        """What it prints in one column alone."""
        own = (text.word.text for text in self.texts if text.first == text.last == column)
        return " ".join(own)

    def lines_of(self, column: int) -> list[Stretch]:
        """What it prints in one column alone, a text for each of its printed lines: texts that
        overlap are not on one, however high the lines are that stand beside them."""
        out: list[Stretch] = []
        for text in self.texts:
            if not text.first == text.last == column:
                continue
            apart = text.word.y - out[-1].y if out else self.bottom
            low = SAME_LINE * (self.bottom - self.top) if out and out[-1].x1 <= text.word.x0 else 0
            if apart <= low:
                out[-1] = out[-1].with_next(text.word)
            else:
                out.append(text.word)
        return out

    def number_text(self, column: int) -> str:
        """What it prints in a number column, a number that this cuts (`1` over `1.`) as one."""
        own = [line.text for line in self.lines_of(column)]
        whole = "".join(own)
        return whole if len(own) > 1 and parse_label(whole) is not None else " ".join(own)


def strips_of(
    lines: Sequence[TextLine], bounds: Sequence[float], measure: Measure
) -> list[TableLine]:
    """Lines with their texts put into columns; `bounds` are the inner bounds of the columns."""
    columns = _Edges(lines, bounds, measure)
    return [
        TableLine(line.top, line.bottom, tuple(_placed(line, columns, measure))) for line in lines
    ]


class _Edges:
    """Where the texts of each column begin, end and have their middle; the words of a line that is
    set to both edges are one text."""

    def __init__(
        self, lines: Sequence[TextLine], bounds: Sequence[float], measure: Measure
    ) -> None:
        self.bounds = bounds
        self.slack = measure.slack
        self._places: dict[int, list[Places]] = {}
        for line in lines:
            for word in _by_column(parted_at(line, bounds, measure.blank), bounds):
                first, last = column_of(bounds, word)
                if first == last:
                    self._places.setdefault(first, []).append(places_of(word))

    def fit(self, word: Stretch) -> bool:
        """Whether a text stands in one column, as others of it do."""
        first, last = column_of(self.bounds, word)
        known = self._places.get(first, [])
        least = max(FEW_ALIKE, ALIKE * len(known))
        return first == last and stands_alike(places_of(word), known, least, self.slack)


Places = tuple[float, float, float]
"""Where a text begins, ends and has its middle."""


def places_of(word: Stretch) -> Places:
    """Where a text begins, ends and has its middle."""
    return word.x0, word.x1, (word.x0 + word.x1) / 2


def stands_alike(own: Places, known: Sequence[Places], least: float, slack: float) -> bool:
    """Whether a text begins, ends or has its middle where at least so many others do."""
    return any(
        sum(abs(other[way] - own[way]) <= slack for other in known) >= least
        for way in range(len(own))
    )


def _placed(line: TextLine, columns: _Edges, measure: Measure) -> list[ColumnText]:
    """The texts of a line with their columns, those of each printed line apart.

    A text over several columns is a heading where it stands alone or beside its number; among
    others, or where its words stand as the texts of the columns do, a number before them apart, it
    is the texts of neighbours with little white between, and is parted word by word.
    """
    bounds = columns.bounds
    pairs = [column_of(bounds, word) for word in segments(line, measure.blank)]
    crossing = sum(last > first for first, last in pairs)
    alone = len(pairs) <= HEADING and crossing == 1
    heading = alone or 2 * len({c for pair in pairs for c in pair}) <= len(bounds)
    if heading and crossing:
        parts = _by_column(parted_at(line, bounds, measure.blank), bounds)
        numbered = len(parts) > 1 and parse_label(parts[0].text) is not None
        heading = not (len(parts) > 1 and all(map(columns.fit, parts[numbered:])))
    return [
        part
        for own in line.printed
        for word in segments(own, measure.blank)
        for part in (
            [ColumnText(*column_of(bounds, word), word)]
            if heading and crossing
            else _parted(own, word, columns, measure.thin)
        )
    ]


def _by_column(parts: Sequence[Stretch], bounds: Sequence[float]) -> list[Stretch]:
    """Texts of a line as one for each column: the words of one that is set to both edges of its
    column stand apart."""
    groups = (list(own) for _, own in groupby(parts, key=lambda part: column_of(bounds, part)))
    return [reduce(Stretch.with_next, own) for own in groups]


def _parted(line: TextLine, text: Stretch, columns: _Edges, thin: float) -> list[ColumnText]:
    """A text parted at the bounds of columns; squeezed where a word runs over one, or no white
    stands there."""
    bounds = columns.bounds
    first, last = column_of(bounds, text)
    if first == last:
        return [ColumnText(first, last, text)]
    words = [word for word in line.words if text.x0 <= word.x0 and word.x1 <= text.x1]
    parts: list[ColumnText] = []
    for column, run in groupby(words, key=lambda word: _by_middle(bounds, word)):
        own = list(run)
        whole, bold = " ".join(word.text for word in own), all(word.bold for word in own)
        joined = Stretch(whole, own[0].x0, own[-1].x1, bold, own[0].y)
        parts.append(ColumnText(column, column, joined))
        if len(parts) > 1 and not _is_clear(parts[-2].word, joined, columns, thin):
            parts[-2:] = [replace(part, squeezed=True) for part in parts[-2:]]
    return parts


def _is_clear(left: Stretch, right: Stretch, columns: _Edges, thin: float) -> bool:
    """Whether white parts two texts at a bound between them; little will do where both stand as
    others of their columns do."""
    white = right.x0 - left.x1
    fit = white >= thin or (white >= EDGED * thin and columns.fit(left) and columns.fit(right))
    return fit and any(left.x1 <= bound <= right.x0 for bound in columns.bounds)


def _by_middle(bounds: Sequence[float], word: Stretch) -> int:
    return sum(bound <= (word.x0 + word.x1) / 2 for bound in bounds)


def number_column(strips: Sequence[TableLine], columns: int) -> int | None:
    """The column that numbers the rows: among the first two, nearly all it prints are labels
    that count up."""
    for column in range(min(2, columns - 1)):
        texts = below_name([own.text for strip in strips for own in strip.lines_of(column)])
        stacked = ("".join(own.text for own in stack) for stack in stacks(strips, column))
        if _number(whole_numbers(texts)) or _number(below_name([*stacked])):
            return column
    return None


def _number(texts: Sequence[str]) -> bool:
    """Whether nearly all texts are labels that count up."""
    labels = [label for text in texts if (label := parse_label(text))]
    return bool(labels) and len(labels) >= MIN_LABELLED * len(texts) and count_up(labels)


def stacks(strips: Sequence[TableLine], column: int) -> list[list[Stretch]]:
    """The texts of a number column, those right below each other together that can be nothing but
    one number."""
    found: list[list[Stretch]] = []
    heights = sorted(strip.bottom - strip.top for strip in strips)
    below = NEXT_LINE * heights[len(heights) // 4]
    for own in (own for strip in strips for own in strip.lines_of(column)):
        above = found[-1][-1] if found and may_be_part(own.text) else None
        if above and may_be_part(above.text) and own.y - above.y < below:
            found[-1].append(own)
        else:
            found.append([own])
    return [
        part
        for stack in found
        for part in ([stack] if is_one_cut([own.text for own in stack]) else [[o] for o in stack])
    ]


def below_name(texts: Sequence[str]) -> list[str]:
    """The texts of a column without those that name the numbers of the rows, on one line or, where
    the column is narrow, on the first few together."""
    ends = range(1, min(NAME_LINES, len(texts)) + 1)
    end = next((end for end in ends if names_row_numbers(" ".join(texts[:end]))), 0)
    rest = (text for text in texts[end:] if any(map(str.isalnum, text)))
    return [text for text in rest if not names_row_numbers(text)]


def count_up(labels: Sequence[Label]) -> bool:
    """Whether labels rise by one, as row numbers do: years and amounts need not."""
    steps = [
        after.numbers[-1] - one.numbers[-1]
        for one, after in pairwise(label for label in labels if label.numbers)
        if one.style == after.style and one.depth == after.depth
    ]
    return not steps or 2 * sum(step == 1 for step in steps) >= len(steps)
