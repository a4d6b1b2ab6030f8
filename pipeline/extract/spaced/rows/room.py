"""Rows that are certain to be several: a line of the first column has a number of its own, or its
first word would have had room behind the text above it: no cell breaks its line before it is full.

Forms list what they ask for line by line, most of it blank: what the cells of such rows are like
does not tell where they meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.layer.uncounted.gridded import Cutting, Lines, Span
from pipeline.writing.patterns import compiled

_TITLE = 1
"""The column that says what a row is, behind the blank one of numbers."""
_SLACK = 2
"""Characters by which a line must be shorter than the longest one: letters differ in width."""
_NUMBERED = compiled(r"(?:(?:\d{1,2}|[IVX]{1,4})(?:\.\d{1,2})*[.)]|[A-Zđ]\.|[a-zđ]\)) ?\p{Lu}")
"""The number of a row before its first word."""
_POINTS = "-+–•*"


def with_room_apart(lines: Lines, found: Cutting) -> Cutting:
    """The rows of a page, those parted that hold several by the room of their first column."""
    longest = max((len(texts[_TITLE]) for texts in lines.texts), default=0)
    spans: list[Span] = []
    guessed: list[frozenset[int]] = []
    for span, guess in zip(found.rows, found.guessed, strict=True):
        edges = [span.start, *_begins(lines, span, longest), span.end]
        parts = [Span(a, b, None) for a, b in pairwise(edges)]
        spans += parts if len(parts) > 1 else [span]
        guessed += [frozenset[int]()] * len(parts) if len(parts) > 1 else [guess]
    return replace(found, rows=tuple(spans), guessed=tuple(guessed))


def _begins(lines: Lines, span: Span, longest: int) -> Iterator[int]:
    """The lines of a row, but for its first one, on which another one begins."""
    above = ""
    for at in range(span.start, span.end):
        text = lines.texts[at][_TITLE]
        if not text:
            continue
        room = _may_begin(text) and _had_room(above, text, longest)
        if above and (room or _NUMBERED.match(text)):
            yield at
        above = text


def _may_begin(text: str) -> bool:
    """Whether a text begins as that of a row does: with a capital, a number or a point."""
    return text[0] in _POINTS or text[0].isdigit() or text[0].isupper()


def _had_room(above: str, text: str, longest: int) -> bool:
    return len(above) + 1 + len(text.split()[0]) + _SLACK <= longest
