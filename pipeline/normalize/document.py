"""Puts a document together: from an extraction to the rows of every dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.data.records import (
    AssignmentRecord,
    CellRecord,
    Document,
    DocumentRecord,
    FactRecord,
    Item,
    PageRecord,
    PlaceRecord,
    ProblemRecord,
    RepairRecord,
    RowRecord,
    TableRecord,
    TaskRecord,
    is_on,
)
from pipeline.errors import InputError
from pipeline.model import UNCERTAIN, Extraction, Fragment, Problem, Severity, Source
from pipeline.normalize.announced import lines_of, missing_tables
from pipeline.normalize.checks import label_problems, parent_problems, rows_in_one
from pipeline.normalize.corrections.apply import (
    accept_doubts,
    correct_columns,
    correct_facts,
    correct_rows,
    unapplied,
)
from pipeline.normalize.corrections.between import left_open
from pipeline.normalize.corrections.match import Built, print_of
from pipeline.normalize.doubts import few, notes_apart, told_once
from pipeline.normalize.facts import Facts, doc_id, read_facts, year_of
from pipeline.normalize.ledger import balance
from pipeline.normalize.notes import Marker, Matched, match_notes, read_note
from pipeline.normalize.ocr.apply import mend_pages, mend_tables
from pipeline.normalize.pageless import of_no_page, without_pages
from pipeline.normalize.tables.joins import Join
from pipeline.normalize.tables.rows import TableCell, TableRow, build_rows
from pipeline.normalize.tables.stitch import RawTable, Stitched, fragments_of, stitch
from pipeline.normalize.tables.titles import is_upper
from pipeline.normalize.text import JOIN_RULES, TextRepair, clean, mended_words
from pipeline.normalize.values.bodies import setting_of
from pipeline.normalize.values.records import (
    READERS,
    ReadRow,
    RowsOfTable,
    read_assignments,
)
from pipeline.writing.columns import kinds
from pipeline.writing.letters import fold, plain
from pipeline.writing.syllables import implausible_words

IMPLAUSIBLE = "text-implausible"


@dataclass(slots=True)
class _Draft:
    """Records of a document while they are collected."""

    doc_id: str
    source: str
    reported: set[str] = field(default_factory=set)
    tables: list[TableRecord] = field(default_factory=list)
    rows: list[RowRecord] = field(default_factory=list)
    cells: list[CellRecord] = field(default_factory=list)
    items: dict[str, list[Item]] = field(default_factory=lambda: {kind: [] for kind in READERS})
    assignments: list[AssignmentRecord] = field(default_factory=list)
    repairs: list[RepairRecord] = field(default_factory=list)
    problems: list[ProblemRecord] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    printed: list[Fragment] = field(default_factory=list)

    def take(self, other: _Draft) -> None:
        """Add the records of another draft of the same document."""
        for name in self.__slots__:
            if isinstance(getattr(self, name), list):
                getattr(self, name).extend(getattr(other, name))
        for kind, found in other.items.items():
            self.items[kind] += found

    def problem(
        self,
        severity: Severity,
        code: str,
        message: str,
        evidence: str = "",
        table_id: str | None = None,
        row_id: str | None = None,
        column: str | None = None,
        page: int | None = None,
    ) -> None:
        self.problems.append(
            ProblemRecord(
                self.doc_id, table_id, row_id, column, severity, code, message, evidence, page
            )
        )

    def placed_problems(self) -> Iterator[ProblemRecord]:
        """The problems, each with its page: its own, or the one its row or table begins on."""
        pages = {row.row_id: row.first_page for row in self.rows}
        pages |= {table.table_id: table.first_page for table in self.tables}
        for problem in self.problems:
            known = problem.page or pages.get(problem.row_id or problem.table_id or "")
            yield replace(problem, page=known)


def normalize(extraction: Extraction) -> Document:
    """Everything published of one document."""
    stitched = stitch(mend_pages(extraction.reading.pages))
    stitched = replace(stitched, tables=mend_tables(stitched.tables))
    entries = extraction.source.corrections
    read = _facts(extraction, stitched)
    facts, of_facts, missed = correct_facts(read, entries, _first_title(stitched))
    draft = _Draft(facts.doc_id, extraction.source.name)
    tables, of_columns, unnamed = correct_columns(stitched.tables, entries)
    draft.repairs += [_named_repair(facts.doc_id, *named) for named in (*of_facts, *of_columns)]
    built = [_built(draft, table, ordinal) for ordinal, table in enumerate(tables, start=1)]
    corrected, unmatched = correct_rows(built, entries)
    for ordinal, made in enumerate(corrected, start=1):
        _add_whole(draft, made, ordinal, facts)
    paged = extraction.reading.paged
    unread = extraction.reading.problems if paged else of_no_page(extraction.reading.problems)
    with_rows = frozenset(table.annex for table in draft.tables if table.rows)
    missing = missing_tables(lines_of(stitched.prose), unread, with_rows)
    for problem in (*unread, *missing, *facts.doubts, *_misspelled(draft, unread)):
        _add_problem(draft, problem)
    outside = [prose.fragment for prose, _ in stitched.prose]
    outside += [piece for note, _ in stitched.notes for piece in note.fragments]
    draft.repairs += _outside_rows(draft.doc_id, outside)
    matched = _footnotes(draft, stitched)
    pages = _ledger(draft, extraction, stitched)
    draft.problems, unaccepted = accept_doubts(draft.problems, corrected, entries, draft.doc_id)
    decisions, lost = left_open(entries, unaccepted, corrected, draft.doc_id)
    for code, message, evidence in unapplied((*missed, *unnamed, *unmatched, *lost)):
        draft.problem("error", code, message, evidence)
    items: dict[str, Any] = {kind: tuple(found) for kind, found in draft.items.items()}
    document = Document(
        documents=(_document_record(extraction, facts, stitched),),
        tables=tuple(draft.tables),
        rows=tuple(draft.rows),
        cells=tuple(draft.cells),
        assignments=tuple(draft.assignments),
        footnotes=matched.records,
        pages=tuple(pages),
        repairs=tuple(draft.repairs),
        problems=tuple(told_once(draft.placed_problems())),
        decisions=tuple(decisions),
        **items,
    )
    return document if paged else without_pages(document)


def _misspelled(draft: _Draft, told: Sequence[Problem]) -> Iterator[Problem]:
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


def failed(source: Source, sha256: str, error: InputError) -> Document:
    """The record of a file that could not be read: its name and what is wrong, nothing else."""
    key = source.overrides.doc_id or doc_id(source.overrides.number, None, source.name)
    record = DocumentRecord(
        doc_id=key,
        number=source.overrides.number,
        kind=source.overrides.kind,
        issuer=source.overrides.issuer,
        title=source.overrides.title,
        issued_date=source.overrides.issued,
        status=source.overrides.status,
        source=source.name,
        sha256=sha256,
        media_type=None,
        dialect=None,
        pages=0,
        engine=None,
        renditions=(),
        url=source.overrides.url,
        parts=(),
        facts=(),
    )
    problem = ProblemRecord(key, None, None, None, "error", error.code, error.message, source.name)
    return Document(documents=(record,), problems=(problem,))


def _facts(extraction: Extraction, stitched: Stitched) -> Facts:
    lines = [prose.fragment.text for prose, _ in stitched.prose if not prose.running]
    bold = {prose.fragment.text for prose, _ in stitched.prose if prose.fragment.bold}
    source = extraction.source
    return read_facts(lines, extraction.reading.marginalia, source.name, source.overrides, bold)


def _first_title(stitched: Stitched) -> str | None:
    """The title of the first table that has one, in capitals or under an annex: that of a document
    that states none."""
    captions = (table.caption for table in stitched.tables)
    titles = ((caption.title, caption.annex) for caption in captions)
    return next((title for title, annex in titles if title and (annex or is_upper(title))), None)


def _document_record(extraction: Extraction, facts: Facts, stitched: Stitched) -> DocumentRecord:
    return DocumentRecord(
        doc_id=facts.doc_id,
        number=facts.number,
        kind=facts.kind,
        issuer=facts.issuer,
        title=facts.title or _first_title(stitched),
        issued_date=facts.issued,
        status=facts.status if _is_read(extraction) else extraction.source.overrides.status,
        source=extraction.source.name,
        sha256=extraction.sha256,
        media_type=extraction.media_type,
        dialect=extraction.reading.dialect,
        pages=len(extraction.reading.pages),
        engine=extraction.reading.engine,
        renditions=(),
        url=facts.url,
        parts=(),
        facts=tuple(_placed(fact, stitched) for fact in facts.evidence),
    )


def _placed(fact: FactRecord, stitched: Stitched) -> FactRecord:
    """A fact with the page and line of the first printed line of its evidence."""
    if fact.origin in ("settings", "signature", "symbol", "correction"):
        return fact
    for prose, _ in stitched.prose:
        text = plain(prose.fragment.text)
        if text and (fact.evidence.startswith(text) or fact.evidence in text):
            place = prose.fragment.place
            return replace(fact, page=place.page, line=place.line)
    return fact


def _is_read(extraction: Extraction) -> bool:
    return any(page.chars for page in extraction.reading.pages)


def _add_problem(draft: _Draft, problem: Problem) -> None:
    page = f"page {problem.page}: " if problem.page else ""
    row, column = _cell_meant(draft, problem)
    draft.problem(
        problem.severity,
        problem.code,
        page + problem.message,
        problem.evidence,
        row.table_id if row else None,
        row.row_id if row else None,
        column,
        problem.page,
    )


def _cell_meant(draft: _Draft, problem: Problem) -> tuple[RowRecord | None, str | None]:
    """The row and column a reader's doubt is about, where it names exactly one."""
    if problem.label is None or problem.page is None:
        return None, None
    page = problem.page
    rows = [row for row in draft.rows if row.label == problem.label and is_on(row, page)]
    if len(rows) != 1:
        return None, None
    table = next(table for table in draft.tables if table.table_id == rows[0].table_id)
    named = dict(zip(table.headers, table.columns, strict=True))
    return rows[0], named.get(problem.header or "")


def _built(draft: _Draft, table: RawTable, ordinal: int) -> Built:
    """A table with its rows made whole, or the problem that it could not be read."""
    with _survived(draft, table, ordinal):
        return Built(table, build_rows(table))
    return Built(table, None)


def _add_whole(draft: _Draft, built: Built, ordinal: int, facts: Facts) -> None:
    """Add one table with all that follows from it, or the problem that it could not be read."""
    own = _Draft(draft.doc_id, draft.source, draft.reported)
    if built.rows is not None:
        with _survived(draft, built.table, ordinal):
            _add_table(own, built.table, built.rows, ordinal, facts)
            draft.take(own)


@contextmanager
def _survived(draft: _Draft, table: RawTable, ordinal: int) -> Iterator[None]:
    """A fault in one table does not cost the others: it becomes a problem."""
    try:
        yield
    except Exception as error:  # a bug met by one table; the document's other tables are good
        what = " ".join(f"{type(error).__name__}: {error}".split())
        title = table.caption.title or table.caption.annex or ""
        message = f"table {ordinal} of the document could not be read ({what})"
        draft.problem("error", "table-failed", message, title)


def _add_table(
    draft: _Draft, table: RawTable, rows: Sequence[TableRow], ordinal: int, facts: Facts
) -> None:
    """Add one table: its row in `tables`, its rows, cells and values."""
    table_id = f"{facts.doc_id}/{ordinal}"
    ids = [f"{table_id}/{number:04}" for number in range(1, len(rows) + 1)]
    record = _table_record(table, table_id, ordinal, rows, facts, draft.source)
    draft.tables.append(record)
    draft.printed += fragments_of(table.headings)
    draft.repairs += _outside_rows(draft.doc_id, fragments_of(table.headings))
    for cell in table.headings:
        if cell.doubt:
            draft.problem("warning", UNCERTAIN, cell.doubt, cell.raw, table_id)
    for name, number in table.header.markers:
        page = _first_page(table, rows)
        draft.markers.append(Marker(table.caption.annex, number, None, name, page))
    read = [_add_row(draft, record, row, ids, number) for number, row in enumerate(rows, start=1)]
    _check_table(draft, table, record, rows, ids)
    _add_values(draft, RowsOfTable(record, read), facts)


def _first_page(table: RawTable, rows: Sequence[TableRow]) -> int:
    pages = [row.pages[0] for row in rows]
    pages += [piece.place.page for piece in fragments_of(table.headings)]
    return min(pages, default=1)


def _table_record(
    table: RawTable,
    table_id: str,
    ordinal: int,
    rows: Sequence[TableRow],
    facts: Facts,
    source: str,
) -> TableRecord:
    return TableRecord(
        table_id=table_id,
        doc_id=facts.doc_id,
        ordinal=ordinal,
        annex=table.caption.annex,
        section=table.caption.section,
        title=table.caption.title,
        kind=table.header.kind,
        headers=table.header.printed,
        columns=table.header.columns,
        first_page=_first_page(table, rows),
        last_page=max((row.pages[1] for row in rows), default=_first_page(table, rows)),
        rows=len(rows),
        fragments=sum(1 + len(row.joins) for row in rows),
        source=source,
        grid=table.ground,
    )


def _add_row(
    draft: _Draft, table: TableRecord, row: TableRow, ids: Sequence[str], number: int
) -> ReadRow:
    row_id = ids[number - 1]
    position = row.position
    record = RowRecord(
        row_id=row_id,
        table_id=table.table_id,
        doc_id=table.doc_id,
        ordinal=number,
        kind=row.kind,
        label=row.label,
        level=position.level,
        parent_row_id=None if position.parent is None else ids[position.parent],
        group_row_id=None if position.group is None else ids[position.group],
        first_page=row.pages[0],
        last_page=row.pages[1],
        fingerprint=print_of(row),
    )
    draft.rows.append(record)
    draft.repairs += [_repair(draft.doc_id, row_id, None, change) for change in row.changes]
    for column, cell in zip(table.columns, row.cells, strict=True):
        _add_cell(draft, table, record, column, cell, row.joins)
    texts = {c: cell.text for c, cell in zip(table.columns, row.cells, strict=True)}
    footnotes = tuple(n for cell in row.cells if not cell.merged for n in cell.markers)
    return ReadRow(record, texts, footnotes)


def _add_cell(
    draft: _Draft,
    table: TableRecord,
    row: RowRecord,
    column: str,
    cell: TableCell,
    joins: Sequence[Join],
) -> None:
    draft.cells.append(
        CellRecord(
            row_id=row.row_id,
            table_id=row.table_id,
            doc_id=row.doc_id,
            column=column,
            text=cell.text,
            raw=cell.raw,
            merged=cell.merged,
            footnotes=cell.markers,
            places=tuple(_place(fragment) for fragment in cell.fragments),
        )
    )
    if cell.merged:
        return
    draft.printed += cell.fragments
    for doubt in cell.doubts:
        draft.problem("warning", UNCERTAIN, doubt, cell.text, row.table_id, row.row_id, column)
    page = cell.fragments[0].place.page if cell.fragments else row.first_page or 1
    draft.markers += [
        Marker(table.annex, number, row.row_id, column, page) for number in cell.markers
    ]
    _add_repairs(draft, row, column, cell, joins)


def _add_repairs(
    draft: _Draft, row: RowRecord, column: str, cell: TableCell, joins: Sequence[Join]
) -> None:
    """One repair per change; those that joined a cut row carry the least certain join."""
    weakest = min(joins, key=lambda join: join.score, default=None)
    for change in cell.changes:
        join = weakest if change.rule in JOIN_RULES else None
        draft.repairs.append(_repair(row.doc_id, row.row_id, column, change, join))
        if change.rule == "redundant-fragment":
            evidence = change.before.rpartition("\n")[2]
            message = "a fragment that the cell already ends with was not added twice"
            draft.problem("info", change.rule, message, evidence, row.table_id, row.row_id, column)


def _outside_rows(doc_id: str, fragments: Iterable[Fragment]) -> Iterator[RepairRecord]:
    """The words mended outside the rows of tables: in names of columns, notes and prose."""
    for fragment in fragments:
        for change in mended_words(fragment):
            yield _repair(doc_id, None, None, change)


def _named_repair(doc_id: str, column: str, change: TextRepair) -> RepairRecord:
    return _repair(doc_id, None, column, change)


def _repair(
    doc_id: str,
    row_id: str | None,
    column: str | None,
    change: TextRepair,
    join: Join | None = None,
) -> RepairRecord:
    return RepairRecord(
        row_id=row_id,
        doc_id=doc_id,
        column=column,
        rule=change.rule,
        before=change.before,
        after=change.after,
        score=join.score if join else None,
        reason="; ".join(join.reasons) if join else change.reason,
    )


def _place(fragment: Fragment) -> PlaceRecord:
    place = fragment.place
    return PlaceRecord(place.page, place.x0, place.y0, place.x1, place.y1, place.line)


def _check_table(
    draft: _Draft,
    table: RawTable,
    record: TableRecord,
    rows: Sequence[TableRow],
    ids: Sequence[str],
) -> None:
    table_id = record.table_id
    if not rows:
        draft.problem("warning", "table-empty", "a header without rows", table_id=table_id)
    if not table.has_header and rows:
        draft.problem("warning", "header-missing", "a table without a header", table_id=table_id)
    _check_headers(draft, table, record)
    for index, code, message in (
        *few(label_problems(rows)),
        *few(rows_in_one(rows)),
        *parent_problems(rows),
    ):
        severity: Severity = "info" if code == "parent-by-position" else "warning"
        draft.problem(severity, code, message, rows[index].label, table_id, ids[index])
    for row, row_id in zip(rows, ids, strict=True):
        if row.unstarted:
            message = "the table begins with the rest of a row whose start is not there"
            draft.problem("warning", "row-without-start", message, "", table_id, row_id)


def _check_headers(draft: _Draft, table: RawTable, record: TableRecord) -> None:
    """Headers of tasks and indicators that stand for no known column, each once in a document; and
    cells printed beyond the last header. In other tables a header of its own is the rule."""
    printed = dict(zip(record.columns, record.headers, strict=True))
    for column in table.header.unknown:
        name = printed[column]
        message = f"no column is known for the header; kept as {column}"
        if name and record.kind in kinds() and fold(name) not in draft.reported:
            draft.reported.add(fold(name))
            draft.problem("info", "header-unknown", message, name, record.table_id, column=column)
    nameless = [c for c in table.header.unknown if not printed[c]] if table.has_header else []
    if nameless:
        code, message = "row-wider-than-header", f"no header is printed over {', '.join(nameless)}"
        draft.problem("warning", code, message, "", record.table_id, column=nameless[0])


def _add_values(draft: _Draft, rows: RowsOfTable, facts: Facts) -> None:
    year = year_of(facts)
    read = READERS.get(rows.table.kind)
    if read is None:
        return
    items = list(read(rows, year))
    draft.items[rows.table.kind] += items
    _check_deadlines(draft, items)
    setting = setting_of(facts.issuer, facts.number, facts.issued)
    assignments = list(read_assignments(rows, facts.issued, setting))
    draft.assignments += assignments
    _check_agencies(draft, assignments, rows.table.table_id)


def _check_deadlines(draft: _Draft, items: Iterable[Item]) -> None:
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


def _check_agencies(draft: _Draft, assignments: Iterable[AssignmentRecord], table_id: str) -> None:
    """One problem for each name that no body is known by, however often the table prints it."""
    unknown = [a for a in assignments if a.scope == "unknown"]
    counts = Counter(assignment.text for assignment in unknown)
    for first in {a.text: a for a in reversed(unknown)}.values():
        what = "whose it is is not known" if first.kind else "no body is known by this name"
        times = f" ({counts[first.text]} cells)" if counts[first.text] > 1 else ""
        draft.problem(
            "warning",
            "agency-unknown",
            what + times,
            first.text,
            table_id,
            first.row_id,
            first.role,
        )


def _footnotes(draft: _Draft, stitched: Stitched) -> Matched:
    """Markers and texts matched; markers in prose (a title, a caption) count too."""
    markers = [
        Marker(annex, number, None, None, prose.fragment.place.page)
        for prose, annex in stitched.prose
        for number in clean([prose.fragment]).markers
    ]
    texts = [read_note(note, annex) for note, annex in stitched.notes]
    matched = match_notes(draft.doc_id, (*draft.markers, *markers), texts)
    for code, message in notes_apart(matched):
        draft.problem("warning", code, message)
    for marker in (marker for marker in matched.without_text if marker.row_id):
        message = f"footnote {marker.number} is called but has no text"
        draft.problem(
            "warning", "footnote-without-text", message, "", None, marker.row_id, marker.column,
            marker.page,
        )  # fmt: skip
    uncalled = (
        (n, "", f"footnote {t.number} has a text but is called nowhere")
        for n, t in enumerate(matched.without_marker)
    )
    for n, _, message in few(uncalled):
        text = matched.without_marker[n]
        draft.problem("warning", "footnote-without-marker", message, text.text, page=text.page)
    return matched


def _ledger(draft: _Draft, extraction: Extraction, stitched: Stitched) -> list[PageRecord]:
    pages = balance(
        draft.doc_id,
        extraction.source.name,
        extraction.reading.pages,
        draft.printed,
        (piece for note, _ in stitched.notes for piece in note.fragments),
        (prose.fragment for prose, _ in stitched.prose),
    )
    for page in pages:
        if page.chars_unplaced and page.status != "failed":
            where = f"page {page.page}: " if extraction.reading.paged else ""
            message = f"{where}{page.chars_unplaced} of {page.chars} characters are lost"
            if page.chars_unplaced < 0:
                message = f"{where}{-page.chars_unplaced} characters stand twice"
            draft.problem("error", "chars-unplaced", message, page=page.page)
    return pages
