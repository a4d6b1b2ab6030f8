"""Numbers that the end of a line cuts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.writing.cuts import is_cut_amount, is_cut_figure, may_be_cut_number


@pytest.mark.parametrize(
    ("above", "below", "cut"),
    [
        ("110.00", "0", True),
        ("1.250.", "000", True),
        ("(5.0", "00)", True),
        ("110.000", "0", False),
        ("14.000", "15.500", False),
        ("12,5", "0", False),
        ("10.0", "9", False),
        ("Quý", "2", False),
    ],
)
def test_a_number_cut_in_its_last_group(above: str, below: str, cut: bool) -> None:
    assert is_cut_amount(above, below) is cut


FIGURES = st.text("0129./IV² (a,\n", max_size=9)


def begins(first: str, second: str, above: str, below: str, digits: int) -> str:
    """What stands in two parts that a line break cuts, where they have so many digits."""
    start, rest = re.search(above, first), re.match(below, second)
    whole = start[1] + rest[0] if start and rest else ""
    return whole if len(whole) == digits else ""


@given(FIGURES, FIGURES)
def test_figures_are_cut_where_their_forms_say_so(first: str, second: str) -> None:
    year = begins(first, second, r"\b(?:\d{1,2}|[IV]{1,3})/(\d{1,3})\Z", r"\d{1,3}(?!\w)", 4)
    amount = r"(?<![\d.,])\d{1,3}(?:\.\d{3})*\.(\d{0,2})\Z"
    group = r"\d{1,3}(?![\w.,])|\d{1,3}(?=\.\d{3}(?!\d))"
    assert is_cut_figure(first, second) == (
        year[:2] in ("19", "20")
        or bool(begins(first, second, amount, group, 3))
        or bool(begins(first, second, r"(?<!\S)[1-9]\.(\d{1,5})\Z", r"\d{1,5}(?!\S)", 6))
    )
    ends = re.search(r"(?:\d|\b[IV]{1,3})/\d{1,3}\Z", first)
    assert may_be_cut_number(first) == bool(ends)
