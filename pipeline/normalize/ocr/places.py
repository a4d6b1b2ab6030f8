"""Names of communes whose accents were misread: `xã Mù Cá` is none, and `Mù Cả` the only one that
looks like it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from pipeline.model import Fragment
from pipeline.normalize.ocr.accents import RULE
from pipeline.normalize.ocr.pieces import Fix, Spot, nearly_read, spots_of
from pipeline.normalize.values.communes import communes_like, communes_named
from pipeline.writing.letters import syllable_key

_KINDS = ("xã", "phường")
"""What stands before the name of a commune."""
_LONGEST, _SHORTEST = 4, 2
"""Syllables of a name; of one syllable too many look alike."""


def place_fixes(lines: Sequence[Fragment]) -> list[Fix]:
    """The syllables of names of communes that the reader was near to read as the name has them."""
    return [
        Fix(
            [spot], spot.piece.with_core(word), RULE, f"{name}: the only commune that looks like it"
        )
        for spot, word, name in misread_places(lines)
        if _is_near(lines[spot.fragment], spot, word)
    ]


def misread_places(lines: Sequence[Fragment]) -> Iterator[tuple[Spot, str, str]]:
    """The syllables of names that no commune bears today, what they are in the only one that
    differs from it in nothing but marks, and that name."""
    spots = [spot for spot in spots_of(lines) if spot.piece.text]
    for at, spot in enumerate(spots):
        kind = spot.piece.core.lower()
        own = _name_behind(spots[at:]) if kind in _KINDS else []
        read = [one.piece.core for one in own]
        known = communes_named(" ".join((kind, *read)))
        if not _SHORTEST <= len(own) <= _LONGEST or known:
            continue
        names = communes_like(kind, read)
        if len(names) == 1:
            yield from _differences(own, *names)


def _name_behind(spots: Sequence[Spot]) -> list[Spot]:
    """The words with capitals that stand behind the first one, nothing between them; none where
    they are no whole name, as a number follows (`xã Đại Ân 2`)."""
    own = [
        one
        for _, one in takewhile(
            lambda pair: pair[0].after and pair[1].piece.core.istitle(), pairwise(spots)
        )
    ]
    behind = spots[len(own) + 1 : len(own) + 2]
    counted = any(one.piece.text[0].isdigit() for one in behind)
    return [] if counted and own and own[-1].piece.text[-1].isalnum() else own


def _differences(own: Sequence[Spot], name: str) -> Iterator[tuple[Spot, str, str]]:
    for spot, word in zip(own, name.split(), strict=True):
        if syllable_key(spot.piece.core) != syllable_key(word):
            yield spot, word, name


def _is_near(line: Fragment, spot: Spot, word: str) -> bool:
    """Whether another look read so, or the engine was near to."""
    return syllable_key(word.lower()) in map(syllable_key, nearly_read(line, spot.piece))
