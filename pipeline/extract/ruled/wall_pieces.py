"""Rules down that are drawn row by row, in a table without rules across: where all of them begin
anew a row ends. Browsers and word processors draw the sides of each cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.extract.ruled.lines import Rule, on_one_line

SAME_LINE = 0.6
"""Points by which the pieces of one rule differ in their place."""
ABUT = 1.0
"""Points between two pieces of one rule, at most, and between the ends of those of one row."""
LOW = 6.0
"""Points: a piece is as high as a line of text at least; dashes and dots are not."""
FEWEST = 3
"""Rows, columns in which most rows print something, and rules across (above and below the header,
at the end) of a table that has none between its rows."""
MOST = 5_000
"""Pieces of a page; with more it is a drawing."""
OUT = 8.0
"""Points by which an undrawn rule stands out over the outermost rule down, at least."""
WIDE = 0.5
"""Share of the width of a table that a rule across it covers."""
Text = tuple[float, float, float]
"""Left and right end of a text, and the height of its middle."""


def edges_of_pieces(
    pieces: Sequence[Rule], across: Sequence[Rule], texts: Sequence[Text]
) -> list[Rule]:
    """The ends of rows as rules across, none where the table has such itself. `pieces` are the
    rules down as they are drawn, `across` lines: joined rules."""
    if not FEWEST <= len(pieces) <= MOST:
        return []
    found: list[Rule] = []
    for own in _tables(pieces):
        if len(own) <= FEWEST:
            continue
        top, bottom = min(piece.lo for piece in own), max(piece.hi for piece in own)
        left, right = own[0].at, own[-1].at
        level = [
            rule
            for rule in across
            if top - ABUT <= rule.at <= bottom + ABUT
            and min(rule.hi, right) - max(rule.lo, left) > WIDE * (right - left)
        ]
        if len({round(rule.at) for rule in level}) > FEWEST:
            continue
        ys = [y for y in _ends(own) if top + LOW < y < bottom - LOW]
        inside = [text for text in texts if top < text[2] < bottom]
        if not _are_rows((top, *ys, bottom), own, inside):
            continue
        sides = [(rule.lo, rule.hi) for rule in level] + [(x0, x1) for x0, x1, _ in inside]
        lo = min(left - OUT, *(x0 for x0, _ in sides))
        hi = max(right + OUT, *(x1 for _, x1 in sides))
        found += [
            Rule(y, lo, hi) for y in ys if not any(abs(rule.at - y) <= LOW / 2 for rule in level)
        ]
    return found


def _tables(pieces: Iterable[Rule]) -> Iterator[list[Rule]]:
    """Pieces of rules, by their place, parted where none reaches down farther."""
    group: list[Rule] = []
    end = 0.0
    for piece in sorted(pieces, key=lambda piece: piece.lo):
        if group and piece.lo > end + LOW:
            yield sorted(group)
            group = []
        end = max(end, piece.hi) if group else piece.hi
        group.append(piece)
    if group:
        yield sorted(group)


def _ends(pieces: Sequence[Rule]) -> Iterator[float]:
    """The heights at which pieces of several rules end, and no rule goes on without one."""
    lines = [[p for p in line if p.hi - p.lo >= LOW] for line in on_one_line(pieces, SAME_LINE)]
    ends = sorted((y, n) for n, line in enumerate(lines) for p in line for y in (p.lo, p.hi))
    group: list[tuple[float, int]] = []
    for end in [*ends, (float("inf"), -1)]:
        if group and end[0] - group[0][0] > ABUT:
            y = sum(y for y, _ in group) / len(group)
            own = {n for _, n in group}
            through = any(
                piece.lo < y - ABUT and piece.hi > y + ABUT for line in lines for piece in line
            )
            if len(own) > 1 and not through:
                yield y
            group = []
        group.append(end)


def _are_rows(ys: Sequence[float], walls: Sequence[Rule], texts: Sequence[Text]) -> bool:
    """Whether most of what stands between some heights prints something in several columns: lines
    of cells seldom do."""
    if len(ys) <= FEWEST:
        return False
    xs = [line[0].at for line in on_one_line(walls, SAME_LINE)]
    filled: dict[int, set[int]] = {}
    for x0, x1, y in texts:
        filled.setdefault(bisect_right(ys, y), set()).add(bisect_right(xs, (x0 + x1) / 2))
    rows = [filled.get(row, set()) for row in range(1, len(ys))]
    return all(b - a > LOW for a, b in pairwise(ys)) and (
        2 * sum(len(row) >= FEWEST for row in rows) > len(rows)
    )
