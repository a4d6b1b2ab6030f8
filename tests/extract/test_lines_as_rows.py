"""Rows that are lines of cells: what tells them from rows that only lack a number, and what is put
together of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.lines_as_rows import are_lines, are_loose_lines, whole
from tests.support.sheets import sheet

WORDS = ["Nạo vét", "kênh", "Tổ chức", "lớp học", "vận hành", "Sở Y tế"]


@pytest.mark.parametrize(
    ("below", "lines"),
    [
        (["", "kênh tiêu", ""], True),
        (["", "Cống xả", ""], False),
        (["", "Cống xả", "đồng/m³"], False),
        (["", "kênh\ntiêu", ""], False),
    ],
)
def test_lines_begin_inside_sentences_where_numbered_rows_do_not(
    below: list[str], lines: bool
) -> None:
    rows = [["1", "Nạo vét", "đồng/m"], below, below, ["2", "Đào ao", "đồng/m²"], below, below]
    assert are_lines([*rows, below]) == lines


@given(st.lists(st.lists(st.sampled_from(["", *WORDS]), min_size=2, max_size=2), max_size=20))
def test_no_word_is_lost(bodies: list[list[str]]) -> None:
    rows = [[str(at) if at % 3 == 0 else "", *body] for at, body in enumerate(bodies)]
    put = whole(sheet(rows))
    kept = sorted(p.text for row in put for cell in row.cells for p in cell.fragments)
    assert kept == sorted(text for row in rows for text in row if text)


def test_what_may_be_a_row_of_its_own_is_in_doubt() -> None:
    rows = [
        ["1", "Đắp đê", "Sở"],
        ["", "Trồng cây", "Hội"],
        ["2", "Đào"],
        ["", "mương"],
        ["", "Phụ lục II"],
    ]
    first, second, heading = whole(sheet(rows))
    assert all(cell.doubt for cell in first.cells)
    assert not any(cell.doubt for cell in second.cells)
    assert [cell.text for cell in heading.cells] == ["Phụ lục II"]


def test_loose_lines_have_no_numbers_and_begin_inside_sentences() -> None:
    lines = [["rà soát các", "phòng ban"], ["Cơ sở dữ", "liệu đất đai"]] * 8
    assert are_loose_lines(lines)
    assert not are_loose_lines([[str(at), *line] for at, line in enumerate(lines)])
    assert not are_loose_lines([["Cát xây tô", "đồng trên khối"]] * 20)
