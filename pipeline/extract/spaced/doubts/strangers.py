"""Words at the end of a line that are of the cell beside it: the line reads on without them.

Where a cell is full one blank parts it from the next, and the first word of that one may be taken
for its own (`ban hành an` over `văn bản`, for `Bộ Công` over `an` beside it). Tables say the same
words again and again: that `hành` stands before `văn` elsewhere, and `an` neither behind `hành` nor
before `văn`, tells that `an` is a stranger there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.extract.spaced.lines.words import Word, text_of

Pairs = frozenset[tuple[str, str]]
"""Words, in small letters, that stand beside each other."""
_BESIDE = 1
"""Characters by which another line of a cell may end farther right than the one with a word of the
next cell: that sticks out."""
STRANGER = "a word that ends a line of this cell may be of the cell beside it: it reads on without"


def pairs_in(cells: Iterable[Sequence[Sequence[Word]]]) -> Pairs:
    """The words that stand beside each other inside the lines of cells; the last of a line that
    another one follows may be a stranger, so that such a pair counts from two lines on."""
    found: set[tuple[str, str]] = set()
    ends: dict[tuple[str, str], set[str]] = {}
    for lines in cells:
        for place, words in enumerate(lines):
            pairs = list(pairwise(map(_plain, words)))
            if place + 1 < len(lines) and pairs:
                ends.setdefault(pairs.pop(), set()).add(text_of(words))
            found.update(pairs)
    found.update(pair for pair, texts in ends.items() if len(texts) > 1)
    return frozenset(found)


def stranger_ends(lines: Sequence[Sequence[Word]], pairs: Pairs) -> bool:
    """Whether a line of a cell ends, as far right as any, with a word that no other line has there,
    and without which it goes on with the next one as others do."""
    edge = max((words[-1].x1 for words in lines), default=0) - _BESIDE
    return any(
        len(one) > 1
        and one[-1].x1 >= edge
        and (_plain(one[-2]), _plain(one[-1])) not in pairs
        and (_plain(one[-1]), _plain(other[0])) not in pairs
        and (_plain(one[-2]), _plain(other[0])) in pairs
        for one, other in pairwise(lines)
    )


def _plain(word: Word) -> str:
    return word.text.casefold()
