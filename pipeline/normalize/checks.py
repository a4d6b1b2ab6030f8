"""Doubts a document raises about itself: numbers that jump, cells that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.normalize.tables.rows import TableRow


def label_problems(rows: Sequence[TableRow]) -> Iterator[tuple[int, str, str]]:
    """Numbers that repeat or jump, as (row index, code, message).

    Numbers of one style under one parent and heading are one sequence; a sequence may begin
    again at 1 (numbering per group, per parent) and headings may be numbered on their own.
    """
    last: dict[tuple[object, ...], int] = {}
    for index, row in enumerate(rows):
        label = row.parsed
        if label is None or not label.numbers:
            continue
        parent = row.position.parent
        key = (row.kind, label.style, label.depth, parent, label.numbers[:-1])
        number = label.numbers[-1]
        before = last.get(key)
        last[key] = number
        if before is None or number in (before + 1, 1):
            continue
        if number == before:
            yield index, "label-repeated", f"the number {row.label} stands twice in a row"
        else:
            yield index, "label-gap", f"the number {row.label} follows {before}"


def parent_problems(rows: Sequence[TableRow]) -> Iterator[tuple[int, str, str]]:
    """Sub-items whose number names another parent than the row they stand under."""
    for index, row in enumerate(rows):
        if row.position.by_position:
            parent = row.position.parent
            under = rows[parent].label if parent is not None else "no row"
            message = f"{row.label} stands under {under}; the parent was taken from the position"
            yield index, "parent-by-position", message
