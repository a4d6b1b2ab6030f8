"""One table of a text layer: from its pieces to divided rows.

The model of the columns is learned on the rows that stand on one page, the most telling ones, in
passes of growing size; then every row is divided. Points of a list (`(1) …`, `a) …`) are rows of
their own where that explains their lines better than one cell does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from itertools import compress, pairwise, takewhile
from math import inf

from pipeline.extract.layer.breaks import met_again
from pipeline.extract.layer.crowded import deadlines, hold_rows, is_crowded, usual_height
from pipeline.extract.layer.cycle import measured, rows_of
from pipeline.extract.layer.doubt import Signs, odds_of, signs_of
from pipeline.extract.layer.early import EarlyStart, early_starts
from pipeline.extract.layer.ending import before_prose, heads_annex
from pipeline.extract.layer.first_model import first_model, limit_first, limit_others
from pipeline.extract.layer.ground import Background
from pipeline.extract.layer.headers import HeaderPieces
from pipeline.extract.layer.homes import (
    in_order,
    led,
    lost_dashes,
    moved_home,
    odds_in_order,
    with_own_dashes,
)
from pipeline.extract.layer.lines import LinePiece
from pipeline.extract.layer.model import TableModel
from pipeline.extract.layer.points import split_points
from pipeline.extract.layer.resumed import with_rows_apart
from pipeline.extract.layer.rows import (
    HEADING_STYLES,
    UndividedRow,
    cut_rows,
    find_labels,
    parts_of,
)
from pipeline.extract.layer.segment import Divided, divide_rows
from pipeline.extract.layer.strips import Division, borders, found_cells, pieces_used
from pipeline.extract.layer.unwrapped import page_width
from pipeline.extract.layer.weights import WEIGHTS, Weights
from pipeline.extract.layer.words import Role
from pipeline.frozen import dataclass

_PASSES = (20, 40, 80)
_ENOUGH = 8
_LESSONS = (120, 240, 480)
"""Lines to learn from where no number tells the rows, pass by pass."""
_TRIED = 2
"""Passes in which a few rows are learned from to be tried."""
_LONGEST_LINE = 1000
"""Characters of a line that is divided: what it costs grows with their square. The longest that a
page prints has some 250, a row unwrapped into one line about 900."""
_MOST_PAGES = 8
"""Pages of a row that is divided: each at least doubles what its search weighs. A row that is
printed on more than three is hardly one."""
_GAIN = 2.0
"""How much better two rows must read where the second one begins on the page before its number."""
_LONGEST_ROW = 160
_LONGEST_LESSON = 40

_AT_ONCE = 4000
"""Lines of rows that are divided side by side."""
_STEPS, _FEWEST_STEPS = 24, 300_000
"""Steps of the search for each character of a text, for dividing and again for learning, and for
the shortest text. Of the layouts for learning most take 1 to 4, the narrowest 13 and 22."""


@dataclass(frozen=True, slots=True)
class DividedRow:
    """A row and its best division; None where it has no lines, or too many to be one, or where
    the steps of the text were used up (`over`).

    `after` are the pieces behind the end of the table, `signs` what tells that a cell is wrong,
    `doubts` how likely it is (log odds over what is sure enough; both only where rows were divided
    for good).
    """

    row: UndividedRow
    division: Division | None
    after: tuple[LinePiece, ...] = ()
    over: bool = False
    signs: tuple[Signs, ...] = ()
    doubts: tuple[float, ...] = ()


_Kept = list[tuple[UndividedRow, UndividedRow]]
"""Rows, each with what of it may be divided."""


@dataclass(slots=True)
class Budget:
    """How many steps are left for dividing the rows of a text, and for learning from them.

    Steps are counted, not seconds, so that a text reads the same on every machine."""

    dividing: int
    learning: int

    @classmethod
    def of(cls, chars: int) -> Budget:
        """As many steps as a text of so many characters may take."""
        return cls(_FEWEST_STEPS + _STEPS * chars, _FEWEST_STEPS + _STEPS * chars)


def divide_table(
    header: HeaderPieces,
    pieces: Sequence[LinePiece],
    ground: Background,
    budget: Budget,
    inside: int = 0,
    weights: Weights = WEIGHTS,
) -> tuple[list[LinePiece], list[DividedRow]]:
    """The pieces before the first row, and the rows of a table with their cells; lines before line
    `inside`, where its header is printed for the last time, cannot stand behind the table."""
    labels = find_labels(pieces, weights.label) if header.counts else []
    if not labels and not (hold_rows(pieces) if header.counts else pieces):
        return list(pieces), []
    if not labels:
        return divide_uncounted(header, pieces, [], ground, budget, inside, weights)
    before = list(pieces[: labels[0].index])
    rows = cut_rows(pieces, labels)
    if holds_several(before, rows):
        return divide_uncounted(header, before, rows, ground, budget, inside, weights)
    model = _learned(header, rows, ground, budget, weights)
    rows = [point for row in rows for point in _points(model, row, budget)]
    model, _ = _learn(model, _sample(rows, _PASSES[-1]), budget)
    return before, _divided(model, rows, budget)


def try_rows(
    header: HeaderPieces,
    rows: Sequence[UndividedRow],
    some: Sequence[UndividedRow],
    ground: Background,
    weights: Weights,
) -> list[tuple[UndividedRow, Division | None]]:
    """Some rows of a table, divided by what they teach themselves: quickly, and not as well as by
    what the whole table teaches."""
    model, budget = first_model(header, rows, ground, False, weights), Budget.of(0)
    for _ in range(_TRIED):
        model, _ = _learn(model, some, budget)
    return [(row.row, row.division) for row in _tried(model, some, budget)]


def holds_several(before: Sequence[LinePiece], rows: Sequence[UndividedRow]) -> bool:
    """Whether lines before the first label, or of any row, are those of several rows."""
    return hold_rows(before) or bool(_several(rows))


def _several(rows: Sequence[UndividedRow]) -> list[UndividedRow]:
    """The rows that hold several, and do so even where they are parted at the points of a list."""
    usual = usual_height(rows)
    crowded = [row for row in rows if _hold(row, usual)]
    return [row for row in crowded if any(_hold(part, usual) for part in split_points(row))]


def _hold(row: UndividedRow, usual: float) -> bool:
    """Whether a row holds several. Many lines alone tell nothing of the last one: they may be
    prose."""
    return hold_rows(_flat(row)) if row.tail else is_crowded(row, usual)


def divide_uncounted(
    header: HeaderPieces,
    before: Sequence[LinePiece],
    rows: Sequence[UndividedRow],
    ground: Background,
    budget: Budget,
    inside: int,
    weights: Weights,
) -> tuple[list[LinePiece], list[DividedRow]]:
    """The same for a table of which not every row carries a number: what stands before the first
    number and after each is divided into rows by what its cells are."""
    if hold_rows(before) or not header.counts:
        rows, before = [UndividedRow((), "", parts_of(before), tail=not rows), *rows], []
    # Of a table without numbers no deadline tells the end: it may have none.
    far = inside if header.counts else max(piece.line for row in rows for piece in _flat(row))
    crowded = _several(rows)
    counted = [row for row in rows if row not in crowded and row.style not in HEADING_STYLES]
    stretches = rows if len(counted) < _ENOUGH else [row for row in rows if row not in counted]
    if len(counted) >= _ENOUGH:
        model = _learned(header, counted, ground, budget, weights)
    else:
        lessons = [_before_heading(row, far) for row in stretches]
        model = _uncounted_model(header, lessons, ground, budget, inside, weights)
    found: list[UndividedRow] = []
    behind: tuple[LinePiece, ...] = ()
    told = [_before_heading(row, far) for row in rows if row in stretches]
    parted = zip(told, rows_of(model, told, inside), strict=True)
    tried = _TriedRows(model, budget)
    for row in rows:
        if row not in stretches:
            found += _points(model, row, budget)
            continue
        kept, (own, left, steps) = next(parted)
        budget.dividing -= steps
        if budget.dividing > 0:
            own = met_again(with_rows_apart(own, tried.scores), model, tried.divisions)
        found += own
        if row.tail:
            behind = (*left, *_flat(row)[_size(kept) :])
    model, _ = _learn(model, _sample(found, _PASSES[-1]), budget)
    *done, last = _divided(model, found, budget)
    return list(before), [*done, replace(last, after=(*last.after, *behind))]


def _before_heading(row: UndividedRow, inside: int) -> UndividedRow:
    """A row up to the heading of another annex; the last one not far beyond its last deadline."""
    parts: list[tuple[LinePiece, ...]] = []
    lines = _flat(row)
    ends = deadlines(lines) if row.tail else []
    behind = lines[min(len(lines) - 1, ends[-1] + _LONGEST_LESSON)].line if ends else inside
    for part in row.parts:
        parts.append(tuple(takewhile(lambda piece: _may_be_in(piece, row, behind, inside), part)))
        if len(parts[-1]) < len(part):
            break
    return replace(row, parts=tuple(parts))


def _may_be_in(piece: LinePiece, row: UndividedRow, behind: int, inside: int) -> bool:
    if heads_annex(piece):
        return False
    return not row.tail or piece.line <= max(behind, inside)


def _uncounted_model(
    header: HeaderPieces,
    stretches: Sequence[UndividedRow],
    ground: Background,
    budget: Budget,
    inside: int,
    weights: Weights,
) -> TableModel:
    """What the rows of stretches teach, in passes: found with what is known, they tell more; and
    twice, once as if no cells shared lines: either reading may be the better one."""
    pieces = [piece for row in stretches for piece in _flat(row)]
    signs = Counter(piece.sign for piece in pieces)
    found = []
    for shares in (False, True):
        model = TableModel(header.roles, ground, signs, shares, weights, firm=True)
        score = 0.0
        limit_first(model, measured(pieces))
        limit_others(model, pieces)
        for count in _LESSONS:
            rows: list[UndividedRow] = []
            for own, _, steps in rows_of(model, list(_some_pages(stretches, count)), inside):
                budget.learning -= steps
                rows += own
            model, score = _learn(model, _sample(rows, count), budget)
            if shares and not model.prints_on_one_line(proven=True):
                break
        else:
            found.append((score, model))
    return max(found, key=lambda one: one[0])[1]


def _some_pages(stretches: Sequence[UndividedRow], lines: int) -> Iterator[UndividedRow]:
    """Pages of stretches, evenly taken, with about so many lines; what shows no page breaks is
    taken as pages of the longest lesson."""
    most = _LESSONS[-1]
    pages = [
        replace(
            row, parts=(part[begin : begin + most],), style="" if number or begin else row.style
        )
        for row in stretches
        for number, part in enumerate(row.parts)
        for begin in range(0, len(part), most)
    ]
    step = max(1, sum(map(_size, pages)) // lines)
    yield from pages[::step]


def _divided(model: TableModel, rows: Sequence[UndividedRow], budget: Budget) -> list[DividedRow]:
    """Rows divided while steps are left, else as they stand."""
    found: list[DividedRow] = []
    for row, (divided, steps) in _each(model, rows, margins=True):
        if budget.dividing <= 0 and not row.tail and _size(row):
            found.append(DividedRow(row, None, over=True))
            continue
        budget.dividing -= steps
        found.append(divided)
    found = _with_early_starts(model, found, budget)
    return _at_home(found, [column.role for column in model.columns])


def _with_early_starts(
    model: TableModel, found: list[DividedRow], budget: Budget
) -> list[DividedRow]:
    """The rows, those that begin above the page break before their number read so where both they
    and the row before read better."""
    offers = [
        offer
        for place, (one, other) in enumerate(pairwise(found))
        if one.division is not None and other.division is not None and budget.dividing > 0
        for offer in early_starts(place, one.row, other.row, _are_sure(one, other))
    ]
    scores = _TriedRows(model, budget).scores([row for offer in offers for row in offer.rows])
    best: dict[int, tuple[float, EarlyStart]] = {}
    for offer, pair in zip(offers, zip(scores[::2], scores[1::2], strict=True), strict=True):
        least = _score(*found[offer.place : offer.place + 2]) + _GAIN
        if sum(pair) > best.get(offer.place, (least, offer))[0]:
            best[offer.place] = sum(pair), offer
    for _, offer in best.values():
        for at, (_, (divided, _)) in enumerate(_each(model, offer.rows, margins=True)):
            found[offer.place + at] = divided
    return found


@dataclass(slots=True)
class _TriedRows:
    """Rows that may be those of a table, each divided once."""

    model: TableModel
    budget: Budget
    known: dict[UndividedRow, Division | None] = field(default_factory=dict)

    def scores(self, rows: Sequence[UndividedRow]) -> list[float]:
        """How well rows read; not at all where they cannot be divided."""
        return [-inf if one is None else one.score for one in self.divisions(rows)]

    def divisions(self, rows: Sequence[UndividedRow]) -> list[Division | None]:
        """How rows are divided; None where they cannot be."""
        new = [row for row in dict.fromkeys(rows) if row not in self.known]
        for row, (divided, steps) in _each(self.model, new) if new else ():
            self.budget.dividing -= steps
            self.known[row] = divided.division
        return [self.known[row] for row in rows]


def _are_sure(*rows: DividedRow) -> bool:
    return not any(odds > 0 for row in rows for odds in row.doubts)


def _score(*rows: DividedRow) -> float:
    """How well rows read together; not at all where one was not divided."""
    return sum(row.division.score if row.division is not None else -inf for row in rows)


def _at_home(rows: Sequence[DividedRow], roles: Sequence[Role]) -> list[DividedRow]:
    """Rows with the cells of items in their own columns, what is in doubt of them beside them."""
    found = list(rows)
    items = [
        (place, row, row.division)
        for place, row in enumerate(rows)
        if row.division is not None and row.row.style not in HEADING_STYLES
    ]
    dashes = lost_dashes([division for _, _, division in items])
    for at, ((place, row, division), columns) in enumerate(zip(items, dashes, strict=True)):
        if columns:
            own = with_own_dashes(row.row, division, columns)
            beside = {one for column in columns for one in (column, column + 1)}
            odds = odds_in_order(row.doubts, range(len(row.doubts)), beside)
            found[place] = replace(row, division=own, doubts=odds)
            items[at] = (place, found[place], own)
    orders = moved_home([division for _, _, division in items], roles)
    for (place, row, division), order in zip(items, orders, strict=True):
        if order != sorted(order):
            doubtful = led(order, roles)
            found[place] = replace(
                row,
                division=in_order(division, order, doubtful),
                signs=tuple(row.signs[at] for at in order),
                doubts=odds_in_order(row.doubts, order, doubtful),
            )
    return found


def _tried(model: TableModel, rows: Sequence[UndividedRow], budget: Budget) -> list[DividedRow]:
    """Rows divided to learn from them; not at all where no steps are left for that."""
    found: list[DividedRow] = []
    for row, (divided, steps) in _each(model, rows):
        if budget.learning <= 0:
            found.append(DividedRow(row, None))
            continue
        budget.learning -= steps
        found.append(divided)
    return found


def _learned(
    header: HeaderPieces,
    rows: Sequence[UndividedRow],
    ground: Background,
    budget: Budget,
    weights: Weights,
) -> TableModel:
    """What the rows teach. Cells of several lines may share their last line with the next cell, as
    some programs print them: that is looked for until a pass finds it nowhere. Where passes find
    it, rows read better so than if it were not looked for."""
    model = first_model(header, rows, ground, True, weights)
    for count in _PASSES[:-1]:
        sample = _sample(rows, count)
        if model.shares and not model.learned:
            telling = _sample(_telling(rows, len(header.names) - 1), count)
            sample = [*sample, *(row for row in telling if row not in sample)]
        model, _ = _learn(model, sample, budget)
        model.shares = model.prints_on_one_line(proven=True)
    return model


def _telling(rows: Sequence[UndividedRow], columns: int) -> list[UndividedRow]:
    """The rows of several lines, but fewer than there are columns: where none of these is blank
    some share a line."""
    return [row for row in rows if row.style not in HEADING_STYLES and 1 < _size(row) < columns]


def _sample(rows: Sequence[UndividedRow], count: int) -> Sequence[UndividedRow]:
    """Up to `count` rows to learn from, evenly taken from those on one page if they are enough."""
    whole = [row for row in rows if len(row.parts) == 1 and not row.tail and _size(row)]
    usable = whole if len(whole) >= _ENOUGH else [row for row in rows if _size(row)]
    usable = [row for row in usable if _size(row) <= _LONGEST_LESSON]
    return usable[:: max(1, len(usable) // count)]


def _size(row: UndividedRow) -> int:
    return sum(map(len, row.parts))


def _learn(
    model: TableModel, rows: Sequence[UndividedRow], budget: Budget
) -> tuple[TableModel, float]:
    """The next model, and how well the rows read under this one."""
    done = [(row.row, row.division) for row in _tried(model, rows, budget)]
    divided = [(row, division) for row, division in done if division is not None]
    plain = [(row, division) for row, division in divided if row.style not in HEADING_STYLES]
    new = model.learn(
        (cell for row, division in plain for cell in found_cells(row, division, model.page_width)),
        (
            (column, row.style in HEADING_STYLES, not any(runs))
            for row, division in divided
            for column, runs in enumerate(division.cells)
        ),
    )
    new.count_borders(pair for _, division in plain for pair in borders(division))
    new.page_width = min(model.page_width, page_width(plain, len(model.columns)))
    return new, sum(division.score for _, division in divided)


def _each(
    model: TableModel, rows: Sequence[UndividedRow], margins: bool = False
) -> Iterator[tuple[UndividedRow, tuple[DividedRow, int]]]:
    """Each row with how it is divided and how many steps that took; some are divided at once, so
    that who has enough does not wait for all."""
    kept = [before_prose(model, row) if row.tail else row for row in rows]
    for some in _portions(list(zip(rows, kept, strict=True))):
        readable = [bool(_size(own)) and not _is_too_long(own) for _, own in some]
        found = iter(divide_rows(model, [own for _, own in compress(some, readable)], margins))
        for (row, own), is_readable in zip(some, readable, strict=True):
            divided = next(found) if is_readable else (None, 0)
            done, steps = _with_rest(row, own, divided)
            if margins and done.division is not None:
                signs = tuple(signs_of(model, own, done.division))
                done = replace(done, signs=signs, doubts=odds_of(signs, model.weights.doubt))
            yield row, (done, steps)


def _portions(rows: _Kept) -> Iterator[_Kept]:
    """Rows with about so many lines together as are divided at once."""
    portion: _Kept = []
    lines = 0
    for row in rows:
        portion.append(row)
        lines += _size(row[1])
        if lines >= _AT_ONCE:
            yield portion
            portion, lines = [], 0
    yield portion


def _with_rest(row: UndividedRow, kept: UndividedRow, divided: Divided) -> tuple[DividedRow, int]:
    """A row as it was divided, with what stands behind it."""
    division, steps = divided
    if not row.tail:
        return DividedRow(row, division), steps
    used = 0 if division is None else pieces_used(kept, division)
    return DividedRow(kept, division, _flat(row)[used:]), steps


def _is_too_long(row: UndividedRow) -> bool:
    """Whether a row has more lines than one has, or stands on more pages or has a longer line than
    can be divided in time."""
    if _size(row) > _LONGEST_ROW or len(row.parts) > _MOST_PAGES:
        return True
    return any(len(piece.text) > _LONGEST_LINE for piece in _flat(row))


def _flat(row: UndividedRow) -> tuple[LinePiece, ...]:
    return tuple(piece for part in row.parts for piece in part)


def _points(model: TableModel, row: UndividedRow, budget: Budget) -> list[UndividedRow]:
    """The row, or the rows of its points where they have cells of their own."""
    points = split_points(row)
    if len(points) <= 1:
        return [row]
    apart = [point.division for point in _tried(model, points, budget)]
    scores = [division.score for division in apart if division is not None]
    lacking = len([point for point in points if _size(point)]) - len(scores)
    if _is_too_long(row) and lacking < len(scores):
        return points  # it has no cells as a whole
    if lacking:
        return [row]
    whole = _tried(model, [row], budget)[0].division
    cost = model.weights.search.point * len(points)
    if whole is None or sum(scores) - cost > whole.score:
        return points
    return [row]
