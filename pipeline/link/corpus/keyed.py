"""The keys of documents, written when they come and when the table of rarity is another one."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.data.records import KeyRecord
from pipeline.frozen import dataclass
from pipeline.link.corpus.shelf import Shelf
from pipeline.link.lineage.input import bridges, quotes_of
from pipeline.link.lineage.keys import keys_of


def unkeyed(shelf: Shelf) -> frozenset[str]:
    """Documents whose keys were ordered by another table than the one that counts now."""
    return shelf.store.unlike("keys", "rarity", shelf.rarity.digest) & shelf.entries.keys()


@dataclass(frozen=True, slots=True)
class Keying:
    """Makes the keys of some documents."""

    shelf: Shelf

    def __call__(self, doc_ids: Sequence[str]) -> list[tuple[str, tuple[KeyRecord, ...]]]:
        """Each document with its keys."""
        return [(doc_id, self._keys(doc_id)) for doc_id in doc_ids]

    def _keys(self, doc_id: str) -> tuple[KeyRecord, ...]:
        document = self.shelf.with_leads(self.shelf.link_input(doc_id))
        quotes = quotes_of(bridges(self.shelf.records("amendments", doc_id)))
        return keys_of(document, quotes, self.shelf.rarity)
