"""Walls that begin inside a row, below a text over the columns they part: no rule is drawn between
that text and those below it, as in a table without rules across whose header has two levels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.ruled.lines import Rule

_NEAR = 6.0
"""Points from a wall to the rule at which it begins: rules need not meet."""
_MOST = 500
"""Walls on a page; with more it is a drawing."""
Text = tuple[float, float, float]
"""Left and right end of a text, and the height of its middle."""


def rules_over_half_walls(
    across: Sequence[Rule], walls: Sequence[Rule], texts: Sequence[Text]
) -> list[Rule]:
    """Rules across that are not drawn: where walls begin below a text, from the wall to the left
    that goes on beside it to the one to the right. `across` and `walls` are lines: joined rules."""
    if len(walls) > _MOST:
        return []
    return sorted({rule for wall in walls for rule in _over(wall, across, walls, texts)})


def _over(
    wall: Rule, across: Sequence[Rule], walls: Sequence[Rule], texts: Sequence[Text]
) -> Iterator[Rule]:
    top = wall.lo
    if any(abs(rule.at - top) <= _NEAR and rule.lo < wall.at < rule.hi for rule in across):
        return
    through = [w.at for w in walls if w.lo < top - _NEAR and w.hi > top + _NEAR]
    left = max((at for at in through if at < wall.at - _NEAR), default=None)
    right = min((at for at in through if at > wall.at + _NEAR), default=None)
    if left is None or right is None:
        return
    crossing = [rule.at for rule in across if rule.lo < wall.at < rule.hi]
    ceiling = max((at for at in crossing if at < top), default=float("-inf"))
    floor = min((at for at in crossing if at > top), default=wall.hi)
    if wall.hi < floor - _NEAR:
        return  # it ends inside the row: the side of a box that is drawn there
    inside = [t for t in texts if left < t[0] and t[1] < right and ceiling < t[2] < floor]
    above = [t for t in inside if t[2] < top]
    below = [t for t in inside if t[2] > top]
    both = any(t[1] <= wall.at for t in below) and any(t[0] >= wall.at for t in below)
    if ceiling > float("-inf") and both and any(t[0] < wall.at < t[1] for t in above):
        yield Rule(top, left, right)
