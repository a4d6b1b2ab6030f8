"""The columns of a table's lines once more, by what its cells are.

White space alone leaves open where one cell ends and the next begins on a line whose cells are
full. The lines around tell: a cell goes on below with the words that had no room above, ends
where a sentence does, has the form of its column. Of the ways to cut each line that its white
space allows, those are taken that together make the best cells of a row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extract.layer.columns.lessons import FoundCell
from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.words import ink, role_of, whole
from pipeline.extract.layer.uncounted.gridded import Span
from pipeline.extract.spaced.corridors.corridors import Cut, Told, is_clear
from pipeline.extract.spaced.corridors.ways import Way, is_figure, way, ways
from pipeline.writing.label_cuts import may_be_number

_LATE = -3.0
"""What a cell costs that begins below the first line of its row where cells hang from the top."""
_NO_LABEL = -12.0
_SEEN = 2.0
"""What a line of a cell is worth that its column has elsewhere between white space on both sides:
names of bodies and posts stand in many rows. 3 gives the same."""
_BEAM = 12
_SURE = 20.0
"""The most a next best cell is held to be worse."""
_FEWEST = 12
"""Cells that show how wide a column is."""
_FEW, _USUAL, _FAR, _LEAST = 5, 0.8, 1.1, 0.7
"""Full cells that show how wide a column is; of the widths of the others the share that is not
wider than the usual one, and how much wider than that one may be; the share of the distance of
two borders that a column is wide at least."""
_MOST_FIGURES = 0.8
"""Share of the cells of a column that are figures from which on it is one of figures."""
_PER_CHAR = 420.0
"""Thousandths of the type size that a character of spaced text stands for as a rule."""
_ROOM = 500.0
"""Thousandths of the type size by which the widest cell may be narrower than its column."""


@dataclass(frozen=True, slots=True)
class _Widths:
    """How wide the columns of a table are, and which of them hold figures."""

    limits: tuple[float, ...]
    figures: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Tried:
    """The ways to cut each line of a page where its columns are so wide."""

    widths: _Widths
    every: tuple[Sequence[Way], ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """The lines of a table on one page: what the white space tells of each, how it is cut, which
    are one sentence over several columns, which are cut for certain; the rows, and for each line
    how much worse the next best cells of its row are, by column. `tried` are the ways to cut the
    lines last time: most tables have columns as wide when they are cut once more."""

    told: tuple[Told, ...]
    cuts: tuple[Cut, ...]
    wide: tuple[bool, ...]
    certain: tuple[bool, ...]
    rows: tuple[Span, ...] = ()
    margins: tuple[tuple[float, ...], ...] = ()
    tried: _Tried | None = None

    def read(self) -> list[Way]:
        """The lines as they are cut."""
        return [way(one.words, cut.ends) for one, cut in zip(self.told, self.cuts, strict=True)]


_Read = tuple[Leaf, Sequence[Way]]
"""A page, and its lines as they are cut."""


def cut_again(
    titles: Sequence[str], leaves: Sequence[Leaf], centred: bool, firm: bool = False
) -> tuple[list[Leaf], TableModel]:
    """The pages of a table with their lines cut by what the cells are, and what was learned;
    `firm` where no number tells the rows."""
    pages = [(leaf, leaf.read()) for leaf in leaves]
    limits = _limits(pages, len(titles))
    model = _model(titles, pages, limits, firm)
    seen = _seen(pages, len(titles))
    widths = _Widths(tuple(limits), _figures(pages, len(titles)))
    return [_page(model, page, widths, centred, seen) for page in pages], model


# --- what the table teaches ----------------------------------------------------------------------


def _limits(pages: Sequence[_Read], count: int) -> list[float]:
    """How wide the columns are: as wide as cells that one blank parts from the next, and wider
    than those that clear white space does."""
    clear: list[list[int]] = [[] for _ in range(count)]
    full: list[list[int]] = [[] for _ in range(count)]
    for leaf, lines in pages:
        for told, one, wide in zip(leaf.told, lines, leaf.wide, strict=True):
            edges = [0, *one.ends, len(told.words)]
            for column, (begin, end) in enumerate(pairwise(edges)):
                if wide or begin == end:
                    continue
                size = ink(one.texts[column]).width
                if not is_clear(told.words, end):
                    full[column].append(size)
                elif is_clear(told.words, begin):
                    clear[column].append(size)
    rough = _by_places([leaf for leaf, _ in pages], count)
    return [
        _limit(sorted(a), sorted(b), size) for a, b, size in zip(clear, full, rough, strict=True)
    ]


def _seen(pages: Sequence[_Read], count: int) -> list[set[str]]:
    """The lines of the cells of each column that have white space on both sides: no single words,
    of which any line may have one."""
    found: list[set[str]] = [set() for _ in range(count)]
    for leaf, lines in pages:
        for told, one, wide in zip(leaf.told, lines, leaf.wide, strict=True):
            edges = [0, *one.ends, len(told.words)]
            for column, (begin, end) in enumerate(pairwise(edges)):
                apart = is_clear(told.words, begin) and is_clear(told.words, end)
                if apart and not wide and end - begin > 1:
                    found[column].add(one.texts[column])
    return found


def _figures(pages: Sequence[_Read], count: int) -> frozenset[int]:
    """The columns whose cells are figures nearly all, as far as white space ends them."""
    found: list[list[bool]] = [[] for _ in range(count)]
    for leaf, lines in pages:
        for told, one, wide in zip(leaf.told, lines, leaf.wide, strict=True):
            edges = [0, *one.ends, len(told.words)]
            for column, (begin, end) in enumerate(pairwise(edges)):
                if begin < end and not wide and is_clear(told.words, end):
                    found[column].append(is_figure(one.texts[column]))
    return frozenset(
        column
        for column, own in enumerate(found)
        if column and len(own) >= _FEW and sum(own) >= _MOST_FIGURES * len(own)
    )


def _by_places(leaves: Sequence[Leaf], count: int) -> list[float]:
    """How wide the columns are by how far their borders are apart."""
    lines = [one for leaf in leaves for one in leaf.told if len(one.path) and one.words]
    edges = [[0.0, *one.path.tolist(), float(one.words[-1].x1)] for one in lines]
    apart = [
        sorted(max(1.0, own[column + 1] - own[column]) for own in edges) for column in range(count)
    ]
    return [_PER_CHAR * sizes[int(_USUAL * (len(sizes) - 1))] if sizes else 1.0 for sizes in apart]


def _limit(clear: Sequence[int], full: Sequence[int], rough: float) -> float:
    """How wide a column is, by its cells and by how far its borders are apart."""
    if len(clear) < _FEWEST:
        return rough
    most = max(_FAR * clear[int(_USUAL * (len(clear) - 1))], _LEAST * rough)
    widest = max((size for size in clear if size <= most), default=most)
    near = [size for size in full if widest - _ROOM <= size <= widest + 2 * _ROOM]
    return max(_LEAST * rough, near[len(near) // 2] if len(near) >= _FEW else widest + _ROOM)


def first_model(titles: Sequence[str], leaves: Sequence[Leaf]) -> TableModel:
    """What is known of the cells of a table whose rows are not."""
    pages = [(leaf, leaf.read()) for leaf in leaves]
    return _model(titles, pages, _limits(pages, len(titles)), True)


def _model(
    titles: Sequence[str], pages: Sequence[_Read], limits: Sequence[float], firm: bool
) -> TableModel:
    """What the cells of the columns are like, as the lines are cut now."""
    read = [lines for _, lines in pages]
    texts = [text for lines in read for one in lines for text in one.texts if text]
    roles = [role_of(title) for title in titles]
    model = TableModel(roles, Background.of(texts), Counter({"": len(texts)}), firm=firm)
    rows = [row for leaf, lines in pages for row in _rows(leaf, lines)]
    model = model.learn(
        (
            FoundCell(column, lines, ("",) * (len(lines) - 1), None, entire)
            for entire, cells in rows
            for column, lines in enumerate(cells)
            if lines and column
        ),
        ((column, False, not lines) for _, cells in rows for column, lines in enumerate(cells)),
    )
    beside = ([text for text in one.texts[1:] if text] for lines in read for one in lines)
    model.count_borders((ink(a), ink(b)) for own in beside for a, b in pairwise(own))
    for column, limit in zip(model.columns, limits, strict=True):
        column.limit, column.reach = limit, limit + _ROOM
    return model


def _rows(leaf: Leaf, lines: Sequence[Way]) -> Iterator[tuple[bool, list[tuple[str, ...]]]]:
    """The rows with more than a title that begin on their page: whether they end there, and the
    lines of each cell."""
    for place, row in enumerate(leaf.rows):
        own = lines[row.start : row.end]
        count = len(own[0].texts) if own else 0
        cells = [tuple(one.texts[k] for one in own if one.texts[k]) for k in range(count)]
        if (row.label is not None or place) and any(cells[2:]):
            yield place + 1 < len(leaf.rows), cells


# --- the best cells ------------------------------------------------------------------------------


def _page(
    model: TableModel,
    page: _Read,
    widths: _Widths,
    centred: bool,
    seen: Sequence[AbstractSet[str]],
) -> Leaf:
    """A page with its lines cut by what the cells are."""
    leaf, before = page
    tried = leaf.tried
    if tried is None or tried.widths != widths:
        tried = _Tried(widths, tuple(_every(leaf, before, widths)))
    every = tried.every
    chosen: list[Way] = list(before)
    margins = [(_SURE,) * len(model.columns)] * len(before)
    for place, row in enumerate(leaf.rows):
        own = every[row.start : row.end]
        part = _Ends(row.label is None and place == 0, place + 1 == len(leaf.rows))
        if any(len(one) > 1 for one in own):
            found = _RowSearch(model, centred, part, seen).best(own)
            chosen[row.start : row.end] = found.taken
            margins[row.start : row.end] = [found.margins] * len(own)
        else:
            chosen[row.start : row.end] = [one[0] for one in own]
    cuts = tuple(Cut(one.ends) for one in chosen)
    return replace(leaf, cuts=cuts, margins=tuple(margins), tried=tried)


def _every(leaf: Leaf, before: Sequence[Way], widths: _Widths) -> Iterator[Sequence[Way]]:
    """The ways to cut each line of a page; of those that are certain, as they are cut."""
    for told, old, certain in zip(leaf.told, before, leaf.certain, strict=True):
        if certain or not told.words:
            yield [old]
        else:
            yield ways(told, widths.limits, widths.figures) or [old]


@dataclass(frozen=True, slots=True)
class _Ends:
    """Whether a row began on the page before, and may go on on the next one."""

    top: bool
    bottom: bool


_Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """The lines of a row read so far: how good, the lines of each cell, the ways taken; and how
    much worse the next best cell of each column is."""

    score: float
    cells: _Cells
    taken: tuple[Way, ...]
    margins: tuple[float, ...]


class _RowSearch:
    """The search for the best cells of one row: line by line, the best readings kept."""

    def __init__(
        self, model: TableModel, centred: bool, part: _Ends, seen: Sequence[AbstractSet[str]]
    ) -> None:
        self.model = model
        self.seen = seen
        self.centred = centred
        self.part = part
        self.columns = range(1, len(model.columns))
        self._known: dict[tuple[int, str, str], float] = {}
        self._whole_known: dict[tuple[int, tuple[str, ...]], float] = {}

    def best(self, lines: Sequence[Sequence[Way]]) -> _Reading:
        """The best way for each line of the row."""
        count = len(self.model.columns)
        readings = [_Reading(0.0, ((),) * count, (), (_SURE,) * count)]
        for place, every in enumerate(lines):
            readings = self._next(readings, every, not place)
        ended = [replace(one, score=one.score + self._whole(one.cells)) for one in readings]
        best = max(ended, key=lambda one: one.score)
        margins = list(best.margins)
        for other in ended:
            _lower(margins, best.score - other.score, best.cells, other.cells)
        return replace(best, margins=tuple(margins))

    def _next(
        self, readings: Sequence[_Reading], every: Sequence[Way], first: bool
    ) -> list[_Reading]:
        """The readings with one more line, the best of those that leave its cells alike."""
        found: dict[tuple[str, ...], list[tuple[float, _Reading, Way]]] = {}
        cells: dict[tuple[int, str], int] = {}
        for one in every:
            for cell in one.filled:
                cells.setdefault(cell, len(cells))
        fits = [self.model.line(column, ink(text), True) for column, text in cells]
        told = []
        for one in every:
            places = [cells[cell] for cell in one.filled]
            told.append((self._own(one, [fits[place] for place in places]), one, places))
        pairs = _Pairs(self, cells, first)
        for reading in readings:
            lasts = [cell[-1] if cell else "" for cell in reading.cells]
            goes_on = pairs.behind(lasts)
            for own, one, places in told:
                score = sum([goes_on[place] for place in places], reading.score + own)
                after = list(lasts)
                for column, text in one.filled:
                    after[column] = text
                found.setdefault(tuple(after), []).append((score, reading, one))
        best = sorted(found.values(), key=lambda alike: -max([one[0] for one in alike]))[:_BEAM]
        return [_best_of(alike) for alike in best]

    def _own(self, one: Way, fits: Sequence[float]) -> float:
        """How well a line's cells fit their columns by themselves; `fits` is what the words of
        each cell tell."""
        score = one.score
        if one.texts[0] and not may_be_number(one.texts[0]):
            score += _NO_LABEL
        score += _SEEN * sum(text in own for text, own in zip(one.texts, self.seen, strict=True))
        return score + sum(fits)

    def pair(self, column: int, above: str, text: str, first: bool) -> float:
        """How well a line goes on with the one above it in its cell, or begins the cell."""
        if not above and first and self.part.top:
            return 0.0
        key = (column, above, text)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._fit(column, above, text)
        late = not (above or first or self.centred)
        return known + _LATE if late else known

    def _fit(self, column: int, above: str, text: str) -> float:
        if not above:
            return self.model.start(column, ink(text))
        one, other = ink(above), ink(text)
        return self.model.join(one, other) + self.model.wrap(column, one, other)

    def _whole(self, cells: _Cells) -> float:
        """How well the cells of a row that stands on one page are whole ones."""
        if self.part.top or self.part.bottom:
            return 0.0
        return sum([self._whole_cell(column, cells[column]) for column in self.columns])

    def _whole_cell(self, column: int, lines: tuple[str, ...]) -> float:
        known = self._whole_known.get((column, lines))
        if known is None:
            known = self._whole_known[column, lines] = (
                self.model.filled(column, False) + self.model.finish(column, whole(lines))
                if lines
                else self.model.blank(column, False)
            )
        return known


class _Pairs:
    """How well the cells that a line may have go on with the lines above it: readings of a row
    have many of these in common, so each column is asked once for each."""

    def __init__(
        self, search: _RowSearch, cells: Mapping[tuple[int, str], int], first: bool
    ) -> None:
        self.search = search
        self.first = first
        self.count = len(cells)
        self.own: dict[int, list[tuple[int, str]]] = {}
        for (column, text), place in cells.items():
            self.own.setdefault(column, []).append((place, text))
        self.known: dict[tuple[int, str], list[tuple[int, float]]] = {}

    def behind(self, lasts: Sequence[str]) -> list[float]:
        """Of each cell, by its place, how well it goes on with the last line of its column."""
        found = [0.0] * self.count
        for column, own in self.own.items():
            above = lasts[column]
            scores = self.known.get((column, above))
            if scores is None:
                scores = self.known[column, above] = [
                    (place, self.search.pair(column, above, text, self.first))
                    for place, text in own
                ]
            for place, score in scores:
                found[place] = score
        return found


def _best_of(alike: Sequence[tuple[float, _Reading, Way]]) -> _Reading:
    """The best of readings that leave the cells of a row alike."""
    ordered = sorted(alike, key=lambda entry: -entry[0])
    score, reading, one = ordered[0]
    cells = _with(reading.cells, one)
    margins = list(reading.margins)
    for other_score, other, way_on in ordered[1:]:
        worse = score - other_score
        if worse >= _SURE:
            break
        if any(margin > worse for margin in margins):
            _lower(margins, worse, cells, _with(other.cells, way_on))
    return _Reading(score, cells, (*reading.taken, one), tuple(margins))


def _with(cells: _Cells, one: Way) -> _Cells:
    """The lines of the cells of a row with one more line."""
    return tuple(
        [(*cell, text) if text else cell for cell, text in zip(cells, one.texts, strict=True)]
    )


def _lower(margins: list[float], worse: float, best: _Cells, other: _Cells) -> None:
    """Put how much worse a further reading is at the cells in which it is another one."""
    for column, margin in enumerate(margins):
        if worse < margin and best[column] != other[column]:
            margins[column] = worse
