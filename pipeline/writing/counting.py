"""Numbers written as Roman numerals, and as the letters by which programs count items of lists."""

from __future__ import annotations

from typing import Final

_ROMAN: Final = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
"""What Roman numerals are made of."""


def letters(count: int) -> str:
    """A positive number as small letters; after z they are doubled, as Word does it.

    >>> letters(3), letters(28)
    ('c', 'bb')
    """
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def roman(count: int) -> str:
    """A positive number in Roman numerals.

    >>> roman(1994)
    'MCMXCIV'
    """
    text = ""
    for worth, signs in _ROMAN:
        times, count = divmod(count, worth)
        text += signs * times
    return text


_COUNTED: Final = frozenset(map(roman, range(1, 100)))
"""Roman numerals that parts of a document are numbered with."""


def is_roman(text: str) -> bool:
    """Whether a text is a Roman numeral below a hundred, in capitals.

    >>> is_roman("XIV"), is_roman("IIX")
    (True, False)
    """
    return text in _COUNTED
