"""Text that a file sets at places of a page, line by line, as programs write it that convert a PDF.

Nothing but these places tells which lines are one cell, and in which column; such a file is not
read, and that is told: the PDF it was made of has its rules too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.model import EVIDENCE, Problem
from pipeline.writing.letters import printed_chars

CODE: Final = "dialect-unsupported"
_FEWEST_BESIDE: Final = 12
"""Pieces at the height of others: a letterhead and a signature have up to eight."""
_FEWEST_COLUMNS, _FEWEST_BELOW = 3, 5
"""Left edges, and pieces at each: a letter has two, of its lines and of those that begin one."""
_MOST_AROUND: Final = 0.5
"""Share of the printed text from which on it is the page that is set so, not a menu or a remark on
it."""


def stand_beside(places: Iterable[tuple[float, float]]) -> bool:
    """Whether pieces of text, each at its left edge and its height on the page, stand beside each
    other as cells do.

    >>> stand_beside([(72, y) for y in range(100)])
    False
    >>> stand_beside([(x, y) for y in range(9) for x in (72, 200, 310)])
    True
    """
    found = [(round(left), round(top)) for left, top in places]
    heights = Counter(top for _, top in found)
    edges = Counter(left for left, _ in found)
    beside = sum(count for count in heights.values() if count > 1)
    columns = sum(count >= _FEWEST_BELOW for count in edges.values())
    return beside >= _FEWEST_BESIDE or columns >= _FEWEST_COLUMNS


def told_of_places(
    placed: Sequence[tuple[float, float, str]], printed: int, page: int
) -> tuple[Problem, ...]:
    """What is said of a text of so many printed characters most of which stands so, given its
    pieces with their places."""
    texts = [text for _, _, text in placed]
    if sum(map(printed_chars, texts)) < _MOST_AROUND * printed:
        return ()
    if not stand_beside((left, top) for left, top, _ in placed):
        return ()
    message = (
        "its lines are set at places of a page, as programs do that convert a PDF, and what is one"
        " cell is not told; read the PDF itself"
    )
    return (Problem("warning", CODE, message, " | ".join(texts)[:EVIDENCE], page),)
