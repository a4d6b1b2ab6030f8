"""The table of rarity of an output: counted in its own documents, or the one that comes with annex.

The table is data of the output: it stays as it is while documents come and go, so that what is said
of two documents does not change with the others. Making it anew settles all links again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.batch.digest import LINK, PROGRAMME
from pipeline.batch.settle import settle_corpus
from pipeline.batch.stages import stages_now
from pipeline.data.draft import Draft
from pipeline.data.lock import sole_writer
from pipeline.data.store import Store
from pipeline.errors import AnnexError, ConfigError
from pipeline.link.corpus.due import CorpusChange
from pipeline.link.lineage.rarity import OWN_TABLE, USUAL_TABLE, Rarity, counted, usual
from pipeline.link.lineage.text import title_key

LEAST = 2_000
"""Texts from which a table can be counted: a pair in one of fifty is told from one in hundreds."""


def count_own(store: Store) -> Rarity:
    """How many cells of the documents of a state hold each syllable and pair of syllables."""
    return counted(map(set, _texts(store)))


def _texts(store: Store) -> Iterator[Iterator[str]]:
    """The levelled texts of each document's cells that have a pair of syllables."""
    for doc_id in store.layout.in_order(store.doc_ids()):
        cells = store.columns(doc_id, "cells", ["text"])
        levelled = (title_key(cell["text"] or "") for cell in cells)
        yield (text for text in levelled if " " in text)


def set_table(out: Path, own: bool, workers: int = 0) -> Rarity:
    """Publish the next state with another table, `own` or the usual one, its links settled by it.

    Raises `ConfigError` where no datasets are or too few texts, `LockedError` while another run
    writes there, and `AnnexError` where links could not be settled; then nothing changes.
    """
    with sole_writer(out):
        store = Store(out)
        if not store.is_current:
            raise ConfigError(f"{out}: no datasets here; run `annex run` first")
        table = count_own(store) if own else usual()
        if own and table.texts < LEAST:
            raise ConfigError(f"{table.texts} texts tell too little of what is rare; {LEAST} do")
        draft = Draft(store)
        for path in draft.files("rarity"):
            path.unlink()
        draft.write_shared("rarity", OWN_TABLE if own else USUAL_TABLE, table.records())
        settled_anew = LINK, PROGRAMME
        if settle_corpus(draft, CorpusChange(frozenset()), workers, settled_anew).failed:
            draft.discard()
            raise AnnexError(
                "the links could not be settled by the new table; nothing was published"
            )
        manifest, now = store.read_manifest(), stages_now(draft)
        made = manifest.get("made", {}) | {stage: now[stage] for stage in settled_anew}
        draft.publish({**manifest, "made": made})
    return table
