"""What a file is, from its bytes: never from its name."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Literal

from pipeline.errors import InputError

Media = Literal["text", "pdf", "docx", "doc"]

MEDIA_TYPES: dict[Media, str] = {
    "text": "text/plain",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_HEADER_WITHIN = 1024  # readers accept a header that starts late; so do we

_OTHER_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"PAR1", "a Parquet file"),
)


def media_of(data: bytes) -> Media:
    """What `data` is.

    Raises `InputError`: `empty-file`, or `not-a-document` with what it is instead.
    """
    if not data.strip():
        raise InputError("empty-file", "the file is empty; publish it again or remove it")
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return "pdf"
    if data.startswith(_OLE):
        return "doc"
    if data.startswith(b"PK"):
        return _zip_media(data)
    for magic, what in _OTHER_MAGIC:
        if data.startswith(magic):
            raise InputError(
                "not-a-document", f"this is {what}; annex reads PDF, Word and plain text"
            )
    return "text"


def _zip_media(data: bytes) -> Media:
    try:
        names = zipfile.ZipFile(BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise InputError(
            "damaged", f"the Word file is cut off or damaged ({error}); fetch it again"
        ) from error
    if "word/document.xml" in names:
        return "docx"
    raise InputError(
        "not-a-document", "this is a ZIP archive, not a Word document; unpack it first"
    )
