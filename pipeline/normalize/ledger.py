"""The ledger: every printed character of a page ends in exactly one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.data.records import AsideRecord, PageRecord
from pipeline.model import Fragment, Page
from pipeline.writing.letters import printed_chars


def count_by_page(fragments: Iterable[Fragment]) -> Counter[int]:
    """Printed characters of the fragments, by the page they stand on."""
    counts: Counter[int] = Counter()
    for fragment in fragments:
        counts[fragment.place.page] += printed_chars(fragment.printed)
    return counts


def balance(
    doc_id: str,
    source: str,
    pages: Sequence[Page],
    cells: Iterable[Fragment],
    notes: Iterable[Fragment],
    prose: Iterable[Fragment],
) -> list[PageRecord]:
    """One row per page: what was printed, against what was published and where.

    `cells`, `notes` and `prose` are the fragments that really reached the data; a fragment
    that an earlier step dropped or doubled shows as `chars_unplaced`, and so does all of a page
    that could not be read.
    """
    unread = {page.number for page in pages if page.failed}
    in_cells, in_notes, in_prose = (
        count_by_page(piece for piece in fragments if piece.place.page not in unread)
        for fragments in (cells, notes, prose)
    )
    return [
        PageRecord(
            doc_id=doc_id,
            page=page.number,
            status=_status(page, in_cells[page.number], in_prose[page.number]),
            chars=page.chars,
            chars_in_cells=in_cells[page.number],
            chars_in_footnotes=in_notes[page.number],
            chars_in_prose=in_prose[page.number],
            chars_unplaced=page.chars
            - in_cells[page.number]
            - in_notes[page.number]
            - in_prose[page.number],
            aside=tuple(AsideRecord(*kept) for kept in page.aside),
            source=source,
        )
        for page in pages
    ]


def _status(page: Page, in_cells: int, in_prose: int) -> str:
    if page.failed:
        return "failed"
    if in_cells:
        return "mixed" if in_prose else "table"
    return "prose" if page.chars else "blank"
