"""Which rows are worth comparing: those that share rare pairs of neighbouring syllables.

Rows of some documents are indexed and the rows of others stream past, so memory depends on the
indexed ones alone. Each probe (a title, the heading before its list, a quoted old title) is
represented by its rarest pairs; a row of the other document that has enough of them, and reads
alike, is a candidate. Whether two rows are candidates depends on their two documents and on the
list of common pairs, and on nothing else that is indexed or streams past.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from rapidfuzz import fuzz

from pipeline.link.lineage.assignment import Edge
from pipeline.link.lineage.common import common_pairs
from pipeline.link.lineage.text import list_heading, title_key

FEATURES = 10  # of a probe; the rarest first
HITS = 3  # a candidate shares at least so many of them
SHARE = 0.25  # and this share of them
BEST = 12  # candidates per row and document, the likeliest first
ALIKE = 55.0  # likeness (0–100) of a probe and a title, as wholes
WITHIN = 0.7  # share of the pairs of a probe that stands inside a longer title
HELD = 70.0  # likeness of the shorter of the two and its like in the longer one


@dataclass(frozen=True, slots=True)
class Probes:
    """A row as it is looked for: its title levelled, the pairs in it, and its probes.

    A probe is its levelled text and its rarest pairs; the first one is the title.
    """

    key: str
    pairs: frozenset[str]
    probes: tuple[tuple[str, tuple[str, ...]], ...]


def probes_of(title: str, quotes: Iterable[str] = ()) -> Probes:
    """A printed title, and the old titles quoted for it, ready to be looked for."""
    key = title_key(title)
    pairs = pairs_of(key)
    found = [(key, rarest(pairs))]
    heading = list_heading(title)
    for other in (*([heading] if heading else ()), *map(title_key, quotes)):
        found.append((other, rarest(pairs_of(other))))
    return Probes(key, pairs, tuple(found))


def pairs_of(key: str) -> frozenset[str]:
    """Pairs of neighbouring syllables of a levelled text; of a text of one syllable that one."""
    words = key.split()
    return frozenset(map(" ".join, pairwise(words))) or frozenset(words)


def rarest(pairs: Iterable[str]) -> tuple[str, ...]:
    """The pairs that represent a probe: the rarest, of equally rare ones the first by text."""
    return tuple(sorted(sorted(pairs), key=common_pairs().__getitem__)[:FEATURES])


class Blocker:
    """The rows of some documents by the pairs of their probes, and of their titles."""

    def __init__(self, documents: Sequence[Sequence[Probes]]) -> None:
        self._places: list[Edge] = []  # document and row, of each indexed row
        self._rows: list[Probes] = []
        self._probes: list[tuple[int, str, int]] = []  # row, text and number of pairs of each probe
        self._few: set[int] = set()  # probes of fewer pairs than a candidate shares otherwise
        self._looked_for: dict[str, list[int]] = {}  # pair → probes it represents
        self._printed: dict[str, list[int]] = {}  # pair → rows whose title holds it
        for number, rows in enumerate(documents):
            for at, row in enumerate(rows):
                self._add((number, at), row)

    def _add(self, place: Edge, row: Probes) -> None:
        number = len(self._places)
        self._places.append(place)
        self._rows.append(row)
        for pair in row.pairs:
            self._printed.setdefault(pair, []).append(number)
        for text, chosen in row.probes:
            for pair in chosen:
                self._looked_for.setdefault(pair, []).append(len(self._probes))
            if len(chosen) < HITS:
                self._few.add(len(self._probes))
            self._probes.append((number, text, len(chosen)))

    def candidates(self, passing: Sequence[Probes]) -> dict[int, list[Edge]]:
        """Indexed document → pairs (its row, row of the passing document) worth comparing, in
        order; the same pairs whichever of two documents is indexed."""
        found: dict[Edge, list[tuple[float, int]]] = {}  # document and its row → likely rows
        edges: dict[int, set[Edge]] = {}
        for at, row in enumerate(passing):
            alike: dict[tuple[str, int], float] = {}
            met: dict[int, list[tuple[float, int]]] = {}
            for number, share in self._printing(row, alike):
                document, own = self._places[number]
                met.setdefault(document, []).append((-share, own))
            for document, likely in met.items():
                edges.setdefault(document, set()).update((own, at) for _, own in _best(likely))
            for number, share in self._looking_for(row, alike):
                found.setdefault(self._places[number], []).append((-share, at))
        for (document, own), likely in found.items():
            edges.setdefault(document, set()).update((own, at) for _, at in _best(likely))
        return {document: sorted(edges[document]) for document in sorted(edges)}

    def _looking_for(
        self, row: Probes, alike: dict[tuple[str, int], float]
    ) -> Iterable[tuple[int, float]]:
        """Indexed rows one of whose probes finds this title, with the share of its pairs."""
        held = filter(None, map(self._looked_for.get, row.pairs))
        best: dict[int, float] = {}
        counts = Counter(chain.from_iterable(held))
        few = self._few
        for probe in [probe for probe, count in counts.items() if count >= HITS or probe in few]:
            number, text, size = self._probes[probe]
            share = _share(counts[probe], size)
            if share >= SHARE and share > best.get(number, 0.0):
                title = self._rows[number].key
                score = alike.get((row.key, number)) if text is title else None
                if _read_alike(text, row.key, share, score):
                    best[number] = share
        return best.items()

    def _printing(
        self, row: Probes, alike: dict[tuple[str, int], float]
    ) -> Iterable[tuple[int, float]]:
        """Indexed rows whose title one of the probes finds, with the share of its pairs.

        `alike` takes down how alike the compared texts are, for the way back.
        """
        best: dict[int, float] = {}
        for text, chosen in row.probes:
            held = filter(None, map(self._printed.get, chosen))
            counts = Counter(chain.from_iterable(held))
            needed = min(HITS, len(chosen))
            for number in [number for number, count in counts.items() if count >= needed]:
                share = _share(counts[number], len(chosen))
                if share >= SHARE and share > best.get(number, 0.0):
                    title = self._rows[number].key
                    score = alike[text, number] = fuzz.ratio(text, title, score_cutoff=ALIKE)
                    if _read_alike(text, title, share, score):
                        best[number] = share
        return best.items()


def enough(count: int, size: int) -> bool:
    """Whether so many of the pairs of a probe make a row worth a look."""
    return _share(count, size) >= SHARE


def _share(count: int, size: int) -> float:
    """The share of the pairs of a probe, 0 where they are too few."""
    return count / size if count >= HITS or count == size else 0.0


def _best(likely: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """The likeliest rows, a bounded number."""
    return sorted(likely)[:BEST]


def _read_alike(probe: str, title: str, share: float, score: float | None) -> bool:
    """Whether two levelled texts may be printings of one task, or one a part of the other.

    `score` is their likeness as wholes where it is known, 0 below `ALIKE`.
    """
    if score is None:
        score = fuzz.ratio(probe, title, score_cutoff=ALIKE)
    if score:
        return True
    return share >= WITHIN and bool(fuzz.partial_ratio(probe, title, score_cutoff=HELD))
