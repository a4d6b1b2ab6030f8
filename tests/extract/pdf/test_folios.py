"""Page numbers in cells: what of tables without a row."""

from __future__ import annotations

from pipeline.extract.pdf.folios import without_folios
from pipeline.model import Grid


def test_a_table_without_rows_has_no_page_number() -> None:
    pages = [[Grid(())], [Grid(())]]
    assert without_folios(pages, [842.0, 842.0]) == pages
