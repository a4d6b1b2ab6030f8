"""Tables that fit a terminal without breaking words, and the progress of a run."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.show.screen import LONGEST_WORD, Bar, columns, fitted, wrapped

ROWS = [
    ["dataset", "rows", "meaning"],
    ["tasks", "12", "Nhiệm vụ giao cho các bộ, cơ quan ngang bộ và địa phương trong năm 2026"],
    ["documents", "3", "Văn bản [bold]đã đọc[/bold] :smile:"],
]


def test_a_pipe_gets_every_row_on_one_line() -> None:
    lines = columns(ROWS, right_from=1).splitlines()
    assert len(lines) == len(ROWS) + 1
    assert lines[0].startswith("dataset    rows")
    assert set(lines[1]) <= {"─", " "}
    assert lines[3].split()[0] == "documents"


def test_printed_text_is_no_markup() -> None:
    assert "[bold]đã đọc[/bold] :smile:" in columns(ROWS)


@pytest.mark.parametrize("width", [40, 50, 60, 80, 120])
def test_words_stay_whole_and_lines_within_the_terminal(width: int) -> None:
    text = columns(ROWS, width=width)
    assert max(map(len, text.splitlines())) <= width
    words = {word for row in ROWS for cell in row for word in cell.split()}
    assert words <= set(text.split())


KEYS = st.lists(st.sampled_from(["ke", "hoach", "2026", "phu", "luc"]), min_size=1, max_size=8)


@given(st.lists(KEYS, max_size=5), st.integers(6, 40))
def test_keys_break_behind_a_hyphen_and_nothing_is_lost(keys: list[list[str]], width: int) -> None:
    text = " ".join("-".join(key) for key in keys)
    lines = wrapped(text, width)
    assert all(len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    parts = {part for line in lines for part in line.replace("-", " ").split()}
    assert parts <= {part for key in keys for part in key}


def test_words_that_are_no_keys_break_nowhere() -> None:
    assert wrapped("Bộ LĐ-TB-XH và 04-TB/BCĐTW", 12) == ["Bộ LĐ-TB-XH", "và", "04-TB/BCĐTW"]


WIDTHS = st.lists(st.integers(1, 200), min_size=1, max_size=8)


@given(WIDTHS, st.integers(1, 300))
def test_widths_fill_the_room_and_no_more(natural: list[int], room: int) -> None:
    least = [min(width, LONGEST_WORD) for width in natural]
    widths = fitted(natural, least, room)
    assert all(low <= w <= most for low, w, most in zip(least, widths, natural, strict=True))
    assert sum(widths) <= max(room, sum(least))


@pytest.mark.parametrize("width", [60, 80])
def test_the_bar_keeps_its_numbers_beside_long_names(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rich.console import Console

    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", str(width))
    bar = Bar()
    bar.expect({"a" * 60 + ".txt": 1000, "b" * 60 + ".pdf": 234})
    try:
        bar.begin("a" * 60 + ".txt")
        bar.end("a" * 60 + ".txt", 900)
        bar.begin("b" * 60 + ".pdf")
        assert bar.bar is not None
        console = Console(width=width, record=True, file=io.StringIO())
        console.print(bar.bar.get_renderable())
        text = console.export_text()
    finally:
        bar.close()
    assert " 900/1134 pages" in text
    assert " left" in text
    assert len(text.splitlines()) == 1


def test_without_a_terminal_each_input_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar()
    bar.expect({"a.txt": 3, "b.pdf": 9})
    for name in ("a.txt", "b.pdf"):
        bar.begin(name)
        bar.end(name, 4)
    bar.close()
    assert capsys.readouterr().err == "[1/2] a.txt\n[2/2] b.pdf\n"


def test_a_row_that_is_one_text_has_the_whole_width() -> None:
    rows = [["stt", "title"], ["I", "a heading of its own"], ["1", "one"], ["2", "two"]]
    heading = "I a heading that is longer than both columns"
    assert columns(rows, width=20, whole={0: heading}) == "\n".join([
        "stt  title", "──────────", "I a heading that is", "longer than both", "columns",
        "1    one", "2    two",
    ])  # fmt: skip
    shown = columns(rows, width=20, whole={1: "in the middle"}).split("\n")
    assert shown[2:] == ["I    a heading of", "     its own", "in the middle", "2    two"]
