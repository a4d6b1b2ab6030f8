"""A PDF made ready for libraries that take the media box for the page and heed locks.

What is shown of a page is its crop box; PDFium writes a copy in which both are the same, and
without the encryption that an empty password opens.
"""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.extract.pdf.file.raw import open_document


def level_boxes(data: bytes) -> bytes:
    """The bytes of a PDF whose pages show all of their media box; most are so from the start.

    Raises `InputError`: `not-pdf`, `encrypted`, `damaged`, `no-pages`.
    """
    with open_document(data):
        pass
    document = pdfium.PdfDocument(data)
    try:
        changed = [_level(document, index) for index in range(len(document))]
        locked = pdfium_c.FPDF_GetSecurityHandlerRevision(document) >= 0
        if not locked and not any(changed):
            return data
        out = io.BytesIO()
        document.save(out, flags=pdfium_c.FPDF_REMOVE_SECURITY)
        return out.getvalue()
    finally:
        document.close()


def _level(document: pdfium.PdfDocument, index: int) -> bool:
    """Make the crop box of a page its media box. True if that changes anything."""
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return False
    try:
        media, crop = page.get_mediabox(), page.get_cropbox()
        shown = (
            max(media[0], crop[0]), max(media[1], crop[1]),
            min(media[2], crop[2]), min(media[3], crop[3]),
        )  # fmt: skip
        if shown == tuple(media) or shown[0] >= shown[2] or shown[1] >= shown[3]:
            return False
        page.set_mediabox(*shown)
        page.set_cropbox(*shown)
        return True
    finally:
        page.close()
