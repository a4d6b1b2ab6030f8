"""Texts that a division cut between two cells are put together in the one they belong to."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.columns.strips import text_of
from pipeline.extract.layer.search.cut_cells import KnownCells, together_again, with_known_cells
from pipeline.extract.layer.signs.words import role_of
from tests.extract.layer.test_misfits import divided

TASKS = ("Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả", "Thời hạn", "Ghi chú")
HEADS = ("Nhiệm vụ", "Người đứng đầu chịu trách nhiệm", "Cơ quan chủ trì", "Cơ quan phối hợp")


def together(names: tuple[str, ...], *cells: str, style: str = "number") -> list[str]:
    """The cells of a row as they are put together; those in doubt for it have a question mark."""
    own = divided(*cells)
    assert own.division is not None
    roles = [role_of(name) for name in names]
    found, doubtful = together_again(replace(own.row, style=style), own.division, roles)
    return [text_of(cell) + "?" * (at in doubtful) for at, cell in enumerate(found.cells)]


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        pytest.param(
            ("", "Văn bản|Tháng", "9/2025", ""), ["", "Văn bản", "Tháng 9/2025", ""], id="begin"
        ),
        pytest.param(
            ("Thực hiện", "", "thường xuyên", ""), ["", "", "Thực hiện thường xuyên", ""], id="all"
        ),
        pytest.param(("", "Đề án", "Thường", "xuyên"), ["", "Đề án", "Thường xuyên", ""], id="end"),
        pytest.param(
            ("", "Đề án", "12/202", "6|Theo Nghị quyết"),
            ["", "Đề án", "12/202 6", "Theo Nghị quyết"],
            id="year",
        ),
        pytest.param(
            ("Bộ Tài chính;", "Ngân|hàng Nhà nước", "2025", ""),
            ["Bộ Tài chính; Ngân hàng Nhà nước?", "?", "2025", ""],
            id="list of bodies",
        ),
        pytest.param(
            ("- Quyết định", "được ban hành", "2025", ""),
            ["-?", "Quyết định được ban hành?", "2025", ""],
            id="dash",
        ),
        pytest.param(
            ("", "Hoàn thành theo|lộ trình", "", ""),
            ["", "", "Hoàn thành theo lộ trình", ""],
            id="plan",
        ),
        pytest.param(
            ("", "Hoàn thành", "theo lộ trình", ""),
            ["", "", "Hoàn thành theo lộ trình", ""],
            id="cut plan",
        ),
        pytest.param(("Bộ Công an|2025", "", "", ""), ["Bộ Công an", "", "2025", ""], id="time"),
    ],
)
def test_cut_texts_of_a_task(cut: tuple[str, ...], whole: list[str]) -> None:
    assert together(TASKS, "Rà soát", "Bộ Y tế", *cut) == ["Rà soát", "Bộ Y tế", *whole]


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(("Bộ Nội vụ", "Đề án", "Tháng 9/2025", "04-TB/TGV"), id="usual"),
        pytest.param(("Bộ Nội vụ;", "Đề án", "2025", ""), id="list that ends"),
        pytest.param(("-", "Đề án", "2025", ""), id="dash alone"),
        pytest.param(("- Bộ Nội vụ", "Đề án", "2025", ""), id="point of a list"),
        pytest.param(("Bộ Nội vụ", "Kế hoạch năm 2025", "", ""), id="time of a result"),
        pytest.param(("2025", "", "", ""), id="time alone"),
        pytest.param(("Bộ Nội vụ", "Đề án", "Quý II", "đã xong"), id="note in small letters"),
    ],
)
def test_whole_texts_stay(cells: tuple[str, ...]) -> None:
    row = ("Rà soát", "Bộ Y tế", *cells)
    assert together(TASKS, *row) == list(row)


def test_a_dash_behind_a_title_is_the_next_cell() -> None:
    names = ("Nhiệm vụ", "Cơ quan phối hợp", "Kết quả")
    assert together(names, "Rà soát|-", "", "Đề án") == ["Rà soát?", "-?", "Đề án"]
    assert together(names, "Rà soát|-", "Đề án", "được ban hành") == [
        "Rà soát?", "-?", "Đề án được ban hành?",
    ]  # fmt: skip


def test_the_head_of_a_body_has_its_body() -> None:
    cut = ("Rà soát", "Bộ trưởng", "Bộ Y tế", "Bộ Y tế|Các bộ, ngành")
    assert together(HEADS, *cut) == [
        "Rà soát", "Bộ trưởng Bộ Y tế?", "Bộ Y tế?", "Các bộ, ngành?",
    ]  # fmt: skip
    both = ("Rà soát", "Bộ trưởng Bộ Nội vụ|Bộ Nội vụ", "Các bộ, ngành", "")
    assert together(HEADS, *both) == [
        "Rà soát", "Bộ trưởng Bộ Nội vụ?", "Bộ Nội vụ?", "Các bộ, ngành?",
    ]  # fmt: skip
    whole = ("Rà soát", "Bộ trưởng|Bộ Y tế", "Bộ Y tế", "Bộ Nội vụ")
    assert together(HEADS, *whole) == [cell.replace("|", " ") for cell in whole]
    once = ("Rà soát", "Bộ trưởng", "Bộ Y tế", "Bộ Nội vụ")
    assert together(HEADS, *once) == list(once)


@pytest.mark.parametrize(
    ("cut", "title"),
    [
        (("", "", "", "", "", "Nâng cao nhận thức"), "Nâng cao nhận thức"),
        (("Đến năm", "", "", "2030", "", ""), "Đến năm 2030"),
    ],
)
def test_a_heading_has_its_title(cut: tuple[str, ...], title: str) -> None:
    assert together(TASKS, *cut, style="roman") == [title, "", "", "", "", ""]


def test_figures_of_a_heading_stay() -> None:
    row = ("Tổng số", "", "", "120", "", "")
    assert together(TASKS, *row, style="roman") == list(row)


_CELL = st.sampled_from(
    ["", "Tháng", "9/2025", "Bộ Y tế;", "- Đề án", "-", "Bộ trưởng", "xuyên", "Thường", "2025|và"]
)


@given(st.lists(_CELL, min_size=5, max_size=5), st.sampled_from(["number", "roman"]))
def test_no_word_is_lost(cells: list[str], style: str) -> None:
    """All words of a row stay, in their order, whatever is put together."""
    row = ("Rà soát", *cells)
    words = " ".join(cell.replace("|", " ") for cell in row).split()
    found = together(TASKS, *row, style=style)
    assert " ".join(found).replace("?", "").split() == words


def known(names: tuple[str, ...], *rows: tuple[str, ...]) -> list[str]:
    """The cells of the last of some rows, as the others have theirs."""
    roles = [role_of(name) for name in names]
    own = [divided(*row) for row in rows]
    divisions = [row.division for row in own if row.division is not None]
    texts = [Counter(text_of(one.cells[at]) for one in divisions) for at in range(len(roles))]
    found, doubtful = with_known_cells(
        own[-1].row, divisions[-1], roles, KnownCells.of(texts, roles)
    )
    return [text_of(cell) + "?" * (at in doubtful) for at, cell in enumerate(found.cells)]


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        pytest.param(("Bộ Y tế|Đề án", ""), ["Bộ Y tế?", "Đề án?"], id="result behind a body"),
        pytest.param(("", "Bộ Y tế|Đề án"), ["Bộ Y tế?", "Đề án?"], id="body before a result"),
        pytest.param(("Bộ Y tế|Bộ Nội vụ", ""), ["Bộ Y tế Bộ Nội vụ", ""], id="two bodies"),
        pytest.param(("Bộ Y tế|chỉ đạo", ""), ["Bộ Y tế chỉ đạo", ""], id="goes on"),
        pytest.param(("Bộ Lạ|Đề án", ""), ["Bộ Lạ Đề án", ""], id="not known"),
        pytest.param(("Bộ Y tế|Đề án", "Sổ"), ["Bộ Y tế Đề án", "Sổ"], id="no blank cell"),
    ],
)
def test_bodies_that_other_rows_have_are_cells(cut: tuple[str, str], whole: list[str]) -> None:
    names = ("Nhiệm vụ", "Cơ quan phối hợp", "Kết quả")
    usual = ("Rà soát", "Bộ Y tế", "Báo cáo")
    assert known(names, *[usual] * 4, ("Rà soát", *cut)) == ["Rà soát", *whole]


def test_a_dash_stands_alone_where_others_do() -> None:
    names = ("Nhiệm vụ", "Cơ quan phối hợp", "Kết quả")
    dashes, bodies = ("Rà soát", "-", "Báo cáo"), ("Rà soát", "Bộ Y tế", "Báo cáo")
    cut = ("Rà soát", "- Các bài toán", "được công bố")
    assert known(names, *[dashes] * 4, cut) == ["Rà soát", "-?", "Các bài toán được công bố?"]
    assert known(names, *[bodies] * 4, cut) == list(cut)
    points = ("Rà soát", "- Các bộ|- Bộ Y tế", "Báo cáo")
    assert known(names, *[dashes] * 4, points) == [cell.replace("|", " ") for cell in points]
