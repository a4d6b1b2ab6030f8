"""Files that no reader reads are told by the name a person calls them, and what to do with them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import pytest

from pipeline.errors import InputError
from pipeline.extract import unread
from pipeline.extract.dialects import form_of


def packed(names: Sequence[str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"AT&TFORM\x00\x00\x10\x00DJVM", "a DjVu scan; export it as PDF"),
        (b"\x00\x01\x00\x00Standard ACE DB\x00", "an Access database; export it as .xlsx or .csv"),
        (b"\x78\x9f\x3e\x22\x01\x00", "a winmail.dat of Outlook"),
        (b"bplist00\xd1\x01\x02", "a web archive of Safari"),
        (packed(["Index/Document.iwa", "Index/Tables/DataList.iwa"]), "a sheet of Apple Numbers"),
        (packed(["Index/Document.iwa", "Index/Stylesheet.iwa"]), "a document of Apple Pages"),
        (packed(["FixedDocSeq.fdseq", "Documents/1/Pages/1.fpage"]), "an XPS print"),
        (packed(["mimetype", "META-INF/container.xml"]), "a book (EPUB)"),
        (packed(["PhuLuc.html", "images/1.png"]), "a ZIP archive (PhuLuc.html, images/1.png)"),
        (b'{"stt": 1}\n{"stt": 2}\n', "JSON"),
        ("<DanhMuc><Ten>Đê</Ten></DanhMuc>\n".encode(), "XML of a program"),
        (b"<?xml version='1.0'?><a/>", "XML of a program"),
        (
            b'<article xmlns="http://docbook.org/ns/docbook"><title>A</title></article>',
            "XML of a program",
        ),
        (
            b"<?xml version='1.0'?>\n<article><title>A</title><row/></article>",
            "XML of a program",
        ),
    ],
)
def test_a_file_of_another_kind_is_told_by_its_name(data: bytes, told: str) -> None:
    with pytest.raises(InputError, match="this is ") as caught:
        form_of(data)
    assert told in str(caught.value)


def test_a_compound_file_is_told_by_its_streams() -> None:
    assert "Outlook (.msg); save it as .eml" in unread.by_streams({"__properties_version1.0"})
    assert "presentation" in unread.by_streams({"PowerPoint Document"})
    assert "old office file" in unread.by_streams({"Contents"})


def test_cells_of_html_behind_another_tag_are_a_web_page() -> None:
    data = "<ac:layout><table><tr><td>1</td><td>Đê</td></tr></table></ac:layout>".encode()
    assert form_of(data).dialect == "html"


@pytest.mark.parametrize(
    "data",
    [
        b"<article><p>A</p></article>",
        b"<?xml version='1.0'?><table><tr><td>1</td></tr></table>",
        b'<?xml version="1.0"?><div xmlns="http://www.w3.org/1999/xhtml"><p>A</p></div>',
        b'<?xml version="1.0"?><html><head/></html>',
    ],
)
def test_a_web_page_that_is_xml_stays_one(data: bytes) -> None:
    assert form_of(data).dialect == "html"
