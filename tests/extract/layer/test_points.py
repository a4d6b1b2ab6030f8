"""Points of a list inside a row, their numbers cut by a narrow column or by a page."""

from __future__ import annotations

import pytest

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.points import split_points
from pipeline.extract.layer.numbered.rows import UndividedRow, parts_of


def row(*pages: str) -> UndividedRow:
    pieces: list[LinePiece] = []
    for page in pages:
        for place, line in enumerate(page.split("|")):
            opens = bool(pieces) and not place
            pieces.append(LinePiece(line, len(pieces), "", opens_page=opens))
    return UndividedRow((LinePiece("26.", 0, ""),), "number", parts_of(pieces), True)


def points(*pages: str) -> dict[str, str]:
    """The points of a row with their text; pages of one are parted with a stroke."""
    return {
        "".join(piece.text for piece in point.label): " / ".join(
            " ".join(piece.text for piece in part) for part in point.parts
        )
        for point in split_points(row(*pages))[1:]
    }


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        (["Xây dựng:|(1) Cư trú|(2) Căn cước"], {"(1)": "Cư trú", "(2)": "Căn cước"}),
        (["Xây dựng:|(1|) Cư trú"], {"(1)": "Cư trú"}),
        (["Xây dựng:|(1|)|Cư trú|(2|)|Căn cước"], {"(1)": "Cư trú", "(2)": "Căn cước"}),
        (
            ["Xây dựng:|(1) Cư trú|(2 Quốc Bộ Công an", ") gia Công an|(3) Đất"],
            {"(1)": "Cư trú", "(2)": "Quốc Bộ Công an / gia Công an", "(3)": "Đất"},
        ),
        (
            ["Xây dựng:|(1) Cư trú|(2|Quốc", ")|gia|(3) Đất"],
            {"(1)": "Cư trú", "(2)": "Quốc / gia", "(3)": "Đất"},
        ),
        (
            ["Xây dựng:|(1) Cư trú|(2) Đất (2 đợt", ") và rừng|(3) Biển"],
            {"(1)": "Cư trú", "(2)": "Đất (2 đợt / ) và rừng", "(3)": "Biển"},
        ),
        (
            ["Xây dựng:|(1) A|(2) B|(3) C|D|(5) E"],
            {"(1)": "A", "(2)": "B", "(3)": "C D", "(5)": "E"},
        ),
        (["Xây dựng:|(1) A|(3) C"], {"(1)": "A (3) C"}),
        (["Xây dựng:|(1|) Cư trú|(2|) Căn cước"], {"(1)": "Cư trú", "(2)": "Căn cước"}),
    ],
)
def test_points_of_a_row(pages: list[str], found: dict[str, str]) -> None:
    assert points(*pages) == found


def test_a_number_cut_by_a_page_in_the_middle_of_its_digits() -> None:
    before = "|".join(f"({n}) Cơ sở {n}" for n in range(1, 10))
    found = points(f"Xây dựng:|{before}|(1 Hệ thống", "0) khách hàng|(11) Điện")
    assert list(found)[-2:] == ["(10)", "(11)"]
    assert found["(10)"] == "Hệ thống / khách hàng"


def test_a_number_as_wide_as_its_column_touches_its_title() -> None:
    """`(100)Hệ thống`: the list went on inside point 99, so that its rows lost their numbers."""
    before = "|".join(f"({n}) Cơ sở {n}" for n in range(1, 100))
    found = points(f"Xây dựng:|{before}|(100)Hệ thống thông tin|Bộ Công an|(101)Cơ sở dữ liệu")
    assert found["(100)"] == "Hệ thống thông tin Bộ Công an"
    assert found["(101)"] == "Cơ sở dữ liệu"


def test_a_bracket_that_does_not_count_on_is_no_point() -> None:
    assert points("Xây dựng:|(1) Cư trú|(7)Theo Nghị quyết") == {"(1)": "Cư trú (7)Theo Nghị quyết"}


def test_a_number_cut_into_three_lines() -> None:
    before = "|".join(f"({n}) Cơ sở {n}" for n in range(1, 100))
    found = points(f"Xây dựng:|{before}|(1|0|0)|Hệ thống thông tin|(1|0|1)|Cơ sở dữ liệu")
    assert list(found.items())[-2:] == [("(100)", "Hệ thống thông tin"), ("(101)", "Cơ sở dữ liệu")]


def test_a_bracket_left_for_a_line_of_its_own_closes_the_number() -> None:
    cut = "|".join(f"({number})|A" for number in range(1, 100))
    found = points(f"Xây dựng:|{cut}|(1|00|)|B|(1|01|)|C|(1|02)|D")
    assert list(found)[-4:] == ["(99)", "(100)", "(101)", "(102)"]
    assert [*found.values()][-3:] == ["B", "C", "D"]


def test_pieces_keep_their_lines() -> None:
    point = split_points(row("Xây dựng:|(1) Cư trú|(2 Quốc", ") gia"))[2]
    assert [(piece.text, piece.line) for piece in point.label] == [("(2", 2), (")", 3)]
    assert [(piece.text, piece.line) for part in point.parts for piece in part] == [
        ("Quốc", 2), ("gia", 3),
    ]  # fmt: skip
