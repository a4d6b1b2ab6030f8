"""Records as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from pipeline.data.records import DOUBT, CellRecord, Document, RowRecord, TableRecord, is_on
from pipeline.show.screen import columns, wrapped


def document_text(document: Document, page: int | None, width: int) -> str:
    """A document's facts, tables, footnotes and problems."""
    parts = [_facts(document, width)]
    for table in document.tables:
        parts.append(_table(document, table, page, width))
    notes = [n for n in document.footnotes if page in (None, n.page)]
    if notes:
        parts.append("Footnotes\n" + "\n".join(
            textwrap.fill(f"{n.annex or ''} {n.number} [{n.action}] {n.row_id or '-'} "
                          f"{n.column or ''}: {n.text or '(no text)'}", width,
                          subsequent_indent="    ") for n in notes))  # fmt: skip
    parts.append(_problems(document, page, width))
    return "\n\n".join(part for part in parts if part)


def _facts(document: Document, width: int) -> str:
    facts = document.facts
    named = [
        ("document", facts.doc_id),
        ("number", facts.number),
        ("kind", facts.kind),
        ("issuer", facts.issuer),
        ("date", facts.issued_date.isoformat() if facts.issued_date else None),
        ("title", facts.title),
        ("dialect", facts.dialect),
        ("pages", str(facts.pages)),
        ("pictures", _doubtful(document)),
    ]
    return "\n".join(
        _hanging(f"{name:9} {value}", width, " " * 10) for name, value in named if value
    )


def _hanging(text: str, width: int, indent: str = "") -> str:
    lines = wrapped(text, width)
    rest = wrapped(" ".join(lines[1:]), width - len(indent)) if lines[1:] else []
    return "\n".join([lines[0], *(indent + line for line in rest)])


def _doubtful(document: Document) -> str:
    """How many of the cells read from pictures are in doubt; they are marked `?` below."""
    sure = [cell.confidence for cell in document.cells if cell.confidence is not None]
    low = sum(one < DOUBT for one in sure)
    return f"{low} of {len(sure)} cells read from them are below {DOUBT} (marked ?)" if sure else ""


def _table(document: Document, table: TableRecord, page: int | None, width: int) -> str:
    rows = [
        row
        for row in document.rows
        if row.table_id == table.table_id and (page is None or is_on(row, page))
    ]
    if page is not None and not rows:
        return ""
    cells: dict[str, list[CellRecord]] = {}
    for cell in document.cells:
        if cell.table_id == table.table_id:
            cells.setdefault(cell.row_id, []).append(cell)
    where = " · ".join(part for part in (table.annex, table.section, table.title) if part)
    pages = "" if table.first_page is None else f", pages {table.first_page}–{table.last_page}"
    head = f"Table {table.table_id} ({table.kind}, {table.rows} rows{pages})"
    return "\n".join([head, _hanging(where, width), _grid(table, rows, cells, width)])


def _grid(
    table: TableRecord, rows: Sequence[RowRecord], cells: dict[str, list[CellRecord]], width: int
) -> str:
    printed = [["page", *table.columns]]
    for row in rows:
        pages = "" if row.first_page is None else str(row.first_page)
        if row.last_page != row.first_page:
            pages += f"–{row.last_page}"
        printed.append([pages, *(_cell_text(row, cell) for cell in cells[row.row_id])])
    headings = {
        n: " ".join(text for text in printed[n + 1][1:] if text)
        for n, row in enumerate(rows)
        if row.kind == "group"
    }
    return columns(printed, width=width, apart=True, whole=headings)


def _cell_text(row: RowRecord, cell: CellRecord) -> str:
    text = row.label if cell.column == "stt" else cell.text
    doubt = (
        "" if cell.confidence is None or cell.confidence >= DOUBT else f" ?{cell.confidence:.2f}"
    )
    return text + "".join(f" [{number}]" for number in cell.footnotes) + doubt


def _problems(document: Document, page: int | None, width: int) -> str:
    placed = {row.row_id: row for row in document.rows}
    shown = [
        problem
        for problem in document.problems
        if page is None or (problem.row_id and is_on(placed[problem.row_id], page))
    ]
    if not shown:
        return ""
    header = ["severity", "code", "row", "column", "message"]
    rows = [
        [p.severity, p.code, p.row_id or p.table_id or "", p.column or "",
         f"{p.message} {p.evidence[:60]!r}" if p.evidence else p.message]
        for p in shown
    ]  # fmt: skip
    return "Problems\n" + columns([header, *rows], width=width)
