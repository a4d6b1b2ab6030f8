"""How alike two printed texts are."""

from __future__ import annotations

from rapidfuzz import fuzz

from pipeline.writing.letters import fold


def likeness(one: str, other: str) -> float:
    """Likeness of two texts, 0 to 100, one decimal: the share of characters they have in
    common in order (normalised indel similarity) after folding."""
    return round(fuzz.ratio(fold(one), fold(other)), 1)
