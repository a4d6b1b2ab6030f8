"""Words torn by the end of a line."""

from __future__ import annotations

from time import process_time

import pytest

from pipeline.writing.cuts import is_cut_number, is_cut_quarter, is_cut_stroke, is_cut_symbol
from pipeline.writing.torn import is_torn, letters_across


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


def test_the_last_letter_of_a_symbol_is_no_numeral_and_no_word() -> None:
    assert is_cut_symbol("03-TB/BCĐT", "W")
    assert not any(is_cut_symbol("146/2018/NĐ-CP", rest) for rest in ("Y tế", "I", "V Nội dung"))


def test_the_issuer_of_a_symbol_may_stand_on_the_next_line_with_its_hyphen() -> None:
    assert is_cut_symbol("Quyết định 2629/QĐ", "-TTg ngày 01/12/2025")
    assert is_cut_symbol("Nghị định 15/2020/NĐ", "-CP")
    for one, other in (("71/NQ-CP", "-UBND cấp xã"), ("2629/QĐ", "- TTg"), ("cơ sở", "-TTg")):
        assert not is_cut_symbol(one, other)


@pytest.mark.parametrize("text", ["/" * 20_000 + " a", "1-a" * 7_000 + "1ế", "a" * 20_000 + "1"])
def test_no_line_makes_the_search_slow(text: str) -> None:
    begin = process_time()
    letters_across(text, "g xuyên")
    assert process_time() - begin < 1.0


def test_a_quarter_goes_on_with_the_rest_of_its_numeral() -> None:
    assert is_cut_quarter("Trong Quý I", "II/2026")
    assert is_cut_quarter("quý I", "V/202")
    assert not any(is_cut_quarter("Quý III", rest) for rest in ("II/2026", "I/2026"))
    assert not any(is_cut_quarter(text, "I/2026") for text in ("Phụ lục I", "Quý I,", "QUÝI"))


def test_a_number_goes_on_with_the_stroke_behind_it() -> None:
    for one, other in (
        ("30", "/6/2026"),
        ("30/09", "/2025"),
        ("văn bản 13033", "/VPCP-KSTT"),
        ("số 30", "0/VPCP"),
    ):
        assert is_cut_stroke(one, other)
    for one, other in (("số 5", "05/NQ-CP"), ("năm 2025", "/km"), ("và", "/2025"), ("5", "0/5")):
        assert not is_cut_stroke(one, other)
