"""Word and Excel files printed otherwise than they were made: on other paper, smaller or larger.

Used by twins.py. A print has the contents of its file, and another place for every line of it.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from tests.support.forms import by_office

OFFICE = {".docx", ".doc", ".xlsx", ".xls", ".odt", ".ods", ".rtf"}
"""Suffixes of files that LibreOffice prints."""

PAPER = {
    "a4": (11906, 16838),
    "a4-across": (16838, 11906),
    "a3": (16838, 23811),
    "a3-across": (23811, 16838),
    "legal": (12240, 20160),
    "letter-across": (15840, 12240),
}
"""Width and height of paper in twentieths of a point."""

_SHEET_PAPER = {"a4": 9, "a3": 8, "legal": 5, "letter": 1}
"""What Excel calls them."""


def printed(path: Path, folder: Path, paper: str | None = None, scale: float = 1.0) -> Path:
    """An office file as PDF in a folder, on other paper if asked for, its letters scaled."""
    if paper is None and scale == 1.0:
        return _converted(path, "pdf", folder)
    kind = "xlsx" if path.suffix in (".xlsx", ".xls", ".ods") else "docx"
    if path.suffix != f".{kind}":
        path = _converted(path, kind, folder)
    other = folder / "other" / path.name
    other.parent.mkdir(exist_ok=True)
    (_sheets_on if kind == "xlsx" else _text_on)(path, other, paper or "a4", scale)
    return _converted(other, "pdf", folder)


def _converted(path: Path, kind: str, folder: Path) -> Path:
    by_office([path], kind, folder.resolve())
    return folder / f"{path.stem}.{kind}"


def _text_on(path: Path, other: Path, paper: str, scale: float) -> None:
    """A Word file with other paper, its tables as much wider, and letters of another size."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        wider = _wider(source.read("word/document.xml").decode("utf-8"), paper)
        for name in source.namelist():
            data = source.read(name)
            if re.fullmatch(r"word/(document|styles|numbering)\.xml", name):
                data = _reset(data.decode("utf-8"), paper, wider, scale).encode("utf-8")
            target.writestr(name, data)


def _wider(text: str, paper: str) -> float:
    """How many times the lines of a document on other paper are as wide as on its own."""
    own = re.search(r'<w:pgSz\b[^>]*\bw:w="(\d+)"', text)
    sides = sum(map(int, re.findall(r'<w:pgMar\b[^>]*\bw:(?:left|right)="(\d+)"', text)[:1])) * 2
    return 1.0 if own is None else (PAPER[paper][0] - sides) / (int(own[1]) - sides)


def _reset(text: str, paper: str, wider: float, scale: float) -> str:
    width, height = PAPER[paper]
    turned = ' w:orient="landscape"' if width > height else ""
    text = re.sub(r"<w:pgSz\b[^>]*/>", f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>', text)
    text = re.sub(
        r'(<w:(?:gridCol|tcW|tblW)\b[^>]*\bw:w=")(\d+)(")',
        lambda found: (
            found[0]
            if 'type="pct"' in found[0]
            else f"{found[1]}{int(int(found[2]) * wider)}{found[3]}"
        ),
        text,
    )
    return re.sub(
        r'(<w:szC?s? w:val=")(\d+)(")',
        lambda found: f"{found[1]}{max(8, round(int(found[2]) * scale))}{found[3]}",
        text,
    )


def _sheets_on(path: Path, other: Path, paper: str, scale: float) -> None:
    """A workbook whose sheets are fitted to the width of other paper."""
    from openpyxl import load_workbook
    from openpyxl.worksheet.properties import PageSetupProperties

    book = load_workbook(path)
    for sheet in book.worksheets:
        sheet.page_setup.paperSize = _SHEET_PAPER[paper.split("-")[0]]
        sheet.page_setup.orientation = "landscape" if "across" in paper else "portrait"
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        for column in sheet.column_dimensions.values():
            column.width = (column.width or 10) / scale
    book.save(other)
