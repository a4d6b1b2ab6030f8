"""Figures whose marks were lost or misread."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalize.ocr.grouped import (
    decimal_fixes,
    group_fixes,
    grouping_of,
    has_commas,
)
from pipeline.normalize.ocr.pieces import fixed
from tests.normalize.ocr.lines import line

GROUPED = ("2.321.000", "714.000", "1.751.000")


def read(*texts: str) -> list[str]:
    """A column as it stands once its figures are grouped."""
    cells = [(line(text),) for text in texts]
    found = grouping_of(cells)
    return [fixed(cell, list(group_fixes(cell, found)))[0].text for cell in cells]


@pytest.mark.parametrize(
    ("torn", "printed"),
    [
        ("2 939 490", "2.939.490"),
        ("-12 345", "-12.345"),
        ("5 111.261", "5.111.261"),
        ("9711.518", "9.711.518"),
        ("1.703160", "1.703.160"),
    ],
)
def test_figures_are_grouped_as_the_others_of_their_column(torn: str, printed: str) -> None:
    assert read(*GROUPED, torn)[-1] == printed


def test_figures_without_a_mark_are_grouped_where_others_lost_theirs() -> None:
    assert read(*GROUPED, "31042", "16 280")[-2:] == ["31.042", "16.280"]
    assert read("10.001", "10.002", "10.003", "20001")[-1] == "20001"  # codes: nothing is torn


@pytest.mark.parametrize(
    "kept", ["2025", "12", "4,5", "1.234,5", "12 34", "Quý 1", "1,234", "0 500", ""]
)
def test_other_texts_of_the_column_stay(kept: str) -> None:
    assert read(*GROUPED, "2 939 490", kept)[-1] == kept


@pytest.mark.parametrize("column", [("1.5", "2 939 490"), ("1.000", "2,000", "3,000", "4 000")])
def test_a_column_that_does_not_group_alike_says_nothing(column: tuple[str, ...]) -> None:
    assert read(*column) == list(column)


@given(
    st.lists(st.integers(1_000, 10**11), min_size=3, max_size=8), st.sampled_from(".,"), st.data()
)
def test_no_figure_changes_and_marks_come_back(
    numbers: list[int], mark: str, data: st.DataObject
) -> None:
    printed = [f"{number:,}".replace(",", mark) for number in numbers]
    lost = data.draw(st.sampled_from(printed)).replace(mark, " ", 1)
    assert read(*printed, lost)[-1] == lost.replace(" ", mark)


@pytest.mark.parametrize(
    "kept", [("500", "700"), ("100.000", "200.000"), ("100.000 200.000",), ("0913 123 456",)]
)
def test_several_figures_and_a_number_that_begins_with_0_stay(kept: tuple[str, ...]) -> None:
    cells = [*((line(text),) for text in GROUPED), tuple(map(line, kept))]
    assert not list(group_fixes(cells[-1], grouping_of(cells)))


def test_a_figure_broken_behind_a_mark_is_one() -> None:
    cells = [*((line(text),) for text in GROUPED), (line("5.066."), line("900"))]
    assert fixed(cells[-1], list(group_fixes(cells[-1], grouping_of(cells))))[0].text == "5.066.900"


def test_more_figures_than_a_number_may_have_are_none() -> None:
    assert read(*GROUPED, "1 " + "000" * 2000)[-1].startswith("1 0")


DECIMALS = [
    ("102,34 100.49 98,5 99.9% 101,2", "102,34 100,49 98,5 99,9% 101,2"),
    ("1.234,5 1.234.56 0,5 0,75", "1.234,5 1.234,56 0,5 0,75"),
    ("1,5 2,5 3,5 1.500 12/2026 4.5.2026", "1,5 2,5 3,5 1.500 12/2026 4.5.2026"),
    ("1.1 1.2 1.3 1.4 1.5 1,6 1,7 1,8", "1.1 1.2 1.3 1.4 1.5 1,6 1,7 1,8"),
    ("1,5 2.5 3,5", "1,5 2.5 3,5"),
]
"""Columns as read and as they are: codes counted with stops stay, and so do columns of which too
few cells tell."""


@pytest.mark.parametrize(("column", "printed"), DECIMALS)
def test_a_stop_among_decimal_commas_is_one(column: str, printed: str) -> None:
    cells = [(line(text),) for text in column.split()]
    commas = has_commas(cells)
    found = [fixed(cell, list(decimal_fixes(cell))) if commas else cell for cell in cells]
    assert " ".join(lines[0].text for lines in found) == printed


@given(st.lists(st.decimals(0, 999, places=2), min_size=3, max_size=9), st.data())
def test_commas_come_back(values: list[Decimal], data: st.DataObject) -> None:
    printed = [f"{value:.2f}".replace(".", ",") for value in values]
    lost = data.draw(st.sets(st.sampled_from(range(len(values))), max_size=len(values) - 3))
    cells = [
        (line(text.replace(",", ".") if at in lost else text),) for at, text in enumerate(printed)
    ]
    if has_commas(cells):
        assert [fixed(cell, list(decimal_fixes(cell)))[0].text for cell in cells] == printed
