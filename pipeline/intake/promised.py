"""Whether what came is what was promised, and what its file is called."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from pipeline.batch.passed_over import is_no_document, is_passed_over
from pipeline.errors import InputError
from pipeline.extract.media import (
    is_docx,
    is_html,
    is_mhtml,
    is_ods,
    is_odt,
    is_pdf,
    is_rtf,
    is_xlsb,
    is_xlsx,
    refuse_others,
)  # fmt: skip
from pipeline.extract.ole import is_ole
from pipeline.intake.download import FetchError

_OFFICE = frozenset(["doc", "docx", "docm", "xls", "xlsx", "xlsm", "xlsb", "odt", "ods", "rtf"])
_PAGES_AND_TEXTS = ["html", "htm", "xhtml", "mht", "mhtml", "txt", "csv", "tsv", "md", "xml"]
_ENDINGS = frozenset({"pdf", *_OFFICE, *_PAGES_AND_TEXTS})
_OFFICE_TYPES = ("application/msword", "application/vnd.", "application/rtf")
_END_WITHIN = 4096
"""A PDF ends with its mark; some makers put bytes behind it (readers allow 1,024)."""
_LONGEST = 150  # bytes; file systems take 255, and names grow while they are written aside
_UNSAFE = re.compile(r'[<>:"|?*\\/]|\s+')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)


def check_promise(data: bytes, url: str, headers: Message) -> None:
    """Refuse what is no document, is cut off, or is a page or text in place of a file.

    A web page is a document where one was asked for; also under the name of a Word file or
    workbook, unless the server itself calls it a page. Raises `FetchError`.
    """
    try:
        refuse_others(data)
    except InputError as error:
        raise FetchError(error.message) from None
    if is_pdf(data) and b"%%EOF" not in data[-_END_WITHIN:]:
        raise FetchError("cut off: the PDF has no end")
    promise = _promise(url, headers)
    if promise is None or is_pdf(data) or is_ole(data) or is_rtf(data) or data[:2] == b"PK":
        return
    page = is_html(data)
    called_page = headers.get_content_type() in ("text/html", "application/xhtml+xml")
    if promise == "PDF" or called_page or not (page or _is_markup(data)):
        what = "a web page" if page else "a text"
        raise FetchError(f"{what} came in place of {_article(promise)}")


def _is_markup(data: bytes) -> bool:
    return is_mhtml(data) or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _article(promise: str) -> str:
    return f"{'an' if promise[0] == 'o' else 'a'} {promise}"


def _promise(url: str, headers: Message) -> str | None:
    """What name or media type say it is, where they say it is no page and no text."""
    kind = headers.get_content_type()
    endings = {_ending(_last_part(url)), _ending(headers.get_filename() or "")}
    if "pdf" in endings or kind == "application/pdf":
        return "PDF"
    return "office file" if endings & _OFFICE or kind.startswith(_OFFICE_TYPES) else None


def _last_part(url: str) -> str:
    return unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix[1:].casefold()


def name_for(url: str, headers: Message, data: bytes) -> str:
    """The name of a file by its address, by the server where the address has none, with the ending
    of a document."""
    own, given = _last_part(url), _told(headers)
    name = own if _ending(own) in _ENDINGS else given if _ending(given) in _ENDINGS else own
    return safe_name(name or given or host_name(url), data)


def _told(headers: Message) -> str:
    """The file name of `Content-Disposition`; many servers write it in UTF-8."""
    given = headers.get_filename() or ""
    try:
        return given.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return given


def host_name(url: str) -> str:
    """The host of an address without its port."""
    return urlsplit(url).hostname or "document"


def safe_name(given: str, data: bytes) -> str:
    """A name that is safe as a file on every system and that a run takes for a document.

    >>> safe_name("../../Phụ lục: 1.pdf", b"%PDF-")
    'Phụ-lục-1.pdf'
    >>> safe_name("download.aspx", b"%PDF-")
    'download.aspx.pdf'
    """
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    plain = "".join(c if c.isprintable() or c == " " else "-" for c in last)
    name = re.sub("-{2,}", "-", _UNSAFE.sub("-", plain)).strip(" .-~$") or "document"
    name = f"_{name}" if _DEVICES.match(name) else name
    if _ending(name) not in _ENDINGS or is_passed_over(name) or is_no_document(name):
        name = f"{name}.{_ending_of(data)}"
    return _shortened(name, "")


def _ending_of(data: bytes) -> str:
    tests = {
        "pdf": is_pdf, "rtf": is_rtf, "docx": is_docx, "xlsx": is_xlsx, "xlsb": is_xlsb,
        "odt": is_odt, "ods": is_ods, "doc": is_ole, "mht": is_mhtml, "html": is_html,
    }  # fmt: skip
    return next((ending for ending, fits in tests.items() if fits(data)), "txt")


def name_apart(name: str, url: str) -> str:
    """Another name for a file whose name is taken, always the same for an address."""
    return _shortened(name, "-" + hashlib.sha256(url.encode()).hexdigest()[:8])


def _shortened(name: str, more: str) -> str:
    ending = PurePosixPath(name).suffix
    stem = name.removesuffix(ending).encode()
    room = _LONGEST - len(ending.encode()) - len(more)
    return stem[:room].decode("utf-8", "ignore") + more + ending
