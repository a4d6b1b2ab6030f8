"""Rows that are certain not to be one with the row above them.

What cells are like tells where rows meet as a rule; of rows that are headings of others, blank but
for their title, it tells too little: read as one with the row below they make a row like all
others. Two numbers that count on are those of two rows whatever the cells of these are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.extract.layer.uncounted.gridded import Lines, Span
from pipeline.writing.labels import Label, Style, is_next, parse_label

_Last = dict[tuple[Style, int], Label]
"""The last number of each style and depth."""


def rows_apart(pages: Sequence[Lines], divided: Sequence[Sequence[Span]]) -> list[frozenset[int]]:
    """Per page of a table the places of the rows that are certain not to be one with that above:
    both have numbers, and its own counts on."""
    last: _Last = {}
    found = []
    for lines, rows in zip(pages, divided, strict=True):
        counted = _counted(lines, rows, last)
        found.append(
            frozenset(
                place
                for place in range(1, len(rows))
                if counted[place] and rows[place - 1].label is not None
            )
        )
    return found


def _counted(lines: Lines, rows: Sequence[Span], last: _Last) -> list[bool]:
    """Which rows of a page have a number that counts on; `last` is brought up to its end."""
    found = []
    before: Label | None = None
    for row in rows:
        label = None if row.label is None else parse_label(lines.texts[row.label][0])
        found.append(label is not None and _counts_on(label, before, last))
        if label is not None:
            last[label.style, label.depth] = before = label
    return found


def _counts_on(label: Label, before: Label | None, last: Mapping[tuple[Style, int], Label]) -> bool:
    """Whether a number comes next after the last one of its kind, or is the first below the one
    before it: `4` after `3`, also over `3.1` and `II`; `3.1` after `3`, `1` after `I`."""
    if is_next(last.get((label.style, label.depth)), label):
        return True
    if before is None or not label.numbers or label.numbers[-1] != 1:
        return False
    return before.style != label.style or before.numbers == label.numbers[:-1]
