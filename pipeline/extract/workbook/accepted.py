"""Workbooks in the forms that openpyxl accepts.

Three forms that programs write mean what another form means, and openpyxl refuses them or finds
nothing: the namespaces of ISO 29500 strict, fills that say nothing (OnlyOffice writes `<fill/>`),
and parts that are named in other capitals than where they are asked for (1C writes
`xl/SharedStrings.xml`).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import Final

from openpyxl.xml.constants import SHEET_MAIN_NS

from pipeline.errors import InputError
from pipeline.extract.archive import member, open_archive, unpack

_HEAD: Final = 2048
_DOCUMENT_TYPE: Final = (b"<!DOCTYPE", b"<!ENTITY")
_MAIN: Final = "xl/workbook.xml"
_STYLES: Final = "xl/styles.xml"
_XML: Final = (".xml", ".rels")
_STRICT: Final = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_SAME: Final = (
    (_STRICT, SHEET_MAIN_NS.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
)
_BLANK_FILL: Final = re.compile(rb"<((?:\w+:)?)fill\s*(?:/>|>\s*</(?:\w+:)?fill\s*>)")
_NO_PATTERN: Final = rb"<\1fill><\1patternFill/></\1fill>"
"""What a fill is that says nothing (ECMA-376, part 1, 18.8.20 and 18.8.32: without a pattern)."""
_TYPES: Final = "[Content_Types].xml"
_LINKS: Final = "xl/_rels/workbook.xml.rels"
_NAMED: Final = re.compile(rb"""\bPartName\s*=\s*["']/([^"']+)["']""")
_TARGET: Final = re.compile(rb"""\bTarget\s*=\s*["']([^"']+)["']""")


def accepted(archive: zipfile.ZipFile) -> zipfile.ZipFile:
    """The workbook, rewritten in memory where openpyxl would refuse it.

    Raises:
        InputError: `damaged`, `too-large`.
    """
    _refuse_entities(archive)
    names = set(archive.namelist())
    strict = _MAIN in names and _STRICT in unpack(archive, _MAIN)
    spelled = _spelled(archive)
    filled = not (_STYLES in names and _BLANK_FILL.search(unpack(archive, _STYLES)))
    if not strict and not spelled and filled:
        return archive
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as changed:
        for name in archive.namelist():
            part = unpack(archive, name)
            if strict and name.endswith(_XML):
                for old, new in _SAME:
                    part = part.replace(old, new)
            part = _BLANK_FILL.sub(_NO_PATTERN, part) if name == _STYLES else part
            changed.writestr(spelled.get(name, name), part)
    return open_archive(buffer.getvalue())


def _spelled(archive: zipfile.ZipFile) -> dict[str, str]:
    """Parts whose names differ in the case of letters from those they are asked for by, each with
    that name: both are the same (ECMA-376, part 2, 6.2.2)."""
    names = set(archive.namelist())
    asked: list[str] = []
    if member(archive, _TYPES) in names:
        asked += _found(_NAMED, unpack(archive, _TYPES))
    if member(archive, _LINKS) in names:
        targets = _found(_TARGET, unpack(archive, _LINKS))
        asked += [posixpath.normpath(posixpath.join("/xl", target))[1:] for target in targets]
    parts = ((member(archive, name), name) for name in asked)
    return {part: name for part, name in parts if part in names and part != name}


def _found(pattern: re.Pattern[bytes], part: bytes) -> list[str]:
    return [name.decode("utf-8", "replace") for name in pattern.findall(part)]


def _refuse_entities(archive: zipfile.ZipFile) -> None:
    """No office program writes a document type, which is how small files grow huge ones."""
    for name in archive.namelist():
        if name.endswith(_XML):
            head = unpack(archive, name, _HEAD)
            if any(mark in head for mark in _DOCUMENT_TYPE):
                raise InputError("damaged", f"{name} declares a document type; not read")
