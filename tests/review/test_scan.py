"""Cells read from a picture with less certainty are in the queue, their words lit on the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.data.generations import place
from pipeline.data.parquet import write_parquet
from pipeline.data.records import PlaceRecord, WordRecord
from pipeline.data.store import Store
from pipeline.review import views
from pipeline.review.queue import Wanted
from pipeline.review.sheets import sheets_of
from pipeline.review.shelf import Shelf
from pipeline.review.site import Site
from tests.review.conftest import Inside

WORDS = (WordRecord("Bộ", 0.99, 2, 10, 20, 30, 40), WordRecord("Tu", 0.41, 2, 32, 20, 50, 40))


def test_cells_in_doubt_are_asked_for_and_their_words_are_lit(top: Path) -> None:
    out = top / "out"
    cells = [
        replace(cell, confidence=0.41, words=WORDS, places=(PlaceRecord(2, 10, 20, 50, 40, None),))
        if (cell.row_id, cell.column) == ("plan/1/0003", "lead")
        else replace(cell, confidence=0.97)
        for cell in Store(out).read("plan", "cells")
    ]
    write_parquet(place(out) / "cells" / "plan.parquet", "cells", cells)
    site = Site(Shelf(out), top / "fixtures", "Nguyễn Lan", "vi")
    opened = site.shelf.open("plan")
    assert opened is not None
    found = [item for item in site.queue().items if item.reason == "cell-unsure"]
    assert [(item.row_id, item.column, item.page) for item in found] == [("plan/1/0003", "lead", 2)]
    assert Wanted(kind="cell").takes(found[0])
    sheet = next(one for one in sheets_of(opened) if "plan/1/0003" in one.rows)
    (word,) = views.unsure_words(opened, sheet)
    assert (word.name, word.x, word.width) == ("1-3-lead", 31, 20)
    page = Inside(site).get("/cell?row=plan/1/0003&column=lead").text
    assert "chắc 41 %" in page
    site.close()
