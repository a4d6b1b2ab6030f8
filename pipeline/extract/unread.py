"""What a file is that no reader reads, by its content: the name a person calls it by, and what to
do with it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from contextlib import suppress
from typing import Final

READS: Final = "annex reads PDF, Word, OpenDocument, workbooks, web pages and plain text"
_UNPACK: Final = "unpack it first"
_MESSAGE: Final = "save it as .eml, or its text as .html and what is attached by itself"
_EXPORT: Final = "export it as {}"

_MAGIC: Final = (
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ", "an xz archive", _UNPACK),
    (b"\x89PNG", "a PNG picture", READS),
    (b"\xff\xd8\xff", "a JPEG picture", READS),
    (b"GIF8", "a GIF picture", READS),
    (b"II*\x00", "a TIFF picture", READS),
    (b"MM\x00*", "a TIFF picture", READS),
    (b"\x7fELF", "a program", READS),
    (b"MZ", "a program", READS),
    (b"PAR1", "a Parquet file", READS),
    (b"SQLite format 3", "a database", READS),
    (b"\x00\x01\x00\x00Standard ACE DB", "an Access database", _EXPORT.format(".xlsx or .csv")),
    (b"\x00\x01\x00\x00Standard Jet DB", "an Access database", _EXPORT.format(".xlsx or .csv")),
    (b"AT&TFORM", "a DjVu scan", _EXPORT.format("PDF")),
    (b"\x78\x9f\x3e\x22", "a winmail.dat of Outlook (TNEF)", _UNPACK),
    (b"bplist00", "a property list of Apple, as a web archive of Safari is",
     "save the page as .html"),
)  # fmt: skip
"""How files begin, as their makers document it."""
_PARTS: Final = (
    (r"Index/(?:Tables/|CalculationEngine).*", "a sheet of Apple Numbers", ".xlsx"),
    (r"Index/(?:Slide|MasterSlide).*", "slides of Apple Keynote", "PDF"),
    (r"Index/Document\.iwa", "a document of Apple Pages", ".docx"),
    (r"META-INF/container\.xml", "a book (EPUB)", ".docx or .html"),
    (r"(?:FixedDocSeq|FixedDocumentSequence)\.fdseq", "an XPS print", "PDF"),
    (r"visio/document\.xml", "a drawing of Visio", "PDF"),
)
"""Parts that tell which program packed them, the more exact first, and what it can export."""
_STREAMS: Final = (
    ("PowerPoint Document", "a presentation of no kind annex reads", READS),
    ("__properties_version1.0", "a message of Outlook (.msg)", _MESSAGE),
    ("VisioDocument", "a drawing of Visio", _EXPORT.format("PDF")),
)
"""Names in the root storage of compound files ([MS-PPT], [MS-OXMSG], Visio), and what to do."""
_XML: Final = re.compile(r"(?:<\?[^>]*>\s*|<!--.*?-->\s*)*<([\w.:-]+)[\s>/]", re.DOTALL)
_FIRST_LINES: Final = (
    (rb"level\tpage_num\t(?:par_num|block_num)\t", "pdftotext -tsv, Tesseract"),
    (rb"(?:[\"']?\w*[\"']?[,;\t]){0,4}[\"']?x0[\"']?[,;\t][\"']?(?:x1|y0|top)\b", "x0, y0"),
    (rb"(?:[\"']?\w*[\"']?[,;\t]){0,9}[\"']?left[\"']?[,;\t][\"']?top\b", "left, top"),
)
"""First lines of tables of the words or letters of pages, and what they are known by."""
_WITHIN: Final = (
    (rb"<word\s+xMin\s*=", "pdftotext -bbox"),
    (rb"<[^<>]{1,60}?\bclass\s*=\s*[\"']ocr_(?:page|line)\b", "hOCR"),
)
"""What stands soon after the beginning of web pages that list the same."""
_ROOTS: Final = {"alto": "ALTO", "PcGts": "PAGE XML", "pdf2xml": "pdftohtml -xml"}
"""Root elements of files that list the same."""
_PLACES: Final = (
    "this is words with their places on pages ({}); read the PDF or the pictures they are of"
)
_PRINTED: Final = re.compile(rb"(?:[ \t]*\r?\n)* +[^\s\d][^\n]*\n0 ")
"""Names of columns and a row numbered 0, as pandas prints a frame."""
_BREAKS: Final = re.compile(rb"\S\\n\S")
"""Line breaks of cells, as pandas prints them."""
_TEX: Final = re.compile(
    rb"(?:\s|%[^\n]*\n)*\\(?:documentclass|begin\{(?:table|tabular|longtable)\*?\})"
)
_FRAME: Final = (
    "this is a table as pandas prints it (to_string), with blanks alone between its columns and"
    " line breaks as letters; write it with to_csv or to_excel"
)
_MANY: Final = 2
"""Lines that are each an object of JSON by themselves."""


def by_magic(data: bytes) -> str | None:
    """What a file is by its first bytes, and what to do with it."""
    return next(
        (f"this is {what}; {how}" for magic, what, how in _MAGIC if data.startswith(magic)), None
    )


def by_parts(names: Collection[str]) -> str | None:
    """What a ZIP archive is by the names of its parts, and what to do with it."""
    for pattern, what, target in _PARTS:
        if any(re.fullmatch(pattern, name) for name in names):
            return f"this is {what}; {_EXPORT.format(target)}"
    return None


def by_streams(names: Collection[str]) -> str:
    """What a compound file is by the names in its root storage, and what to do with it."""
    for name, what, how in _STREAMS:
        if name in names:
            return f"this is {what}; {how}"
    return f"this is an old office file of no kind annex reads; {READS}"


def by_places(head: bytes) -> str | None:
    """What a text is that lists the words of pages with their places, by how it begins: which of
    them are one cell no such list says.

    >>> by_places(b"page,x0,y0,x1,y1,text\\n1,72.0,80.1,90.2,95.0,STT\\n")[:40]
    'this is words with their places on pages'
    """
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    named = (name for pattern, name in _FIRST_LINES if re.match(pattern, start))
    within = (name for pattern, name in _WITHIN if re.search(pattern, start))
    return next((_PLACES.format(name) for name in (*named, *within)), None)


def by_program(head: bytes) -> str | None:
    """What a text is that a program writes for people or for a typesetter, by how it begins.

    >>> by_program(b"%% a report\\n\\\\begin{tabular}{ll}\\nTT & Ten \\\\\\\\")[:24]
    'this is a text for LaTeX'
    """
    start = head.removeprefix(b"\xef\xbb\xbf")
    if _TEX.match(start):
        return (
            "this is a text for LaTeX; read the PDF that is made of it, or write the table as CSV"
        )
    return _FRAME if _PRINTED.match(start) and _BREAKS.search(start) else None


def by_text(text: str) -> str | None:
    """What a text is that programs exchange, None for any other: no reader knows which of its
    names and values are a table."""
    bare = text.strip()
    if bare[:1] in ("{", "["):
        lines = bare.splitlines()
        if _is_json(bare) or (len(lines) >= _MANY and all(map(_is_json, lines[:_MANY]))):
            return f"this is JSON; {READS}"
    root = _XML.match(bare) if bare[:1] == "<" else None
    if root is not None and (name := _ROOTS.get(root.group(1).rpartition(":")[2])) is not None:
        return _PLACES.format(name)
    closed = root is not None and re.search(rf"</{re.escape(root.group(1))}\s*>\Z", bare)
    return f"this is XML of a program; {READS}" if closed or bare.startswith("<?xml") else None


def _is_json(text: str) -> bool:
    with suppress(ValueError, RecursionError):
        return isinstance(json.loads(text), dict | list)
    return False
