"""What is doubtful in a table, told as problems: headers, numbers, deadlines, bodies, words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.data.records import (
    Item,
    TableRecord,
    TaskRecord,
)
from pipeline.model import UNCERTAIN, UNCLOSED, Problem, Severity
from pipeline.normalize.checks import (
    deadlines_on_pages,
    label_problems,
    numbers_in_texts,
    parent_problems,
    rows_in_one,
)
from pipeline.normalize.doubts import few
from pipeline.normalize.draft import Draft
from pipeline.normalize.tables.bare_columns import bare_columns
from pipeline.normalize.tables.colours import coloured_blanks
from pipeline.normalize.tables.raw_table import RawTable
from pipeline.normalize.tables.rows import TableRow
from pipeline.normalize.tables.short_of_room import short_of_room
from pipeline.normalize.tables.uneven import IN_HEADER, swallowed, uneven_columns
from pipeline.normalize.text import clean
from pipeline.writing.columns import TITLE, kinds
from pipeline.writing.headings import annex_heading
from pipeline.writing.letters import fold
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import implausible_words

IMPLAUSIBLE = "text-implausible"

_IS_CODE = compiled(r"(?=\S*\d)[\p{Lu}\d./-]+")
_FEWEST, _USUAL = 5, 0.8
"""Texts of a column that tell what it holds, and the share of them that is the rule."""
_CODES = (
    "the texts of this column are codes, so that the names of the header may stand in another order"
    " than its columns; compare with the page"
)
_BARE = "no word of this column has an accent; compare its letters with the page"
_WITHOUT_START = "the table begins with the rest of a row whose start is not there"
_MAY_GO_ON = (
    "the names of its columns may be one more row of the table above it, which has as many columns"
)
_INSIDE = (
    "a row without a number begins inside a sentence or prints one cell alone: it may go on with"
    " the row above"
)


def check_table(
    draft: Draft,
    table: RawTable,
    record: TableRecord,
    rows: Sequence[TableRow],
    ids: Sequence[str],
) -> None:
    """Note what is doubtful in a table: blank, without a header, numbers that jump."""
    table_id = record.table_id
    if not rows:
        draft.problem("warning", "table-empty", "a header without rows", table_id=table_id)
    if not (table.has_header or table.is_form or _lists_annexes(table)) and rows:
        draft.problem("warning", "header-missing", "a table without a header", table_id=table_id)
    if table.may_go_on:
        draft.problem("warning", "rows-uncertain", _MAY_GO_ON, table_id=table_id)
    _check_headers(draft, table, record)
    columns = [at for at, column in enumerate(record.columns) if column == "deadline"]
    for index, code, message in (
        *few(label_problems(rows)),
        *few(rows_in_one(rows)),
        *few(numbers_in_texts(rows)),
        *(found for column in columns for found in deadlines_on_pages(rows, column)),
        *parent_problems(rows),
    ):
        severity: Severity = "info" if code == "parent-by-position" else "warning"
        draft.problem(severity, code, message, rows[index].label, table_id, ids[index])
    for at, (row, row_id) in enumerate(zip(rows, ids, strict=True)):
        if row.unstarted:
            message = _INSIDE if at else _WITHOUT_START
            draft.problem("warning", "row-without-start", message, "", table_id, row_id)
    for index, at, message in short_of_room(rows):
        text, column = rows[index].cells[at].text, record.columns[at]
        draft.problem("warning", "print-unread", message, text, table_id, ids[index], column)
    _check_colours(draft, table, record)
    _check_accents(draft, table, record)
    if table.ground in UNCLOSED:
        _check_pages(draft, table, record, rows, ids)
    if table.ground != "rules":
        _check_titles(draft, record, rows)


def _check_pages(
    draft: Draft,
    table: RawTable,
    record: TableRecord,
    rows: Sequence[TableRow],
    ids: Sequence[str],
) -> None:
    """Cells of a page whose words may stand elsewhere, by what the other pages show."""
    found = {(at, column): why for at, column, why in uneven_columns(rows)}
    found |= dict.fromkeys(swallowed(rows, table.headings, record.headers), IN_HEADER)
    for (at, column), why in sorted(found.items()):
        cell = rows[at].cells[column]
        if not cell.doubts:
            name = record.columns[column]
            draft.problem("warning", UNCERTAIN, why, cell.text, record.table_id, ids[at], name)


def _check_titles(draft: Draft, record: TableRecord, rows: Sequence[TableRow]) -> None:
    """A column that should say what the tasks are and holds codes: where no rules close the cells,
    the names of a header may be printed in another order than its columns."""
    if record.kind not in kinds() or TITLE not in record.columns:
        return
    at = record.columns.index(TITLE)
    texts = [row.cells[at].text for row in rows if row.cells[at].text]
    codes = [text for text in texts if _IS_CODE.fullmatch(text)]
    if len(texts) >= _FEWEST and len(codes) >= _USUAL * len(texts):
        draft.problem("warning", UNCERTAIN, _CODES, codes[0], record.table_id, column=TITLE)


def _check_colours(draft: Draft, table: RawTable, record: TableRecord) -> None:
    """Blank cells that a colour sets apart: what it says is no text."""
    found = coloured_blanks([row.cells for row in table.rows])
    if found:
        message = (
            f"{sum(found.values())} blank cells are coloured; what the colour says is not read"
        )
        column = record.columns[min(found)]
        draft.problem("warning", "print-unread", message, "", record.table_id, column=column)


def _check_accents(draft: Draft, table: RawTable, record: TableRecord) -> None:
    """Columns whose words have lost their accents in the file."""
    width = len(record.columns)
    texts = [
        [cell.raw for row in table.rows for cell in row.cells[at : at + 1] if not cell.merged]
        for at in range(width)
    ]
    for at in bare_columns(texts):
        sample = next(filter(None, texts[at]), "")
        column = record.columns[at]
        draft.problem("warning", IMPLAUSIBLE, _BARE, sample, record.table_id, column=column)


def _lists_annexes(table: RawTable) -> bool:
    """Whether each row of a table names an annex of the document: a list of them has no header."""
    texts = ([clean(cell.fragments).text for cell in row.cells] for row in table.rows)
    return all(annex_heading(next(filter(None, row), "")) for row in texts)


def _check_headers(draft: Draft, table: RawTable, record: TableRecord) -> None:
    """Headers of tasks and indicators that stand for no known column, each once in a document and
    those of a table together; and cells printed beyond the last header. In other tables a header
    of its own is the rule."""
    printed = dict(zip(record.columns, record.headers, strict=True))
    news = {
        fold(printed[column]): column
        for column in reversed(table.header.unknown if record.kind in kinds() else ())
        if printed[column] and fold(printed[column]) not in draft.reported
    }
    draft.reported.update(news)
    unknown = [column for column in table.header.unknown if column in news.values()]
    if unknown:
        which = "the header" if len(unknown) == 1 else f"{len(unknown)} headers"
        message = f"no column is known for {which}; kept as {', '.join(unknown)}"
        names = " | ".join(printed[column] for column in unknown)
        column = TITLE if TITLE in unknown else unknown[0]
        draft.problem("info", "header-unknown", message, names, record.table_id, column=column)
    nameless = [c for c in table.header.unknown if not printed[c]] if table.has_header else []
    if nameless and nameless[0] == record.columns[0] and _names_rows(table):
        del nameless[0]  # the corner of a cross table
    if nameless:
        code, message = "row-wider-than-header", f"no header is printed over {', '.join(nameless)}"
        draft.problem("warning", code, message, "", record.table_id, column=nameless[0])


def _names_rows(table: RawTable) -> bool:
    """Whether the cells of the first column name the rows: a cross table, whose corner is blank."""
    first = [clean(row.cells[0].fragments).text for row in table.rows if row.cells]
    return sum(any(map(str.isalpha, text)) for text in first) > len(first) / 2


def check_deadlines(draft: Draft, items: Iterable[Item]) -> None:
    """Note the deadlines that are in no known form."""
    for task in items:
        if isinstance(task, TaskRecord) and task.deadline_kind == "unparsed":
            draft.problem(
                "warning",
                "deadline-unparsed",
                "the deadline is in no known form",
                task.deadline or "",
                task.table_id,
                task.row_id,
                "deadline",
            )


def check_agencies(draft: Draft) -> None:
    """One problem for each name that no body is known by, however often the document prints it. A
    unit or a post of whoever issued the document is named with it, and is no doubt."""
    unknown = [a for a in draft.assignments if a.scope == "unknown" and a.agency is None]
    counts = Counter(assignment.text for assignment in unknown)
    for first in {a.text: a for a in reversed(unknown)}.values():
        what = "whose it is is not known" if first.kind else "no body is known by this name"
        times = f" ({counts[first.text]} cells)" if counts[first.text] > 1 else ""
        draft.problem(
            "warning",
            "agency-unknown",
            what + times,
            first.text,
            first.row_id.rpartition("/")[0],
            first.row_id,
            first.role,
        )


def misspelled(draft: Draft, told: Sequence[Problem]) -> Iterator[Problem]:
    """Tables whose words are no Vietnamese, where the reader has not told so: letters that were
    lost or mistaken before, words cut anywhere."""
    if any(problem.code == IMPLAUSIBLE for problem in told):
        return
    tables = {row.row_id: row.table_id for row in draft.rows}
    texts: dict[str, list[str]] = {table.table_id: [*table.headers] for table in draft.tables}
    for cell in draft.cells:
        texts[tables[cell.row_id]].append(cell.text)
    for number, lines in enumerate(texts.values(), start=1):
        words = implausible_words("\n".join(lines))
        if words:
            message = f"the words of table {number} are not Vietnamese as spelled; compare them"
            yield Problem("error", IMPLAUSIBLE, message, ", ".join(dict.fromkeys(words[:8])))
