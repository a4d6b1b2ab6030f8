"""What the columns of a spaced table hold on all its pages, and the cells that do not fit that.

A column that is filled on all other pages is not blank on one page while the one beside it is
filled that is blank elsewhere. Where a cell begins or ends inside a sentence, its other half stands
in the row above or below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.spaced.doubts.doubts import ENDLESS, LOWER, UNOPENED, PrintedRow
from pipeline.extract.spaced.names.header import LEVELS

_MUCH = 0.6
"""By how much larger or smaller the share of filled cells of a column is on a page than elsewhere
where its cells may stand in the column beside it."""
_ROWS = 4
"""Rows of a page that show how its columns are filled."""
_ENTANGLED = 0.3
"""Share of the rows of a page whose cells begin or end inside sentences from which on nobody knows
where its rows begin."""

_PAGE = "the column is filled on this page as on none of the others"
_NAME = "a name in the header begins inside another one, so that this column may be of two"
_MANY = "many cells of this page begin or end inside a sentence"

_HALVES = frozenset({LOWER, ENDLESS, UNOPENED})
"""Reasons that say that a cell is parted in the wrong place."""

Doubts = dict[int, str]
Pages = Sequence[Sequence[PrintedRow]]


def add_unlike(pages: Pages, why: Sequence[Sequence[Doubts]]) -> None:
    """Add to the doubts of the rows, page by page, what the whole table tells against cells."""
    if all(body.is_heading for page in pages for body in page):
        return
    _add_pages(pages, why)
    for page, reasons in zip(pages, why, strict=True):
        _add_entangled(page, reasons)


def add_cut_names(titles: Sequence[str], pages: Pages, why: Sequence[Sequence[Doubts]]) -> None:
    """Doubt the columns whose name begins with a small letter, as no name does, and those beside
    them: the header was not read whole, and columns are cut or put together by it."""
    cut = {
        column
        for column, title in enumerate(titles)
        if any(part[:1].islower() for part in title.split(LEVELS))
    }
    beside = {column + off for column in cut for off in (-1, 0, 1)} & set(range(1, len(titles)))
    for page, reasons in zip(pages, why, strict=True):
        for body, doubts in zip(page, reasons, strict=True):
            if not body.is_heading:
                for column in beside:
                    doubts.setdefault(column, _NAME)


def _add_pages(pages: Pages, why: Sequence[Sequence[Doubts]]) -> None:
    """Doubt two columns side by side on a page where the one is filled that is blank elsewhere and
    the other is blank that is filled elsewhere: what stands in the one is of the other."""
    counts = [_filled(page) for page in pages]
    for number, (page, reasons) in enumerate(zip(pages, why, strict=True)):
        moved = _moved(counts, number, len(page[0].columns) if page else 0)
        for column, (one, other) in enumerate(pairwise(moved)):
            if one * other >= 0:
                continue
            for body, doubts in zip(page, reasons, strict=True):
                if not body.is_heading:
                    doubts.setdefault(column, _PAGE)
                    doubts.setdefault(column + 1, _PAGE)


def _moved(counts: Sequence[tuple[int, Counter[int]]], number: int, columns: int) -> list[int]:
    """Per column of a page 1 where it is filled there and blank elsewhere, -1 for the other way
    round, and 0."""
    rows, own = counts[number]
    others = sum(many for at, (many, _) in enumerate(counts) if at != number)
    if rows < _ROWS or others < _ROWS:
        return []
    found = []
    for column in range(columns):
        elsewhere = sum(count[column] for at, (_, count) in enumerate(counts) if at != number)
        here, there = own[column] / rows, elsewhere / others
        filled, blank = here - there >= _MUCH, there - here >= _MUCH
        found.append(int(filled) - int(blank))
    return found


def _filled(page: Sequence[PrintedRow]) -> tuple[int, Counter[int]]:
    """The rows of a page that begin with a number, and how many cells of each column are filled."""
    rows = [body for body in page if body.labelled and not body.is_heading]
    count: Counter[int] = Counter()
    for body in rows:
        count.update({column: bool(lines) for column, lines in enumerate(body.columns)})
    return len(rows), count


def _add_entangled(page: Sequence[PrintedRow], why: Sequence[Doubts]) -> None:
    """Doubt the cells of several lines in a column of a page that often begin or end inside a
    sentence there: nobody knows where these cells part."""
    if len(page) < _ROWS:
        return
    for column in range(1, len(page[0].columns)):
        tall = [at for at, body in enumerate(page) if len(body.columns[column]) > 1]
        halves = sum(own.get(column) in _HALVES for own in why)
        if len(tall) >= _ROWS and halves >= _ENTANGLED * len(tall):
            for at in tall:
                why[at].setdefault(column, _MANY)
