"""Lines whose blanks are counted by the width of the word behind them (PyMuPDF, `sort=True`)."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.signs.words import SPACE, width
from pipeline.extract.spaced.lines.measured import put_right
from pipeline.extract.spaced.lines.words import SpacedLine, segments, text_of, words_of
from tests.extract.spaced.test_spaced import HEADER, doubtful_rows, grid_rows, read

WORDS = [
    "rà", "soát", "quy", "định", "hoàn", "thiện", "cơ", "sở", "dữ", "liệu", "kế", "hoạch", "hướng"
]  # fmt: skip
PLACES = [0, 2500, 24000, 36000, 48000]
"""Where the columns of the page begin (thousandths of the type size)."""


def measured(cells: list[str], bold: float = 1.0, places: list[int] = PLACES) -> str:
    """A line of a page as the program prints it: before each word as many blanks as characters of
    it fill the white space; its words may be so many times as wide as usual."""
    line, end = "", 0.0
    for place, cell in zip(places, cells, strict=True):
        at = float(place)
        for word in cell.split():
            each = bold * width(word) / len(word)
            line += " " * max(round((at - end) / each), 1 if line else 0) + word
            end = at + bold * width(word)
            at = end + SPACE
    return line


def table(rows: int) -> list[list[str]]:
    """Rows of texts of many lengths."""
    chosen = Random(7)

    def text(most: int) -> str:
        return " ".join(chosen.choices(WORDS, k=chosen.randint(1, most))).capitalize()

    return [
        [f"{n}.", text(8), text(4), text(4), f"{chosen.randint(1, 12)}/2026"]
        for n in range(1, rows + 1)
    ]


def lines(texts: list[str]) -> list[SpacedLine]:
    return [SpacedLine(at, words_of(text)) for at, text in enumerate(texts, start=1)]


def test_cells_stand_where_they_were_printed_and_are_read() -> None:
    rows = table(20)
    texts = [measured(cells) for cells in [HEADER, *rows]]
    begun = {tuple(part[0].x0 for part in segments(words_of(text)))[2:] for text in texts}
    assert len(begun) > 10, "the program moves the columns of each line"
    assert grid_rows("\n".join(texts) + "\n") == [HEADER, *rows]


@pytest.mark.parametrize("rows", [20, 40])
def test_every_cell_of_a_column_begins_at_one_character(rows: int) -> None:
    placed = put_right(lines([measured(cells) for cells in table(rows)]), [])[0]
    for column in range(2, 5):
        begun = [row.segments[column][0].x0 for row in placed]
        assert max(begun) - min(begun) <= 1
    assert [[text_of(part) for part in row.segments] for row in placed] == table(rows)


def test_the_columns_of_other_programs_stay_where_they_are() -> None:
    wide = [5, 40, 24, 24, 10]
    rows = lines(
        ["".join(c.ljust(w) for c, w in zip(cells, wide, strict=True)) for cells in table(20)]
    )
    assert put_right(rows, []) == (rows, {})


def test_names_set_bold_stand_over_their_columns() -> None:
    """Bold words are wider than known, and push what follows them on their line."""
    rows = table(30)
    texts = [measured(HEADER, bold=1.14), *map(measured, rows)]
    assert grid_rows("\n".join(texts) + "\n") == [HEADER, *rows]


def test_lines_that_overlap_and_were_printed_as_one_are_refused() -> None:
    rows = table(40)
    chosen = Random(3)
    texts = [measured(cells) for cells in rows]
    glued = [
        measured(cells, places=[*range((at := chosen.randint(0, 9000)), at + 99999, 22000)]) + text
        if chosen.random() < 0.8
        else text
        for text, cells in zip(texts, rows, strict=True)
    ]
    _, problems = read("\n".join([measured(HEADER), *glued]) + "\n")
    assert [(p.severity, p.code) for p in problems] == [("error", "text-interleaved")]


def test_a_cell_between_two_columns_is_in_doubt() -> None:
    rows = table(30)
    stray = measured(["31.", "Rà soát", "", "", "Định"], places=[0, 2500, 24000, 36000, 42000])
    texts = [measured(HEADER), *map(measured, rows), stray]
    assert "31." in doubtful_rows("\n".join(texts) + "\n")


@given(st.lists(st.lists(st.sampled_from(["Bộ", "12,5", "thường", "%"]), max_size=6), max_size=30),
       st.lists(st.integers(1, 40), min_size=1, max_size=7))  # fmt: skip
def test_no_word_is_lost_or_moved_over_another(words: list[list[str]], blanks: list[int]) -> None:
    texts = [
        "".join(" " * blanks[(at + n) % len(blanks)] + word for n, word in enumerate(own))
        for at, own in enumerate(words)
        if own
    ]
    rows = lines(texts)
    placed, _ = put_right(rows, [])
    assert [[word.text for word in row.words] for row in placed] == [
        [word.text for word in row.words] for row in rows
    ]
    for row in placed:
        ends = [word.x1 for word in row.words]
        assert all(word.x0 >= end for word, end in zip(row.words[1:], ends, strict=False))
