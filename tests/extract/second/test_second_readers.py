"""pdfplumber and camelot as readers of their own, and as a second opinion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InputError
from pipeline.extract.pdf import read_pdf
from pipeline.extract.second import (
    read_with_camelot,
    read_with_pdfplumber,
    second_opinion,
)
from pipeline.extract.second.compare import differences
from pipeline.extract.second.glyphs import Glyph, Turn, pieces_from, quarter_of, turned, visible
from pipeline.model import Cell, Fragment, Grid, GridRow, Page, Place, Prose, Reading
from tests.conftest import ROOT, TESTS
from tests.support import make_pdfs

SAMPLES = TESTS / "samples" / "pdf"
SHARED = ROOT.parent / "shared" / "corpus"
READERS = {"pdfplumber": read_with_pdfplumber, "camelot": read_with_camelot}

# Small files that every reader reads alike, and what keeps the others from being alike.
ALIKE = [
    "plain", "frames", "several", "merged", "underlines", "running", "raised", "spacing",
    "cropped", "signed", "legacy",
]  # fmt: skip
ONLY_ONE = [
    ("pdfplumber", "turned"),
    ("camelot", "turned"),
    ("pdfplumber", "drawn-rules"),  # dashed rules are no rules for camelot
    ("pdfplumber", "white-boxes"),
    ("camelot", "white-boxes"),
    ("camelot", "open-sides"),  # pdfplumber loses a row without a rule beyond it
    ("camelot", "unseen"),  # pdfplumber does not tell invisible text
]
CASES = [(engine, name) for engine in READERS for name in ALIKE] + ONLY_ONE
UNREAD = [
    ("empty", b"", "not-pdf"),
    ("cut off", make_pdfs.build(make_pdfs.plain())[:900], "damaged"),
    ("password", make_pdfs.encrypted("secret"), "encrypted"),
]


@cache
def read(engine: str, name: str) -> Reading:
    """Read a small file through a library."""
    path = SAMPLES / f"{name}.pdf"
    return READERS[engine](path, path.read_bytes())


@cache
def main_reading(path: Path) -> Reading:
    """The same file through the main reader."""
    return read_pdf(path, path.read_bytes())


def texts(reading: Reading) -> list[list[list[list[str]]]]:
    """Page, grid, row, cell: the text of every cell."""
    return [
        [
            [[cell.raw for cell in row] for row in block.rows]
            for block in page.blocks
            if isinstance(block, Grid)
        ]
        for page in reading.pages
    ]


def fragments(page: Page) -> Iterator[Fragment]:
    """The fragments of a page, those of merged cells once."""
    for block in page.blocks:
        if isinstance(block, Prose):
            yield block.fragment
        elif isinstance(block, Grid):
            cells = (cell for row in block.rows for cell in row if not cell.merged)
            yield from (item for cell in cells for item in cell.fragments)
        else:
            yield from block.fragments


@pytest.mark.parametrize(("engine", "name"), CASES)
def test_the_cells_are_those_of_the_main_reader(engine: str, name: str) -> None:
    assert texts(read(engine, name)) == texts(main_reading(SAMPLES / f"{name}.pdf"))


@pytest.mark.parametrize("engine", READERS)
@pytest.mark.parametrize("name", list(make_pdfs.FILES))
def test_nothing_lost_and_nothing_twice(engine: str, name: str) -> None:
    reading = read(engine, name)
    assert reading.engine == engine
    printed: Counter[int] = Counter()
    for part in (part for page in reading.pages for part in fragments(page)):
        printed[part.place.page] += len("".join(part.text.split()))
    assert [printed[page.number] for page in reading.pages] == [p.chars for p in reading.pages]


@pytest.mark.parametrize("engine", READERS)
def test_places_are_those_of_the_page_as_shown(engine: str) -> None:
    for name in ("plain", "cropped", "raised"):
        mine, main = read(engine, name), main_reading(SAMPLES / f"{name}.pdf")
        for page, other in zip(mine.pages, main.pages, strict=True):
            for one, two in zip(fragments(page), fragments(other), strict=True):
                assert (one.place.x0, one.place.y0) == (
                    pytest.approx(two.place.x0, abs=0.6),
                    pytest.approx(two.place.y0, abs=0.6),
                )


@pytest.mark.parametrize("engine", READERS)
@pytest.mark.parametrize(("data", "code"), [c[1:] for c in UNREAD], ids=[c[0] for c in UNREAD])
def test_broken_files_are_one_line(engine: str, data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        READERS[engine](Path("a.pdf"), data)
    assert caught.value.code == code
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("engine", READERS)
def test_an_empty_password_opens(engine: str) -> None:
    reading = READERS[engine](Path("a.pdf"), make_pdfs.encrypted(""))
    assert texts(reading)[0][0][1] == ["1", "Xây dựng", "Bộ Nội vụ"]


# --- the second opinion -----------------------------------------------------------------------


def reading(*tables: str, engine: str = "pdfium") -> Reading:
    """One page with tables 100 points apart; rows on lines, cells parted by `|`."""
    grids = tuple(
        Grid(
            tuple(
                row(line, 100 * index + 10 * number) for number, line in enumerate(text.split("\n"))
            )
        )
        for index, text in enumerate(tables)
    )
    return Reading("pdf-ruled", engine, (Page(1, grids, 0),))


def row(line: str, y: float) -> GridRow:
    """A row of cells, blank where nothing stands between two bars."""
    return tuple(
        Cell((Fragment(part.strip(), Place(1, None, 10 * x, y, 10 * x + 9, y + 9)),))
        if part.strip()
        else Cell()
        for x, part in enumerate(line.split("|"))
    )


A = "TT|Tên|Hạn\n1|một|6/2026\n2|hai|7/2026\n3|ba|8/2026"
OPINIONS = [
    ("equal", A, A, []),
    ("white space", A, A.replace("một", "mộ t"), []),
    ("decomposed", A, A.replace("một", "mo\u0323\u0302t"), []),
    ("raised digits", "1|a²", "1|a2", []),
    (
        "a number",
        A, A.replace("7/2026", "1/2026"),
        [("row 3 (2) of table 1, column 3: camelot reads it otherwise", "1/2026")],
    ),
    (
        "a blank", A, A.replace("ba", ""),
        [("row 4 (3) of table 1, column 2: camelot reads it otherwise", "")],
    ),
    (
        "a row lost", A, A.replace("2|hai|7/2026\n", ""),
        [("row 3 (2) of table 1 is no row for camelot", "2 | hai | 7/2026")],
    ),
    (
        "a row more", A, A + "\n4|bốn|9/2026",
        [("camelot sees one more row after row 4 of table 1", "4 | bốn | 9/2026")],
    ),
    (
        "a column lost", "1|a|b\n2|c|d", "1|a b\n2|c d",
        [
            ("row 1 (1) of table 1 has 2 columns for camelot, not 3", "1 | a b"),
            ("row 2 (2) of table 1 has 2 columns for camelot, not 3", "2 | c d"),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "theirs", "told"), [case[1:] for case in OPINIONS], ids=[case[0] for case in OPINIONS]
)
def test_differences(ours: str, theirs: str, told: list[tuple[str, str]]) -> None:
    found = list(differences(reading(ours), reading(theirs, engine="camelot")))
    assert [(p.message.removesuffix("; look at the page"), p.evidence) for p in found] == told
    assert {(p.severity, p.code, p.page) for p in found} <= {("warning", "engines-disagree", 1)}


def test_tables_only_one_reader_sees() -> None:
    two, one = reading(A, "x|y\nz|w"), reading(A, engine="camelot")
    assert [p.message for p in differences(two, one)] == [
        "table 2 on the page is none for camelot; look at the page"
    ]
    assert [p.message for p in differences(one, two)] == [
        "pdfium sees a table of 2 rows here; look at the page"
    ]


def test_second_opinion_of_a_small_file() -> None:
    path = SAMPLES / "plain.pdf"
    assert second_opinion(main_reading(path), path, path.read_bytes()) == ()
    assert second_opinion(Reading("docx", "docx", ()), path, b"") == ()


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not here")
@pytest.mark.parametrize("name", ["nq11-excerpt", "ke-hoach-2026", "thong-ke-2025"])
def test_pdfplumber_reads_the_samples_alike(name: str) -> None:
    path = SHARED / "samples" / f"{name}.pdf"
    other = read_with_pdfplumber(path, path.read_bytes())
    main = main_reading(path)
    assert list(differences(main, other)) == []
    assert [page.chars for page in other.pages] == [page.chars for page in main.pages]


# --- characters -------------------------------------------------------------------------------


def glyphs(text: str, gap: float = 0.0, **changes: Any) -> list[Glyph]:
    """Letters 5 points wide and 10 high side by side on a baseline at 50."""
    out = []
    x = 10.0
    for char in text:
        out.append(Glyph(char, x, 42, x + 5, 52, 50, 10, "Sans")._replace(**changes))
        x += 5 + gap
    return out


@pytest.mark.parametrize(
    ("letters", "pieces"),
    [
        (glyphs("Bộ Nội vụ"), ["Bộ", "Nội", "vụ"]),
        (glyphs("ab", gap=3), ["a", "b"]),
        (glyphs("ab", gap=1), ["ab"]),
        (glyphs("ab") + glyphs("cd", base=70.0), ["ab", "cd"]),
        (glyphs("20") + glyphs("9", size=6.0), ["20", "9"]),
        (glyphs("ﬁle"), ["file"]),
    ],
)
def test_words(letters: list[Glyph], pieces: list[str]) -> None:
    assert [piece.text for piece in pieces_from(letters)] == pieces


def test_overprinted_and_outlying_letters() -> None:
    shifted = [glyph._replace(x0=glyph.x0 + 0.3) for glyph in glyphs("aa")]
    outside = glyphs("b", x0=500.0, x1=505.0)
    kept = visible([*glyphs("aa"), *shifted, *outside], 400, 300)
    assert "".join(glyph.text for glyph in kept) == "aa"


@pytest.mark.parametrize("quarter", range(4))
def test_turns_undo_themselves(quarter: int) -> None:
    turn = Turn(quarter, 400, 300)
    box = (10.0, 20.0, 60.0, 30.0)
    assert turn.back().box(*turn.box(*box)) == box
    assert turn.back().back() == turn


@pytest.mark.parametrize(
    ("direction", "quarter"),
    [((1, 0), 0), ((0, 1), 1), ((-1, 0), 2), ((0, -1), 3), ((1, 0.02), 0), ((1, 1), -1)],
)
def test_directions(direction: tuple[float, float], quarter: int) -> None:
    assert quarter_of(*direction) == quarter


def test_a_turned_letter_stands_upright() -> None:
    letter = Glyph("a", 42, 95, 52, 100, 50, 10, "Sans", 1)
    upright = turned(letter, Turn(1, 400, 300))
    assert upright[:6] == ("a", 200, 42, 205, 52, 50)
    assert upright.quarter == 0
