"""Which rows are worth comparing: those that share rare pairs of neighbouring syllables.

The newer rows are indexed and the older ones stream past, so memory depends on the newer rows
alone. Each probe (a title, the heading before its list, a quoted old title) is represented by its
rarest features; an older row that has enough of them is a candidate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise

from pipeline.link.lineage_text import Title, Weights

FEATURES = 10  # of a probe; the rarest first
HITS = 3  # a candidate shares at least so many of them
SHARE = 0.25  # and this share of them
BEST = 12  # candidates per row and document, the likeliest first


def features(title: Title) -> set[str]:
    """Pairs of neighbouring syllables of a title; the syllable of a title that has one alone."""
    return features_of(title.key.split())


def features_of(words: Sequence[str]) -> set[str]:
    """The same from levelled syllables."""
    return set(map(" ".join, pairwise(words))) or set(words)


def probes_of(title: Title, quotes: Iterable[Title] = ()) -> list[Title]:
    """The texts under which a row may be found."""
    return [title, *([title.head] if title.head else []), *quotes]


class Blocker:
    """Rows by their rarest features. `rarity` weighs features (`lineage_text.Weights` of them)."""

    def __init__(self, rows: Sequence[Sequence[Title]], rarity: Weights) -> None:
        self._row: list[int] = []  # of each probe
        self._size: list[int] = []  # number of features of each probe
        self._holding: dict[str, list[int]] = {}
        for row, probes in enumerate(rows):
            for probe in probes:
                self._add(row, sorted(features(probe), key=lambda f: (-rarity.of(f), f)))

    def _add(self, row: int, rarest: Sequence[str]) -> None:
        chosen = rarest[:FEATURES]
        for feature in chosen:
            self._holding.setdefault(feature, []).append(len(self._row))
        self._row.append(row)
        self._size.append(len(chosen))

    def rows_like(self, found: set[str]) -> list[tuple[int, float]]:
        """Rows that share enough of these features, each with the share of its own, 0–1."""
        held = filter(None, map(self._holding.get, found))
        hits = Counter(chain.from_iterable(held))
        best: dict[int, float] = {}
        for probe, count in hits.items():
            if count < HITS and count < self._size[probe]:
                continue
            share, row = count / self._size[probe], self._row[probe]
            if share >= SHARE and share > best.get(row, 0.0):
                best[row] = share
        return list(best.items())


def candidates(
    newer: Sequence[Sequence[Title]], older: Sequence[Sequence[Title]], rarity: Weights
) -> list[tuple[int, int]]:
    """Pairs (newer, older) worth comparing, in order; the same pairs whichever side is indexed."""
    forward = _best(Blocker(newer, rarity), [features(probes[0]) for probes in older])
    backward = _best(Blocker(older, rarity), [features(probes[0]) for probes in newer])
    pairs = {(row, at) for row, found in forward.items() for at in found}
    pairs |= {(at, row) for row, found in backward.items() for at in found}
    return sorted(pairs)


def _best(blocker: Blocker, passing: Sequence[set[str]]) -> Mapping[int, list[int]]:
    """Indexed row → the likeliest of the rows that pass."""
    found: dict[int, list[tuple[float, int]]] = {}
    for at, row_features in enumerate(passing):
        for row, share in blocker.rows_like(row_features):
            found.setdefault(row, []).append((-share, at))
    return {row: [at for _, at in sorted(likely)[:BEST]] for row, likely in found.items()}
