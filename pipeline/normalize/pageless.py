"""Documents whose file does not say where its pages end: no record of them names a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.data.records import CellRecord, Document, PlaceRecord
from pipeline.model import Problem


def of_no_page(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The doubts of a reader without the page it counted them on."""
    return tuple(replace(problem, page=None) for problem in problems)


def without_pages(document: Document) -> Document:
    """A document with null for every page its records name. The one page of `pages`, which keeps
    the count of characters, stays."""
    return replace(
        document,
        documents=tuple(
            replace(record, facts=tuple(replace(fact, page=None) for fact in record.facts))
            for record in document.documents
        ),
        tables=tuple(replace(t, first_page=None, last_page=None) for t in document.tables),
        rows=tuple(replace(r, first_page=None, last_page=None) for r in document.rows),
        cells=tuple(_unplaced(cell) for cell in document.cells),
        footnotes=tuple(replace(note, page=None) for note in document.footnotes),
        problems=tuple(replace(problem, page=None) for problem in document.problems),
    )


def _unplaced(cell: CellRecord) -> CellRecord:
    return replace(cell, places=tuple(_of_no_page(place) for place in cell.places))


def _of_no_page(place: PlaceRecord) -> PlaceRecord:
    return replace(place, page=None)
