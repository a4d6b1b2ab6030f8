"""The lines of a row on a page: how they end, by those above them as well."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.columns.strips import Strip
from pipeline.extract.layer.lines.lines import LinePiece


def ends(*lines: str) -> list[str]:
    pieces = [LinePiece(line, at, "0") for at, line in enumerate(lines)]
    return [one.end for one in Strip(pieces, False).inks]


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        (("Bộ", "trưởng"), "link"),
        (("Tổng", "Giám", "đốc"), "link"),
        (("Văn", "phòng"), "link"),
        (("của Bộ", "trưởng"), "word"),  # meant in general
        (("tăng", "trưởng"), "word"),
        (("Bộ trưởng", "Bộ Tài", "chính"), "word"),
        (("Bộ", "trưởng Bộ Công an"), "word"),
    ],
)
def test_a_name_that_a_narrow_column_cuts_ends_as_openly_as_on_one_line(
    lines: tuple[str, ...], end: str
) -> None:
    assert ends(*lines)[-1] == end


@given(st.text("Bộa1 \t\u00a0\u2009\x1f", min_size=1).filter(str.strip))
def test_a_cell_may_begin_at_each_word_that_is_no_small_one(line: str) -> None:
    strip = Strip([LinePiece(line, 1, "0")], later=True)
    inside = [(0, word.start()) for word in re.finditer(r"\S+", line)][1:]
    assert strip.at == [(0, 0), *inside, (1, 0)]
