"""Inputs that `benchmarks/mutated.py` found neither read nor refused, as small as they can be."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pipeline.batch.options import Options
from pipeline.batch.read import read_source
from pipeline.data.bundle import document_tables
from pipeline.data.parquet import to_arrow
from pipeline.data.records import Document
from pipeline.errors import InputError
from pipeline.extract.docx.xml import whole
from pipeline.extract.office.odf import with_hidden_texts
from pipeline.extract.spaced.reader import read
from pipeline.model import Source

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
INPUTS = SAMPLES.with_name("inputs")


def publishable(path: Path, data: bytes) -> Document:
    """The document in some bytes, its rows as they would be published."""
    path.write_bytes(data)
    document = read_source(Source(path, path.name), Options(Path()))
    for table, records in document_tables(document).items():
        to_arrow(table, records)
    return document


def test_headers_nested_without_end_are_refused(tmp_path: Path) -> None:
    head = b"From: a@b.vn\nSubject: x\nMIME-Version: 1.0\nContent-Type: "
    with pytest.raises(InputError, match="nested too deeply"):
        publishable(tmp_path / "a.eml", head + b"(" * 5_000 + b"\n\nNghi quyet\n")


@pytest.mark.parametrize("digits", ["¹²³⁴⁵⁶⁷⁸⁹⁰¹", "²" * 5000])
@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.txt", "1.\tXây dựng đề án{0}\tBộ Y tế\n\n{0} Ghi chú của nhiệm vụ\n"),
        ("a.csv", "1,Xây dựng đề án {0},Bộ Y tế\n2,Việc hai,Bộ Y tế\n"),
        ("a.html", "<table><tr><td>1<td>Xây dựng {0}<td>Bộ Y tế</table><p>{0} Ghi chú</p>"),
    ],
)
def test_a_raised_number_that_is_no_notes_stays_in_the_text(
    tmp_path: Path, digits: str, name: str, line: str
) -> None:
    marks = {"a.txt": "\t", "a.csv": ","}
    header = marks.get(name, " ").join(("STT", "Tên nhiệm vụ", "Cơ quan chủ trì")) + "\n"
    data = (header + line.format(digits)).encode()
    document = publishable(tmp_path / name, data)
    assert not document.footnotes
    assert name == "a.html" or any(digits in cell.text for cell in document.cells)


def test_a_container_that_lost_bytes_is_refused(tmp_path: Path) -> None:
    whole, made = SAMPLES / "docx" / "notes.docx", io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(made, "w") as new:
        for name in sorted(old.namelist(), reverse=True):  # what is read comes first
            new.writestr(name, old.read(name))
    data = made.getvalue()
    with pytest.raises(InputError) as caught:
        publishable(tmp_path / "a.docx", data[:60] + data[62:])
    assert caught.value.code == "damaged"


def test_an_open_document_with_a_spoiled_part_beside_its_content_is_refused() -> None:
    data = bytearray((INPUTS / "odt-hidden-section" / "in" / "a.odt").read_bytes())
    name = "META-INF/manifest.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        begin = packed.getinfo(name).header_offset + 30 + len(name)
    data[begin + 10] ^= 0xFF
    with pytest.raises(InputError) as caught:
        with_hidden_texts(bytes(data))
    assert caught.value.code == "damaged"


def test_a_line_that_no_page_is_wide_enough_for_is_refused(tmp_path: Path) -> None:
    lines = "STT    Tên nhiệm vụ    Cơ quan chủ trì\n1      Xây dựng đề án  Bộ Y tế\n" * 3
    with pytest.raises(InputError) as caught:
        publishable(tmp_path / "a.txt", (lines + "Việc " * 4000 + "\n").encode())
    assert caught.value.code == "text-too-hard"


def test_a_header_of_more_names_than_a_page_has_columns_is_refused(tmp_path: Path) -> None:
    """The time it took grew with their square: 3,000 took minutes."""
    rows = [f"{number}   " + "  ".join("1" * 3000) for number in (1, 2, 3)]
    lines = ["TT  " + "  ".join("A" * 3000), *rows]
    with pytest.raises(InputError) as caught:
        read(tmp_path / "a.txt", "\n".join(lines).encode())
    assert caught.value.code == "text-too-hard"
    assert "3001 columns" in str(caught.value)


def test_a_number_of_thousands_of_digits_counts_nothing() -> None:
    assert whole("9" * 6000) is None
    assert whole("12.0") == 12


def page_of(content: bytes) -> bytes:
    """A PDF of one page of 300 by 200 points that these operators draw."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = [b"%d 0 obj%s endobj\n" % numbered for numbered in enumerate(objects, 1)]
    return b"%PDF-1.4\n" + b"".join(body) + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"


def set_at(x: int, y: int, text: bytes, matrix: bytes = b"1 0 0 1") -> bytes:
    return b"BT /F 10 Tf %s %d %d Tm (%s) Tj ET\n" % (matrix, x, y, text)


@pytest.mark.parametrize("content", [b"<html><body><div id=app></div></body></html>", b"<svg/>"])
def test_a_file_that_shows_nothing_is_told(tmp_path: Path, content: bytes) -> None:
    document = publishable(tmp_path / "a.html", b"<html>" + content)
    assert [problem.code for problem in document.problems] == ["empty-file"]


@pytest.mark.parametrize("matrix", [b"1 0 0 0", b"1 0 0 0.0001"])
def test_text_in_no_height_shows_nothing_and_is_told(tmp_path: Path, matrix: bytes) -> None:
    down = b"".join(b"%d 50 m %d 150 l S\n" % (x, x) for x in (20, 60, 200, 280))
    across = b"".join(b"20 %d m 280 %d l S\n" % (y, y) for y in (50, 100, 150))
    header = set_at(25, 120, b"STT") + set_at(65, 120, b"Ten nhiem vu") + set_at(205, 120, b"Lead")
    row = set_at(25, 70, b"1") + set_at(65, 70, b"Xay dung") + set_at(205, 70, b"Bo Y te")
    flat = set_at(120, 70, b"an toan", matrix) + set_at(150, 70, b"hai", matrix)
    document = publishable(tmp_path / "a.pdf", page_of(down + across + header + row + flat))
    assert [cell.text for cell in document.cells] == ["1", "Xay dung", "Bo Y te"]
    assert {problem.code for problem in document.problems} >= {"text-unseen"}
