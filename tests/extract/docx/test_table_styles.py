"""Stripes of rows by the style of a table, where its cells hold tables too."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from pipeline.extract.docx import read_docx, table_styles
from pipeline.extract.docx.styles import Styles
from pipeline.model import Grid
from tests.support import make_docx as make

STYLES = (
    '<w:style w:type="table" w:styleId="K"><w:tblStylePr w:type="band2Horz">'
    '<w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:tblStylePr></w:style>'
)


class Asked(dict[etree._Element, dict[etree._Element, int]]):
    """The rows of tables, and how often those of one were counted."""

    times = 0

    def __setitem__(self, table: etree._Element, rows: dict[etree._Element, int]) -> None:
        self.times += 1
        super().__setitem__(table, rows)


def test_rows_are_counted_once_however_many_tables_their_cells_hold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = Asked()
    made = table_styles.TableStyles.__init__

    def watched(self: table_styles.TableStyles, styles: Styles) -> None:
        made(self, styles)
        self._counted = asked

    monkeypatch.setattr(table_styles.TableStyles, "__init__", watched)
    inner = make.table(make.row("x", "y"), widths=(500, 500))
    rows = [make.row(str(n), make.cell(f"Việc {n}", inner, make.para("hết"))) for n in range(6)]
    outer = make.table(*rows, widths=(800, 4000)).replace(
        "<w:tblPr>", '<w:tblPr><w:tblStyle w:val="K"/>'
    )
    reading = read_docx(Path("a.docx"), make.pack({"document": outer, "styles": STYLES}))
    assert asked.times == 1 + len(rows)
    grids = [b for page in reading.pages for b in page.blocks if isinstance(b, Grid)]
    assert [row[0].raw for row in grids[0].rows if row[0].raw] == ["0", "2", "4"]
