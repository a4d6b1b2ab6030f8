"""What each row of a document is looked for by, published beside it.

A row has several texts: its title, the heading before a list in it, the paper it asks for, old
titles that a footnote quotes for it. Each is levelled, and its pairs of neighbouring syllables
stand as numbers, the rarest first, so that rows are found without their texts being read again.
One more key of each document tells how many of its titles hold each syllable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.data.records import Document, KeyRecord
from pipeline.link.lineage.input import bridges, link_input, quotes_of
from pipeline.link.lineage.model import LinkInput, LinkRow
from pipeline.link.lineage.rarity import Rarity, code, pairs_of
from pipeline.link.lineage.text import held_by, levelled_texts, title_key

TITLE, HEADING, QUOTED, PAPER = 0, 1, 2, 3
"""What a text is to its row."""
REST = 5
"""What stands after a frame for several tasks; no row is looked for by it alone."""
WORDS = 4
"""The syllables of all titles of a document; `pairs` has in how many titles each stands."""


def keys_of_document(document: Document, rarity: Rarity) -> tuple[KeyRecord, ...]:
    """The keys of a document as it was read."""
    quotes = quotes_of(bridges(document.amendments))
    return keys_of(link_input(document), quotes, rarity)


def keys_of(
    document: LinkInput, quotes: Mapping[str, Sequence[str]], rarity: Rarity
) -> tuple[KeyRecord, ...]:
    """The keys of the titled rows of a document, in printed order; `quotes` by row."""
    found = [
        _key(document.doc_id, at, row, kind, printed, text, rarity)
        for at, row in enumerate(document.rows)
        for kind, printed, text in _texts(row.title, quotes.get(row.row_id, ()))
    ]
    return (*found, _words(found)) if found else ()


def _words(keys: Sequence[KeyRecord]) -> KeyRecord:
    """In how many titles of a document each of their syllables stands."""
    times = held_by(key.text.split() for key in keys if key.what == TITLE).times
    words = sorted(times)
    return replace(
        keys[-1],
        what=WORDS,
        text=" ".join(words),
        pairs=tuple(times[word] for word in words),
        chosen=0,
        title="",
        parent_row_id=None,
        group_title="",
        year=None,
        leads=(),
    )


def _texts(title: str, quotes: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    text, heading, paper, rest = levelled_texts(title)
    yield TITLE, title, text
    for what, part in ((HEADING, heading), (PAPER, paper), (REST, rest)):
        if part:
            yield what, "", part
    for quote in quotes:
        yield QUOTED, quote, title_key(quote)


def _key(
    doc_id: str, at: int, row: LinkRow, kind: int, printed: str, text: str, rarity: Rarity
) -> KeyRecord:
    ordered = rarity.ordered(pairs_of(text))
    own = kind == TITLE
    return KeyRecord(
        doc_id=doc_id,
        row_id=row.row_id,
        at=at,
        what=kind,
        text=text,
        pairs=tuple(map(code, ordered)),
        chosen=rarity.chosen(ordered),
        rarity=rarity.digest,
        kind=row.kind,
        title=printed,
        parent_row_id=row.parent_row_id if own else None,
        group_title=row.group if own else "",
        year=row.year if own else None,
        leads=tuple(sorted(row.leads)) if own else (),
    )
