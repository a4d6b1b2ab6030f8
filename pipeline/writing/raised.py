"""Raised digits: how every reader writes a footnote marker, whatever the source did to raise it."""

from __future__ import annotations

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""The superscript digits, 0 to 9."""
RAISED_NUMBER = rf"(?<![{RAISED}])[{RAISED}]{{1,4}}+(?![{RAISED}])"
"""The raised number of a footnote; a longer one is none, and stays as it is printed."""
_MINUS = ("-", "−", "–")
"""How the sign of an exponent is typed."""
_DEGREE = "o"
_UP = str.maketrans("0123456789", RAISED)
_DOWN = str.maketrans(RAISED, "0123456789")


def raise_digits(text: str) -> str:
    """A text with its digits raised, the minus of an exponent too; a letter `o` alone is how the
    sign of degrees is typed (`8`, raised `o`, `C`).

    >>> raise_digits("(12)"), raise_digits("-3"), raise_digits("o")
    ('(¹²)', '⁻³', '°')
    """
    bare = text.strip()
    if bare == _DEGREE:
        return text.replace(_DEGREE, "°")
    if bare[:1] in _MINUS and bare[1:].isdecimal():
        text = text.replace(bare[0], "⁻", 1)
    return text.translate(_UP)


def lower_digits(text: str) -> str:
    """A text with raised digits put back on the line."""
    return text.translate(_DOWN)
