"""What a file is, from its bytes: never from its name."""

from __future__ import annotations

import re
import zipfile
from functools import lru_cache
from io import BytesIO
from typing import Final

from pipeline.errors import InputError
from pipeline.extract import unread
from pipeline.extract.archive import kind_of, open_archive
from pipeline.extract.ole import is_ole, root_streams

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODF = "application/vnd.oasis.opendocument."

_PDF_HEADER_WITHIN = 1024  # readers accept a header that starts late; so do we
_HEAD: Final = 16_384
_NAMED: Final = 4

_XML: Final = re.compile(rb"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*)*<(?:(\w+):)?(\w+)[\s>]", re.DOTALL)
_HTML: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!\[[^>]*>\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|style|table|div|p|h[1-6]|center|span|font|b"
    r"|script|link|base|form|section|article|main|br)\b",
    re.IGNORECASE | re.DOTALL,
)
_ROOT: Final = re.compile(
    r"\s*+(?:<\?[^>]*>\s*+|<!--.*?-->\s*+|<!\w[^>]*>\s*+)*+<(?P<name>[\w:.-]+)(?P<marks>[^>]*)",
    re.DOTALL,
)
_DECLARED: Final = re.compile(r"(?<![\w:.-])xmlns\s*=\s*[\"']([^\"']*)")
_OF_HTML: Final = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/TR/REC-html40")
"""Vocabularies of web pages: XHTML, and what Office writes of them."""
_MHTML: Final = re.compile(
    rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?content-type:\s*multipart/related",
    re.IGNORECASE,
)
_MAIL_HEADER: Final = re.compile(rb"([!-9;-~]{2,60}):[ \t]?[^\n]*\n(?:[ \t]+\S[^\n]*\n)*")
_OF_MAIL: Final = frozenset((b"from", b"date", b"received", b"return-path", b"mime-version"))
"""Header lines of which a message has at least one (RFC 5322, 3.6)."""
_WORD_2003: Final = b"http://schemas.microsoft.com/office/word/2003/wordml"
_EXCEL_2003: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
_FLAT_WORD: Final = b"http://schemas.microsoft.com/office/2006/xmlPackage"
_FLAT_ODF: Final = re.compile(
    rb"office:mimetype\s*=\s*[\"']application/vnd\.oasis\.opendocument\.(\w+)"
)


def is_pdf(data: bytes) -> bool:
    """Whether a PDF header stands near the start."""
    return b"%PDF-" in data[:_PDF_HEADER_WITHIN]


def is_doc(data: bytes) -> bool:
    """Whether it is a Word document as before 2007."""
    return is_ole(data) and "WordDocument" in root_streams(data)


def is_xls(data: bytes) -> bool:
    """Whether it is an Excel workbook as before 2007."""
    return is_ole(data) and bool({"Workbook", "Book"} & root_streams(data))


def is_docx(data: bytes) -> bool:
    """Whether it is a ZIP archive that holds a Word document, whatever its main part is called.

    Raises `InputError`: `damaged`, `too-large`.
    """
    return _archive_kind(data) == "word"


def is_xlsx(data: bytes) -> bool:
    """Whether it is a ZIP archive that holds a workbook. Raises as `is_docx`."""
    return _archive_kind(data) == "workbook"


def is_xlsb(data: bytes) -> bool:
    """Whether it is a ZIP archive that holds a workbook in its binary form."""
    return _archive_kind(data) == "workbook-binary"


def is_odt(data: bytes) -> bool:
    """Whether it is an OpenDocument text, packed or flat."""
    return _archive_kind(data) == "text" or _flat_odf(data) == "text"


def is_ods(data: bytes) -> bool:
    """Whether it is an OpenDocument spreadsheet, packed or flat."""
    return _archive_kind(data) == "spreadsheet" or _flat_odf(data) == "spreadsheet"


def is_rtf(data: bytes) -> bool:
    """Whether it is Rich Text Format."""
    return data[:64].lstrip().startswith(b"{\\rt")


def is_word_2003(data: bytes) -> bool:
    """Whether it is a Word document in the XML of Word 2003."""
    return _xml_root(data) == "wordDocument" and _WORD_2003 in data[:_HEAD]


def is_excel_2003(data: bytes) -> bool:
    """Whether it is a workbook in the XML of Excel 2003."""
    return _xml_root(data) == "Workbook" and _EXCEL_2003 in data[:_HEAD]


def is_flat_word(data: bytes) -> bool:
    """Whether it is a Word file whose parts stand in one XML file."""
    return _xml_root(data) == "package" and _FLAT_WORD in data[:_HEAD]


def is_mhtml(data: bytes) -> bool:
    """Whether it is a web page packed as a mail message."""
    return _MHTML.match(data[:_HEAD]) is not None


def is_mail(data: bytes) -> bool:
    """Whether it is a mail message: it begins with header lines, among them its type and one that
    every message has (RFC 5322)."""
    names: set[bytes] = set()
    at = len(data) - len(data.lstrip())
    while line := _MAIL_HEADER.match(data, at, at + _HEAD):
        names.add(line.group(1).lower())
        at = line.end()
    ended = at >= len(data) or data[at : at + 2].lstrip(b"\r")[:1] == b"\n"
    return ended and b"content-type" in names and bool(names & _OF_MAIL)


def is_html(data: bytes) -> bool:
    """Whether it is a web page, also one without a frame: the first thing is a tag of HTML, or any
    other tag and cells of HTML behind it, as in what a wiki or an editor keeps of a page."""
    start = _start(data)
    if _HTML.match(start) is not None:
        return not _is_of_another_kind(data, start)
    return _xml_root(data) != "" and not start.startswith("<?xml") and b"<td" in data.lower()


def _is_of_another_kind(data: bytes, start: str) -> bool:
    """Whether it is XML whose elements only have names that HTML has too (`article`, `section`,
    `title` of DocBook and JATS): its root names another vocabulary, or it says that it is XML, has
    no root of HTML and no cells of it."""
    root = _ROOT.match(start)
    if root is None or root["name"].lower().endswith("html"):
        return False
    declared = _DECLARED.search(root["marks"])
    if declared is not None:
        return not declared[1].startswith(_OF_HTML)
    return start.lstrip().startswith("<?xml") and b"<td" not in data.lower()


def _start(data: bytes) -> str:
    """The start of a text in the encoding its byte-order mark or its zeros tell."""
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if b"\x00" in head[:64]:
        return head.decode("utf-16-le" if head[1:2] == b"\x00" else "utf-16-be", "replace")
    return head.decode("utf-8-sig", "replace")


def _xml_root(data: bytes) -> str:
    """The name of the root element of an XML file, "" where it is none."""
    match = _XML.match(data[:_HEAD].removeprefix(b"\xef\xbb\xbf"))
    return match.group(2).decode("ascii", "replace") if match else ""


def _flat_odf(data: bytes) -> str | None:
    if _xml_root(data) != "document":
        return None
    match = _FLAT_ODF.search(data[:_HEAD])
    return match.group(1).decode("ascii") if match else None


@lru_cache(maxsize=1)  # a file is asked for its form, one question after the other
def _archive_kind(data: bytes) -> str | None:
    return kind_of(open_archive(data)) if data.startswith(b"PK") else None


def may_need_office(data: bytes) -> bool:
    """Whether it looks like a form that LibreOffice converts: a cheap question before the exact
    ones."""
    if is_ole(data) or is_rtf(data):
        return True
    if data.startswith(b"PK"):
        return b"mimetype" in data[:_HEAD] or b".bin" in data
    return bool(_xml_root(data) in ("Workbook", "document"))


def refuse_others(data: bytes) -> None:
    """Refuse what no reader reads.

    Raises `InputError`: `empty-file`, `encrypted`, `damaged`, or `not-a-document` with what it is
    instead.
    """
    if not data.strip():
        raise InputError("empty-file", "the file is empty; publish it again or remove it")
    if is_pdf(data):
        return
    if (other := unread.by_magic(data)) is not None:
        raise InputError("not-a-document", other)
    if data.startswith(b"PK"):
        _refuse_archive(data)
    if is_ole(data):
        _refuse_ole(data)
    head = data[:_HEAD]
    if (other := unread.by_places(head) or unread.by_program(head)) is not None:
        raise InputError("not-a-document", other)
    known = (is_word_2003, is_excel_2003, is_flat_word, _flat_odf, is_html)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"{", b"[") and not any(
        tell(data) for tell in known
    ):
        other = unread.by_text(data.decode("utf-8-sig", "replace"))
        if other is not None:
            raise InputError("not-a-document", other)


def _refuse_archive(data: bytes) -> None:
    kind = _archive_kind(data)
    if kind in ("word", "workbook", "workbook-binary", "text", "spreadsheet"):
        return
    if kind == "presentation":
        raise InputError("not-a-document", f"this is a presentation; {unread.READS}")
    if kind is not None:
        raise InputError("not-a-document", f"this is an OpenDocument {kind}; {unread.READS}")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
    if (other := unread.by_parts(names)) is not None:
        raise InputError("not-a-document", other)
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    inside = ", ".join(names[:_NAMED]) + more if names else "nothing"
    raise InputError("not-a-document", f"this is a ZIP archive ({inside}); unpack it first")


def _refuse_ole(data: bytes) -> None:
    names = root_streams(data)
    if "EncryptedPackage" in names:
        raise InputError("encrypted", "the office file has a password; save it without one")
    if not names:
        raise InputError("damaged", "the office file is cut off or damaged; fetch it again")
    if not names & {"WordDocument", "Workbook", "Book"}:
        raise InputError("not-a-document", unread.by_streams(names))
