"""Which characters differ: edit distance and the spans of an edit, in time that suits whole cells.

The bit-parallel recurrence of Hyyrö (2003) keeps one column of the distance matrix in two whole
numbers, so a cell of some hundred characters takes some hundred steps. The column of every step
is kept, and the edit is read off it backwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_CHANCE = 3
"""Most equal characters that two differences around them swallow when they are marked."""


class Span(NamedTuple):
    """Characters `[start, end)` of the expected text against those of the found text.

    One of the two may be empty; `same` says that they are equal.
    """

    same: bool
    start: int
    end: int
    found_start: int
    found_end: int


def spans(expected: str, found: str) -> tuple[Span, ...]:
    """Both texts cut into equal and differing stretches that cover them, by a shortest edit."""
    head = _common(expected, found)
    tail = _common(expected[head:][::-1], found[head:][::-1])
    middle = _kept(expected[head : len(expected) - tail], found[head : len(found) - tail])
    kept = [(i, i) for i in range(head)]
    kept += [(head + i, head + j) for i, j in middle]
    ends = range(tail, 0, -1)
    kept += [(len(expected) - k, len(found) - k) for k in ends]
    return tuple(_stretches(kept, len(expected), len(found)))


def marks(expected: str, found: str) -> tuple[Span, ...]:
    """The differing stretches alone, as a reader wants them marked.

    A few equal characters between two longer differences are no more than chance, and marked too.
    """
    merged: list[Span] = []
    for span in (span for span in spans(expected, found) if not span.same):
        last = merged[-1] if merged else None
        kept = span.start - last.end if last else 0
        if last and kept <= _CHANCE and kept < min(_size(last), _size(span)):
            merged[-1] = Span(False, last.start, span.end, last.found_start, span.found_end)
        else:
            merged.append(span)
    return tuple(merged)


def _size(span: Span) -> int:
    return max(span.end - span.start, span.found_end - span.found_start)


def distance(expected: str, found: str) -> int:
    """Fewest characters to insert, delete or replace to turn one text into the other."""
    return sum(_size(span) for span in spans(expected, found) if not span.same)


def kept_characters(expected: str, found: str) -> int:
    """Characters that a shortest edit leaves as they are."""
    return sum(span.end - span.start for span in spans(expected, found) if span.same)


def _common(a: str, b: str) -> int:
    """Length of the common beginning."""
    if a == b:
        return len(a)
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y),
                min(len(a), len(b)))  # fmt: skip


def _kept(a: str, b: str) -> list[tuple[int, int]]:
    """Positions (in `a`, in `b`) of the characters a shortest edit keeps."""
    rising, falling = _columns(a, b)
    kept = []
    i, j = len(a), len(b)
    while i and j:
        if rising[j - 1] >> (i - 1) & 1:
            i -= 1
            continue
        j -= 1
        if j and falling[j - 1] >> (i - 1) & 1:
            continue
        i -= 1
        if a[i] == b[j]:
            kept.append((i, j))
    return kept[::-1]


def _columns(a: str, b: str) -> tuple[list[int], list[int]]:
    """Per character of `b`: where the distance rises and where it falls along `a`, as bits."""
    places: dict[str, int] = {}
    for i, character in enumerate(a):
        places[character] = places.get(character, 0) | 1 << i
    whole = (1 << len(a)) - 1
    up, down = whole, 0
    rising, falling = [], []
    for character in b:
        match = places.get(character, 0)
        diagonal = ((((match & up) + up) ^ up) | match | down) & whole
        more = (down | ~(diagonal | up)) & whole
        less = diagonal & up
        more = (more << 1 | 1) & whole
        less = less << 1 & whole
        up = (less | ~(diagonal | more)) & whole
        down = more & diagonal
        rising.append(up)
        falling.append(down)
    return rising, falling


def _stretches(kept: list[tuple[int, int]], length: int, found_length: int) -> Iterator[Span]:
    """Spans from the kept positions."""
    i = j = 0
    start = found_start = 0
    for next_i, next_j in [*kept, (length, found_length)]:
        if (next_i, next_j) == (i, j) and next_i < length:
            i, j = i + 1, j + 1
            continue
        if (i, j) != (start, found_start):
            yield Span(True, start, i, found_start, j)
        if (next_i, next_j) != (i, j):
            yield Span(False, i, next_i, j, next_j)
        start, found_start = next_i, next_j
        i, j = next_i + 1, next_j + 1
