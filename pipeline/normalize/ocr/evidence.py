"""What words a document holds: the evidence by which one of its words is known to be misread."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import NamedTuple

from pipeline.frozen import dataclass
from pipeline.model import Fragment
from pipeline.normalize.ocr.elsewhere import placed
from pipeline.normalize.ocr.pieces import Spot, pairs_of, spots_of, sureness
from pipeline.writing.pairs import Pair, is_firm, is_pair, is_word
from pipeline.writing.patterns import compiled

SURE = 0.93
"""Confidence of a word from which the document's own pairs are counted with it."""


_MARKS = ".,:;()[]“”\"'’‘!?…"
"""Marks around a word."""
_TAIL = compiled(r"(?<=\d[/.-])\p{L}\S+\Z")
"""The letters that end a number of a document."""


class Support(NamedTuple):
    """What speaks for a reading of a word: how many of its neighbours are known beside it by
    official documents, how many as a word, how often this document prints it beside one, and how
    many known neighbours do not stand beside everything."""

    pairs: int
    words: int
    times: int
    firm: int = 0

    def __bool__(self) -> bool:
        """Whether anything does."""
        return self.pairs > 0 or self.times > 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often the document prints each word and each pair of words, as read by a reader who was
    sure; and each token that is no plain word (`VNeID`, the `TB-VPCP` of a number), as it was
    read."""

    pairs: Counter[Pair] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    tokens: Counter[str] = field(default_factory=Counter)
    between: defaultdict[Pair, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """What stands between two words."""

    def support(self, spot: Spot, word: str, itself: bool = False) -> Support:
        """What speaks for a word at a spot. `itself` says that the spot's own reading is counted in
        the document's pairs."""
        beside = spot.beside(word)
        times = max((self.pairs[pair] for pair in beside), default=0) - int(itself)
        known = sum(is_pair(*pair) for pair in beside)
        words, firm = (sum(is_so(*pair) for pair in beside) for is_so in (is_word, is_firm))
        return Support(known, words, max(0, times), firm)


def tokens_of(text: str) -> set[str]:
    """A word without the marks around it, and the letters of one that begins with figures.

    >>> sorted(tokens_of("712/TB-VPCP,")), sorted(tokens_of("(VNeID)"))
    (['712/TB-VPCP', 'TB-VPCP'], ['VNeID'])
    """
    bare = text.strip(_MARKS)
    tail = _TAIL.search(bare)
    return {bare, tail.group()} if tail else {bare}


def gather(texts: Iterable[Sequence[Fragment]]) -> Evidence:
    """The evidence of texts: each the lines of a cell, or lines of prose that follow each other."""
    evidence = Evidence()
    for fragments in texts:
        spots = spots_of(fragments)
        for spot in spots:
            evidence.tokens.update(tokens_of(spot.piece.text))
            core = spot.piece.core.lower()
            if core and sureness(fragments[spot.fragment], spot.piece) >= SURE:
                evidence.words[core] += 1
        for place, text in placed([spot.piece.text for spot in spots if spot.piece.text]):
            evidence.between[place][text] += 1
        for spot, after in pairs_of(spots):
            if sureness(fragments[spot.fragment], spot.piece) >= SURE:
                evidence.pairs[spot.piece.core.lower(), after] += 1
    return evidence
