"""White inside cells whose lines are set to both edges.

A justified line leaves its white between its words (`Các   bộ,   địa` over `phương`), so that no
number of blanks tells where a cell ends. The words and the lines around do: words that stand
beside each other elsewhere are of one cell, and between two columns hardly a line has a word where
inside of one nearly each does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.spaced.lines.words import WIDE, SpacedLine, Word

_AROUND, _BESIDE = 3, 4
"""Lines above and below that show what a gap is, and characters beside it in which they have words
that are of its column."""
_COVERED, _FEWEST = 0.3, 2
"""Share of these lines with a word at each character of the gap, and how many at least, from which
on it stands inside of a column. Of 21 texts of justified prints for learning 3,420 of 7,909 such
gaps are told by all this, and 227 others for them; 0.4 tells 3,121 and 206."""
_BEGUN = 1
"""Lines around that begin a cell where the word behind a gap stands, up to which it begins none."""
_WIDEST = 12
"""Blanks of the widest gap inside a narrow cell of two words."""
_KNOWN = 3
"""How often two words stand one blank apart elsewhere, from which on they are of one cell without
what the lines around show."""
_SHARE, _MANY = 0.018, 8
"""Share of the wide gaps of a text that stand inside cells, and how many, from which on its lines
are set to both edges: of the 21 texts of such prints all but two have 0.02 to 0.26, 15 others 0.013
at most."""

_Pair = tuple[str, str]


def with_lines_closed(
    rows: Sequence[SpacedLine], opening: Sequence[int]
) -> tuple[list[SpacedLine], bool]:
    """The lines of a text, where they are set to both edges those of a cell with one blank between
    their words: each reaches up to the next; and whether they are."""
    edges = [0, *opening, len(rows)]
    pages = [rows[begin:end] for begin, end in pairwise(edges) if begin < end]
    known = Counter(
        (one.text, other.text)
        for row in rows
        for one, other in pairwise(row.words)
        if other.x0 - one.x1 == 1
    )
    inside = [gaps for page in pages for gaps in _inside(page, known)]
    wide = sum(len(list(_wide(row.words))) for row in rows)
    if sum(map(len, inside)) < max(_MANY, _SHARE * wide):
        return list(rows), False
    return [
        replace(row, words=_closed(row.words, gaps)) for row, gaps in zip(rows, inside, strict=True)
    ], True


def _wide(words: Sequence[Word]) -> Iterator[int]:
    """The words of a line with wide white behind them, by place."""
    return (at for at, (one, other) in enumerate(pairwise(words)) if other.x0 - one.x1 >= WIDE)


def _inside(rows: Sequence[SpacedLine], known: Mapping[_Pair, int]) -> Iterator[frozenset[int]]:
    """Per line of a page the words with wide white behind them that goes on inside a cell; `known`
    is how often two words stand beside each other."""
    covered = _covered(rows)
    begun = [_begun(row.words) for row in rows]
    for line, row in enumerate(rows):
        first, last = max(0, line - _AROUND), line + _AROUND + 1
        around = [*begun[first:line], *begun[line + 1 : last]]
        near = covered[first:last]
        yield frozenset(
            at
            for at in _wide(row.words)
            if _goes_on(row.words[at], row.words[at + 1], near, around, known)
        )


def _goes_on(
    one: Word,
    other: Word,
    near: NDArray[np.uint8],
    around: Sequence[Set[int]],
    known: Mapping[_Pair, int],
) -> bool:
    """Whether white between two words stands inside a cell; `near` is where the lines around have
    words, and their own."""
    places = {other.x0 - 1, other.x0, other.x0 + 1}
    begins = sum(not places.isdisjoint(begun) for begun in around)
    beside = known.get((one.text, other.text), 0)
    if beside >= _KNOWN and not begins:
        return True
    if begins > _BEGUN:
        return False
    if other.x0 - one.x1 > _WIDEST or not (beside or other.text[0].islower()):
        return False
    of_column = near[:, max(0, one.x1 - _BESIDE) : other.x0 + _BESIDE].any(axis=1).sum() - 1
    over = near[:, one.x1 : other.x0].sum(axis=0).min()
    return bool(over >= max(_FEWEST, _COVERED * of_column))


def _begun(words: Sequence[Word]) -> frozenset[int]:
    """Where a line begins, and words stand behind wide white."""
    return frozenset((words[0].x0, *(words[at + 1].x0 for at in _wide(words))))


def _covered(rows: Sequence[SpacedLine]) -> NDArray[np.uint8]:
    """Lines by character columns: 1 where a word stands. One blank is none: it may part cells."""
    covered = np.zeros((len(rows), max(row.words[-1].x1 for row in rows)), dtype=np.uint8)
    for line, row in enumerate(rows):
        for word in row.words:
            covered[line, word.x0 : word.x1] = 1
    return covered


def _closed(words: Sequence[Word], gaps: Set[int]) -> tuple[Word, ...]:
    """The words of a line, some of which reach up to the next one."""
    reach = [
        replace(one, x1=other.x0 - 1) if at in gaps else one
        for at, (one, other) in enumerate(pairwise(words))
    ]
    return (*reach, *words[-1:])
