"""What alignment looks at: rows and tables reduced to what tells them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from itertools import pairwise, zip_longest

from pipeline.qa.fixtures import FixtureRow, FixtureTable

_TEXT, _CELLS, _LABEL, _KIND = 0.45, 0.3, 0.2, 0.05
_SILENT = 0.5
"""Letters in common where one row prints none: neither for nor against the two being the same."""
_WORDS, _COLUMNS, _POSITION = 0.7, 0.2, 0.1


class RowFace:
    """A row as alignment sees it; letter pairs are counted only where likeness is asked."""

    def __init__(self, row: FixtureRow, texts: tuple[str, ...]) -> None:
        self.kind = row.kind
        self.label = row.label
        self.texts = texts

    @cached_property
    def whole(self) -> Hashable:
        """Equal for rows that print the same."""
        return self.kind, self.label, self.texts

    @cached_property
    def longest(self) -> str:
        """The cell that says most."""
        return max(self.texts, key=len, default="")

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Letter pairs of all cells."""
        return frozenset(pairwise(" ".join(text for text in self.texts if text)))


ROW_KEYS: Sequence[Callable[[RowFace], Hashable]] = (
    lambda row: row.whole,
    lambda row: (row.label, row.longest),
    lambda row: row.longest,
)
"""From the strictest to the loosest."""


def row_faces(table: FixtureTable, columns: Sequence[str]) -> list[RowFace]:
    """The rows of a table, their cells in the order of `columns`, further ones after them."""
    position = {column: i for i, column in enumerate(table.columns)}
    order = [position.get(column) for column in columns]
    order += [i for column, i in position.items() if column not in columns]
    return [
        RowFace(row, tuple("" if i is None else row.texts[i] or "" for i in order))
        for row in table.rows
    ]


def row_likeness(left: RowFace, right: RowFace) -> float:
    """From 0 to 1: letter pairs in common, cells that are equal in their column, label and kind.

    The letters find a row whose text was cut or moved to another column; the cells keep a row in
    its place when the text of one of them was exchanged with that of another row.
    """
    score = _TEXT * _letters_in_common(left.pairs, right.pairs)
    score += _CELLS * _cells_in_common(left.texts, right.texts)
    score += _LABEL * (left.label == right.label)
    return score + _KIND * (left.kind == right.kind)


def _letters_in_common(left: frozenset[object], right: frozenset[object]) -> float:
    if left and right:
        return 2 * len(left & right) / (len(left) + len(right))
    return _SILENT if left or right else 1.0


def _cells_in_common(left: Sequence[str], right: Sequence[str]) -> float:
    told = [(a, b) for a, b in zip_longest(left, right, fillvalue="") if a or b]
    return sum(a == b for a, b in told) / len(told) if told else 1.0


def _dice(left: Counter[str], right: Counter[str]) -> float:
    """Share of what two bags have in common; 1 for two empty ones."""
    total = left.total() + right.total()
    if not total:
        return 1.0
    small, large = (left, right) if len(left) < len(right) else (right, left)
    return 2 * sum(min(n, large[key]) for key, n in small.items() if key in large) / total


class TableFace:
    """A table as alignment sees it."""

    def __init__(self, table: FixtureTable) -> None:
        self.table = table

    @cached_property
    def whole(self) -> Hashable:
        """Equal for tables that print the same."""
        return self.table.columns, tuple((row.label, row.texts) for row in self.table.rows)

    @cached_property
    def words(self) -> Counter[str]:
        """The words of all cells."""
        texts = (text for row in self.table.rows for text in row.texts if text)
        return Counter(word for text in texts for word in text.split())


TABLE_KEYS: Sequence[Callable[[TableFace], Hashable]] = (lambda table: table.whole,)


def table_face(table: FixtureTable) -> TableFace:
    """A table as alignment sees it."""
    return TableFace(table)


def table_likeness(left: TableFace, right: TableFace) -> float:
    """From 0 to 1: mostly the share of words in common, then columns and position."""
    columns = _dice(Counter(left.table.columns), Counter(right.table.columns))
    same_place = left.table.ordinal == right.table.ordinal
    return _WORDS * _dice(left.words, right.words) + _COLUMNS * columns + _POSITION * same_place
