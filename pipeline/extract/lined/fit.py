"""The paragraphs of a row dealt to the columns of its table, in order.

Where every cell is one paragraph there is nothing to choose. Where a cell has several, or a blank
one left nothing, each way to deal them is scored by what the header promises of its columns and by
what the other rows taught (`TableModel`); how far the next best way is behind tells how sure a
cell is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from pipeline.extract.layer.columns.lessons import FoundCell
from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.signs.words import LONGEST_FORM, Whole, ink, whole_line
from pipeline.extract.lined.tokens import Paragraph, text_of
from pipeline.extract.lined.wrapped import fits

LONGEST = 80
"""Paragraphs of a row that are dealt: what it costs grows with their square. Rows of real annexes
have 40 at most."""
_GOES_ON, _NEW = 3.0, 2.0
"""Log odds that a paragraph goes on in the cell of the one before: where its first letter is small
or the one before ends open (`:`), or a point of a list follows another; and that it does not where
nothing says so. Set by looking at rows of published Word files, to be above what the words of one
paragraph tell (1 to 2)."""
_UNTOLD = 6.0
"""What it costs that a cell left no paragraph where blank ones are printed: merged cells do that.
"""
_IDLE = 2.0
"""What a blank paragraph inside a cell costs where blank cells are printed."""
_OPEN = (":", ",", "+", "-")
"""What a paragraph ends with that goes on in the next one."""
_LOWEST = -1e9
"""Below any score: no way to deal a row so."""

Span = tuple[int, int]
"""The paragraphs of a cell: from, and up to."""


@dataclass(frozen=True, slots=True)
class Dealt:
    """A row dealt: the paragraphs of each column, how far each is from its next best reading, and
    where the last cell ends."""

    spans: tuple[Span, ...]
    margins: tuple[float, ...]
    score: float

    @property
    def end(self) -> int:
        """Paragraphs that are used."""
        return self.spans[-1][1]


def one_each(tokens: Sequence[Paragraph]) -> Dealt:
    """A row whose cells are one paragraph each."""
    return certain((at, at + 1) for at in range(len(tokens)))


def certain(spans: Iterable[Span]) -> Dealt:
    """A row dealt by what its paragraphs are, not by what they are like."""
    spans = tuple(spans)
    return Dealt(spans, (float("inf"),) * len(spans), 0.0)


def deal(
    model: TableModel,
    tokens: Sequence[Paragraph],
    blanks: bool,
    heading: bool,
    tail: bool,
    width: int = 0,
) -> Dealt:
    """The best way to deal paragraphs to the columns of a model. `blanks` says whether blank cells
    are printed, `heading` whether the row has the label of a heading, `tail` whether what stands
    behind the table may follow, `width` at which lines were broken."""
    table = _Scores(model, tokens, blanks, heading, width).table()
    columns, size = len(table), len(tokens)
    ahead = _ahead(table, size)
    behind = _behind(table, size, tail)
    spans, start = list[Span](), 0
    for column in range(columns):
        end = max(
            range(start, size + 1),
            key=lambda end: table[column][start, end] + behind[column + 1][end],
        )
        spans.append((start, end))
        start = end
    best = behind[0][0]
    margins = tuple(
        best
        - max(
            (
                ahead[column][begin] + score + behind[column + 1][end]
                for (begin, end), score in table[column].items()
                if (begin, end) != spans[column] and not _same(tokens, spans[column], begin, end)
            ),
            default=_LOWEST,
        )
        for column in range(columns)
    )
    return Dealt(tuple(spans), margins, best)


def _same(tokens: Sequence[Paragraph], span: Span, begin: int, end: int) -> bool:
    """Whether two spans hold the same paragraphs, blank ones aside."""
    return [t for t in tokens[slice(*span)] if t] == [t for t in tokens[begin:end] if t]


_Table = list[dict[Span, float]]


def _ahead(table: _Table, size: int) -> list[list[float]]:
    """The best score of the columns before each, by where that one begins."""
    rows = [[0.0, *[_LOWEST] * size]]
    for scores in table:
        row = [_LOWEST] * (size + 1)
        for (begin, end), score in scores.items():
            row[end] = max(row[end], rows[-1][begin] + score)
        rows.append(row)
    return rows


def _behind(table: _Table, size: int, tail: bool) -> list[list[float]]:
    """The best score of each column and those behind it, by where it begins."""
    rows = [[0.0 if tail else _LOWEST] * size + [0.0]]
    for scores in reversed(table):
        row = [_LOWEST] * (size + 1)
        for (begin, end), score in scores.items():
            row[begin] = max(row[begin], score + rows[0][end])
        rows.insert(0, row)
    return rows


class _Scores:
    """What each stretch of the paragraphs of a row is worth as a cell of each column. What a
    paragraph tells is asked for once: a row has some thousand stretches."""

    def __init__(
        self,
        model: TableModel,
        tokens: Sequence[Paragraph],
        blanks: bool,
        heading: bool,
        width: int,
    ) -> None:
        self.model, self.blanks, self.heading = model, blanks, heading
        self.size = len(tokens)
        self.idle = _UNTOLD if width else _IDLE
        self.printed = [ink(text_of(token)) for token in tokens if token]
        self.before = [0, *accumulate(map(bool, tokens))]
        """Of each place how many paragraphs that print anything stand before it."""
        pairs = pairwise(self.printed)
        self.joins = [0.0, *(goes_on(one.text, other.text, width) for one, other in pairs)]
        """How well each paragraph goes on in the cell of the one before."""
        self.joined = list(accumulate(self.joins))
        self.wholes: dict[Span, Whole] = {}
        for first, one in enumerate(self.printed):
            told = self.wholes[first, first + 1] = whole_line(one)
            for last in range(first + 1, min(first + LONGEST_FORM, len(self.printed))):
                told = self.wholes[first, last + 1] = told.and_then(whole_line(self.printed[last]))

    def table(self) -> _Table:
        """By column and span."""
        return [self._column(column) for column in range(len(self.model.columns))]

    def _column(self, column: int) -> dict[Span, float]:
        model = self.model
        starts = [model.start(column, one) for one in self.printed]
        lines = [model.line(column, one, unlimited=True) for one in self.printed]
        fit = [0.0, *accumulate(lines)]
        filled, blank = model.filled(column, self.heading), model.blank(column, self.heading)
        scores: dict[Span, float] = {}
        for begin in range(self.size + 1):
            for end in range(begin, self.size + 1):
                first, last = self.before[begin], self.before[end]
                idle = end - begin - (last - first)
                if first == last:
                    untold = _UNTOLD if self.blanks and not idle else _IDLE * max(0, idle - 1)
                    scores[begin, end] = blank - untold
                    continue
                score = filled + starts[first] + fit[last] - fit[first] - self.idle * idle
                score += self.joined[last - 1] - self.joined[first] - self.joins[first]
                told = self.wholes.get((first, last))
                scores[begin, end] = score + (model.finish(column, told) if told else 0.0)
        return scores


def goes_on(one: str, other: str, width: int = 0) -> float:
    """How much likelier a paragraph goes on in the cell of the one before than begins the next;
    where lines were broken at one width it does not if there was room for its first word."""
    if width and fits(one, other, width):
        return -_UNTOLD
    if width and not other[0].islower():
        return 0.0
    listed = _is_point(other) and (_is_point(one) or one.endswith((";", ".")))
    if other[0].islower() or other[0] in ",;.)" or one.endswith(_OPEN) or listed:
        return _GOES_ON
    return _GOES_ON / 2 if one.endswith(";") else -_NEW


def _is_point(text: str) -> bool:
    return ink(text).is_point


def learned(
    model: TableModel, rows: Sequence[tuple[Sequence[Paragraph], Dealt, bool]]
) -> TableModel:
    """What rows that were dealt teach: their paragraphs, how, and whether the label is that of a
    heading."""
    found = [
        cell for tokens, dealt, heading in rows if not heading for cell in _cells(tokens, dealt)
    ]
    filled = {
        (id(tokens), cell.column) for tokens, dealt, _ in rows for cell in _cells(tokens, dealt)
    }
    blanks = [
        (column, heading, (id(tokens), column) not in filled)
        for tokens, dealt, heading in rows
        for column in range(len(dealt.spans))
    ]
    return model.learn(found, blanks)


def _cells(tokens: Sequence[Paragraph], dealt: Dealt) -> Iterator[FoundCell]:
    for column, (begin, end) in enumerate(dealt.spans):
        lines = tuple(text_of(token) for token in tokens[begin:end] if token)
        if lines:
            signs = ("",) * (len(lines) - 1)
            yield FoundCell(column, lines, signs, None, whole=True, unwrapped=True)


def lines_in(tokens: Sequence[Paragraph], span: Span) -> list[LinePiece]:
    """The lines of a cell."""
    return [piece for token in tokens[slice(*span)] for piece in token]
