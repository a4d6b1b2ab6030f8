"""Amounts whose thousands are parted by blanks (`1 250 000`), side by side.

Nothing but their number of digits tells where one ends and the next begins: `120 800 199 650` are
two amounts or four, of other rows `71 200 118 660` cannot be read otherwise. So a table's rows
teach how many groups the amounts of each column have, and the likeliest reading is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from math import exp, inf, log
from typing import TypeAlias

_LONGEST = 5
"""Groups of the longest amount: hundreds of billions of dong."""
_GROUP = 3
"""Digits of each group but the first."""
_FEWEST, _MOSTLY = 4, 0.8
"""Rows whose figures can be so many amounts, and their share of all, at least."""
_ROUNDS = 8
"""How often the rows are read by what they have taught."""
_PRIOR = 0.5
"""Rows that each number of groups counts for before any is read."""
_LEANING = 2.0
"""How much likelier (log odds) a first guess takes one number of groups than it is."""
_DIGITS = 3
"""Decimals by which two ways to explain a table are told apart."""
_SURE = 2.0
"""How much likelier (log odds) a reading has to be than any other; a column whose amounts have the
same number of groups in seven rows of eight makes it so."""

Shares: TypeAlias = tuple[tuple[float, ...], ...]
"""Per column of amounts how likely they have one group, two, …, in logarithms."""
Groups: TypeAlias = tuple[Shares, ...]
"""What the rows of a table teach of its columns of amounts, and other ways that explain them nearly
as well; nothing where no amounts stand in groups."""
Sizes: TypeAlias = tuple[int, ...]
"""How many groups each of some amounts has."""


def taught(runs: Sequence[Sequence[str]], count: int) -> Groups:
    """What the figures side by side of the rows of a table teach of its `count` columns of amounts;
    nothing where too few rows can be read so, or none has amounts of several groups."""
    split = [ways for run in runs if (ways := readings(tuple(run), count))]
    if len(split) < max(_FEWEST, _MOSTLY * len(runs)):
        return ()
    if all(len(ways) == 1 and max(ways[0]) == 1 for ways in split):
        return ()
    found = sorted({_learned(split, start) for start in _starts(count)}, reverse=True)
    return tuple(shares for worth, shares in found if found[0][0] - worth < _SURE)


def _starts(count: int) -> Iterator[Shares]:
    """What may be thought of the columns before any row is read: nothing, or of one of them that
    its amounts have so many groups."""
    even = (log(1 / _LONGEST),) * _LONGEST
    yield (even,) * count
    for column in range(count):
        for size in range(_LONGEST):
            own = tuple(one + _LEANING * (at == size) for at, one in enumerate(even))
            yield tuple(own if at == column else even for at in range(count))


def _learned(split: Sequence[Sequence[Sizes]], shares: Shares) -> tuple[float, Shares]:
    """How well rows, each with the ways to read it, can be explained (log likelihood), and by what,
    from a first guess on."""
    for _ in range(_ROUNDS):
        counts = [dict.fromkeys(range(1, _LONGEST + 1), _PRIOR) for _ in shares]
        worth = 0.0
        for ways in split:
            scores = [exp(_score(sizes, shares)) for sizes in ways]
            worth += log(sum(scores))
            for sizes, score in zip(ways, scores, strict=True):
                for own, size in zip(counts, sizes, strict=True):
                    own[size] += score / sum(scores)
        shares = tuple(
            tuple(log(one / sum(own.values())) for one in own.values()) for own in counts
        )
    return round(worth, _DIGITS), tuple(tuple(round(one, _DIGITS) for one in own) for own in shares)


def _score(sizes: Sizes, shares: Shares) -> float:
    return sum(own[size - 1] for own, size in zip(shares, sizes, strict=True))


def best(run: Sequence[str], groups: Groups) -> tuple[Sizes, bool]:
    """The likeliest reading of figures as amounts, and whether it is sure; none, and not sure,
    where they cannot be read as so many."""
    read = [_likeliest(run, shares) for shares in groups]
    sizes, is_sure = read[0]
    return sizes, is_sure and all(other == sizes for other, _ in read)


def _likeliest(run: Sequence[str], shares: Shares) -> tuple[Sizes, bool]:
    """The likeliest reading of figures under one way to explain the table."""
    ways = sorted(
        ((_score(sizes, shares), sizes) for sizes in readings(tuple(run), len(shares))),
        reverse=True,
    )
    if not ways:
        return (), False
    second = ways[1][0] if len(ways) > 1 else -inf
    return ways[0][1], ways[0][0] - second >= _SURE


@lru_cache(maxsize=4096)
def readings(run: tuple[str, ...], count: int) -> tuple[Sizes, ...]:
    """Every way to read figures as so many amounts."""
    if not count:
        return () if run else ((),)
    return tuple(
        (size, *rest)
        for size in range(1, min(_LONGEST, len(run) - count + 1) + 1)
        if (is_amount(run[:size]) if size > 1 else not _goes_on(run[0]))
        for rest in readings(run[size:], count - 1)
    )


def _goes_on(word: str) -> bool:
    """Whether a figure can only go on with an amount: none begins with a nought but the nought."""
    return word.isdecimal() and len(word) > 1 and word[0] == "0"


def is_amount(words: Sequence[str]) -> bool:
    """Whether some figures are the groups of one amount."""
    first, *others = words
    if not (first.isdecimal() and len(first) <= _GROUP and first[0] != "0" and others):
        return False
    return all(word.isdecimal() and len(word) == _GROUP for word in others)


def together(run: Sequence[str], sizes: Sizes) -> list[str]:
    """Figures as amounts of so many groups."""
    ends = [*accumulate(sizes, initial=0)]
    return [" ".join(run[a:b]) for a, b in pairwise(ends)]
