"""What a file is, from its bytes: never from its name."""

from __future__ import annotations

import zipfile
from io import BytesIO

from pipeline.errors import InputError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

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


def is_pdf(data: bytes) -> bool:
    """Whether a PDF header stands near the start."""
    return b"%PDF-" in data[:_PDF_HEADER_WITHIN]


def is_ole(data: bytes) -> bool:
    """Whether it is a compound file, as Office wrote before 2007."""
    return data.startswith(_OLE)


def is_docx(data: bytes) -> bool:
    """Whether it is a ZIP archive that holds a Word document.

    Raises `InputError`: `damaged`, or `not-a-document` for another archive.
    """
    if not data.startswith(b"PK"):
        return False
    try:
        names = zipfile.ZipFile(BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise InputError(
            "damaged", f"the Word file is cut off or damaged ({error}); fetch it again"
        ) from error
    if "word/document.xml" in names:
        return True
    raise InputError(
        "not-a-document", "this is a ZIP archive, not a Word document; unpack it first"
    )


def refuse_others(data: bytes) -> None:
    """Refuse what no reader reads.

    Raises `InputError`: `empty-file`, or `not-a-document` with what it is instead.
    """
    if not data.strip():
        raise InputError("empty-file", "the file is empty; publish it again or remove it")
    if is_pdf(data):
        return
    for magic, what in _OTHER_MAGIC:
        if data.startswith(magic):
            raise InputError(
                "not-a-document", f"this is {what}; annex reads PDF, Word and plain text"
            )
