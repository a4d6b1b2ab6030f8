"""The best division of a row's lines into cells, and how far it is from the next best ones.

Cells follow each other from left to right, and again on each page that the row goes on to. A cell
begins at the start of a line, or inside one: cells whose lines stand at one height are often
printed on one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.columns.strips import Division, strips_of, text_of
from pipeline.extract.layer.figures.set_apart import held_lines
from pipeline.extract.layer.numbered.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.search.ahead import Lookahead
from pipeline.extract.layer.search.alone import AloneSearch, Fences, Found
from pipeline.extract.layer.search.batch import RowBatch, RowKinds
from pipeline.extract.layer.search.catalogue import catalogue_of
from pipeline.extract.layer.search.row_arrays import cut_bounds, figures_of
from pipeline.extract.layer.search.scoring import scoring_of
from pipeline.extract.layer.search.shared import SharedSearch

_LAST_RESORT = -200.0
"""The score at which the search ends."""
Divided = tuple[Division | None, int]
"""A row's division, None where it has no lines or none is possible, and how many steps it took."""


def divide_rows(
    model: TableModel, rows: Sequence[UndividedRow], margins: bool = True, despair: int = 1
) -> list[Divided]:
    """The best division of each of some rows under a model.

    Without `margins` the next best readings are not looked for. `despair` times as hopeless runs
    as usual are looked at, more where a row has no division so.
    """
    hopeless = despair * model.weights.search.hopeless
    divided: list[Divided] = [(None, 0)] * len(rows)
    for way in (_on_one_page, _on_several):
        own = [p for p, row in enumerate(rows) if (len(row.parts) > 1) is (way is _on_several)]
        found = way(model, [rows[place] for place in own], margins, hopeless) if own else []
        for place, one in zip(own, found, strict=True):
            divided[place] = one
    again = [place for place, (division, _) in enumerate(divided) if division is None]
    if again and hopeless > _LAST_RESORT:
        more = divide_rows(model, [rows[place] for place in again], margins, 4 * despair)
        for place, (division, steps) in zip(again, more, strict=True):
            divided[place] = division, steps + divided[place][1]
    return divided


def _on_one_page(
    model: TableModel, rows: Sequence[UndividedRow], margins: bool, hopeless: float
) -> list[Divided]:
    """Rows on one page each, side by side."""
    batch = _batch(model, rows, model.prints_on_one_line(proven=False))
    # A row that cannot be divided so is divided as if nothing were known of its figures.
    is_first = hopeless == model.weights.search.hopeless
    search = AloneSearch(
        batch, scoring_of(model), hopeless, _fences(model, rows) if is_first else ()
    )
    found = search.divide(margins)
    return [
        (_division(one), steps) for one, steps in zip(found, search.steps.tolist(), strict=True)
    ]


def _fences(model: TableModel, rows: Sequence[UndividedRow]) -> list[Fences]:
    """Of each row on one page where the cells of its figures begin."""
    if not model.figures:
        return []
    first, count = min(model.figures), len(model.figures)
    is_last = first + count == len(model.columns)
    found: list[Fences] = []
    for row in rows:
        lines = () if row.style in HEADING_STYLES else held_lines(row.parts[0], count, is_last)
        starts = strips_of(row)[0].line_start if lines else []
        found.append({first + at: starts[line] for at, line in enumerate(lines)})
    return found


def _on_several(
    model: TableModel, rows: Sequence[UndividedRow], margins: bool, hopeless: float
) -> list[Divided]:
    """Rows on several pages each: the pages of all side by side are looked ahead on."""
    ends = list(accumulate((len(row.parts) for row in rows), initial=0))
    batch = _batch(model, rows, model.prints_on_one_line(proven=True))
    ahead = Lookahead(batch, scoring_of(model), hopeless)
    searches = [SharedSearch(ahead, range(*pages), hopeless) for pages in pairwise(ends)]
    found = [_division(search.divide(margins)) for search in searches]
    looked_at = np.add.reduceat(ahead.steps(), ends[:-1]).tolist()
    return [
        (division, search.steps + steps)
        for division, search, steps in zip(found, searches, looked_at, strict=True)
    ]


def _batch(model: TableModel, rows: Sequence[UndividedRow], anywhere: bool) -> RowBatch:
    """The pages of all rows, one after another; whether cells may end `anywhere` inside lines."""
    catalogue = catalogue_of(model.ground)
    kinds = RowKinds(
        np.array([row.style in HEADING_STYLES for row in rows for _ in row.parts]),
        np.array([row.tail for row in rows for _ in row.parts]),
        np.array([model.unwraps and row.is_one_line for row in rows for _ in row.parts]),
        np.array([row.early for row in rows for _ in row.parts]),
    )
    bounds = cut_bounds(model.weights)
    figures = [figures_of(strip, catalogue, bounds) for row in rows for strip in strips_of(row)]
    return RowBatch(figures, kinds, catalogue, anywhere)


def _division(found: Found | None) -> Division | None:
    """What a search found, as a division of its row."""
    if found is None:
        return None
    return Division(
        tuple(found.cells),
        tuple([found.score - score for score in found.other_scores]),
        tuple([text_of(runs) for runs in found.others]),
        found.score,
        found.ends,
    )
