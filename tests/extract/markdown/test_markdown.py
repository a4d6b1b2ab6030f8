"""Markdown: tables, what is around them, and what is no Markdown."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.dialects import form_of
from pipeline.extract.markdown.inline import inline_runs
from pipeline.extract.markdown.lines import cells_of, is_markdown, without_comments
from pipeline.extract.markdown.makers import rows_on_lines
from pipeline.extract.markdown.reader import read
from pipeline.extract.text.lines import NumberedLine
from pipeline.model import Grid, Note, Prose

PIPES = "STT | Nhiệm vụ | Chủ trì\n:-- | --- | --:\n1 | a | x\n"


def raws(text: str) -> list[list[list[str]]]:
    [page] = read(Path(), text.encode()).pages
    return [
        [[cell.raw for cell in row] for row in block.rows]
        for block in page.blocks
        if isinstance(block, Grid)
    ]


CELLS = [
    ("**a**", "a"),
    ("a\\|b", "a|b"),
    ("a<br>b", "a\nb"),
    ('[a](http://x "t")', "a"),
    ("a[^2]", "a²"),
    ("m<sup>2</sup>", "m²"),
    ("`a`", "a"),
    ("5*3*2 và a_b_c", "5*3*2 và a_b_c"),
    (r"\*ưu tiên\* và \`a\`", "*ưu tiên* và `a`"),
    (r"[Điều \[1\]](http://x)", "Điều [1]"),
    (r"12\-2026, khoản \(2\)", "12-2026, khoản (2)"),
]


@pytest.mark.parametrize(("typed", "raw"), CELLS)
def test_marks_leave_the_text(typed: str, raw: str) -> None:
    assert raws(PIPES + f"2 | {typed} | y\n")[0][2] == ["2", raw, "y"]


def test_tables_of_every_kind() -> None:
    fenced = "| STT | A | B |\n| 1 | a | b |\n"
    grid = (
        "+---+---+---+\n| T | A | B |\n+===+===+===+\n| 1 | a | b |\n|   | c |   |\n+---+---+---+\n"
    )
    page = "<table><tr><th>T<th>A<th>B</tr>\n<tr><td>1<td>a<td>b</tr></table>\n"
    found = raws("\n\n".join((PIPES, fenced, grid, page)))
    assert [len(rows) for rows in found] == [2, 2, 2, 2]
    assert found[2][1] == ["1", "a\nc", "b"]


@pytest.mark.parametrize("end", ["", "\n", "\n```\n", "\n\n```\n"])
def test_a_fence_of_delimited_text_may_be_empty(end: str) -> None:
    assert raws(PIPES + "\n```csv" + end) == raws(PIPES)


def test_places_are_lines_of_the_text() -> None:
    [page] = read(Path(), ("# Phụ lục I\n\n" + PIPES + "\n[^1]: Chú thích.\n").encode()).pages
    heading, grid, note = page.blocks
    assert isinstance(heading, Prose)
    assert heading.fragment.text == "Phụ lục I"
    assert isinstance(grid, Grid)
    assert grid.rows[1][0].fragments[0].place.line == 5
    assert isinstance(note, Note)
    assert note.fragments[0].text == "¹ Chú thích."


@pytest.mark.parametrize("text", ["# Đầu đề\n\nchữ\n", "xem [đây](http://x)\n", PIPES])
def test_markdown_is_known_by_what_it_holds(text: str) -> None:
    assert is_markdown(text.encode())
    assert form_of(text.encode()).dialect == "markdown"


@pytest.mark.parametrize(
    "text", ["a | b\nc\n", "Điều 1. Một - hai\n---\n", "1.\tA\tB\n", "mục [1](sửa)\n"]
)
def test_other_text_is_not(text: str) -> None:
    assert not is_markdown(text.encode())


def test_a_row_ends_at_its_last_pipe() -> None:
    assert cells_of("| 1 | | a |") == ["1", "", "a"]


@pytest.mark.parametrize("text", ["[" * 60_000, "*" * 60_000 + "a", "- " * 40_000 + "| x"])
def test_long_lines_take_little_time(text: str) -> None:
    assert read(Path(), f"# a\n{text}\n".encode()).pages


@pytest.mark.parametrize("text", [" " * 20_000 + "|x", "|" + "-" * 20_000 + " " * 20_000 + "x|x"])
def test_a_line_that_is_nearly_a_rule_takes_little_time(text: str) -> None:
    start = time.process_time()
    assert not is_markdown(f"| a\n{text}\n".encode())
    assert time.process_time() - start < 1


def test_dashes_for_fewer_columns_are_no_row_that_moved() -> None:
    text = "a|b|c|d\n--|--|--\n" + "1|2|3|4\n" * 3
    assert not read(Path(), text.encode()).problems
    short = read(Path(), f"{text}1|2|3\n".encode())
    assert [problem.code for problem in short.problems] == ["column-uncertain"]


def test_a_long_word_that_is_multiplied_takes_little_time() -> None:
    start = time.process_time()
    (run,) = inline_runs("a" * 60_000 + "*2")
    assert run.text.endswith("a*2")
    assert time.process_time() - start < 5


@pytest.mark.parametrize("text", ["Bộ  \n" * 2_000, "Bộ|Sở\n---|---|---  \n" * 2_000])
def test_rows_without_an_end_take_little_time(text: str) -> None:
    lines = [NumberedLine(at, line) for at, line in enumerate(f"---|---|---  \n{text}".split("\n"))]
    start = time.process_time()
    assert rows_on_lines(lines)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("text", ["{| a\n" * 20_000, "{| a\n" * 20_000 + "|}\n"])
def test_tables_that_only_begin_take_little_time(text: str) -> None:
    start = time.process_time()
    assert not is_markdown(text.encode())
    assert read(Path(), text.encode()).pages
    assert time.process_time() - start < 5


SPANS = {
    "mediawiki": (
        '{|\n! TT !! Việc !! Chủ trì\n|-\n| colspan="3" | I. Nhóm\n|-\n| 1 || a || rowspan=2 | x\n'
        "|-\n| 2 || b\n|}\n"
    ),
    "asciidoc": "|===\n|TT |Việc |Chủ trì\n\n3+|I. Nhóm\n|1 |a .2+|x\n|2 |b\n|===\n",
    "dokuwiki": "^ TT ^ Việc ^ Chủ trì ^\n| I. Nhóm |||\n| 1 | [[p|a]] | x |\n| 2 | b | ::: |\n",
    "textile": "|_. TT|_. Việc|_. Chủ trì|\n|\\3. I. Nhóm|\n|1|a|/2. x|\n|2|b|\n",
    "grid": (
        "+----+--------+---------+\n| TT | Việc   | Chủ trì |\n+====+========+=========+\n"
        "| I. Nhóm               |\n+----+--------+---------+\n| 1  | a      | x       |\n"
        "+----+--------+         |\n| 2  | b      |         |\n+----+--------+---------+\n"
    ),
}


@pytest.mark.parametrize("text", SPANS.values(), ids=SPANS.keys())
def test_cells_reach_over_columns_and_rows(text: str) -> None:
    assert raws(text) == [
        [["TT", "Việc", "Chủ trì"], ["I. Nhóm", "", ""], ["1", "a", "x"], ["2", "b", "x"]]
    ]


def test_a_cell_that_reaches_down_beside_one_from_above_is_counted() -> None:
    rows = "|TT |Nhóm |Việc |Chủ trì\n\n.3+|1 |A |a |x\n.2+|B |b |y\n|c |z\n|2 |C |d |x\n"
    assert raws(f"|===\n{rows}|===\n")[0][3:] == [["1", "B", "c", "z"], ["2", "C", "d", "x"]]


def test_a_table_in_html_keeps_what_is_told_of_it() -> None:
    cells = (
        '<td style="background:#ddd">1<td>a<td style="display:none">b<td><i class="icon-ok"></i>'
    )
    text = f"# Phụ lục I\n\n<table><tr><th>STT<th>Nhiệm vụ<th>x<th>Đạt\n<tr>{cells}</table>\n"
    reading = read(Path(), text.encode())
    [grid] = [block for block in reading.pages[0].blocks if isinstance(block, Grid)]
    assert grid.rows[1][0].shaded
    assert grid.rows[1][0].fragments[0].place.line == 4
    assert [problem.code for problem in reading.problems] == ["hidden-left-out", "print-unread"]


@pytest.mark.parametrize("typed", ["<ref>Gồm vốn vay.</ref>", "<Ref>Gồm vốn vay.</Ref>"])
def test_a_note_typed_where_it_is_called_may_have_capitals(typed: str) -> None:
    [page] = read(Path(), (PIPES + f"2 | Khảo sát{typed} | y\n").encode()).pages
    [note] = [block for block in page.blocks if isinstance(block, Note)]
    assert note.fragments[0].text == "¹ Gồm vốn vay."


def test_what_is_escaped_is_looked_for_once_in_a_text() -> None:
    for text in ("\\(2\\) " * 20_000, "\\(" * 20_000):
        start = time.process_time()
        list(inline_runs(text))
        assert time.process_time() - start < 5  # in squares it took a minute


@given(st.text(alphabet="<!->a\n", max_size=60))
def test_what_stands_in_comments_is_left_out_and_nothing_else(text: str) -> None:
    lines = [NumberedLine(number, line) for number, line in enumerate(text.split("\n"))]
    comments = re.compile(r"<!--.*?-->", re.DOTALL)
    shown = comments.sub(lambda match: "\n" * match.group().count("\n"), text)
    assert without_comments(lines) == shown.split("\n")


def test_a_tag_strikes_out_by_its_style_alone() -> None:
    runs = inline_runs(
        '<i style="text-decoration: line-through">a</i> <i title="line-through">b</i>'
    )
    assert [(run.text.strip(), run.struck) for run in runs] == [("a", True), ("b", False)]
