"""Names of communes whose accents were misread: `xã Mù Cá` is none, and `Mù Cả` the only one that
looks like it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model import Fragment
from pipeline.normalize.ocr.accents import RULE
from pipeline.normalize.ocr.pieces import Fix, Spot, rival_of, spots_of, words_of
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
        if kind not in _KINDS:
            continue
        for length in range(_LONGEST, _SHORTEST - 1, -1):
            own = spots[at + 1 : at + 1 + length]
            if len(own) < length or not _is_name(spot, own):
                continue
            read = [one.piece.core for one in own]
            if communes_named(" ".join((kind, *read))):
                break
            names = communes_like(kind, read)
            if len(names) == 1:
                (name,) = names
                yield from _differences(own, name)
            if names:
                break


def _is_name(kind: Spot, own: Sequence[Spot]) -> bool:
    """Whether words, each with a capital and nothing between them, stand behind a kind."""
    together = all(one.after for one in (kind, *own[:-1]))
    return together and all(one.piece.core.istitle() for one in own)


def _differences(own: Sequence[Spot], name: str) -> Iterator[tuple[Spot, str, str]]:
    for spot, word in zip(own, name.split(), strict=True):
        if syllable_key(spot.piece.core) != syllable_key(word):
            yield spot, word, name


def _is_near(line: Fragment, spot: Spot, word: str) -> bool:
    """Whether another look read so, or the engine was near to."""
    rival = rival_of(line, spot.piece)
    others = [one.text for read in words_of(line, spot.piece) for one in read.alternatives]
    return any(word in text for text in (*others, rival.text if rival else ""))
