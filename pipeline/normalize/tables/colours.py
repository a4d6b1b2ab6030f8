"""Cells that say something by their colour alone: the quarters of a plan, what is done."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import GridRow


def coloured_blanks(rows: Sequence[GridRow]) -> dict[int, int]:
    """Column → how many of its blank cells are shaded in rows whose printed cells are not.

    A column that is shaded from end to end, or a row, is set apart by its shade and nothing more.
    """
    found: dict[int, int] = {}
    for row in rows:
        printed = [cell for cell in row if cell.fragments and not cell.merged]
        if not printed or any(cell.shaded for cell in printed[1:] or printed):
            continue
        for column, cell in enumerate(row):
            if cell.shaded and not cell.fragments:
                found[column] = found.get(column, 0) + 1
    return {column: count for column, count in found.items() if not _is_shaded(rows, column)}


def _is_shaded(rows: Sequence[GridRow], column: int) -> bool:
    return all(row[column].shaded for row in rows if any(cell.fragments for cell in row))
