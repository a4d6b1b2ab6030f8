"""Bodies in the cells of a role, known again in spite of a misread word."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from pipeline.model import Alternative, Fragment
from pipeline.normalize.ocr.named import body_fixes, list_fixes
from pipeline.normalize.ocr.pieces import fixed
from pipeline.normalize.ocr.worded import word_fixes
from tests.normalize.ocr.lines import line

READ = [
    ("Bỏ Giao thông vận tài", "Bộ Giao thông vận tải"),
    ("Bộ Văn hóa. Thẻ thao và Du lịch", "Bộ Văn hóa, Thể thao và Du lịch"),
    ("Bộ Quốc phòng (Bạn Cơ yếu Chính phủ)", "Bộ Quốc phòng (Ban Cơ yếu Chính phủ)"),
    ("Bộ Cônø an; Bô Nội vụ", "Bộ Công an; Bộ Nội vụ"),
    ("Bộ Thông tin và Truyền thông. Bộ Quốc phòng. Văn phòng Chính phủ",
     "Bộ Thông tin và Truyền thông, Bộ Quốc phòng, Văn phòng Chính phủ"),
]  # fmt: skip
KEPT = [
    "Sở Y tế, Sở Nội vụ",
    "các bộ, ngành",
    "Công ty TNHH Bo Tai",
    "Sở Xdựng",
    "Đảng uỷ Chính phủ",
    "Bộ Công an",
    "Ủy ban nhân dân các thành phố: Hải Phòng, Đà Nẵng",
]


def mended(text: str) -> str:
    lines: tuple[Fragment, ...] = (line(text),)
    for fixes_of in (list_fixes, body_fixes):
        lines = fixed(lines, list(fixes_of(lines)))
    return lines[0].text


@pytest.mark.parametrize(("read", "meant"), READ)
def test_a_name_of_the_registry_is_known_by_its_other_words(read: str, meant: str) -> None:
    assert mended(read) == meant


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_such_name_stays(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize(
    ("other", "meant"), [("Xây", "Bộ Y tế; Bộ Xây dựng"), ("xay", "Bộ Y tế; Bộ xây dựng")]
)
def test_a_capital_that_one_look_had_is_the_names(other: str, meant: str) -> None:
    read = line("Bộ Y tế; Bộ xây dựng")
    words = tuple(
        word._replace(alternatives=(Alternative(other, 0.9),)) if word.text == "xây" else word
        for word in read.words
    )
    lines = (replace(read, words=words),)
    assert fixed(lines, list(body_fixes(lines)))[0].text == meant


WORDS = [
    ("Bảo tàng tính", "tỉnh", "Bảo tàng tỉnh"),
    ("Bọ, ngành", "Bộ,", "Bộ, ngành"),
    ("Công an các tinh, thành phố", "", "Công an các tỉnh, thành phố"),
    ("Vụ Giáo dục Phổ thông", "Phố", "Vụ Giáo dục Phổ thông"),  # makes a word
    ("Trường Cao đẳng Y tế", "Ý", "Trường Cao đẳng Y tế"),
    ("Nhà máy Gang thép", "thẹp", "Nhà máy Gang thép"),
]


@pytest.mark.parametrize(("read", "other", "meant"), WORDS)
def test_a_word_of_no_name_is_the_one_that_was_nearly_read(
    read: str, other: str, meant: str
) -> None:
    found = line(read)
    words = tuple(
        word._replace(rival=Alternative(other, 0.3)) if len(word.text) == len(other) else word
        for word in found.words
    )
    lines = (replace(found, words=words),)
    assert fixed(lines, list(word_fixes(lines, Counter())))[0].text == meant
