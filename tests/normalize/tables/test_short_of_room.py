"""Values for which a column had no room, and texts that only look so."""

from __future__ import annotations

import pytest

from pipeline.normalize.tables.outline import Position
from pipeline.normalize.tables.rows import TableCell, TableRow
from pipeline.normalize.tables.short_of_room import CUT, HASHES, short_of_room


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("####", HASHES),
        ("chuyên gia c…", CUT),
        ("Rà soát quy ho... ngh...", CUT),
        ("điểm a, b, c…", None),
        ("các nhóm b,c,d...", None),
        ("tấn/h…", None),
        ("lúa, ngô, khoai, v.v…", None),
        ("10 m…", None),
        ("và các đơn vị…", None),
    ],
)
def test_values_that_are_not_there_as_a_whole(text: str, why: str | None) -> None:
    cell = TableCell(text, (), False, (), ())
    row = TableRow("item", "1", None, (cell,), Position(None, None, 0), (1, 1))
    assert list(short_of_room([row])) == ([(0, 0, why)] if why else [])
