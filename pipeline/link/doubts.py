"""The problems that are settled between documents, and which documents they tell of.

They are kept when another document comes, so what they rest on must be readable in them: the rows
they name, by row id, or the one document in which a claim was looked for.
"""

from __future__ import annotations

import re

from pipeline.data.records import ProblemRecord

AMBIGUOUS = "link-ambiguous"
"""Several rows fit a claim or a link as well."""
MISPRINT = "suspected-ocr"
ARROW = " → "  # between the two readings in the evidence
SETTLED = frozenset({AMBIGUOUS, MISPRINT})
"""Codes of the problems that are settled between documents."""

_ROW = re.compile(r"[^\s,;]+/\d+/\d+(?![\w/])")
_NOWHERE = re.compile(r"no single row of (\S+) is the cited original")


def rows_named(problem: ProblemRecord) -> list[str]:
    """The row ids in a message, in order."""
    return _ROW.findall(problem.message)


def documents_named(problem: ProblemRecord) -> frozenset[str]:
    """The documents whose rows a message names, and the one a claim was looked for in."""
    found = {row_id.rsplit("/", 2)[0] for row_id in rows_named(problem)}
    return frozenset(found | set(_NOWHERE.findall(problem.message)))


def claim_doubt(
    record_doc_id: str, row_id: str | None, looked_in: str, quoted: str
) -> ProblemRecord:
    """The doubt that no single row of a document is the one a claim speaks of."""
    table_id = row_id.rpartition("/")[0] if row_id else None
    message = f"no single row of {looked_in} is the cited original"
    return ProblemRecord(
        record_doc_id, table_id, row_id, None, "warning", AMBIGUOUS, message, quoted
    )


def is_claim_doubt(problem: ProblemRecord) -> bool:
    """Whether a problem is about a claim, not about a link."""
    return problem.code == AMBIGUOUS and _NOWHERE.search(problem.message) is not None


def link_doubt(
    doc_id: str, row_id: str, other_row_id: str, rivals: list[str], title: str
) -> ProblemRecord:
    """The doubt that other rows fit a link as well."""
    return ProblemRecord(
        doc_id=doc_id,
        table_id=row_id.rpartition("/")[0],
        row_id=row_id,
        column="title",
        severity="warning",
        code=AMBIGUOUS,
        message=f"as like {other_row_id} as {', '.join(rivals)}; the link needs a person",
        evidence=title,
    )


def is_link_doubt(problem: ProblemRecord) -> bool:
    """Whether a problem is about a link, not about a claim."""
    return problem.code == AMBIGUOUS and not is_claim_doubt(problem)
