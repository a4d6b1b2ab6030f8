"""Two rows of names as programs write them that have no way to say which of them reach over others.

The upper one leaves blank what a name covers beside it, the lower one what one covers from above,
or leaves these out (markdownify).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.extract.placed import PlacedCell, SheetRow
from pipeline.frozen import dataclass
from pipeline.writing.columns import LONGEST_HEADER, is_number_header, year_of
from pipeline.writing.labels import are_column_numbers
from pipeline.writing.sums import names_sum

_FEWEST_NAMES: Final = 2
"""Names that stand below one."""
_FEWEST_ROWS: Final = 3
"""Two rows of names, and one below them."""


@dataclass(frozen=True, slots=True)
class _Group:
    """The columns that a name stands over: its own, and those behind it without one."""

    first: int
    end: int


def with_levels(rows: Sequence[SheetRow], width: int) -> list[SheetRow] | None:
    """The rows of a table of so many columns whose first two are names on two levels; None where
    they are not."""
    if len(rows) < _FEWEST_ROWS or not _are_names(rows[1]):
        return None
    upper, lower, first = rows[:_FEWEST_ROWS]
    heads = upper.heads_numbers or lower.heads_numbers
    if not heads or not (first.labelled or _is_legend(first)):
        return None
    groups = _groups(upper, width)
    below = _below(lower, groups)
    filled = {cell.column for cell in below}
    over = {one.first: one for one in groups if set(range(one.first, one.end)) <= filled}
    if not over:
        return None
    inside = {column for one in over.values() for column in range(one.first + 1, one.end)}
    names = [cell for cell in upper.filled if cell.column not in inside]
    top = tuple(_over(cell, over.get(cell.column)) for cell in names)
    down = (replace(cell, merged=True) for cell in names if cell.column not in filled)
    cells = sorted((*below, *down), key=lambda cell: cell.column)
    return [SheetRow(upper.number, top), SheetRow(lower.number, tuple(cells)), *rows[2:]]


def lifted(rows: Sequence[SheetRow], declared: bool = False) -> list[SheetRow]:
    """The rows; where names over others stand right above those of a number column, the names that
    nothing stands over reach up beside them, as where the cell of the number column is merged.

    That the upper row is one of names, and no letterhead, unit or last row of a table, say the same
    two rows again, cells merged over the names, or, of the first row, the source (`declared`).
    """
    pairs = [at for at in range(1, len(rows)) if _stands_over(rows[at - 1], rows[at])]
    seen = Counter(_texts(rows[at - 1], rows[at]) for at in pairs)
    found = list(rows)
    for at in pairs:
        upper, lower = rows[at - 1], rows[at]
        again = seen[_texts(upper, lower)] > 1
        if again or (declared and at == 1) or _reach_over(upper, lower):
            found[at - 1 : at + 1] = _beside(upper, lower)
    return found


def _texts(*rows: SheetRow) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.text for cell in row.filled) for row in rows)


def _stands_over(upper: SheetRow, lower: SheetRow) -> bool:
    """Whether names stand over some of the columns behind the number column that the row below
    names: nothing over this one, and each begins over a name."""
    if lower.number - upper.number != 1 or not lower.heads_numbers or not upper.filled:
        return False
    numbers = next(cell.column for cell in lower.filled if is_number_header(cell.text))
    if not {cell.column for cell in upper.filled} <= {cell.column for cell in lower.filled}:
        return False
    if upper.filled[0].column <= numbers or any(
        cell.merged for cell in (*upper.cells, *lower.cells)
    ):
        return False
    return all(_may_name(cell.text) for cell in upper.filled)


def _may_name(text: str) -> bool:
    """Whether a text may stand over names: a short one, or a year, and no name of a sum."""
    worded = text[:1].isalpha() or year_of(text) is not None
    return worded and len(text) <= LONGEST_HEADER and not names_sum(text)


def _reach_over(upper: SheetRow, lower: SheetRow) -> bool:
    """Whether merged cells reach over all columns behind the first that they stand over, several
    one behind the other, or, in a drawn table, one or more over some columns of it."""
    starts = [cell.column for cell in upper.filled]
    ends = [cell.column + cell.span for cell in upper.filled]
    last = lower.filled[-1].column + lower.filled[-1].span
    if any(cell.span == 1 for cell in upper.filled) or ends[-1] > last:
        return False
    if upper.bordered and lower.bordered:
        return len(ends) > 1 or ends[0] - starts[0] < len(lower.filled) - 1
    return len(ends) > 1 and [*starts[1:], last] == ends


def _beside(upper: SheetRow, lower: SheetRow) -> list[SheetRow]:
    """Two rows of names, the upper ones reaching to each other where no cell is merged, the lower
    ones that none stands over reaching up."""
    ends = [*(cell.column for cell in upper.filled[1:]), lower.filled[-1].column + 1]
    plain = all(cell.span == 1 for cell in upper.filled)
    pairs = zip(upper.filled, ends, strict=True)
    names = [replace(cell, span=end - cell.column) if plain else cell for cell, end in pairs]
    over = {column for cell in names for column in range(cell.column, cell.column + cell.span)}
    up = [cell for cell in lower.filled if cell.column not in over]
    top = tuple(sorted((*names, *up), key=lambda cell: cell.column))
    below = tuple(replace(cell, merged=cell in up) for cell in lower.filled)
    return [SheetRow(upper.number, top), SheetRow(lower.number, below)]


def _groups(upper: SheetRow, width: int) -> list[_Group]:
    """The names with columns without one behind them, or with the same again."""
    texts = {cell.column: cell.text for cell in upper.filled}
    starts = [at for at, text in texts.items() if texts.get(at - 1) != text]
    found = (_Group(one, two) for one, two in pairwise([*starts, width]))
    return [group for group in found if group.end - group.first >= _FEWEST_NAMES]


def _below(lower: SheetRow, groups: Sequence[_Group]) -> tuple[PlacedCell, ...]:
    """The names of the lower row on their columns: where they stand, or, where as many are there as
    columns are below the groups and what is beside them was left out, below the groups."""
    columns = [column for group in groups for column in range(group.first, group.end)]
    at = [cell.column for cell in lower.filled]
    if at != list(range(len(columns))):
        return lower.filled
    placed = zip(lower.filled, columns, strict=True)
    return tuple(replace(cell, column=column) for cell, column in placed)


def _over(cell: PlacedCell, group: _Group | None) -> PlacedCell:
    return cell if group is None else replace(cell, span=group.end - group.first)


def _are_names(row: SheetRow) -> bool:
    """Whether a row may name columns: several short texts, none a number."""
    texts = [cell.text for cell in row.filled]
    short = all(len(text) <= LONGEST_HEADER for text in texts)
    return len(texts) >= _FEWEST_NAMES and short and not row.labelled and not _is_legend(row)


def _is_legend(row: SheetRow) -> bool:
    """Whether a row counts the columns."""
    return bool(row.filled) and are_column_numbers([cell.text for cell in row.filled])
