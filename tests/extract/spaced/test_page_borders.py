"""Pages without a header of tables without numbers: their cells show where the columns meet."""

from __future__ import annotations

from pipeline.extract.spaced.columns.sheets import read_text
from pipeline.extract.spaced.corridors.page_borders import page_borders
from pipeline.extract.spaced.heads import headers_of
from pipeline.extract.spaced.lines.words import words_of
from pipeline.extract.text.lines import split_lines

PAGE = """
Đào móng bằng máy           100m2   Xi măng      ca     71,25 Theo thiết kế
Bê tông lót móng            m3      Máy đào      kg     59,83
Xây tường gạch              m2          -        ca        38 Bao gồm hao hụt
Trát tường ngoài            m3      Cát vàng     công   43,97 Theo thiết kế
"""
TWICE = """
                                                Chia theo lớp
       Tên chỉ tiêu        Mã số   Tổng số
                                              Lớp 6     Lớp 7
            A                B        1         2         3
Số trường                    01     5.186      665     4.536
Số lớp                       02     6.041      267       177
"""


def test_cells_show_as_many_columns_as_the_table_has() -> None:
    lines = [words_of(line) for line in PAGE.splitlines() if line]
    assert page_borders(lines, 6) == [-0.5, 27.5, 35.5, 48.5, 55.5, 61.5]
    assert page_borders(lines, 9) == []
    assert page_borders([], 3) == []


def test_a_header_printed_again_is_read_as_most_are() -> None:
    moved = TWICE.replace("                    Chia theo", "              Chia theo")
    text = read_text([*split_lines(f"{TWICE}\f{TWICE}\f{moved}")])
    headers = headers_of(text)
    assert len({header.titles for header in headers}) == 1
    assert len(headers) == 3
    assert all(header.borders for header in headers)
