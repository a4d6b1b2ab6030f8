"""Texts on a grid far narrower than their letters: words stand as far apart as they are wide."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.signs.words import SPACE, width
from pipeline.extract.spaced.lines.paced import at_pace, pace_of
from pipeline.extract.spaced.lines.words import WIDE, SpacedLine, text_of, words_of
from tests.extract.spaced.test_spaced import grid_rows

TITLES = (
    "Xây dựng chương trình chuyên biệt về khoa học, công nghệ",
    "Hoàn thiện quy định về quản lý dữ liệu của các cơ quan nhà nước",
    "Nghiên cứu, đề xuất chính sách phát triển hạ tầng số quốc gia",
)
SIZE = 0.005
"""Characters for a thousandth of the type size: letters are some two characters wide."""


def _put(cells: list[tuple[int, str]], size: float = SIZE) -> str:
    """Words printed from the places where they are set, in characters of a narrow grid."""
    line = ""
    for place, text in cells:
        at = place * size
        for word in text.split():
            line = line.ljust(round(at)) + word
            at += size * (width(word) + SPACE)
    return line


def _lines(size: float = SIZE) -> list[str]:
    head = [(0, "TT"), (3000, "Tên nhiệm vụ"), (36000, "Chủ trì"), (42000, "Thời hạn")]
    rows = [
        [(0, f"{n}."), (3000, TITLES[n % 3]), (36000, "Bộ Y tế"), (42000, "tháng 12 năm 2026")]
        for n in range(1, 40)
    ]
    return [_put(cells, size) for cells in (head, *rows)]


def _rows(lines: list[str]) -> list[SpacedLine]:
    return [SpacedLine(at, words_of(line)) for at, line in enumerate(lines)]


def test_cells_are_told_by_the_width_of_the_words_before_them() -> None:
    assert grid_rows("\n".join(_lines())) == [
        ["TT", "Tên nhiệm vụ", "Chủ trì", "Thời hạn"],
        *[[f"{n}.", TITLES[n % 3], "Bộ Y tế", "tháng 12 năm 2026"] for n in range(1, 40)],
    ]


def test_a_text_with_a_character_for_a_letter_has_no_pace() -> None:
    assert pace_of(_rows(_lines(0.0024))) is None
    assert pace_of(_rows(_lines()[:9])) is None  # too few words tell it


@given(st.lists(st.sampled_from(TITLES), min_size=1, max_size=4), st.integers(0, 9000))
def test_words_keep_their_order_and_text(titles: list[str], apart: int) -> None:
    rows = _rows(_lines())
    pace = pace_of(rows)
    assert pace is not None
    places = [sum(width(t) + SPACE + apart for t in titles[:at]) for at in range(len(titles))]
    line = SpacedLine(0, words_of(_put([*zip(places, titles, strict=True)])))
    *_, found = at_pace([*rows, line], pace)
    assert found.text == line.text
    assert all(a.x1 < b.x0 for a, b in pairwise(found.words))


def test_words_without_a_blank_stay_joined() -> None:
    rows = _rows(_lines())
    pace = pace_of(rows)
    assert pace is not None
    line = SpacedLine(0, words_of("(12)" + _put([(0, "Cơ sở dữ liệu")])))
    *_, found = at_pace([*rows, line], pace)
    assert text_of(found.words) == "(12)Cơ sở dữ liệu"
    assert all(b.x0 - a.x1 < WIDE for a, b in pairwise(found.words))
