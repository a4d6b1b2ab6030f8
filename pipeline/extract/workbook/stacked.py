"""Tables with other columns below each other under the names of all of them, as `pandas.concat`
puts them: each of them is blank in the columns that only others have."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from pipeline.extract.placed import SheetRow
from pipeline.extract.runs import count_chars
from pipeline.frozen import dataclass

_FEWEST: Final = 2
"""Columns that only the table above has, columns that only the one below has, and rows of each: one
column alone may just be blank in a part of a table."""


_MOST_RETURNS: Final = 200
"""Tables one behind the other, at most: each looks at all rows below."""
_MOST_DIGITS: Final = 9
"""Digits of a row number, at most: a longer one is none, and very long ones are no numbers to
Python."""
_DEEPEST: Final = 20
"""Tables that go on behind others which go on behind others, at most."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """The rows of the second table, from `at` to before `end`, the columns of the first and those
    of the second and of what stands below it."""

    at: int
    end: int
    above: frozenset[int]
    below: frozenset[int]


@dataclass(frozen=True, slots=True)
class Stack:
    """The rows of each table, names first; `chars` of names that several of them have stand in the
    file once."""

    tables: list[list[SheetRow]]
    chars: int


def stacked(rows: Sequence[SheetRow]) -> Stack:
    """The tables that stand below each other under the first row; one where they do not."""
    if not rows or not rows[0].heads_numbers:
        return Stack([list(rows)], 0)
    tables = _tables(rows[0], rows[1:])
    chars = sum(_chars(table[0]) for table in tables) - _chars(rows[0])
    return Stack(tables, chars)


def _tables(names: SheetRow, body: Sequence[SheetRow], deep: int = 0) -> list[list[SheetRow]]:
    """The tables under some names, each below its own of them; `deep` in how many others."""
    tables: list[list[SheetRow]] = []
    own, rest = names, list(body)
    for _ in range(_MOST_RETURNS if deep < _DEEPEST else 0):
        if (cut := _cut(own, rest)) is None:
            break
        below, behind = rest[cut.at : cut.end], rest[cut.end :]
        tables.append([_of(own, cut.above, own.number), *rest[: cut.at]])
        named = _of(own, cut.below, below[0].number)
        if not behind:
            own, rest = named, below
            continue
        tables += _tables(named, below, deep + 1)
        alike = all(_columns(row) <= cut.above for row in behind)
        own, rest = _of(names, cut.above if alike else _columns(own), behind[0].number), behind
    return [*tables, [own, *rest]]


def _cut(names: SheetRow, body: Sequence[SheetRow]) -> _Cut | None:
    """Where the second table begins and ends, and whose columns are whose. The columns that are new
    in a table stand behind those of all above it. A table above may return behind it, where no row
    has columns of both and its numbers do not go on with those of the other alone."""
    if len(body) < 2 * _FEWEST:
        return None
    columns = sorted(_columns(names))
    held = [_columns(row) for row in body]
    furthest = [max(own, default=-1) for own in held]
    starts = _starts(columns, held)
    before: set[int] = set()
    read = 0
    for place in range(_FEWEST, len(columns) - _FEWEST + 1):
        at = starts[place]
        before = before.union(*held[read:at])
        read = at
        if at < _FEWEST or len(body) - at < _FEWEST:
            continue
        gone, end = set(before), at
        while end < len(body) and len(gone) >= _FEWEST:
            if furthest[end] < columns[place] and len(held[end] & gone) >= _FEWEST:
                break
            gone -= held[end]
            end += 1
        new = {column for own in held[at:end] for column in own if column >= columns[place]}
        if len(gone) < _FEWEST or end - at < _FEWEST or len(new) < _FEWEST:
            continue
        behind = zip(held[end:], furthest[end:], strict=True)
        if end == len(body) or (
            not any(last >= columns[place] and own & gone for own, last in behind)
            and (_goes_on(body[:at], body[end]) or not _goes_on(body[at:end], body[end]))
        ):
            return _Cut(at, end, frozenset(columns[:place]), frozenset(columns) - gone)
    return None


def _starts(columns: Sequence[int], held: Sequence[frozenset[int]]) -> list[int]:
    """The first row that has something in a column or in one behind it, for each of the columns."""
    first: dict[int, int] = {}
    for at, own in enumerate(held):
        for column in own:
            first.setdefault(column, at)
    firsts = [first.get(column, len(held)) for column in reversed(columns)]
    return list(accumulate(firsts, min))[::-1]


def _goes_on(rows: Sequence[SheetRow], below: SheetRow) -> bool:
    """Whether a row has the number that follows that of the last of others that is not blank, in
    its column."""
    last = next((row.filled[0] for row in reversed(rows) if row.filled), None)
    first = below.filled[0]
    if last is None or last.column != first.column:
        return False
    numbers = last.text.rstrip("."), first.text.rstrip(".")
    if not all(len(text) <= _MOST_DIGITS and text.isdecimal() for text in numbers):
        return False
    return int(numbers[1]) == int(numbers[0]) + 1


def _columns(row: SheetRow) -> frozenset[int]:
    return frozenset(cell.column for cell in row.filled)


def _chars(row: SheetRow) -> int:
    return count_chars(piece for cell in row.filled for piece in cell.fragments)


def _of(names: SheetRow, columns: frozenset[int], number: int) -> SheetRow:
    """The names of some columns, on the row of that number."""
    return SheetRow(number, tuple(cell for cell in names.cells if cell.column in columns))
