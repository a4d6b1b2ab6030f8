"""Which characters and which words differ: shortest edits, found by rapidfuzz."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

_CHANCE = 3
"""Most equal characters that two differences around them swallow when they are marked."""
_TOKEN = re.compile(r"\s+|\S+")


class EditSpan(NamedTuple):
    """Characters `[start, end)` of the expected text against those of the found text.

    One of the two may be empty; `same` says that they are equal.
    """

    same: bool
    start: int
    end: int
    found_start: int
    found_end: int


def spans(expected: str, found: str) -> tuple[EditSpan, ...]:
    """Both texts cut into equal and differing stretches that cover them, by a shortest edit."""
    return tuple(_stretches(expected, found))


def word_spans(expected: str, found: str) -> tuple[EditSpan, ...]:
    """As `spans`, in whole words and the white space between them."""
    one, other = _TOKEN.findall(expected), _TOKEN.findall(found)
    at = list(accumulate(map(len, one), initial=0))
    there = list(accumulate(map(len, other), initial=0))
    return tuple(
        EditSpan(
            span.same, at[span.start], at[span.end], there[span.found_start], there[span.found_end]
        )
        for span in _stretches(one, other)
    )


def _stretches(one: Sequence[str], other: Sequence[str]) -> Iterator[EditSpan]:
    """The edit of two sequences, neighbouring insertions, deletions and replacements as one."""
    open_from: tuple[int, int] | None = None
    for step in Levenshtein.opcodes(one, other):
        if step.tag != "equal":
            open_from = open_from or (step.src_start, step.dest_start)
            continue
        if open_from:
            yield EditSpan(False, open_from[0], step.src_start, open_from[1], step.dest_start)
            open_from = None
        yield EditSpan(True, step.src_start, step.src_end, step.dest_start, step.dest_end)
    if open_from:
        yield EditSpan(False, open_from[0], len(one), open_from[1], len(other))


def marks(expected: str, found: str) -> tuple[EditSpan, ...]:
    """The differing stretches alone, as a reader wants them marked.

    A few equal characters between two longer differences are no more than chance, and marked too.
    """
    merged: list[EditSpan] = []
    for span in (span for span in spans(expected, found) if not span.same):
        last = merged[-1] if merged else None
        kept = span.start - last.end if last else 0
        if last and kept <= _CHANCE and kept < min(_size(last), _size(span)):
            merged[-1] = EditSpan(False, last.start, span.end, last.found_start, span.found_end)
        else:
            merged.append(span)
    return tuple(merged)


def marked_words(expected: str, found: str) -> tuple[EditSpan, ...]:
    """The differing stretches in whole words; a space between two of them is marked too."""
    merged: list[EditSpan] = []
    for span in (span for span in word_spans(expected, found) if not span.same):
        last = merged[-1] if merged else None
        if last and expected[last.end : span.start].isspace():
            merged[-1] = EditSpan(False, last.start, span.end, last.found_start, span.found_end)
        else:
            merged.append(span)
    return tuple(merged)


def _size(span: EditSpan) -> int:
    return max(span.end - span.start, span.found_end - span.found_start)


def distance(expected: str, found: str) -> int:
    """Fewest characters to insert, delete or replace to turn one text into the other."""
    return Levenshtein.distance(expected, found)


def kept_characters(expected: str, found: str) -> int:
    """Characters that a shortest edit leaves as they are."""
    return sum(span.end - span.start for span in spans(expected, found) if span.same)
