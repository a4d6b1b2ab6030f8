"""The columns of a table as its parts name them: names printed again, columns beyond the last name,
row numbers under no name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from operator import or_
from typing import Final

from pipeline.model import Cell, GridRow
from pipeline.normalize.tables.cut_labels import follows
from pipeline.normalize.tables.headers import Header
from pipeline.normalize.text import clean
from pipeline.writing.labels import Label, parse_label

_MADE_UP: Final = re.compile(
    r"(?:col(?:umn)?|field|cột|unnamed:)[ _]?\d{1,3}\Z|\d{1,2}\Z", re.IGNORECASE
)
MIN_SHARED = 0.5
MIN_LABELLED = 0.5

_MIN_COUNTED = 0.5
"""Share of the labels of a column without a name that count on: numbers of rows do but for gaps,
codes in order hardly ever."""


def are_made_up(names: Sequence[str]) -> bool:
    """Whether a converter made up all names of a header, or found none."""
    return all(not name.strip() or _MADE_UP.match(name.strip()) for name in names)


def shared_columns(one: Header, other: Header) -> float:
    """Share of columns that two headers have in common, by name."""
    columns = set(one.columns) | set(other.columns)
    return len(set(one.columns) & set(other.columns)) / max(1, len(columns))


def named_as_before(header: Header, before: Header, is_same_table: bool = True) -> Header:
    """A header printed again with names for the columns over which it has none of its own (a seal
    lies there, the wall to the name beside it is broken, the line below was taken for its end):
    those of the header before it, where all others are the same. Another table may have a name of
    its own that is one of the table before with more behind it."""
    if len(header.columns) != len(before.columns) or header.columns == before.columns:
        return header
    same = [own == other for own, other in zip(header.columns, before.columns, strict=True)]
    nameless = (
        not name.strip()
        or (at and name == header.printed[at - 1])
        or (is_same_table and _extends(name, before.printed[at]))
        or (is_same_table and _extends(before.printed[at], name))
        for at, name in enumerate(header.printed)
    )
    known = sum(same) >= MIN_SHARED * len(same) and all(map(or_, same, nameless))
    if not known and not (is_same_table and are_made_up(header.printed)):
        return header
    unknown = tuple(name for name in header.unknown if name in before.columns)
    return replace(header, columns=before.columns, printed=before.printed, unknown=unknown)


def _extends(name: str, other: str) -> bool:
    """Whether a name is another with more behind it."""
    return bool(other) and name.startswith(other)


def label_of(cell: Cell) -> Label | None:
    """The number that a cell prints; None where it is blank or holds something else."""
    return parse_label(clean(cell.fragments).text) if cell.fragments else None


def width_of(body: Sequence[GridRow]) -> int:
    """How many cells the widest of some rows has."""
    return max((len(row) for row in body), default=0)


def with_numbers(header: Header, body: Sequence[GridRow]) -> Header:
    """The header, its first column that of the row numbers where no name stands over it, none over
    another says so, and its cells count."""
    names = header.columns
    if len(names) <= 1 or "stt" in names or header.printed[0] or not _counts(body):
        return header
    unknown = tuple(name for name in header.unknown if name != names[0])
    return replace(header, columns=("stt", *names[1:]), unknown=unknown)


def _counts(body: Sequence[GridRow]) -> bool:
    """Whether the first cells of rows number them: most are labels, and most of those go on from
    the one before of their kind or begin anew. Codes do not, though they are in order."""
    labels = [label for row in body if row and (label := label_of(row[0]))]
    if not labels or len(labels) < MIN_LABELLED * len(body):
        return False
    before: dict[tuple[str, int], Label] = {}
    steps = 0
    for at, label in enumerate(labels):
        kind = (label.style, label.depth)
        earlier = before.get(kind)
        begins = not at or not label.numbers or label.numbers[-1] == 1
        steps += begins or (earlier is not None and follows(label, [earlier]))
        before[kind] = label
    return steps >= _MIN_COUNTED * len(labels)


def widened(header: Header, body: Sequence[GridRow]) -> Header:
    """The header with a nameless column for every cell that is printed beyond its last one."""
    last = max((i + 1 for row in body for i, cell in enumerate(row) if cell.fragments), default=0)
    missing = last - len(header.columns)
    if missing <= 0:
        return header
    names = tuple(f"column_{len(header.columns) + i + 1}" for i in range(missing))
    return replace(
        header,
        printed=header.printed + ("",) * missing,
        columns=header.columns + names,
        unknown=header.unknown + names,
    )


def united(table: Header, part: Header) -> Header:
    """The columns of a table and those that only a later part has."""
    new = [i for i, column in enumerate(part.columns) if column not in table.columns]
    if not new:
        return table
    return replace(
        table,
        printed=table.printed + tuple(part.printed[i] for i in new),
        columns=table.columns + tuple(part.columns[i] for i in new),
        unknown=table.unknown + tuple(c for c in part.unknown if c not in table.columns),
        markers=table.markers + part.markers,
    )
