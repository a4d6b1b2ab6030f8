"""Words torn by the end of a line."""

from __future__ import annotations

import pytest

from pipeline.writing.cuts import is_cut_number
from pipeline.writing.torn import is_torn


@pytest.mark.parametrize(
    ("text", "below"),
    [
        ("Thườn", "g xuyên"),
        ("bộ, ngành", ", địa phương"),
        ("ngành, địa phươn", "g"),
        ("ngh", "ệ thông tin"),
    ],
)
def test_parts_that_are_no_syllables_and_one_together_are_torn(text: str, below: str) -> None:
    assert is_torn(text, below)


@pytest.mark.parametrize(
    ("text", "below"),
    [("cơ", "sở dữ liệu"), ("sử dụng", "iPhone"), ("Bộ Y", "tế"), ("R&D", "từ"), ("5G,", "IoT"),
     ("số 15/NQ-", "CP"), ("công ngh", "AI"), ("năm 2026", "g")],
)  # fmt: skip
def test_words_and_names_are_not(text: str, below: str) -> None:
    assert not is_torn(text, below)


def test_the_year_of_a_quarter_is_cut_as_that_of_a_month_is() -> None:
    assert is_cut_number("Quý III/202", "6")
    assert is_cut_number("12/202", "6")
    assert not is_cut_number("Quý III/2026", "6")
    assert not is_cut_number("mục III/20", "6")
