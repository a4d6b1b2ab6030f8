"""Words in the cells of a role that stand in no name of a body, and one that nearly was read does.

The names of the registry, and what this column prints again and again, are the words that names
are made of: `tính` is none after `Bảo tàng`, `tỉnh` is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.model import Fragment
from pipeline.normalize.ocr.accents import is_sly, made_beside
from pipeline.normalize.ocr.pieces import (
    Fix,
    Spot,
    begun_like,
    nearly_read,
    spots_of,
    sureness,
)
from pipeline.normalize.ocr.shapes import distance
from pipeline.normalize.values.agency_registry import packaged
from pipeline.writing.pairs import is_pair, spellings
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

RULE = "ocr-body"
_WORD = compiled(r"(?P<before>[^\p{L}]*)(?P<word>\p{L}[\p{L}\p{M}]+)(?P<after>[^\p{L}]*)")
_AGAIN = 2
"""Cells of the column that print a word, from which it is one of names."""
_MANY = 20
"""Names of bodies from which on a word that stands in them is a usual one."""
_DOUBTED = 0.93
"""Confidence under which a word may be any that is one letter off."""
_SEEN = 2
"""What it weighs that another look had a word, or nearly the reader."""


@cache
def _named() -> Counter[str]:
    """How many names of bodies a syllable stands in."""
    return Counter(
        word
        for body in packaged().agencies
        for name in (body.name, *body.aliases)
        for word in {word.strip(",;()").lower() for word in name.split()}
    )


def words_printed(cells: Sequence[Sequence[Fragment]]) -> Counter[str]:
    """How many cells of a column print each word."""
    return Counter(
        word for lines in cells for word in {spot.piece.core.lower() for spot in spots_of(lines)}
    )


def word_fixes(lines: Sequence[Fragment], printed: Counter[str]) -> Iterator[Fix]:
    """The words of a cell that stand in no name of a body, and are one letter from one that
    does, in which the reader was in doubt or that its neighbours speak for."""
    for spot in spots_of(lines):
        match = _WORD.fullmatch(spot.piece.text)
        if match is None or match["word"].isupper():
            continue
        other = _other(lines, spot, match["word"].lower(), printed)
        if other is not None:
            text = f"{match['before']}{begun_like(other, match['word'])}{match['after']}"
            yield Fix([spot], text, RULE, f"{other}: a word of the names of bodies")


def _other(lines: Sequence[Fragment], spot: Spot, word: str, printed: Counter[str]) -> str | None:
    """The word that is meant; None where the one read may stand in a name, or several may."""
    if _fits(spot, word, printed) or made_beside(spot, word):
        return None
    line = lines[spot.fragment]
    near = nearly_read(line, spot.piece)
    if sureness(line, spot.piece) < _DOUBTED:
        near |= _a_letter_off(spot, word)
    alike = {one for one in spellings(word) if is_sly(word, one)}
    found = {
        other: _SEEN * (other in near) + _speaks_for(spot, other) + (printed[other] >= _AGAIN)
        for other in near | alike
        if other != word
        and is_syllable(other)
        and (_fits(spot, other, printed) or (other in near and _named()[other] >= _MANY))
    }
    best = sorted(found, key=lambda one: -found[one])
    if not best or (len(best) > 1 and found[best[0]] == found[best[1]]):
        return None
    return best[0] if found[best[0]] > 1 else None


def _a_letter_off(spot: Spot, word: str) -> set[str]:
    """The words of names that are one letter from a word and make another one with a neighbour."""
    return {
        other
        for other in _named()
        if len(other) == len(word) and distance(word, other) <= 1.0 and made_beside(spot, other) > 0
    }


def _speaks_for(spot: Spot, word: str) -> int:
    """How much its neighbours, and the names it stands in, speak for a word."""
    beside = max(made_beside(spot, word), int(any(is_pair(*pair) for pair in spot.beside(word))))
    return beside + (_named()[word] >= _MANY)


def _fits(spot: Spot, word: str, printed: Counter[str]) -> bool:
    """Whether a word stands in the names of bodies, beside one of its neighbours where it has
    any."""
    known = word in _named() or printed[word] > _AGAIN
    beside = not spot.sides or made_beside(spot, word) > 0
    return known and (beside or any(is_pair(*pair) for pair in spot.beside(word)))
