"""Signs of comparison that a program draws behind their numbers go back before them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.lines.signs_behind import with_signs_before
from pipeline.extract.text.lines import split_lines


def put_back(text: str) -> list[str]:
    return [line.text for line in with_signs_before(list(split_lines(text)))[0]]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        pytest.param(
            "Thứ bậc  3 Đông Nam Á;  50 ≤ ≤\nDoanh nghiệp  5≥ Bộ Công an",
            ["Thứ bậc ≤ 3 Đông Nam Á; ≤ 50", "Doanh nghiệp ≥ 5 Bộ Công an"],
            id="pypdf",
        ),
        pytest.param(
            "4 Xếp hạng Thứ bậc 3 Đông Nam Á; 50\n≤ ≤\nThế giới\n% 80\n≥ Bộ Y tế",
            ["4 Xếp hạng Thứ bậc ≤ 3 Đông Nam Á; ≤ 50", "Thế giới", "% ≥ 80", "Bộ Y tế"],
            id="pdftotext -raw",
        ),
        pytest.param(
            "Thứ bậc ≤ ≤ 3 Đông Nam Á; 50\nThứ bậc ≤ ≤ 5 Đông Nam Á; 40",
            ["Thứ bậc ≤ 3 Đông Nam Á; ≤ 50", "Thứ bậc ≤ 5 Đông Nam Á; ≤ 40"],
            id="PDFium",
        ),
    ],
)
def test_signs_go_back_before_their_numbers(printed: str, meant: list[str]) -> None:
    assert put_back(printed) == meant


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("% ≥ 80\nthứ bậc ≤ 3 Đông Nam Á", id="before their numbers"),
        pytest.param("Tỷ lệ đạt ≥\n80%\nđạt ≤\n3", id="numbers on the next line"),
        pytest.param("đạt 5 ≥ mức chung", id="once"),
        pytest.param("B 70 ≤ điểm < 85 Tốt\nC 50 ≤ Điểm < 70 Khá", id="ranges"),
        pytest.param("B 70 ≤\nĐiểm ≤ 85\nC 50 ≤\nĐiểm ≤ 70", id="ranges over two lines"),
        pytest.param("đạt 5 ≥ mức chung\nđạt 7 ≥ mức chung", id="compared with words"),
        pytest.param("từ 3 đến 5\n≥ Bộ Y tế\ntừ 4 đến 6\n≥ Bộ Công an", id="two numbers, one sign"),
        pytest.param("4 Dân số\n≥ Bộ Y tế\n5 Diện tích\n≥ Bộ Y tế", id="numbers of rows"),
    ],
)
def test_other_signs_stay(text: str) -> None:
    assert put_back(text) == text.split("\n")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("5 ≥" + " " * 400_000 + "Tốt", id="blanks"),
        pytest.param("≥ " * 200_000 + "Tốt", id="signs"),
        pytest.param("5 " * 100_000 + "≥ " * 100_000, id="numbers and signs"),
        pytest.param("5 ≥tốt " * 60_000, id="signs among words"),
    ],
)
def test_long_lines_are_looked_through_once(line: str) -> None:
    """Each takes minutes where a stretch is looked through again from every place in it."""
    whole = "".join(put_back(f"{line}\n{line}"))
    assert Counter(whole.replace(" ", "")) == Counter(line.replace(" ", "") * 2)


@given(st.text(alphabet="≥≤≈ 0123Aa.,(\n\f", max_size=60))
def test_nothing_else_changes(text: str) -> None:
    """Every letter, digit and sign stays."""
    kept = "".join(put_back(text))
    assert sorted(filter(str.strip, kept)) == sorted(filter(str.strip, text))
