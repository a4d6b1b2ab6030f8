"""Sheets printed with a line for each row, their cells clipped: what is read, and what is told."""

from __future__ import annotations

import pytest

from pipeline.data.records import Document
from pipeline.extract.spaced.columns.sheets import read_text
from pipeline.extract.spaced.heads import headers_of
from pipeline.extract.text.lines import split_lines
from tests.extract.spaced.test_spaced import document

HEAD = "          Số hiệu   Tên hàng                  Tên tiếng Anh             Loại        Nhãn"


def _line(number: int, title: str = "PHÁO HOA", english: str = "FIREWORKS") -> str:
    return f"{number:4}      {1000 + number}      {title:26}{english:26}2.1         23{number % 3}"


def _sheet(*changed: str, start: int = 1, rows: int = 45) -> str:
    lines = {int(line.split()[0]): line for line in changed}
    return "\n".join([HEAD, *(lines.get(n, _line(n)) for n in range(start, start + rows))])


def _doubted(read: Document, label: str) -> set[str | None]:
    row = next(row for row in read.rows if row.label == label)
    return {
        problem.column
        for problem in read.problems
        if problem.code == "column-uncertain" and problem.row_id == row.row_id
    }


def test_cells_apart_are_not_in_doubt() -> None:
    read = document(_sheet())
    assert len(read.rows) == 45
    assert not any(problem.code == "column-uncertain" for problem in read.problems)


def test_a_cell_that_ends_where_the_next_one_begins_may_be_clipped() -> None:
    read = document(_sheet(_line(20, title="ĐẠN có hoặc không có thuố")))
    assert {"ten_hang", "ten_tieng_anh"} <= _doubted(read, "20")


def test_a_figure_at_the_end_of_a_text_may_be_of_the_next_column() -> None:
    line = _line(20, english="CHARGES, less than 10 % 2").replace("2.1", "   ")
    assert {"ten_tieng_anh", "loai"} <= _doubted(document(_sheet(line)), "20")


def test_more_figures_than_columns_are_told() -> None:
    line = _line(20).replace("2.1         232", "2.1    23   232")
    assert {"loai", "nhan"} <= _doubted(document(_sheet(line)), "20")


def test_a_sheet_that_takes_rows_out_of_the_first_one_is_a_table() -> None:
    other = _sheet(start=20, rows=20).replace("Loại        Nhãn", "Số hiệu     Loại")
    headers = headers_of(read_text([*split_lines(f"{_sheet()}\n\f{other}\n")]))
    assert [header.titles[-2:] for header in headers] == [("Loại", "Nhãn"), ("Số hiệu", "Loại")]


def test_a_page_of_other_names_above_numbers_is_none() -> None:
    other = _sheet(start=20, rows=20).replace("Tên hàng     ", "Cơ quan      ")
    other = other.replace("Tên tiếng Anh", "Kết quả      ").replace("Số hiệu", "Thời hạn")
    assert len(headers_of(read_text([*split_lines(f"{_sheet()}\n\f{other}\n")]))) == 1


def test_a_page_without_its_count_is_not_of_the_table() -> None:
    strange = "\n".join(["          #N/A      #N/A                      #N/A"] * 12)
    read = document(f"{_sheet()}\n\f{strange}\n")
    assert len(read.rows) == 45
    assert any(problem.code == "rows-uncertain" for problem in read.problems)


@pytest.mark.parametrize(("mark", "doubted"), [("QCVN-04", False), ("QCVN-0", True), ("QĐ", True)])
def test_a_figure_right_before_a_text_that_others_have_whole_is_not_in_doubt(
    mark: str, doubted: bool
) -> None:
    """Not before the beginning of such a text either, which may be that one, clipped."""
    head = "TT        Số hiệu   Tên hàng                  Đơn giá   Mã nhóm"
    marks = {20: mark} | dict.fromkeys((10, 11, 12, 13), "QCVN-0")
    lines = [
        f"{n:<10}{1000 + n}      {'PHÁO HOA':24}{2000 + n:>9} {marks.get(n, 'QCVN-04')}"
        for n in range(1, 46)
    ]
    found = _doubted(document("\n".join([head, *lines])), "20")
    assert {"don_gia", "ma_nhom"} & found == ({"don_gia", "ma_nhom"} if doubted else set())
