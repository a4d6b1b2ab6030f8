"""Lists set in strips beside each other, their header over each."""

from __future__ import annotations

import pytest

from tests.conftest import ReadText, codes, texts_of

HEAD = "STT | Tên xã | STT | Tên xã\n---|---|---|---\n"


@pytest.mark.parametrize(
    ("rows", "labels"),
    [
        ("1 | An Bình | 3 | Hòa Lạc\n2 | Đông Anh | 4 | Sóc Sơn\n", ["1", "2", "3", "4"]),
        ("1 | An Bình | 3 | Hòa Lạc\n2 | Đông Anh | | \n", ["1", "2", "3"]),
        ("1 | An Bình | 1 | Hòa Lạc\n2 | Đông Anh | 2 | Sóc Sơn\n", ["1", "2"]),
    ],
)
def test_strips_whose_numbers_are_one_sequence_are_one_list(
    read_text: ReadText, rows: str, labels: list[str]
) -> None:
    assert [row["label"] for row in texts_of(read_text(HEAD + rows, "a.md"))] == labels


def test_strips_without_rows_are_an_empty_table(read_text: ReadText) -> None:
    assert "table-empty" in codes(read_text(f"{HEAD} | | | \n", "a.md"))


@pytest.mark.parametrize(
    ("rows", "tables"),
    [
        ("1 | An Bình | 1 | Sở Y tế | 12\n2 | Đông Anh | 2 | Sở Nội vụ | 9\n", 2),
        ("1 | An Bình | 1 | Sở Y tế | 12\n2 | Đông Anh | 2 | Sở Nội vụ | 9\n3 | Ba Vì | | | \n", 2),
        ("1 | An Bình | 3 | Sở Y tế | 12\n2 | Đông Anh | 1 | Sở Nội vụ | 9\n", 1),
        ("1 | An Bình | 1 | Sở Y tế | 12\n", 1),
    ],
)
def test_two_tables_in_one_frame_are_two_where_each_counts_its_rows(
    read_text: ReadText, rows: str, tables: int
) -> None:
    head = "STT | Tên xã | STT | Cơ quan | Biên chế\n---|---|---|---|---\n"
    document = read_text(head + rows, "a.md")
    assert len(document.tables) == tables
    assert document.tables[-1].headers[-2:] == ("Cơ quan", "Biên chế")
