"""Codes that stand in the column of others."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced.doubts.codes import add_codes
from pipeline.extract.spaced.doubts.doubts import PrintedRow
from pipeline.extract.spaced.doubts.grids import OTHERWISE
from pipeline.extract.spaced.lines.words import Word


def _body(*cells: str) -> PrintedRow:
    columns = tuple(
        ([Word(at, at + len(one), one) for at, one in enumerate(text.split())],) if text else ()
        for text in cells
    )
    return PrintedRow(columns, labelled=True)


TREE = [
    *(_body(str(n), f"I{n}", "", "", "Nhóm") for n in range(1, 7)),
    *(_body(str(n), "", f"I10{n}", "", "Loại") for n in range(1, 7)),
    *(_body(str(n), "", "", f"I1010{n}", "Thứ") for n in range(1, 7)),
]

CELLS: list[tuple[tuple[str, ...], set[int]]] = [
    (("7", "", "", "I10107", "Thứ"), set()),
    (("7", "", "I10107", "", "Thứ"), {2, 3}),  # the digits of the next level
    (("7", "I107", "", "", "Loại"), {1, 2}),
    (("7", "", "", "", "I10107 Thứ"), {3, 4}),
    (("7", "", "", "", "I1010107 Thứ"), {3, 4}),  # a level that no other row shows
    (("7", "", "I1010107", "", "Thứ"), set()),
    (("7", "I1", "", "", "Quặng I10107"), set()),
    (("7", "", "", "", "QL12 đoạn qua xã"), set()),  # no level of this tree
    (("", "I10 đoạn qua xã", "", "", ""), set()),  # no codes stand in the column beside it
    (("7", "", "", "", "T1 Nhà ga"), set()),
]


@pytest.mark.parametrize(("cells", "doubted"), CELLS)
def test_a_code_is_in_doubt_beside_the_column_of_its_level(
    cells: tuple[str, ...], doubted: set[int]
) -> None:
    page = [*TREE, _body(*cells)]
    why: list[dict[int, str]] = [{} for _ in page]
    add_codes([page], [why])
    assert [set(own) for own in why] == [set() for _ in TREE] + [doubted]


def test_codes_of_one_column_tell_nothing() -> None:
    page = [_body(str(n), f"A{n}", "Tên") for n in (1, 12, 123)]
    why: list[dict[int, str]] = [{} for _ in page]
    add_codes([page], [why])
    assert why == [{}, {}, {}]


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        (("7", "", "I107", "", "Loại"), {4}),
        (("7", "", "", "I107", "Loại"), {1, 2, 3, 4}),  # the digits of the level before
        (("7", "", "I107", "I10107", "Thứ"), {1, 2, 3, 4}),
    ],
)
def test_white_space_tells_nothing_against_a_code_in_the_column_of_its_level(
    cells: tuple[str, ...], left: set[int]
) -> None:
    page = [*TREE, _body(*cells)]
    why: list[dict[int, str]] = [{} for _ in page]
    why[-1] = dict.fromkeys((1, 2, 3, 4), OTHERWISE)
    add_codes([page], [why])
    assert set(why[-1]) == left
