"""What a file is, what is refused and how, and the office program behind some forms."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.extract import media
from pipeline.extract.dialects import form_of
from pipeline.extract.office import libreoffice
from pipeline.extract.ole import root_streams
from tests.support.make_docx import zip_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
RTF = b"{\\rtf1\\ansi \\trowd\\cellx900\\cellx1800 1\\cell a\\cell\\row \\pard b\\par}"
REFUSED = {
    "an archive names what is in it": (
        zip_of({"a/1.pdf": "x", "b.docx": "y"}),
        "not-a-document",
        "a/1.pdf, b.docx",
    ),
    "a presentation": (zip_of({"ppt/presentation.xml": "<p/>"}), "not-a-document", "presentation"),
    "an OpenDocument drawing": (
        zip_of({"mimetype": "application/vnd.oasis.opendocument.graphics"}),
        "not-a-document",
        "graphics",
    ),
    "a RAR archive": (b"Rar!\x1a\x07", "not-a-document", "unpack"),
    "a picture": (b"\x89PNG\r\n", "not-a-document", "PNG"),
    "half an archive": (zip_of({"word/document.xml": "x" * 500})[:60], "damaged", "fetch"),
    "half an old file": (OLE, "damaged", "fetch"),
}


@pytest.mark.parametrize(("data", "code", "says"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_told_rightly(data: bytes, code: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        form_of(data)
    assert caught.value.code == code
    assert says in caught.value.message
    assert "\n" not in caught.value.message


def test_a_bomb_is_not_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(6):
            archive.writestr(f"xl/{number}.xml", bytes(200 << 20))
    with pytest.raises(InputError) as caught:
        form_of(buffer.getvalue())
    assert caught.value.code == "too-large"


def test_a_damaged_directory_has_no_names() -> None:
    assert root_streams(OLE[:100]) == frozenset()
    assert root_streams(OLE + b"\xff" * 4000) == frozenset()


def test_forms_that_need_an_office_program_are_asked_cheaply() -> None:
    assert media.may_need_office(RTF)
    assert not media.may_need_office(b"1\tA\tB\n")


needs_office = pytest.mark.skipif(
    libreoffice.office_command() is None, reason="LibreOffice is not installed"
)


@needs_office
def test_one_call_converts_many_and_names_none_it_cannot(tmp_path: Path) -> None:
    conversion = libreoffice.Conversion("rtf", "docx", "an RTF file")
    broken = b"{\\rtf1" + b"{" * 50_000
    files = [(RTF, conversion), (RTF.replace(b"b", b"c"), conversion), (broken, conversion)]
    libreoffice.convert_all(files, tmp_path)
    assert len(list(tmp_path.glob("*.docx"))) >= 2
    assert libreoffice.convert(RTF, conversion, tmp_path).startswith(b"PK")


@needs_office
def test_a_conversion_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "TIMEOUT", 0.05)
    with pytest.raises(InputError) as caught:
        libreoffice.convert(RTF, libreoffice.Conversion("rtf", "docx", "an RTF file"))
    assert caught.value.code == "timeout"


def test_a_program_that_works_without_end_is_ended_by_what_the_file_may_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "BEGINNING", 0.5)
    small, endless = tmp_path / "a.rtf", tmp_path / "endless"
    small.write_bytes(RTF)
    endless.write_text("#!/bin/sh\nsh -c 'while :; do :; done'\nexit 0\n", encoding="ascii")
    endless.chmod(0o755)
    assert not libreoffice._run(str(endless), [small], "docx", tmp_path, libreoffice.TIMEOUT)


def test_what_a_conversion_may_take_follows_what_the_file_holds(tmp_path: Path) -> None:
    small, packed = tmp_path / "a.rtf", tmp_path / "b.ods"
    small.write_bytes(RTF)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b"0" * (1 << 20))
    begun = libreoffice.BEGINNING
    assert libreoffice._effort([small] * 9) == begun + 1
    assert libreoffice._effort([packed]) == begun + min(
        libreoffice.TIMEOUT, libreoffice.PER_MEGABYTE
    )
