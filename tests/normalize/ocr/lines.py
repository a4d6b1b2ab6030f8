"""Lines as a reader of pictures hands them on."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Alternative, Cell, Fragment, Place, ReadWord

SURE = 0.96


def line(text: str, sure: float = SURE, y: float = 10.0, **doubted: float) -> Fragment:
    """A read line; `doubted` gives the confidence of single words."""
    words = tuple(
        ReadWord(word, doubted.get(word, sure), 10.0 * at, y, 10.0 * at + 9, y + 9)
        for at, word in enumerate(text.split())
    )
    return Fragment(text, Place(1, x0=0.0, y0=y, x1=400.0, y1=y + 9), words=words)


def rivalled(text: str, word: str, rival: str, near: float) -> Fragment:
    """A read line, one word of which was nearly read otherwise."""
    found = line(text)
    other = Alternative(rival, near)
    words = tuple(w._replace(rival=other) if w.text == word else w for w in found.words)
    return replace(found, words=words)


def cell(text: str, sure: float = SURE, y: float = 10.0, **doubted: float) -> Cell:
    """A cell of one read line, blank where the text is."""
    return Cell((line(text, sure, y, **doubted),)) if text else Cell()
