"""Columns so narrow that the lines of their cells break words."""

from __future__ import annotations

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.names.headers import find_headers
from pipeline.extract.layer.reader import read_layer
from pipeline.extract.text.lines import split_lines
from pipeline.model import Cell, Grid
from pipeline.normalize.text import clean

NAMES = (
    "Y tế",
    "Nội vụ",
    "Tư pháp",
    "Công an",
    "Tài chính",
    "Xây dựng",
    "Công Thương",
    "Ngoại giao",
)


def _deadlines(*deadlines: list[str]) -> list[Cell]:
    """The last cells of a table with such deadlines, line by line."""
    lines = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
    for at, (name, deadline) in enumerate(zip(NAMES, deadlines, strict=True), start=1):
        lines += [
            f"{at}.",
            f"Rà soát các quy định về {name.lower()} và đề xuất",
            "sửa đổi, bổ sung",
        ]
        lines += [f"Bộ {name}", *deadline]
    pages, _ = read_layer(list(split_lines("\n".join(lines))))
    grids = [block for page in pages for block in page.blocks if isinstance(block, Grid)]
    return [row[-1] for grid in grids for row in grid.rows][1:]


def test_a_word_torn_into_three_is_whole_where_the_column_tears_words_for_certain() -> None:
    often, quarter = ["Thườ", "ng xu", "yên"], ["Quý", "IV/202", "6"]
    cells = _deadlines(often, quarter, often, often, quarter, often, often, ["Thán", "g 9"])
    texts = [clean(cell.fragments).text for cell in cells]
    whole = ["Thường xuyên", "Quý IV/2026"]
    assert texts == [*whole, whole[0], whole[0], whole[1], whole[0], whole[0], "Tháng 9"]
    assert not any(cell.doubt for cell in cells)


def test_lines_that_break_no_words_stay_apart() -> None:
    cells = _deadlines(*[["Thường", "xuyên"], ["Trong năm", "2026"]] * 4)
    assert {clean(cell.fragments).text for cell in cells} == {"Thường xuyên", "Trong năm 2026"}


def test_the_name_of_a_column_says_the_same_where_its_column_tears_its_words() -> None:
    names = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Kết quả Th", "ời", "gia", "n", "hoà", "n", "thà"]
    pieces = [LinePiece(text, at, "") for at, text in enumerate([*names, "nh", "1", "2", "3"])]
    [header] = find_headers(pieces)
    assert header.titles[-1] == "Thời gian hoàn thành"
    assert [role.name for role in header.roles][-2:] == ["result", "deadline"]
