"""Names over several columns, by those below them that count: `Cấp 1` to `Cấp 6`, `VT1` to `VT4`.

A program that keeps the spacing of a page moves the name over several columns aside, so that it
stands in the middle of some of these alone. Columns that count on are of one kind all the same: a
name over some of them is that of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.spaced.lines.words import text_of
from pipeline.extract.spaced.names.upper import Part, Upper

_COUNTED = re.compile(r"(.*?)(\d{1,2})")
"""A name that ends with its number."""
_FEWEST = 3
"""Names that make a series: two with 1 and 2 may be of two series that begin beside each other."""


def over_series(columns: Sequence[Sequence[Part]], over: Sequence[Upper]) -> tuple[Upper, ...]:
    """The names over several columns, each over the whole of the series it stands over some of and
    over nothing else, where it is the only one that does."""
    runs = [*_series([" ".join(text_of(words) for _, words in name) for name in columns])]
    grown = []
    for one in over:
        run = next((run for run in runs if one.first in run and one.last in run), None)
        if run is None or any(other is not one and _meets(other, run) for other in over):
            grown.append(one)
        else:
            grown.append(replace(one, first=run[0], last=run[-1]))
    return tuple(grown)


def _meets(over: Upper, run: range) -> bool:
    return over.first <= run[-1] and run[0] <= over.last


def _series(names: Sequence[str]) -> Iterator[range]:
    """The columns whose names count up from 1, one after the other."""
    start = 0
    found = [_COUNTED.fullmatch(name) for name in names]
    keys = [(own[1], int(own[2])) if own else ("", 0) for own in found]
    for at in range(1, len(keys) + 1):
        if at < len(keys) and keys[at] == (keys[at - 1][0], keys[at - 1][1] + 1) and found[at - 1]:
            continue
        if at - start >= _FEWEST and keys[start][1] == 1:
            yield range(start, at)
        start = at
