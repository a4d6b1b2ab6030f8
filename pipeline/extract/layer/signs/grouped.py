"""Amounts whose thousands are parted by blanks (`1 250 000`), side by side.

Nothing but their number of digits tells where one ends and the next begins: `120 800 199 650` are
two amounts or four, of other rows `71 200 118 660` cannot be read otherwise. So a table's rows
teach how many groups the amounts of each column have, and the likeliest reading is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from math import exp, inf, log
from typing import TypeAlias

_LONGEST = 5
"""Groups of the longest amount: hundreds of billions of dong."""
_GROUP = 3
"""Digits of each group but the first."""
_FEWEST, _MOSTLY = 4, 0.8
"""Rows whose figures can be so many amounts, and their share of all, at least."""
_ENOUGH = 400
"""Rows that teach, every so many of a longer table: more take seconds and tell nothing new."""
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
_Steps: TypeAlias = tuple[tuple[int, ...], ...]
"""Of each figure how many groups an amount may have that begins with it."""


def taught(runs: Sequence[Sequence[str]], count: int) -> Groups:
    """What the figures side by side of the rows of a table teach of its `count` columns of amounts;
    nothing where too few rows can be read so, or none has amounts of several groups."""
    readable = [run for run in runs if may_be_read(run, count)]
    if len(readable) < max(_FEWEST, _MOSTLY * len(runs)):
        return ()
    if all(len(run) == count for run in readable):
        return ()
    split = Counter(map(_steps, readable[:: len(readable) // _ENOUGH + 1]))
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


def _learned(split: Mapping[_Steps, int], shares: Shares) -> tuple[float, Shares]:
    """How well rows, with how many there are of each, can be explained (log likelihood), and by
    what, from a first guess on."""
    for _ in range(_ROUNDS):
        counts = [[_PRIOR] * _LONGEST for _ in shares]
        worth = 0.0
        for steps, rows in split.items():
            worth += rows * _count(steps, rows, shares, counts)
        shares = tuple(tuple(log(one / sum(own)) for one in own) for own in counts)
    return round(worth, _DIGITS), tuple(tuple(round(one, _DIGITS) for one in own) for own in shares)


def _count(steps: _Steps, rows: int, shares: Shares, counts: Sequence[list[float]]) -> float:
    """Count how often each column of some like rows has how many groups, all ways to read them
    weighed; how likely such a row is, in logarithms. The ways are summed column by column (the
    forward-backward algorithm): of long rows there are too many to look at each."""
    odds = [[exp(one) for one in own] for own in shares]
    ahead = [{len(steps): 1.0}]
    for own in reversed(odds):
        sums = {
            at: sum(own[size - 1] * ahead[-1].get(at + size, 0.0) for size in sizes)
            for at, sizes in enumerate(steps)
        }
        ahead.append({at: one for at, one in sums.items() if one})
    whole, here = ahead[-1][0], {0: 1.0}
    for own, behind, seen in zip(odds, reversed(ahead[:-1]), counts, strict=True):
        new: dict[int, float] = {}
        for at, weight in here.items():
            for size in steps[at]:
                if rest := behind.get(at + size):
                    weighed = weight * own[size - 1]
                    new[at + size] = new.get(at + size, 0.0) + weighed
                    seen[size - 1] += rows * weighed * rest / whole
        here = new
    return log(whole)


def best(run: Sequence[str], groups: Groups) -> tuple[Sizes, bool]:
    """The likeliest reading of figures as amounts, and whether it is sure; none, and not sure,
    where they cannot be read as so many."""
    read = [_likeliest(run, shares) for shares in groups]
    sizes, is_sure = read[0]
    return sizes, is_sure and all(other == sizes for other, _ in read)


def _likeliest(run: Sequence[str], shares: Shares) -> tuple[Sizes, bool]:
    """The likeliest reading of figures under one way to explain the table."""
    ways = _two_likeliest(run, shares)
    if not ways:
        return (), False
    second = ways[1][0] if len(ways) > 1 else -inf
    return ways[0][1], ways[0][0] - second >= _SURE


def _two_likeliest(run: Sequence[str], shares: Shares) -> list[tuple[float, Sizes]]:
    """The likeliest reading of figures and the next one, the best first: up to each place of each
    column two are kept."""
    steps = _steps(run)
    found: dict[int, list[tuple[float, Sizes]]] = {0: [(0.0, ())]}
    for own in shares:
        new: dict[int, list[tuple[float, Sizes]]] = {}
        for at, ways in found.items():
            for size in steps[at] if at < len(steps) else ():
                new.setdefault(at + size, []).extend(
                    (score + own[size - 1], (*sizes, size)) for score, sizes in ways
                )
        found = {at: sorted(ways, reverse=True)[:2] for at, ways in new.items()}
    return found.get(len(run), [])


def may_be_read(run: Sequence[str], count: int) -> bool:
    """Whether figures can be read as so many amounts."""
    steps, ends = _steps(run), {0}
    for _ in range(count):
        ends = {at + size for at in ends if at < len(steps) for size in steps[at]}
    return len(run) in ends


def _steps(run: Sequence[str]) -> _Steps:
    """Of each figure how many groups an amount may have that begins with it."""
    return tuple(
        tuple(
            size
            for size in range(1, min(_LONGEST, len(run) - at) + 1)
            if (is_amount(run[at : at + size]) if size > 1 else not _goes_on(run[at]))
        )
        for at in range(len(run))
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
