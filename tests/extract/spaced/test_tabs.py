"""Tabs and hard blanks that stand for blanks, and the marks of quoted messages."""

from __future__ import annotations

import re
import textwrap
from itertools import zip_longest
from pathlib import Path

import pytest

from pipeline.extract.dialects import form_of
from pipeline.extract.spaced.reader import read
from pipeline.extract.text.dialect import lines_of
from pipeline.model import Cell, Grid, Reading
from tests.extract.spaced.test_spaced import HEADER, TASKS, typeset

ROWS = [
    HEADER,
    *TASKS,
    ["4.", "Ban hành bộ chỉ số đánh giá mức độ chuyển đổi số", "Văn phòng Chính phủ",
     "Quyết định của Thủ tướng Chính phủ", "Quý II"],
]  # fmt: skip
TEXT = typeset(ROWS)


def tabbed(text: str, stops: int, first_only: bool = False) -> str:
    """The text with its blanks written as tabs where these lead to the same place."""

    def jumps(match: re.Match[str]) -> str:
        at, end = match.span()
        if first_only and at:
            return match.group()
        tabs = end // stops - at // stops
        return "\t" * tabs + " " * (end % stops if tabs else end - at)

    return "\n".join(re.sub(" {2,}", jumps, line) for line in text.split("\n"))


def grid(reading: Reading) -> list[list[str]]:
    blocks = [block for page in reading.pages for block in page.blocks]
    rows = [row for block in blocks if isinstance(block, Grid) for row in block.rows]
    return [[text_of(cell) for cell in row] for row in rows]


def text_of(cell: Cell) -> str:
    return " ".join(piece.text for piece in cell.fragments)


@pytest.mark.parametrize(("stops", "first_only"), [(8, False), (4, False), (8, True)])
def test_tabs_lead_to_the_next_stop(stops: int, first_only: bool) -> None:
    text = tabbed(TEXT, stops, first_only)
    assert "\t" in text
    data = text.encode()
    assert form_of(data).dialect == "text-spaced"
    reading = read(Path("a.txt"), data)
    assert grid(reading) == ROWS
    assert not reading.problems


def typed(rows: list[list[str]], stops: int) -> str:
    """The rows with tabs alone before their cells, as many as set these below each other."""
    widths = [8, 32, 24, 24, 16]
    lines = []
    for row in rows:
        cells = [textwrap.wrap(text, wide - 1) for text, wide in zip(row, widths, strict=True)]
        for parts in zip_longest(*cells, fillvalue=""):
            tabs = [
                -(-(wide - len(part)) // stops) for part, wide in zip(parts, widths, strict=True)
            ]
            texts = [part + "\t" * count for part, count in zip(parts, tabs, strict=True)]
            lines.append("".join(texts).rstrip())
    return "\n".join(lines)


@pytest.mark.parametrize("stops", [8, 4])
def test_tabs_alone_set_cells_below_each_other(stops: int) -> None:
    data = typed(ROWS + [[f"{place}.", *row[1:]] for place, row in enumerate(TASKS, 5)], stops)
    assert form_of(data.encode()).dialect == "text-spaced"
    read_rows = grid(read(Path("a.txt"), data.encode()))
    assert read_rows[:5] == ROWS
    assert [row[1:] for row in read_rows[5:]] == [row[1:] for row in TASKS]


@pytest.mark.parametrize("gap", [r" {8,}", r"(?<=^\d\.) {2,}", r" {2,}"])
def test_tabs_of_unknown_width_are_refused(gap: str) -> None:
    data = re.sub(gap, "\t", TEXT, flags=re.MULTILINE).encode()
    assert form_of(data).dialect == "text-spaced"
    reading = read(Path("a.txt"), data)
    assert [(p.severity, p.code) for p in reading.problems] == [("error", "text-interleaved")]
    assert not grid(reading)
    assert reading.pages[0].chars == sum(not char.isspace() for char in TEXT)


@pytest.mark.parametrize(
    "rows",
    [
        ["\t".join(row) for row in ROWS],
        ["\t".join(cell.ljust(30) for cell in row) for row in ROWS],
        ["\t".join([row[0], f"     {row[1]}", *row[2:]]) for row in ROWS],
        ["\t".join([*row[:2], f"{row[2]}    (chủ trì)", *row[3:]]) for row in ROWS],
        ["\t".join(row[: 3 + place % 3]) for place, row in enumerate(ROWS * 4)],
        ["\t".join(row) for row in ROWS] + ["\t\t\tcủa Thủ tướng\t", "\tđược ban hành"] * 6,
    ],
)
def test_rows_of_cells_that_tabs_part_stay_rows(rows: list[str]) -> None:
    assert form_of("\n".join(rows).encode()).dialect == "text-tsv"


def test_hard_blanks_set_cells_apart_as_others_do() -> None:
    data = TEXT.replace(" ", "\N{NO-BREAK SPACE}").encode()
    assert form_of(data).dialect == "text-spaced"
    assert grid(read(Path("a.txt"), data)) == ROWS


def test_hard_blanks_in_cells_that_tabs_part_are_kept() -> None:
    rows = [[*row[:3], f"{row[3]} \N{NO-BREAK SPACE}", row[4]] for row in ROWS]
    data = "\n".join("\t".join(row) for row in rows).encode()
    assert {line.text.count("\N{NO-BREAK SPACE}") for line in lines_of(data)[0]} == {1}


def test_a_quoted_message_is_read_without_its_marks() -> None:
    lines = [f"> {line}".rstrip() for line in TEXT.split("\n")]
    reading = read(Path("a.txt"), "\n".join(["Kính gửi anh chị,", "", *lines]).encode())
    assert grid(reading) == ROWS
    assert [(p.severity, p.code) for p in reading.problems] == [("info", "characters-mapped")]
