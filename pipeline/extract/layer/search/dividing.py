"""Rows divided under a model: to ask how they read, to learn from them, and for good.

What that may take is counted in steps of the search. What was divided for good is looked at once
more: rows may begin on the page before their number, and cells stand beside their columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace
from functools import partial
from itertools import compress, pairwise
from math import inf

from pipeline.extract.layer.columns.ending import before_prose
from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.columns.strips import Division, pieces_used, text_of
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.early import EarlyStart, early_starts
from pipeline.extract.layer.numbered.rows import (
    HEADING_STYLES,
    UndividedRow,
)
from pipeline.extract.layer.search.cut_cells import KnownCells, together_again, with_known_cells
from pipeline.extract.layer.search.doubt import Signs, odds_of, signs_of
from pipeline.extract.layer.search.homes import (
    in_order,
    led,
    lost_dashes,
    moved_home,
    odds_in_order,
    with_own_dashes,
)
from pipeline.extract.layer.search.segment import Divided, divide_rows
from pipeline.extract.layer.signs.words import Role
from pipeline.frozen import dataclass

_LONGEST_LINE = 1000
"""Characters of a line that is divided: what it costs grows with their square. The longest that a
page prints has some 250, a row unwrapped into one line about 900."""
_MOST_PAGES = 8
"""Pages of a row that is divided: each at least doubles what its search weighs. A row that is
printed on more than three is hardly one."""
_GAIN = 2.0
"""How much better two rows must read where the second one begins on the page before its number."""
_LONGEST_ROW = 160

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


def divide_all(model: TableModel, rows: Sequence[UndividedRow], budget: Budget) -> list[DividedRow]:
    """Rows divided while steps are left, else as they stand."""
    found: list[DividedRow] = []
    for row, (divided, steps) in _each(model, rows, margins=True):
        if budget.dividing <= 0 and not row.tail and row.height:
            found.append(DividedRow(row, None, over=True))
            continue
        budget.dividing -= steps
        found.append(divided)
    found = _with_early_starts(model, found, budget)
    roles = [column.role for column in model.columns]
    found = [_put_together(row, together_again, roles) for row in found]
    known = _known(found, len(roles))
    own = partial(with_known_cells, known=KnownCells.of(known, roles))
    return _at_home([_put_together(row, own, roles) for row in found], roles)


def _known(rows: Sequence[DividedRow], columns: int) -> list[Counter[str]]:
    """How often rows have each text in each column."""
    divisions = [row.division for row in rows if row.division is not None]
    return [Counter(text_of(own.cells[at]) for own in divisions) for at in range(columns)]


def _put_together(
    row: DividedRow,
    read: Callable[[UndividedRow, Division, Sequence[Role]], tuple[Division, frozenset[int]]],
    roles: Sequence[Role],
) -> DividedRow:
    """A row with its cells as `read` has them, which says which columns are in doubt for it."""
    if row.division is None:
        return row
    whole, doubtful = read(row.row, row.division, roles)
    if whole is row.division:
        return row
    odds = odds_in_order(row.doubts, range(len(row.doubts)), doubtful)
    return replace(row, division=whole, doubts=odds)


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
    scores = TriedRows(model, budget).scores([row for offer in offers for row in offer.rows])
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
class TriedRows:
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


def try_all(model: TableModel, rows: Sequence[UndividedRow], budget: Budget) -> list[DividedRow]:
    """Rows divided to learn from them; not at all where no steps are left for that."""
    found: list[DividedRow] = []
    for row, (divided, steps) in _each(model, rows):
        if budget.learning <= 0:
            found.append(DividedRow(row, None))
            continue
        budget.learning -= steps
        found.append(divided)
    return found


def _each(
    model: TableModel, rows: Sequence[UndividedRow], margins: bool = False
) -> Iterator[tuple[UndividedRow, tuple[DividedRow, int]]]:
    """Each row with how it is divided and how many steps that took; some are divided at once, so
    that who has enough does not wait for all."""
    kept = [before_prose(model, row) if row.tail else row for row in rows]
    for some in _portions(list(zip(rows, kept, strict=True))):
        readable = [bool(own.height) and not is_too_long(own) for _, own in some]
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
        lines += row[1].height
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
    return DividedRow(kept, division, row.pieces[used:]), steps


def is_too_long(row: UndividedRow) -> bool:
    """Whether a row has more lines than one has, or stands on more pages or has a longer line than
    can be divided in time."""
    if row.height > _LONGEST_ROW or len(row.parts) > _MOST_PAGES:
        return True
    return any(len(piece.text) > _LONGEST_LINE for piece in row.pieces)
