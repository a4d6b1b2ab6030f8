"""PDFium's functions, called without ceremony, and the document around them.

A page has thousands of characters and PDFium is asked for each one by one, so the cost of a call
decides the speed of the reader. These prototypes take plain addresses and keep the interpreter
lock: about 0.25 µs a call, a quarter of what the declared ones take.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.errors import InputError

_INT, _UINT, _FLOAT, _PTR = ctypes.c_int, ctypes.c_uint, ctypes.c_float, ctypes.c_void_p


def _function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(getattr(pdfium_c, name), _PTR).value
    if address is None:
        raise ImportError(f"PDFium has no {name}")
    function: Callable[..., Any] = ctypes.PYFUNCTYPE(result, *arguments)(address)
    return function


load_page = _function("FPDF_LoadPage", _PTR, _PTR, _INT)
close_page = _function("FPDF_ClosePage", None, _PTR)
page_width = _function("FPDF_GetPageWidthF", _FLOAT, _PTR)
page_height = _function("FPDF_GetPageHeightF", _FLOAT, _PTR)
page_rotation = _function("FPDFPage_GetRotation", _INT, _PTR)
page_bounds = _function("FPDF_GetPageBoundingBox", _INT, _PTR, _PTR)
flatten_page = _function("FPDFPage_Flatten", _INT, _PTR, _INT)

load_text = _function("FPDFText_LoadPage", _PTR, _PTR)
close_text = _function("FPDFText_ClosePage", None, _PTR)
count_chars = _function("FPDFText_CountChars", _INT, _PTR)
get_text = _function("FPDFText_GetText", _INT, _PTR, _INT, _INT, _PTR)
char_unicode = _function("FPDFText_GetUnicode", _UINT, _PTR, _INT)
char_loose_box = _function("FPDFText_GetLooseCharBox", _INT, _PTR, _INT, _PTR)
char_box = _function("FPDFText_GetCharBox", _INT, _PTR, _INT, _PTR, _PTR, _PTR, _PTR)
char_origin = _function("FPDFText_GetCharOrigin", _INT, _PTR, _INT, _PTR, _PTR)
char_matrix = _function("FPDFText_GetMatrix", _INT, _PTR, _INT, _PTR)
char_size = _function("FPDFText_GetFontSize", ctypes.c_double, _PTR, _INT)
char_object = _function("FPDFText_GetTextObject", _PTR, _PTR, _INT)
char_unmapped = _function("FPDFText_HasUnicodeMapError", _INT, _PTR, _INT)

count_objects = _function("FPDFPage_CountObjects", _INT, _PTR)
page_object = _function("FPDFPage_GetObject", _PTR, _PTR, _INT)
object_type = _function("FPDFPageObj_GetType", _INT, _PTR)
object_bounds = _function("FPDFPageObj_GetBounds", _INT, _PTR, _PTR, _PTR, _PTR, _PTR)
object_matrix = _function("FPDFPageObj_GetMatrix", _INT, _PTR, _PTR)
fill_color = _function("FPDFPageObj_GetFillColor", _INT, _PTR, _PTR, _PTR, _PTR, _PTR)
stroke_color = _function("FPDFPageObj_GetStrokeColor", _INT, _PTR, _PTR, _PTR, _PTR, _PTR)
form_count = _function("FPDFFormObj_CountObjects", _INT, _PTR)
form_object = _function("FPDFFormObj_GetObject", _PTR, _PTR, ctypes.c_ulong)

text_font = _function("FPDFTextObj_GetFont", _PTR, _PTR)
text_mode = _function("FPDFTextObj_GetTextRenderMode", _INT, _PTR)
font_name = _function("FPDFFont_GetBaseFontName", ctypes.c_size_t, _PTR, _PTR, ctypes.c_size_t)

path_mode = _function("FPDFPath_GetDrawMode", _INT, _PTR, _PTR, _PTR)
path_count = _function("FPDFPath_CountSegments", _INT, _PTR)
path_segment = _function("FPDFPath_GetPathSegment", _PTR, _PTR, _INT)
segment_point = _function("FPDFPathSegment_GetPoint", _INT, _PTR, _PTR, _PTR)
segment_type = _function("FPDFPathSegment_GetType", _INT, _PTR)
segment_close = _function("FPDFPathSegment_GetClose", _INT, _PTR)

count_annotations = _function("FPDFPage_GetAnnotCount", _INT, _PTR)
get_annotation = _function("FPDFPage_GetAnnot", _PTR, _PTR, _INT)
annotation_subtype = _function("FPDFAnnot_GetSubtype", _INT, _PTR)
close_annotation = _function("FPDFPage_CloseAnnot", None, _PTR)

TEXT, PATH, IMAGE, FORM = (
    pdfium_c.FPDF_PAGEOBJ_TEXT,
    pdfium_c.FPDF_PAGEOBJ_PATH,
    pdfium_c.FPDF_PAGEOBJ_IMAGE,
    pdfium_c.FPDF_PAGEOBJ_FORM,
)


class Out:
    """A few C numbers for calls to fill: the address of each, and `read` to get them all.

    `code` is the type of the numbers: `f` float, `d` double, `I` unsigned integer.
    """

    __slots__ = ("at", "read")

    def __init__(self, code: str, count: int) -> None:
        store = array(code, bytes(count * array(code).itemsize))
        base, _ = store.buffer_info()
        self.at = tuple(range(base, base + count * store.itemsize, store.itemsize))
        self.read: Callable[[], list[Any]] = store.tolist


_REMEDY = {
    pdfium_c.FPDF_ERR_PASSWORD: (
        "encrypted",
        "the PDF asks for a password; save it again without one",
    ),
    pdfium_c.FPDF_ERR_SECURITY: (
        "encrypted",
        "the PDF uses an encryption that cannot be opened; save it again without one",
    ),
    pdfium_c.FPDF_ERR_FORMAT: (
        "damaged",
        "the PDF is damaged or cut off; fetch it again from where it was published",
    ),
}


@contextmanager
def open_document(data: bytes) -> Iterator[int]:
    """Open a PDF and yield the address of its handle.

    Raises InputError: `not-pdf`, `encrypted` (an empty password is tried), `damaged`,
    `no-pages`.
    """
    if b"%PDF-" not in data[:1024]:
        raise InputError("not-pdf", "not a PDF: the file does not begin with %PDF-")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _as_input_error(error) from error
    try:
        if len(document) == 0:
            raise InputError("no-pages", "the PDF has no pages; fetch it again")
        handle = ctypes.cast(document.raw, _PTR).value
        if handle is None:
            raise InputError("damaged", _REMEDY[pdfium_c.FPDF_ERR_FORMAT][1])
        yield handle
    finally:
        document.close()


def page_total(document: int) -> int:
    """Number of pages of an open document."""
    return int(_page_count(document))


_page_count = _function("FPDF_GetPageCount", _INT, _PTR)


def _as_input_error(error: pdfium.PdfiumError) -> InputError:
    code, message = _REMEDY.get(
        getattr(error, "err_code", None) or 0, _REMEDY[pdfium_c.FPDF_ERR_FORMAT]
    )
    return InputError(code, message)
