"""Rows by their places: where blank cells are printed, a row is as many paragraphs as columns.

Word numbers rows by itself, and what writes its text alone leaves these numbers out: no label
begins a row then, but a blank paragraph does, and the next row begins one for each column later.
Rows are laid over all paragraphs at once, so that the most have just that many; one with a cell of
several paragraphs has more, and a heading merged over its row has one or two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from pipeline.extract.lined.tokens import Paragraph, text_of
from pipeline.writing.labels import parse_label, split_heading

_MORE, _LESS = 6, 3
"""Paragraphs that a row may have above its columns, and below."""
_SHORTEST = 3
"""Paragraphs of a row, at least."""
_FEWEST, _SHARE, _GAPS = 3, 0.8, 2
"""Rows of one paragraph a cell from which on places tell rows, their share of all rows, and how
many there are for each blank paragraph between rows: with one column too few there is one behind
each row."""
_HEAD, _BARE_HEAD, _UNTITLED = -0.25, -1.5, 0.2
"""What a heading with a label or in capitals counts, another one, and a row whose second cell is
blank too, as a cell above covers it; a row of one paragraph a cell counts 1. Guessed."""
_GAP = -0.3
"""What a blank paragraph between two rows counts. Guessed."""
_UNEVEN, _EACH = -1.0, -0.5
"""What a row of more or fewer paragraphs counts, and each of these. Guessed."""


class Kind(Enum):
    """What a stretch of paragraphs is: a row of one for each column, such a row without a number
    and a second cell, which cells above cover, one of more or fewer, a heading, a blank
    paragraph between tables that go on."""

    EVEN = auto()
    COVERED = auto()
    UNEVEN = auto()
    HEADING = auto()
    GAP = auto()


@dataclass(frozen=True, slots=True)
class Rank:
    """Paragraphs `start` up to `end` that are one row."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Ranks:
    """The rows of a table, and what they count together."""

    rows: tuple[Rank, ...] = ()
    value: float = 0.0


def ranked(tokens: Sequence[Paragraph], width: int) -> Ranks:
    """The rows of a table of `width` columns, the first of which is that of the numbers; none where
    most have not one paragraph a cell, or most have a number, which tells more than places do. What
    is left behind the last one is not of the table."""
    size = len(tokens)
    best, step = [0.0] * (size + 1), [Rank(size, size, Kind.HEADING)] * (size + 1)
    begins = [_begins(tokens, at) for at in range(size)]
    for at in range(size - 1, -1, -1):
        for rank, value in _from(tokens, at, width, begins):
            if value + best[rank.end] > best[at]:
                best[at], step[at] = value + best[rank.end], rank
    blank = next((at for at, token in enumerate(tokens) if token), size)
    at = max(range(blank + 1), key=best.__getitem__)  # blanks below names of an upper level
    found: list[Rank] = []
    value = best[at]
    while at < size and best[at] > 0:
        found.append(step[at])
        at = step[at].end
    count = Counter(rank.kind for rank in found)
    even, uneven = count[Kind.EVEN], count[Kind.UNEVEN]
    blank = sum(rank.kind is Kind.EVEN and not tokens[rank.start] for rank in found)
    share, gaps = _SHARE * (even + uneven), _GAPS * count[Kind.GAP]
    if even < max(_FEWEST, share, gaps, count[Kind.COVERED]) or 2 * blank <= even:
        return Ranks()
    return Ranks(tuple(rank for rank in found if rank.kind is not Kind.GAP), value)


def _begins(tokens: Sequence[Paragraph], at: int) -> bool:
    """Whether a row may begin at a paragraph: a blank number, or a number alone."""
    return not tokens[at] or parse_label(text_of(tokens[at])) is not None


def _from(
    tokens: Sequence[Paragraph], at: int, width: int, begins: Sequence[bool]
) -> Iterator[tuple[Rank, float]]:
    """What may begin at a paragraph, and what it counts."""
    size = len(tokens)
    if tokens[at] and not begins[at]:
        text = text_of(tokens[at])
        known = split_heading(text) is not None or text.isupper()
        yield Rank(at, at + 1, Kind.HEADING), _HEAD if known else _BARE_HEAD
        return
    if not tokens[at]:
        yield Rank(at, at + 1, Kind.GAP), _GAP
    if at + 1 >= size:
        return
    if tokens[at + 1]:
        text = text_of(tokens[at + 1])
        known = bool(tokens[at]) or text.isupper()
        yield Rank(at, at + 2, Kind.HEADING), _HEAD if known else _BARE_HEAD
    for end in range(at + max(_SHORTEST, width - _LESS), min(size, at + width + _MORE) + 1):
        if not any(tokens[at + 1 : end]):
            continue
        if end == at + width and not tokens[at + 1]:
            yield Rank(at, end, Kind.COVERED), _UNTITLED
        elif end == at + width and (tokens[at] or not begins[at + 1]):
            yield Rank(at, end, Kind.EVEN), 1.0
        elif tokens[at + 1]:
            yield Rank(at, end, Kind.UNEVEN), _UNEVEN + _EACH * abs(end - at - width)
