"""Suspected misprints over the published corpus, from its accepted links."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.link.lineage_misprints import suspected_misprints
from pipeline.link.lineage_model import LinkRow
from pipeline.link.shelf import Shelf
from pipeline.records import ProblemRecord

MISPRINT = "suspected-ocr"


def find_misprints(out: Path) -> Iterator[tuple[str, tuple[ProblemRecord, ...]]]:
    """For every document under `out`, the problems `suspected-ocr` its links give.

    The misprint may stand in the older document of a link, so all links must be settled before.
    """
    shelf = Shelf(out)
    links = [link for doc_id in shelf.entries for link in shelf.records("links", doc_id)]
    rows = [
        LinkRow(row.row_id, row.title) for doc_id in shelf.entries for row in shelf.rows(doc_id)
    ]
    problems = suspected_misprints(links, rows)
    for doc_id in shelf.entries:
        yield doc_id, tuple(problem for problem in problems if problem.doc_id == doc_id)
