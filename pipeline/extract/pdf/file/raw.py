"""PDFium's functions, called without ceremony, and the document around them.

A page has thousands of characters and PDFium is asked for each one by one, so the cost of a call
decides the speed of the reader. These prototypes take plain addresses and keep the interpreter
lock: about 0.25 µs a call, a quarter of what the declared ones take.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.errors import InputError

INT, UINT, FLOAT, PTR = ctypes.c_int, ctypes.c_uint, ctypes.c_float, ctypes.c_void_p


def function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of PDFium by its name and the types of its result and arguments."""
    address = ctypes.cast(getattr(pdfium_c, name), PTR).value
    if address is None:
        raise ImportError(f"PDFium has no {name}")
    function: Callable[..., Any] = ctypes.PYFUNCTYPE(result, *arguments)(address)
    return function


load_page = function("FPDF_LoadPage", PTR, PTR, INT)
close_page = function("FPDF_ClosePage", None, PTR)
page_width = function("FPDF_GetPageWidthF", FLOAT, PTR)
page_height = function("FPDF_GetPageHeightF", FLOAT, PTR)
page_rotation = function("FPDFPage_GetRotation", INT, PTR)
page_bounds = function("FPDF_GetPageBoundingBox", INT, PTR, PTR)
flatten_page = function("FPDFPage_Flatten", INT, PTR, INT)

load_text = function("FPDFText_LoadPage", PTR, PTR)
close_text = function("FPDFText_ClosePage", None, PTR)
count_chars = function("FPDFText_CountChars", INT, PTR)
get_text = function("FPDFText_GetText", INT, PTR, INT, INT, PTR)
char_unicode = function("FPDFText_GetUnicode", UINT, PTR, INT)
char_loose_box = function("FPDFText_GetLooseCharBox", INT, PTR, INT, PTR)
char_box = function("FPDFText_GetCharBox", INT, PTR, INT, PTR, PTR, PTR, PTR)
char_origin = function("FPDFText_GetCharOrigin", INT, PTR, INT, PTR, PTR)
char_matrix = function("FPDFText_GetMatrix", INT, PTR, INT, PTR)
char_size = function("FPDFText_GetFontSize", ctypes.c_double, PTR, INT)
char_object = function("FPDFText_GetTextObject", PTR, PTR, INT)
char_unmapped = function("FPDFText_HasUnicodeMapError", INT, PTR, INT)

count_objects = function("FPDFPage_CountObjects", INT, PTR)
page_object = function("FPDFPage_GetObject", PTR, PTR, INT)
object_type = function("FPDFPageObj_GetType", INT, PTR)
object_bounds = function("FPDFPageObj_GetBounds", INT, PTR, PTR, PTR, PTR, PTR)
object_matrix = function("FPDFPageObj_GetMatrix", INT, PTR, PTR)
fill_color = function("FPDFPageObj_GetFillColor", INT, PTR, PTR, PTR, PTR, PTR)
stroke_width = function("FPDFPageObj_GetStrokeWidth", INT, PTR, PTR)
stroke_color = function("FPDFPageObj_GetStrokeColor", INT, PTR, PTR, PTR, PTR, PTR)
has_transparency = function("FPDFPageObj_HasTransparency", INT, PTR)
form_count = function("FPDFFormObj_CountObjects", INT, PTR)
form_object = function("FPDFFormObj_GetObject", PTR, PTR, ctypes.c_ulong)
count_marks = function("FPDFPageObj_CountMarks", INT, PTR)
get_mark = function("FPDFPageObj_GetMark", PTR, PTR, ctypes.c_ulong)
set_active = function("FPDFPageObj_SetIsActive", INT, PTR, INT)

text_font = function("FPDFTextObj_GetFont", PTR, PTR)
text_mode = function("FPDFTextObj_GetTextRenderMode", INT, PTR)
font_name = function("FPDFFont_GetBaseFontName", ctypes.c_size_t, PTR, PTR, ctypes.c_size_t)

path_mode = function("FPDFPath_GetDrawMode", INT, PTR, PTR, PTR)
path_count = function("FPDFPath_CountSegments", INT, PTR)
path_segment = function("FPDFPath_GetPathSegment", PTR, PTR, INT)
segment_point = function("FPDFPathSegment_GetPoint", INT, PTR, PTR, PTR)
segment_type = function("FPDFPathSegment_GetType", INT, PTR)
segment_close = function("FPDFPathSegment_GetClose", INT, PTR)

count_annotations = function("FPDFPage_GetAnnotCount", INT, PTR)
get_annotation = function("FPDFPage_GetAnnot", PTR, PTR, INT)
annotation_rect = function("FPDFAnnot_GetRect", INT, PTR, PTR)
annotation_has = function("FPDFAnnot_HasKey", INT, PTR, ctypes.c_char_p)
annotation_string = function(
    "FPDFAnnot_GetStringValue", ctypes.c_ulong, PTR, ctypes.c_char_p, PTR, ctypes.c_ulong
)
annotation_subtype = function("FPDFAnnot_GetSubtype", INT, PTR)
annotation_flags = function("FPDFAnnot_GetFlags", INT, PTR)
remove_annotation = function("FPDFPage_RemoveAnnot", INT, PTR, INT)
count_quads = function("FPDFAnnot_CountAttachmentPoints", ctypes.c_size_t, PTR)
annotation_quad = function("FPDFAnnot_GetAttachmentPoints", INT, PTR, ctypes.c_size_t, PTR)
annotation_line = function("FPDFAnnot_GetLine", INT, PTR, PTR, PTR)
count_strokes = function("FPDFAnnot_GetInkListCount", ctypes.c_ulong, PTR)
annotation_stroke = function(
    "FPDFAnnot_GetInkListPath", ctypes.c_ulong, PTR, ctypes.c_ulong, PTR, ctypes.c_ulong
)
annotation_vertices = function("FPDFAnnot_GetVertices", ctypes.c_ulong, PTR, PTR, ctypes.c_ulong)
close_annotation = function("FPDFPage_CloseAnnot", None, PTR)

TEXT, PATH, IMAGE, SHADING, FORM = (
    pdfium_c.FPDF_PAGEOBJ_TEXT,
    pdfium_c.FPDF_PAGEOBJ_PATH,
    pdfium_c.FPDF_PAGEOBJ_IMAGE,
    pdfium_c.FPDF_PAGEOBJ_SHADING,
    pdfium_c.FPDF_PAGEOBJ_FORM,
)


MOVE, LINE, CURVE = (
    pdfium_c.FPDF_SEGMENT_MOVETO,
    pdfium_c.FPDF_SEGMENT_LINETO,
    pdfium_c.FPDF_SEGMENT_BEZIERTO,
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


_rgba = Out("I", 4)
_RGBA_AT = _rgba.at
_UNTOLD = [0, 0, 0, 255]
"""The colour of a fill of which PDFium tells none: it counts as seen."""


def fill_of(item: int) -> list[int]:
    """Red, green, blue and opacity (0 to 255) of what an object is filled with; solid black where
    PDFium cannot tell. It says white of every gradient."""
    return _rgba.read() if fill_color(item, *_RGBA_AT) else _UNTOLD


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
        handle = ctypes.cast(document.raw, PTR).value
        if handle is None:
            raise InputError("damaged", _REMEDY[pdfium_c.FPDF_ERR_FORMAT][1])
        _prepare_forms(document, handle)
        yield handle
    finally:
        _forms.pop(ctypes.cast(document.raw, PTR).value or 0, None)
        document.close()


MAX_VALUE = 1 << 20
"""Bytes of what is filled into one field."""
_forms: dict[int, int] = {}
"""The form of each open document that has one."""
_field_value = function(
    "FPDFAnnot_GetFormFieldValue", ctypes.c_ulong, PTR, PTR, PTR, ctypes.c_ulong
)
_field_type = function("FPDFAnnot_GetFormFieldType", INT, PTR, PTR)
_BOXES = (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON)
"""Kinds of form fields that are on or off."""
_FILLED = (
    *_BOXES,
    pdfium_c.FPDF_FORMFIELD_TEXTFIELD,
    pdfium_c.FPDF_FORMFIELD_COMBOBOX,
    pdfium_c.FPDF_FORMFIELD_LISTBOX,
)
"""Kinds of form fields that hold a value."""
_after_load = function("FORM_OnAfterLoadPage", None, PTR, PTR)
_before_close = function("FORM_OnBeforeClosePage", None, PTR, PTR)


_form_type = function("FPDF_GetFormType", ctypes.c_int, PTR)


def is_made_by_program(document: int) -> bool:
    """Whether the pages of a form are made by the program that opens it (dynamic XFA): those in the
    file only say that this program cannot."""
    return bool(_form_type(document) == pdfium_c.FORMTYPE_XFA_FULL)


def _prepare_forms(document: pdfium.PdfDocument, handle: int) -> None:
    if document.get_formtype() == pdfium_c.FORMTYPE_NONE:
        return
    with suppress(pdfium.PdfiumError):  # a form that cannot be set up shows what the file draws
        document.init_forms()
        _forms[handle] = ctypes.cast(document.formenv.raw, PTR).value or 0


def draw_fields(document: int, page: int) -> None:
    """Give the form fields of a page their look where the file leaves that to the viewer."""
    form = _forms.get(document)
    if form:
        _after_load(page, form)
        _before_close(page, form)


def is_push_button(document: int, annotation: int) -> bool:
    """Whether a form field is a button to push: its caption is no value."""
    return _is_one_of(document, annotation, (pdfium_c.FPDF_FORMFIELD_PUSHBUTTON,))


def is_box(document: int, annotation: int) -> bool:
    """Whether a form field is a check box or a radio button."""
    return _is_one_of(document, annotation, _BOXES)


def is_filled(document: int, annotation: int) -> bool:
    """Whether a form field holds a value, whichever of its parents says of what type it is."""
    return _is_one_of(document, annotation, _FILLED)


def _is_one_of(document: int, annotation: int, kinds: Sequence[int]) -> bool:
    """Whether an annotation is a form field of one of these kinds."""
    form = _forms.get(document)
    return bool(form) and _field_type(form, annotation) in kinds


def field_value(document: int, annotation: int) -> str:
    """What is filled into a form field."""
    form = _forms.get(document)
    if not form:
        return ""
    size = _field_value(form, annotation, None, 0)
    buffer = ctypes.create_string_buffer(min(size, MAX_VALUE) + 2)
    size = min(_field_value(form, annotation, ctypes.addressof(buffer), len(buffer)), len(buffer))
    return buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace")


def page_total(document: int) -> int:
    """Number of pages of an open document."""
    return int(_page_count(document))


_page_count = function("FPDF_GetPageCount", INT, PTR)


def _as_input_error(error: pdfium.PdfiumError) -> InputError:
    code, message = _REMEDY.get(
        getattr(error, "err_code", None) or 0, _REMEDY[pdfium_c.FPDF_ERR_FORMAT]
    )
    return InputError(code, message)
