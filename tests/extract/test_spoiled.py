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
from pipeline.model import Source

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def publishable(path: Path, data: bytes) -> Document:
    """The document in some bytes, its rows as they would be published."""
    path.write_bytes(data)
    document = read_source(Source(path, path.name), Options(Path()))
    for table, records in document_tables(document).items():
        to_arrow(table, records)
    return document


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


def test_a_line_that_no_page_is_wide_enough_for_is_refused(tmp_path: Path) -> None:
    lines = "STT    Tên nhiệm vụ    Cơ quan chủ trì\n1      Xây dựng đề án  Bộ Y tế\n" * 3
    with pytest.raises(InputError) as caught:
        publishable(tmp_path / "a.txt", (lines + "Việc " * 4000 + "\n").encode())
    assert caught.value.code == "text-too-hard"


def test_a_number_of_thousands_of_digits_counts_nothing() -> None:
    assert whole("9" * 6000) is None
    assert whole("12.0") == 12
