"""Words with blanks inside, where letters were set in another font."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.lines.fallback import (
    letters_astray,
    whole_line,
    whole_words,
    whole_years,
)
from pipeline.extract.layer.reader import read_layer
from pipeline.extract.text.lines import NumberedLine
from pipeline.model import Grid

LACKED = 0x1A0
TEXT = (
    "Bộ Khoa học và Công nghệ hỗ trợ ứng dụng nguồn lực, ưu tiên ở xã; (ủy quyền) “Ứng dụng số” "
    "Đơn vị phối hợp 2025 nghị quyết 71/NQ-CP đổi mới tổ chức chuyển đổi"
)


def as_pypdf(text: str) -> str:
    """A line as pypdf writes it where a font lacks the letters from `LACKED` on."""
    out, was = "", False
    for char in text:
        lacked = char.isalpha() and ord(char) >= LACKED
        out += " " if out and lacked != was and not (lacked and out[-1] == " ") else ""
        out, was = out + char, lacked
    return out


@given(st.lists(st.sampled_from(TEXT.split()), min_size=1, max_size=12).map(" ".join))
def test_lines_come_out_as_they_were_set(text: str) -> None:
    assert whole_line(as_pypdf(text)) == text


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Nhi ệ m v ụ C ơ  quan", "Nhiệm vụ Cơ quan"),  # two cells on one line
        ("nâng cao dân trí s ố 2025", "nâng cao dân trí số 2025"),
        ("S ố : 15/NQ-CP", "Số: 15/NQ-CP"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_what_follows_such_a_letter_may_be_another_cell(text: str, whole: str) -> None:
    assert whole_line(text) == whole


def test_only_a_text_with_many_such_words_is_changed_and_says_so() -> None:
    lines = [NumberedLine(at, as_pypdf("Bộ Khoa học và Công nghệ")) for at in range(1, 9)]
    assert whole_words(lines[:3]) == (lines[:3], 0)
    pages, problems = read_layer(lines)
    assert [(problem.severity, problem.code) for problem in problems] == [
        ("info", "characters-mapped")
    ]
    found = [block for page in pages for block in page.blocks]
    assert found
    assert all("Bộ Khoa học và Công nghệ" in str(block) for block in found)


@pytest.mark.parametrize("text", ["ộ " * 10_000, "a" + " " * 20_000])
def test_no_line_makes_it_slow(text: str) -> None:
    begin = process_time()
    whole_line(text)
    assert process_time() - begin < 1.0


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("Bộ Công an Tháng 12/202 5", "Bộ Công an Tháng 12/2025"),
        ("Quý III/202 6 Bộ Y tế", "Quý III/2026 Bộ Y tế"),
        ("từ 01/202 5 đến 12/202 6", "từ 01/2025 đến 12/2026"),
        ("Tháng 12/2025 5 bộ", "Tháng 12/2025 5 bộ"),
        ("Quyết định 71/202 15 bản", "Quyết định 71/202 15 bản"),
        ("Tháng 12/202 5g", "Tháng 12/202 5g"),
    ],
)
def test_a_blank_inside_a_year_is_of_the_end_of_a_line(line: str, whole: str) -> None:
    """A narrow column cuts the year, and the program prints the lines of the row as one."""
    assert whole_years([NumberedLine(1, line, False)])[0][0].text == whole


def test_a_line_of_many_cut_years_is_read_once() -> None:
    begin = process_time()
    [line], _ = whole_years([NumberedLine(1, "12/202 5 " * 8_000, False)])
    assert process_time() - begin < 2.0
    assert line.text == "12/2025 " * 8_000


def as_libreoffice(text: str) -> str:
    """A line as prints by LibreOffice have it where a font lacks the letters from `LACKED` on."""
    lacked = [char for char in text if char.isalpha() and ord(char) >= LACKED]
    rest = "".join(" " if char in lacked else char for char in text)
    return " ".join([*rest.split(), *lacked])


@pytest.mark.parametrize(("write", "lost"), [(as_libreoffice, True), (as_pypdf, False)])
def test_words_whose_letters_stand_behind_their_line_are_lost_and_told(
    write: Callable[[str], str], lost: bool
) -> None:
    texts = ["Phụ lục I", "TT Nhiệm vụ Cơ quan chủ trì Thời hạn"]
    for at in range(1, 13):
        texts += [f"{at}. Hỗ trợ ứng dụng, phổ biến nghị quyết", "Bộ Khoa học và Công nghệ 2025"]
    lines = [NumberedLine(at, write(text)) for at, text in enumerate(texts, start=1)]
    assert letters_astray(lines) is lost
    pages, problems = read_layer(lines)
    told = [problem.code for problem in problems if problem.severity == "error"]
    assert told == (["text-interleaved"] if lost else [])
    grids = [block for page in pages for block in page.blocks if isinstance(block, Grid)]
    assert bool(grids) is not lost
    assert not lost or any(page.blocks for page in pages)
