"""A word and the marks it was read from: which they are, and what it is by their shapes."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.scan.marks import Mark
from pipeline.model import Alternative, ReadWord


def marks_in(word: ReadWord, marks: Sequence[Mark], beyond: float = 1.0) -> list[Mark]:
    """Those of some marks that stand in a word, or so many pixels behind its end."""
    first, last = 2 * (word.x0 - 1), 2 * (word.x1 + beyond)  # of twice the middle of a mark
    return [mark for mark in marks if first <= mark.x0 + mark.x1 <= last]


def read_as(word: ReadWord, text: str, sure: float = 0.0) -> ReadWord:
    """A word with the text that its marks show, as sure as that at least; the engine's reading is
    kept among the alternatives."""
    before = Alternative(word.text, word.confidence)
    return word._replace(
        text=text,
        confidence=max(word.confidence, sure),
        alternatives=(before, *word.alternatives),
    )
