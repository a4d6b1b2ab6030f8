"""A column whose figures stand one blank before the next one: no corridor parts the two."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from pipeline.extract.spaced.columns.sheets import Sheet
from pipeline.extract.spaced.columns.shifted import unshifted
from pipeline.extract.spaced.corridors.corridors import Cut, Told
from pipeline.extract.spaced.lines.words import text_of, words_of
from tests.extract.spaced.test_spaced import grid_rows

HEAD = "STT  Tên tài nguyên      Đơn vị tính   Giá tính thuế tài nguyên   Mã nhóm\n"
CODE = "05/VBHN-BTC"


def _moved(number: int, unit: str, price: str) -> str:
    """A line whose unit stands below the name of the price."""
    return f"{number:<5}{f'Quặng số {number}':<35}{unit:<4}{price:>26} {CODE}\n"


def test_a_column_that_holds_two_gives_one_back_to_a_blank_one() -> None:
    rows = [(n, "tấn", f"{n},150,000") if n % 3 else (n, "", "") for n in range(1, 19)]
    found = grid_rows(HEAD + "".join(_moved(*row) for row in rows))
    assert [row[2:] for row in found[1:]] == [[unit, price, CODE] for _, unit, price in rows]


@pytest.mark.parametrize("unit", ["", "tấn"])
def test_a_blank_column_beside_cells_of_one_kind_stays_blank(unit: str) -> None:
    """`10 hộp` behind a figure is one cell where no other row has `hộp` alone."""
    lines = [f"{n:<5}{f'Thuốc số {n}':<24}{'':<14}{unit:<27}{n * 10} hộp\n" for n in range(1, 19)]
    found = grid_rows(HEAD + "".join(lines))
    assert [row[2:] for row in found[1:]] == [["", unit, f"{n * 10} hộp"] for n in range(1, 19)]


def test_words_that_stray_into_the_blank_column_go_back_to_their_cell() -> None:
    rows = [(n, "tấn", f"{n},150,000") if n % 3 else (n, "", "") for n in range(1, 25)]
    long = f"{25:<5}{'Titan sa khoáng đã qua tuyển tách':<35}{'tấn':<4}{'9,000':>26} {CODE}\n"
    found = grid_rows(HEAD + "".join(_moved(*row) for row in rows) + long)
    assert found[-1] == ["25", "Titan sa khoáng đã qua tuyển tách", "tấn", "9,000", CODE]
    assert [row[2:] for row in found[1:-1]] == [[unit, price, CODE] for _, unit, price in rows]


def test_a_column_of_texts_is_not_moved_to_a_blank_one() -> None:
    head = "STT  Mã cấp   Tên tài nguyên        Đơn vị   Giá tính thuế   Mã nhóm\n"
    prices = {n: f"{n},150,000" if n % 3 else "" for n in range(1, 19)}
    lines = [
        f"{n:<5}{'':<9}{f'Quặng thô loại số {n}':<22}{'tấn':<9}{price:>13} {CODE}\n"
        for n, price in prices.items()
    ]
    found = grid_rows(head + "".join(lines))
    assert [row[1:3] for row in found[1:]] == [["", f"Quặng thô loại số {n}"] for n in prices]


def cells_of(sheet: Sheet) -> list[list[str]]:
    """The cells of the lines of a page."""
    return [
        [text_of(cut.column(told.words, column)) for column in range(len(cut.ends) + 1)]
        for told, cut in zip(sheet.told, sheet.cuts, strict=True)
    ]


def sheet_of(lines: Sequence[str], ends: Sequence[tuple[int, ...]]) -> Sheet:
    """A page with lines cut behind so many words each."""
    none = np.zeros((0, 1))
    return Sheet(
        None,
        tuple(range(len(lines))),
        cuts=tuple(map(Cut, ends)),
        wide=(False,) * len(lines),
        told=tuple(Told(words_of(line), none, none[:, 0]) for line in lines),
    )


def test_cells_that_white_space_parts_at_one_place_are_two_beside_a_blank_column() -> None:
    """`1401` stands below the third name, `50` and `5.1` both below the last one."""
    lines = [f"{n:<5}Chất{'':8}{1400 + n}{'':7}5.1{'':6}50{'':5}5.1" for n in range(1, 12)]
    lines += [f"{12:<5}Chất{'':8}1412{'':7}5.1{'':13}5.1", f"{13:<5}Chất{'':8}1413{'':7}8"]
    ends = [(1, 2, 2, 3, 4)] * 12 + [(1, 2, 2, 3, 4)]
    found = cells_of(unshifted(sheet_of(lines, ends)))
    assert [row[2:] for row in found] == [
        *([str(1400 + n), "5.1", "50", "5.1"] for n in range(1, 12)),
        ["1412", "5.1", "", "5.1"],
        ["1413", "8", "", ""],
    ]
