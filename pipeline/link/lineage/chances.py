"""Which candidates cannot be one task, told in bulk before their rows are made.

What is told is a bound: the most that `Comparer.may_link` could find in two titles, whatever the
leads and the order of words are. Nine of ten candidates share common words only and stay below it,
so that only the rest is compared title by title. Words weigh what they weigh there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from pipeline.frozen import dataclass
from pipeline.link.lineage.blocking import Keys, Scores, compared_texts
from pipeline.link.lineage.join import Bools, Floats, Ints, expanded
from pipeline.link.lineage.keys import QUOTED
from pipeline.link.lineage.model import Successors
from pipeline.link.lineage.scoring import (
    GROWN_SHARE,
    GROWN_SYLLABLES,
    HELD_SHARE,
    HOPELESS,
    LONGER,
    ONLY_MARKS,
    SHORT,
    agency_score,
)
from pipeline.writing.letters import without_marks

_ROUNDING = 1e-6  # points that sums in another order may differ by, and more
_EQUAL = 100.0  # likeness of texts that are the same
_TOGETHER = 20_000  # pairs of texts that are weighed at a time, with some 20 words each
_unmarked = lru_cache(1 << 16)(without_marks)


def chances(index: Keys, own: Ints, passing: Keys, other: Ints, successors: Successors) -> Bools:
    """Which pairs of rows, of the index and of what passes, may be one task or one a part of the
    other; where a row quotes old titles nothing is ruled out."""
    found: Bools = _quoting(index)[own] | _quoting(passing)[other]
    titles = index.titles[own], passing.titles[other]
    ours, theirs, which = compared_texts(index, titles[0], passing, titles[1])
    score = _ratio(index.texts(ours), passing.texts(theirs), HOPELESS)
    found[which[score == _EQUAL]] = True
    some = np.flatnonzero((score > 0) & ~found[which])
    ours, theirs, which = ours[some], theirs[some], which[some]
    left = np.flatnonzero(~found)
    pairs = _Pairs.of(index, titles[0][left], passing, titles[1][left])
    weigh = _Weighing.of(
        index, np.concatenate([ours, pairs.own[pairs.long]]),
        passing, np.concatenate([theirs, pairs.other[pairs.long]]),
    )  # fmt: skip
    common, one, two = weigh(ours, theirs)
    found[which[200 * common >= (HOPELESS - _ROUNDING) * (one + two)]] = True
    parts = np.flatnonzero(~found[left] & _part_or_grown(index, passing, pairs, weigh))
    found[left[parts]] = _leads_go_on(
        index, pairs.own[parts], passing, pairs.other[parts], successors
    )
    return found


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Titles as keys of either side: which of the two is the shorter `first`, its letters and
    words; `long` are the places of pairs of which the other one is long enough to hold it."""

    own: Ints
    other: Ints
    first: Bools
    letters: Ints
    words: Ints
    long: Ints

    @classmethod
    def of(cls, index: Keys, own: Ints, passing: Keys, other: Ints) -> _Pairs:
        """Of titles given as keys."""
        lengths = index.lengths[own], passing.lengths[other]
        first = lengths[0] <= lengths[1]
        short = np.minimum(*lengths)
        words = np.where(first, index.spaces[own], passing.spaces[other]) + 1
        long = np.flatnonzero((np.maximum(*lengths) >= LONGER * short) & (words >= SHORT))
        return cls(own, other, first, short, words, long)


def _quoting(keys: Keys) -> Bools:
    """Which rows quote old titles."""
    found = np.zeros(len(keys.titles), bool)
    found[keys.rows[keys.what == QUOTED]] = True
    return found


def _ratio(one: Sequence[str], other: Sequence[str], cutoff: float) -> Scores:
    if not one:
        return np.zeros(0, np.float32)
    found: Scores = process.cpdist(one, other, scorer=fuzz.ratio, score_cutoff=cutoff)
    return found


def _part_or_grown(index: Keys, passing: Keys, pairs: _Pairs, weigh: _Weighing) -> Bools:
    """Which titles may hold the other one, or be the other one with a tail."""
    found = np.zeros(len(pairs.own), bool)
    common, one, two = weigh(pairs.own[pairs.long], pairs.other[pairs.long])
    part = np.where(pairs.first[pairs.long], one, two)
    found[pairs.long] = 100 * common >= (HELD_SHARE - _ROUNDING) * part
    may = np.flatnonzero(~found & (pairs.words >= GROWN_SYLLABLES))
    ends = pairs.letters[may].tolist()
    texts = index.texts(pairs.own[may]), passing.texts(pairs.other[may])
    begun = [[t[:end] for t, end in zip(side, ends, strict=True)] for side in texts]
    found[may] = _ratio(begun[0], begun[1], GROWN_SHARE) > 0
    return found


def _leads_go_on(
    index: Keys, own: Ints, passing: Keys, other: Ints, successors: Successors
) -> Bools:
    """Where the leads of two rows, given as keys, do not contradict each other."""
    known: dict[tuple[frozenset[str], frozenset[str]], bool] = {}
    found = np.zeros(len(own), bool)
    for at, pair in enumerate(zip(index.leads(own), passing.leads(other), strict=True)):
        if pair not in known:
            known[pair] = agency_score(*pair, successors) != 0.0
        found[at] = known[pair]
    return found


# --- what words weigh ------------------------------------------------------------------------


class _Words(dict[str, int]):
    """Words as numbers, each given when it is first asked for; `plain` has for each of them what it
    is without its marks, as another number."""

    def __init__(self) -> None:
        self.plain: list[int] = []
        self._plains: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        self.plain.append(self._plains.setdefault(_unmarked(word), len(self._plains)))
        return number

    def of(self, text: str) -> list[int]:
        """The words of a levelled text."""
        return [self[word] for word in text.split()]

    def held_by(self, times: Mapping[str, int]) -> Ints:
        """How many titles of a document hold each of the words."""
        found = np.zeros(len(self), np.int64)
        both = times.keys() & self.keys()
        found[[self[word] for word in both]] = [times[word] for word in both]
        return found


@dataclass(frozen=True, slots=True)
class _Texts:
    """Some texts by key. Of the text at place `n` the words `words[ends[n]:ends[n + 1]]` stand so
    many `times`; it is of the document `documents[n]`, which has so many `titles`, of which `held`
    (document, word) have a word."""

    keys: Ints
    ends: Ints
    words: Ints
    times: Ints
    documents: Ints
    titles: Ints
    held: Ints

    @classmethod
    def of(cls, keys: Keys, at: Ints, texts: Sequence[Sequence[int]], words: _Words) -> _Texts:
        """The texts of some keys, given as words."""
        wide = max(1, len(words))
        flat = np.array([number for text in texts for number in text], np.int64)
        owners = np.repeat(np.arange(len(at)), [len(text) for text in texts])
        coded, times = np.unique(owners * wide + flat, return_counts=True)
        groups, documents = np.unique(keys.groups[at], return_inverse=True)
        holdings = [keys.holding(keys.doc_ids[group]) for group in groups.tolist()]
        return cls(
            keys=at,
            ends=np.searchsorted(coded, np.arange(len(at) + 1) * wide),
            words=coded % wide,
            times=times,
            documents=documents,
            titles=np.array([holding.titles for holding in holdings], np.int64),
            held=np.array([words.held_by(holding.times) for holding in holdings]),
        )

    def standing(self, places: Ints) -> tuple[Ints, Ints]:
        """The entries of the texts at some places, and which of them each is of."""
        return expanded(self.ends[places], self.ends[places + 1] - self.ends[places])


@dataclass(frozen=True, slots=True)
class _Entries:
    """The words of one side of some pairs: `of` which pair, how many `times`, and what it weighs
    there."""

    of: Ints
    words: Ints
    times: Ints
    weights: Floats

    def totals(self, count: int) -> Floats:
        """What each of so many texts weighs."""
        return _sums(self.of, self.times * self.weights, count)


@dataclass(frozen=True, slots=True)
class _Weighing:
    """Weighs texts of the index against texts of what passes."""

    ours: _Texts
    theirs: _Texts
    plain: Ints

    @classmethod
    def of(cls, index: Keys, own: Ints, passing: Keys, other: Ints) -> _Weighing:
        """For the texts of some keys of either side."""
        words = _Words()
        sides = [(keys, np.unique(at)) for keys, at in ((index, own), (passing, other))]
        read = [[words.of(text) for text in keys.texts(at)] for keys, at in sides]
        made = [_Texts.of(*side, texts, words) for side, texts in zip(sides, read, strict=True)]
        return cls(made[0], made[1], np.array(words.plain, np.int64))

    def __call__(self, ours: Ints, theirs: Ints) -> tuple[Floats, Floats, Floats]:
        """Of pairs of keys the most weight they may have in common, and what each weighs."""
        one = np.searchsorted(self.ours.keys, ours)
        other = np.searchsorted(self.theirs.keys, theirs)
        found = np.zeros((3, len(one)))
        for start in range(0, len(one), _TOGETHER):
            some = slice(start, start + _TOGETHER)
            found[:, some] = self._some(one[some], other[some])
        return found[0], found[1], found[2]

    def _some(self, one: Ints, other: Ints) -> tuple[Floats, Floats, Floats]:
        pairs = self.ours.documents[one], self.theirs.documents[other]
        left, right = self._entries(self.ours, one, pairs), self._entries(self.theirs, other, pairs)
        wide = len(self.plain)
        mine, their = _met(left.of * wide + left.words, right.of * wide + right.words)
        both = np.minimum(left.times[mine], right.times[their])
        common = _sums(left.of[mine], both * left.weights[mine], len(one))
        rest = left.times.copy(), right.times.copy()
        rest[0][mine] -= both
        rest[1][their] -= both
        common += ONLY_MARKS * self._marked(left, rest[0], right, rest[1], len(one))
        return common, left.totals(len(one)), right.totals(len(one))

    def _entries(self, texts: _Texts, places: Ints, pairs: tuple[Ints, Ints]) -> _Entries:
        at, of = texts.standing(places)
        words = texts.words[at]
        one, other = pairs[0][of], pairs[1][of]
        titles = self.ours.titles[one] + self.theirs.titles[other]
        held = self.ours.held[one, words] + self.theirs.held[other, words]
        return _Entries(of, words, texts.times[at], np.log(1 + titles / np.maximum(1, held)))

    def _marked(
        self, left: _Entries, more: Ints, right: _Entries, others: Ints, count: int
    ) -> Floats:
        """The most weight that words have in common which differ in their marks alone."""
        (mine, one), (their, two) = (
            _summed(side.of * len(self.plain) + self.plain[side.words], rest, side.weights)
            for side, rest in ((left, more), (right, others))
        )
        at, beside = _met(mine, their)
        least = np.minimum(one[at], two[beside])
        return _sums(mine[at] // max(1, len(self.plain)), least, count)


def _sums(which: Ints, values: Floats, count: int) -> Floats:
    """The sum of the values of each of so many."""
    found: Floats = np.bincount(which, values, count).astype(np.float64)
    return found


def _summed(keys: Ints, times: Ints, weights: Floats) -> tuple[Ints, Floats]:
    """Each key that is there at all, and its weight in all."""
    some = np.flatnonzero(times)
    each, at = np.unique(keys[some], return_inverse=True)
    return each, _sums(at, times[some] * weights[some], len(each))


def _met(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """The places of what two sorted lists have in common; nothing stands twice in either."""
    _, at, beside = np.intersect1d(one, other, assume_unique=True, return_indices=True)
    return at, beside
