"""Columns of which the header alone has walls: its names stand in boxes, and below them run rules
across and none down, or none at all. The walls of the header go on as far as the rules below it
do, or the lines that stand between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from pipeline.extract.ruled.lines import Rule

_NEAR = 2.0
"""Points between ends that are the same: rules have a width."""
_FEWEST = 3
"""Walls of a header: those at its sides and one between two names."""
_MOST = 500
"""Walls on a page; with more it is a drawing."""
_CROSSED = 0.5
"""Share of the strips below a header that a text may run through: headings of rows do."""
_FIRST, _NEXT = 2.2, 1.9
"""Line heights from the last rule to the middle of the first line below it, and from line to line,
in a row that the page cuts."""
_APART = 3.5
"""The same from line to line of rows that no rule parts."""
_INTO = 0.5
"""Points by which a text may reach over a wall."""
Text = tuple[float, float, float, float]
"""Left and right end of a text, the height of its middle and its size."""
Box = tuple[float, float, float, float]


def walls_below_header(
    across: Sequence[Rule],
    walls: Sequence[Rule],
    texts: Sequence[Text],
    numbers_rows: Callable[[Box], bool],
) -> list[Rule]:
    """Walls that are not drawn: those of boxed headers, through the strips below these. A text that
    runs over a wall has none through its strip.

    `across` and `walls` are joined rules; `numbers_rows` says whether a box names the column
    of row numbers: below a header without one rules must follow.
    """
    if not _FEWEST <= len(walls) <= _MOST:
        return []
    feet = sorted({wall.hi for wall in walls})
    found = [_below(foot, across, walls, texts, numbers_rows) for foot in feet]
    return sorted({rule for rules in found for rule in rules})


def _below(
    foot: float,
    across: Sequence[Rule],
    walls: Sequence[Rule],
    texts: Sequence[Text],
    numbers_rows: Callable[[Box], bool],
) -> list[Rule]:
    """The walls below a header that ends at a height; none where that is no header."""
    xs = [wall.at for wall in walls if abs(wall.hi - foot) <= _NEAR]
    if len(xs) < _FEWEST:
        return []
    left, right = xs[0], xs[-1]
    beside = [wall for wall in walls if left - _NEAR <= wall.at <= right + _NEAR]
    end = min((wall.lo for wall in beside if wall.lo > foot + _NEAR), default=float("inf"))
    if any(wall.lo <= foot + _NEAR < wall.hi - _NEAR for wall in beside):
        return []
    top = min(wall.lo for wall in walls if abs(wall.hi - foot) <= _NEAR)
    inside = (rule for rule in across if top + _NEAR < rule.at < foot - _NEAR)
    if any(rule.lo <= left + _NEAR and rule.hi >= xs[1] - _NEAR for rule in inside):
        return []  # rows are ruled above it: it is the foot of a table
    own = [rule.at for rule in across if _spans(rule, left, right)]
    ys = [foot, *(at for at in own if foot + _NEAR < at < end)]
    if not any(abs(at - foot) <= _NEAR for at in own):
        return []
    if len(ys) == 1:
        named = numbers_rows((xs[0], top, xs[1], foot))
        low = _bare_end(foot, xs, texts) if named else None
        return list(_through(foot, low, xs, texts)) if low is not None else []
    low = _cut_row(ys[-1], xs, texts) if end == float("inf") else None
    strips = [*pairwise(ys), *([(ys[-1], low)] if low is not None else [])]
    rules = [list(_through(top, bottom, xs, texts)) for top, bottom in strips]
    crossed = sum(len(one) < len(xs) for one in rules)
    return [rule for one in rules for rule in one] if crossed <= _CROSSED * len(strips) else []


def _spans(rule: Rule, left: float, right: float) -> bool:
    return abs(rule.lo - left) <= _NEAR and abs(rule.hi - right) <= _NEAR


def _through(
    top: float, bottom: float, xs: Sequence[float], texts: Sequence[Text]
) -> Iterator[Rule]:
    """The walls that no text of a strip runs over."""
    inside = [text for text in texts if top < text[2] < bottom]
    for x in xs:
        if not any(x0 < x - _INTO and x + _INTO < x1 for x0, x1, *_ in inside):
            yield Rule(x, top, bottom)


def _cut_row(last: float, xs: Sequence[float], texts: Sequence[Text]) -> float | None:
    """Where the row ends that the page cuts, below the last rule: its lines are the last ones but
    for a page number, and more than a note in the first column. None where there is none."""
    found = _lines_between(last, xs, texts, (_FIRST, _NEXT))
    if not found or all(x0 < xs[1] for x0, *_ in found):
        return None
    end = found[-1][2]
    below = {round(y) for _, _, y, _ in texts if y > end}
    return end + found[-1][3] if len(below) <= 1 else None


def _bare_end(foot: float, xs: Sequence[float], texts: Sequence[Text]) -> float | None:
    """Where the lines end that stand in the columns of a header, below it; None where there is one
    alone."""
    found = _lines_between(foot, xs, texts, (_APART, _APART))
    several = len({round(y) for _, _, y, _ in found}) > 1
    return found[-1][2] + found[-1][3] if several else None


def _lines_between(
    top: float, xs: Sequence[float], texts: Sequence[Text], steps: tuple[float, float]
) -> list[Text]:
    """The texts below a height, from line to line with no wider step, in ems, than the first or the
    second of two, down to one that runs over a wall."""
    below = sorted((text for text in texts if text[2] > top), key=lambda text: text[2])
    at, found = top, list[Text]()
    for text in below:
        x0, x1, middle, size = text
        inside = xs[0] - _NEAR <= x0 and x1 <= xs[-1] + _NEAR
        over = any(x0 < x - _INTO and x + _INTO < x1 for x in xs)
        if middle - at > steps[bool(found)] * size or not inside or over:
            break
        found.append(text)
        at = middle
    return found
