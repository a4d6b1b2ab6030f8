"""Deadlines that mean nothing as they were read, and what their grammar makes of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Alternative
from pipeline.normalize.ocr.dated import deadline_fixes
from pipeline.normalize.ocr.pieces import fixed
from pipeline.normalize.values.deadlines import parse_deadline
from tests.normalize.ocr.lines import line

YEARS = Counter({"2026": 7, "2027": 4})

MISREAD = [
    ("Tháne 10/2026 c", "Tháng 10/2026"),
    ("_Năm 2027", "Năm 2027"),
    ("Quý II/2027:", "Quý II/2027"),
    ("Bộ Công an: Quý II/2027", "Bộ Công an: Quý II/2027"),
    ("Thường _xuýên", "Thường xuyên"),
    ("Tháng 8§/2026", "Tháng 8/2026"),
    ("Tháng §/2026", "Tháng §/2026"),  # 5 or 8: nothing tells
    ("Tháng 12/2926", "Tháng 12/2026"),
    ("Trưởc ngày 15/12/2026", "Trước ngày 15/12/2026"),
    ("12/20S6", "12/20S6"),
    ("Theo tiến độ nạo vét", "Theo tiến độ nạo vét"),
    ("Sau mùa mưa", "Sau mùa mưa"),
    ("Xong trước vụ hè thu", "Xong trước vụ hè thu"),
]


def mended(text: str, years: Counter[str] = YEARS, *others: str) -> str:
    """A cell as it reads once mended; the other looks at its last word read `others`."""
    read = line(text, sure=0.7)
    last = read.words[-1]._replace(alternatives=tuple(Alternative(o, 0.6) for o in others))
    read = replace(read, words=(*read.words[:-1], last))
    (out,) = fixed([read], list(deadline_fixes([read], years)))
    return out.text


@pytest.mark.parametrize(("read", "meant"), MISREAD)
def test_the_grammar_of_deadlines_tells_what_was_misread(read: str, meant: str) -> None:
    assert mended(read) == meant


def test_another_look_that_is_a_deadline_counts() -> None:
    assert mended("Tháng 1O/2O26", YEARS, "10/2026") == "Tháng 10/2026"
    assert mended("Tháng 1O/2O26", YEARS, "10/2026", "11/2026") == "Tháng 1O/2O26"


@given(st.text(alphabet="thángqúynăm 0123456789/-IVc_=§.,", max_size=24))
def test_only_what_is_no_deadline_changes_and_then_to_one(text: str) -> None:
    text = " ".join(text.split())
    if text:
        made = mended(text)
        assert made == text or parse_deadline(made).kind != "unparsed"
        if parse_deadline(text).kind != "unparsed":
            assert text.startswith(made)  # without the mark of a speck behind it
