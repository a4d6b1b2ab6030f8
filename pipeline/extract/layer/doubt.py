"""How likely it is that a cell of a divided row is wrong.

How much worse the next best division is tells most of it, but not all: what was learned from rows
that were divided wrongly makes the next ones look sure. So it counts too how well the cell itself
reads in its column, how well the worst cell of the row does, and whether a sentence is cut. What
each tells was measured (weights.toml).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log1p

from pipeline.extract.layer.crowded import cut_cells
from pipeline.extract.layer.ground import clip
from pipeline.extract.layer.model import TableModel
from pipeline.extract.layer.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.strips import Division, LineRun, together
from pipeline.extract.layer.words import ink


def doubts_of(model: TableModel, row: UndividedRow, division: Division) -> tuple[float, ...]:
    """Per column how much likelier its cell is wrong than a cell that is just sure enough
    (log odds): above 0 it is in doubt."""
    weights, heading = model.weights.doubt, row.style in HEADING_STYLES
    cells = [[run for run in runs if run] for runs in division.cells]
    fits = [_fit(model, column, runs, heading) for column, runs in enumerate(cells)]
    lines = [sum(run.count for run in runs) for runs in cells]
    cut = cut_cells(division)
    common = weights.base - weights.heading * heading
    common += weights.few * max(0.0, 1.0 - model.columns[0].cells / weights.few_rows)
    common -= weights.worst * clip(min(fits), weights.worst_low, weights.worst_high)
    found = []
    for column, (margin, fit) in enumerate(zip(division.margins, fits, strict=True)):
        per_line = clip(fit / max(1, lines[column]), weights.fit_low, weights.fit_high)
        odds = common + weights.cut * (column in cut) + weights.filled * bool(cells[column])
        odds -= weights.margin * log1p(clip(margin, 0.0, weights.margin_high))
        found.append(odds - weights.fit * per_line)
    return tuple(found)


def _fit(model: TableModel, column: int, runs: Sequence[LineRun], heading: bool) -> float:
    """How well a cell fits its column: its lines, how it begins, how it ends."""
    if not runs:
        return model.blank(column, heading)
    free = heading and column == 0
    score = model.start(column, runs[0].head) + model.finish(column, together(tuple(runs)))
    return score + sum(_line_scores(model, column, runs, free))


def _line_scores(
    model: TableModel, column: int, runs: Sequence[LineRun], free: bool
) -> Iterator[float]:
    inks = [ink(line) for run in runs for line in run.lines]
    signs = [sign for run in runs for sign in (None, *run.signs)][1:]
    yield from (model.line(column, one, free) for one in inks)
    for (one, other), sign in zip(pairwise(inks), signs, strict=True):
        yield model.join(one, other) + (0.0 if free else model.wrap(column, one, other))
        yield 0.0 if sign is None else model.inside(sign)
