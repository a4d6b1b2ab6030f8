"""Lists of numbers that have some in common: a join in columns, for blocking.

An index holds the lists of some rows by their numbers; the lists of others meet it in bulk. Rows
belong to groups (documents). A number that stands in so many rows of both documents that it tells
none of them apart is left out between these two, and counts for neither side. So the work is
bounded by the rows, and what comes out for two documents depends on nothing but the two.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.frozen import dataclass

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

TOGETHER = 10_000
"""Rows of one document times rows of another that hold one number, above which it is left out."""
HITS = 3  # a list that looks shares at least so many of its numbers, or all
SHARE = 0.45  # and this share of them
_NEEDED = np.array([1, 1, 2, HITS])  # by size of the list
_SIEVE = 20  # bits of a number by which most of those that no list holds are passed over
_ROWS = 32  # bits of a row in a combined key
_PAST = 1 << 31  # above every number


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of 32-bit numbers, one after another: list `n` is `values[ends[n]:ends[n + 1]]`, of
    group `groups[n]`."""

    values: npt.NDArray[np.int32]
    ends: Ints
    groups: Ints

    @property
    def sizes(self) -> Ints:
        """The length of each list."""
        return np.diff(self.ends)

    def owners(self) -> Ints:
        """The list of each value."""
        return np.repeat(np.arange(len(self.groups)), self.sizes)


@dataclass(frozen=True, slots=True)
class Met:
    """Pairs of lists with enough in common: of the index, of those that met it, and the share of
    the numbers of the list that looks that the other one has, of those that count between their
    groups.

    `blind` tells of each pair (group of the index, other group) how many lists that look have all
    their numbers left out between the two.
    """

    left: Ints
    right: Ints
    share: Floats
    blind: dict[tuple[int, int], int]


class Index:
    """Lists by the numbers they hold; numbers stand once in a list. `looks` says who looks for
    whom: these lists for others, or others for these.
    """

    def __init__(self, lists: Lists, looks: bool) -> None:
        self._looks = looks
        owners, values = lists.owners(), lists.values.astype(np.int64)
        groups = lists.groups[owners]
        order = np.lexsort((owners, groups, values))
        self.lists, self._owners = lists, owners[order]
        values, groups = values[order], groups[order]
        first = np.ones(len(values), bool)
        first[1:] = (values[1:] != values[:-1]) | (groups[1:] != groups[:-1])
        self._starts = np.flatnonzero(first)  # runs: one number in one group
        self._lengths = np.diff(np.append(self._starts, len(values)))
        self._run_groups, self._run_values = groups[self._starts], values[self._starts]
        self._numbers, at, held = np.unique(values, return_index=True, return_counts=True)
        self._first, self._held = at, held  # of each number, among the owners
        self._runs = np.searchsorted(self._run_values, np.append(self._numbers, _PAST))
        longest = np.maximum.reduceat(self._lengths, self._runs[:-1]) if len(at) else held
        self._longest: Ints = longest  # run of each number
        self._sieve = np.full(1 << _SIEVE, -1, np.int32)  # a number with these last bits, if any
        self._sieve[self._numbers & ((1 << _SIEVE) - 1)] = np.arange(len(self._numbers))

    def meet(self, lists: Lists, allowed: Bools, together: int = TOGETHER) -> Met:
        """What other lists have in common with these, where `allowed[group, other group]`."""
        number, right = self._known(lists)
        groups = lists.groups[right]
        most = int(np.bincount(lists.groups).max(initial=0))
        crowded = self._longest[number] * most > together
        left, common = self._pairs(number[~crowded], right[~crowded], groups[~crowded], allowed)
        number, right, groups = number[crowded], right[crowded], groups[crowded]
        there = _times(number * allowed.shape[1] + groups)
        runs, entry = expanded(self._runs[number], self._runs[number + 1] - self._runs[number])
        fits = allowed[self._run_groups[runs], groups[entry]]
        runs, entry = runs[fits], entry[fits]
        many = self._lengths[runs] * there[entry] > together
        if self._looks:
            out = self._left_out(runs[many], groups[entry[many]], allowed.shape[1])
        else:
            out = _tally(right[entry[many]], self._run_groups[runs[many]])
        runs, entry = runs[~many], entry[~many]
        at, which = expanded(self._starts[runs], self._lengths[runs])
        left = np.concatenate([left, self._owners[at]])
        common = np.concatenate([common, right[entry[which]]])
        return self._met(left, common, lists, out)

    def _known(self, lists: Lists) -> tuple[Ints, Ints]:
        """(number of the index, list) of each value that the index holds."""
        if not len(self._numbers):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        at = self._sieve[lists.values & ((1 << _SIEVE) - 1)]
        may = np.flatnonzero(at >= 0)
        values, at = lists.values[may], at[may].astype(np.int64)
        same = self._numbers[at] == values
        shared = np.flatnonzero(~same)  # another number has the same last bits
        at[shared] = np.searchsorted(self._numbers, values[shared])
        at[at == len(self._numbers)] = 0
        same[shared] = self._numbers[at[shared]] == values[shared]
        return at[same], lists.owners()[may[same]]

    def _pairs(self, number: Ints, right: Ints, groups: Ints, allowed: Bools) -> tuple[Ints, Ints]:
        """All pairs of lists that have these numbers in common, once for each number."""
        at, which = expanded(self._first[number], self._held[number])
        left = self._owners[at]
        if not allowed.all():
            fits = allowed[self.lists.groups[left], groups[which]]
            left, which = left[fits], which[fits]
        return left, right[which]

    def _left_out(self, runs: Ints, groups: Ints, count: int) -> tuple[Ints, Ints]:
        """How many numbers of each list of the index are left out towards each group."""
        pairs = np.unique(runs * count + groups)
        runs, groups = pairs // count, pairs % count
        at, which = expanded(self._starts[runs], self._lengths[runs])
        return _tally(self._owners[at], groups[which])

    def _met(self, left: Ints, right: Ints, lists: Lists, out: tuple[Ints, Ints]) -> Met:
        """The pairs with enough in common; `out` is how many numbers of each list that looks are
        left out towards each group."""
        left, right, common = _counted(left, right, len(self.lists.groups), len(lists.groups))
        looking, seeing = (self.lists, lists) if self._looks else (lists, self.lists)
        one, other = (left, right) if self._looks else (right, left)
        sizes = looking.sizes[one]
        if len(out[0]):
            sizes -= _looked_up(out, one, seeing.groups[other])
        enough = np.flatnonzero(likely(common, sizes))
        share = common[enough] / np.maximum(sizes[enough], 1)
        return Met(
            left[enough].astype(np.int64),
            right[enough].astype(np.int64),
            share,
            self._blind(out, looking),
        )

    def _blind(self, out: tuple[Ints, Ints], looking: Lists) -> dict[tuple[int, int], int]:
        """By pair of groups the lists all of whose numbers are left out between them."""
        keys, counts = out
        which = keys >> _ROWS
        whole = counts >= looking.sizes[which]
        own, other = looking.groups[which[whole]], keys[whole] & ((1 << _ROWS) - 1)
        pairs = np.stack([own, other] if self._looks else [other, own])
        each, times = np.unique(pairs, axis=1, return_counts=True)
        return {(int(a), int(b)): int(n) for a, b, n in zip(*each, times, strict=True)}


def likely(common: Ints, sizes: Ints) -> Bools:
    """Which pairs have enough in common to be worth a look; `sizes` are those of lists that look.

    >>> likely(np.array([3, 2, 4, 5]), np.array([6, 2, 10, 10])).tolist()
    [True, True, False, True]
    """
    found: Bools = (common >= _NEEDED[np.minimum(sizes, len(_NEEDED) - 1)]) & (
        common >= SHARE * sizes
    )
    return found


def _counted(left: Ints, right: Ints, lefts: int, rights: int) -> tuple[Any, Any, Ints]:
    """Each pair once, in order, and how often it stands there."""
    small: Any = np.uint32 if lefts * rights < 1 << _ROWS else np.uint64
    keys = left.astype(small) * small(rights) + right.astype(small)
    keys.sort()
    first = np.ones(len(keys), bool)
    first[1:] = keys[1:] != keys[:-1]
    starts = np.flatnonzero(first)
    pairs = keys[starts]
    left = pairs // small(max(1, rights))
    right = pairs - left * small(rights)
    return left, right, np.diff(np.append(starts, len(keys)))


def _times(keys: Ints) -> Ints:
    """How often each key stands among all."""
    _, at, counts = np.unique(keys, return_inverse=True, return_counts=True)
    found: Ints = counts[at]
    return found


def expanded(starts: Ints, lengths: Ints) -> tuple[Ints, Ints]:
    """All positions of some stretches, and which stretch each is of."""
    which = np.repeat(np.arange(len(starts)), lengths)
    before = np.cumsum(lengths) - lengths
    return starts[which] + np.arange(len(which)) - before[which], which


def _tally(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Combined keys, sorted, and how often each stands."""
    keys, counts = np.unique((one << _ROWS) | other, return_counts=True)
    return keys, counts


def _looked_up(tally: tuple[Ints, Ints], one: Ints, other: Ints) -> Ints:
    keys, counts = tally
    if not len(keys):
        return np.zeros(len(one), np.int64)
    wanted = (one.astype(np.int64) << _ROWS) | other
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found: Ints = np.where(keys[at] == wanted, counts[at], 0)
    return found


def lists_of(values: Any, ends: Any, groups: Any) -> Lists:
    """Lists from anything numpy reads as arrays."""
    return Lists(
        np.asarray(values, np.int32), np.asarray(ends, np.int64), np.asarray(groups, np.int64)
    )
