"""What else a document prints between the two words that a word stands between: where it often is
one that looks like it (`công nghẹ,` beside many `công nghệ,`), this one was misread."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import Levenshtein

from pipeline.normalize.ocr.shapes import as_digits, distance
from pipeline.writing.pairs import Pair

_MARKS = ".,:;()[]“”\"'’‘!?…-–"
"""Marks that a neighbour may have or not."""
_MOST = 2.0
"""Logarithm of how often, beyond which it says no more."""

Between = Mapping[Pair, Counter[str]]
"""The words before and after a place → what stands there, how often."""


def placed(texts: Sequence[str]) -> Iterator[tuple[Pair, str]]:
    """The words of a text, each with those before and after it; "" where the text ends.

    >>> list(placed(["Bộ", "Công", "an,"]))
    [(('', 'công'), 'Bộ'), (('bộ', 'an'), 'Công'), (('công', ''), 'an,')]
    """
    around = ["", *(text.strip(_MARKS).lower() for text in texts), ""]
    return (
        ((one, other), text) for one, other, text in zip(around, around[2:], texts, strict=False)
    )


def gainsaid(text: str, around: Pair, between: Between) -> float:
    """How much oftener than a word one that looks like it stands at such a place, as logarithm.

    >>> found = {("công", "và"): Counter({"nghệ": 8, "nghê": 1})}
    >>> round(gainsaid("nghê", ("công", "và"), found), 1), gainsaid("nghệ", ("công", "và"), found)
    (2.0, 0.0)
    """
    found = between.get(around)
    if found is None:
        return 0.0
    others = max((times for one, times in found.items() if _is_like(one, text)), default=0)
    return min(_MOST, math.log(max(1, others - found[text] + 1)))


def _is_like(one: str, other: str) -> bool:
    """Whether two words differ in one letter or mark, and not in letter case or a figure alone."""
    low, other_low = one.lower(), other.lower()
    if low == other_low:
        return False
    if any(map(str.isdigit, other)):
        return low.strip(_MARKS) == other_low.strip(_MARKS)
    if len(one) == len(other) == 1:
        return _is_sign_like(one, other)
    return Levenshtein.distance(low, other_low, score_cutoff=1) <= 1


def _is_sign_like(one: str, other: str) -> bool:
    """Whether of two characters, all that a cell holds, one is taken for the other: the dash of a
    cell without a value is none of the figures that stand in the others of its column.

    >>> _is_sign_like("1", "I"), _is_sign_like(".", "-"), _is_sign_like("1", "-")
    (True, True, False)
    """
    if not one.isalnum() and not other.isalnum():
        return True
    return as_digits(one) == as_digits(other) or distance(one, other) < 1
