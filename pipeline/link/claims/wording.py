"""How alike two printed texts are, and texts made comparable."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

_NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """`text` without letter case, punctuation and runs of white space, for comparing."""
    return " ".join(_NOT_WORD.sub(" ", unicodedata.normalize("NFC", text).casefold()).split())


def likeness(one: str, other: str) -> float:
    """Likeness of two texts, 0 to 100, one decimal: the share of characters they have in
    common in order (normalised indel similarity) after folding."""
    return round(fuzz.ratio(fold(one), fold(other)), 1)


def differs(before: str, after: str) -> bool:
    """Whether two texts say different things: white space and the full stop that ends a
    sentence say nothing."""
    return _bare(before) != _bare(after)


def _bare(text: str) -> str:
    return " ".join(text.split()).rstrip(" .;,")
