"""What is drawn over the cells of a sheet: text boxes and pictures (ECMA-376, part 1, 20.5)."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree
from openpyxl.xml.constants import SHEET_MAIN_NS

from pipeline.extract.archive import unpack

_SHEET: Final = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_MAIN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ANCHORS: Final = (_SHEET + "twoCellAnchor", _SHEET + "oneCellAnchor")
"""Elements that say where something is drawn."""
_DRAWING: Final = "/drawing"
_COMMENTS: Final = "/comments"
SHEET_MAIN: Final = f"{{{SHEET_MAIN_NS}}}"
MAX_ANCHORS: Final = 5000
"""Things drawn on one sheet that are looked at."""

_ROW, _COLUMN = 190_500, 609_600
"""The usual height and width of a cell in EMU (15 and 48 points)."""
_DIGITS: Final = 12
"""Digits of a number that a file may hold."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something drawn on a sheet: the rows and columns it reaches over (from 1, last included), and
    its text, "" for a picture."""

    top: int
    left: int
    bottom: int
    right: int
    text: str


def drawn_on(archive: zipfile.ZipFile, sheet: str) -> list[Drawn]:
    """The text boxes and pictures of a sheet, given the name of its part. Raises `InputError`."""
    folder, name = posixpath.split(sheet)
    found: list[Drawn] = []
    for target in _related(archive, f"{folder}/_rels/{name}.rels", folder):
        root = parsed(archive, target)
        if root is not None:
            found += _anchored(root)
    return found


def comments_on(archive: zipfile.ZipFile, sheet: str) -> list[str]:
    """What readers say in the comments on the cells of a sheet. Raises `InputError`."""
    folder, name = posixpath.split(sheet)
    said = []
    for target in _related(archive, f"{folder}/_rels/{name}.rels", folder, _COMMENTS):
        root = parsed(archive, target)
        remarks = () if root is None else root.iter(SHEET_MAIN + "comment")
        said += ["".join(t.text or "" for t in one.iter(SHEET_MAIN + "t")) for one in remarks]
    return [text for text in said if text.strip()]


def _related(
    archive: zipfile.ZipFile, relations: str, folder: str, kind: str = _DRAWING
) -> Iterator[str]:
    root = parsed(archive, relations)
    for relation in () if root is None else root:
        if relation.get("Type", "").endswith(kind):
            yield posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", "")))[1:]


def parsed(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """A part of a workbook, None where it has none of this name."""
    if name not in archive.NameToInfo:
        return None
    parser = etree.XMLParser(no_network=True, resolve_entities=False, recover=True)
    return etree.fromstring(unpack(archive, name), parser)


def _anchored(root: etree._Element) -> Iterator[Drawn]:
    for anchor in list(root.iterchildren(*_ANCHORS))[:MAX_ANCHORS]:
        start, end = anchor.find(_SHEET + "from"), anchor.find(_SHEET + "to")
        if start is None:
            continue
        top, left = _cell(start)
        size = anchor.find(_SHEET + "ext")
        bottom, right = _cell(end) if end is not None else _reach(top, left, size)
        bodies = anchor.iter(_SHEET + "txBody")
        text = "\n".join(line for body in bodies for line in _lines(body)).strip()
        if text or next(anchor.iter(_SHEET + "pic"), None) is not None:
            yield Drawn(top, left, bottom, right, text)


def _cell(corner: etree._Element) -> tuple[int, int]:
    """The row and the column a corner lies in, from 1."""
    return _number(corner, "row"), _number(corner, "col")


def _reach(top: int, left: int, size: etree._Element | None) -> tuple[int, int]:
    """The last row and column, about, under something of which the file says the size alone."""
    if size is None:
        return top, left
    return top + _whole(size.get("cy")) // _ROW, left + _whole(size.get("cx")) // _COLUMN


def _number(corner: etree._Element, name: str) -> int:
    return _whole(corner.findtext(_SHEET + name)) + 1


def _whole(text: str | None) -> int:
    digits = (text or "").strip()[:_DIGITS]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _lines(body: etree._Element) -> Iterator[str]:
    for paragraph in body.iter(_MAIN + "p"):
        yield "".join(
            "\n" if piece.tag == _MAIN + "br" else piece.text or ""
            for piece in paragraph.iter(_MAIN + "t", _MAIN + "br")
        )
