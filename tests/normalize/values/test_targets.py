"""Target cells: printed forms with the reading a person gave them, and what holds for any."""

from __future__ import annotations

import math
import tomllib
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.normalize.values.targets import Comparator, Target, parse_target, parse_target_year
from tests.conftest import TESTS

_FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
_FILE = tomllib.loads((TESTS / "cases" / "targets.toml").read_text(encoding="utf-8"))


def _rows(kind: str) -> list[list[Any]]:
    return [case for group in _FILE[kind] for case in group["cases"]]


CASES = [(text, Target(*expected)) for text, *expected in _rows("group")]
HEADINGS = [(heading, *expected, None)[:2] for heading, *expected in _rows("year")]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_printed_forms(text: str, expected: Target) -> None:
    assert parse_target(text) == expected


@pytest.mark.parametrize(("heading", "year"), HEADINGS)
def test_the_year_of_a_group(heading: str, year: int | None) -> None:
    assert parse_target_year(heading) == year


@pytest.mark.parametrize(
    "other_print",
    [
        str.upper,
        str.lower,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: f"\u00a0 {text}\n\t",
        lambda text: text.replace(" ", "\u00a0\n"),
        lambda text: text.translate(_FULL_WIDTH),
    ],
    ids=["upper", "lower", "nfd", "padded", "wrapped", "full-width"],
)
def test_case_space_and_unicode_form_do_not_matter(other_print: Callable[[str], str]) -> None:
    assert [text for text, target in CASES if parse_target(other_print(text)) != target] == []
    assert [h for h, year in HEADINGS if parse_target_year(other_print(h)) != year] == []


# ── Any number, in every form ──────────────────────────────────────────────────────────────────

_FORMS: list[tuple[str, Comparator]] = [
    ("{}", "="), ("{}%", "="), ("{} doanh nghiệp", "="), ("Đạt {}%", "="), ("≥ {}", ">="),
    (">={}", ">="), ("Tối thiểu {}", ">="), ("{}% trở lên", ">="), ("> {}", ">"), ("Trên {}%", ">"),
    ("≤ {}", "<="), ("Không quá {}", "<="), ("< {}", "<"), ("Dưới {} %", "<"),
    ("≥ {}% và tăng dần", ">="),
]  # fmt: skip
_amounts = st.decimals(0, 10**9, places=0) | st.decimals(0, 10**6, places=2)


def _vietnamese(amount: Decimal) -> str:
    return f"{amount:,}".translate(str.maketrans(",.", ".,"))


@given(_amounts, st.sampled_from(_FORMS))
def test_a_printed_number(amount: Decimal, form: tuple[str, Comparator]) -> None:
    assert parse_target(form[0].format(_vietnamese(amount))) == Target(form[1], float(amount))


@given(
    _amounts,
    _amounts,
    st.sampled_from(["{} - {}", "{}-{}", "{} – {}%", "từ {} đến {}", "{}% - {}%"]),
)
def test_a_printed_range(one: Decimal, other: Decimal, form: str) -> None:
    low, high = sorted((one, other))
    expected = Target("range", float(low), float(high))
    assert parse_target(form.format(_vietnamese(low), _vietnamese(high))) == expected


@given(_amounts, _amounts, st.sampled_from(["; ", ", ", " và ", " hoặc ", " (", "/"]))
def test_two_thresholds_have_no_one_value(one: Decimal, other: Decimal, joint: str) -> None:
    assert parse_target(f"≥ {_vietnamese(one)}{joint}≥ {_vietnamese(other)}") == Target("text")


@given(st.integers(1900, 2099), st.sampled_from(["Đến năm {}", "Năm {}", "MỤC TIÊU NĂM {}", "{}"]))
def test_a_printed_year(year: int, form: str) -> None:
    assert parse_target_year(form.format(year)) == year


# ── Any text ───────────────────────────────────────────────────────────────────────────────────

_WORDS = (
    "≥ ≤ > < = >= - – ~ 0 1 5 30 50 2030 1.000 0,7 1,500 % triệu nghìn tỷ từ đến năm trên dưới hơn "
    "tối thiểu không quá đạt trở lên ; , . ( ) / 5G ½ Đông Nam Á giai đoạn tầm nhìn"
)
_words = st.sampled_from(_WORDS.split())
_texts = st.text() | st.lists(_words, max_size=12).map(" ".join) | st.lists(_words).map("".join)


@settings(deadline=None)
@given(_texts)
def test_no_text_raises_and_every_reading_is_sound(text: str) -> None:
    target = parse_target(text)
    assert (target.value is None) == (target.comparator == "text")
    assert (target.value_high is not None) == (target.comparator == "range")
    if target.value is not None:
        assert math.isfinite(target.value)
        assert target.value <= (target.value if target.value_high is None else target.value_high)
    year = parse_target_year(text)
    assert year is None or str(year) in unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize(
    "unit",
    ["1", "1 000", "1.000", "1 - ", "≥", "đạt ", "năm 2030 ", "a1", "( 1/2", "tầm nhìn ", "- ", " ",
     "từ 1 ", "2026 - ", "ngày 1 tháng 1 ", "nghìn tỷ "],
)  # fmt: skip
def test_a_text_too_long_for_a_target_is_text(unit: str) -> None:
    for length in (2_001, 100_000):
        assert parse_target((unit * length)[:length]).comparator == "text"
        parse_target_year((unit * length)[:length])


@pytest.mark.parametrize("cell", ["10³ tấn", "≥ 10⁶ đồng", "5 × 10³", "10⁻³ mol"])
def test_a_power_of_ten_is_never_ten(cell: str) -> None:
    assert parse_target(cell).value is None
