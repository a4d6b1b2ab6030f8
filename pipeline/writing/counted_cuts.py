"""Numbers of rows in a column of one digit, put together as they count.

Such a column has `10.` as `1`, `0`, `.` and `11.2` as `1`, `1`, `.`, `2`: no two pieces tell by
themselves whether they are one number. That the numbers of a page follow each other does: of all
ways to put its pieces together that is taken by which they count on most often.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.frozen import dataclass
from pipeline.writing.labels import is_next, parse_label

_PIECE: Final = re.compile(r"\d?\.?|[IVX]{1,3}\.?")
"""What a line of a column of one digit may hold."""
_MOST: Final = 5
"""Lines of the longest number: `11.10`."""
_JUMP, _AGAIN, _FIRST, _TORN = 1.0, 0.1, 0.5, 1.0
"""What it costs that a number does not count on, that a list begins again with 1, that a page
begins with a number (for each of its levels), and that a stop stands alone."""
_GAIN = 2.0
"""How much less a way must cost than the usual one: two more numbers count on. Lists that begin
again below each heading cost too little for it."""
_WAYS: Final = 32
"""Ways that are kept at each piece."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """The last numbers on a way: with a stop behind it, without one, and of a heading."""

    closed: str = ""
    plain: str = ""
    roman: str = ""


def may_be_of_one_digit(text: str) -> bool:
    """Whether a text may be a line of a number in a column of one digit."""
    return _PIECE.fullmatch(text) is not None


def counted_ends(
    texts: Sequence[str], usual: frozenset[int], gain: float = _GAIN
) -> frozenset[int]:
    """Which texts of a number column of one digit are the rest of the number above: those by which
    the numbers count on better than by the `usual` ones, by `gain` at least, else these."""
    if not texts or not all(map(may_be_of_one_digit, texts)):
        return usual
    edges = [at for at in range(len(texts)) if at not in usual] + [len(texts)]
    before, known = 0.0, _Counted()
    for begin, end in pairwise(edges):
        cost, known = _step(known, "".join(texts[begin:end]))
        before += cost
    cost, begins = _best(texts)
    if before - cost < gain:
        return usual
    return frozenset(range(len(texts))) - begins


def _best(texts: Sequence[str]) -> tuple[float, frozenset[int]]:
    """What the best way to put pieces together costs, and where its numbers begin."""
    ways: list[dict[_Counted, tuple[float, tuple[int, ...]]]] = [{_Counted(): (0.0, ())}]
    for end in range(1, len(texts) + 1):
        found: dict[_Counted, tuple[float, tuple[int, ...]]] = {}
        for begin in range(max(0, end - _MOST), end):
            text = "".join(texts[begin:end])
            for known, (cost, begins) in ways[begin].items():
                step, after = _step(known, text)
                if after not in found or cost + step < found[after][0]:
                    found[after] = cost + step, (*begins, begin)
        ways.append(dict(sorted(found.items(), key=lambda item: item[1][0])[:_WAYS]))
    cost, begins = min(ways[-1].values())
    return cost, frozenset(begins)


def _step(known: _Counted, text: str) -> tuple[float, _Counted]:
    """What a number costs behind others, and the last ones with it."""
    roman = text.strip(".").isalpha()
    mixed = not roman and any(map(str.isalpha, text))
    label = None if mixed or text.startswith(".") else parse_label(text)
    if label is None or not label.numbers:
        return (_TORN if text == "." else 2 * _JUMP), known
    if roman:
        return _cost(known.roman, text), replace(known, roman=text)
    if text.endswith("."):
        return _cost(known.closed, text), replace(known, closed=text)
    after = replace(known, plain=text)
    # `11.1` goes on behind `11.`, and `12.` behind `11.12`
    return min(_cost(known.plain, text), _cost(known.closed, text)), after


def _cost(before: str, text: str) -> float:
    one, other = parse_label(before), parse_label(text)
    if other is None:
        return 2 * _JUMP
    if other.numbers == (1,):
        return _AGAIN
    if one is None:
        return _FIRST * other.depth
    if other.numbers == (*one.numbers, 1):
        return 0.0
    level = replace(one, numbers=one.numbers[: other.depth])
    return 0.0 if other.depth <= one.depth and is_next(level, other) else _JUMP
