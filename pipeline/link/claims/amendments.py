"""A document's claims → amendments, changes, originals.

Everything here is said by the document itself. Which row of which document an original is depends
on what else is in the corpus and is settled in `corpus`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.data.records import (
    AmendmentRecord,
    ChangeRecord,
    Document,
    FieldRecord,
    FootnoteRecord,
    OriginalRecord,
    ProblemRecord,
)
from pipeline.frozen import dataclass
from pipeline.link.claims.articles import read_articles
from pipeline.link.claims.citations import cite
from pipeline.link.claims.claims import Claim, parse_claims
from pipeline.link.claims.effect import with_effect
from pipeline.link.claims.references import number_key
from pipeline.link.claims.wording import likeness
from pipeline.model import Extraction, Prose
from pipeline.writing.letters import fold, plain
from pipeline.writing.wording import differs

TITLE = "title"
UNPARSED = "claim-unparsed"


@dataclass(frozen=True, slots=True)
class Told:
    """What a document tells of others."""

    amendments: tuple[AmendmentRecord, ...]
    changes: tuple[ChangeRecord, ...]
    originals: tuple[OriginalRecord, ...]
    problems: tuple[ProblemRecord, ...]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """A claim and where it was read: a footnote and its row, or an article."""

    key: str
    claim: Claim
    footnote: FootnoteRecord | None = None

    @property
    def row_id(self) -> str | None:
        """The amended row; none for an item that was removed."""
        return self.footnote.row_id if self.footnote else None


def prose_of(extraction: Extraction) -> tuple[str, ...]:
    """The lines of a document outside tables and footnotes, page numbers and running heads
    left out: where its articles stand."""
    return tuple(
        plain(block.fragment.text)
        for page in extraction.reading.pages
        for block in page.blocks
        if isinstance(block, Prose) and not block.running
    )


def annotate(document: Document, prose: Sequence[str] = ()) -> Document:
    """The document with what it tells of others (amendments, changes, originals, citations) and
    from when it counts.

    `prose` are the lines of its body (`prose_of`), without which articles make no claims.
    """
    told = tell(document, prose)
    return replace(
        with_effect(document, prose),
        amendments=told.amendments,
        changes=told.changes,
        originals=told.originals,
        citations=tuple(cite(document.cells)),
        problems=(*document.problems, *told.problems),
    )


def tell(document: Document, prose: Sequence[str] = ()) -> Told:
    """The amendments, changes and originals of a document, from its footnotes and articles."""
    evidence = [*_from_footnotes(document.footnotes), *_from_articles(document.doc_id, prose)]
    marked = {item.row_id for item in evidence if item.row_id}
    rows: dict[str, dict[str, str]] = {}
    for cell in document.cells:
        if cell.row_id in marked:
            rows.setdefault(cell.row_id, {})[cell.column] = cell.text
    return Told(
        amendments=tuple(_amendment(item, document.doc_id, rows) for item in evidence),
        changes=tuple(_changes(evidence, document.doc_id, rows)),
        originals=_originals(evidence, document.doc_id),
        problems=tuple(_problems(evidence, document.doc_id)),
    )


def _from_footnotes(footnotes: Iterable[FootnoteRecord]) -> Iterator[_Evidence]:
    for footnote in footnotes:
        for number, claim in enumerate(parse_claims(footnote.text or ""), start=1):
            yield _Evidence(f"{footnote.footnote_id}/{number}", claim, footnote)


def _from_articles(doc_id: str, prose: Sequence[str]) -> Iterator[_Evidence]:
    for number, claim in enumerate(read_articles(prose), start=1):
        yield _Evidence(f"{doc_id}/art/{number}", claim)


# --- amendments ------------------------------------------------------------------------------


def _amendment(
    item: _Evidence, doc_id: str, rows: Mapping[str, Mapping[str, str]]
) -> AmendmentRecord:
    claim = item.claim
    title = rows.get(item.row_id or "", {}).get(TITLE)
    scored = claim.title is not None and title is not None
    return AmendmentRecord(
        amendment_id=item.key,
        footnote_id=item.footnote.footnote_id if item.footnote else None,
        doc_id=doc_id,
        row_id=item.row_id,
        source="footnote" if item.footnote else "article",
        action=claim.action,
        original_number=claim.original_number,
        original_date=claim.original_date,
        original_annex=claim.original_annex,
        original_stt=claim.original_stt,
        original_sub=claim.original_sub,
        original_title=claim.title,
        title_score=likeness(claim.title or "", title or "") if scored else None,
        original_doc_id=None,
        original_row_id=None,
        resolve_score=None,
        status="cited" if claim.names_original or claim.action == "new" else "unparsed",
    )


def _problems(evidence: Iterable[_Evidence], doc_id: str) -> Iterator[ProblemRecord]:
    """Notes that say something was changed and do not say what."""
    for item in evidence:
        if item.claim.names_original or item.claim.action == "new":
            continue
        note = item.footnote
        table_id = note.row_id.rpartition("/")[0] if note and note.row_id else None
        message = "no original item is recognised in a note that says one was changed"
        yield ProblemRecord(
            doc_id=doc_id,
            table_id=table_id,
            row_id=item.row_id,
            column=note.column if note else None,
            severity="warning",
            code=UNPARSED,
            message=message,
            evidence=(note.text or "") if note else "",
        )


# --- changes ---------------------------------------------------------------------------------


def _changes(
    evidence: Iterable[_Evidence], doc_id: str, rows: Mapping[str, Mapping[str, str]]
) -> Iterator[ChangeRecord]:
    """Every quoted field that the row has and that reads otherwise there; the title too."""
    for item in evidence:
        row = rows.get(item.row_id or "")
        if row is None or item.footnote is None or item.row_id is None:
            continue
        title = [FieldRecord(TITLE, item.claim.title)] if item.claim.title else []
        for field in (*title, *item.claim.fields):
            after = row.get(field.column)
            if after is not None and differs(field.text, after):
                yield ChangeRecord(
                    item.row_id, doc_id, field.column, field.text, after, item.footnote.footnote_id
                )


# --- originals -------------------------------------------------------------------------------


def _originals(evidence: Iterable[_Evidence], doc_id: str) -> tuple[OriginalRecord, ...]:
    """One record per item of another document, what several notes say of it put together.

    Notes that give one number two titles speak of two items.
    """
    found: dict[tuple[object, ...], OriginalRecord] = {}
    for item in evidence:
        claim = item.claim
        if claim.original_number is None or not claim.names_original:
            continue
        key = (
            number_key(claim.original_number),
            fold(claim.original_annex or ""),
            claim.original_stt,
            claim.original_sub,
            fold(claim.title or ""),
        )
        found[key] = _with_evidence(found.get(key), item, doc_id)
    return tuple(sorted(found.values(), key=_original_order))


def _with_evidence(known: OriginalRecord | None, item: _Evidence, doc_id: str) -> OriginalRecord:
    claim = item.claim
    notes = (item.footnote.footnote_id,) if item.footnote else ()
    if known is None:
        return OriginalRecord(
            original_number=claim.original_number or "",
            original_annex=claim.original_annex,
            stt=claim.original_stt,
            sub=claim.original_sub,
            title=claim.title,
            fields=claim.fields,
            footnote_ids=notes,
            doc_id=doc_id,
        )
    said = {(field.column, fold(field.text) or field.text) for field in known.fields}
    new = [f for f in claim.fields if (f.column, fold(f.text) or f.text) not in said]
    return replace(known, fields=(*known.fields, *new), footnote_ids=(*known.footnote_ids, *notes))


def _original_order(original: OriginalRecord) -> tuple[object, ...]:
    return (
        number_key(original.original_number),
        original.original_annex or "",
        item_order(original.stt),
        item_order(original.sub),
        original.title or "",
    )


def item_order(number: str | None) -> tuple[int, ...]:
    """A printed item number as something to sort by: `11.10` after `11.9`."""
    return tuple(int(part) for part in re.findall(r"\d+", number or ""))
