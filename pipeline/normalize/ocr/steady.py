"""What a document says for its own codes and names, whatever field it is of: that it prints their
like again and again, read the same by a reader who was sure each time.

The lists know the words of official documents; a chemical, a drug or the code of a service stands
in none of them, and was in doubt for that alone.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from pipeline.frozen import dataclass
from pipeline.model import Fragment
from pipeline.normalize.ocr.pieces import Spot, rival_of, spots_of, sureness, words_of
from pipeline.writing.syllables import is_syllable

FAIR = 0.9
"""Confidence from which a reader was sure of a word: below it, it looks again."""
STEADY = 0.8
"""What is added to the log odds of a word for each unit of the logarithm of how often its like
stands elsewhere. On scans to learn on (three of other fields, twelve typeset ones, six pages of a
real circular; 1,163 right cells) 238 right ones were in doubt without it and 220 are with it; the
75 of 76 wrong ones that were in doubt still are."""
NEAR = 0.3
"""How near another letter is, as elsewhere (`accents`), from which a word is in question."""
MOST = 2.5
"""Logarithm of how often, beyond which it says no more."""
SHORTEST, SHARED = 4, 5
"""Letters of a name of no Vietnamese spelling, and of one that another begins or ends with."""
_MARKS = ".,:;()[]“”\"'’‘!?…"
"""Marks around a code that are no part of it."""


@dataclass(frozen=True, slots=True)
class Own:
    """The codes and names of a document that its reader was sure of: how often each pattern of a
    code stands, each name, and each beginning and end of a name."""

    patterns: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)

    def speaks_for(self, lines: Sequence[Fragment], spot: Spot) -> float:
        """What is added to the log odds of a word. A pattern says nothing of which figure stands in
        a place: it counts where nothing else was read or nearly read."""
        itself = _is_sure(lines, spot)
        pattern, name = pattern_of(spot.piece.text), name_of(spot.piece.text)
        is_plain = bool(pattern) and not _is_torn(lines[spot.fragment], spot)
        times = self.patterns[pattern] - itself if is_plain else 0
        if name:
            longer = self.ends[name]
            shorter = sum(self.names[end] for end in ends_of(name))
            times = self.names[name] - itself + longer + shorter
        return STEADY * min(MOST, math.log1p(max(0, times)))


def own_of(texts: Iterable[Sequence[Fragment]]) -> Own:
    """The codes and names of texts."""
    own = Own()
    for lines in texts:
        for spot in spots_of(lines):
            if not _is_sure(lines, spot):
                continue
            pattern, name = pattern_of(spot.piece.text), name_of(spot.piece.text)
            if pattern:
                own.patterns[pattern] += 1
            if name:
                own.names[name] += 1
                own.ends.update(ends_of(name))
    return own


def _is_sure(lines: Sequence[Fragment], spot: Spot) -> bool:
    return sureness(lines[spot.fragment], spot.piece) >= FAIR


def _is_torn(line: Fragment, spot: Spot) -> bool:
    """Whether the reader read a word otherwise at another look, or nearly."""
    near = rival_of(line, spot.piece)
    torn = near is not None and near.confidence >= NEAR
    return torn or any(word.alternatives for word in words_of(line, spot.piece))


def pattern_of(text: str) -> str:
    """What a code of figures and letters, or of figures in groups, is like: each of its figures,
    capitals and small letters as any other, its marks as they are; "" of a text that is no code.

    >>> pattern_of("04C3.2.191"), pattern_of("QL1A,"), pattern_of("2026"), pattern_of("Bộ")
    ('00A0.0.000', 'AA0A', '', '')
    """
    bare = text.strip(_MARKS)
    is_code = any(map(str.isdigit, bare)) and not bare.isdigit()
    return "".join(map(_kind, bare)) if is_code else ""


def _kind(char: str) -> str:
    if char.isdigit():
        return "0"
    if char.isalpha():
        return "A" if char.isupper() else "a"
    return char


def name_of(text: str) -> str:
    """A name of no Vietnamese spelling, in small letters; "" of any other text.

    >>> name_of("(Nitrat)"), name_of("Kali,"), name_of("thanh"), name_of("Việt"), name_of("TNT")
    ('nitrat', 'kali', '', '', '')
    """
    bare = text.strip(_MARKS).lower()
    is_name = bare.isascii() and bare.isalpha() and len(bare) >= SHORTEST
    return bare if is_name and not is_syllable(bare) else ""


def ends_of(name: str) -> Iterator[str]:
    """What a name begins and ends with, but for itself.

    >>> sorted(ends_of("chlorat"))
    ['chlor', 'chlora', 'hlorat', 'lorat']
    """
    lengths = range(SHARED, len(name))
    return iter({end for n in lengths for end in (name[:n], name[-n:])})
