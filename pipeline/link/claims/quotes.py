"""Quotation marks: what they enclose, and texts without them. Any kind, nested or missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

OPENING = "“«„‟"
CLOSING = "”»"
STRAIGHT = "\"'＂"
EDGES = " \t\n;,"
"""What stands between quoted items."""
_ALL = OPENING + CLOSING + STRAIGHT + "‘’"


def quoted(text: str) -> Iterator[tuple[int, int]]:
    """The outermost quoted stretches. An opening mark that is never closed quotes the rest."""
    start, depth = -1, 0
    for position, char in enumerate(text):
        if char in OPENING or (char in STRAIGHT and depth == 0):
            start = position if depth == 0 else start
            depth += 1
        elif depth and (char in CLOSING or char in STRAIGHT):
            depth -= 1
            if depth == 0:
                yield start, position + 1
    if depth:
        yield start, len(text)


def blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with its quoted stretches blanked, positions kept."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    return "".join(chars)


def strip_quotes(text: str) -> str:
    """An item without the quotation marks and separators around it; marks inside it stay."""
    plain = re.sub(r"^(?:và|;|,|\.)\s+", "", text.strip(EDGES))
    if plain[:1] and plain[0] in _ALL:
        plain = plain[1:].strip(EDGES)
        if plain[-1:] and plain[-1] in _ALL and not _closes_inner(plain):
            plain = plain[:-1]
    elif plain[-1:] and plain[-1] in CLOSING and not _closes_inner(plain):
        plain = plain[:-1]
    return plain.strip(EDGES)


def _closes_inner(text: str) -> bool:
    """Whether the mark that ends `text` closes one that stands inside it."""
    inner = text[:-1]
    if text[-1] in STRAIGHT:
        return inner.count(text[-1]) % 2 == 1
    opened = sum(inner.count(mark) for mark in OPENING)
    return opened > sum(inner.count(mark) for mark in CLOSING)
