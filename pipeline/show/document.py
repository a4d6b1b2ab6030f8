"""Records as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from pipeline.data.records import CellRecord, Document, RowRecord, TableRecord

_MIN_COLUMN = 6
_LABEL_WIDTH = 7
_ELLIPSIS = 200


def columns(rows: Sequence[Sequence[str]], right_from: int | None = None) -> str:
    """Rows as aligned columns under a line; columns from `right_from` on are right-aligned."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        parts = [
            text.rjust(width) if right_from is not None and i >= right_from else text.ljust(width)
            for i, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(parts).rstrip())
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(lines)


def document_text(document: Document, page: int | None, width: int) -> str:
    """A document's facts, tables, footnotes and problems."""
    parts = [_facts(document)]
    for table in document.tables:
        parts.append(_table(document, table, page, width))
    notes = [n for n in document.footnotes if page in (None, n.page)]
    if notes:
        parts.append("Footnotes\n" + "\n".join(
            textwrap.fill(f"{n.annex or ''} {n.number} [{n.action}] {n.row_id or '-'} "
                          f"{n.column or ''}: {n.text or '(no text)'}", width,
                          subsequent_indent="    ") for n in notes))  # fmt: skip
    parts.append(_problems(document, page))
    return "\n\n".join(part for part in parts if part)


def _facts(document: Document) -> str:
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
    ]
    return "\n".join(f"{name:9} {value}" for name, value in named if value)


def _table(document: Document, table: TableRecord, page: int | None, width: int) -> str:
    rows = [
        row
        for row in document.rows
        if row.table_id == table.table_id
        and (page is None or row.first_page <= page <= row.last_page)
    ]
    if page is not None and not rows:
        return ""
    cells: dict[str, list[CellRecord]] = {}
    for cell in document.cells:
        if cell.table_id == table.table_id:
            cells.setdefault(cell.row_id, []).append(cell)
    where = " · ".join(part for part in (table.annex, table.section, table.title) if part)
    head = f"Table {table.table_id} ({table.kind}, {table.rows} rows, pages "
    head += f"{table.first_page}–{table.last_page})\n{where}\n"
    widths = _widths(table, [cells[row.row_id] for row in rows], width)
    body = list(_grid(table, rows, cells, widths))
    return head + "\n".join(body)


def _widths(table: TableRecord, rows: Sequence[Sequence[CellRecord]], width: int) -> list[int]:
    """Column widths in proportion to what the columns hold, the number column narrow."""
    names = table.columns
    weight = [len(name) + 1 for name in names]
    for row in rows:
        for i, cell in enumerate(row):
            weight[i] += min(len(cell.text), _ELLIPSIS)
    free = max(width - 3 * len(names) - 8, _MIN_COLUMN * len(names))
    fixed = [_LABEL_WIDTH if name == "stt" else 0 for name in names]
    share = sum(w**0.5 for w, f in zip(weight, fixed, strict=True) if not f) or 1
    free -= sum(fixed)
    return [
        f or max(_MIN_COLUMN, int(free * w**0.5 / share))
        for w, f in zip(weight, fixed, strict=True)
    ]


def _grid(
    table: TableRecord,
    rows: Sequence[RowRecord],
    cells: dict[str, list[CellRecord]],
    widths: Sequence[int],
) -> Iterator[str]:
    rule = "─" * (sum(widths) + 3 * len(widths) + 8)
    yield rule
    yield from _wrapped(["page", *table.columns], [5, *widths])
    yield rule
    for row in rows:
        pages = str(row.first_page)
        if row.last_page != row.first_page:
            pages += f"–{row.last_page}"
        texts = [_cell_text(row, cell) for cell in cells[row.row_id]]
        yield from _wrapped([pages, *texts], [5, *widths])
        yield rule if row.kind == "group" else ""


def _cell_text(row: RowRecord, cell: CellRecord) -> str:
    text = row.label if cell.column == "stt" else cell.text
    return text + "".join(f" [{number}]" for number in cell.footnotes)


def _wrapped(texts: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    wrapped = [
        textwrap.wrap(text, width) or [""] for text, width in zip(texts, widths, strict=True)
    ]
    for i in range(max(map(len, wrapped))):
        parts = [
            (lines[i] if i < len(lines) else "").ljust(width)
            for lines, width in zip(wrapped, widths, strict=True)
        ]
        yield " │ ".join(parts).rstrip()


def _is_on(page: int, pages: tuple[int, int] | None) -> bool:
    return pages is not None and pages[0] <= page <= pages[1]


def _problems(document: Document, page: int | None) -> str:
    pages = {row.row_id: (row.first_page, row.last_page) for row in document.rows}
    shown = [
        problem
        for problem in document.problems
        if page is None or _is_on(page, pages.get(problem.row_id or ""))
    ]
    if not shown:
        return ""
    header = ["severity", "code", "row", "column", "message"]
    rows = [
        [p.severity, p.code, p.row_id or p.table_id or "", p.column or "",
         f"{p.message} {p.evidence[:60]!r}" if p.evidence else p.message]
        for p in shown
    ]  # fmt: skip
    return "Problems\n" + columns([header, *rows])
