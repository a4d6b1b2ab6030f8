"""What every reading and every settling needs, loaded before processes are forked that need it too.

A run reads and settles in processes of their own. Each of them loads names, patterns and tables
anew unless the process it is forked from has them; that takes longer than most of what tests read.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.batch.read import read_document_from
from pipeline.batch.settle import numbers_of, settle_here
from pipeline.batch.sources import discover
from pipeline.link.corpus.due import CorpusChange
from tests.support.once import INPUTS
from tests.support.published import next_state, put_into

SMALL = ("tsv-quoted", "docx-lo", "workbook-sheets")


def warm(folder: Path) -> None:
    """Read small files of the usual forms here, and settle them in a folder."""
    inputs = (source for name in SMALL for source in discover([INPUTS / name / "in"]))
    documents = {document.doc_id: document for document in map(read_document_from, inputs)}
    with next_state(folder) as draft:
        put_into(draft, *documents.values())
        change = CorpusChange(frozenset(documents), frozenset(), numbers_of(draft, frozenset()))
        settle_here(draft, change, 1, anew=True)
