"""How good an extraction is, in numbers.

- cell accuracy: equal fields over all fields, missing and extra ones included;
- character error rate: characters to insert, delete or replace over characters of the fixture;
- grid similarity: after GriTS (Smock, Pesala, Abraham 2022), 2·Σ s(a, b) / (|A| + |B|) over the
  cells a of the fixture's grid A and b of the extraction's B, where s is the likeness of two
  paired cells, 2·kept / (|a| + |b|) with the characters a shortest edit keeps, and 1 for two
  blank ones. GriTS searches the best pairing of rows and columns; here rows are paired by sequence
  and columns by name, so the figure can only be lower.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.qa.diff import OF_NOTES, PRINTED, DocumentDiff, Field
from pipeline.qa.edits import distance, kept_characters
from pipeline.qa.fixtures import FixtureTable

_WITH_TEXT = PRINTED | {"footnote-text"}


@dataclass(slots=True)
class Counts:
    """Fields by state; of printed text also the characters and the edits they need."""

    equal: int = 0
    differs: int = 0
    missing: int = 0
    extra: int = 0
    characters: int = 0
    edits: int = 0

    @property
    def total(self) -> int:
        """Fields on either side."""
        return self.equal + self.differs + self.missing + self.extra

    @property
    def accuracy(self) -> float:
        """Equal fields over all, from 0 to 1; 1 where there is none."""
        return self.equal / self.total if self.total else 1.0

    @property
    def error_rate(self) -> float:
        """Edits per character of the fixture; above 1 where mostly foreign text was found."""
        return self.edits / self.characters if self.characters else float(self.edits > 0)

    def add(self, item: Field) -> None:
        """Count one field."""
        setattr(self, item.state, getattr(self, item.state) + 1)
        if item.aspect in _WITH_TEXT:
            self.characters += len(item.expected)
            if item.state != "equal":
                self.edits += distance(item.expected, item.found)

    def merge(self, other: Counts) -> None:
        """Add the counts of another."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Figures:
    """The figures of a document, or of several."""

    cells: Counts = field(default_factory=Counts)
    form: Counts = field(default_factory=Counts)
    notes: Counts = field(default_factory=Counts)
    columns: dict[str, Counts] = field(default_factory=dict)
    likeness: float = 0.0
    grid_cells: int = 0

    @property
    def grid_similarity(self) -> float:
        """The figure after GriTS, from 0 to 1."""
        return 2 * self.likeness / self.grid_cells if self.grid_cells else 1.0

    @property
    def lowest(self) -> tuple[str, Counts]:
        """Name and counts of the least accurate of cells, form and notes."""
        parts = {"cells": self.cells, "form": self.form, "footnotes": self.notes}
        return min(parts.items(), key=lambda part: part[1].accuracy)

    def add(self, item: Field) -> None:
        """Count one field."""
        if item.aspect in PRINTED:
            self.cells.add(item)
            self._compare(item)
        elif item.aspect in OF_NOTES:
            self.notes.add(item)
        else:
            self.form.add(item)
        self.columns.setdefault(_name(item), Counts()).add(item)

    def _compare(self, item: Field) -> None:
        if item.state == "equal":
            self.likeness += 1
        elif item.state == "differs":
            length = len(item.expected) + len(item.found)
            self.likeness += 2 * kept_characters(item.expected, item.found) / length

    def merge(self, other: Figures) -> None:
        """Add the figures of another document."""
        self.cells.merge(other.cells)
        self.form.merge(other.form)
        self.notes.merge(other.notes)
        for name, counts in other.columns.items():
            self.columns.setdefault(name, Counts()).merge(counts)
        self.likeness += other.likeness
        self.grid_cells += other.grid_cells


def _name(item: Field) -> str:
    """The column of a cell; for anything else what it is, in brackets."""
    return item.column if item.aspect == "cell" else f"({item.aspect})"


def figures(document: DocumentDiff, checked: bool = True) -> Figures:
    """The figures of the tables of a document that a person has checked, or of the others.

    Footnotes belong to the whole document: they count as checked where all its tables are.
    """
    result = Figures()
    for item in _fields(document, checked):
        result.add(item)
    for table in document.tables:
        if table.checked is checked:
            result.grid_cells += _grid_cells(table.expected) + _grid_cells(table.found)
    return result


def _grid_cells(table: FixtureTable | None) -> int:
    """Cells of a table, the number column included."""
    return len(table.rows) * (len(table.columns) + 1) if table else 0


def total(parts: Iterable[Figures]) -> Figures:
    """The figures of several documents together."""
    result = Figures()
    for part in parts:
        result.merge(part)
    return result


def _fields(document: DocumentDiff, checked: bool) -> Iterator[Field]:
    for table in document.tables:
        if table.checked is checked:
            yield table.columns
            for row in table.rows:
                yield from row.fields
    if checked is not bool(document.unchecked):
        for note in document.notes:
            yield from note.fields
