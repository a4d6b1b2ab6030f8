"""How words stand in a document at large: what follows what on one line, what begins a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise
from math import log

from pipeline.extract.layer.signs.weights import WEIGHTS, Following
from pipeline.extract.layer.signs.words import DASH, LineMeasure, ink
from pipeline.writing.numbers import symbol_over, symbols_in


@dataclass(eq=False)
class Background:
    """How words stand in the document at large: what follows what on one line, what begins a
    line. Shared by all tables and passes."""

    follows: Counter[tuple[str, str]] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    firsts: Counter[str] = field(default_factory=Counter)
    first_pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    weights: Following = WEIGHTS.following
    _going_on: dict[tuple[str, str], float] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Iterable[str], weights: Following = WEIGHTS.following) -> Background:
        """Count the lines of a document."""
        every = list(texts)
        inks = [ink(text) for text in every]
        return cls(
            follows=Counter(chain.from_iterable([pairwise(one.words) for one in inks])),
            words=Counter(chain.from_iterable([one.words for one in inks])),
            firsts=Counter([one.first[0] for one in inks]),
            first_pairs=Counter([one.first for one in inks]),
            codes=Counter(chain.from_iterable(map(symbols_in, every))),
            weights=weights,
        )

    @cached_property
    def lines(self) -> int:
        """How many lines were counted."""
        return self.firsts.total() + 1

    @cached_property
    def total(self) -> int:
        """How many words were counted."""
        return self.words.total() + 1

    def is_cut(self, one: str, other: str) -> bool:
        """Whether the end of a line and the start of the next are the two parts of a document's
        symbol that a narrow column cut (`02-KH/BCĐ` + `TW`): the text has it whole elsewhere."""
        whole = symbol_over(one, other)
        return whole is not None and self.codes[whole] > 0

    def first_share(self, word: str) -> float:
        """Share of lines that begin with a word."""
        return (self.firsts.get(word, 0) + self.weights.unseen) / self.lines

    def pair_share(self, one: str, two: str) -> float:
        """Share of the lines that begin with a word in which another one stands behind it."""
        seen = self.first_pairs.get((one, two), 0)
        return (seen + self.weights.unseen) / (self.firsts.get(one, 0) + 1)

    def line_goes_on(self, one: LineMeasure, other: LineMeasure) -> float:
        """How much likelier by their words a line goes on with another than one begins by chance;
        a line that is nothing but a dash tells nothing of that."""
        if DASH in (one.end, other.begin):
            return 0.0
        pair = (one.words[-1], other.words[0])
        known = self._going_on.get(pair)
        if known is None:
            known = self._going_on[pair] = self.goes_on(*pair)
        return known

    def goes_on(self, one: str, other: str, own: int = 0) -> float:
        """How much likelier `other` follows `one` than begins a line by chance (log odds)."""
        seen = max(0, self.follows.get((one, other), 0) - own)
        weights, words = self.weights, self.words
        share = (words.get(other, 0) + weights.unseen) / self.total
        chance = (seen + weights.prior * share) / (words.get(one, 0) + weights.prior)
        return clip(log(chance / self.first_share(other)), weights.low, weights.high)


def cut_of_rest(ground: Background, cost: float, one: str, other: str) -> float:
    """How likely two words on one line stand in two cells where the row began on a page before and
    the second one in a small letter, whatever is learned of the table."""
    return -cost - max(0.0, ground.goes_on(one, other))


def clip(value: float, low: float, high: float) -> float:
    """`value` kept between two bounds."""
    return low if value < low else high if value > high else value
