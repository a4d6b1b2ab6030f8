"""Whether what was read of a line says something, where it may as well be no print of the page."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import ReadWord

SPOKEN, MUMBLED = 0.85, 0.5
"""How sure the engine is of a word at least in a line outside of tables; a long one may be less."""
SYLLABLE = 3
"""Letters that specks make at most."""


def speaks(words: Sequence[ReadWord]) -> bool:
    """Whether a line outside of tables says something: specks and strokes of a pen are read too,
    as a sign or a letter the engine is not sure of."""
    text = "".join(word.text for word in words)
    letters = sum(char.isalnum() for char in text)
    sure = max(word.confidence for word in words)
    return letters > 0 and (sure >= SPOKEN or (letters > SYLLABLE and sure >= MUMBLED))


def says(words: Sequence[ReadWord], left: float) -> bool:
    """Whether a line under a black seal, which stands as those of its cell beside the seal do, says
    a syllable as surely as the seal leaves it (`left` of its confidence): the letters of the seal
    stand alone there."""
    return any(
        word.confidence >= left * SPOKEN and len(word.text) >= SYLLABLE and word.text.isalpha()
        for word in words
    )
