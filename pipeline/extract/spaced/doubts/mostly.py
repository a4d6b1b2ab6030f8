"""Tables most of whose cells are in doubt: the others are no better known.

What tells a wrong cell is that it is unlike the others of its column, stands beside white space it
should not have, could be divided otherwise. Where the columns of a whole table run beside their
borders its habits are wrong too, and wrong cells are like them.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.spaced.doubts.doubts import PrintedRow

_SHARE = 0.5
"""Share of the cells of a table in doubt from which on all are: of those that are left one in four
is wrong then (517 of 2,190 in 36 texts for learning), in other tables one in twenty-two. From 0.4
on one in nine of those that come to it is (140 of 1,322)."""
_FEWEST = 20
"""Cells that tell it."""

_MOSTLY = "so many cells of this table are in doubt that none of them is certain"


def add_mostly(
    pages: Sequence[Sequence[PrintedRow]], why: Sequence[Sequence[dict[int, str]]]
) -> None:
    """Doubt all cells of such a table, blank ones too."""
    rows = [
        (body, doubts)
        for page, reasons in zip(pages, why, strict=True)
        for body, doubts in zip(page, reasons, strict=True)
        if not body.is_heading
    ]
    cells = sum(len(body.columns) for body, _ in rows)
    if cells < _FEWEST or sum(len(doubts) for _, doubts in rows) < _SHARE * cells:
        return
    for page, reasons in zip(pages, why, strict=True):
        for body, doubts in zip(page, reasons, strict=True):
            for column in range(len(body.columns)):
                doubts.setdefault(column, _MOSTLY)
