"""Web pages: what a browser shows, cell by cell; notes; what is hidden; what is hostile."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.extract.dialects import form_of
from pipeline.extract.web import read_html, read_mhtml
from pipeline.model import Grid, Note, Prose, Reading


def read(body: str, head: str = "") -> Reading:
    page = f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return read_html(Path(), page.encode())


def grids(reading: Reading) -> list[list[list[str]]]:
    return [
        [[cell.raw for cell in row] for row in block.rows]
        for page in reading.pages
        for block in page.blocks
        if isinstance(block, Grid)
    ]


def table(*rows: str) -> str:
    return f"<table border=1>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


HEAD = "<th>STT<th>Nhiệm vụ<th>Chủ trì"
PANEL = "<style>.p{max-height:0;overflow:hidden}.p.open{max-height:none}</style>"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<div class=p>mật</div>", False),
        ("<div class='p open'>mật</div>", True),
        ("<div class=p style='max-height:20em'>mật</div>", True),
        ("<div style='height:0 !important;overflow:hidden;height:9px'>mật</div>", False),
        ("<div style='height:0'>mật</div>", True),
        ("<div style='transform:scaleY(0)'>mật</div>", False),
        ("<div style='clip-path:inset(50%)'>mật</div>", False),
    ],
)
def test_text_without_room_is_hidden_unless_a_later_rule_gives_it_some(
    body: str, shown: bool
) -> None:
    assert ("mật" in repr(read(body, PANEL).pages)) == shown


CELLS = [
    ("a<br>b", "a\nb"),
    ("<p>a</p><p> b </p>", "a\nb"),
    ("  a \n  b&nbsp;c ", "a b\xa0c"),
    ("A<sup>12</sup>", "A¹²"),
    ("A<span style='vertical-align:super'>3</span>", "A³"),
    ("<script>x()</script><style>p{}</style>a", "a"),
    ("<select><option>x<option selected>y</select>", "y"),
    ("<input type=checkbox checked> Có", "☑ Có"),
    ("<ol start=3><li>x<li>y</ol>", "3. x\n4. y"),
    ("a<span style='display: none'>b</span><i hidden>c</i>", "a"),
    ("<table><tr><td>x<td>y</table>", "x\ny"),
    ("<b>&lt;x&gt;</b>", "<x>"),
    (
        "<i style='display:inline-block;margin:0 auto;padding:0px;border:none'>15</i>"
        "<i style='display:inline-block;margin:0 auto;padding:0px;border:none'>.000</i>",
        "15.000",
    ),
    ("<i style='padding:0 .5em;display:inline-flex'>I</i>" * 2, "I I"),
    ("Quý III<button>Sửa</button>", "Quý III Sửa"),
    ("<i class=b>Bộ A</i><i class=b>Bộ B</i>", "Bộ A Bộ B"),
    ("<i>đi</i><i>ện</i>", "điện"),
    ("<ruby>đất<rp>(</rp><rt>x</rt><rp>)</rp></ruby>", "đất"),
    ("<i class=p>80</i>", "80%"),
    ("<i class=y></i>", "✓"),
    ("<i class=d>a</i>", "a"),
]
STYLE = (
    "<style>.b{display:inline-block;margin:2px}.p:after{content:'%'}.y:before{content:'\\2713'}"
    ".d:before{content:'\\203A'}</style>"
)


def test_a_table_inside_a_cell_is_told_and_stands_behind_the_one_it_is_in() -> None:
    inner = "<table border=1><tr><td>Năm 2026<td>30%<tr><td>Năm 2027<td>50%</table>"
    reading = read(table(HEAD, f"<td>1<td>a{inner}<td>x", "<td>2<td>b<td>y"))
    assert [problem.code for problem in reading.problems] == ["nested-table"]
    outer, part = [block for block in reading.pages[0].blocks if isinstance(block, Grid)]
    assert outer.rows[1][1].raw == "a"
    assert [[cell.raw for cell in row] for row in part.rows] == [
        ["Năm 2026", "30%"],
        ["Năm 2027", "50%"],
    ]


@pytest.mark.parametrize(("inner", "raw"), CELLS)
def test_a_cell_is_read_as_it_is_shown(inner: str, raw: str) -> None:
    reading = read(table(HEAD, f"<td>1<td>{inner}<td>z"), STYLE)
    assert grids(reading)[0][1] == ["1", raw, "z"]


def test_rows_that_only_repeat_what_reaches_down_are_none() -> None:
    tall = "".join(f"<th rowspan=2>{name}" for name in ("STT", "Nhiệm vụ", "Chủ trì"))
    body = "".join(f"<td rowspan=2>{value}" for value in ("1", "x", "y"))
    reading = read(table(tall, "", body, "", "<td>2<td>b<td>c"))
    assert grids(reading)[0][1:] == [["1", "x", "y"], ["2", "b", "c"]]
    [grid] = [block for block in reading.pages[0].blocks if isinstance(block, Grid)]
    assert grid.header_rows == 1


def test_a_page_of_frames_is_told() -> None:
    page = "<html><frameset cols='9,*'><frame src=menu.htm><frame src=a.htm></frameset></html>"
    reading = read_html(Path(), page.encode())
    assert [problem.code for problem in reading.problems] == ["embedded-part"]


def test_cells_span_rows_and_columns() -> None:
    reading = read(
        table(
            "<td rowspan=2>STT<td colspan=2>Cơ quan",
            "<td>Chủ trì<td>Phối hợp",
            "<td rowspan=0>1<td>a<td>b",
            "<td>c<td>d",
        )
    )
    [grid] = [b for b in reading.pages[0].blocks if isinstance(b, Grid)]
    shape = [[(cell.raw, cell.span, cell.merged) for cell in row] for row in grid.rows]
    assert shape[0] == [("STT", 1, False), ("Cơ quan", 2, False), ("", 1, False)]
    assert shape[1][0] == ("STT", 1, True)
    assert shape[3] == [("1", 1, True), ("c", 1, False), ("d", 1, False)]


def test_a_rowspan_of_nothing_that_means_one() -> None:
    rows = ["<td rowspan=0>STT<td rowspan=0>Tên", "<td rowspan=0>1<td rowspan=0>a", "<td>2<td>b"]
    assert grids(read(table(*rows)))[0] == [["STT", "Tên"], ["1", "a"], ["2", "b"]]


def test_layout_tables_are_read_through() -> None:
    inner = table(HEAD, "<td>1<td>a<td>x", "<td>2<td>b<td>y")
    letterhead = "<table><tr><td>BỘ Y TẾ<td>CỘNG HÒA</table>"
    reading = read(f"<table><tr><td>Trang chủ<td>{letterhead}<p>Phụ lục I{inner}</table>")
    assert grids(reading) == [
        [["STT", "Nhiệm vụ", "Chủ trì"], ["1", "a", "x"], ["2", "b", "y"]],
    ]
    lines = [b.fragment.text for b in reading.pages[0].blocks if isinstance(b, Prose)]
    assert lines == ["Trang chủ", "BỘ Y TẾ", "CỘNG HÒA", "Phụ lục I"]


NOTES = {
    "Word": (
        "<a href='#_ftn1' name='_ftnref1'><sup>[1]</sup></a>",
        "<div id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> Chú thích.</p></div>",
    ),
    "LibreOffice": (
        "<a class=sdfootnoteanc name=sdfootnote1anc href='#sdfootnote1sym'><sup>1</sup></a>",
        "<div id=sdfootnote1><p><a class=sdfootnotesym name=sdfootnote1sym"
        " href='#sdfootnote1anc'>1</a> Chú thích.</p></div>",
    ),
    "a list": (
        "<sup><a href='#fn1'>1</a></sup>",
        "<ol><li id=fn1>Chú thích.</li></ol>",
    ),
    "typed": ("<sup>1</sup>", "<p><sup>1</sup> Chú thích.</p>"),
}


@pytest.mark.parametrize(("call", "text"), NOTES.values(), ids=NOTES)
def test_a_note_follows_the_table_that_calls_it(call: str, text: str) -> None:
    first = table(HEAD, f"<td>1<td>a{call}<td>x", "<td>2<td>b<td>y")
    reading = read(f"{first}{text}")
    [page] = reading.pages
    assert grids(reading)[0][1][1] == "a¹"
    [note] = [block for block in page.blocks if isinstance(block, Note)]
    assert (note.number, note.fragments[0].text) == (1, "¹ Chú thích.")
    assert page.blocks.index(note) == 1


def test_what_a_table_hides_is_told() -> None:
    style = "<style>.an, #x { display:none } @media print { td { display:none } }</style>"
    rows = (HEAD, "<td>1<td>a<td>x", "<td>2<td>b<td>y")
    hidden = "<tr class=an><td>9<td>mật<td>m</tr>"
    reading = read(table(*rows).replace("</table>", hidden + "</table>"), style)
    assert [row[0] for row in grids(reading)[0]] == ["STT", "1", "2"]
    [problem] = reading.problems
    assert problem.code == "hidden-left-out"
    assert "mật" in problem.evidence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_the_encoding_is_found(encoding: str) -> None:
    page = f"<html><body>{table(HEAD, '<td>1<td>Việc<td>Bộ')}</body></html>"
    data = page.encode(encoding)
    form = form_of(data)
    assert form.dialect == "html"
    assert grids(form.read(Path(), data))[0][1] == ["1", "Việc", "Bộ"]


def test_a_fragment_without_a_frame_is_a_page() -> None:
    assert form_of(table(HEAD, "<td>1<td>a<td>x").encode()).dialect == "html"


def test_every_page_of_an_archive_is_read() -> None:
    part = "--b\nContent-Type: text/html; charset=utf-8\n\n{}\n"
    pages = [table(HEAD, f"<td>{n}<td>a<td>x", "<td>9<td>b<td>y") for n in (1, 2)]
    text = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    data = (text + "".join(map(part.format, pages)) + "--b--").encode()
    assert form_of(data).media_type == "multipart/related"
    assert [grid[1][0] for grid in grids(read_mhtml(Path(), data))] == ["1", "2"]


DEEP = ["<div>" * 100_000, "<table border=1><tr><td>a<td>b<td>" * 3000]


@pytest.mark.parametrize("body", DEEP)
def test_a_page_too_deep_is_one_line(body: str) -> None:
    with pytest.raises(InputError) as caught:
        read(body)
    assert caught.value.code == "too-deep"


def test_spans_are_bounded() -> None:
    wide = "<td colspan=1000000000 rowspan=99999999>x" * 40
    reading = read(table(wide, "<td>1<td>2<td>3"))
    assert all(len(row) <= 4000 for grid in grids(reading) for row in grid)


@given(st.lists(st.text(alphabet="aế 1²<&>\n", max_size=6), min_size=2, max_size=5))
def test_no_character_is_lost(texts: list[str]) -> None:
    import html

    cells = "".join(f"<td>{html.escape(text)}" for text in texts)
    [page] = read(table(HEAD, cells, cells)).pages
    count = 0
    for block in page.blocks:
        if isinstance(block, Grid):
            pieces = [p for row in block.rows for cell in row for p in cell.fragments]
        else:
            pieces = [block.fragment] if isinstance(block, Prose) else list(block.fragments)
        count += sum(len("".join(piece.text.split())) for piece in pieces)
    assert page.chars == count


PATIENCE = 15.0
"""Seconds: what is quadratic in these takes minutes."""
ROWS = "<table><tr><td>STT<td>Cơ quan<td>Nhiệm vụ<tr><td>1<td>Bộ A<td class=x>Rà soát</table>"
WHOLE = [["STT", "Cơ quan", "Nhiệm vụ"], ["1", "Bộ A", "Rà soát"]]


@pytest.mark.parametrize(
    "sheet",
    [
        "a," * 50_000 + "{display:none}",
        "a," * 50_000,
        ":is(" + "a," * 50_000 + "{display:none}",
        "-" * 100_000 + " var(--x)",
        ":root{--a:" + "b" * 50_000 + "}" + "x{color:var(--a)}" * 3_000,
        ".y{" + "&&&&{" * 18 + "color:red" + "}" * 19,
        "td{" + ",".join("." + "b" * 240 for _ in range(200)) + "{" + "color:red;" * 5_000 + "}}",
        "@media print " * 8_000,
        "/*" * 50_000,
    ],
    ids=lambda sheet: sheet[:12],
)
def test_a_hostile_style_sheet_is_read_in_time(sheet: str) -> None:
    begun = time.monotonic()
    assert grids(read(ROWS, f"<style>{sheet}</style>")) == [WHOLE]
    assert time.monotonic() - begun < PATIENCE


def test_hostile_declarations_and_drawings_are_read_in_time() -> None:
    style = "font:" * 20_000
    deep = "<svg><foreignObject>" * 40 + "Rà soát" + "</foreignObject></svg>" * 40
    table = ROWS.replace("class=x", f"style='{style}'").replace("Rà soát", deep)
    begun = time.monotonic()
    assert grids(read(table)) == [WHOLE]
    assert time.monotonic() - begun < PATIENCE


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ("<style media=print>.x{display:none}</style>", True),
        ("<style media='print, screen'>.x{display:none}</style>", False),
        ("<style media='not print'>.x{display:none}</style>", False),
        ("<style>@media not screen{.x{display:none}}</style>", True),
        ("<style>:root{--a:var(--b);--b:none} .x{display:var(--a)}</style>", False),
        ("<style>:root{--a:var(--b);--b:var(--a)} .x{display:var(--a)}</style>", True),
    ],
)
def test_style_sheets_count_where_a_screen_takes_them(head: str, shown: bool) -> None:
    text = repr(grids(read(ROWS, head)))
    assert ("Rà soát" in text) is shown


def test_rules_of_a_shadow_root_hold_inside_of_it() -> None:
    inside = "<style>td{display:none}</style><table><tr><td>x<td>y</table>"
    root = f"<div><template shadowrootmode=open>{inside}</template></div>"
    assert grids(read(root + ROWS)) == [WHOLE]


def test_a_drawing_in_a_page_in_a_drawing_is_read_once() -> None:
    drawn = "<svg><text>a</text><foreignObject>b<svg><text>c</text></svg></foreignObject></svg>"
    assert grids(read(ROWS.replace("Rà soát", drawn))) == [[WHOLE[0], ["1", "Bộ A", "abc"]]]
