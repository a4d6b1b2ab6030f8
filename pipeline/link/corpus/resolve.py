"""Cited items → rows: which row of a document prints the item a claim speaks of.

In the cited document itself the printed number leads and the quoted title confirms it. Documents
that print the same programme number it otherwise or not at all: there the title leads, and equal
titles are told apart by number, by order and by the neighbours already matched. What stays
ambiguous is not matched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from pipeline.frozen import dataclass
from pipeline.link.lineage.blocking import Keys, long_enough
from pipeline.link.lineage.join import HITS, Bools, Index, Ints, lists_of
from pipeline.link.lineage.rarity import Rarity, code, pairs_of
from pipeline.link.lineage.text import title_key
from pipeline.writing.labels import parse_label
from pipeline.writing.letters import fold
from pipeline.writing.patterns import compiled

TITLE_SCORE = 88.0
"""Lowest likeness of a quoted title to the row it is found in. Over the five documents of the
corpus the right row scores 97 or more and the best wrong one 70 or less."""
_LOOK = 80.0  # likeness of the levelled texts from which a row is looked at
CONFIRMED = 60.0  # likeness at which a title confirms a number
MARGIN = 4.0  # how much likelier than the next row the best one is

_INLINE = compiled(r"\(\s*(\d{1,3}[a-zđ]?)\s*\)\s*")
_SPLIT_BY = " ;,."


@dataclass(frozen=True, slots=True)
class Item:
    """An item as cited. `key` is the caller's own."""

    key: str
    annex: str | None
    stt: str | None
    sub: str | None
    title: str | None

    @property
    def path(self) -> str | None:
        """Its place in the outline: `89.2` for (2) under 89."""
        if self.stt is None:
            return None
        return f"{self.stt}.{self.sub}" if self.sub else self.stt


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A row of a document as far as it matters here; rows come in printed order."""

    row_id: str
    table_id: str
    annex: str | None
    stt: str
    stt_path: str
    title: str


@dataclass(frozen=True, slots=True)
class Match:
    """The row found for an item, 0–100 certain; `row_id` is None where several are as likely."""

    row_id: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may be the item. `place` is its position among the rows of its document."""

    place: int
    row: CandidateRow
    score: float


@lru_cache(maxsize=4096)
def annex_key(annex: str | None) -> int | str | None:
    """An annex for comparing: `Phụ lục II`, `PHỤ LỤC 2` and `PL II` are one; `Phụ lục I.1` is no
    `Phụ lục I`."""
    if annex is None:
        return None
    last = annex.split()[-1] if annex.split() else ""
    label = parse_label(last.upper())
    return label.numbers[0] if label and len(label.numbers) == 1 else fold(annex)


# --- in the cited document -------------------------------------------------------------------


def match_numbered(items: Sequence[Item], rows: Sequence[CandidateRow]) -> dict[str, Match]:
    """Items of a document matched to its own rows, by number and title."""
    by_path: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        for path in {row.stt_path, row.stt} - {""}:
            by_path.setdefault(path, []).append(place)
    found: dict[str, Match] = {}
    for item in items:
        match = _numbered(item, rows, by_path)
        if match:
            found[item.key] = match
    return found


def _numbered(
    item: Item, rows: Sequence[CandidateRow], by_path: Mapping[str, Sequence[int]]
) -> Match | None:
    places = [p for p in by_path.get(item.path or "", ()) if _same_annex(item, rows[p])]
    if item.sub is None:
        exact = [p for p in places if rows[p].stt_path == item.path]
        places = exact or places
    if item.title is None:
        if len(places) == 1:
            return Match(rows[places[0]].row_id, 75.0)
        return Match(None, 0.0) if places else None
    scored = sorted(((_likeness(item, rows[p].title), p) for p in places), reverse=True)
    if scored and scored[0][0] >= CONFIRMED and _stands_out([score for score, _ in scored]):
        score, place = scored[0]
        return Match(rows[place].row_id, round(50 + score / 2, 1))
    titled = [c for c in candidates_of(item, enumerate(rows)) if _same_annex(item, c.row)]
    titled.sort(key=lambda c: -c.score)
    if titled and _stands_out([c.score for c in titled]):
        return Match(titled[0].row.row_id, round(titled[0].score * 0.9, 1))
    return Match(None, 0.0) if places or titled else None


def _same_annex(item: Item, row: CandidateRow) -> bool:
    one, other = annex_key(item.annex), annex_key(row.annex)
    return one is None or other is None or one == other


def _stands_out(scores: Sequence[float]) -> bool:
    return len(scores) == 1 or scores[0] - scores[1] >= MARGIN


# --- in documents that print the same programme ----------------------------------------------


def candidates_of(item: Item, rows: Iterable[tuple[int, CandidateRow]]) -> Iterator[Candidate]:
    """The rows whose title is that of the item, as a row of its own or in a list inside one."""
    for place, row in rows:
        score = _likeness(item, row.title)
        if score >= TITLE_SCORE:
            yield Candidate(place, row, score)


def _likeness(item: Item, printed: str) -> float:
    title = fold(item.title or "")
    score = fuzz.ratio(title, fold(printed))
    if item.sub and score < TITLE_SCORE and "(" in printed:
        score = max([score, *_inline_scores(title, item.sub, printed)])
    return round(score, 1)


def _inline_scores(title: str, sub: str, text: str) -> Iterator[float]:
    """Likeness to the entries with the same number in a list printed inside a cell:
    `gồm: (1) …; (2) …`."""
    parts = _INLINE.split(text)
    for number, entry in zip(parts[1::2], parts[2::2], strict=True):
        if number == sub:
            yield fuzz.ratio(title, fold(entry.strip(_SPLIT_BY)))


def match_titles(
    items: Sequence[Item], candidates: Mapping[str, Sequence[Candidate]]
) -> dict[str, Match]:
    """Items matched to the rows of a document that is not the cited one.

    `items` stand in the order of the cited document, `candidates` by key of item. Certain matches
    come first and fix the order for the rest.
    """
    found: dict[str, Candidate] = {}
    open_items = {item.key: _likeliest(candidates.get(item.key, ())) for item in items}
    open_items = {key: rows for key, rows in open_items.items() if rows}
    for key in [key for key, rows in open_items.items() if len(rows) == 1]:
        found[key] = open_items.pop(key)[0]
    by_key = {item.key: item for item in items}
    for key, rows in list(open_items.items()):
        same = [c for c in rows if _same_number(by_key[key], c.row)]
        if len(same) == 1:
            found[key] = same[0]
            del open_items[key]
    _pair_in_order(items, open_items, found)
    _place_between(items, open_items, found)
    matches = {key: Match(c.row.row_id, c.score) for key, c in found.items()}
    return matches | {key: Match(None, 0.0) for key in open_items} | _contested(items, found)


def _likeliest(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that are about as likely as the best one."""
    best = max((c.score for c in candidates), default=0.0)
    return [c for c in candidates if best - c.score < MARGIN]


def _same_number(item: Item, row: CandidateRow) -> bool:
    return item.path is not None and item.path in (row.stt, row.stt_path) and _same_annex(item, row)


def _pair_in_order(
    items: Sequence[Item],
    open_items: dict[str, list[Candidate]],
    found: dict[str, Candidate],
) -> None:
    """As many items with one title as there are rows with it: first to first, last to last."""
    groups: dict[tuple[int, ...], list[str]] = {}
    for item in items:
        if item.key in open_items:
            places = tuple(sorted(c.place for c in open_items[item.key]))
            groups.setdefault(places, []).append(item.key)
    path_of = {item.key: (annex_key(item.annex), item.path) for item in items}
    for places, keys in groups.items():
        distinct = list(dict.fromkeys(path_of[key] for key in keys))
        if len(distinct) != len(places):
            continue
        for key in keys:
            place = places[distinct.index(path_of[key])]
            found[key] = next(c for c in open_items.pop(key) if c.place == place)


def _place_between(
    items: Sequence[Item],
    open_items: dict[str, list[Candidate]],
    found: dict[str, Candidate],
) -> None:
    """The one candidate that stands between the rows of the neighbouring items."""
    order = [item.key for item in items]
    for index, key in enumerate(order):
        if key not in open_items:
            continue
        before = next((found[k] for k in reversed(order[:index]) if k in found), None)
        after = next((found[k] for k in order[index + 1 :] if k in found), None)
        fitting = [c for c in open_items[key] if _between(c, before, after)]
        if len(fitting) == 1 and (before or after):
            found[key] = fitting[0]
            del open_items[key]


def _between(candidate: Candidate, before: Candidate | None, after: Candidate | None) -> bool:
    low = before is None or before.place < candidate.place
    return low and (after is None or candidate.place < after.place)


def _contested(items: Sequence[Item], found: Mapping[str, Candidate]) -> dict[str, Match]:
    """Different items that claim one row as a whole: the likelier one keeps it, or neither."""
    claimed: dict[str, dict[tuple[object, ...], list[str]]] = {}
    for item in items:
        if item.key in found and item.sub is None:
            which = (annex_key(item.annex), item.path)
            row_id = found[item.key].row.row_id
            claimed.setdefault(row_id, {}).setdefault(which, []).append(item.key)
    lost: dict[str, Match] = {}
    for rivals in claimed.values():
        best = sorted((max(found[k].score for k in keys) for keys in rivals.values()), reverse=True)
        clear = _stands_out(best)
        for keys in rivals.values() if len(rivals) > 1 else ():
            if not clear or max(found[k].score for k in keys) < best[0]:
                lost |= {key: Match(None, 0.0) for key in keys}
    return lost


def readable(items: Iterable[Item], keys: Keys) -> list[Item]:
    """Those of some items that share enough pairs of syllables with the rows of some documents to
    be looked for among them: a sieve for many items and few rows."""
    there = frozenset(pair for text in keys.texts(keys.titles) for pair in pairs_of(text))
    return [
        item for item in items if item.title and _shares(pairs_of(title_key(item.title)), there)
    ]


def _shares(pairs: frozenset[str], there: frozenset[str]) -> bool:
    """Whether pairs that `Index` could count are there; how many are needed follows from `HITS`."""
    return len(pairs & there) >= min(len(pairs), HITS)


class TitleIndex:
    """Cited titles by their rarest pairs of syllables, so that most rows of a corpus are never
    compared. Whether a row is worth comparing with an item depends on its document and the item.
    """

    def __init__(self, items: Iterable[Item], rarity: Rarity) -> None:
        self._items = [item for item in items if item.title]
        values: list[int] = []
        ends = [0]
        self._texts = [title_key(item.title or "") for item in self._items]
        for text in self._texts:
            ordered = rarity.ordered(pairs_of(text))
            values += map(code, ordered[: rarity.chosen(ordered)])
            ends.append(len(values))
        self._index = Index(lists_of(values, ends, np.arange(len(self._items))), looks=True)
        self._letters: Ints = np.array([len(text) for text in self._texts], np.int64)
        self._inside: Bools = np.array([item.sub is not None for item in self._items], bool)

    def likely(self, keys: Keys) -> dict[str, dict[str, set[Item]]]:
        """Document → row → the items worth comparing with its title."""
        allowed = np.ones((len(self._items), len(keys.doc_ids)), bool)
        met = self._index.meet(keys.printed(), allowed)
        may = np.flatnonzero(self._long_enough(met.left, keys.lengths[keys.titles[met.right]]))
        items, rows = met.left[may], met.right[may]
        close = self._alike(items, keys.texts(keys.titles[rows]))
        items, rows = items[close], rows[close]
        found: dict[str, dict[str, set[Item]]] = {}
        told = zip(keys.row_ids(rows), keys.printed_titles(rows), strict=True)
        documents = keys.row_groups[rows].tolist()
        for at, document, (row_id, title) in zip(items.tolist(), documents, told, strict=True):
            item = self._items[at]
            if _likeness(item, title) >= TITLE_SCORE:  # else no candidate, whatever its row is
                found.setdefault(keys.doc_ids[document], {}).setdefault(row_id, set()).add(item)
        return found

    def _long_enough(self, items: Ints, letters: Ints) -> Bools:
        """Where a title of so many letters may be what an item quotes, or hold it in a list."""
        return self._inside[items] | long_enough(self._letters[items], letters, _LOOK)

    def _alike(self, items: Ints, titles: Sequence[str]) -> Bools:
        """Which titles may be, or hold in a list, what the items quote."""
        texts = [self._texts[item] for item in items.tolist()]
        inside = self._inside[items]
        whole = process.cpdist(texts, titles, scorer=fuzz.ratio, score_cutoff=_LOOK) > 0
        held = np.zeros(len(texts), bool)
        for at in np.flatnonzero(inside & ~whole).tolist():
            held[at] = fuzz.partial_ratio(texts[at], titles[at], score_cutoff=_LOOK) > 0
        found: Bools = whole | held
        return found


def candidates_among(
    rows: Iterable[CandidateRow], likely_items: Mapping[str, Iterable[Item]]
) -> dict[str, list[Candidate]]:
    """Candidates among the rows of one document, by key of item."""
    found: dict[str, list[Candidate]] = {}
    for place, row in enumerate(rows):
        for item in sorted(likely_items.get(row.row_id, ()), key=lambda item: item.key):
            for candidate in candidates_of(item, [(place, row)]):
                found.setdefault(item.key, []).append(candidate)
    return found
