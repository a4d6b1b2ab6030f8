"""Files whose lines are set at places of a page say that they are, whatever form they have; words
listed with their places are no table."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.extract.dialects import form_of
from pipeline.extract.docx import read_docx
from pipeline.extract.set_at_places import CODE, stand_beside
from pipeline.extract.web import read_html
from tests.support import make_docx as make

ROWS = [(left, 100 + 40 * row) for row in range(6) for left in (80, 157, 380, 546)]
LINES = [(72 if line % 9 else 100, 60 + 20 * line) for line in range(60)]
LETTERHEAD = [(60, 40), (300, 40), (80, 55), (310, 55), (90, 70), (320, 70)]


def page_of(places: Iterable[tuple[int, int]]) -> bytes:
    set_so = "".join(
        f'<p style="position:absolute;top:{top}px;left:{left}px">Nạo vét {left} {top}</p>'
        for left, top in places
    )
    return f"<!DOCTYPE html><html><body><div>{set_so}</div></body></html>".encode()


def paragraph_of(places: Iterable[tuple[int, int]]) -> str:
    space = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    box = (
        '<w:r><w:drawing><wp:anchor xmlns:wp="{}"><wp:positionH><wp:posOffset>{}</wp:posOffset>'
        "</wp:positionH><wp:positionV><wp:posOffset>{}</wp:posOffset></wp:positionV>"
        "<w:txbxContent><w:p><w:r><w:t>Nạo vét</w:t></w:r></w:p></w:txbxContent></wp:anchor>"
        "</w:drawing></w:r>"
    )
    boxes = "".join(box.format(space, left * 12_700, top * 12_700) for left, top in places)
    return f"<w:p>{boxes}</w:p>"


@pytest.mark.parametrize(
    ("places", "told"), [(ROWS, True), (LINES, False), ([*LETTERHEAD, *LINES], False)]
)
def test_lines_beside_each_other_are_told(places: list[tuple[int, int]], told: bool) -> None:
    page = read_html(Path("a.html"), page_of(places))
    boxes = read_docx(Path("a.docx"), make.pack({"document": paragraph_of(places)}))
    for reading in (page, boxes):
        assert (CODE in {problem.code for problem in reading.problems}) == told


def test_a_menu_at_places_around_a_text_is_not_told() -> None:
    text = "<p>Chủ tịch Ủy ban nhân dân tỉnh giao các sở rà soát, báo cáo trong quý I.</p>" * 40
    page = page_of(ROWS).replace(b"</body>", text.encode() + b"</body>")
    assert not read_html(Path("a.html"), page).problems


def test_what_boxes_have_for_older_programs_is_no_text_of_the_page() -> None:
    choice = '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
    older = (
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Nạo vét</w:t>"
        "</w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    boxes = paragraph_of(ROWS).replace("<w:drawing>", choice).replace("</w:drawing>", older)
    own = "<w:p><w:r><w:t>Kế hoạch</w:t></w:r></w:p>" * 20  # hardly less text than in the boxes
    for body in (own + boxes, boxes + own):
        reading = read_docx(Path("a.docx"), make.pack({"document": body}))
        assert CODE in {problem.code for problem in reading.problems}


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 800)), max_size=11))
def test_few_pieces_stand_beside_no_others(places: list[tuple[int, int]]) -> None:
    assert not stand_beside(places)


@pytest.mark.parametrize(
    ("start", "known_by"),
    [
        (b"level\tpage_num\tpar_num\tblock_num\tline_num\tword_num\tleft\ttop\n", "pdftotext -tsv"),
        (b"level\tpage_num\tblock_num\tpar_num\tline_num\n1\t1\t0\t0\t0\n", "Tesseract"),
        (b"page,x0,y0,x1,y1,text\n1,72,80,90,95,STT\n", "x0, y0"),
        (b'"text","x0","x1","top","bottom"\n"STT",72,90,80,95\n', "x0, y0"),
        (b"left;top;width;height;text\n72;80;18;15;STT\n", "left, top"),
        (b'<!DOCTYPE html><html><body><doc>\n<word xMin="72" yMin="80">STT</word>', "-bbox"),
        (b"<html><body><div class='ocr_page' id='page_1'>", "hOCR"),
        (b'<?xml version="1.0"?><alto xmlns="x"><Layout/></alto>', "ALTO"),
        (b'<pc:PcGts xmlns:pc="x"></pc:PcGts>', "PAGE XML"),
    ],
)
def test_words_listed_with_their_places_are_refused(start: bytes, known_by: str) -> None:
    with pytest.raises(InputError, match="words with their places") as caught:
        form_of(start)
    assert known_by in str(caught.value)


@pytest.mark.parametrize(
    ("text", "known_by"),
    [
        ("  TT      Việc\n0  1.  Đào\\nao\n1  2.      Đê\n", "to_string"),
        ("\\begin{tabular}{ll}\n\\toprule\nTT & Việc \\\\\n", "LaTeX"),
        ("% bảng\n\\documentclass{article}\n", "LaTeX"),
    ],
)
def test_tables_printed_for_people_or_typesetters_are_refused(text: str, known_by: str) -> None:
    with pytest.raises(InputError, match=known_by):
        form_of(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "  TT  Việc\n0  1.  Đào ao\n1  2.      Đê\n",
        "| TT | Việc |\n|---|---|\n| 1 | $\\begin{array}{l}a\\end{array}$ |\n",
    ],
)
def test_texts_of_other_programs_are_no_such_tables(text: str) -> None:
    assert form_of(text.encode()).dialect


def test_columns_of_those_names_further_on_are_a_table() -> None:
    data = "STT,Tên cột,left,Ghi chú\n1,Đo mặn,72,a\n2,Đo lún,80,b\n".encode()
    assert form_of(data).dialect == "csv"
