"""Names of a header parted by white inside one of them: a small letter begins none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.extract.spaced.lines.words import words_of
from pipeline.extract.spaced.names.header import HeaderLines
from pipeline.extract.spaced.names.joined_names import with_names_whole
from pipeline.extract.spaced.names.upper import Part


def header(*columns: tuple[str, ...]) -> HeaderLines:
    """A header whose columns have these texts by line."""
    names: list[tuple[Part, ...]] = []
    for at, lines in enumerate(columns):
        parts = [(line, words_of(" " * 20 * at + text)) for line, text in enumerate(lines) if text]
        names.append(tuple(parts))
    return HeaderLines(0, 2, tuple(names))


NUMBER = ("STT",)

NAMES: list[tuple[list[tuple[str, ...]], tuple[str, ...]]] = [
    ([NUMBER, ("Cơ quan phối",), ("hợp",), ("Kết quả",)],
     ("STT", "Cơ quan phối hợp", "Kết quả")),
    ([NUMBER, ("Dự", "quả"), ("kiến",), ("kết",), ("Ghi chú",)],
     ("STT", "Dự kiến kết quả", "Ghi chú")),
    ([NUMBER, ("Người", "đầu", "nhiệm"), ("", "chịu"), ("đứng", "trách"), ("Lưu ý",)],
     ("STT", "Người đứng đầu chịu trách nhiệm", "Lưu ý")),
    ([NUMBER, ("Kết quả",), ("Thời hạn",)], ("STT", "Kết quả", "Thời hạn")),
    ([NUMBER, ("Trữ lượng", ""), ("", "m3"), ("Ghi chú",)],
     ("STT", "Trữ lượng", "m3", "Ghi chú")),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "titles"), NAMES)
def test_what_begins_with_a_small_letter_is_of_the_name_before_it(
    columns: list[tuple[str, ...]], titles: tuple[str, ...]
) -> None:
    (found,) = with_names_whole([header(*columns)])
    assert found.titles == titles


def test_the_line_of_a_name_below_another_one_is_not_joined() -> None:
    (found,) = with_names_whole([header(NUMBER, ("Sản phẩm", ""), ("", "hoàn thành"))])
    assert found.titles == ("STT", "Sản phẩm", "hoàn thành")


def test_columns_that_marks_show_keep_their_names() -> None:
    marked = replace(header(NUMBER, ("Cấp",), ("tỉnh",)), borders=(10.5, 30.5))
    assert with_names_whole([marked]) == [marked]
