"""What two printings of one text say: spelling apart, signs, numbers and units kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.writing.wording import differs, saying
from tests.writing.test_spellings import SPELLINGS, respelt

SAME = [
    ("Tỷ lệ hòa giải thành: > 80%.", "tỉ lệ hoà giải thành > 80 %"),
    (">= 95%", "≥95%"),
    ("<= 5 ngày", "≤ 5 ngày"),
    ("2021 – 2025", "2021-2025"),
    ("Tháng 05/2026", "Tháng 5/2026"),
    ("15.7.2026", "15/07/2026"),
    ("171,172,173", "171, 172, 173"),
    ("- Xây dựng CSDL;\n- Vận hành", "+ Xây dựng cơ sở dữ liệu\n+ Vận hành."),
    ("500 m²", "500 m2"),
    ("…", ""),
]
DIFFERENT = [
    ("> 80%", "< 80%"),
    ("> 80%", "≥ 80%"),
    ("> 80%", "80%"),
    ("80%", "80"),
    ("80%", "80‰"),
    ("1,5 tỷ", "15 tỷ"),
    ("1.5 tỷ", "1,5 tỷ"),
    ("-5 °C", "5 °C"),
    ("+3%", "3%"),
    ("2025 - 2030", "2025, 2030"),
    ("1/2", "12"),
    ("10³ tấn", "103 tấn"),
    ("5 MWh", "5 MW"),
    ("$5", "€5"),
    ("½ số xã", "số xã"),
    ("Quý I", "Quý II"),
    ("", "Bộ Tài chính"),
]
TEXTS = ("Tỉ lệ hòa giải ≥ 80%", "Quý I/2026: thủy lợi, 1,5 tỷ đồng", "Ủy ban - 03/2026")


@pytest.mark.parametrize(("before", "after"), SAME)
def test_spelling_says_nothing(before: str, after: str) -> None:
    assert not differs(before, after)


@pytest.mark.parametrize(("before", "after"), DIFFERENT)
def test_signs_numbers_and_units_say_something(before: str, after: str) -> None:
    assert differs(before, after)
    assert differs(after, before)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("spelling", SPELLINGS, ids=lambda spelling: str(spelling["name"]))
def test_no_spelling_changes_what_is_said(text: str, spelling: dict[str, object]) -> None:
    assert not differs(text, respelt(text, spelling))


@given(st.text(alphabet="> <%5-+,./aăĐ²½\n:|", max_size=20))
def test_white_space_around_says_nothing(text: str) -> None:
    assert saying(f"  {text}\n") == saying(text)
    assert not differs(text, text)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_two_numbers_differ(one: int, other: int) -> None:
    assert differs(f"đạt {one}%", f"đạt {other}%") == (one != other)
