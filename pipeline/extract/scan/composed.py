"""Letters that a page prints nowhere plainly, put together from those that it does: the body of
one without the tone, the tone of another letter (`ễ` is `ê` under the marks of `ỗ`)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from pipeline.writing.letters import TONES, without_marks

Shape = npt.NDArray[np.uint8]
"""Rows of pixels of a letter or a word, 1 where there is ink."""

_BELOW = "\u0323"
_VOWELS = "aăâeêioôơuưy"
_FAMILIES = ("âêô", "ă", "aeioơuưy")
"""Vowels over which a tone stands in the same way: beside a hat, on a breve, alone."""
_FREE = "aeiouy"
"""Those with nothing of their own over them that stays under a tone."""
SLACK = 1
"""Rows by which round letters reach over flat ones."""


def with_composed(letters: Mapping[str, Shape], top: int, base: int) -> dict[str, Shape]:
    """The letters of a page and those small ones with a tone that can be put together from them;
    `top` and `base` are the rows between which its small letters stand."""
    return {**dict(_composed(letters, top, base)), **letters}


def _composed(letters: Mapping[str, Shape], top: int, base: int) -> Iterator[tuple[str, Shape]]:
    for vowel in _VOWELS:
        for tone in TONES:
            letter = unicodedata.normalize("NFC", vowel + tone)
            if letter in letters or vowel not in letters:
                continue
            donor = _donor(vowel, tone, letters)
            if donor is not None and tone == _BELOW:
                yield letter, _dotted(letters[vowel], letters[donor], base)
            elif donor is not None:
                yield letter, _toned(vowel, letters[vowel], letters[donor], top)


def _donor(vowel: str, tone: str, letters: Mapping[str, Shape]) -> str | None:
    """Another letter of the page with the same tone, in the same way; the `y` has a tail where a
    dot stands."""
    family = next(own for own in _FAMILIES if vowel in own)
    others = family if tone != _BELOW else _VOWELS.replace("y", "")
    others = others if vowel in "âêôă" or tone == _BELOW else _FREE
    found = (unicodedata.normalize("NFC", other + tone) for other in others if other != vowel)
    is_free = vowel != "y" or tone != _BELOW
    return next((one for one in found if one in letters), None) if is_free else None


def _toned(vowel: str, body: Shape, donor: Shape, top: int) -> Shape:
    """A letter with what stands over another one; its own dot or hat goes, its horn stays."""
    edge = max(0, top - SLACK)
    out = body.copy()
    if without_marks(vowel) == vowel or vowel in "âêôă":
        out[:edge] = 0
    return _laid_over(out, donor[:edge], 0)


def _dotted(body: Shape, donor: Shape, base: int) -> Shape:
    """A letter with the dot under another one."""
    edge = base + SLACK
    return _laid_over(body.copy(), donor[edge:], edge)


def _laid_over(out: Shape, part: Shape, row: int) -> Shape:
    """A letter with a part of another one from some row on, both in the middle; it is as wide as
    both together."""
    columns = np.flatnonzero(part.any(axis=0))
    if not len(columns):
        return out
    left = round((out.shape[1] - part.shape[1]) / 2)
    first, last = left + int(columns[0]), left + int(columns[-1]) + 1
    before, behind = max(0, -first), max(0, last - out.shape[1])
    wide: Shape = np.pad(out, ((0, 0), (before, behind)))
    own = part[:, columns[0] : columns[-1] + 1]
    wide[row : row + part.shape[0], first + before : last + before] |= own
    return wide
