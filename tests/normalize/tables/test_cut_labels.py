"""Numbers of rows that a narrow column or a page break cuts."""

import pytest

from pipeline.normalize.tables.cut_labels import over_break, says_it_goes_on, whole_label
from pipeline.normalize.text import CleanText
from pipeline.writing.labels import Label, parse_label


def labels(*texts: str) -> list[Label]:
    return [label for text in texts if (label := parse_label(text))]


@pytest.mark.parametrize(
    ("text", "before", "whole"),
    [
        ("(10 )", ["(9)"], "(10)"),
        ("(1 1)", ["(10)"], "(11)"),
        ("10 0.", ["99."], "100."),
        ("38 .1", ["38."], "38.1"),
        ("1 2", ["11"], "12"),
        ("1 2", [], "1 2"),
        ("1 2", ["7"], "1 2"),
        ("I. II.", ["IV."], "I. II."),
        ("Tổng số", [], "Tổng số"),
    ],
)
def test_a_number_cut_by_its_column(text: str, before: list[str], whole: str) -> None:
    cell = whole_label(CleanText(text), labels(*before))
    assert cell.text == whole
    assert [change.rule for change in cell.changes] == (["word-cut"] if whole != text else [])


@pytest.mark.parametrize(
    ("above", "below", "before", "whole"),
    [
        ("(10", ")", ["(9)"], "(10)"),
        ("(1", "1)", ["(10)"], "(11)"),
        ("1", "1.", ["10."], "11."),
        ("9", "10", ["8"], None),
        ("1", "2", [], None),
        ("1.", "2.", ["11."], None),
        ("I", "I", ["I"], "II"),
        ("2", ".", ["1."], "2."),
        ("3", "...", ["2"], None),  # rows go on so
        ("", "1", [], None),
    ],
)
def test_a_number_cut_by_the_page(
    above: str, below: str, before: list[str], whole: str | None
) -> None:
    assert over_break(above, below, labels(*before)) == whole


@pytest.mark.parametrize(
    ("above", "below", "goes_on"),
    [
        ("3", "3 (tiếp)", True),
        ("3.", "3. (tiếp theo)", True),
        ("IV", "IV (Tiếp theo)", True),
        ("2.1", "2.1 (tt)", True),
        ("3", "4 (tiếp)", False),
        ("3", "3", False),
        ("Dự án", "Dự án (tiếp)", False),
    ],
)
def test_a_number_that_says_that_its_row_goes_on(above: str, below: str, goes_on: bool) -> None:
    assert says_it_goes_on(above, below) is goes_on
