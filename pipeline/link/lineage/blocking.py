"""Which rows are worth comparing: those that share rare pairs of neighbouring syllables.

Keys of some documents are indexed, those of others stream past in bulk, so memory depends on the
indexed ones and on one batch. Each text a row is looked for by is represented by its rarest pairs;
a row of the other document whose title has enough of them, and reads alike, is a candidate. Whether
two rows are candidates depends on their two documents and on the table of rarity, and on nothing
else that is indexed or streams past.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from pipeline.data.records import KeyRecord
from pipeline.frozen import dataclass
from pipeline.link.lineage.assignment import Edge
from pipeline.link.lineage.join import Bools, Floats, Index, Ints, Lists, expanded, lists_of
from pipeline.link.lineage.keys import HEADING, PAPER, QUOTED, TITLE, WORDS
from pipeline.link.lineage.model import LinkRow, RowColumns
from pipeline.link.lineage.text import Holding

if TYPE_CHECKING:
    import pyarrow as pa

BEST = 12  # candidates per row and document, the likest first
ALIKE = 70.0  # likeness (0–100) as wholes below which nothing is a link (`decide.REVIEW`)
WITHIN = 0.7  # share of the pairs of a text that stands inside a longer title
HELD = 80.0  # likeness of the shorter of the two and its like in the longer one (`parts.AMONG`)
_SHORT = 8  # syllables below which standing inside a text says nothing (`parts`)
_LONGER = 1.25  # how many times longer the text must be that holds another one (`parts`)
_MISSING = 0.25  # share of the syllables of a part that need not stand in the whole as they are

Scores = npt.NDArray[np.float32]
FIRST = ("doc_id", "at", "what", "pairs", "chosen")
"""The columns of `keys` that say which rows may be one task."""
_TEXT = ("text",)
_ROW = ("row_id", "kind", "title", "parent_row_id", "group_title", "year", "leads")
COLUMNS = (*FIRST, *_TEXT, *_ROW)
"""The columns of `keys` that are read."""
More = Callable[[Sequence[str]], "pa.Table"]
"""Reads further columns of the same keys."""
Kept = Callable[["Keys", Ints, "Keys", Ints], Bools]
"""Which pairs of rows, of the index and of what passes, are worth comparing."""


class Keys:
    """The keys of some documents in columns; every document's stand together, in printed order.

    Of most documents that stream past nothing is alike: with `more`, the texts and the rows are
    read where something asks for them.
    """

    def __init__(self, table: pa.Table, more: More | None = None) -> None:
        table = table.combine_chunks()
        self._columns = {name: table[name] for name in table.column_names}
        self._more = more
        self.doc_ids: list[str] = table["doc_id"].unique().to_pylist()
        place = {doc_id: at for at, doc_id in enumerate(self.doc_ids)}
        coded = table["doc_id"].combine_chunks().dictionary_encode()
        coded = coded.chunk(0) if hasattr(coded, "chunks") else coded
        names = np.array([place[d] for d in coded.dictionary.to_pylist()] or [0], np.int64)
        self.groups: Ints = names[_ints(coded.indices)]
        self.at, self.what = _ints(table["at"]), _ints(table["what"])
        self.titles: Ints = np.flatnonzero(self.what == TITLE)
        self.rows: Ints = np.cumsum(self.what == TITLE) - 1  # of each key, the row it is of
        pairs = _whole(table["pairs"])
        self._values = np.asarray(pairs.values, np.int32)
        self._ends = _ints(pairs.offsets)
        self._chosen = _ints(table["chosen"])
        self._kinds: dict[tuple[str, int], Ints] = {}

    def column(self, name: str) -> pa.ChunkedArray:
        """A column in one piece, of all keys."""
        if name not in self._columns and self._more:
            more = self._more(_TEXT if name in _TEXT else _ROW).combine_chunks()
            self._columns.update({other: more[other] for other in more.column_names})
        return self._columns[name]

    @cached_property
    def row_groups(self) -> Ints:
        """The document of each row."""
        return self.groups[self.titles]

    @cached_property
    def places(self) -> Ints:
        """The place of each row in its document."""
        return self.at[self.titles]

    def printed(self) -> Lists:
        """The pairs of each title."""
        return self._lists(self.titles, self._ends[self.titles + 1])

    def probes(self, quoting: bool) -> tuple[Ints, Lists]:
        """The keys that look for rows, quoted titles among them or not, with their rarest pairs."""
        looks = (TITLE, HEADING, QUOTED) if quoting else (TITLE, HEADING)
        keys = np.flatnonzero(np.isin(self.what, looks))
        return keys, self._lists(keys, self._ends[keys] + self._chosen[keys])

    def _lists(self, keys: Ints, ends: Ints) -> Lists:
        starts = self._ends[keys]
        sizes = ends - starts
        offset = np.cumsum(sizes) - sizes
        at = np.repeat(starts - offset, sizes) + np.arange(int(sizes.sum()))
        return lists_of(self._values[at], np.append(offset, sizes.sum()), self.groups[keys])

    @cached_property
    def lengths(self) -> Ints:
        """The letters of each levelled text."""
        import pyarrow.compute as pc

        return _ints(pc.utf8_length(self.column("text")))

    @cached_property
    def spaces(self) -> Ints:
        """The spaces in each levelled text."""
        import pyarrow.compute as pc

        return _ints(pc.count_substring(self.column("text"), " "))

    def texts(self, keys: Ints) -> list[str]:
        """The levelled texts of some keys."""
        each, at = np.unique(keys, return_inverse=True)
        found: list[str] = self.column("text").take(each).to_pylist()
        return [found[n] for n in at.tolist()]

    def leads(self, keys: Ints) -> list[frozenset[str]]:
        """The leads of some rows, given by their titles."""
        each, at = np.unique(keys, return_inverse=True)
        found = [frozenset(leads) for leads in self.column("leads").take(each).to_pylist()]
        return [found[n] for n in at.tolist()]

    def readings(self, keys: Ints) -> tuple[Ints, Ints]:
        """What some keys are compared by, and which key each is for: a title by its heading and its
        paper too."""
        lengths = np.where(self.what[keys] == TITLE, self._own[keys], 1)
        at, which = expanded(keys, lengths)
        fits = ~np.isin(self.what[at], (QUOTED, WORDS)) | (at == keys[which])
        return at[fits], which[fits]

    @cached_property
    def _own(self) -> Ints:
        """How many keys each title's row has."""
        found = np.ones(len(self.what), np.int64)
        found[self.titles] = np.diff(np.append(self.titles, len(self.what)))
        return found

    def row_ids(self, rows: Ints) -> list[str]:
        """The ids of some rows."""
        found: list[str] = self.column("row_id").take(self.titles[rows]).to_pylist()
        return found

    def printed_titles(self, rows: Ints) -> list[str]:
        """The titles of some rows as printed."""
        found: list[str] = self.column("title").take(self.titles[rows]).to_pylist()
        return found

    @cached_property
    def _stretches(self) -> dict[str, tuple[int, int]]:
        starts = np.searchsorted(self.groups, np.arange(len(self.doc_ids)))
        ends = np.append(starts[1:], len(self.groups))
        return {d: (int(starts[n]), int(ends[n])) for n, d in enumerate(self.doc_ids)}

    def document_rows(self, doc_id: str) -> RowColumns:
        """The rows of a document, each made when it is asked for."""
        own = self._stretch(doc_id, TITLE)
        row_ids, parents = self._column("row_id", own), self._column("parent_row_id", own)
        names = ("row_id", "title", "parent_row_id", "group_title", "leads", "kind", "year")
        columns = [self.column(name).chunk(0) for name in names if len(own)]

        def make(at: int) -> LinkRow:
            row_id, title, parent, group, leads, kind, year = (
                column[int(own[at])].as_py() for column in columns
            )
            return LinkRow(row_id, title, parent, group, frozenset(leads), kind, year)

        return RowColumns(row_ids, parents, make)

    def quotes(self, doc_id: str) -> dict[str, tuple[str, ...]]:
        """row_id → the old titles quoted for it."""
        own = self._stretch(doc_id, QUOTED)
        found: dict[str, tuple[str, ...]] = {}
        for row_id, title in zip(
            self._column("row_id", own), self._column("title", own), strict=True
        ):
            found[row_id] = (*found.get(row_id, ()), title)
        return found

    def holding(self, doc_id: str) -> Holding:
        """How many titles of a document hold each of their syllables."""
        at = self._vocabularies[doc_id]
        words = self.column("text")[at].as_py().split(" ")
        titles = int(np.count_nonzero(self.what[slice(*self._stretches[doc_id])] == TITLE))
        return Holding(titles, dict(zip(words, self.column("pairs")[at].as_py(), strict=True)))

    @cached_property
    def _vocabularies(self) -> dict[str, int]:
        places = np.flatnonzero(self.what == WORDS).tolist()
        return {self.doc_ids[self.groups[at]]: at for at in places}

    def levels(self, doc_id: str, at: int) -> dict[int, str]:
        """The levelled texts of one row of a document by what they are to it."""
        title = int(self._stretch(doc_id, TITLE)[at])
        end = title + int(self._own[title])
        texts = self._texts.slice(title, end - title).to_pylist()
        kinds = self.what[title:end].tolist()
        return {w: text for w, text in zip(kinds, texts, strict=True) if w not in (QUOTED, WORDS)}

    @cached_property
    def _texts(self) -> Any:
        return self.column("text").chunk(0)

    def _stretch(self, doc_id: str, what: int) -> Ints:
        """The keys of one kind of a document."""
        found = self._kinds.get((doc_id, what))
        if found is None:
            start, end = self._stretches[doc_id]
            found = start + np.flatnonzero(self.what[start:end] == what)
            self._kinds[doc_id, what] = found
        return found

    def _column(self, name: str, keys: Ints) -> list[Any]:
        column = self.column(name).chunk(0) if len(keys) else self.column(name)
        if len(keys) and len(keys) == keys[-1] - keys[0] + 1:
            found: list[Any] = column.slice(int(keys[0]), len(keys)).to_pylist()
        else:
            found = column.take(keys).to_pylist()
        return found

    @property
    def quoting(self) -> bool:
        """Whether any row quotes an old title."""
        return bool((self.what == QUOTED).any())


def _ints(column: Any) -> Ints:
    return np.asarray(column).astype(np.int64)


def _whole(column: Any) -> Any:
    """A column in one piece."""
    import pyarrow as pa

    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
        column = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
    return column


def keys_table(records: Sequence[KeyRecord]) -> Keys:
    """Keys at hand in columns."""
    from pipeline.data.parquet import to_arrow

    return Keys(to_arrow("keys", records).select(COLUMNS))


# --- candidates ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidates:
    """What two documents have in common: pairs (place of the indexed document's row, place of the
    other's) worth comparing, in order. `alike` rows read like so many of the other document that
    nothing tells them apart."""

    edges: tuple[Edge, ...]
    alike: int = 0


class Blocker:
    """Some documents, indexed; quoted titles count only towards older documents."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self._titles = Index(keys.printed(), looks=False)
        self._quoting = self._probing(True)
        self._plain = self._probing(False) if keys.quoting else self._quoting

    def _probing(self, quoting: bool) -> tuple[Ints, Index]:
        probes, lists = self.keys.probes(quoting)
        return probes, Index(lists, looks=True)

    def candidates(
        self, passing: Keys, newer: Bools, older: Bools, kept: Kept | None = None
    ) -> dict[Edge, Candidates]:
        """(Indexed document, passing document) → their candidates; `newer[n, m]` where document
        `n` of the index is the newer of the two, `older[n, m]` where it is the older. The same
        pairs whichever of two documents is indexed. `kept` says which pairs of rows are not left
        out for good reasons."""
        found = [
            *self._found(passing, newer, self._quoting, quoting=False),
            *self._found(passing, older, self._plain, quoting=True),
        ]
        return _by_documents(self.keys, passing, found, kept)

    def _found(
        self, passing: Keys, allowed: Bools, probing: tuple[Ints, Index], quoting: bool
    ) -> Iterator[_Found]:
        if not allowed.any():
            return
        probes, index = probing
        met = index.meet(passing.printed(), allowed)
        looking, title = probes[met.left], passing.titles[met.right]
        kept, score = _alike(self.keys, looking, passing, title, met.share)
        own, other = self.keys.rows[looking[kept]], met.right[kept]
        yield _Found(own, other, score, met.share[kept], True, met.blind)
        keys, lists = passing.probes(quoting)
        met = self._titles.meet(lists, allowed)
        looking, title = keys[met.right], self.keys.titles[met.left]
        kept, score = _alike(passing, looking, self.keys, title, met.share)
        own, other = met.left[kept], passing.rows[looking[kept]]
        yield _Found(own, other, score, met.share[kept], False, met.blind)


@dataclass(frozen=True, slots=True)
class _Found:
    """Rows of the index and passing rows, how alike, and who looked for whom; by (indexed document,
    passing document) how many texts read like too many rows to look for them."""

    own: Ints
    other: Ints
    score: Scores
    share: Floats
    by_index: bool
    blind: dict[Edge, int]


def _alike(
    looking: Keys, probes: Ints, printing: Keys, titles: Ints, share: Floats
) -> tuple[Ints, Scores]:
    """Of pairs of a text and a title those that may be printings of one task, or one a part of the
    other, with their likeness as wholes."""
    score = _likeness(looking, probes, printing, titles)
    inside = np.flatnonzero((score == 0) & (share >= WITHIN))
    short, long = looking.lengths[probes[inside]], printing.lengths[titles[inside]]
    inside = inside[(long >= _LONGER * short) & (looking.spaces[probes[inside]] >= _SHORT - 1)]
    one, other = looking.texts(probes[inside]), printing.texts(titles[inside])
    words: dict[str, frozenset[str]] = {}
    told = [n for n, texts in enumerate(zip(one, other, strict=True)) if _may_hold(*texts, words)]
    held = process.cpdist(
        [one[n] for n in told],
        [other[n] for n in told],
        scorer=fuzz.partial_ratio,
        score_cutoff=HELD,
    )
    within = inside[np.array(told, np.int64)[held > 0]] if told else inside[:0]
    kept = np.sort(np.concatenate([np.flatnonzero(score), within]))
    return kept, score[kept]


def _may_hold(part: str, whole: str, words: dict[str, frozenset[str]]) -> bool:
    """Whether nearly all syllables of a text stand in a longer one; `words` remembers them."""
    for text in (part, whole):
        if text not in words:
            words[text] = frozenset(text.split())
    missing = words[part] - words[whole]
    return len(missing) <= _MISSING * len(words[part])


def _likeness(looking: Keys, probes: Ints, printing: Keys, titles: Ints) -> Scores:
    """How alike a text and a title are as wholes, 0 below `ALIKE`: as the likest of what they are
    compared by. A paper is compared with a paper."""
    ours, theirs, which = compared_texts(looking, probes, printing, titles)
    found: Scores = np.zeros(len(probes), np.float32)
    if len(ours):
        texts = looking.texts(ours), printing.texts(theirs)
        scores = process.cpdist(*texts, scorer=fuzz.ratio, score_cutoff=ALIKE)
        np.maximum.at(found, which, scores)
    return found


def compared_texts(
    looking: Keys, probes: Ints, printing: Keys, titles: Ints
) -> tuple[Ints, Ints, Ints]:
    """What pairs of texts and titles are compared by, as keys of either side, and which pair each
    is of; without what is too long beside the other to be alike."""
    ours, which = looking.readings(probes)
    theirs, nth = printing.readings(titles[which])
    ours, which = ours[nth], which[nth]
    fits = (looking.what[ours] == PAPER) == (printing.what[theirs] == PAPER)
    one, other = looking.lengths[ours], printing.lengths[theirs]
    fits &= long_enough(one, other, ALIKE)
    return ours[fits], theirs[fits], which[fits]


def long_enough(one: Ints, other: Ints, alike: float) -> Bools:
    """Where texts of so many letters may be so alike as wholes (0 to 100): what one has more of the
    other cannot share."""
    found: Bools = 200.0 * np.minimum(one, other) >= (alike - 1) * (one + other)
    return found


def _by_documents(
    index: Keys, passing: Keys, found: Sequence[_Found], kept: Kept | None
) -> dict[Edge, Candidates]:
    """The likeliest pairs, each row's by document, put together by pair of documents."""
    chosen = [_best(index, passing, one) for one in found]
    if not chosen:
        return {}
    own, other = (np.concatenate(side) for side in zip(*chosen, strict=True))
    pairs = np.unique(np.stack([own, other]), axis=1)
    edges: dict[Edge, list[Edge]] = {}
    left, right = pairs
    if kept and len(left):
        some = kept(index, left, passing, right)
        left, right = left[some], right[some]
    columns = (
        index.row_groups[left], passing.row_groups[right], index.places[left],
        passing.places[right],
    )  # fmt: skip
    for one, other, at, beside in zip(*(column.tolist() for column in columns), strict=True):
        edges.setdefault((one, other), []).append((at, beside))
    alike: dict[Edge, int] = {}
    for met in found:
        for pair, count in met.blind.items():
            alike[pair] = alike.get(pair, 0) + count
    return {
        pair: Candidates(tuple(sorted(edges.get(pair, ()))), alike.get(pair, 0))
        for pair in sorted({*edges, *alike})
    }


def _best(index: Keys, passing: Keys, found: _Found) -> tuple[Ints, Ints]:
    """A bounded number of candidates per row that looks, and document."""
    looks, seen = (found.own, found.other) if found.by_index else (found.other, found.own)
    documents = (passing if found.by_index else index).row_groups[seen]
    order = np.lexsort((-found.share, -found.score, seen, looks))
    first = np.ones(len(order), bool)  # a row may be found by several texts: the likest counts
    first[1:] = (looks[order][1:] != looks[order][:-1]) | (seen[order][1:] != seen[order][:-1])
    order = order[first]
    order = order[
        np.lexsort(
            (seen[order], -found.share[order], -found.score[order], documents[order], looks[order])
        )
    ]
    new = np.ones(len(order), bool)
    new[1:] = (looks[order][1:] != looks[order][:-1]) | (
        documents[order][1:] != documents[order][:-1]
    )
    starts = np.flatnonzero(new)
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    order = order[rank < BEST]
    return found.own[order], found.other[order]
