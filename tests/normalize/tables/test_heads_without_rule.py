"""Headers printed again with the next row in their cells."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.model import Cell, Fragment, Grid, Place
from pipeline.normalize.tables import heads_without_rule
from pipeline.normalize.tables.heads_without_rule import with_rest_apart
from pipeline.normalize.text import CleanText, clean

NAMES = ("STT", "Nhiệm vụ", "Thời hạn hoàn thành")


def grid(*cells: str, span: int = 1) -> Grid:
    """One row; `/` parts the lines of a cell."""
    place = Place(2)
    row = tuple(
        Cell(tuple(Fragment(line, place) for line in cell.split("/") if line), span)
        for cell in cells
    )
    return Grid((row,))


def rows_of(found: Grid) -> list[tuple[str, ...]]:
    return [tuple(" ".join(f.text for f in cell.fragments) for cell in r) for r in found.rows]


def test_what_stands_below_the_names_is_a_row() -> None:
    found = with_rest_apart(grid("STT", "Nhiệm vụ/hồ chứa", "Thời hạn/hoàn thành"), NAMES)
    assert rows_of(found) == [NAMES, ("", "hồ chứa", "")]


@pytest.mark.parametrize(
    "cells",
    [
        ("STT", "Nhiệm vụ", "Thời hạn/hoàn thành"),
        ("STT/2", "Nhiệm vụ", "Thời hạn/hoàn thành"),  # a page number
        ("STT", "Nhiệm vụ/(tiếp theo)", "Thời hạn/hoàn thành"),
        ("STT", "Nhiệm vụ/hồ chứa", "Thời hạn"),  # another table
        ("STT", "Nhiệm vụ/hồ chứa"),
    ],
)
def test_what_says_nothing_of_a_row_stays(cells: tuple[str, ...]) -> None:
    before = grid(*cells)
    assert with_rest_apart(before, NAMES) == before


def test_names_over_several_columns_stay() -> None:
    before = grid("STT", "Nhiệm vụ/hồ chứa", "Thời hạn/hoàn thành", span=2)
    assert with_rest_apart(before, NAMES) == before


def test_a_long_cell_is_not_put_together_from_each_beginning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def counted(fragments: Sequence[Fragment]) -> CleanText:
        asked.append(len(fragments))
        return clean(fragments)

    monkeypatch.setattr(heads_without_rule, "clean", counted)
    before = grid("STT", "/".join(["Công việc"] * 500), "Thời hạn")
    assert with_rest_apart(before, NAMES) == before
    assert max(asked) <= 3
