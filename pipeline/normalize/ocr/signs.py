"""What tells whether a word was read right: signs, each 0 or 1 or between, to be weighed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.model import Fragment
from pipeline.normalize.ocr.accents import better, is_sly
from pipeline.normalize.ocr.evidence import Evidence
from pipeline.normalize.ocr.pieces import Spot, spots_of, sureness, words_of
from pipeline.writing.labels import parse_label
from pipeline.writing.pairs import is_pair, spellings
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

_MOST = 0.985
"""Confidence beyond which a reader's own word says no more."""
_INNER = compiled(
    r"\p{L}[.,;:'’‘\"*_|][\p{L}\d]|\p{L}\d|\d\p{L}{2}|[|\\_*^~=<>{}\[\]]|\p{Ll}\p{Lu}"
)
"""Marks and letters in places where words have none."""
_STROKES = compiled(r"[I1]+(?:\W|\Z)")
_COMPARED = compiled(r"[<>]")
_STOP = compiled(r"[.:;]\W?\Z")

_ODD = compiled(r"[^\p{L}\d.,;:()/%\-–“”\"'…+&≥≤><⁰¹²³⁴-⁹]")
"""A character that official documents hardly print."""

SIGNS = (
    "odds", "poor", "page", "pair-both", "pair-one", "pair-none", "alone", "repeated", "syllable",
    "foreign", "capitals", "digits", "inner", "strokes", "compared", "stop", "better", "mended",
    "accent", "long", "apart", "raised", "unknown", "ambiguous", "capital", "strange", "one", "odd",
    "comma",
)  # fmt: skip
"""The names of the signs, in their order."""


_UNSURE = 0.8
"""Confidence of the engine below which its letters are often wrong; one sign among others."""
_BOTH = 2
"""Neighbours of a word inside a line."""
_LONG = 12
"""Letters of a word that is several run together, or no word."""
_SEVERAL = 2
"""Times a word is written small before a capital is strange."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of the document as a whole: its words, and how sure its reader was of them on
    average."""

    evidence: Evidence = field(default_factory=Evidence)
    mean: float = 1.0


def odds(sure: float) -> float:
    """A confidence as logarithmic odds, bounded at both ends."""
    bounded = min(max(sure, 0.02), _MOST)
    return math.log(bounded / (1 - bounded))


def signs_of(lines: Sequence[Fragment], seen: Seen) -> Iterator[tuple[Spot, tuple[float, ...]]]:
    """The signs of each word of a text, in the order of `SIGNS`."""
    spots = [spot for spot in spots_of(lines) if spot.piece.text]
    texts = ["", *(spot.piece.text for spot in spots), ""]
    for at, spot in enumerate(spots):
        around = (texts[at], texts[at + 2])
        yield spot, tuple(map(float, _signs(lines[spot.fragment], spot, around, seen)))


def _signs(line: Fragment, spot: Spot, around: tuple[str, str], seen: Seen) -> tuple[float, ...]:
    piece = spot.piece
    core, text = piece.core.lower(), piece.text
    sure = sureness(line, piece)
    support = seen.evidence.support(spot, core, itself=True)
    word = bool(core) and len(core) > 1
    known = word and is_syllable(core)
    other = better(spot, seen.evidence, sure) if word else None
    mend = next((m for m in line.mends if m.at == piece.at), None)
    disagreed = any(
        other_reading.text != read.text
        for read in words_of(line, piece)
        for other_reading in read.alternatives[:1]
    )
    return (
        odds(sure),
        sure < _UNSURE,
        odds(seen.mean),
        word and spot.sides == _BOTH and support.pairs == _BOTH,
        word and spot.sides > 0 and support.pairs == 1,
        word and spot.sides > 0 and not support.pairs and not support.times,
        word and not spot.sides,
        seen.evidence.words[core] > 1 if word else False,
        known,
        word and not known and not text.strip('().,;:“”"').isupper(),
        word and not known and text.strip('().,;:“”"').isupper(),
        any(map(str.isdigit, text)),
        bool(_INNER.search(text)),
        around[0].lower() == "quý" and bool(_STROKES.match(text)),
        bool(_COMPARED.search(text)),
        bool(_STOP.search(text)) and around[1][:1].islower(),
        other is not None,
        mend is not None and mend.rule != "ocr-accent",
        mend is not None and mend.rule == "ocr-accent",
        len(text) > _LONG,
        disagreed,
        _is_raised(core, text, around[0], seen),
        *_ambiguity(spot, known),
        len(text) == 1,
        bool(_ODD.search(text)),
        text.endswith(","),
    )


def _ambiguity(spot: Spot, is_word: bool) -> tuple[bool, bool, bool, bool]:
    """Whether a syllable is in no official document; whether it may be another one that a reader
    takes it for, and no neighbour speaks for it; whether it is in capitals and may be another one,
    and whether one of its neighbours is strange there."""
    core = spot.piece.core.lower()
    others = spellings(core)
    beside = [(spot.before, core)] * bool(spot.before) + [(core, spot.after)] * bool(spot.after)
    known = sum(is_pair(*pair) for pair in beside)
    capitals = len(core) > 1 and spot.piece.text.isupper()
    sly = any(other != core and is_sly(core, other) for other in others)
    return (
        is_word and core not in others,
        bool(core) and sly and not known,
        capitals and len(others) > 1,
        capitals and known < len(beside),
    )


def _is_raised(core: str, text: str, before: str, seen: Seen) -> bool:
    """Whether a word begins with a capital inside a sentence though the document mostly writes it
    small beside the same word: small and capital of some letters are of one shape."""
    inside = bool(before) and before[-1].isalnum() and text[:1].isupper() and text[1:].islower()
    return inside and text[:1].lower() in "cosvxzôơuư" and seen.evidence.words[core] > _SEVERAL


LABEL_SIGNS = ("odds", "page", "after", "before", "mended", "label")
"""The names of the signs of a row number, in their order."""


def label_signs(
    lines: Sequence[Fragment], order: tuple[bool, bool], seen: Seen
) -> tuple[float, ...] | None:
    """The signs of a row number, in the order of `LABEL_SIGNS`; None for one not read from a
    picture. `order` says whether it follows a number before it, and one after it follows it."""
    spots = spots_of(lines)
    if not spots:
        return None
    sure = min(sureness(lines[spot.fragment], spot.piece) for spot in spots)
    text = "".join(spot.piece.text for spot in spots)
    is_mended = any(line.mends for line in lines)
    signs = (odds(sure), odds(seen.mean), *order, is_mended, parse_label(text) is not None)
    return tuple(map(float, signs))
