"""Words that stand further apart than a blank, as on a grid that is narrower than the print.

`pdftotext -fixed` has a character for each width that it is told: letters of a wider face, or lines
stretched to both sides, leave two or three blanks behind a word. They part no cells, but where the
word behind them begins where cells do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.spaced.lines.words import WIDE, SpacedLine, Word

_TWO, _THREE, _FEWEST = 0.1, 0.05, 50
"""Share of the gaps of two blanks among those up to two, and then of three among those up to three,
from which on they stand between words, and how many such gaps a text has at least. Counted before
words in small letters, which begin few cells. Of 36 texts for learning two have more of two, 0.28
and 0.70, the others 0.01 at most, and these two 0.12 and 0.10 of three."""
_CELLS, _OFTEN = 3, 0.02
"""Words behind wider gaps that begin at one character, and their share of the lines, from which on
cells begin there."""
_SENTENCE = 10
"""Words of a line without wide gaps from which on it is taken for a sentence."""


def with_words_closed(rows: Sequence[SpacedLine]) -> list[SpacedLine]:
    """The lines of a text, where its words stand further apart than a blank those of a cell with
    one blank between them: each reaches up to the next."""
    most = _most_blanks(Counter(_sentence_gaps(rows)))
    if most < WIDE:
        return list(rows)
    begun = Counter(b.x0 for row in rows for a, b in pairwise(row.words) if b.x0 - a.x1 > most)
    least = max(_CELLS, _OFTEN * len(rows))
    cells = {x0 for x0, many in begun.items() if many >= least}
    return [replace(row, words=_closed(row.words, most, cells)) for row in rows]


def _sentence_gaps(rows: Sequence[SpacedLine]) -> Iterator[int]:
    """How many blanks stand between each word and one in small letters behind it."""
    for row in rows:
        for one, other in pairwise(row.words):
            if one.text[-1].isalpha() and other.text[0].islower():
                yield other.x0 - one.x1


def _most_blanks(gaps: Counter[int]) -> int:
    """How many blanks stand between words at most; 1 where few tell it."""
    most = 1
    for share in (_TWO, _THREE):
        among = sum(gaps[wide] for wide in range(1, most + 2))
        if among < _FEWEST or gaps[most + 1] < share * among:
            break
        most += 1
    return most


def _closed(words: Sequence[Word], most: int, cells: Set[int]) -> tuple[Word, ...]:
    """Words that reach up to the next one, which begins no cell; in a line without a wider gap but
    behind its number, that is one sentence, none does."""
    gaps = [other.x0 - one.x1 for one, other in pairwise(words)]
    if len(words) >= _SENTENCE and all(gap <= most for gap in gaps[1:]):
        cells = frozenset()
    reach = [
        replace(one, x1=other.x0 - 1) if 1 < gap <= most and other.x0 not in cells else one
        for (one, other), gap in zip(pairwise(words), gaps, strict=True)
    ]
    return (*reach, *words[-1:])
