"""How rare a pair of neighbouring syllables is: a table, the same for all that one output holds.

The table is data. It counts syllables and pairs in the texts of a corpus and stands with the output
it was used for, so what is decided about two documents does not change with the others that are
there. The count tells how rare a listed pair is; one that is not listed is as rare as its syllables
make it.
"""

from __future__ import annotations

import csv
import hashlib
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

from pipeline.data.records import RarityRecord

FILE = "rarity.csv"
OWN_TABLE, USUAL_TABLE = "own", "usual"
"""Names of the table of rarity: made from this corpus, or the one that comes with annex."""
FEATURES = 10  # pairs that represent a text; the rarest
COMMON = 0.02  # share of texts from which a pair tells nothing; docs/linking.md has other values
FEWEST = 3  # pairs that represent a text whose pairs are all common
_REMEMBERED = 1 << 16  # pairs whose share and number are held: those of many titles come again
_EACH = 500  # texts of one document that are counted: a long list says no more than a short one
_LISTED = 0.0015  # share of texts from which a syllable is listed
_LISTED_PAIR = 0.001  # the same of a pair: rarer ones follow from their syllables
_DOCUMENTS = 3  # in which a listed pair stands, where there are so many


@dataclass(frozen=True)
class Rarity:
    """In how many of `texts` texts syllables and pairs stand (`dữ`, `dữ liệu`, levelled)."""

    texts: int
    counts: Mapping[str, int]

    @cached_property
    def digest(self) -> str:
        """Names the table: equal for equal counts."""
        told = repr((self.texts, sorted(self.counts.items())))
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    def count(self, pair: str) -> int:
        """In how many texts a listed pair stands, 0 for one that is not listed."""
        return self.counts.get(pair, 0)

    def share(self, pair: str) -> float:
        """The share of texts a pair (or a syllable alone) stands in, 0–1."""
        known = self._shares.get(pair)
        if known is None:
            if len(self._shares) >= _REMEMBERED:
                self._shares.clear()
            known = self._shares[pair] = self._share(pair)
        return known

    @cached_property
    def _shares(self) -> dict[str, float]:
        return {}

    def _share(self, pair: str) -> float:
        listed = self.counts.get(pair)
        if listed is None:
            shares = [self.counts.get(word, 1) / self.texts for word in pair.split()]
            return min(shares) if len(shares) == 1 else shares[0] * shares[1]
        return listed / self.texts

    def ordered(self, pairs: Iterable[str]) -> list[str]:
        """Pairs from the rarest to the commonest, equally rare ones by text."""
        known = self._shares
        shares = [(known[pair] if pair in known else self.share(pair), pair) for pair in pairs]
        return [pair for _, pair in sorted(shares)]

    def chosen(self, ordered: Sequence[str]) -> int:
        """How many of a text's pairs, the rarest first, represent it."""
        few = sum([self.share(pair) < COMMON for pair in ordered[:FEATURES]])
        return min(FEATURES, max(FEWEST, few), len(ordered))

    def records(self) -> list[RarityRecord]:
        """The table as a dataset; the number of texts stands with the empty text."""
        rows = {"": self.texts, **self.counts}
        return [RarityRecord(words, rows[words]) for words in sorted(rows)]


def pairs_of(key: str) -> frozenset[str]:
    """Pairs of neighbouring syllables of a levelled text; of a text of one syllable that one."""
    words = key.split()
    return frozenset(map(" ".join, pairwise(words))) or frozenset(words)


@lru_cache(maxsize=_REMEMBERED)
def code(pair: str) -> int:
    """A pair as a number of 32 bits, the same everywhere."""
    number = zlib.crc32(pair.encode())
    return number - (1 << 32) if number >> 31 else number


def rarity_of(records: Iterable[RarityRecord]) -> Rarity:
    """A table back from its dataset."""
    counts = {record.words: record.texts for record in records}
    return Rarity(max(1, counts.pop("", 1)), counts)


@cache
def usual() -> Rarity:
    """The table that comes with annex, counted in documents of many fields."""
    with Path(__file__).with_name(FILE).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return rarity_of(RarityRecord(row["words"], int(row["texts"])) for row in rows)


def counted(documents: Iterable[Iterable[str]]) -> Rarity:
    """The table of a corpus, from the levelled texts of each document."""
    total, held = 0, 0
    words, pairs, spread = Counter[str](), Counter[str](), Counter[str]()
    for texts in documents:
        own: set[str] = set()
        for key in sorted(set(texts), key=lambda key: (zlib.crc32(key.encode()), key))[:_EACH]:
            total += 1
            words.update(set(key.split()))
            here = pairs_of(key) - set(key.split())
            pairs.update(here)
            own |= here
        spread.update(own)
        held += bool(own)
    few = min(_DOCUMENTS, held)
    listed = {word: n for word, n in words.items() if n >= max(2.0, _LISTED * total)}
    listed |= {
        pair: n
        for pair, n in pairs.items()
        if n >= max(2.0, _LISTED_PAIR * total) and spread[pair] >= few
    }
    return Rarity(max(1, total), listed)


def write_csv(rarity: Rarity, path: Path) -> None:
    """The table as it comes with annex."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("words", "texts"))
        writer.writerows((record.words, record.texts) for record in rarity.records())
