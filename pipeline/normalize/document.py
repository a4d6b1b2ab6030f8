"""Puts a document together: from an extraction to the rows of every dataset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.data.records import (
    Document,
    DocumentRecord,
    FactRecord,
    PageRecord,
    ProblemRecord,
)
from pipeline.errors import InputError
from pipeline.model import Extraction, Fragment, Page, Source
from pipeline.normalize.announced import missing_tables
from pipeline.normalize.corrections.apply import (
    accept_doubts,
    correct_columns,
    correct_facts,
    correct_rows,
    unapplied,
)
from pipeline.normalize.corrections.between import left_open
from pipeline.normalize.corrections.match import Built
from pipeline.normalize.doubts import few, notes_apart, told_once
from pipeline.normalize.draft import (
    Draft,
    add_problem,
    named_repair,
    outside_rows,
    repair_of,
    tell_suspects,
)
from pipeline.normalize.facts import Facts, key_of, read_facts
from pipeline.normalize.headers_outside import headers_outside
from pipeline.normalize.ledger import balance
from pipeline.normalize.letterhead import has_letterhead
from pipeline.normalize.lost_rows import lost_rows
from pipeline.normalize.notes import Marker, Matched, match_notes, read_note
from pipeline.normalize.ocr.scanned import is_scan
from pipeline.normalize.ocr.signs import Seen
from pipeline.normalize.pageless import of_no_page, without_pages
from pipeline.normalize.prose_lines import lines_of
from pipeline.normalize.table_doubts import check_agencies, misspelled
from pipeline.normalize.table_records import add_table
from pipeline.normalize.tables.raw_table import RawTable
from pipeline.normalize.tables.rows import build_rows
from pipeline.normalize.tables.stitch import Stitched, stitch
from pipeline.normalize.tables.titles import is_upper
from pipeline.normalize.text import clean
from pipeline.normalize.typed_marks import glued_marks, typed_marks
from pipeline.writing.headings import annex_heading
from pipeline.writing.letters import plain
from pipeline.writing.numbers import DATE_WITHOUT_YEAR, YEAR

if TYPE_CHECKING:
    from pipeline.normalize.ocr.letterhead import Named


def normalize(extraction: Extraction) -> Document:
    """Everything published of one document."""
    scanned = is_scan(extraction.reading.pages)
    stitched, seen = _stitched(extraction.reading.pages, scanned)
    entries = extraction.source.corrections
    read, of_pictures = _facts(extraction, stitched, scanned)
    facts, of_facts, missed = correct_facts(read, entries, _first_title(stitched))
    draft = Draft(facts.doc_id, extraction.source.name, seen=seen)
    tables, of_columns, unnamed = correct_columns(stitched.tables, entries)
    draft.repairs += [
        named_repair(facts.doc_id, *named) for named in (*of_pictures, *of_facts, *of_columns)
    ]
    built = [_built(draft, table, ordinal) for ordinal, table in enumerate(tables, start=1)]
    corrected, unmatched, left_out = correct_rows(built, entries)
    draft.repairs += [repair_of(facts.doc_id, None, None, left.change) for left in left_out]
    for ordinal, made in enumerate(corrected, start=1):
        _add_whole(draft, made, ordinal, facts)
    paged = extraction.reading.paged
    unread = extraction.reading.problems if paged else of_no_page(extraction.reading.problems)
    read_of = frozenset(table.caption.annex for table in stitched.tables if table.rows)
    prose = lines_of(stitched.prose)
    missing = [*missing_tables(prose, unread, read_of)]
    missing = missing or [*headers_outside(prose, extraction.reading.dialect)]
    doubts = (*facts.doubts, *lost_rows(stitched), *misspelled(draft, unread))
    doubts += (*typed_marks(stitched), *glued_marks(stitched))
    for problem in (*unread, *missing, *doubts):
        add_problem(draft, problem)
    check_agencies(draft)
    tell_suspects(draft)
    outside = [prose.fragment for prose, _ in stitched.prose]
    outside += [piece for note, _ in stitched.notes for piece in note.fragments]
    draft.repairs += outside_rows(draft.doc_id, outside)
    matched = _footnotes(draft, stitched)
    beside = [piece for left in left_out for piece in left.fragments]
    pages = _ledger(draft, extraction, stitched, beside)
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


def _stitched(pages: Sequence[Page], scanned: bool) -> tuple[Stitched, Seen]:
    """The tables of some pages, what was misread from pictures mended, and what was seen of these
    as a whole."""
    if not scanned:
        return stitch(tuple(pages)), Seen()
    from pipeline.normalize.ocr.apply import mend_pages, mend_tables  # of scans alone

    mended, seen = mend_pages(pages)
    stitched = stitch(mended)
    return replace(stitched, tables=mend_tables(stitched.tables)), seen


def failed(source: Source, sha256: str, error: InputError) -> Document:
    """The record of a file that could not be read: its name and what is wrong, nothing else."""
    key = key_of(source.overrides.doc_id, source.overrides.number, None, source.name)
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


def _facts(extraction: Extraction, stitched: Stitched, scanned: bool) -> tuple[Facts, list[Named]]:
    """What the document says of itself, and what of it was mended."""
    lines = _own_lines(stitched)
    inside = [] if lines else _title_block(stitched)
    bold = {prose.fragment.text for prose, _ in stitched.prose if prose.fragment.bold}
    source = extraction.source
    own, name = source.overrides, source.name
    facts = read_facts(lines or inside, extraction.reading.marginalia, name, own, bold)
    if inside:  # the title is that of the table
        evidence = tuple(fact for fact in facts.evidence if fact.name != "title")
        facts = replace(facts, title=own.title, evidence=evidence)
    named: list[Named] = []
    if scanned:
        from pipeline.normalize.ocr.letterhead import checked_facts  # the same

        facts, named = checked_facts(facts, [prose.fragment for prose, _ in stitched.prose])
    key = key_of(own.doc_id, facts.number, facts.issued, name)
    return replace(facts, doc_id=key), named


def _own_lines(stitched: Stitched) -> list[str]:
    """The lines outside tables, running heads left out; a year that a narrow column cut from its
    date stands with it again, also where it reads like a page number."""
    lines: list[str] = []
    for prose, _ in stitched.prose:
        text = prose.fragment.text
        if YEAR.match(text) and (cut := _cut_date(lines)) is not None:
            lines[cut] += f" {text.strip()}"
        elif not prose.running:
            lines.append(text)
    return lines


def _title_block(stitched: Stitched) -> list[str]:
    """The lines inside the first table above its header, where nothing stands outside tables and an
    annex heading or the name of the state begins them."""
    cells = stitched.tables[0].headings if stitched.tables else ()
    lines = [fragment.text for cell in cells for fragment in cell.fragments]
    opens = bool(lines) and (annex_heading(lines[0]) is not None or has_letterhead(lines[:4]))
    return lines if opens else []


def _cut_date(lines: Sequence[str]) -> int | None:
    """Which of the last lines is a date that lacks its year: a line of the left column of the
    letterhead may stand between them."""
    last = range(len(lines) - 1, max(-1, len(lines) - 3), -1)
    return next((at for at in last if DATE_WITHOUT_YEAR.search(lines[at])), None)


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


def _built(draft: Draft, table: RawTable, ordinal: int) -> Built:
    """A table with its rows made whole, or the problem that it could not be read."""
    with _survived(draft, table, ordinal):
        return Built(table, build_rows(table))
    return Built(table, None)


def _add_whole(draft: Draft, built: Built, ordinal: int, facts: Facts) -> None:
    """Add one table with all that follows from it, or the problem that it could not be read."""
    own = Draft(draft.doc_id, draft.source, draft.reported, draft.seen)
    if built.rows is not None:
        with _survived(draft, built.table, ordinal):
            add_table(own, built.table, built.rows, ordinal, facts)
            draft.take(own)


@contextmanager
def _survived(draft: Draft, table: RawTable, ordinal: int) -> Iterator[None]:
    """A fault in one table does not cost the others: it becomes a problem."""
    try:
        yield
    except Exception as error:  # a bug met by one table; the document's other tables are good
        what = " ".join(f"{type(error).__name__}: {error}".split())
        title = table.caption.title or table.caption.annex or ""
        message = f"table {ordinal} of the document could not be read ({what})"
        draft.problem("error", "table-failed", message, title)


def _footnotes(draft: Draft, stitched: Stitched) -> Matched:
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


def _ledger(
    draft: Draft, extraction: Extraction, stitched: Stitched, beside: Sequence[Fragment]
) -> list[PageRecord]:
    """The pages; `beside` is what a person said is no row: it stands outside the tables."""
    pages = balance(
        draft.doc_id,
        extraction.source.name,
        extraction.reading.pages,
        draft.printed,
        (piece for note, _ in stitched.notes for piece in note.fragments),
        (*(prose.fragment for prose, _ in stitched.prose), *beside),
    )
    for page in pages:
        if page.chars_unplaced and page.status != "failed":
            where = f"page {page.page}: " if extraction.reading.paged else ""
            message = f"{where}{page.chars_unplaced} of {page.chars} characters are lost"
            if page.chars_unplaced < 0:
                message = f"{where}{-page.chars_unplaced} characters stand twice"
            draft.problem("error", "chars-unplaced", message, page=page.page)
    return pages
