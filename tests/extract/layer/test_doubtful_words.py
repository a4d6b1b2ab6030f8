"""Words of a cell that another reading would leave otherwise."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.signs.doubtful_words import marked_words, may_lack_blank, unlike_white
from pipeline.extract.layer.signs.words import is_deadline


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Cơ sở dữ liệu quốc gia29", ["gia29"]),
        ("Tháng 12/202626", ["12/202626"]),
        ("kinh nghiệm (Singapore,...)56", ["(Singapore,...)56"]),
        ("theo quy định của UBND.5", ["UBND.5"]),
        ("CH.TH.35", []),  # the code of an item
        ("Hội nghị G20, mạng 5G, Tháng 12/2026, 45-TB/TGV, ngày 3.1, mục 1.10", []),
    ],
)
def test_digits_right_behind_a_word_may_be_those_of_a_mark(text: str, words: list[str]) -> None:
    assert marked_words(text) == words


def test_a_value_is_unlike_others_in_its_white_where_theirs_is_more_usual() -> None:
    assert unlike_white(["≥ 80", "≥ 45,5", "≥5", "> 60", "12", "Tiên tiến"]) == {"≥5"}
    assert not unlike_white(["≥80", "≥5", ">60"])


def test_of_as_many_with_white_and_without_those_without_lost_it() -> None:
    assert unlike_white(["≥ 30", "100", "≥3", "≥ 30", "≥5"]) == {"≥3", "≥5"}


def test_a_line_that_ends_at_a_stroke_between_words_may_lack_a_blank() -> None:
    assert may_lack_blank("các tỉnh/", "thành phố")
    assert not may_lack_blank("số 43/", "TB-VPCP")
    assert not may_lack_blank("03-NQ/", "TW")


@pytest.mark.parametrize(
    "text",
    ["Tháng 6/ 2026", "Trước 30/ 6/ 2026", "Quý II/ 2026", "Cuối quý II/2026", "Đến năm 2030",
     "Từ năm 2027", "Đầu năm 2027", "Trong tháng 3"],
)  # fmt: skip
def test_deadlines_are_told_however_their_strokes_are_set_and_what_they_begin_with(
    text: str,
) -> None:
    assert is_deadline(text)
    assert not is_deadline(f"Báo cáo {text}")


@given(st.text("giáA1²9/.,;)”2026", max_size=12))
def test_only_digits_at_the_end_of_a_word_may_be_those_of_a_mark(word: str) -> None:
    if marked_words(word):
        assert re.search(r"\d[.,;:]*\Z", word)
