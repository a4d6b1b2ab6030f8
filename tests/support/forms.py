"""A read document written again in every form in which annexes are published.

From its datasets (which equal the fixtures, as other tests prove) to a workbook, delimited text, a
web page, a web archive, Markdown and a Word file; and by LibreOffice from that Word file to
OpenDocument, RTF, the XML of Word 2003 and an old Word file.
"""

from __future__ import annotations

import csv
import html
import io
import quopri
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from pipeline.data.records import Document
from pipeline.extract.office.libreoffice import office_command
from pipeline.writing.raised import raise_digits
from tests.support import make_docx as word

OFFICE_FILTERS = {
    "odt": "odt:writer8",
    "rtf": "rtf:Rich Text Format",
    "xml": "xml:MS Word 2003 XML",
    "doc": "doc:MS Word 97",
}


@dataclass(frozen=True)
class PrintedCell:
    """The text of a cell and the footnotes it calls."""

    text: str
    calls: tuple[int, ...] = ()


@dataclass(frozen=True)
class PrintedTable:
    """A table with what stands over and under it."""

    above: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[PrintedCell, ...], ...]
    notes: tuple[tuple[int, str], ...]


def printed(document: Document) -> list[PrintedTable]:
    """The tables of a document as they would be typed."""
    cells = {(c.row_id, c.column): c for c in document.cells}
    tables = []
    for table in document.tables:
        rows = [row for row in document.rows if row.table_id == table.table_id]
        body = tuple(
            tuple(
                PrintedCell(row.label)
                if column == "stt"
                else PrintedCell(
                    cells[row.row_id, column].text, cells[row.row_id, column].footnotes
                )
                for column in table.columns
            )
            for row in rows
        )
        notes = tuple(
            (note.number, note.text)
            for note in document.footnotes
            if note.annex == table.annex and note.text is not None
        )
        above = tuple(line for line in (table.annex, table.title) if line)
        tables.append(PrintedTable(above, table.headers, body, notes))
    return tables


def as_xlsx(tables: Sequence[PrintedTable]) -> bytes:
    """A workbook with a sheet for each table; calls are raised pieces of rich text."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, table in enumerate(tables, start=1):
        sheet = book.create_sheet(f"Sheet{number}")
        for line in table.above:
            sheet.append([line])
        sheet.append([])
        sheet.append(list(table.headers))
        for row in table.rows:
            sheet.append([_rich(cell) for cell in row])
        sheet.append([])
        for mark, text in table.notes:
            sheet.append([_rich(PrintedCell("", (mark,)), f" {text}")])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _rich(cell: PrintedCell, after: str = "") -> str | CellRichText:
    if not cell.calls:
        return cell.text
    marks = TextBlock(InlineFont(vertAlign="superscript"), _marks(cell))
    return CellRichText([piece for piece in (cell.text, marks, after) if piece])


def _marks(cell: PrintedCell) -> str:
    return ", ".join(map(str, cell.calls))


def _typed(cell: PrintedCell) -> str:
    return f"{cell.text} {raise_digits(_marks(cell))}" if cell.calls else cell.text


def as_csv(tables: Sequence[PrintedTable]) -> bytes:
    """Delimited text as Excel writes it in Vietnam: semicolons, every row as wide as the widest."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";")
    for table in tables:
        width = len(table.headers)

        def write(*cells: str, width: int = width) -> None:
            writer.writerow([*cells, *[""] * (width - len(cells))])

        for line in table.above:
            write(line)
        write(*table.headers)
        for row in table.rows:
            write(*map(_typed, row))
        write()
        for mark, text in table.notes:
            write(f"{raise_digits(str(mark))} {text}")
        write()
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def as_html(tables: Sequence[PrintedTable]) -> bytes:
    """A web page; calls and notes are linked as Word does."""
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>"]
    notes = []
    for number, table in enumerate(tables, start=1):
        parts += [f"<p>{html.escape(line)}</p>" for line in table.above]
        parts.append("<table border='1'><thead><tr>")
        parts += [f"<th>{html.escape(header)}</th>" for header in table.headers]
        parts.append("</tr></thead><tbody>")
        for row in table.rows:
            parts.append("<tr>")
            parts += [f"<td>{_html(cell, number)}</td>" for cell in row]
            parts.append("</tr>")
        parts.append("</tbody></table>")
        notes += [(number, mark, text) for mark, text in table.notes]
    parts += [
        f"<div id='ftn{n}-{m}'><p><a href='#_ftnref{n}-{m}' name='_ftn{n}-{m}'><sup>[{m}]</sup></a>"
        f" {html.escape(text)}</p></div>"
        for n, m, text in notes
    ]
    return "\n".join([*parts, "</body></html>"]).encode()


def _html(cell: PrintedCell, table: int) -> str:
    links = (
        f"<a href='#_ftn{table}-{m}' name='_ftnref{table}-{m}'><sup>[{m}]</sup></a>"
        for m in cell.calls
    )
    return html.escape(cell.text) + "".join(links)


def as_mhtml(tables: Sequence[PrintedTable]) -> bytes:
    """A web archive."""
    head = (
        "From: <Saved by a browser>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="part"\n\n--part\n'
        'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: quoted-printable\n\n'
    )
    return head.encode() + quopri.encodestring(as_html(tables)) + b"\n--part--\n"


def as_markdown(tables: Sequence[PrintedTable]) -> bytes:
    """Markdown with pipe tables and notes."""
    lines: list[str] = []
    for table in tables:
        lines += [f"## {line}\n" for line in table.above]
        lines.append(_pipes(table.headers))
        lines.append(_pipes(["---"] * len(table.headers)))
        lines += [_pipes([_typed(cell) for cell in row]) for row in table.rows]
        lines += ["", *(f"[^{mark}]: {text}" for mark, text in table.notes), ""]
    return "\n".join(lines).encode()


def _pipes(cells: Sequence[str]) -> str:
    escaped = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def as_docx(tables: Sequence[PrintedTable]) -> bytes:
    """A Word file with ruled tables; calls raised, notes typed under their table."""
    body = [
        part
        for table in tables
        for part in (
            *(word.para(line) for line in table.above),
            word.table(
                word.row(*table.headers, properties="<w:tblHeader/>"),
                *(word.row(*map(_word, row)) for row in table.rows),
                widths=(1500,) * len(table.headers),
            ),
            *(word.para(_raised(str(mark)), f" {text}") for mark, text in table.notes),
            word.para(),  # no Word file ends with a table
        )
    ]
    return word.pack({"document": "".join(body)})


def _word(cell: PrintedCell) -> str:
    return word.cell(word.para(cell.text, _raised(_marks(cell)) if cell.calls else ""))


def _raised(text: str) -> str:
    return word.run(text, '<w:vertAlign w:val="superscript"/>')


def by_office(sources: Sequence[Path], wanted: str, folder: Path) -> None:
    """Files in a form that LibreOffice writes (`suffix:filter`), beside each other in `folder`."""
    command = office_command()
    assert command is not None
    subprocess.run(
        [
            command,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", wanted, "--outdir", str(folder)),
            *map(str, sources),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )


WRITERS = {
    "xlsx": as_xlsx,
    "csv": as_csv,
    "html": as_html,
    "mhtml": as_mhtml,
    "md": as_markdown,
    "docx": as_docx,
}
