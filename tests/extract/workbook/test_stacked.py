"""Tables with other columns below each other under the names of all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.placed import SheetRow
from pipeline.extract.runs import count_chars
from pipeline.extract.workbook.stacked import stacked
from tests.support.sheets import sheet

NAMES = ["TT", "Chỉ tiêu", "Đơn vị", "Kết quả", "Nhiệm vụ", "Thời hạn"]
ABOVE = [["1", "Cấp nước", "%", "95"], ["2", "Cây xanh", "m²", "12"]]
BELOW = [["1", "", "", "Đề án", "Nạo vét kênh", "2027"], ["2", "", "", "", "Trồng cây", "2028"]]


def texts(rows: list[SheetRow]) -> list[list[str]]:
    return [[cell.text for cell in row.filled] for row in rows]


def test_each_table_has_the_names_of_its_own_columns() -> None:
    above, below = stacked(sheet([NAMES, *ABOVE, *BELOW])).tables
    assert texts(above) == [["TT", "Chỉ tiêu", "Đơn vị", "Kết quả"], *ABOVE]
    assert texts(below) == [
        ["TT", "Kết quả", "Nhiệm vụ", "Thời hạn"],
        ["1", "Đề án", "Nạo vét kênh", "2027"],
        ["2", "Trồng cây", "2028"],
    ]


def test_one_column_that_ends_is_no_end_of_a_table() -> None:
    one_ends = [[*row[:1], "Cấp điện", *row[2:]] for row in BELOW]
    assert len(stacked(sheet([NAMES, *ABOVE, *one_ends])).tables) == 1


def test_a_table_goes_on_behind_another_one() -> None:
    names = NAMES[:4]
    last = ["3", "Chiếu sáng", "km", "40"]
    above, _, again = stacked(sheet([NAMES, *ABOVE, *BELOW, last[:4]])).tables[:3]
    assert texts(above) == [names, *ABOVE]
    assert texts(again) == [names, last]
    many = stacked(sheet([NAMES, *ABOVE, *BELOW, *ABOVE, *BELOW, *ABOVE])).tables
    assert [len(table) for table in many] == [3, 3, 3, 3, 3]


def test_blank_rows_between_tables_and_endless_numbers_are_borne() -> None:
    blank = [""] * len(NAMES)
    many = stacked(sheet([NAMES, *ABOVE, blank, *BELOW, blank, *ABOVE])).tables
    assert [texts(part)[0][-1] for part in many] == ["Kết quả", "Thời hạn", "Kết quả"]
    below = [["3", *BELOW[0][1:]], blank, ["4", *BELOW[1][1:]], blank]
    goes_on = ["5", "Chiếu sáng", "km", "40", "", ""]
    assert len(stacked(sheet([NAMES, *ABOVE, *below, goes_on])).tables) == 1
    long = [[text.replace("2", "9" * 5000) for text in row] for row in ABOVE]
    assert stacked(sheet([NAMES, *long, *BELOW, *long])).tables


def test_rows_whose_numbers_go_on_or_that_have_columns_of_both_are_one_table() -> None:
    below = [["3", *BELOW[0][1:]], ["4", *BELOW[1][1:]]]
    goes_on = ["5", "Chiếu sáng", "km", "40", "", ""]
    of_both = ["1", "Chiếu sáng", "km", "40", "Đào hố", "2027"]
    assert len(stacked(sheet([NAMES, *ABOVE, *below, goes_on])).tables) == 1
    assert len(stacked(sheet([NAMES, *ABOVE, *BELOW, ABOVE[0], of_both])).tables) == 1


@given(st.lists(st.lists(st.sampled_from(["", "", "Đê", "Cống"]), max_size=6), max_size=12))
def test_nothing_is_lost_and_names_that_are_repeated_are_counted(bodies: list[list[str]]) -> None:
    rows = sheet([NAMES, *ABOVE, *bodies, *BELOW])
    stack = stacked(rows)
    printed = [
        sum(count_chars(c.fragments) for r in part for c in r.filled) for part in stack.tables
    ]
    assert sum(printed) - stack.chars == sum(
        count_chars(c.fragments) for r in rows for c in r.filled
    )
