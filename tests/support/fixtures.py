"""The hand-checked fixtures, read by the one reader there is, and documents in their form."""

from __future__ import annotations

from functools import cache

from pipeline.data.records import Document
from pipeline.qa.fixtures import FixtureDocument, as_lines, cells_of, read_fixture
from pipeline.qa.outputs import as_fixture
from tests.conftest import FIXTURES

Lines = list[dict[str, str]]


@cache
def fixture(doc_id: str) -> FixtureDocument:
    """The fixture of a document."""
    return read_fixture(FIXTURES / doc_id)


def expected_lines(doc_id: str, ordinal: int) -> Lines:
    """The rows of a table as its fixture has them."""
    return as_lines(fixture(doc_id).table(ordinal))


def expected_cells(doc_id: str, ordinal: int) -> Lines:
    """The cells of a table as its fixture has them, row by row, with the label."""
    return cells_of(fixture(doc_id).table(ordinal))


def found_lines(document: Document, ordinal: int) -> Lines:
    """The rows of a table that was read, in the form of a fixture."""
    return as_lines(as_fixture(document).tables[ordinal - 1])


def allowed(doc_id: str, ordinal: int) -> list[tuple[int, str, str]]:
    """The further readings of a table that its text allows, as (row, column, text)."""
    return [
        (row, column, text)
        for (table, row, column), texts in (fixture(doc_id).accepted or {}).items()
        for text in texts
        if table == ordinal
    ]
