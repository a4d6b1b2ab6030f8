"""Deadline cells: printed forms with the reading a person gave them, and what holds for any."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.normalize.values.deadlines import Deadline, parse_deadline
from tests.conftest import TESTS

_SUPERSCRIPTS = str.maketrans("", "", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
_FILE = TESTS / "cases" / "deadlines.toml"


def _cases() -> list[tuple[int | None, str, Deadline]]:
    groups: list[dict[str, Any]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["group"]
    return [
        (group.get("year"), text, Deadline(kind, *(value or None for value in fields)))
        for group in groups
        for text, kind, *fields in group["cases"]
    ]


CASES = _cases()
DATED = [
    (y, t) for y, t, d in CASES if d.kind in ("day", "month", "quarter", "year") and ":" not in t
]


@pytest.mark.parametrize(("year", "text", "expected"), CASES)
def test_printed_forms(year: int | None, text: str, expected: Deadline) -> None:
    assert parse_deadline(text, year) == expected


@pytest.mark.parametrize(
    "other_print",
    [
        str.upper,
        str.lower,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: unicodedata.normalize("NFKD", text.translate(_SUPERSCRIPTS)),
        lambda text: f"\u00a0 {text}\n\t",
        lambda text: text.replace(" ", "\u00a0\n"),
        lambda text: text.replace("-", "–"),
        lambda text: text.translate(_FULL_WIDTH),
    ],
    ids=["upper", "lower", "nfd", "nfkd", "padded", "wrapped", "en-dash", "full-width"],
)
def test_case_space_and_unicode_form_do_not_matter(other_print: Callable[[str], str]) -> None:
    differing = [t for y, t, d in CASES if parse_deadline(other_print(t), y) != d]
    assert differing == []


def test_the_year_of_the_document_is_used_only_where_the_cell_names_none() -> None:
    named = [(t, d) for _, t, d in CASES if d.due_date and re.search(r"20\d\d|/25", t)]
    assert [
        t for t, d in named if parse_deadline(t, None) != d or parse_deadline(t, 2031) != d
    ] == []


@pytest.mark.parametrize(("year", "text"), DATED)
def test_a_word_without_a_reading_makes_a_date_unparsed(year: int | None, text: str) -> None:
    assert parse_deadline(f"nước {text}", year).kind == "unparsed"
    assert parse_deadline(f"71/NQ-CP {text}", year).kind == "unparsed"


# ── Any date, in every form ────────────────────────────────────────────────────────────────────

_dates = st.dates(date(2000, 1, 1), date(2099, 12, 31))
_DAY_FORMS = [
    "{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}-{m}-{y}", "{d}.{m}.{y}", "{d} / {m} / {y}",
    "ngày {d} tháng {m} năm {y}", "Trước ngày {d}/{m}/{y}", "Chậm nhất là {d}/{m}/{y}",
    "Hoàn thành trước {d:02}/{m:02}/{y}", "Trình Chính phủ trước ngày {d}/{m}/{y}",
    "Từ nay đến {d}/{m}/{y}", "{y}-{m:02}-{d:02}",
]  # fmt: skip
_MONTH_FORMS = [
    "{m}/{y}", "{m:02}/{y}", "Tháng {m}/{y}", "tháng {m:02}/{y}", "T{m}/{y}", "Tháng {m} năm {y}",
    "Trong tháng {m}/{y}", "Hết tháng {m} / {y}", "Tháng {m}/{y} ¹²", "Hoàn thành tháng {m}/{y}",
]  # fmt: skip
_QUARTER_FORMS = [
    "Quý {q}/{y}", "Quý {r}/{y}", "Q.{r}/{y}", "Q{q}/{y}", "quý {r} năm {y}", "Trong Quý {r}/{y}",
    "Quý {r} / {y}", "Quý {r}-{y}", "Đến hết quý {r}/{y}",
]  # fmt: skip
_YEAR_FORMS = ["{y}", "Năm {y}", "Trong năm {y}", "Đến hết năm {y}", "Cuối năm {y}", "Đến {y}"]


def _printed(form: str, day: date) -> str:
    quarter = (day.month + 2) // 3
    roman = ("I", "II", "III", "IV")[quarter - 1]
    return form.format(d=day.day, m=day.month, y=day.year, q=quarter, r=roman)


def _end_of_month(day: date, month: int) -> date:
    return date(day.year, month, monthrange(day.year, month)[1])


@given(_dates, st.sampled_from(_DAY_FORMS), st.none() | st.integers(2000, 2099))
def test_a_printed_day(day: date, form: str, year: int | None) -> None:
    assert parse_deadline(_printed(form, day), year) == Deadline("day", day)


@given(_dates, st.sampled_from(_MONTH_FORMS), st.none() | st.integers(2000, 2099))
def test_a_printed_month(day: date, form: str, year: int | None) -> None:
    expected = Deadline("month", _end_of_month(day, day.month))
    assert parse_deadline(_printed(form, day), year) == expected


@given(_dates, st.sampled_from(_QUARTER_FORMS), st.none() | st.integers(2000, 2099))
def test_a_printed_quarter(day: date, form: str, year: int | None) -> None:
    expected = Deadline("quarter", _end_of_month(day, (day.month + 2) // 3 * 3))
    assert parse_deadline(_printed(form, day), year) == expected


@given(_dates, st.sampled_from(_YEAR_FORMS), st.none() | st.integers(2000, 2099))
def test_a_printed_year(day: date, form: str, year: int | None) -> None:
    expected = Deadline("year", date(day.year, 12, 31))
    assert parse_deadline(_printed(form, day), year) == expected


@given(_dates, st.sampled_from(["Tháng {m}", "tháng {m:02}", "Trong tháng {m}", "T{m}"]))
def test_a_month_without_a_year_takes_that_of_the_document(day: date, form: str) -> None:
    text = _printed(form, day)
    assert parse_deadline(text, day.year).due_date == _end_of_month(day, day.month)
    assert parse_deadline(text) == Deadline("month")


@given(
    _dates, _dates, st.sampled_from(["{} - {}", "{}-{}", "Từ {} đến {}", "từ ngày {} đến ngày {}"])
)
def test_a_printed_range_has_both_ends_or_no_reading(first: date, last: date, form: str) -> None:
    deadline = parse_deadline(form.format(f"{first:%d/%m/%Y}", f"{last:%d/%m/%Y}"))
    assert deadline == (Deadline("day", last, first) if first <= last else Deadline("unparsed"))


@given(_dates, st.integers(1, 3), st.sampled_from(["Tháng {m}/{y}", "Quý {r}/{y}", "{d}/{m}/{y}"]))
def test_a_cut_year_is_no_year(day: date, cut: int, form: str) -> None:
    assert parse_deadline(_printed(form, day)[:-cut], 2026).kind == "unparsed"


# ── Any text ───────────────────────────────────────────────────────────────────────────────────

_WORDS = (
    "Quý quý I II IV 1 2 12 13 31 20 2025 2026 / - – , ; ( ) . : tháng năm ngày từ đến trước sau "
    "đầu cuối hết trong thường xuyên hằng hàng định kỳ lần theo khi sau khi kế hoạch hoàn thành "
    "trình và hoặc những tiếp theo chậm nhất giai đoạn T Q nửa 6 nay ¹ ½ 12/2025 31/02/2026"
)
_words = st.sampled_from(_WORDS.split())
_texts = st.text() | st.lists(_words, max_size=14).map(" ".join) | st.lists(_words).map("".join)


@settings(deadline=None)
@given(_texts, st.none() | st.integers(-5, 10_000))
def test_no_text_raises_and_every_reading_is_sound(text: str, year: int | None) -> None:
    deadline = parse_deadline(text, year)
    start, due = deadline.start_date, deadline.due_date
    assert start is None or due is None or start <= due
    assert deadline.recurrence is None or deadline.kind in ("recurring", "compound")
    assert deadline.kind not in ("blank", "unparsed", "conditional") or (start, due) == (None, None)
    assert due is None or deadline.kind != "open_ended"


@settings(deadline=None)
@given(_texts, st.sampled_from(["", " ", "\u00a0", "\n\t", "\u3000"]))
def test_white_space_around_any_text_does_not_matter(text: str, space: str) -> None:
    assert parse_deadline(f"{space}{text}{space}", 2026) == parse_deadline(text, 2026)


@pytest.mark.parametrize(
    "unit",
    ["a", "1", "1/", "1-", "(", "()", " ", "- ", "quý i, ", "tháng ", "hằng tháng/", "và ", "từ ",
     "theo ", "trình ", "- trình: ", "12/2025 - ", ", tầm nhìn 2045", "\u0301\u0323", "½",
     "\ufdfa"],
)  # fmt: skip
def test_a_text_too_long_for_a_deadline_is_none(unit: str) -> None:
    for length in (2_001, 100_000):
        assert parse_deadline((unit * length)[:length], 2026).kind in ("unparsed", "blank")
