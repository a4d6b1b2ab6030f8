"""How likely it is that a cell of a divided row is wrong.

How much worse the next best division is tells most of it, but not all: what was learned from rows
that were divided wrongly makes the next ones look sure. So other signs are counted beside it, those
above all that do not depend on what was learned: how many names of the header are known, whether
the words on both sides of a border go on in the document at large, whether a column that is hardly
ever blank is. What each tells was measured (weights.toml, benchmarks/layer_doubts.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log1p
from typing import NamedTuple

from pipeline.extract.layer.ground import clip
from pipeline.extract.layer.model import TableModel
from pipeline.extract.layer.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.strips import Division, LineRun, is_unwrapped, together
from pipeline.extract.layer.weights import Doubt
from pipeline.extract.layer.words import OTHER, ink

_SUREST = 30.0
"""How much worse the next best division is at most: none is surer than that."""
_WORST, _BEST = -10.0, 3.0
"""Bounds of how well the worst cell of a row reads: beyond them nothing more is told."""
_ENOUGH = 20
"""Rows from which on a table teaches enough."""
_STRANGE = 6.0
"""The most that a blank cell tells in a column that is never blank (log odds)."""


class Signs(NamedTuple):
    """What tells that a cell is wrong; each is 0 or more, and the higher the likelier it is."""

    near: float
    """How near the next best division is that gives the cell other lines, in logarithms."""
    poor: float
    """How badly the worst cell of the row reads in its column."""
    untaught: float
    """How little is known of the columns: the share of those whose names say nothing of their
    cells, where no row has taught anything; 0 from `_ENOUGH` rows on."""
    missing: float
    """How seldom its column is blank, where the cell is."""
    goes_on: float
    """How well the words across its borders follow each other elsewhere in the document."""
    lower: float
    """Whether it begins in lower case."""
    filled: float
    """Whether it has any text."""


def odds_of(signs: Sequence[Signs], weights: Doubt) -> tuple[float, ...]:
    """How much likelier each cell is wrong than one that is just sure enough (log odds): above 0
    it is in doubt."""
    return tuple(
        weights.base + sum(getattr(weights, name) * sign for name, sign in own._asdict().items())
        for own in signs
    )


def signs_of(model: TableModel, row: UndividedRow, division: Division) -> Iterator[Signs]:
    """The signs of the cell of each column."""
    heading = row.style in HEADING_STYLES
    cells = [[run for run in runs if run] for runs in division.cells]
    worst = min(_fit(model, column, runs, row) for column, runs in enumerate(cells))
    poor = _BEST - clip(worst, _WORST, _BEST)
    few = max(0.0, 1.0 - model.columns[0].cells / _ENOUGH)
    untaught = few * sum(own.role == OTHER for own in model.columns) / len(cells)
    across = _across(model, division)
    for column, (margin, runs) in enumerate(zip(division.margins, cells, strict=True)):
        near = log1p(_SUREST) - log1p(clip(margin, 0.0, _SUREST))
        missing = 0.0 if runs else min(_STRANGE, -model.blank(column, heading))
        lower = bool(runs) and runs[0].head.begin == "lower"
        yield Signs(near, poor, untaught, missing, across[column], lower, bool(runs))


def _across(model: TableModel, division: Division) -> list[float]:
    """Per column how well the words across the borders of its cell follow each other."""
    found = [0.0] * len(division.cells)
    for part in range(len(division.ends)):
        runs = [(at, run) for at, cell in enumerate(division.cells) if (run := cell[part])]
        for (left, one), (right, other) in pairwise(runs):
            on_one_line = one.until is not None
            told = max(0.0, model.across(one.tail, other.head, on_one_line))
            found[left], found[right] = max(found[left], told), max(found[right], told)
    return found


def _fit(model: TableModel, column: int, runs: Sequence[LineRun], row: UndividedRow) -> float:
    """How well a cell fits its column: its lines, how it begins, how it ends. The title of a
    heading may have any width, and so may a cell that the program did not wrap."""
    heading = row.style in HEADING_STYLES
    if not runs:
        return model.blank(column, heading)
    free = (heading and column == 0) or is_unwrapped(row, runs[0], model.page_width)
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
