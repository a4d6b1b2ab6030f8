"""Which reader for which content: the one table of dialects.

A new dialect is a module with a reader and a line here. The first form that recognises a file's
content reads it; the name of a file is never asked.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from pipeline.extract import media
from pipeline.extract.markdown.lines import is_markdown
from pipeline.extract.office.libreoffice import Conversion, convert
from pipeline.extract.text import dialect as text
from pipeline.extract.workbook import delimited
from pipeline.frozen import dataclass
from pipeline.model import Dialect, Reading

Reader = Callable[[Path, bytes], Reading]
"""Reads the bytes of a file. Raises `InputError` where nothing of it can be read."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form in which annexes are published.

    `tell` recognises its content; `reader` is `module:function`, imported when a file needs it,
    so that a run loads no reader it has no use for. `conversion` is what LibreOffice makes of the
    file before it is read.
    """

    dialect: Dialect
    media_type: str
    tell: Callable[[bytes], bool]
    reader: str
    conversion: Conversion | None = None

    def read(self, path: Path, data: bytes, prepared: Path | None = None) -> Reading:
        """What the file holds; `prepared` is the folder of conversions made before.

        Raises `InputError`.
        """
        if self.conversion is not None:
            data = convert(data, self.conversion, prepared)
        module, _, name = self.reader.partition(":")
        return cast(Reader, getattr(import_module(module), name))(path, data)


def _with_shown_texts(data: bytes) -> bytes:
    from pipeline.extract.workbook.opendocument import with_shown_texts  # loads lxml

    return with_shown_texts(data)


def _with_hidden_texts(data: bytes) -> bytes:
    from pipeline.extract.office.odf import with_hidden_texts  # loads lxml

    return with_hidden_texts(data)


def _as_printed(data: bytes) -> bytes:
    from pipeline.extract.office.rtf import with_formulas, with_unicode  # loads lxml
    from pipeline.extract.office.rtf_rows import with_late_rows

    return with_formulas(with_late_rows(with_unicode(data)))


def _is_lined(data: bytes) -> bool:
    from pipeline.extract.lined.heads import is_lined  # asked of texts alone

    return is_lined(data)


_WORD = "pipeline.extract.docx:read_docx"
_WORD_2003 = "pipeline.extract.docx:read_word_2003"
_SHEETS = "pipeline.extract.workbook:read_workbook"
_DOC = Conversion("doc", "docx", "an old Word file (.doc)")
_XLS = Conversion("xls", "xlsx", "an old workbook (.xls)")
_XLSB = Conversion("xlsb", "xlsx", "a binary workbook (.xlsb)")
_ODT = Conversion("odt", "docx", "an OpenDocument text", _with_hidden_texts)
_ODS = Conversion("ods", "xlsx", "an OpenDocument spreadsheet", _with_shown_texts)
_RTF = Conversion("rtf", "docx", "an RTF file", _as_printed)
_EXCEL_XML = Conversion("xml", "xlsx", "an Excel 2003 XML file")

FORMS: tuple[Form, ...] = (
    Form("pdf-ruled", "application/pdf", media.is_pdf, "pipeline.extract.pdf:read_pdf"),
    Form("docx", "application/msword", media.is_doc, _WORD, _DOC),
    Form("workbook", "application/vnd.ms-excel", media.is_xls, _SHEETS, _XLS),
    Form("docx", media.DOCX, media.is_docx, _WORD),
    Form("workbook", media.XLSX, media.is_xlsx, _SHEETS),
    Form("workbook", media.XLSX, media.is_xlsb, _SHEETS, _XLSB),
    Form("docx", media.ODF + "text", media.is_odt, _WORD, _ODT),
    Form("workbook", media.ODF + "spreadsheet", media.is_ods, _SHEETS, _ODS),
    Form("docx", "application/rtf", media.is_rtf, _WORD, _RTF),
    Form("docx", "application/xml", media.is_word_2003, _WORD_2003),
    Form("workbook", "application/xml", media.is_excel_2003, _SHEETS, _EXCEL_XML),
    Form("docx", "application/xml", media.is_flat_word, "pipeline.extract.docx:read_flat"),
    Form("html", "multipart/related", media.is_mhtml, "pipeline.extract.web:read_mhtml"),
    Form("html", "message/rfc822", media.is_mail, "pipeline.extract.mail:read_mail"),
    Form("markdown", "text/markdown", is_markdown, "pipeline.extract.markdown.reader:read"),
    Form("html", "text/html", media.is_html, "pipeline.extract.web:read_html"),
    Form("csv", "text/csv", delimited.is_csv, "pipeline.extract.workbook.delimited:read_csv"),
    Form("text-lined", "text/plain", _is_lined, "pipeline.extract.lined.reader:read"),
    Form("text-tsv", "text/plain", text.is_tsv, "pipeline.extract.text.tsv:read"),
    Form("text-cells", "text/plain", text.is_cells, "pipeline.extract.text.cells:read"),
    Form("text-spaced", "text/plain", text.is_spaced, "pipeline.extract.spaced.reader:read"),
    Form("text-layer", "text/plain", text.is_bare, "pipeline.extract.layer.reader:read"),
)

TRUST: tuple[Dialect, ...] = (
    "pdf-ruled",
    "docx",
    "workbook",
    "html",
    "markdown",
    "csv",
    "text-tsv",
    "text-cells",
    "text-lined",
    "text-spaced",
    "pdf-scan",
    "text-layer",
)
"""Dialects from the most to the least trustworthy rendition of one document."""


def form_of(data: bytes) -> Form:
    """The form of a file by its content.

    Raises `InputError`: `empty-file`, `damaged`, `encrypted`, `too-large`, or `not-a-document`
    with what it is instead.
    """
    media.refuse_others(data)
    return next(form for form in FORMS if form.tell(data))
