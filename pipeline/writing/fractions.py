"""Fractions set on one line, as all readers of formulas print them."""

from __future__ import annotations

from pipeline.writing.patterns import compiled

_SIMPLE = compiled(r"\w+(?:[.,]\w+)?%?")


def brackets(part: str) -> tuple[str, str]:
    """What stands before and behind a part of a fraction, so that it stays one.

    >>> brackets("a + b"), brackets("12,5")
    (('(', ')'), ('', ''))
    """
    text = part.strip()
    return ("", "") if len(text) <= 1 or _SIMPLE.fullmatch(text) else ("(", ")")
