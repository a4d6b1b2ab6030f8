"""Units that stand right behind a full line of a title."""

from __future__ import annotations

import textwrap

import pytest

from pipeline.extract.layer.signs.words import role_of
from pipeline.extract.spaced.columns.lone_units import with_lone_units
from pipeline.extract.spaced.columns.sheets import Sheet
from pipeline.extract.spaced.corridors.corridors import Cut
from pipeline.extract.spaced.corridors.straight import straight_told
from pipeline.extract.spaced.lines.words import text_of, words_of
from tests.extract.spaced.test_spaced import grid_rows

ROLES = [role_of(name) for name in ("TT", "Chỉ tiêu", "Đơn vị", "Kết quả", "Cơ quan chủ trì")]


def cells(line: str, *ends: int) -> list[str]:
    """The cells of a line that was cut behind so many words."""
    words = words_of(line)
    told, cut = straight_told(words, [5.0, 34.0, 44.0, 60.0]), Cut(ends)
    sheet = Sheet(None, (0,), cuts=(cut,), wide=(False,), told=(told,))
    [done] = with_lone_units([sheet], ROLES)
    return [text_of(done.cuts[0].column(words, column)) for column in range(len(ROLES))]


@pytest.mark.parametrize(
    ("line", "ends", "found"),
    [
        (
            "11.2   trên tổng số thủ tục %            90            Bộ Tài chính",
            (1, 7, 8, 8),
            ["11.2", "trên tổng số thủ tục", "%", "90", "Bộ Tài chính"],
        ),
        (
            "11.4   thủ tục hành chính %              100",
            (1, 6, 6, 7),
            ["11.4", "thủ tục hành chính", "%", "100", ""],
        ),
        ("3   đạt mức 30 %        90", (1, 5, 5, 6), ["3", "đạt mức 30 %", "", "90", ""]),
        (
            "3   thủ tục %        Lần        90",
            (1, 4, 5, 6),
            ["3", "thủ tục %", "Lần", "90", ""],
        ),
        ("3   tỷ lệ % dân số      %     90", (1, 6, 7, 8), ["3", "tỷ lệ % dân số", "%", "90", ""]),
    ],
)
def test_a_sign_behind_a_word_is_the_unit(
    line: str, ends: tuple[int, ...], found: list[str]
) -> None:
    """It was part of the title, and its value the unit, silently."""
    assert cells(line, *ends) == found


def test_a_sign_inside_the_width_of_titles_is_a_word_of_its_own() -> None:
    """`tỷ lệ %` over `dân số` had `% Người` for its unit, silently."""
    text = textwrap.dedent(
        """
        TT   Chỉ tiêu                 Đơn vị     Kết quả     Cơ quan chủ trì

        1    Tốc độ tăng trưởng       %          90          Bộ Tài chính
        2    Mức giảm tỷ lệ %
             dân số nghèo             Người      91          Bộ Tài chính
        3    Số xã đạt chuẩn          Xã         92          Bộ Tài chính
        4    Số xã đạt chuẩn mới      Xã         93          Bộ Tài chính
        """
    ).lstrip("\n")
    row = grid_rows(text)[2]
    assert row == ["2", "Mức giảm tỷ lệ % dân số nghèo", "Người", "91", "Bộ Tài chính"]
