"""One table of a text layer: from its pieces to divided rows.

The model of the columns is learned on the rows that stand on one page, the most telling ones, in
passes of growing size; then every row is divided. Points of a list (`(1) …`, `a) …`) are rows of
their own where that explains their lines better than one cell does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile, zip_longest

from pipeline.extract.layer.columns.ending import heads_annex
from pipeline.extract.layer.columns.first_model import first_model, limit_first, limit_others
from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.columns.strips import Division, borders, found_cells
from pipeline.extract.layer.columns.unwrapped import page_width
from pipeline.extract.layer.figures.figure_lines import numbered_rows
from pipeline.extract.layer.figures.figure_rows import FigureRows, figure_rows
from pipeline.extract.layer.figures.set_apart import with_figures_apart
from pipeline.extract.layer.lines.lines import SAME_LINE, LinePiece
from pipeline.extract.layer.names.headers import HeaderPieces
from pipeline.extract.layer.numbered.crowded import deadlines, hold_rows, is_crowded, usual_height
from pipeline.extract.layer.numbered.points import split_points
from pipeline.extract.layer.numbered.resumed import with_rows_apart
from pipeline.extract.layer.numbered.rows import (
    HEADING_STYLES,
    UndividedRow,
    find_labels,
    parts_of,
)
from pipeline.extract.layer.search.dividing import (
    Budget,
    DividedRow,
    TriedRows,
    divide_all,
    is_too_long,
    try_all,
)
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.weights import WEIGHTS, Weights
from pipeline.extract.layer.uncounted.breaks import met_again
from pipeline.extract.layer.uncounted.cycle import measured, rows_of
from pipeline.writing.labels import FIRST_LABELS, parse_label

_PASSES = (20, 40, 80)
_ENOUGH = 8
_LESSONS = (120, 240, 480)
"""Lines to learn from where no number tells the rows, pass by pass."""
_TRIED = 2
"""Passes in which a few rows are learned from to be tried."""
_LONGEST_LESSON = 40


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
    told = FigureRows() if header.counts else figure_rows(pieces, header.titles[1:])
    if told.rows and header.figures:
        return [], _divide_told(header, told, ground, budget, weights)
    labels = find_labels(pieces, weights.label) if header.counts else []
    if not labels and not (hold_rows(pieces) if header.counts else pieces):
        return list(pieces), []
    if not labels:
        return divide_uncounted(header, pieces, [], ground, budget, inside, weights)
    before, rows = numbered_rows(pieces, labels)
    if holds_several(before, rows):
        return divide_uncounted(header, before, rows, ground, budget, inside, weights)
    rows = with_figures_apart(rows, header)
    model = _learned(header, rows, ground, budget, weights)
    rows = [point for row in rows for point in _points(model, row, budget)]
    model, _ = _learn(model, _sample(rows, _PASSES[-1]), budget)
    return before, divide_all(model, rows, budget)


def _divide_told(
    header: HeaderPieces, told: FigureRows, ground: Background, budget: Budget, weights: Weights
) -> list[DividedRow]:
    """The rows of a table without a column of numbers that its figures tell."""
    rows = with_figures_apart(told.rows, header)
    model = _learned(header, rows, ground, budget, weights)
    model, _ = _learn(model, _sample(rows, _PASSES[-1]), budget)
    *done, last = divide_all(model, rows, budget)
    return [*done, replace(last, after=(*last.after, *told.behind))]


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
    return [(row.row, row.division) for row in try_all(model, some, budget)]


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
    return hold_rows(row.pieces) if row.tail else is_crowded(row, usual)


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
    far = inside if header.counts else max(piece.line for row in rows for piece in row.pieces)
    crowded = _several(rows)
    counted = [row for row in rows if row not in crowded and row.style not in HEADING_STYLES]
    stretches = rows if len(counted) < _ENOUGH else [row for row in rows if row not in counted]
    if len(counted) >= _ENOUGH:
        model = _learned(header, counted, ground, budget, weights)
    else:
        lessons = [_before_heading(row, far) for row in stretches]
        model = _uncounted_model(header, lessons, ground, budget, inside, weights)
    found: list[UndividedRow] = []
    behind: dict[int, tuple[LinePiece, ...]] = {}
    told = [
        _before_heading(row, far) if row.tail or _begins(below) else row
        for row, below in zip_longest(rows, rows[1:])
        if row in stretches
    ]
    parted = zip(told, rows_of(model, told, inside), strict=True)
    tried = TriedRows(model, budget)
    for row in rows:
        if row not in stretches:
            found += _points(model, row, budget)
            continue
        kept, (own, left, steps) = next(parted)
        budget.dividing -= steps
        if budget.dividing > 0:
            own = met_again(with_rows_apart(own, tried.scores), model, tried.divisions)
        found += own
        behind[len(found) - 1] = (*left, *row.pieces[kept.height :])
    model, _ = _learn(model, _sample(found, _PASSES[-1]), budget)
    done = [
        replace(row, after=(*row.after, *behind.get(place, ())))
        for place, row in enumerate(divide_all(model, found, budget))
    ]
    return list(before), done


def _begins(row: UndividedRow | None) -> bool:
    """Whether a row has the first number of some: above it the heading of an annex may stand that
    ends what was counted before. Where rows count on one is a cell that reads like it."""
    return row is not None and parse_label(row.text) in FIRST_LABELS


def _before_heading(row: UndividedRow, inside: int) -> UndividedRow:
    """A row up to the heading of another annex; the last one not far beyond its last deadline."""
    parts: list[tuple[LinePiece, ...]] = []
    lines = row.pieces
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
    pieces = [piece for row in stretches for piece in row.pieces]
    signs = Counter(piece.sign for piece in pieces)
    found = []
    for shares in (False, True):
        model = TableModel(header.roles, ground, signs, shares, weights, firm=True)
        score = 0.0
        limit_first(model, measured(pieces))
        limit_others(model, pieces)
        for count in _LESSONS:
            rows: list[UndividedRow] = []
            for own, _, steps in rows_of(model, list(pages_to_learn(stretches, count)), inside):
                budget.learning -= steps
                rows += own
            model, score = _learn(model, _sample(rows, count), budget)
            if shares and not model.prints_on_one_line(proven=True):
                break
        else:
            found.append((score, model))
    return max(found, key=lambda one: one[0])[1]


def pages_to_learn(stretches: Sequence[UndividedRow], lines: int) -> Iterator[UndividedRow]:
    """Pages of stretches, evenly taken, with about so many lines; what shows no page breaks is
    taken as pages of the longest lesson. A table may end on the last page of its stretch alone:
    of rows that are not known yet any page seems to hold few."""
    most = _LESSONS[-1]
    pages = [
        replace(
            row,
            parts=(part[begin : begin + most],),
            style="" if number or begin else row.style,
            tail=row.tail and number + 1 == len(row.parts) and begin + most >= len(part),
        )
        for row in stretches
        for number, part in enumerate(row.parts)
        for begin in range(0, len(part), most)
    ]
    every = max(1, sum(page.height for page in pages) // lines)
    seen = taken = 0
    for page in pages:
        seen += page.height
        if every * taken < seen:
            taken += page.height
            yield page


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
    some share a line, which figures set apart from each other do."""
    return [row for row in rows if row.style not in HEADING_STYLES and 1 < _lines(row) < columns]


def _lines(row: UndividedRow) -> int:
    """How many printed lines a row has: what was set apart stands on one."""
    return sum(piece.sign != SAME_LINE for piece in row.pieces)


def _sample(rows: Sequence[UndividedRow], count: int) -> Sequence[UndividedRow]:
    """Up to `count` rows to learn from, evenly taken from those on one page if they are enough."""
    whole = [row for row in rows if len(row.parts) == 1 and not row.tail and row.height]
    usable = whole if len(whole) >= _ENOUGH else [row for row in rows if row.height]
    usable = [row for row in usable if row.height <= _LONGEST_LESSON]
    return usable[:: max(1, len(usable) // count)]


def _learn(
    model: TableModel, rows: Sequence[UndividedRow], budget: Budget
) -> tuple[TableModel, float]:
    """The next model, and how well the rows read under this one."""
    done = [(row.row, row.division) for row in try_all(model, rows, budget)]
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


def _points(model: TableModel, row: UndividedRow, budget: Budget) -> list[UndividedRow]:
    """The row, or the rows of its points where they have cells of their own."""
    points = split_points(row)
    if len(points) <= 1:
        return [row]
    apart = [point.division for point in try_all(model, points, budget)]
    scores = [division.score for division in apart if division is not None]
    lacking = len([point for point in points if point.height]) - len(scores)
    if is_too_long(row) and lacking < len(scores):
        return points  # it has no cells as a whole
    if lacking:
        return [row]
    whole = try_all(model, [row], budget)[0].division
    cost = model.weights.search.point * len(points)
    if whole is None or sum(scores) - cost > whole.score:
        return points
    return [row]
