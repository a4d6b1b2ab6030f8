"""The best division of a row's lines into cells, and how far it is from the next best ones.

Cells follow each other from left to right, and again on each page that the row goes on to. A cell
begins at the start of a line, or inside one: cells whose lines stand at one height are often
printed on one line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from pipeline.extract.layer.alone import NEVER, AloneSearch, Found
from pipeline.extract.layer.batch import RowBatch, RowKinds
from pipeline.extract.layer.catalogue import catalogue_of
from pipeline.extract.layer.figures import figures_of
from pipeline.extract.layer.fits import RowFit
from pipeline.extract.layer.model import TableModel
from pipeline.extract.layer.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.scoring import scoring_of
from pipeline.extract.layer.shared import Positions, Runs, SharedSearch
from pipeline.extract.layer.strips import Division, strip_of

_LAST_RESORT = -200.0
"""The score at which the search ends."""
_State = TypeVar("_State")
_Taken = TypeVar("_Taken")
Divided = tuple[Division | None, int]
"""A row's division, None where it has no lines or none is possible, and how many steps it took."""
_Layer = dict[_State, tuple[float, _State, _Taken]]
"""The states after a column: the score of the best way there, the state before, what it takes."""


def divide_rows(
    model: TableModel, rows: Sequence[UndividedRow], margins: bool = True, despair: int = 1
) -> list[Divided]:
    """The best division of each of some rows under a model.

    Without `margins` the next best readings are not looked for. `despair` times as hopeless runs
    as usual are looked at, more where a row has no division so.
    """
    alone = [row for row in rows if len(row.parts) == 1]
    found = iter(_on_one_page(model, alone, margins, despair) if alone else ())
    return [next(found) if len(row.parts) == 1 else divide_row(model, row, margins) for row in rows]


def _on_one_page(
    model: TableModel, rows: Sequence[UndividedRow], margins: bool, despair: int
) -> list[Divided]:
    catalogue, hopeless = catalogue_of(model.ground), despair * model.weights.search.hopeless
    kinds = RowKinds(
        np.array([row.style in HEADING_STYLES for row in rows]),
        np.array([row.tail for row in rows]),
    )
    figures = [figures_of(strip_of(row.parts[0], False), catalogue) for row in rows]
    batch = RowBatch(figures, kinds, catalogue, model.prints_on_one_line(False))
    search = AloneSearch(batch, scoring_of(model), hopeless)
    divided = [
        (None if one is None else _alone(one), steps)
        for one, steps in zip(search.divide(margins), search.steps.tolist(), strict=True)
    ]
    again = [place for place, (division, _) in enumerate(divided) if division is None]
    if again and hopeless > _LAST_RESORT:
        more = _on_one_page(model, [rows[place] for place in again], margins, 4 * despair)
        for place, (division, steps) in zip(again, more, strict=True):
            divided[place] = division, steps + divided[place][1]
    return divided


def _alone(found: Found) -> Division:
    others = [(score, (run,)) for score, run in zip(found.other_scores, found.others, strict=True)]
    return _division([(run,) for run in found.runs], found.score, others, (found.end,))


def divide_row(
    model: TableModel, row: UndividedRow, margins: bool = True, despair: int = 1
) -> Divided:
    """The best division of a row that stands on several pages."""
    fit = RowFit(model, row, despair * model.weights.search.hopeless)
    division, steps = _on_several(fit, margins)
    steps += fit.steps
    if division is None and fit.hopeless > _LAST_RESORT:
        division, more = divide_row(model, row, margins, 4 * despair)
        steps += more
    return division, steps


def _on_several(fit: RowFit, margins: bool) -> tuple[Division | None, int]:
    search = SharedSearch(fit, keep=margins)
    layers = search.forward()
    finals = _finals(layers[-1], lambda state: _tail(fit, state[0]))
    if not finals:
        return None, search.steps
    best, cells = _best_way(layers, finals)
    others = search.next_best(finals, layers, cells) if margins else []
    return _division(cells, finals[best], others, best[0]), search.steps


def _finals(layer: _Layer[_State, _Taken], tail: Callable[[_State], float]) -> dict[_State, float]:
    """The states in which a row may end, with the score of the whole row."""
    return {
        state: score + left
        for state, (score, _, _) in layer.items()
        if (left := tail(state)) > NEVER
    }


def _best_way(
    layers: Sequence[_Layer[_State, _Taken]], finals: Mapping[_State, float]
) -> tuple[_State, list[_Taken]]:
    """The best of the states at the end, and what each column takes on the best way to it."""
    best = state = max(finals, key=lambda one: finals[one])
    cells: list[_Taken] = []
    for layer in layers[:0:-1]:
        _, state, taken = layer[state]
        cells.append(taken)
    return best, cells[::-1]


def _division(
    cells: Sequence[Runs], best: float, others: Sequence[tuple[float, Runs]], ends: Positions
) -> Division:
    return Division(
        tuple(cells),
        tuple([best - score for score, _ in others]),
        tuple([" ".join(line for run in runs if run for line in run.lines) for _, runs in others]),
        best,
        ends,
    )


def _tail(fit: RowFit, ends: Positions) -> float:
    """What the lines that no cell takes cost: none may be left but after the table."""
    strips = fit.strips
    left = [part for part, end in enumerate(ends) if end < strips[part].end]
    if not left:
        return 0.0
    if not fit.row.tail or any(ends[part] for part in left[1:]):
        return NEVER
    first = left[0]
    if any(ends[part] for part in range(first + 1, len(ends))):
        return NEVER
    index, offset = strips[first].at[ends[first]]
    if offset:
        return NEVER
    count = len(strips[first].pieces) - index
    count += sum(len(strips[part].pieces) for part in left[1:])
    weights = fit.model.weights.left
    return weights.some + weights.line_at_end * count
