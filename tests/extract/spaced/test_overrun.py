"""Cells of a text on a grid of fixed width that run over where the next column begins."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest

from pipeline.extract.spaced.lines.overrun import with_room
from pipeline.extract.spaced.lines.words import SpacedLine, segments, text_of, words_of

PLACES = (4, 10, 40, 58)
TITLES = (
    "Tỷ lệ sử dụng dịch vụ công trực",
    "Số doanh nghiệp công nghệ số ngang",
    "Quy mô kinh tế số",
    "Xếp hạng năng lực cạnh tranh số",
)
BODIES = ("Bộ Khoa học và Công", "Bộ Nội vụ", "Ngân hàng Nhà nước")
ENDS = ("Quý I/2026", "Tháng 12/2026", "Thường xuyên")


def on_grid(lines: Sequence[Sequence[str]], places: Sequence[int]) -> list[str]:
    """Lines of cells as `pdftotext -fixed` prints them: each at its place, on a line of its own
    where the one before it runs over that."""
    found = []
    for cells in lines:
        text = ""
        for cell, place in zip(cells, places, strict=True):
            if cell and len(text) > place:
                found.append(text)
                text = ""
            if cell:
                text = text.ljust(place) + cell
        found.append(text)
    return found


def read(texts: Sequence[str]) -> list[SpacedLine]:
    return [SpacedLine(number, words_of(text)) for number, text in enumerate(texts, start=1)]


def printed(count: int, seed: int) -> list[list[str]]:
    """Lines of rows with one line each, some cells longer than their column."""
    draw = random.Random(seed)
    return [
        [f"{row}.", draw.choice(TITLES), draw.choice(BODIES), draw.choice(ENDS)]
        for row in range(1, count + 1)
    ]


def cells_of(row: SpacedLine) -> list[str]:
    return [text_of(cell) for cell in segments(row.words)]


@pytest.mark.parametrize("seed", range(20))
def test_cells_printed_beside_each_other_are_on_one_line_again(seed: int) -> None:
    lines = printed(40, seed)
    rows = read(on_grid(lines, PLACES))
    assert len(rows) > len(lines)

    found, opening = with_room(rows, [])

    assert opening == []
    assert [cells_of(row) for row in found] == lines


@pytest.mark.parametrize("seed", range(5))
def test_columns_begin_at_one_place(seed: int) -> None:
    found, _ = with_room(read(on_grid(printed(40, seed), PLACES)), [])

    begins = [[cell[0].x0 for cell in segments(row.words)] for row in found]
    assert len(set(map(tuple, begins))) == 1
    assert all(a.x1 <= b.x0 for row in found for a, b in pairwise(row.words))


def test_a_word_that_is_the_end_of_one_cell_and_the_beginning_of_the_next_is_two() -> None:
    cells = ["41.", "Rà soát các quy định của trong", "quan thuộc Bộ", "Quý I/2026"]
    lines = [*printed(40, 1), cells]
    texts = on_grid(lines, PLACES)
    assert "trongquan" in texts[-1]

    found, _ = with_room(read(texts), [])

    assert cells_of(found[-1]) == cells


def test_pages_begin_where_they_did() -> None:
    first, second = (on_grid(printed(30, seed), PLACES) for seed in (3, 4))

    found, opening = with_room(read([*first, *second]), [len(first)])

    assert opening == [30]
    assert len(found) == 60
    assert found[30].line == len(first) + 1


def test_text_whose_cells_have_room_stays_as_it_is() -> None:
    rows = read(on_grid(printed(40, 2), (4, 10, 60, 90)))
    assert with_room(rows, [12]) == (rows, [12])


def test_centred_lines_below_each_other_are_not_put_together() -> None:
    draw = random.Random(5)
    texts = [f"{'':{draw.randint(8, 30)}}{draw.choice(TITLES)}" for _ in range(60)]
    rows = read(texts)
    assert with_room(rows, []) == (rows, [])


def test_a_name_in_the_middle_of_one_of_two_lines_beside_it_stays_whole() -> None:
    places = (*PLACES, 72)
    name = "Tên các nhiệm vụ, chỉ tiêu và đề án"  # its `đề` stands where the next column begins
    header = [
        ["", "", "Cơ quan chủ", "", ""],
        ["TT", name, "", "Thời hạn hoàn thành", "Ghi chú"],
        ["", "", "trì", "", ""],
    ]
    lines = [*header, *([*cells, "Mới"] for cells in printed(40, 1))]
    texts = on_grid(lines, places)
    assert texts[1].rstrip().endswith("Thời hạn hoàn thành")
    assert texts[2].split() == ["Ghi", "chú"]

    found, _ = with_room(read(texts), [])

    assert cells_of(found[1])[:2] == ["TT", name]
