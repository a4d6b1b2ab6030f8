"""Rows of a page, its columns known, that no number tells apart.

Every way to cut the lines of a page into rows is weighed by what the cells would be (`row_scores`).
How much worse the page reads with a row cut elsewhere tells whether the cut is a guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.layer.columns.lessons import FoundCell
from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.numbered.rows import numbers_heading
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.words import Role, ink, role_of, shape
from pipeline.extract.layer.uncounted.gridded import Cutting, Lines, Span, labels_of
from pipeline.extract.layer.uncounted.row_scores import RowScores, Scores, Wholes

_TALLEST = 60
"""Lines of the tallest row that is looked for."""
_HOPELESS = -8.0
"""Rows do not meet where the texts above and below go on so much likelier than they part."""
_CERTAIN = 2.5
"""How much better (log odds) a page reads than with a row cut otherwise where that is no guess;
set on 14 texts for learning, as the margin of spaced text."""
_ROUNDS = 2
"""How often the rows of a page are cut again by what they teach."""
_LINES, _DEADLINES, _EACH, _LINES_EACH = 8, 3, 2.5, 40
"""Lines of a table without any number; deadlines that tell how many rows there are, how many more
than numbers, or lines for each number where there are none, show that numbers do not tell them."""
_Places: TypeAlias = NDArray[np.int64]


class RowSearch:
    """The search for the rows of a page. `centred` says where cells stand in them, `follows` that
    a page of the table is before; `wholes` is what was put together of its cells before."""

    def __init__(
        self,
        lines: Lines,
        model: TableModel,
        centred: bool,
        follows: bool,
        wholes: Wholes | None = None,
    ) -> None:
        self.scores = RowScores(lines, model, centred, wholes)
        self._count = len(lines)
        self._width = len(lines.texts[0]) if lines.texts else 0
        self._resumes = follows and self.scores.number(0, 1) is None
        self._known: Scores | None = None
        self._height = 0

    def best(self) -> Cutting:
        """The rows that make the best cells."""
        count = self._count
        if not count:
            return Cutting((), ())
        inner = (i for i in range(1, count) if self.scores.meeting(i) > _HOPELESS)
        cuts = np.array([0, *inner, count])
        rows, is_rest = self._weighed(cuts.tolist(), _TALLEST)
        ahead, came = _forward(rows)
        behind = _backward(rows)
        places = [len(cuts) - 1]
        while places[-1]:
            places.append(came[places[-1]])
        chosen = list(pairwise(reversed(places)))
        margins = _margins(chosen, rows, ahead, behind, cuts)
        spans = tuple(
            Span(start, end, self.scores.number(start, end))
            for start, end in pairwise(cuts[places[::-1]].tolist())
        )
        every, none = frozenset(range(self._width)), frozenset[int]()
        guessed = tuple(every if margin < _CERTAIN else none for margin in margins)
        return Cutting(spans, guessed, bool(is_rest[chosen[0][1]]), float(ahead[-1]))

    def _weighed(self, cuts: Sequence[int], tallest: int) -> tuple[Scores, NDArray[np.bool_]]:
        """How good the rows between all of some cuts are, and which first rows rather are the rest
        of one."""
        rows = self.scores.of(cuts, cuts, tallest)
        is_rest = np.zeros(len(cuts), dtype=bool)
        if self._resumes:
            rest = self.scores.rest(cuts, tallest)
            is_rest = rest > rows[0]
            rows[0] = np.maximum(rows[0], rest)
        return rows, is_rest

    # --- what others ask -------------------------------------------------------------------

    @property
    def columns(self) -> int:
        """How many columns there are beside that of the numbers."""
        return len(self.scores.columns)

    def weigh_near(self, rows: Sequence[tuple[int, int]]) -> None:
        """Weigh what `row` is asked for by who cuts some rows otherwise, each with the next one;
        `rows` are first lines and those behind the last; some between may be left out."""
        if self._known is None and rows:
            met = pairwise(rows)
            pairs = ((start, end) for (start, one), (other, end) in met if one == other)
            self._height = max(end - start for start, end in (*rows, *pairs))
            self._known = self._weighed(range(self._count + 1), self._height)[0]

    def row(self, start: int, end: int) -> float:
        """How good a row some lines are."""
        if self._known is None or end - start > self._height:
            # Far fewer rows than all of a page that is long: some are as tall as those asked for.
            self._height = min(self._count, max(_TALLEST, 2 * (end - start)))
            self._known = self._weighed(range(self._count + 1), self._height)[0]
        return float(self._known[start, end])

    def meeting(self, index: int) -> float:
        """How well rows can meet above a line."""
        return self.scores.meeting(index)

    def filled(self, start: int, end: int) -> list[int]:
        """The columns that some lines fill, that of the numbers first if they have one."""
        return list(self.scores.filled(start, end))


def _forward(rows: Scores) -> tuple[Scores, list[int]]:
    """Up to each cut how good the best rows are, and where the last of them begins: of those as
    good as each other, the shortest."""
    ahead, came = np.zeros(len(rows)), [0] * len(rows)
    for place in range(1, len(rows)):
        ways = ahead[:place] + rows[:place, place]
        came[place] = place - 1 - int(ways[::-1].argmax())
        ahead[place] = ways[came[place]]
    return ahead, came


def _backward(rows: Scores) -> Scores:
    """From each cut on how good the best rows are."""
    behind = np.zeros(len(rows))
    for place in range(len(rows) - 2, -1, -1):
        behind[place] = (rows[place, place + 1 :] + behind[place + 1 :]).max()
    return behind


def _margins(
    chosen: Sequence[tuple[int, int]], rows: Scores, ahead: Scores, behind: Scores, cuts: _Places
) -> Iterator[float]:
    """Per row how much better it is than its lines cut elsewhere."""
    best = ahead[-1]
    through = best - (ahead + behind)
    without = {place: best - _without(place, rows, ahead, behind, cuts) for _, place in chosen[:-1]}
    for start, end in chosen:
        edges = [without[place] for place in (start, end) if place in without]
        yield min([*through[start + 1 : end].tolist(), *edges], default=-_HOPELESS)


def _without(place: int, rows: Scores, ahead: Scores, behind: Scores, cuts: _Places) -> float:
    """The best way that does not cut at a place; none with a row that is too tall."""
    starts = slice(int(np.searchsorted(cuts, cuts[place] - _TALLEST)), place)
    ends = slice(place + 1, int(np.searchsorted(cuts, cuts[place] + _TALLEST)) + 1)
    ways = ahead[starts, None] + rows[starts, ends] + behind[ends]
    low = cuts[ends] - cuts[starts, None] <= _TALLEST
    return float(np.where(low, ways, -np.inf).max(initial=-np.inf))


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
    for way in ways:
        way.weigh_near([(row.start, row.end) for row in rows])
    return max(ways, key=lambda way: sum(way.row(row.start, row.end) for row in rows))


def best_rows(
    pages: Sequence[Lines], model: TableModel, centred: bool | None, follows: bool = False
) -> tuple[list[Cutting], bool]:
    """The rows of the pages of a table, and whether its cells are centred, where that is not known:
    so that the pages read best. `follows` says that a page of the table is before the first."""
    ways = (False, True) if centred is None else (centred,)
    found: dict[bool, list[Cutting]] = {way: [] for way in ways}
    for number, page in enumerate(pages):
        wholes: Wholes = {}
        for way in ways:
            found[way].append(RowSearch(page, model, way, number > 0, wholes).best())
    best = max(ways, key=lambda way: sum(one.score for one in found[way]))
    return found[best], best
