"""Lines drawn under words: they bound no cell.

A rule of a table keeps its distance from the letters above it. A line under words runs through the
tails of letters (`g`, `y`, `ạ`), and begins and ends where words do or where their cell does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.ruled.lines import SAME_LINE, Rule, join_rules

_LOW, _HIGH = 0.02, 0.19
"""Ems under the baseline between which a line under words is drawn: letters reach lower (0.22),
and the text of a cell stands above its rule with all of its letters."""
_SLACK = 0.35
"""Ems between the end of such a line and that of the words over it."""
_WALL = 3.0
"""Points between the end of such a line and the rule at the side of its cell."""

_base, _size = attrgetter("base"), attrgetter("size")
Split = Callable[[Piece], list[Piece]]


def without_underlines(
    level: Sequence[Rule], upright: Iterable[Rule], pieces: Iterable[Piece], split: Split
) -> list[Rule]:
    """The level rules of a page without those that underline words; `upright` are the others."""
    texts = sorted((piece for piece in pieces if not piece.tilt), key=_base)
    bases = list(map(_base, texts))
    most = max(map(_size, texts), default=0.0)
    if not any(_near(rule, bases, most) for rule in level):
        return list(level)
    walls = join_rules(upright)
    under: list[Rule] = []
    for rule in join_rules(level):
        first = bisect_left(bases, rule.at - _HIGH * most)
        last = bisect_right(bases, rule.at - _LOW * most / 2)
        words = [w for piece in texts[first:last] if _over(rule, piece) for w in split(piece)]
        if words and (_ends_with(rule, words) or _fills_cell(rule, walls)):
            under.append(rule)
    return [rule for rule in level if not any(_is_part(rule, one) for one in under)]


def _near(rule: Rule, bases: Sequence[float], most: float) -> bool:
    """Whether a rule stands so close below a line of text: the rules of tables do not."""
    low, high = rule.at - _HIGH * most - SAME_LINE, rule.at - _LOW * most / 2 + SAME_LINE
    return bisect_left(bases, low) < bisect_right(bases, high)


def _over(rule: Rule, piece: Piece) -> bool:
    """Whether a piece stands on a rule."""
    depth = (rule.at - piece.base) / piece.size
    return _LOW <= depth <= _HIGH and rule.lo < piece.x1 and piece.x0 < rule.hi


def _ends_with(rule: Rule, words: Iterable[Piece]) -> bool:
    """Whether a rule begins and ends where some of the words do."""
    over = [word for word in words if rule.lo < word.x1 and word.x0 < rule.hi]
    slack = _SLACK * max((word.size for word in over), default=0.0)
    left, right = min(w.x0 for w in over), max(w.x1 for w in over)
    return abs(rule.lo - left) <= slack and abs(rule.hi - right) <= slack


def _fills_cell(rule: Rule, walls: Sequence[Rule]) -> bool:
    """Whether a rule lies between two walls that go on above and below it, and crosses none."""
    beside = [w.at for w in walls if w.lo + _WALL < rule.at < w.hi - _WALL]
    inside = any(rule.lo + _WALL < at < rule.hi - _WALL for at in beside)
    ends = all(any(abs(at - end) <= _WALL for at in beside) for end in (rule.lo, rule.hi))
    return ends and not inside


def _is_part(rule: Rule, line: Rule) -> bool:
    """Whether a rule is a piece of a line."""
    return abs(rule.at - line.at) <= SAME_LINE and line.lo <= rule.lo and rule.hi <= line.hi
