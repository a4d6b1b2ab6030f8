"""Word files that few tools read whole: documents inside them, form fields, what is struck out."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.extract.dialects import form_of
from pipeline.extract.docx import read_docx
from pipeline.model import NESTED, Aside, Grid, Prose, Reading
from tests.support import make_docx as make

MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OFFICE = 'xmlns:o="urn:schemas-microsoft-com:office:office"'


def read(body: str, more: dict[str, bytes] | None = None) -> Reading:
    """A Word file with this body; `more` are further parts by name, related as their names."""
    return read_docx(Path("a.docx"), packed(body, more))


def packed(body: str, more: dict[str, bytes] | None = None) -> bytes:
    parts = more or {}
    buffer = io.BytesIO()
    source = io.BytesIO(make.pack({"document": body}))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/_rels/document.xml.rels":
                links = "".join(
                    f'<Relationship Id="{part}" Type="x/aFChunk" Target="{part}"/>'
                    for part in parts
                )
                data = data.replace(b"</Relationships>", f"{links}</Relationships>".encode())
            new.writestr(name, data)
        for part, content in parts.items():
            new.writestr(f"word/{part}", content)
    return buffer.getvalue()


def table(*third: str) -> str:
    """A task table; the pieces stand in its third column."""
    rows = [make.row(str(n), f"Việc {n}", make.cell(text)) for n, text in enumerate(third, 1)]
    return make.table(make.row("STT", "Nhiệm vụ", "Thời hạn"), *rows)


def third(reading: Reading) -> list[str]:
    """What stands in the third column of the only table, its header left out."""
    [grid] = [b for page in reading.pages for b in page.blocks if isinstance(b, Grid)]
    return [row[2].raw for row in grid.rows[1:]]


def field(data: str, result: str = "") -> str:
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{make.run(result)}' if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        f"<w:r><w:instrText> FORM </w:instrText></w:r>{shown}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def choices(result: str) -> str:
    entries = '<w:listEntry w:val="Quý I"/><w:listEntry w:val="Quý II"/>'
    return f"<w:ddList>{result}{entries}</w:ddList>"


def math(inner: str) -> str:
    return f"<m:oMath {MATH}>{inner}</m:oMath>"


def letters(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def fraction(top: str, bottom: str) -> str:
    return math(f"<m:f><m:num>{letters(top)}</m:num><m:den>{letters(bottom)}</m:den></m:f>")


WHITE = '<w:color w:val="FFFFFF"/>'
SHADE = '<w:shd w:val="clear" w:fill="1F3864"/>'
CELLS = {
    "a list with its entry": (field(choices('<w:result w:val="1"/>')), "Quý II"),
    "a list nobody has touched": (field(choices("")), "Quý I"),
    "a list whose result is stored twice": (field(choices(""), "Quý I"), "Quý I"),
    "a text field": (field("<w:textInput/>", "Quý IV"), "Quý IV"),
    "a box": (field('<w:checkBox><w:default w:val="1"/></w:checkBox>') + make.run(" Có"), "☒ Có"),
    "an open box": (field("<w:checkBox><w:checked w:val='0'/></w:checkBox>"), "☐"),
    "a fraction": (fraction("1", "2"), "1/2"),
    "a mixed number": (make.run("1") + fraction("3", "4"), "1 3/4"),
    "a sum over a number": (fraction("a+b", "2"), "(a+b)/2"),
    "brackets": (math(f"<m:d><m:e>{letters('x')}</m:e></m:d>"), "(x)"),
    "a root": (math(f"<m:rad><m:deg/><m:e>{letters('2')}</m:e></m:rad>"), "√2"),
    "a raised mark": (make.run("A") + make.run("1", '<w:position w:val="8"/>'), "A¹"),
    "a line moved a little": (make.run("2026", '<w:position w:val="2"/>'), "2026"),
    "raised words": (make.run("Bộ 2", '<w:position w:val="12"/>'), "Bộ 2"),
    "white text": (make.run("mật", WHITE) + make.run("rõ"), "rõ"),
    "white on a shade": (make.run("rõ", WHITE + SHADE), "rõ"),
    "a prompt": (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{make.run('Chọn một mục')}</w:sdtContent></w:sdt>",
        "",
    ),
    "a rendition that Word does not know": (
        f'<mc:AlternateContent xmlns:mc="{MC}" xmlns:new="urn:new"><mc:Choice Requires="new">'
        f"{make.run('mới')}</mc:Choice><mc:Fallback>{make.run('cũ')}</mc:Fallback>"
        "</mc:AlternateContent>",
        "cũ",
    ),
    "a box over a blank cell": (make.box(make.para("Quý III")), "Quý III"),
}


@pytest.mark.parametrize(("inner", "raw"), CELLS.values(), ids=CELLS)
def test_a_cell_says_what_the_page_shows(inner: str, raw: str) -> None:
    assert third(read(table(make.para(inner)))) == [raw]


def test_a_first_row_of_one_cell_is_a_title_over_the_table() -> None:
    body = make.table(make.row("NHIỆM VỤ CHUNG"), make.row("STT", "Việc", "Hạn"), make.row(*"1ab"))
    [grid] = [b for p in read(body).pages for b in p.blocks if isinstance(b, Grid)]
    assert grid.rows[0][0].span == 3


def test_a_row_that_only_repeats_what_reaches_down_is_none() -> None:
    down = '<w:vMerge w:val="restart"/>'
    rows = [make.row("STT", "Nhiệm vụ", "Thời hạn")]
    for number in "12":
        first = [make.cell(f"{number}{name}", properties=down) for name in "abc"]
        rows += [make.row(*first), make.row(*[make.cell(properties="<w:vMerge/>")] * 3)]
    [grid] = [b for p in read(make.table(*rows)).pages for b in p.blocks if isinstance(b, Grid)]
    shown = [[cell.raw for cell in row] for row in grid.rows[1:]]
    assert shown == [["1a", "1b", "1c"], ["2a", "2b", "2c"]]


def test_what_is_struck_out_is_a_fragment_of_its_own() -> None:
    struck = make.run("30", "<w:strike/>")
    inner = make.para(make.run("Quý ") + make.run("I", "<w:dstrike/>") + make.run(" II"))
    reading = read(table(inner, make.para(make.run("1") + struck + make.run("5/6"))))
    [grid] = [b for page in reading.pages for b in page.blocks if isinstance(b, Grid)]
    words, number = grid.rows[1][2].fragments, grid.rows[2][2].fragments
    assert [(f.text, f.struck) for f in words] == [("Quý", False), ("I", True), ("II", False)]
    assert [(f.text, f.struck, f.glued) for f in number] == [
        ("1", False, True),
        ("30", True, True),
        ("5/6", False, False),
    ]


def test_white_text_is_told_and_counted() -> None:
    reading = read(make.para(make.run("mật", WHITE), make.run("rõ")))
    assert [p.code for p in reading.problems] == ["hidden-left-out"]
    assert reading.pages[0].aside == (Aside("pale", 3),)


def _of_ground(ink: str, cell: str, paragraph: str = "") -> str:
    """What is read of a word in these colors of letters, cell and paragraph beside a plain one."""
    shade = '<w:shd w:val="clear" w:fill="{}"/>'
    own = f"<w:pPr>{shade.format(paragraph)}</w:pPr>" if paragraph else ""
    run = make.run("mật", f'<w:color w:val="{ink}"/>')
    inner = f"<w:tcPr>{shade.format(cell)}</w:tcPr><w:p>{own}{run}{make.run('rõ')}</w:p>"
    row = f"<w:tr>{make.cell('1')}{make.cell('Việc')}<w:tc>{inner}</w:tc></w:tr>"
    return third(read(make.table(make.row("STT", "Nhiệm vụ", "Thời hạn"), row)))[0]


@pytest.mark.parametrize(
    ("colors", "raw"),
    [
        (("1F3864", "1F3864"), "rõ"),
        (("20395F", "1F3864"), "rõ"),
        (("1F3864", "FFFFFF", "1F3864"), "rõ"),
        (("FFFFFF", "1F3864"), "mậtrõ"),
        (("1F3864", "1F3864", "FFD966"), "mậtrõ"),
        (("auto", "1F3864"), "mậtrõ"),
        (("1F3864", "auto"), "mậtrõ"),
    ],
)
def test_letters_of_the_color_of_their_cell_are_not_seen(colors: tuple[str, ...], raw: str) -> None:
    assert _of_ground(*colors) == raw


@pytest.mark.parametrize(
    ("look", "raw"),
    [
        ('<w:w w:val="1"/><w:sz w:val="24"/>', "rõ"),
        ('<w:w w:val="100"/><w:sz w:val="2"/>', "rõ"),
        ('<w:w w:val="100"/><w:sz w:val="24"/>', "mậtrõ"),
    ],
)
def test_letters_are_squeezed_whatever_their_size(look: str, raw: str) -> None:
    reading = read(make.para(make.run("mật", look), make.run("rõ")))
    [prose] = [b for page in reading.pages for b in page.blocks if isinstance(b, Prose)]
    assert prose.fragment.text == raw


def test_a_frame_around_an_annex_is_no_table() -> None:
    inner = table(make.para("Quý I"), make.para("Quý II"))
    frame = make.table(
        make.row("DANH MỤC"), make.row(make.cell(inner, make.para())), widths=(9000,)
    )
    reading = read(make.para("Phụ lục I") + frame)
    assert third(reading) == ["Quý I", "Quý II"]
    lines = [b.fragment.text for b in reading.pages[0].blocks if isinstance(b, Prose)]
    assert lines == ["Phụ lục I", "DANH MỤC"]


def test_a_table_inside_a_cell_is_told_and_stands_apart() -> None:
    inner = make.table(make.row("Năm 2026", "30%"), make.row("Năm 2027", "50%"), widths=(900, 900))
    reading = read(table(make.para("Quý I") + inner + make.para(), make.para("Quý II")))
    outer, part = [b for page in reading.pages for b in page.blocks if isinstance(b, Grid)]
    assert outer.rows[1][2].raw == "Quý I"
    assert [[cell.raw for cell in row] for row in part.rows] == [
        ["Năm 2026", "30%"],
        ["Năm 2027", "50%"],
    ]
    [problem] = reading.problems
    assert (problem.code, problem.evidence) == (NESTED, "Năm 2026 | 30% | Năm 2027 | 50%")


def test_a_list_inside_a_cell_is_no_table_to_tell_of() -> None:
    inner = make.table(make.row("Năm 2026"), make.row("Năm 2027"), widths=(900,))
    assert read(table(inner + make.para())).problems == ()


def test_pages_are_known_where_the_layout_is_stored() -> None:
    assert not read(table(make.para("Quý I"))).paged
    assert not read(make.para(make.run("a", "") + '<w:r><w:br w:type="page"/></w:r>')).paged
    assert read(make.para("<w:r><w:lastRenderedPageBreak/></w:r>" + make.run("a"))).paged


HTML = (
    "<html><body><table border=1><tr><th>STT<th>Nhiệm vụ<th>Thời hạn"
    "<tr><td>1<td>Việc<td>Quý I</table></body></html>"
).encode()
CHUNKS = {
    "a web page": HTML,
    "a web archive": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    b"Content-Type: text/html; charset=utf-8\n\n" + HTML + b"\n--b--\n",
    "a Word file": packed(table(make.para("Quý I"))),
}


@pytest.mark.parametrize("data", CHUNKS.values(), ids=CHUNKS)
def test_a_document_taken_over_stands_where_it_is_named(data: bytes) -> None:
    reading = read(make.para("Phụ lục I") + '<w:altChunk r:id="c.bin"/>', {"c.bin": data})
    assert third(reading) == ["Quý I"]
    assert not reading.problems
    count = sum(
        len("".join(piece.text.split()))
        for block in reading.pages[0].blocks
        for piece in (
            [p for row in block.rows for cell in row for p in cell.fragments]
            if isinstance(block, Grid)
            else [block.fragment]
            if isinstance(block, Prose)
            else []
        )
    )
    assert reading.pages[0].chars == count


def test_a_file_within_itself_ends() -> None:
    data = packed('<w:altChunk r:id="c.bin"/>', {"c.bin": b"x"})
    for _ in range(6):
        data = packed('<w:altChunk r:id="c.bin"/>', {"c.bin": data})
    reading = read('<w:altChunk r:id="c.bin"/>', {"c.bin": data})
    assert "embedded-part" in {problem.code for problem in reading.problems}


def test_a_workbook_shown_in_the_text_is_read() -> None:
    book = Workbook()
    for row in (("STT", "Nhiệm vụ", "Thời hạn"), (1, "Việc", "Quý I"), (2, "Hai", "Quý II")):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    shown = f'<w:r><w:object><o:OLEObject {OFFICE} Type="Embed" r:id="b.xlsx"/></w:object></w:r>'
    reading = read(make.para(shown), {"b.xlsx": buffer.getvalue()})
    assert third(reading) == ["Quý I", "Quý II"]


def test_a_picture_where_a_table_should_be_is_told() -> None:
    picture = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="9000000" cy="2475000"/><a:graphic>'
        '<a:blip r:embed="p"/></a:graphic></wp:inline></w:drawing></w:r>'
    )
    reading = read(make.para("Phụ lục I") + make.para(picture))
    assert [(p.severity, p.code) for p in reading.problems] == [("error", "picture-not-read")]
    small = picture.replace("9000000", "900000")
    assert not read(make.para("Phụ lục I") + make.para(small)).problems


def test_the_xml_of_word_2003() -> None:
    space = "http://schemas.microsoft.com/office/word/2003/wordml"
    cells = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>".format
    merged = "<w:tc><w:tcPr><w:vmerge{}/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>".format
    note = "<w:r><w:footnote><w:p><w:r><w:t> Chú thích.</w:t></w:r></w:p></w:footnote></w:r>"
    start = ' w:val="restart"'
    body = (
        f"<w:p><w:r><w:t>Phụ lục I</w:t></w:r>{note}</w:p><w:tbl>"
        f"<w:tr>{cells('STT')}{cells('Nhiệm vụ')}{cells('Thời hạn')}</w:tr>"
        f"<w:tr>{merged(start, '1')}{cells('a')}{cells('Quý I')}</w:tr>"
        f"<w:tr>{merged('', '')}{cells('b')}{cells('Quý II')}</w:tr></w:tbl>"
    )
    root = f'<w:wordDocument xmlns:w="{space}"><w:body>{body}</w:body></w:wordDocument>'
    data = f'<?xml version="1.0"?>{root}'
    reading = form_of(data.encode()).read(Path(), data.encode())
    assert third(reading) == ["Quý I", "Quý II"]
    [grid] = [b for b in reading.pages[0].blocks if isinstance(b, Grid)]
    assert grid.rows[2][0].merged
    lines = [b.fragment.text for b in reading.pages[0].blocks if isinstance(b, Prose)]
    assert lines == ["Phụ lục I¹"]


CAPITALS = (
    '<w:style w:type="paragraph" w:styleId="Chu"><w:rPr><w:caps/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="Goc"><w:tblStylePr w:type="firstCol">'
    "<w:rPr><w:caps/></w:rPr></w:tblStylePr></w:style>"
    '<w:style w:type="table" w:styleId="Bang"><w:basedOn w:val="Goc"/>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:caps/></w:rPr></w:tblStylePr></w:style>'
)
"""Capitals that styles set: of a paragraph, of the first row, of the first column."""


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        ('w:val="0020"', ["MÃ", "VIỆC", "a1", "làm", "b2", "SOẠN", "c3", "Xét"]),
        ('w:val="0080"', ["MÃ", "Việc", "A1", "làm", "B2", "SOẠN", "C3", "Xét"]),
        (
            'w:firstRow="1" w:firstColumn="0"',
            ["MÃ", "VIỆC", "a1", "làm", "b2", "SOẠN", "c3", "Xét"],
        ),
        ('w:val="0000"', ["Mã", "Việc", "a1", "làm", "b2", "SOẠN", "c3", "Xét"]),
    ],
)
def test_capitals_of_styles_are_read_as_they_show(look: str, shown: list[str]) -> None:
    typed = make.cell(make.para("Soạn", properties='<w:pStyle w:val="Chu"/>'))
    body = make.table(
        make.row("Mã", "Việc"), make.row("a1", "làm"), make.row("b2", typed), make.row("c3", "Xét")
    ).replace("<w:tblPr>", f'<w:tblPr><w:tblStyle w:val="Bang"/><w:tblLook {look}/>')
    data = make.pack({"styles": CAPITALS, "document": body})
    reading = read_docx(Path("a.docx"), data)
    [grid] = [b for page in reading.pages for b in page.blocks if isinstance(b, Grid)]
    assert [cell.raw for row in grid.rows for cell in row] == shown
