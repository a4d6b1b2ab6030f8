"""Rules to lines to networks: what on a page is ruled together.

All lengths are points.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

SAME_LINE = 1.0
"""Rules whose positions differ by no more lie on one line."""
JOIN_GAP = 3.5
"""A break in a rule up to this length is bridged (dashes, dots drawn one by one)."""
TOUCH = 2.0
"""A rule ending this near to another touches it."""
LINE = 6.0
"""A rule down that breaks off alone, to go on below, leaves room for a line of text."""
MOST_OPEN = 0.6
"""Share of an open row that a rule within it must go along to be a wall of it."""
FEWEST_BARE = 3
"""Rules down that nothing crosses: two that bound an open row and one within it."""
MOST_BARE = 500
"""With more rules down that nothing crosses a page is a drawing: those within others are left."""


class Rule(NamedTuple):
    """A straight rule: its position across, and where it starts and ends along its direction."""

    at: float
    lo: float
    hi: float


@dataclass(frozen=True, slots=True)
class Network:
    """Lines that touch one another, directly or over others."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]


def same_places(one: Sequence[float], other: Sequence[float], near: float) -> bool:
    """Whether the walls of two tables, or their rules across, stand at the same places."""
    return len(one) == len(other) and all(
        abs(a - b) <= near for a, b in zip(one, other, strict=True)
    )


def apart_by(places: Sequence[float], least: float) -> list[float]:
    """The places, sorted ones, that stand farther than that from the one before."""
    return [x for n, x in enumerate(places) if not n or x - places[n - 1] > least]


def join_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Join rules on one line that overlap or nearly meet. The result is sorted by position."""
    return [
        rule
        for group in on_one_line(rules, SAME_LINE)
        for rule in joined(group, sum(rule.at for rule in group) / len(group), JOIN_GAP)
    ]


def on_one_line(rules: Iterable[Rule], apart: float) -> Iterator[list[Rule]]:
    """The rules of each line, sorted: they differ by no more than so much in their positions."""
    group: list[Rule] = []
    for rule in sorted(rules):
        if group and rule.at - group[0].at > apart:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def joined(group: Sequence[Rule], at: float, gap: float) -> list[Rule]:
    """The rules of one line, at a position, with breaks up to a length bridged."""
    spans = sorted((rule.lo, rule.hi) for rule in group)
    out = []
    lo, hi = spans[0]
    for start, end in spans[1:]:
        if start > hi + gap:
            out.append(Rule(at, lo, hi))
            lo, hi = start, end
        elif end > hi:
            hi = end
    out.append(Rule(at, lo, hi))
    return out


def networks(horizontal: list[Rule], vertical: list[Rule]) -> list[Network]:
    """Part joined rules into networks of lines that touch.

    Lines that cross none make no network, but for walls of one height: an open row.
    """
    sets = Sets(len(horizontal) + len(vertical))
    offset = len(horizontal)
    positions = [rule.at for rule in horizontal]
    for index, line in enumerate(vertical):
        first = bisect_left(positions, line.lo - TOUCH)
        last = bisect_right(positions, line.hi + TOUCH)
        for across in range(first, last):
            if horizontal[across].lo - TOUCH <= line.at <= horizontal[across].hi + TOUCH:
                sets.union(across, offset + index)
    _join_bare_columns(vertical, offset, sets, horizontal)
    members: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, line in enumerate(horizontal):
        members.setdefault(sets.find(index), ([], []))[0].append(line)
    for index, line in enumerate(vertical):
        members.setdefault(sets.find(offset + index), ([], []))[1].append(line)
    return [Network(tuple(h), tuple(v)) for h, v in members.values() if v]


def breaks(level: Sequence[Rule], upright: Sequence[Rule]) -> list[Rule]:
    """Rules across that are not drawn: where rules down break off together, to go on together
    below, between others that do not break. A heading over all columns breaks them so in a table
    without rules across; where nothing is ruled across, the break of a single one will do."""
    gaps: dict[tuple[int, int], list[float]] = {}
    for rule, below in pairwise(sorted(upright)):
        if abs(rule.at - below.at) <= SAME_LINE and below.lo > rule.hi:
            key = round(rule.hi / TOUCH), round(below.lo / TOUCH)
            gaps.setdefault(key, []).append(rule.at)
    found: list[Rule] = []
    for (end, start), ats in gaps.items():
        frame = _frame_around(upright, min(ats), max(ats), end * TOUCH, start * TOUCH)
        if frame is None or (len(ats) <= 1 and not _breaks_alone(level, frame, end, start)):
            continue
        for y in (end * TOUCH, start * TOUCH):
            if not any(abs(rule.at - y) <= 3 * TOUCH for rule in (*level, *found)):
                found.append(Rule(y, *frame))
    return [*found, *_outermost_headings(level, upright)]


def _outermost_headings(level: Sequence[Rule], upright: Sequence[Rule]) -> list[Rule]:
    """The same where the heading is the first or the last row of a table that nothing crosses:
    there the rules down begin or end together, within others that reach farther."""
    if len(upright) > MOST_BARE:
        return []
    groups: list[list[tuple[float, float]]] = []
    for end in sorted({(y, rule.at) for rule in upright for y in (rule.lo, rule.hi)}):
        if groups and end[0] - groups[-1][0][0] <= TOUCH:
            groups[-1].append(end)
        else:
            groups.append([end])
    found: list[Rule] = []
    for group in groups:
        y, ats = group[0][0], [at for _, at in group]
        frame = _frame_around(upright, min(ats), max(ats), y, y) if len(ats) > 1 else None
        if frame is None or _is_crossed(level, frame):
            continue
        sides = [r for r in upright if r.at in frame and r.lo < y - LINE and r.hi > y + LINE]
        if len(sides) > 1:
            found.append(Rule(y, *frame))
    return found


def _breaks_alone(level: Sequence[Rule], frame: tuple[float, float], end: int, start: int) -> bool:
    """Whether the break of one rule down, `end` to `start` in units of `TOUCH`, leaves room for a
    heading in a table that nothing crosses."""
    return (start - end) * TOUCH >= LINE and not _is_crossed(level, frame)


def _is_crossed(level: Sequence[Rule], frame: tuple[float, float]) -> bool:
    return any(rule.lo < frame[1] and frame[0] < rule.hi for rule in level)


def _frame_around(
    upright: Sequence[Rule], left: float, right: float, top: float, bottom: float
) -> tuple[float, float] | None:
    """Left and right end of the table whose outer rules go on where inner ones break off."""
    through = [r for r in upright if r.lo < top - JOIN_GAP and r.hi > bottom + JOIN_GAP]
    before = [rule for rule in through if rule.at < left]
    after = [rule for rule in through if rule.at > right]
    if not before or not after:
        return None
    near = before[-1]
    ats = [
        rule.at
        for rule in through
        if abs(rule.lo - near.lo) <= TOUCH and abs(rule.hi - near.hi) <= TOUCH
    ]
    return min(ats), max(*ats, after[0].at)


def _join_bare_columns(
    vertical: list[Rule], offset: int, sets: Sets, horizontal: list[Rule]
) -> None:
    """Vertical lines of one height that nothing crosses are the walls of one open row."""
    crossed = {sets.find(index) for index in range(len(horizontal))}
    bare = sorted(
        (line.lo, line.hi, offset + index)
        for index, line in enumerate(vertical)
        if sets.find(offset + index) not in crossed
    )
    for (lo, hi, one), (other_lo, other_hi, other) in pairwise(bare):
        if other_lo - lo <= TOUCH and abs(other_hi - hi) <= TOUCH:
            sets.union(one, other)
    if FEWEST_BARE <= len(bare) <= MOST_BARE:
        _join_walls_within([(vertical[index - offset], index) for *_, index in bare], sets)


def _join_walls_within(bare: Sequence[tuple[Rule, int]], sets: Sets) -> None:
    """Join the walls of an open row that are shorter than it to those that bound it: a heading
    breaks one, a name over two columns stands above one."""
    rows: dict[int, list[tuple[Rule, int]]] = {}
    for one in bare:
        rows.setdefault(sets.find(one[1]), []).append(one)
    alone = [own[0] for own in rows.values() if len(own) == 1]
    for own in [own for own in rows.values() if len(own) > 1]:
        lo, hi = min(rule.lo for rule, _ in own), max(rule.hi for rule, _ in own)
        left, right = min(rule.at for rule, _ in own), max(rule.at for rule, _ in own)
        within: dict[int, list[tuple[Rule, int]]] = {}
        for rule, index in alone:
            if left < rule.at < right and lo - TOUCH <= rule.lo and rule.hi <= hi + TOUCH:
                within.setdefault(round(rule.at / TOUCH), []).append((rule, index))
        for pieces in within.values():
            if sum(rule.hi - rule.lo for rule, _ in pieces) >= MOST_OPEN * (hi - lo):
                for _, index in pieces:
                    sets.union(own[0][1], index)


class Sets:
    """Disjoint sets over 0 … n-1."""

    __slots__ = ("parent",)

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def find(self, item: int) -> int:
        """The number that stands for the set of an item."""
        parent = self.parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def union(self, one: int, other: int) -> None:
        """Make the sets of two items one."""
        self.parent[self.find(other)] = self.find(one)
