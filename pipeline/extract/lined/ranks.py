"""Rows by their places: where blank cells are printed, a row is as many paragraphs as columns.

Word numbers rows by itself, and what writes its text alone leaves these numbers out: no label
begins a row then, but a blank paragraph does, and the next row begins one for each column later.
Rows are laid over all paragraphs at once, so that the most have just that many; one with a cell of
several paragraphs has more, and a heading merged over its row has one or two. Where lines were
broken at one width a row may have as many more as lines did not fit behind the one before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import accumulate

from pipeline.extract.lined.tokens import Paragraph, text_of
from pipeline.extract.lined.wrapped import fits
from pipeline.frozen import dataclass
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
_NUMBERED = -0.1
"""What the number of a row of broken lines counts in a table that leaves most out: it may be a year
in the last cell of the row above. Guessed."""
_GAP = -0.3
"""What a blank paragraph between two rows counts. Guessed."""
_UNEVEN, _EACH = -1.0, -0.5
"""What a row of more or fewer paragraphs counts, and each of these. Guessed."""
_BROKEN, _TITLED = -0.02, -0.5
"""What each line counts that must go on in the one before (as little as tells equals apart), and
each heading with its label that a row of broken lines has inside: more than one of its own."""


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


def ranked(tokens: Sequence[Paragraph], width: int, broken: int = 0) -> Ranks:
    """The rows of a table of `width` columns, the first of which is that of the numbers; none where
    most have not one paragraph a cell, or most have a number, which tells more than places do. What
    is left behind the last one is not of the table. Lines were broken at `broken` characters (0:
    nowhere)."""
    size = len(tokens)
    full = [0, *accumulate(goes_over(tokens, at, broken) for at in range(size))]
    best, step = [0.0] * (size + 1), [Rank(size, size, Kind.HEADING)] * (size + 1)
    begins = [_begins(tokens, at) for at in range(size)]
    titled = [0, *accumulate(_is_titled(token) for token in tokens)]
    text = _Text(tokens, begins, full, titled)
    for at in range(size - 1, -1, -1):
        for rank, value in _from(text, at, width):
            if value + best[rank.end] > best[at]:
                best[at], step[at] = value + best[rank.end], rank
    printed = next((at for at, token in enumerate(tokens) if token), size)
    at = max(range(printed + 1), key=best.__getitem__)  # blanks below names of an upper level
    found: list[Rank] = []
    value = best[at]
    while at < size and best[at] > 0:
        found.append(step[at])
        at = step[at].end
    count = Counter(rank.kind for rank in found)
    even, uneven = count[Kind.EVEN], count[Kind.UNEVEN]
    bare = sum(rank.kind is Kind.EVEN and not tokens[rank.start] for rank in found)
    share, gaps = _SHARE * (even + uneven), _GAPS * count[Kind.GAP]
    if even < max(_FEWEST, share, gaps, count[Kind.COVERED]) or 2 * bare <= even:
        return Ranks()
    return Ranks(tuple(rank for rank in found if rank.kind is not Kind.GAP), value)


def _begins(tokens: Sequence[Paragraph], at: int) -> bool:
    """Whether a row may begin at a paragraph: a blank number, or a number alone."""
    return not tokens[at] or parse_label(text_of(tokens[at])) is not None


@dataclass(frozen=True, slots=True)
class _Text:
    """Paragraphs; at which of them a row may begin, and how many before each place did not fit
    behind the one before them, and are headings with their labels."""

    tokens: Sequence[Paragraph]
    begins: Sequence[bool]
    full: Sequence[int]
    titled: Sequence[int]

    def loose(self, start: int, end: int) -> int:
        """How many of some paragraphs, the first aside, may go on in the one before."""
        return self.full[end] - self.full[start + 1]


def _is_titled(token: Paragraph) -> bool:
    """Whether a paragraph is a heading with its label before it."""
    return bool(token) and split_heading(text_of(token)) is not None


def goes_over(tokens: Sequence[Paragraph], at: int, broken: int) -> bool:
    """Whether a paragraph may be the next line of the one before, broken at so many characters."""
    if not (broken and at and tokens[at] and tokens[at - 1]):
        return False
    return not fits(text_of(tokens[at - 1]), text_of(tokens[at]), broken)


def _from(text: _Text, at: int, width: int) -> Iterator[tuple[Rank, float]]:
    """What may begin at a paragraph, and what it counts."""
    tokens, size = text.tokens, len(text.tokens)
    if tokens[at] and not text.begins[at]:
        yield from _headings(text, at, at + 1, known=_is_titled(tokens[at]))
        return
    if not tokens[at]:
        yield Rank(at, at + 1, Kind.GAP), _GAP
    if at + 1 >= size:
        return
    if tokens[at + 1]:
        yield from _headings(text, at, at + 2, known=bool(tokens[at]))
    for end in range(at + max(_SHORTEST, width - _LESS), size + 1):
        loose = text.loose(at + 1, end)
        most, least = end - at, end - at - loose
        if least > width + _MORE:
            return
        if not any(tokens[at + 1 : end]):
            continue
        over = _BROKEN * (most - width)
        if text.full[-1]:
            over += _TITLED * (text.titled[end] - text.titled[at]) + _NUMBERED * bool(tokens[at])
        if not tokens[at + 1]:
            if least <= width <= most:
                yield Rank(at, end, Kind.COVERED), _UNTITLED + over
        elif least <= width <= most and (tokens[at] or not text.begins[at + 1]):
            yield Rank(at, end, Kind.EVEN), 1.0 + over
        else:
            apart = max(width - most, least - width, 0)
            yield Rank(at, end, Kind.UNEVEN), _UNEVEN + _EACH * apart + min(0.0, over)


def _headings(text: _Text, at: int, end: int, known: bool) -> Iterator[tuple[Rank, float]]:
    """A heading up to a paragraph, and to each further one that is its next line."""
    title = text_of(text.tokens[end - 1])
    value = _HEAD if known or title.isupper() else _BARE_HEAD
    yield Rank(at, end, Kind.HEADING), value
    while end < len(text.tokens) and text.full[end + 1] > text.full[end]:
        end += 1
        yield Rank(at, end, Kind.HEADING), value + _BROKEN
