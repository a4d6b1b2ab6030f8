"""Text typed in a font from before Unicode and set in another one, or in the code page of
Vietnamese Windows and shown in the western one: nonsense on the screen, and decoded where the words
prove it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pipeline.writing.characters import compose
from pipeline.writing.legacy_fonts import legacy_decoders, may_be_codes
from pipeline.writing.pairs import is_pair, neighbours
from pipeline.writing.syllables import wrong_share

_MIN_WRONG = 0.25
"""Share of words with marks that cannot be Vietnamese, from which a text is not what it seems."""

_FEWEST_LETTERS = 2
"""A letter by itself proves nothing: it may be a sign of a symbol font."""


@lru_cache(maxsize=20_000)
def decode_slip(text: str) -> str | None:
    """What a text says that was typed in a font from before Unicode and is set in another one, or
    was saved in Windows-1258 and opened as Windows-1252.

    No font tells; the words do: as they stand they are no Vietnamese, decoded all of them are.
    None for every other text.

    >>> decode_slip("Bé C«ng an"), decode_slip("Boä Coâng an"), decode_slip("Café")
    ('Bộ Công an', 'Bộ Công an', None)
    >>> decode_slip("Bôò Công an")
    'Bộ Công an'
    """
    if not may_be_codes(text) or len(text.strip()) < _FEWEST_LETTERS:
        return None
    if wrong_share(text) < _MIN_WRONG:
        return None
    spelled = [one for one in _decoded(text) if one != text and wrong_share(one) == 0.0]
    return max(spelled, key=_known_pairs, default=None)


def _decoded(text: str) -> Iterator[str]:
    """What a text may say."""
    for decoder in legacy_decoders():
        yield decoder.decode(text)
    try:
        yield compose(text.encode("cp1252").decode("cp1258"))
    except UnicodeError:
        return  # a letter that only one of the two code pages has


def _known_pairs(text: str) -> int:
    """How many syllables of a text stand beside those that official documents write there: what
    tells `Cơ quan` from `Cụ quan` where the codes of two fonts give syllables."""
    return sum(is_pair(one, other) for one, other in neighbours(text))
