"""Two rows of names as programs write them that have no way to say which of them reach over others.

The upper one leaves blank what a name covers beside it, the lower one what one covers from above,
or leaves these out (markdownify).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pipeline.extract.placed import PlacedCell, SheetRow
from pipeline.writing.columns import LONGEST_HEADER
from pipeline.writing.labels import is_column_number

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
    return bool(row.filled) and all(is_column_number(cell.text) for cell in row.filled)
