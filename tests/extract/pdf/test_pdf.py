"""PDF pages to grids, notes and prose: what each small file must give, cell by cell."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.batch.read import read_document_from
from pipeline.errors import InputError
from pipeline.extract.pdf import read_pdf
from pipeline.extract.pdf.lines.text import PrintedLine
from pipeline.extract.pdf.lines.wraps import Wraps
from pipeline.model import Block, Fragment, Grid, Note, Page, Prose, Reading, Source
from pipeline.writing.legacy_fonts import decoder_for
from pipeline.writing.syllables import is_syllable, torn_words
from tests.conftest import ROOT, TESTS
from tests.support import make_pdfs

SAMPLES = TESTS / "samples" / "pdf"
SHARED = ROOT.parent / "shared" / "corpus"

TABLE = "STT | Nhiệm vụ | Chủ trì\n1 | Xây dựng | Bộ Nội vụ\n2 | Rà soát/lại | "

# (file, what each of its pages shows; `~` marks a fragment glued to the next, `^` a cell that
# repeats one merged down, `[n]` a cell over n columns, `/` parts the lines of a cell)
PAGES: list[tuple[str, list[str]]] = [
    ("plain", ["- Phụ lục I", TABLE, "- Nơi nhận: như trên"]),
    ("open-sides", [TABLE, "---", TABLE]),
    ("bare-row", [" | tiếp theo/của dòng trên | và cơ quan"]),
    ("drawn-rules", [TABLE, "---", TABLE, "---", TABLE, "---", TABLE]),
    (
        "white-boxes",
        [TABLE, "---", *["- " + " ".join(["chữ trên nền trắng"] * 3)] * 3],
    ),
    ("white-rules", [TABLE, "---", TABLE]),
    ("merged", ["TT | [2]Tên và nơi | \n^TT | Tên | Nơi\n1 | một | hai"]),
    (
        "several",
        [
            "a | b\nc | d", "- giữa hai bảng", "e | f", "---",
            "a | b\nc | d", "a | b\nc | d", "---",
            "1 | ngoài/a b/c d",
        ],
    ),
    ("frames", ["- Ghi chú trong khung", "- Độc lập - Tự do", "- Tiêu đề"]),
    ("underlines", [TABLE]),
    ("turned", [TABLE, "---", TABLE, "---", TABLE, "---", TABLE]),
    ("cropped", [TABLE]),
    ("spacing", ["1 | Xây dựng đề án | \n2 | 2026 | \n3 | một hai ba | giãn thưa ra"]),
    (
        "cut-words",
        [
            "02/2026/7 | Thường/xuyên | a\n31/12/2~/026 | chuyển/đổi số | b\n"
            "VII/I | năm/2026 | "
        ],
    ),
    (
        "raised",
        [
            TABLE.replace("dựng", "dựng¹").replace("Nội vụ", "Nội vụ²"),
            "1: ¹ Sửa đổi từ nhiệm vụ cũ.",
            "2: ² Nhiệm vụ mới, giao theo/kết luận cuộc họp.",
            "---",
            TABLE,
        ],
    ),
    ("unseen", [TABLE]),
    ("signed", [TABLE]),
    ("stamped", [TABLE, "- BẢN SAO"]),
    (
        "legacy",
        [
            "- PHỤ LỤC", "STT | Nhiệm vụ | Cơ quan\n1 | Xây dựng | Bộ Nội vụ", "---",
            "STT | Nhiệm vụ | Cơ quan\n1 | Xây dựng | Bộ Nội vụ",
        ],
    ),
    (
        "wrong-layer",
        [
            TABLE, "- cơ quan nhà nƣớc, đƣợc hƣớng dẫn", "---",
            "- NghÞ quyÕt vÒ viÖc tæ chøc thùc hiÖn nhiÖm vô cña tØnh",
            "- phßng häp, chÊt lîng, kÕt qu¶, mÉu biÓu",
        ],
    ),
    ("no-text", ["---", TABLE]),
    ("unmapped", [TABLE, "- a\ue123b\ue124"]),
    ("hidden-layer", ["- mục lục"]),
    ("scanned", ["---", TABLE]),
    ("dotted", [TABLE]),
    ("one-rule", ["STT | Nhiệm vụ | Chủ trì\n1 | Xây dựng | Bộ Nội vụ"]),
    (
        "cut-cell",
        [
            "STT | Nhiệm vụ | Chủ trì\n1 | một | Bộ Tài chính\n2 | hai | ^Bộ Tài chính", "- 7",
            "---",
            "- Bộ Tài chính", "STT | Nhiệm vụ | Chủ trì\n3 | ba | ",
        ],
    ),
    (
        "stamped-notes",
        [
            TABLE.replace("dựng", "dựng¹").replace("Nội vụ", "Nội vụ²"), "- SAO",
            "1: ¹ Sửa đổi từ nhiệm vụ cũ, điều chỉnh sau",
            "2: ² Nhiệm vụ mới,/giao theo/kết luận cuộc họp.",
            "---", "- Nơi nhận:",
        ],
    ),
    (
        "plain-notes",
        [
            TABLE.replace("dựng", "dựng¹"), "1: ¹ Sửa đổi từ nhiệm vụ cũ của nghị quyết trước.",
            "---",
            TABLE.replace("dựng", "dựng¹"), "1: ¹ Sửa đổi từ nhiệm vụ cũ của nghị quyết trước.",
        ],
    ),
    ("twin-glyphs", ["1 | phối hợp | \n |  | \n |  | "]),
]  # fmt: skip

PROBLEMS = [
    ("legacy", ["legacy-font", "legacy-font", "legacy-font"]),
    ("wrong-layer", ["text-implausible"]),
    ("no-text", ["page-without-text"]),
    ("unmapped", ["text-unmapped"]),
    ("hidden-layer", ["text-layer-hidden"]),
    ("scanned", ["page-without-text", "picture-not-read", "text-unseen"]),
    ("cropped", ["text-off-page"]),
    ("unseen", ["text-unseen"]),
    ("plain", []),
]


def read(name: str) -> Reading:
    """Read a small file."""
    path = SAMPLES / f"{name}.pdf"
    return read_pdf(path, path.read_bytes())


def shown(reading: Reading) -> list[str]:
    """Every block as text, pages parted by `---`."""
    out: list[str] = []
    for page in reading.pages:
        out += [*(show(block) for block in page.blocks), "---"]
    return out[:-1]


def show(block: Block) -> str:
    """A block as text."""
    if isinstance(block, Prose):
        return ("= " if block.running else "- ") + block.fragment.text
    if isinstance(block, Note):
        return f"{block.number}: " + lines(block.fragments)
    return "\n".join(
        " | ".join(
            ("^" if cell.merged else "") + (f"[{cell.span}]" if cell.span > 1 else "")
            + lines(cell.fragments)
            for cell in row
        )
        for row in block.rows
    )  # fmt: skip


def lines(fragments: tuple[Fragment, ...]) -> str:
    """Fragments as text."""
    return "/".join(item.text + ("~" if item.glued else "") for item in fragments)


def fragments_of(page: Page) -> Iterator[Fragment]:
    """The fragments of a page, those of merged cells once."""
    for block in page.blocks:
        if isinstance(block, Prose):
            yield block.fragment
        elif isinstance(block, Note):
            yield from block.fragments
        else:
            for row in block.rows:
                for cell in row:
                    if not cell.merged:
                        yield from cell.fragments


def printed(fragments: Iterator[Fragment]) -> int:
    """Characters in fragments, white space apart."""
    return sum(len("".join(item.text.split())) for item in fragments)


@pytest.mark.parametrize(("name", "blocks"), PAGES, ids=[name for name, _ in PAGES])
def test_pages(name: str, blocks: list[str]) -> None:
    assert shown(read(name)) == blocks


@pytest.mark.parametrize(("name", "codes"), PROBLEMS)
def test_problems(name: str, codes: list[str]) -> None:
    assert [problem.code for problem in read(name).problems] == codes


@pytest.mark.parametrize("name", list(make_pdfs.FILES))
def test_nothing_lost_and_nothing_twice(name: str) -> None:
    reading = read(name)
    assert sum(page.chars for page in reading.pages) == sum(
        printed(fragments_of(page)) for page in reading.pages
    )


@pytest.mark.parametrize("name", list(make_pdfs.FILES))
def test_committed_files_are_what_the_generator_makes(name: str) -> None:
    sheets = make_pdfs.FILES[name]()
    made = make_pdfs.build(sheets, fonts=make_pdfs.FONTS.get(name))
    assert (SAMPLES / f"{name}.pdf").read_bytes() == made


def test_open_edges_are_told() -> None:
    grids = [block for page in read("open-sides").pages for block in page.blocks]
    edges = [(g.open_top, g.open_bottom) for g in grids if isinstance(g, Grid)]
    assert edges == [(False, True), (True, False)]


def test_a_cell_that_the_page_cuts_is_told() -> None:
    grids = [block for page in read("cut-cell").pages for block in page.blocks]
    assert [grid.cut for grid in grids if isinstance(grid, Grid)] == [(2,), ()]


def test_a_cell_cut_by_the_page_is_repeated_in_every_row() -> None:
    path = SAMPLES / "cut-cell.pdf"
    document = read_document_from(Source(path, path.name))
    assert len(document.tables) == 1
    leads = [(cell.text, cell.merged) for cell in document.cells if cell.column == "lead"]
    assert leads == [("Bộ Tài chính", False), ("Bộ Tài chính", True), ("Bộ Tài chính", True)]
    assert [page for page in document.pages if page.chars_unplaced] == []


def test_running_lines_are_marked() -> None:
    blocks = shown(read("running"))
    assert blocks.count("= Công báo số 5") == 4
    assert [f"= {number}" for number in range(1, 5)] == [b for b in blocks if b[2:].isdigit()]


def test_signature_fields_are_marginalia() -> None:
    assert sorted(read("signed").marginalia) == ["01/02/2026", "Số: 12/QĐ"]


def test_places_are_those_of_the_page_as_shown() -> None:
    for page in read("turned").pages[:3]:
        boxes = {item.text: item.place for item in fragments_of(page)}
        place = boxes["Nội vụ"] if "Nội vụ" in boxes else boxes["Bộ Nội vụ"]
        assert (place.x0, place.y1) == (pytest.approx(224, abs=1), pytest.approx(84.3, abs=1))
    lying = {item.text: item.place for item in fragments_of(read("turned").pages[3])}["STT"]
    assert (lying.x0, lying.y1) == (pytest.approx(43, abs=1), pytest.approx(376, abs=1))


def test_ligatures_and_decomposed_accents() -> None:
    texts = [item.text for page in read("ligatures").pages for item in fragments_of(page)]
    assert "file office" in texts
    assert "trao đo\u0302\u0309i" in texts


PLAIN = make_pdfs.build(make_pdfs.plain())
BROKEN = [
    ("empty", b"", "not-pdf"),
    ("a web page", b"<!doctype html><p>404</p>", "not-pdf"),
    ("cut off", PLAIN[: len(PLAIN) // 2], "damaged"),
    ("noise", b"%PDF-1.4\n" + bytes(range(256)) * 20, "damaged"),
    (
        "no pages",
        make_pdfs._file(
            [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>"]
        ),
        "damaged",
    ),
    ("password", make_pdfs.encrypted("secret"), "encrypted"),
]


@pytest.mark.parametrize(("data", "code"), [c[1:] for c in BROKEN], ids=[c[0] for c in BROKEN])
def test_broken_files_are_one_line(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_pdf(Path("broken.pdf"), data)
    assert caught.value.code == code
    assert "\n" not in caught.value.message


def crowded() -> list[tuple[str, bytes]]:
    """Files made to exhaust a reader, each with the table of `plain` or none."""
    huge = make_pdfs.Sheet().grid(make_pdfs.XS, make_pdfs.YS).text(1e7, 1e7, "xa")
    huge.line(-1e9, 50, 1e9, 50).line(50, -1e9, 50, 1e9)
    boxes = make_pdfs.Sheet()
    for index in range(60_000):
        boxes.add(f"1 g {index % 400} {index % 300} 20 10 re f")
    hatch = make_pdfs.Sheet()
    for index in range(600):
        hatch.line(0, index / 2, 400, index / 2).line(index / 1.5, 0, index / 1.5, 300)
    path = make_pdfs.Sheet().add(
        "0 0 m " + " ".join(f"{index % 400} {index % 300} l" for index in range(300_000)) + " S"
    )
    return [
        ("huge coordinates", make_pdfs.build([huge])),
        ("many boxes", make_pdfs.build([boxes])),
        ("hatching", make_pdfs.build([hatch.text(50, 50, "a")])),
        ("one long path", make_pdfs.build([path])),
        ("nested forms", make_pdfs.nested_forms(60)),
        ("many pages", make_pdfs.build([make_pdfs.Sheet().text(20, 20, "a")] * 1500)),
    ]


@pytest.mark.parametrize(
    "data", [data for _, data in crowded()], ids=[name for name, _ in crowded()]
)
def test_reading_ends(data: bytes) -> None:
    assert read_pdf(Path("crowded.pdf"), data).pages


def test_an_empty_password_opens() -> None:
    reading = read_pdf(Path("a.pdf"), make_pdfs.encrypted(""))
    assert shown(reading) == [TABLE]


def test_forms_are_looked_into() -> None:
    assert shown(read_pdf(Path("a.pdf"), make_pdfs.nested_forms(6))) == [TABLE]


@pytest.mark.parametrize(
    ("font", "text", "decoded"),
    [
        (".VnTime", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        (".VnTimeH", "quyÕt ®Þnh", "QUYẾT ĐỊNH"),
        ("VNI-Times", "Coäng hoøa xaõ hoäi, ÑOÄC LAÄP", "Cộng hòa xã hội, ĐỘC LẬP"),
        ("Symbol", "\uf0b7", "•"),
        ("SymbolMT", "\u00b1 \u00d7 \uf061", "± × α"),
        ("Wingdings-Regular", "\uf0a8 o \uf0fe", "◻ □ ☑"),
        ("Wingdings2", "P", "✓"),
    ],
)
def test_legacy_fonts(font: str, text: str, decoded: str) -> None:
    decoder = decoder_for(font)
    assert decoder is not None
    assert decoder.decode(text) == decoded


def test_unicode_fonts_are_left_alone() -> None:
    assert decoder_for("TimesNewRomanPSMT") is None


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("nghiệm", True), ("Thường", True), ("quốc", True), ("giếng", True), ("khuya", True),
        ("nhiệmvụ", False), ("nƣớc", False), ("ớng", False), ("chuyể", False), ("xyz", False),
    ],
)  # fmt: skip
def test_syllables(word: str, is_one: bool) -> None:
    assert is_syllable(word) is is_one


def test_torn_words() -> None:
    assert torn_words("CỘNG NG Ị ĐỊN của UBND tỉnh") == ["NG Ị"]
    assert torn_words("Bộ NN và PTNT, Sở GD - ĐT") == []
    assert torn_words("NG\nỊ\nĐ\nỊNH") == []  # the letters of a seal
    assert torn_words("Môi tr ờng và Ban Th ờng vụ") == ["tr ờng", "Th ờng"]


def line(text: str, width: float, *, trail: bool = False) -> PrintedLine:
    return PrintedLine(text, 0, 0, width, 12, 10, 10, False, trail=trail)


@pytest.mark.parametrize(
    ("above", "below", "cut"),
    [
        (line("nghiệ", 43.5), line("m vụ", 20), True),  # a wide letter needs more room
        (line("nghiệ", 43.5), line("p vụ", 20), False),
        (line("hoàn", 45), line("thành⁷ lược", 30), False),  # raised marks are no letters
        (line("sản³⁸", 45), line("phẩm được", 30), False),
        (line("chuẩn/Standar", 50), line("d", 5), True),  # a letter alone that is no word
        (line("phần mềm", 50), line("d", 5), False),
        (line("chiều dài km", 50), line("h", 5), False),
    ],
)
def test_words_cut_at_the_end_of_a_full_line(
    above: PrintedLine, below: PrintedLine, cut: bool
) -> None:
    wraps = Wraps()
    wraps.learn([[line("một hai", 40, trail=True)] * 20])
    assert next(wraps.ends([above, below], room=52, edge=0)).is_cut is cut


def test_a_typeset_table() -> None:
    reading = read("typeset")
    blocks = [block for page in reading.pages for block in page.blocks]
    rows = [row for block in blocks if isinstance(block, Grid) for row in block.rows]
    titles = [row[1].fragments[0].text for row in rows if row[0].raw != "TT"]
    notes = [block for block in blocks if isinstance(block, Note)]
    raised = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    assert titles == [
        f"Nhiệm vụ giai đoạn 2026 - 2030{str(number).translate(raised)}, file {number}"
        for number in range(1, 13)
    ]
    assert [note.number for note in notes] == list(range(1, 13))
    assert {item.place.page for item in notes[6].fragments} == {1, 2}
    assert not [block for block in blocks if isinstance(block, Prose) and not block.running]


def test_ruled_pages_load_nothing_that_reads_pictures_or_counts_in_arrays() -> None:
    path = SAMPLES / "merged.pdf"
    code = (
        "import sys; from pathlib import Path; from pipeline.extract.pdf import read_pdf;"
        f"path = Path({str(path)!r}); read_pdf(path, path.read_bytes()); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT,
                          check=True)  # fmt: skip
    loaded = set(done.stdout.split())
    assert not {"numpy", "cv2", "pipeline.extract.scan.page"} & loaded


# (file, grids, rows, notes, problem codes)
PUBLISHED = [
    ("samples/nq11-excerpt.pdf", 10, 85, 22, []),
    ("samples/ke-hoach-2026.pdf", 19, 140, 0, []),
    ("samples/thong-ke-2025.pdf", 16, 144, 6, []),
    ("real/hakienpdu95__minhan__Ke-hoach-1778-KH-UBND.pdf", 8, 76, 0, []),
    ("real/dangminhtai__ubndxaphumybac__1-Danh-muc-chung.pdf", 8, 94, 0, []),
    ("real/Trangsct__skill-sct__TT-37-BGTVT.pdf", 0, 0, 0, []),
    ("real/Trangsct__skill-sct__QD-1696-QD-UBND-uy-quyen-15-5-2026.pdf", 1, 9, 0, []),
    ("published/formula-letter.pdf", 0, 0, 0, []),
    (
        "real/ptnghia__dieu-hanh-hdnd__nghi-dinh-47-2020-nd-cp.pdf", 0, 0, 0,
        ["text-implausible"],
    ),
]  # fmt: skip


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not here")
@pytest.mark.parametrize(("name", "grids", "rows", "notes", "codes"), PUBLISHED)
def test_published_files(name: str, grids: int, rows: int, notes: int, codes: list[str]) -> None:
    path = SHARED / name
    reading = read_pdf(path, path.read_bytes())
    blocks = [block for page in reading.pages for block in page.blocks]
    found = [block for block in blocks if isinstance(block, Grid)]
    assert [problem.code for problem in reading.problems] == codes
    assert (len(found), sum(len(grid.rows) for grid in found)) == (grids, rows)
    assert sum(isinstance(block, Note) for block in blocks) == notes
    for page in reading.pages:
        assert page.chars or not page.blocks
    assert sum(page.chars for page in reading.pages) == sum(
        printed(fragments_of(page)) for page in reading.pages
    )
