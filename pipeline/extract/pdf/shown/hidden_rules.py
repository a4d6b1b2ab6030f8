"""Rules under a white area painted later: what is hidden bounds no cell.

A clerk merges two cells of a finished page so, and forms that are filled in hide lines of theirs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from pipeline.extract.pdf.drawn.rules import THIN, PageRules
from pipeline.extract.pdf.file.frame import Frame
from pipeline.extract.pdf.shown.covers import hidden_box
from pipeline.extract.ruled.lines import Rule

INSIDE = 1.0
"""Points by which a rule lies within a white area that hides it: the ground of a cell ends on its
own rules, or half their width beyond."""
MAX_LOOKS = 1_000_000
"""Rules held against white areas on a page."""


def without_hidden(rules: PageRules, frame: Frame) -> None:
    """Cut the drawn rules of a page where white areas hide them."""
    across = _Drawn(rules.drawn.horizontal)
    down = _Drawn(rules.drawn.vertical)
    for white in rules.whites:
        x0, y0, x1, y1 = white.fill.box
        level = across.within(y0, y1, x0, x1, white.horizontal)
        upright = down.within(x0, x1, y0, y1, white.vertical)
        if not level and not upright:
            continue
        box = hidden_box(white.fill, frame)
        if box is not None:
            across.cut(level, box[1], box[3], box[0], box[2])
            down.cut(upright, box[0], box[2], box[1], box[3])
    rules.drawn.horizontal = across.left()
    rules.drawn.vertical = down.left()


class _Drawn:
    """Rules of one direction in the order they were drawn, and what is hidden of them."""

    def __init__(self, rules: list[Rule]) -> None:
        self.rules = rules
        self.hidden: dict[int, list[tuple[float, float]]] = {}
        self.order: list[int] | None = None
        self.places: list[float] = []
        self.looks = 0

    def within(self, lo: float, hi: float, start: float, end: float, before: int) -> list[int]:
        """The rules among the first `before` that lie within `lo` and `hi` and reach into the
        stretch from `start` to `end`."""
        if not before or not self.rules:
            return []
        if self.order is None:
            self.order = sorted(range(len(self.rules)), key=lambda at: self.rules[at].at)
            self.places = [self.rules[at].at for at in self.order]
        first = bisect_left(self.places, lo + INSIDE)
        last = bisect_right(self.places, hi - INSIDE)
        self.looks += max(0, last - first)
        if self.looks > MAX_LOOKS:
            return []
        return [
            at
            for at in self.order[first:last]
            if at < before and min(self.rules[at].hi, end) - max(self.rules[at].lo, start) > THIN
        ]

    def cut(self, found: Iterable[int], lo: float, hi: float, start: float, end: float) -> None:
        """Hide what of some rules lies in a box."""
        for at in found:
            if lo + INSIDE <= self.rules[at].at <= hi - INSIDE:
                self.hidden.setdefault(at, []).append((start, end))

    def left(self) -> list[Rule]:
        """The rules as they show."""
        if not self.hidden:
            return self.rules
        return [
            part
            for at, rule in enumerate(self.rules)
            for part in (_parts(rule, self.hidden[at]) if at in self.hidden else (rule,))
        ]


def _parts(rule: Rule, hidden: Sequence[tuple[float, float]]) -> list[Rule]:
    """What is left of a rule, stubs apart."""
    parts, begin = [], rule.lo
    for start, end in sorted(hidden):
        parts.append(Rule(rule.at, begin, min(start, rule.hi)))
        begin = max(begin, end)
    parts.append(Rule(rule.at, begin, rule.hi))
    return [part for part in parts if part.hi - part.lo > THIN]
