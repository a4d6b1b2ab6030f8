"""Rows of a page, its columns known, that no number tells apart.

Every way to cut the lines of a page into rows is weighed by what the cells would be: a cell begins
and ends where its text does, hangs from the top of its row or stands at the middle of it, and a
column that is hardly ever blank has one in each row. How much worse the page reads with a row cut
elsewhere tells whether the cut is a guess.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.layer.gridded import Cutting, Lines, Span, labels_of
from pipeline.extract.layer.ground import Background
from pipeline.extract.layer.lessons import FoundCell
from pipeline.extract.layer.model import TableModel
from pipeline.extract.layer.rows import numbers_heading
from pipeline.extract.layer.words import LineMeasure, Role, Whole, ink, role_of, shape, whole_line

_TALLEST = 60
"""Lines of the tallest row that is looked for."""
_HOPELESS = -8.0
"""Rows do not meet where the texts above and below go on so much likelier than they part."""
_OFF, _MOST_OFF = 1.0, 4.0
"""What a cell costs for each line it stands off the middle of its row, and at most."""
_LATE = 3.0
"""What a cell costs that begins below the first line of its row, where cells hang from its top."""
_BLANK_LINE, _SELDOM = 2.0, 0.4
"""What a blank line tells for rows to meet there, and against a row that goes on over it; where
more lines than this share have one above them it tells nothing."""
_CERTAIN = 2.5
"""How much better (log odds) a page reads than with a row cut otherwise where that is no guess;
set on 14 texts for learning, as the margin of spaced text."""
_TWO = 12.0
"""What it costs that a row has two numbers."""
_ROUNDS = 2
"""How often the rows of a page are cut again by what they teach."""
_SOME = 5
"""Pages that tell whether the cells of a table are centred."""
_LINES, _DEADLINES, _EACH, _LINES_EACH = 8, 3, 2.5, 40
"""Lines of a table without any number; deadlines that tell how many rows there are, how many more
than numbers, or lines for each number where there are none, show that numbers do not tell them."""
_NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a page: the lines it is filled on, where these begin and end down the page, these
    measured, what each tells alone, and up to each how well they go on with one another."""

    filled: Sequence[int]
    spans: Sequence[tuple[float, float]]
    inks: Sequence[LineMeasure]
    lines: Sequence[Whole]
    joined: Sequence[float]


class RowSearch:
    """The search for the rows of a page. `centred` says where cells stand in them, `follows` that
    a page of the table is before."""

    def __init__(self, lines: Lines, model: TableModel, centred: bool, follows: bool) -> None:
        self.lines = lines
        self.model = model
        self.centred = centred
        self.follows = follows
        self.numbers = labels_of(lines)
        self.edges = lines.edges()
        self.columns = [self._column(k) for k in range(1, len(model.columns))]
        self.white = list(lines.white or _white(lines))
        self._rows: dict[tuple[int, int], tuple[float, bool]] = {}
        self._wholes: dict[tuple[int, int, int], Whole] = {}

    def _column(self, column: int) -> _Column:
        model = self.model
        filled = [i for i, texts in enumerate(self.lines.texts) if texts[column]]
        inks = [ink(self.lines.texts[i][column]) for i in filled]
        joined = [0.0]
        for one, other in pairwise(inks):
            joined.append(joined[-1] + model.join(one, other) + model.wrap(column, one, other))
        spans = [self.lines.span(i, column) for i in filled]
        return _Column(filled, spans, inks, [whole_line(one) for one in inks], joined)

    # --- rows ------------------------------------------------------------------------------

    def best(self) -> Cutting:
        """The rows that make the best cells."""
        count = len(self.lines)
        if not count:
            return Cutting((), ())
        cuts = [0, *(i for i in range(1, count) if self._meeting(i) > _HOPELESS), count]
        ahead, came = self._forward(cuts)
        behind = self._backward(cuts)
        ends = [count]
        while ends[-1]:
            ends.append(came[ends[-1]])
        ways = {cut: ahead[cut] + behind[cut] for cut in cuts}
        rows = list(pairwise(reversed(ends)))
        margins = self._margins(rows, cuts, ways, ahead, behind)
        resumes = self._row(*rows[0])[1]
        spans = tuple(Span(start, end, self._number(start, end)) for start, end in rows)
        every, none = frozenset(range(len(self.lines.texts[0]))), frozenset[int]()
        guessed = tuple(every if margin < _CERTAIN else none for margin in margins)
        return Cutting(spans, guessed, resumes, ahead[count])

    def _forward(self, cuts: Sequence[int]) -> tuple[dict[int, float], dict[int, int]]:
        ahead, came = {0: 0.0}, {}
        for place, end in enumerate(cuts[1:], start=1):
            ways = [(ahead[start] + self._row(start, end)[0], start)
                    for start in self._near(cuts[:place], end)]  # fmt: skip
            ahead[end], came[end] = max(ways)
        return ahead, came

    def _backward(self, cuts: Sequence[int]) -> dict[int, float]:
        behind = {cuts[-1]: 0.0}
        for place in range(len(cuts) - 2, -1, -1):
            start = cuts[place]
            behind[start] = max(
                self._row(start, end)[0] + behind[end]
                for number, end in enumerate(cuts[place + 1 :])
                if number == 0 or end - start <= _TALLEST
            )
        return behind

    def _near(self, starts: Sequence[int], end: int) -> Sequence[int]:
        return starts[min(len(starts) - 1, bisect_left(starts, end - _TALLEST)) :]

    def _margins(
        self,
        rows: Sequence[tuple[int, int]],
        cuts: Sequence[int],
        ways: dict[int, float],
        ahead: dict[int, float],
        behind: dict[int, float],
    ) -> Iterator[float]:
        """Per row how much better it is than its lines cut elsewhere."""
        best = ahead[cuts[-1]]
        without = {cut: best - self._without(cut, cuts, ahead, behind) for _, cut in rows[:-1]}
        for start, end in rows:
            inside = [best - ways[cut] for cut in cuts if start < cut < end]
            edges = [without[cut] for cut in (start, end) if cut in without]
            yield min([*inside, *edges], default=-_HOPELESS)

    def _without(
        self, cut: int, cuts: Sequence[int], ahead: dict[int, float], behind: dict[int, float]
    ) -> float:
        """The best way that does not cut there."""
        place = bisect_left(cuts, cut)
        near = self._near(cuts[:place], cut)
        return max(
            (
                ahead[start] + self._row(start, end)[0] + behind[end]
                for start in near
                for end in cuts[place + 1 :]
                if end - start <= _TALLEST
            ),
            default=_NEVER,
        )

    def _number(self, start: int, end: int) -> int | None:
        place = bisect_left(self.numbers, start)
        found = self.numbers[place : place + 1]
        return found[0] if found and found[0] < end else None

    # --- what others ask -------------------------------------------------------------------

    def row(self, start: int, end: int) -> float:
        """How good a row some lines are."""
        return self._row(start, end)[0]

    def meeting(self, index: int) -> float:
        """How well rows can meet above a line."""
        return self._meeting(index)

    def filled(self, start: int, end: int) -> list[int]:
        """The columns that some lines fill, that of the numbers first if they have one."""
        own = [0] if self._number(start, end) is not None else []
        for column, found in enumerate(self.columns, start=1):
            if bisect_left(found.filled, start) < bisect_left(found.filled, end):
                own.append(column)
        return own

    # --- scores ----------------------------------------------------------------------------

    def _meeting(self, index: int) -> float:
        """How well rows can meet above a line, by the texts on both sides of it."""
        score = 0.0
        for column, own in enumerate(self.columns):
            place = bisect_left(own.filled, index)
            if 0 < place < len(own.filled):
                goes_on = own.joined[place] - own.joined[place - 1]
                score += min(0.0, self.model.start(column + 1, own.inks[place]) - goes_on)
        return score

    def _row(self, start: int, end: int) -> tuple[float, bool]:
        """How good a row some lines are, and whether they rather are the rest of one."""
        known = self._rows.get((start, end))
        if known is None:
            whole_row, rest = self._scored(start, end, False), _NEVER
            if self.follows and not start and not self._number(0, 1):
                rest = self._scored(start, end, True) + self.model.weights.uncounted.resumed
            known = self._rows[start, end] = max(whole_row, rest), rest > whole_row
        return known

    def _scored(self, start: int, end: int, resumed: bool) -> float:
        number = self._number(start, end)
        score = self._numbered(start, end, number)
        heading = self._is_heading(start, end, number)
        cut = end == len(self.lines)
        if start:
            score += self.white[start]
        score -= sum(self.white[start + 1 : end])
        for column in range(len(self.columns)):
            score += self._cell(column, start, end, (resumed, cut, heading))
        return score

    def _numbered(self, start: int, end: int, number: int | None) -> float:
        """What the numbers of a row tell: of two, or of one that does not stand where it should."""
        if number is None:
            return 0.0
        several = bisect_left(self.numbers, end) - bisect_left(self.numbers, start)
        if self.centred:
            off = self._off(self.lines.span(number, 0), start, end)
            return -_TWO * (several - 1) - _OFF * min(_MOST_OFF, off)
        return -_TWO * (several - 1) - (_TWO if number > start else 0.0)

    def _off(self, span: tuple[float, float], start: int, end: int) -> float:
        """How many lines a text stands off the middle of a row."""
        return abs(sum(span) - self.edges[start][0] - self.edges[end - 1][1]) / 2

    def _is_heading(self, start: int, end: int, number: int | None) -> bool:
        if number is not None:
            return numbers_heading(self.lines.texts[number][0])
        texts = [self.lines.texts[index] for index in range(start, end)]
        if any(text for own in texts for text in own[2:]):
            return False
        return all(own[1].isupper() and " " in own[1] for own in texts if own[1])

    def _cell(self, column: int, start: int, end: int, kind: tuple[bool, bool, bool]) -> float:
        """How well the lines of a column are a cell; `kind` says whether the row began before,
        may go on on the next page, is a heading."""
        (resumed, cut, heading), own, model = kind, self.columns[column], self.model
        first, last = bisect_left(own.filled, start), bisect_left(own.filled, end)
        if first == last:
            blank = model.weights.uncounted.cut_blank if resumed else None
            return model.blank(column + 1, heading) if blank is None else blank
        score = own.joined[last - 1] - own.joined[first]
        if self.centred:
            off = self._off((own.spans[first][0], own.spans[last - 1][1]), start, end)
            score -= _OFF * min(1.0 if resumed or cut else _MOST_OFF, off)
        elif own.filled[first] > start and not resumed:
            score -= _LATE
        score += model.filled(column + 1, heading and column > 0)
        if not resumed:
            score += model.start(column + 1, own.inks[first])
        if not cut:
            score += model.finish(column + 1, self._whole(column, first, last))
        return score

    def _whole(self, column: int, first: int, last: int) -> Whole:
        """What lines of a column tell together."""
        key = (column, first, last)
        known = self._wholes.get(key)
        if known is None:
            alone = self.columns[column].lines[last - 1]
            before = self._whole(column, first, last - 1) if last - first > 1 else None
            known = self._wholes[key] = before.and_then(alone) if before else alone
        return known


def _white(lines: Lines) -> list[float]:
    """What blank lines tell for rows to meet there; nothing where many lines have one above."""
    blank = [one > 0 for one in lines.blanks]
    if sum(blank[1:]) > _SELDOM * len(lines):
        return [0.0] * len(lines)
    return [_BLANK_LINE * one for one in blank]


def is_uncounted(pages: Sequence[Lines], roles: Sequence[Role]) -> bool:
    """Whether the rows of a table are not told by numbers: it has far more deadlines, or lines,
    than numbers that are none of headings."""
    numbers = lines = deadlines = 0
    for page in pages:
        lines += len(page)
        numbers += sum(not numbers_heading(page.texts[index][0]) for index in labels_of(page))
        deadlines += sum(
            bool(text) and role.name == "deadline" and shape(text) in role.shapes
            for texts in page.texts
            for text, role in zip(texts, roles, strict=True)
        )
    if not numbers:
        return lines >= _LINES
    if deadlines >= _DEADLINES:
        return deadlines > _EACH * numbers
    return lines > _LINES_EACH * (numbers + 1)


def rows_by_cells(page: Lines, titles: Sequence[str], follows: bool) -> Cutting:
    """The rows of a page of which nothing is known but the names of its columns: what its cells
    are like it teaches itself. `follows` says that a page of the table is before."""
    roles = [role_of(title) for title in titles]
    texts = [text for own in page.texts for text in own if text]
    model = TableModel(roles, Background.of(texts), Counter({"": len(texts)}), firm=True)
    found, centred = best_rows([page], model, None, follows)
    for _ in range(_ROUNDS):
        model = _taught(model, page, found[0].rows)
        found, _ = best_rows([page], model, centred, follows)
    return found[0]


def _taught(model: TableModel, page: Lines, rows: Sequence[Span]) -> TableModel:
    """What the rows of a page teach of its columns, headings left out."""
    columns = range(len(model.columns))
    cells = [
        [
            tuple(text for own in page.texts[row.start : row.end] if (text := own[k]))
            for k in columns
        ]
        for row in rows
    ]
    cells = [row for row in cells if any(row[2:])]
    new = model.learn(
        (
            FoundCell(column, cell, ("",) * (len(cell) - 1), None, True)
            for row in cells
            for column, cell in enumerate(row)
            if cell and column
        ),
        ((column, False, not cell) for row in cells for column, cell in enumerate(row)),
    )
    new.forget_widths()
    beside = ([text for text in own[1:] if text] for own in page.texts)
    new.count_borders((ink(a), ink(b)) for own in beside for a, b in pairwise(own))
    return new


def taught_by(page: Lines, roles: Sequence[Role], rows: Sequence[Span]) -> TableModel:
    """What the rows of a page teach of its columns, beside what the names of these promise."""
    texts = [text for own in page.texts for text in own if text]
    model = TableModel(roles, Background.of(texts), Counter({"": len(texts)}), firm=True)
    return _taught(model, page, rows)


def search_of(page: Lines, model: TableModel, rows: Sequence[Span], follows: bool) -> RowSearch:
    """What weighs the rows of a page, as it is read better: hanging or centred."""
    ways = [RowSearch(page, model, centred, follows) for centred in (False, True)]
    return max(ways, key=lambda way: sum(way.row(row.start, row.end) for row in rows))


def best_rows(
    pages: Sequence[Lines], model: TableModel, centred: bool | None, follows: bool = False
) -> tuple[list[Cutting], bool]:
    """The rows of the pages of a table, and whether its cells are centred, where that is not known:
    so that the pages read best. `follows` says that a page of the table is before the first."""
    tried = []
    for way in (False, True) if centred is None else (centred,):
        found = [
            RowSearch(page, model, way, number > 0).best() for number, page in enumerate(pages)
        ]
        tried.append((sum(one.score for one in found), way, found))
    _, way, found = max(tried, key=lambda one: one[0])
    return found, way
