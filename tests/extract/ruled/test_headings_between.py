"""Headings over all columns between ruled rows without rules at their sides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from pipeline.extract.ruled.headings_between import with_headings_between
from pipeline.extract.ruled.lattice import Lattice, lattice_of
from pipeline.extract.ruled.lines import Rule


class Text(NamedTuple):
    """A text of letters of 10 points."""

    x0: float
    x1: float
    middle: float
    size: float = 10
    text: str = "Lĩnh vực"


XS = (0.0, 100.0, 200.0)


def rows(top: float, *, xs: tuple[float, ...] = XS, open_top: bool = False) -> Lattice:
    """Two rows of two cells, 20 points high each."""
    return lattice_of(xs, (top, top + 20, top + 40), [[0, 1], [2, 3]], (open_top, False))


HEADING = Text(4, 90, 50)
INNER = Rule(100, 0, 40)


@pytest.mark.parametrize("texts", [[HEADING], [HEADING, Text(95, 190, 51)]])
def test_a_line_between_two_rules_is_a_row_of_one_cell(texts: list[Text]) -> None:
    (one,) = with_headings_between([rows(0), rows(60)], [INNER], texts)
    assert one.ys == (0, 20, 40, 60, 80, 100)
    assert [len(set(row)) for row in one.owner] == [2, 2, 1, 2, 2]


@pytest.mark.parametrize(
    ("below", "walls", "texts"),
    [
        (rows(60), [INNER], []),  # nothing stands between them
        (rows(90), [INNER], [HEADING]),  # white around the text
        (rows(60), [INNER, Rule(0, 0, 40)], [HEADING]),  # the upper one ends at a rule
        (rows(60), [INNER], [HEADING, Text(4, 90, 57)]),  # two lines
        (rows(60), [INNER], [Text(4, 260, 50)]),  # it stands out of them
        (rows(60, xs=(0, 90, 200)), [INNER], [HEADING]),  # other columns
        (rows(60, xs=(40, 100, 200)), [INNER], [HEADING]),  # another width
        (rows(60, open_top=True), [INNER], [HEADING]),
        (rows(60), [INNER], [HEADING, Text(4, 30, 70, text="STT")]),  # a table of its own
        (rows(60), [INNER], [Text(4, 90, 50, text="Phụ lục II")]),
    ],
)
def test_what_is_no_heading_parts_two_tables(
    below: Lattice, walls: list[Rule], texts: list[Text]
) -> None:
    assert with_headings_between([rows(0), below], walls, texts) == [rows(0), below]


def test_the_walls_of_a_page_are_looked_at_only_beside_a_heading() -> None:
    """A page of many small tables would take each with each and with each wall."""

    class Walls(list[Rule]):
        looks = 0

        def __iter__(self) -> Iterator[Rule]:
            Walls.looks += 1
            return super().__iter__()

    many = [rows(60.0 * i) for i in range(30)]
    with_headings_between(many, Walls([INNER]), [Text(4, 90, 60.0 * i + 10) for i in range(30)])
    assert Walls.looks == 0
