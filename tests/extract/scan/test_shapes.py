"""What the marks of a word say of its last stop and of its first letter."""

from __future__ import annotations

import pytest

from pipeline.extract.scan.cases import with_case
from pipeline.extract.scan.print import Mark
from pipeline.extract.scan.stops import roman_stop, stopped
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


@pytest.mark.parametrize(("read", "height", "meant"), CASES)
def test_a_letter_is_as_high_as_its_mark(read: str, height: int, meant: str) -> None:
    marks = [mark(0, height), mark(12, 10)]
    assert with_case(word(read), marks, BASE, UNIT).text == meant


def test_half_a_capital_is_no_small_letter() -> None:
    marks = [mark(0, 7), Mark(2, 0, BASE - 15, 8, BASE - 9, 40), mark(12, 10)]
    assert with_case(word("Cơ"), marks, BASE, UNIT).text == "Cơ"


@pytest.mark.parametrize(("read", "height", "other"), [("Số", 12, "số"), ("số", 12, "Số")])
def test_a_letter_between_small_and_capital_may_be_either(
    read: str, height: int, other: str
) -> None:
    found = with_case(word(read), [mark(0, height), mark(12, 10)], BASE, UNIT)
    assert (found.text, [one.text for one in found.alternatives]) == (read, [other])
