"""Rows of a sheet from their texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.extract.placed import PlacedCell, SheetRow
from pipeline.model import Fragment, Place


def sheet(rows: Iterable[Sequence[str]]) -> list[SheetRow]:
    """Rows, their cells column by column; where a text is blank there is no cell."""
    return [
        SheetRow(
            number,
            tuple(
                PlacedCell(column, (Fragment(text, Place(1, line=number)),))
                for column, text in enumerate(row)
                if text
            ),
        )
        for number, row in enumerate(rows, 1)
    ]
