"""What the marks of a word say of its last stop and of its first letter."""

from __future__ import annotations

import pytest

from pipeline.extract.scan.cases import EITHER, alone, with_case
from pipeline.extract.scan.marks import Mark
from pipeline.extract.scan.specks import without_specks
from pipeline.extract.scan.stops import decimal, hangs, hung, listed, roman_stop, stopped
from pipeline.model import ReadWord

BASE, UNIT = 100, 10.0


def mark(x0: int, height: int, width: int = 8, under: int = 0) -> Mark:
    """A mark that ends so many pixels under the baseline."""
    return Mark(1, x0, BASE + under - height, x0 + width, BASE + under, height * width)


def word(text: str) -> ReadWord:
    return ReadWord(text, 0.96, 0, BASE - 15, 60, BASE)


LETTERS = [mark(0, 10), mark(12, 10), mark(24, 10)]
COMMA, STOP, OVER = mark(36, 5, 3, under=3), mark(36, 3, 3), mark(36, 3, 3, under=-7)
STOPS = [
    ("nghệ,", [*LETTERS, COMMA, OVER], "nghệ;"),
    ("sau.", [*LETTERS, STOP, OVER], "sau:"),
    ("nghệ,", [*LETTERS, COMMA], "nghệ,"),
    ("tiết,", [*LETTERS, mark(24, 3, 3, under=-12), COMMA], "tiết,"),  # an accent stands aside
    ("nghệ;", [*LETTERS, COMMA], "nghệ;"),
]


@pytest.mark.parametrize(("read", "marks", "meant"), STOPS)
def test_a_dot_over_a_comma_makes_a_semicolon(read: str, marks: list[Mark], meant: str) -> None:
    found = stopped(word(read), marks, BASE, UNIT)
    assert found.text == meant
    assert [other.text for other in found.alternatives] == ([] if meant == read else [read])


HUNG = [
    ("ngói.", "cột", mark(36, 5, 3, under=2), "ngói,"),
    ("ngói.", "Cột", mark(36, 3, 3), "ngói."),
    ("ngói.", "cột", mark(36, 3, 3), "ngói."),  # what the words say alone is not enough
    ("lâm:", "Sở", mark(36, 4, 3, under=2), "lâm;"),
    ("3.", "", mark(36, 3, 3, under=1), "3."),
    ("3.", "", mark(36, 3, 3, under=9), "3."),  # a speck far below
]


@pytest.mark.parametrize(
    ("read", "stop", "is_sure"),
    [("ngói,", mark(36, 6, 3, under=2), True), ("ngói,", mark(36, 3, 3), False),
     ("ngói.", mark(36, 6, 3, under=2), False)],
)  # fmt: skip
def test_a_comma_that_hangs_is_no_speck(read: str, stop: Mark, *, is_sure: bool) -> None:
    assert hangs(word(read), [*LETTERS, stop], BASE, UNIT) is is_sure


@pytest.mark.parametrize(("read", "after", "stop", "meant"), HUNG)
def test_a_stop_that_hangs_under_the_line_is_a_comma(
    read: str, after: str, stop: Mark, meant: str
) -> None:
    assert hung(word(read), after, [*LETTERS, stop], BASE, UNIT).text == meant


FIGURES = [mark(0, 14), mark(14, 14), mark(22, 14)]


@pytest.mark.parametrize(
    ("read", "stop", "meant"),
    [("4.35", mark(9, 5, 3, under=2), "4,35"), ("4.35", mark(9, 3, 3), "4.35"),
     ("4.350", mark(9, 5, 3, under=2), "4.350"), ("4,35", mark(9, 3, 3), "4,35")],
)  # fmt: skip
def test_a_stop_inside_a_number_that_hangs_is_a_comma(read: str, stop: Mark, meant: str) -> None:
    assert decimal(word(read), [*FIGURES, stop], BASE, UNIT).text == meant


@pytest.mark.parametrize(
    ("read", "right", "meant"),
    [("8,9", 20, ["8,", "9"]), ("8,9", 15, ["8,9"]), ("1/8,9", 20, ["1/8,", "9"]),
     ("8,9,1", 20, ["8,9,1"]), ("v,9", 20, ["v,9"])],
)  # fmt: skip
def test_a_comma_with_wide_white_behind_it_parts_two_figures_of_a_list(
    read: str, right: int, meant: list[str]
) -> None:
    marks = [mark(0, 14), mark(10, 5, 3, under=2), mark(right, 14)]
    found = listed(word(read), marks, BASE, UNIT)
    assert [part.text for part in found] == meant
    assert (found[0].x0, found[-1].x1) == (0, 60)


ALONE = [
    (".", mark(70, 3, 3), False),
    ("-", mark(70, 3, 3, under=-4), False),
    ("-", mark(70, 2, 6, under=-4), True),
    ("+", mark(70, 4, 4, under=-3), True),  # print has such too
    ("2", mark(70, 4, 4), True),
]


@pytest.mark.parametrize(("read", "alone", "stays"), ALONE)
def test_a_stop_or_dash_alone_is_a_speck_where_its_mark_is_none(
    read: str, alone: Mark, stays: bool
) -> None:
    words = [word("nghề"), ReadWord(read, 0.7, alone.x0, 90, alone.x1, BASE)]
    assert without_specks(words, [*LETTERS, alone], UNIT) == words[: 1 + stays]
    assert without_specks(words[1:], [alone], UNIT) == words[1:]  # a cell may hold nothing else


BARS = [mark(0, 15, 3), mark(6, 15, 3)]
ROMAN = [
    ("II", [*BARS, mark(12, 3, 3)], "II."),
    ("II.", BARS, "II"),
    ("II.", [*BARS, mark(12, 3, 3)], "II."),
    ("V", [mark(0, 15, 14), mark(10, 3, 3)], "V."),  # under its arm
    ("II", [*BARS, mark(12, 3, 3, under=-8)], "II"),  # a speck above the line
    ("II", [*BARS, mark(30, 3, 3)], "II"),  # far off
]


@pytest.mark.parametrize(("read", "marks", "meant"), ROMAN)
def test_a_roman_number_has_a_stop_where_a_dot_stands(
    read: str, marks: list[Mark], meant: str
) -> None:
    assert roman_stop(word(read), marks, BASE, UNIT).text == meant


CASES = [
    ("Cơ", 10, "cơ"),
    ("cơ", 14, "cơ"),  # it may touch the next letter
    ("Cơ", 14, "Cơ"),
    ("Ở", 10, "Ở"),
    ("CƠ", 10, "CƠ"),
    ("Bộ", 10, "Bộ"),
]
SMALL = [([12, 10], "cơ"), ([10, 15], "cơ"), ([7, 11], "Cơ")]
"""Heights of the marks behind the first of 10 pixels: a horn, a stalk, a small letter."""


@pytest.mark.parametrize(("read", "height", "meant"), CASES)
def test_a_letter_is_as_high_as_its_mark(read: str, height: int, meant: str) -> None:
    marks = [mark(0, height), mark(12, 10)]
    assert with_case(word(read), marks, BASE, UNIT).text == meant


def test_a_letter_as_high_as_those_with_stalks_is_a_capital() -> None:
    marks = [mark(0, 11), mark(12, 12), mark(24, 8)]  # the height of small ones is taken for more
    assert with_case(word("Chương"), marks, BASE, UNIT).text == "Chương"


@pytest.mark.parametrize(("heights", "meant"), SMALL)
def test_the_letters_of_its_line_tell_whether_one_is_small(heights: list[int], meant: str) -> None:
    marks = [mark(0, 10), *(mark(12 * at, height) for at, height in enumerate(heights, start=1))]
    assert with_case(word("Cơ"), marks, BASE, UNIT).text == meant


def test_half_a_capital_is_no_small_letter() -> None:
    marks = [mark(0, 7), Mark(2, 0, BASE - 15, 8, BASE - 9, 40), mark(12, 10)]
    assert with_case(word("Cơ"), marks, BASE, UNIT).text == "Cơ"


def test_letters_that_touch_do_not_tell_how_high_the_first_is() -> None:
    assert with_case(word("Sở"), [mark(0, 11, width=22)], BASE, UNIT).text == "Sở"


@pytest.mark.parametrize(("read", "height", "other"), [("Số", 12, "số"), ("số", 12, "Số")])
def test_a_letter_between_small_and_capital_may_be_either(
    read: str, height: int, other: str
) -> None:
    found = with_case(word(read), [mark(0, height), mark(12, 10)], BASE, UNIT)
    assert (found.text, [one.text for one in found.alternatives]) == (read, [other])


@pytest.mark.parametrize(
    ("read", "meant"), [(":Báo", "Báo"), (",nghệ", "nghệ"), (".5", ".5"), ("“Báo", "“Báo")]
)
def test_no_word_begins_with_a_stop(read: str, meant: str) -> None:
    (found,) = without_specks([word(read)], LETTERS, UNIT)
    assert found.text == meant
    assert [other.text for other in found.alternatives] == ([] if meant == read else [read])


LONE = [
    ("X", [mark(0, 10)], "x"),
    ("x", [mark(0, 15, 12)], "X"),
    ("x", [mark(0, 10)], "x"),
    ("X", [mark(0, 10), mark(6, 4, 3)], "x"),  # its foot is broken off
    ("X", [mark(0, 10, 20)], "X"),  # several letters that touch
    ("K", [mark(0, 10)], "K"),
]


@pytest.mark.parametrize(("read", "marks", "meant"), LONE)
def test_the_letters_of_a_table_tell_the_case_of_one_alone(
    read: str, marks: list[Mark], meant: str
) -> None:
    found = alone(word(read), marks, UNIT)
    assert (found.text, found.alternatives) == (meant, ())


def test_a_letter_alone_between_small_and_capital_is_in_doubt() -> None:
    found = alone(word("X"), [mark(0, 12)], UNIT)
    assert (found.text, found.confidence) == ("X", EITHER)
    assert [other.text for other in found.alternatives] == ["x"]
