"""Colours of letters and of what is behind them: which two nobody tells apart."""

from __future__ import annotations

import re
from typing import Final

_HEX: Final = re.compile(r"[0-9A-Fa-f]{6}")
_SAME: Final = 8
"""Of 255, by which each of red, green and blue may differ: next to white that is a contrast of 1.07
to 1, where letters are read from 4.5 to 1 on (WCAG 2.1, 1.4.3)."""
WHITE: Final = "FFFFFF"


def are_same(one: str, other: str) -> bool:
    """Whether nobody tells two colours (`RRGGBB`) apart; no other code is the same as another.

    >>> are_same("FEFEFE", "ffffff"), are_same("D9D9D9", "FFFFFF"), are_same("", "")
    (True, False, False)
    """
    if not _HEX.fullmatch(one) or not _HEX.fullmatch(other):
        return one != "" and one.upper() == other.upper()
    pairs = zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)
    return all(abs(a - b) <= _SAME for a, b in pairs)
