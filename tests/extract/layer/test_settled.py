"""What the figures of a row settle: its doubts are of the cells that could be others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.extract.layer.doubts.settled import settled
from pipeline.extract.layer.names.headers import HeaderPieces
from tests.extract.layer.test_misfits import divided

NAMES = ("TT", "Xã", "Đơn vị tính", "Số hộ", "Số khẩu", "Ghi chú", "Nguồn")


def doubtful(
    names: str, figures: set[int], cells: tuple[str, ...], unsure: bool = False
) -> set[int]:
    """The columns in doubt of a row all of whose cells were; `names` are the columns it has."""
    columns = tuple(((0, NAMES[int(at)]),) for at in names)
    header = HeaderPieces(
        0, 1, columns, figures=frozenset(figures), unsure=frozenset(figures if unsure else ())
    )
    row = replace(divided(*cells), doubts=(1.0,) * len(cells))
    return {at for at, odds in enumerate(settled(row, header).doubts) if odds > 0}


@pytest.mark.parametrize(
    ("names", "figures", "cells", "left"),
    [
        ("0134", {1, 2}, ("Xã Ea Tu", "1.250", "52"), set()),  # one column before them
        ("01345", {1, 2}, ("Xã Ea Tu", "1.250", "52", "Khu vực III"), set()),  # and behind
        ("01234", {2, 3}, ("Xã Ea Tu", "hộ", "1.250", "52"), {0, 1}),  # where two meet is open
        ("013456", {1, 2}, ("Xã Ea Tu", "1.250", "52", "Khu vực III", "Tỉnh"), {3, 4}),
        ("0134", {1, 2}, ("Xã Ea Tu 12", "1.250", "52"), {0, 1, 2}),  # one figure more
        ("0134", {1, 2}, ("Xã Ea Tu 1.250", "52", ""), {0, 1, 2}),  # as many, in other cells
        ("01345", {1, 2}, ("Xã Ea Tu", "1.250", "52", "12 7 m"), {0, 1, 2, 3}),  # two runs
    ],
)
def test_figures_side_by_side_settle_their_cells(
    names: str, figures: set[int], cells: tuple[str, ...], left: set[int]
) -> None:
    assert doubtful(names, figures, cells) == left


def test_nothing_is_settled_where_the_names_are_not() -> None:
    assert doubtful("0134", {1, 2}, ("Xã Ea Tu", "1.250", "52"), unsure=True) == {0, 1, 2}
    assert doubtful("0134", set(), ("Xã Ea Tu", "1.250", "52")) == {0, 1, 2}
