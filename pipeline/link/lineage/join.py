"""Lists of numbers that have some in common: a join in columns, for blocking.

An index holds the lists of some rows by their numbers; the lists of others meet it in bulk. Rows
belong to groups (documents). A number that stands in so many rows of both documents that it tells
none of them apart is left out between these two, and counts for neither side. So the work is
bounded by the rows, and what comes out for two documents depends on nothing but the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

TOGETHER = 10_000
"""Rows of one document times rows of another that hold one number, above which it is left out."""
_SIEVE = 20  # bits of a number by which most of those that no list holds are passed over
_ROWS = 32  # bits of a row in a combined key


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
    """Pairs of lists: of the index, of those that met it; how many numbers they have in common,
    and how many of either list were left out between their two groups.

    `left_blind` are lists of the index, each with the other group towards which all of its numbers
    were left out; `right_blind` lists of the others with the group of the index.
    """

    left: Ints
    right: Ints
    common: Ints
    left_out: Ints
    right_out: Ints
    left_blind: tuple[Ints, Ints]
    right_blind: tuple[Ints, Ints]


class Index:
    """Lists by the numbers they hold. Numbers stand once in a list."""

    def __init__(self, lists: Lists) -> None:
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
        self._numbers, at = np.unique(self._run_values, return_index=True)
        self._runs = np.append(at, len(self._run_values))  # runs of each number
        self._sieve = np.zeros(1 << _SIEVE, bool)
        self._sieve[self._numbers & ((1 << _SIEVE) - 1)] = True

    def meet(self, lists: Lists, allowed: Bools, together: int = TOGETHER) -> Met:
        """What other lists have in common with these, where `allowed[group, other group]`."""
        number, right = self._known(lists)
        groups = lists.groups[right]
        there = _times(number * len(allowed[0]) + groups)
        runs, entry = expanded(self._runs[number], self._runs[number + 1] - self._runs[number])
        fits = allowed[self._run_groups[runs], groups[entry]]
        runs, entry = runs[fits], entry[fits]
        many = self._lengths[runs] * there[entry] > together
        left_out = self._left_out(runs[many], groups[entry[many]], len(allowed[0]))
        right_out = _tally(right[entry[many]], self._run_groups[runs[many]])
        runs, entry = runs[~many], entry[~many]
        at, which = expanded(self._starts[runs], self._lengths[runs])
        left, common = self._owners[at], right[entry[which]]
        return self._met(left, common, lists, left_out, right_out)

    def _known(self, lists: Lists) -> tuple[Ints, Ints]:
        """(number of the index, list) of each value that the index holds."""
        may = np.flatnonzero(self._sieve[lists.values & ((1 << _SIEVE) - 1)])
        if not len(self._numbers) or not len(may):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        values = lists.values[may].astype(np.int64)
        at = np.minimum(np.searchsorted(self._numbers, values), len(self._numbers) - 1)
        same = self._numbers[at] == values
        return at[same], np.searchsorted(lists.ends, may[same], side="right") - 1

    def _left_out(self, runs: Ints, groups: Ints, count: int) -> tuple[Ints, Ints]:
        """How many numbers of each list of the index are left out towards each group."""
        pairs = np.unique(runs * count + groups)
        runs, groups = pairs // count, pairs % count
        at, which = expanded(self._starts[runs], self._lengths[runs])
        return _tally(self._owners[at], groups[which])

    def _met(
        self,
        left: Ints,
        right: Ints,
        lists: Lists,
        left_out: tuple[Ints, Ints],
        right_out: tuple[Ints, Ints],
    ) -> Met:
        pairs, common = np.unique((left << _ROWS) | right, return_counts=True)
        left, right = pairs >> _ROWS, pairs & ((1 << _ROWS) - 1)
        return Met(
            left,
            right,
            common,
            _looked_up(left_out, left, lists.groups[right]),
            _looked_up(right_out, right, self.lists.groups[left]),
            _blind(left_out, self.lists),
            _blind(right_out, lists),
        )


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


def _blind(tally: tuple[Ints, Ints], lists: Lists) -> tuple[Ints, Ints]:
    """The lists all of whose numbers are left out, and towards which group."""
    keys, counts = tally
    which = keys >> _ROWS
    whole = counts >= lists.sizes[which]
    return which[whole], keys[whole] & ((1 << _ROWS) - 1)


def _looked_up(tally: tuple[Ints, Ints], one: Ints, other: Ints) -> Ints:
    keys, counts = tally
    if not len(keys):
        return np.zeros(len(one), np.int64)
    wanted = (one << _ROWS) | other
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found: Ints = np.where(keys[at] == wanted, counts[at], 0)
    return found


def lists_of(values: Any, ends: Any, groups: Any) -> Lists:
    """Lists from anything numpy reads as arrays."""
    return Lists(
        np.asarray(values, np.int32), np.asarray(ends, np.int64), np.asarray(groups, np.int64)
    )
