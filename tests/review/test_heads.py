"""The header of a table, level by level."""

from __future__ import annotations

import pytest

from pipeline.review.heads import heads, is_figure


def shown(*headers: str) -> list[list[tuple[str, int, int, str]]]:
    columns = [(f"c{n}", header) for n, header in enumerate(headers)]
    levels = heads(columns, [])
    return [[(h.text, h.columns, h.levels, h.column) for h in level] for level in levels]


def test_what_columns_share_stands_once_above_them() -> None:
    assert shown("TT", "Giá / VT1", "Giá / VT2", "Ghi chú") == [
        [("TT", 1, 2, "c0"), ("Giá", 2, 1, ""), ("Ghi chú", 1, 2, "c3")],
        [("VT1", 1, 1, "c1"), ("VT2", 1, 1, "c2")],
    ]
    assert shown("A / B / 1", "A / B / 2", "A / C") == [
        [("A", 3, 1, "")],
        [("B", 2, 1, ""), ("C", 1, 2, "c2")],
        [("1", 1, 1, "c0"), ("2", 1, 1, "c1")],
    ]
    assert shown("A / 1", "B", "A / 2") == [
        [("A", 1, 1, ""), ("B", 1, 2, "c1"), ("A", 1, 1, "")],
        [("1", 1, 1, "c0"), ("2", 1, 1, "c2")],
    ]
    assert shown("A", "", "A") == [[("A", 1, 1, "c0"), ("c1", 1, 1, "c1"), ("A", 1, 1, "c2")]]


@pytest.mark.parametrize(
    ("text", "figure"),
    [("28 420", True), ("1.234,5", True), ("9%", True), ("", False), ("Quý I", False)],
)
def test_a_number_is_told_from_a_text(text: str, figure: bool) -> None:
    assert is_figure(text) is figure
