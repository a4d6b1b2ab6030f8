"""Word files: what each sample prints, place by place, and what damaged ones answer."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.extract.dialects import form_of
from pipeline.extract.docx import read_docx
from pipeline.extract.docx.numbering import format_number
from pipeline.extract.docx.tables import CellDraft as Draft
from pipeline.extract.docx.tables import build_grid
from pipeline.extract.office.libreoffice import office_command
from pipeline.model import Block, Fragment, Grid, Note, Place, Prose, Reading
from pipeline.writing.counting import roman
from pipeline.writing.raised import lower_digits
from tests.conftest import TESTS
from tests.support import make_docx as make
from tests.support.fixtures import fixture

HERE = TESTS
SAMPLES = HERE / "samples" / "docx"
SHARED = HERE.parent.parent / "shared" / "corpus"

shared = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the published files are not here"),
]


def sample(name: str) -> Reading:
    path = SAMPLES / f"{name}.docx"
    return read_docx(path, path.read_bytes())


def read(data: bytes) -> Reading:
    return read_docx(Path("a.docx"), data)


def body(document: str, **parts: str) -> Reading:
    return read(make.pack({"document": document, **parts}))


def blocks(reading: Reading) -> list[Block]:
    return [block for page in reading.pages for block in page.blocks]


def test_notes_typed_under_a_table_are_notes() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    reading = body(
        make.table(make.row("1", make.cell(make.para("Xây dựng", make.run("1", raised)))))
        + make.para(make.run("1", raised), make.run(" Sửa đổi từ nhiệm vụ cũ."))
        + make.para("1 trang")
    )
    notes = [block for block in blocks(reading) if isinstance(block, Note)]
    assert [(n.number, n.fragments[0].text) for n in notes] == [(1, "¹ Sửa đổi từ nhiệm vụ cũ.")]
    assert prose(reading) == ["1 trang"]


def grids(reading: Reading) -> list[Grid]:
    return [block for block in blocks(reading) if isinstance(block, Grid)]


def prose(reading: Reading) -> list[str]:
    return [block.fragment.text for block in blocks(reading) if isinstance(block, Prose)]


def notes(reading: Reading) -> list[tuple[int, str]]:
    found = (block for block in blocks(reading) if isinstance(block, Note))
    return [(note.number, "|".join(line.text for line in note.fragments)) for note in found]


def cells(grid: Grid) -> list[list[str]]:
    """Rows of cells as text: lines joined by `/`, `>2` for a span, `^` for a merged copy."""
    return [
        [
            cell.raw.replace("\n", "/")
            + (f">{cell.span}" if cell.span > 1 else "")
            + ("^" if cell.merged else "")
            for cell in row
        ]
        for row in grid.rows
    ]


def fragments(block: Block) -> Iterator[Fragment]:
    match block:
        case Grid():
            for row in block.rows:
                for cell in row:
                    yield from () if cell.merged else cell.fragments
        case Note():
            yield from block.fragments
        case Prose():
            yield block.fragment


def ledger(reading: Reading) -> dict[int, int]:
    counts: Counter[int] = Counter()
    for block in blocks(reading):
        for fragment in fragments(block):
            counts[fragment.place.page] += sum(not char.isspace() for char in fragment.text)
    return {page.number: counts[page.number] for page in reading.pages}


def assert_nothing_lost(reading: Reading) -> None:
    assert {page.number: page.chars for page in reading.pages} == ledger(reading)
    assert [page.number for page in reading.pages] == list(range(1, len(reading.pages) + 1))


GRIDS = (
    (
        "spans",
        [
            ["STT", "Nhiệm vụ", "Thời hạn"],
            ["I", "Nhóm một>2", ""],
            ["1", "Rà soát", "2025"],
            ["2", "Xây dựng", ""],
            ["", "Ban hành", "2026"],
            ["4", "Công bố", ""],
        ],
    ),
    (
        "short-rows",
        [
            ["STT", "Nhiệm vụ", "Thời hạn"],
            ["NHIỆM VỤ CHUNG>3", "", ""],
            ["I", "Thể chế>2", ""],
            ["1", "Rà soát", "2025"],
        ],
    ),
    (
        "merged",
        [
            ["STT", "Nhiệm vụ", "Thời hạn"],
            ["1.", "Phần một", "2025"],
            ["1.^", "Phần hai", "2025^"],
            ["2.", "Phần ba", "2025^"],
            ["cuối", "Phần bốn", "2026"],
            ["mồ côi", "Phần năm", "2026^"],
        ],
    ),
    (
        "header-rows",
        [
            ["STT", "Nhiệm vụ", "Thời hạn"],
            ["(1)", "(2)", "(3)"],
            ["1", "Rà soát", "2025"],
            ["2", "Xây dựng", "2026"],
        ],
    ),
    ("numbering", [["(1)", "z) việc"], ["(2)", "aa) việc"], ["(3)", "bb) việc"]]),
    ("tracked", [["1", "còn", "2025"], ["3", "mới", "2026"]]),
    ("boxes", [["1", "ô"]]),
    (
        "characters",
        [
            ["một/hai/ba", "a b<c", "04-TB"],
            ["✓≥\ufffd", "CHỮ HOA", "m² H2O"],
            ["cắtliền", "đậm", "xuống dòng mềm"],
        ],
    ),
    ("wrappers", [["1", "ô", "đoạn"], ["2", "hàng", "x"]]),
)


def test_a_table_inside_a_cell_stands_behind_the_one_it_is_in() -> None:
    assert list(map(cells, grids(sample("nested")))) == [
        [["STT", "Nhiệm vụ"], ["1", "trước/sau"]],
        [["a", "b"], ["c", "d/e"]],
    ]


@pytest.mark.parametrize(("name", "expected"), GRIDS, ids=[name for name, _ in GRIDS])
def test_cells_of_a_sample(name: str, expected: list[list[str]]) -> None:
    [grid] = grids(sample(name))
    assert cells(grid) == expected


PROSE = (
    (
        "numbering",
        [
            "I. Nhóm",
            "1.1 Mục",
            "1.2 Mục",
            "a) Điểm",
            "II. Nhóm",
            "2.1 Mục",
            "a) Điểm",
            "III. theo kiểu",
            "tắt",
            "IV. cùng bộ đếm",
            "VII. bắt đầu lại",
            "VIII. tiếp",
            "- gạch",
            "• chấm",
            "không",
            "(i)liền",
            "A. chữ hoa",
            "01 hai chữ số",
        ],
    ),
    ("tracked", ["Giữ thêm đến", "Nửa đầu nửa sau"]),
    ("hidden", ["thấy được", "hiện tiếp"]),
    ("boxes", ["Trước", "Số: 11/NQ-CP", "dòng hai", "trong ô", "Sau"]),
    ("fields", ["Xem mục 2.", "kết quả", "2025"]),
    ("wrappers", ["khối", "liên kết chữ"]),
    ("heads", ["Mẫu số 01", "một", "hai", "Chân", "Hộp ở chân"]),
    ("notes", ["Phụ lục I", "* Chú thích sao.", "Phụ lục II"]),
)


@pytest.mark.parametrize(("name", "expected"), PROSE, ids=[name for name, _ in PROSE])
def test_prose_of_a_sample(name: str, expected: list[str]) -> None:
    assert prose(sample(name)) == expected


@pytest.mark.parametrize("name", sorted(make.CASES))
def test_every_printed_character_is_in_one_block(name: str) -> None:
    assert_nothing_lost(sample(name))


@pytest.mark.parametrize("name", sorted(make.CASES))
def test_samples_are_what_the_generator_makes(name: str) -> None:
    made = make.CASES[name]()
    with zipfile.ZipFile(SAMPLES / f"{name}.docx") as kept:
        fresh = zipfile.ZipFile(make.io.BytesIO(made))
        assert {n: kept.read(n) for n in kept.namelist()} == {
            n: fresh.read(n) for n in fresh.namelist()
        }


def test_notes_stand_behind_the_table_that_calls_them() -> None:
    reading = sample("notes")
    first, second = grids(reading)
    assert cells(first)[1:] == [
        ["1", "Rà soát¹ ²", "02/2026³"],
        ["2", "Xây dựng*", "2027⁹"],
        ["3", "Công bố⁷", "2028"],
    ]
    assert cells(second) == [["1", "Ban hành¹"], ["2", "Sau"]]
    assert notes(reading) == [
        (1, "¹ Chú thích một."),
        (2, "² Chú thích hai."),
        (3, "³ Chú thích ba."),
        (9, "⁹ 12 dự án.|Dòng hai."),
        (7, "⁷ Cuối văn bản."),
        (1, "¹ Chú thích lại từ đầu."),
    ]
    assert [type(block).__name__ for block in reading.pages[1].blocks] == ["Prose", "Grid", "Note"]


def test_endnotes_alone_count_as_numbers() -> None:
    ends = "".join(make.note(n, make.para(f"Dòng {n}"), kind="endnote") for n in (2, 3))
    reading = body(
        make.para("a", make.call(2, "endnote"), " b", make.call(3, "endnote")), endnotes=ends
    )
    assert prose(reading) == ["a¹ b²"]
    assert notes(reading) == [(1, "Dòng 2"), (2, "Dòng 3")]
    assert [problem.code for problem in reading.problems] == ["note-mark"]


def test_header_rows_are_those_the_file_declares() -> None:
    assert [grids(sample(name))[0].header_rows for name in ("header-rows", "spans")] == [2, None]


def test_tables_that_only_arrange_text_are_prose() -> None:
    reading = sample("layout")
    assert [cells(grid)[0] for grid in grids(reading)] == [
        ["STT", "Nhiệm vụ"],
        ["1", "Nhiệm vụ 1", "2025"],
    ]
    assert prose(reading)[:3] == ["CHÍNH PHỦ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 11/NQ-CP"]


def test_running_heads_are_marked() -> None:
    running = [block.running for block in blocks(sample("heads")) if isinstance(block, Prose)]
    assert running == [True, False, False, True, True]


def test_pages_are_those_of_the_last_layout() -> None:
    reading = sample("pages")
    seen = [
        (int(f.text[6:]), f.place.page)
        for b in blocks(reading)
        for f in fragments(b)
        if f.text.startswith("trang")
    ]
    assert len(seen) == 12
    assert all(said == page for said, page in seen)
    assert len(reading.pages) == 6


def test_what_stands_beside_the_text_moves_no_page() -> None:
    reading = body(
        make.para("trang 1", make.call(2), make.box(make.para("hộp")), make.PAGE_BREAK)
        + make.para(make.RENDERED, "trang 2"),
        footnotes=make.note(2, make.para(make.own_mark(), "Chú thích")),
    )
    assert len(reading.pages) == 2
    assert notes(reading) == [(1, "¹ Chú thích")]
    assert_nothing_lost(reading)


def test_lines_are_paragraphs_of_the_body() -> None:
    places = [b.fragment.place for b in blocks(sample("numbering")) if isinstance(b, Prose)]
    assert [place.line for place in places] == list(range(1, 19))
    assert all(place.x0 is None for place in places)


def test_doubts_are_reported() -> None:
    found = {name: [p.code for p in sample(name).problems] for name in make.CASES}
    assert {name: codes for name, codes in found.items() if codes} == {
        "merged": ["covered-text"],
        "nested": ["nested-table"],
        "notes": ["note-mark", "note-mark"],
        "characters": ["symbol-unmapped"],
    }


def test_an_open_field_loses_no_text() -> None:
    reading = body(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>' + make.run("còn") + "</w:p>"
    )
    assert prose(reading) == ["còn"]
    assert [problem.code for problem in reading.problems] == ["field-open"]


def test_strict_namespace_reads_the_same() -> None:
    member = zipfile.ZipFile(SAMPLES / "spans.docx")
    strict = {
        name: member.read(name)
        .replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        .replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006",
            b"http://purl.oclc.org/ooxml/officeDocument",
        )
        for name in member.namelist()
    }
    assert blocks(read(make.zip_of(strict))) == blocks(sample("spans"))


def test_fonts_from_before_unicode_are_decoded() -> None:
    font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    reading = body(
        make.para(make.run("Céng hßa, n\u00adíc, Phô lôc", font))
        + make.para(make.run("Đã là Unicode: ế", font))
    )
    assert prose(reading) == ["Cộng hòa, nước, Phụ lục", "Đã là Unicode: ế"]
    assert [problem.code for problem in reading.problems] == ["legacy-font"]


def test_bold_is_that_of_the_whole_line() -> None:
    bold = "<w:b/>"
    reading = body(
        make.para(make.run("a", bold), make.run(" b", bold))
        + make.para(make.run("a", bold), " b")
        + make.para("a")
    )
    assert [f.bold for b in blocks(reading) for f in fragments(b)] == [True, False, False]


def nested_tables(depth: int) -> bytes:
    inside = "<w:tbl><w:tr><w:tc>" * depth + make.para("x") + "</w:tc></w:tr></w:tbl>" * depth
    return make.pack({"document": inside})


GOOD = make.merged()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
BAD = (
    ("empty", b"", "empty-file"),
    ("text", b"hello", "not-docx"),
    ("cut", GOOD[: len(GOOD) // 2], "damaged"),
    ("cut at the end", GOOD[:-30], "damaged"),
    ("another zip", make.zip_of({"a": "b"}), "not-docx"),
    ("old file", OLE, "not-docx"),
    ("password", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ("broken xml", make.zip_of({"word/document.xml": WORD + "<w:body>"}), "damaged"),
    ("no body", make.zip_of({"word/document.xml": "<a/>"}), "damaged"),
    (
        "entities",
        make.zip_of({"word/document.xml": "<!DOCTYPE a []>" + WORD + "<w:body/></w:document>"}),
        "damaged",
    ),
    ("many parts", make.zip_of({str(n): "" for n in range(10_001)}), "too-large"),
    ("bomb", make.zip_of({"word/document.xml": bytes(200 << 20)}), "too-large"),
    ("many tags", make.zip_of({"word/document.xml": WORD + "<w:p/>" * 12_100_000}), "too-large"),
    ("deep", nested_tables(10_000), "too-deep"),
)


@pytest.mark.parametrize(("data", "code"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_bad_file_is_one_line(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


def test_a_document_in_no_folder_finds_what_it_refers_to() -> None:
    data = make.notes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    moved = {
        name.removeprefix("word/"): part.replace(b'"word/', b'"').replace(b'"/word/', b'"/')
        for name, part in parts.items()
    }
    assert read(make.zip_of(moved)) == read(data)


@pytest.mark.parametrize("cut", range(0, len(GOOD), 97))
def test_a_damaged_file_never_crashes(cut: int) -> None:
    data = bytearray(GOOD)
    data[cut] ^= 0xFF
    try:
        reading = read(bytes(data))
    except InputError:
        return
    assert_nothing_lost(reading)


ODD = (
    make.table(make.row(make.cell("x", properties=make.span(999_999_999)), "y")),
    make.table(make.row(make.cell("x", properties='<w:gridSpan w:val="abc"/>'), "y")),
    make.table(make.row("x", properties='<w:gridBefore w:val="-5"/>')),
    make.table(),
    "<w:tbl/>",
    "<w:p/>",
    "",
    "<w:sdt><w:sdtContent>" * 100 + make.para("x") + "</w:sdtContent></w:sdt>" * 100,
    "<w:p>" + "<w:ins>" * 90 + make.run("x") + "</w:ins>" * 90 + "</w:p>",
    "<w:p>" + "<w:ins>" * 240 + make.run("x") + "</w:ins>" * 240 + "</w:p>",
    make.para("x", properties=make.listed(7, 99)),
    make.para(make.call(99)),
)


@pytest.mark.parametrize("document", ODD)
def test_odd_content_is_read(document: str) -> None:
    assert_nothing_lost(body(document))


def test_eighty_nested_tables_lose_nothing() -> None:
    assert prose(read(nested_tables(80))) == ["x"]


def test_a_long_table_is_read_to_its_end() -> None:
    data = make.pack({"document": make.table(*(make.row(str(n), "việc") for n in range(8_000)))})
    [grid] = grids(read(data))
    assert len(grid.rows) == 8_000


NUMBERS = (
    (1, "decimal", "1"),
    (4, "upperRoman", "IV"),
    (1994, "upperRoman", "MCMXCIV"),
    (9, "lowerRoman", "ix"),
    (26, "upperLetter", "Z"),
    (28, "lowerLetter", "bb"),
    (7, "decimalZero", "07"),
    (3, "none", ""),
    (3, "hebrew1", "3"),
    (0, "upperRoman", "0"),
    (10**9, "lowerLetter", "1000000000"),
)


@pytest.mark.parametrize(("count", "form", "printed"), NUMBERS)
def test_number_formats(count: int, form: str, printed: str) -> None:
    assert format_number(count, form) == printed


@given(st.integers(1, 3999))
def test_roman_numerals_read_back(count: int) -> None:
    worth = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    values = [worth[letter] for letter in roman(count)]
    signed = [
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    ]
    assert sum(signed) == count


@given(
    st.lists(
        st.lists(st.tuples(st.integers(1, 3), st.text("ab", max_size=2)), min_size=1, max_size=5),
        min_size=1,
        max_size=6,
    ),
    st.lists(st.integers(10, 3000), min_size=15, max_size=15),
)
def test_a_grid_keeps_every_cell(rows: list[list[tuple[int, str]]], widths: list[int]) -> None:
    drafts = []
    for row in rows:
        draft, start = [], 0
        for span, text in row:
            line = (Fragment(text, Place(1)),) if text else ()
            draft.append(Draft(start, start + span, line))
            start += span
        drafts.append(draft)
    grid = build_grid(drafts, widths, None)
    assert len({len(row) for row in grid.rows}) == 1
    for row, out in zip(rows, grid.rows, strict=True):
        assert [text for _, text in row if text] == [cell.raw for cell in out if cell.raw]
        assert all(cell.span >= 1 for cell in out)


def plain(text: str) -> str:
    return " ".join(re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", "", text).split())


def characters_of(text: str) -> Counter[str]:
    normal = unicodedata.normalize("NFC", lower_digits(text))
    return Counter(char for char in normal if char.isprintable() and not char.isspace())


SHARED_TABLES = (
    ("nq11-excerpt", 0, "11-nq-cp-2026"),
    ("nq11-excerpt", 1, "11-nq-cp-2026"),
    ("ke-hoach-2026", 0, "ke-hoach-2026-phu-luc-ii"),
)


class TestShared:
    pytestmark = shared

    @pytest.mark.parametrize(("name", "index", "doc_id"), SHARED_TABLES)
    def test_every_cell_is_that_of_the_fixture(self, name: str, index: int, doc_id: str) -> None:
        path = SHARED / "samples" / f"{name}.docx"
        grid = grids(read_docx(path, path.read_bytes()))[index]
        rows = grid.rows[grid.header_rows :]
        expected = fixture(doc_id).tables[index].rows[: len(rows)]
        assert [[plain(cell.raw) for cell in row] for row in rows] == [
            [row.label, *row.texts] for row in expected
        ]
        marks = [
            [int(lower_digits(mark)) for cell in row for mark in re.findall("[⁰-⁹¹²³]+", cell.raw)]
            for row in rows
        ]
        assert marks == [[number for _, number in row.markers] for row in expected]

    def test_every_character_of_the_published_files_is_placed(self) -> None:
        files = sorted((SHARED / "real").glob("*.docx")) + sorted(
            (SHARED / "samples").glob("*.docx")
        )
        for path in files:
            assert_nothing_lost(read_docx(path, path.read_bytes()))

    @pytest.mark.parametrize("name", ["ke-hoach-2026", "nq11-excerpt", "thong-ke-2025"])
    def test_every_character_is_on_the_printed_page(self, name: str) -> None:
        pdfium = pytest.importorskip("pypdfium2")
        path = SHARED / "samples" / f"{name}.docx"
        read_text = "".join(
            fragment.text
            for block in blocks(read_docx(path, path.read_bytes()))
            for fragment in fragments(block)
        )
        printed = "".join(
            page.get_textpage().get_text_range()
            for page in pdfium.PdfDocument(path.with_suffix(".pdf"))
        )
        missing = characters_of(read_text) - characters_of(printed)
        assert set(missing) <= {"-"}  # PDFium keeps none at the end of a line

    def test_empty_number_cells_print_their_automatic_numbers(self) -> None:
        path = next((SHARED / "real").glob("ericphan28*.docx"))
        grid = grids(read_docx(path, path.read_bytes()))[0]
        labels = [row[0].raw for row in grid.rows]
        numbers = [f"{n}." for n in range(1, 28)]
        assert labels == ["STT", *numbers, "", "1.", "2.", "3."]

    def test_typed_numbers_and_pages_of_the_last_layout(self) -> None:
        path = next((SHARED / "real").glob("Anh7895*.docx"))
        reading = read_docx(path, path.read_bytes())
        [grid] = grids(reading)
        assert (len(grid.rows), len(grid.rows[0]), grid.header_rows) == (39, 8, 1)
        assert len(reading.pages) == 13  # as docProps/app.xml says
        assert {"1", "12.", "2."} <= {row[0].raw for row in grid.rows}

    @pytest.mark.skipif(office_command() is None, reason="LibreOffice is not installed")
    def test_an_old_file_reads_as_the_new_one(self) -> None:
        old, new = (next((SHARED / "real").glob(f"ericphan28*.{end}")) for end in ("doc", "docx"))
        data = old.read_bytes()
        reading = form_of(data).read(old, data)
        assert_nothing_lost(reading)
        assert cells(grids(reading)[0]) == cells(grids(read_docx(new, new.read_bytes()))[0])


def test_an_old_file_without_libreoffice_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    rtf = b"{\\rtf1 a}"
    with pytest.raises(InputError, match="apt install libreoffice") as caught:
        form_of(rtf).read(Path("a.rtf"), rtf)
    assert caught.value.code == "needs-libreoffice"


def claiming(size: int, count: int) -> bytes:
    """A Word file with `count` small parts more, each of which claims `size` bytes unpacked."""
    buffer = io.BytesIO(make.pack({"document": make.para("x")}))
    with zipfile.ZipFile(buffer, "a") as archive:
        for number in range(count):
            archive.writestr(f"word/media/{number}.bin", b"x")
        for member in archive.filelist[-count:]:
            member.file_size = size
    return buffer.getvalue()


@pytest.mark.parametrize(("size", "count"), [(150 << 20, 8), (60 << 20, 20), (1 << 30, 2)])
def test_parts_that_are_too_large_together_are_refused(size: int, count: int) -> None:
    with pytest.raises(InputError) as caught:
        read(claiming(size, count))
    assert caught.value.code == "too-large"


def numbers_of(*levels: str) -> list[str]:
    """The automatic numbers of: group, two items, group, item."""
    order = (0, 1, 1, 0, 1)
    text = [make.para("việc", properties=make.listed(1, depth)) for depth in order]
    numbering = make.abstract(1, *levels) + make.num(1, 1)
    reading = read_docx(
        Path("a.docx"), make.pack({"numbering": numbering, "document": "".join(text)})
    )
    blocks = [block for page in reading.pages for block in page.blocks]
    return [b.fragment.text.split()[0] for b in blocks if isinstance(b, Prose)]


@pytest.mark.parametrize(
    ("restart", "printed"),
    [
        ("", ["I.", "1.", "2.", "II.", "1."]),
        ('<w:lvlRestart w:val="1"/>', ["I.", "1.", "2.", "II.", "1."]),
        ('<w:lvlRestart w:val="0"/>', ["I.", "1.", "2.", "II.", "3."]),
    ],
)
def test_a_level_restarts_after_a_higher_one_unless_it_says_never(
    restart: str, printed: list[str]
) -> None:
    """ECMA-376 part 1, 17.9.10."""
    levels = make.level(0, "upperRoman", "%1."), make.level(1, "decimal", "%2.", restart)
    assert numbers_of(*levels) == printed


def test_a_word_file_loads_no_reader_of_another_form() -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline.extract.docx import read_docx;"
        f"path = Path({str(SAMPLES / 'header-rows.docx')!r});"
        "read_docx(path, path.read_bytes()); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          cwd=HERE.parent, check=True)  # fmt: skip
    others = {"openpyxl", "pypdfium2", "cv2", "cssselect"}
    assert not others & set(done.stdout.split())
