"""The problems that are settled between documents, and which documents they tell of.

They are kept when another document comes, so what they rest on stands in their fields: the rows of
other documents, or the one document in which a claim was looked for.
"""

from __future__ import annotations

from pipeline.data.records import ProblemRecord

AMBIGUOUS = "link-ambiguous"
"""Several rows fit a claim or a link as well."""
MISPRINT = "suspected-ocr"
ARROW = " → "  # between the two readings in the evidence
DISPUTED = "link-disputed"
"""A link and a claim about one row mean different rows of one document."""
BOUNDED = "links-bounded"
"""Rows of two documents read so much alike that nothing tells which is which."""
SETTLED = frozenset({AMBIGUOUS, MISPRINT, DISPUTED, BOUNDED})
"""Codes of the problems that are settled between documents."""


def documents_named(problem: ProblemRecord) -> frozenset[str]:
    """The documents whose rows a problem names, and the one it is about."""
    found = {document_of(row_id) for row_id in problem.other_row_ids}
    return frozenset(found | ({problem.other_doc_id} if problem.other_doc_id else set()))


def document_of(row_id: str) -> str:
    """The document that a row id begins with."""
    return row_id.rsplit("/", 2)[0]


def claim_doubt(
    record_doc_id: str, row_id: str | None, looked_in: str, quoted: str
) -> ProblemRecord:
    """The doubt that no single row of a document is the one a claim speaks of."""
    table_id = row_id.rpartition("/")[0] if row_id else None
    message = f"no single row of {looked_in} is the cited original"
    return ProblemRecord(
        record_doc_id, table_id, row_id, None, "warning", AMBIGUOUS, message, quoted,
        other_doc_id=looked_in,
    )  # fmt: skip


def is_claim_doubt(problem: ProblemRecord) -> bool:
    """Whether a problem is about a claim, not about a link."""
    return problem.code == AMBIGUOUS and not problem.other_row_ids


def link_doubt(
    doc_id: str, row_id: str, other_row_id: str, rivals: list[str], title: str
) -> ProblemRecord:
    """The doubt that other rows fit a link as well."""
    message = f"as like {other_row_id} as {', '.join(rivals)}; the link needs a person"
    return _between(doc_id, row_id, (other_row_id, *rivals), AMBIGUOUS, message, title)


def dispute(doc_id: str, row_id: str, other_row_id: str, claimed: list[str]) -> ProblemRecord:
    """The doubt that a row reads like one row while its document says it was another."""
    message = (
        f"reads like {other_row_id}, but a note means {', '.join(claimed)}; a person must say which"
    )
    return _between(doc_id, row_id, (other_row_id, *claimed), DISPUTED, message, other_row_id)


def _between(
    doc_id: str, row_id: str, others: tuple[str, ...], code: str, message: str, evidence: str
) -> ProblemRecord:
    """A doubt about a row and those of another document that it may be, the likest first."""
    return ProblemRecord(
        doc_id=doc_id,
        table_id=row_id.rpartition("/")[0],
        row_id=row_id,
        column="title",
        severity="warning",
        code=code,
        message=message,
        evidence=evidence,
        other_row_ids=others,
        other_doc_id=document_of(others[0]),
    )


def bounded(doc_id: str, other_doc_id: str, rows: int) -> ProblemRecord:
    """Rows that were not looked for in another document, for too many there read the same."""
    message = (
        f"{rows} rows read like so many of {other_doc_id} that nothing tells which is which; "
        "they are not linked"
    )
    return ProblemRecord(
        doc_id, None, None, "title", "warning", BOUNDED, message, str(rows),
        other_doc_id=other_doc_id,
    )  # fmt: skip


def is_link_doubt(problem: ProblemRecord) -> bool:
    """Whether a problem is about links, not about a claim."""
    if problem.code == BOUNDED:
        return True
    return problem.code == AMBIGUOUS and bool(problem.other_row_ids)
