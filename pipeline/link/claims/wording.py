"""How alike two printed texts are, and whether they say different things."""

from __future__ import annotations

from rapidfuzz import fuzz

from pipeline.writing.letters import fold


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
