"""New documents against a corpus of any size.

The new rows are indexed and the corpus streams past once, document by document. For every new row
the likeliest rows of the whole corpus are kept, a fixed number; then each pair of documents that
has any is settled as in `lineage`. Memory depends on the new rows alone.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.link.lineage import quotes_of, settle, title_probes
from pipeline.link.lineage_blocking import Blocker, features_of
from pipeline.link.lineage_decide import ACCEPT
from pipeline.link.lineage_model import Bridge, Linked, LinkInput, LinkRow, Successors
from pipeline.link.lineage_pair import make_pair
from pipeline.link.lineage_scoring import Comparer
from pipeline.link.lineage_text import Weights, syllables, title_key

KEPT = 24  # rows of the corpus that are kept for a new row


@dataclass(frozen=True, slots=True, order=True)
class _Found:
    """A row of the corpus kept for a new row; the order is that of the heap."""

    share: float
    late: tuple[int, int]  # minus the place in the corpus
    doc_id: str = field(compare=False)
    row: LinkRow = field(compare=False)


def link_stream(
    newer: Sequence[LinkInput],
    corpus: Iterable[LinkInput],
    evidence: Sequence[Bridge] = (),
    successors: Successors | None = None,
    background: Iterable[str] = (),
) -> Iterator[Linked]:
    """The links of new documents with all documents of a corpus, one result per pair that has any.

    `background` are titles that show how common words are, a few ten thousand of the corpus; the
    new titles are added to them.
    """
    quotes = quotes_of(evidence)
    places = [(doc, at) for doc, document in enumerate(newer) for at in range(len(document.rows))]
    probes = [title_probes(newer[doc].rows[at], quotes) for doc, at in places]
    known = [syllables(text) for text in background] + [found[0].key.split() for found in probes]
    blocker = Blocker(probes, Weights(map(features_of, known)))
    comparer = Comparer(Weights(known), successors or {})
    kept = _likeliest(blocker, len(places), corpus)
    for (doc, _), (older, edges) in _by_documents(places, kept):
        pair = make_pair(newer[doc], older, quotes, comparer, edges)
        linked = settle(pair, ACCEPT)
        if linked.links:
            yield linked


def _likeliest(blocker: Blocker, count: int, corpus: Iterable[LinkInput]) -> list[list[_Found]]:
    """For each of `count` new rows the likeliest rows of the corpus, at most `KEPT`."""
    kept: list[list[_Found]] = [[] for _ in range(count)]
    for number, document in enumerate(corpus):
        above = {row.row_id: row.title for row in document.rows}
        for at, row in enumerate(document.rows):
            late = (-number, -at)
            words = title_key(row.title).split()
            for new, share in blocker.rows_like(features_of(words)):
                heap = kept[new]
                if len(heap) == KEPT and share <= heap[0].share:
                    continue  # of equals the first ones stay
                found = _Found(share, late, document.doc_id, _alone(row, above))
                if len(heap) < KEPT:
                    heapq.heappush(heap, found)
                else:
                    heapq.heapreplace(heap, found)
    return kept


def _alone(row: LinkRow, above: dict[str, str]) -> LinkRow:
    """A row that keeps the title of its parent as its heading when its document is gone."""
    if row.parent_row_id is None:
        return row
    return replace(row, parent_row_id=None, group=above.get(row.parent_row_id) or row.group)


def _by_documents(
    places: Sequence[tuple[int, int]], kept: Sequence[Sequence[_Found]]
) -> Iterator[tuple[tuple[int, int], tuple[LinkInput, list[tuple[int, int]]]]]:
    """(new document, older document) → what is left of the older one, and the candidate pairs."""
    grouped: dict[tuple[int, int], list[tuple[int, _Found]]] = {}
    for (doc, at), found in zip(places, kept, strict=True):
        for item in found:
            grouped.setdefault((doc, -item.late[0]), []).append((at, item))
    for key, items in sorted(grouped.items(), key=lambda entry: entry[0]):
        rows = {-item.late[1]: item.row for _, item in items}
        index = {place: number for number, place in enumerate(sorted(rows))}
        older = LinkInput(items[0][1].doc_id, tuple(rows[place] for place in sorted(rows)))
        yield key, (older, sorted((at, index[-item.late[1]]) for at, item in items))
