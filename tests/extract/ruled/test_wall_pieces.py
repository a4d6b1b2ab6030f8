"""Rules down that are drawn row by row tell where the rows of a table end."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.extract.ruled.lines import Rule
from pipeline.extract.ruled.open_headings import Text, rules_at_headings
from pipeline.extract.ruled.wall_pieces import edges_of_pieces

XS = (60.0, 160.0, 240.0)
YS = (0.0, 20.0, 50.0, 70.0, 110.0)


def pieces(ys: tuple[float, ...] = YS, xs: tuple[float, ...] = XS) -> list[Rule]:
    """Rules down in pieces from height to height."""
    return [Rule(x, a, b) for x in xs for a, b in pairwise(ys)]


def filled(ys: tuple[float, ...] = YS) -> list[Text]:
    """A text in each cell."""
    middles = [(a + b) / 2 for a, b in pairwise(ys)]
    return [(x, x + 10, y) for y in middles for x in (25.0, 70.0, 170.0, 250.0)]


def test_rows_end_where_all_rules_begin_anew() -> None:
    found = edges_of_pieces(pieces(), [], filled())
    assert [rule.at for rule in found] == [20, 50, 70]
    assert all(rule.lo <= 25 and rule.hi >= 260 for rule in found)


@pytest.mark.parametrize(
    ("down", "across", "texts"),
    [
        pytest.param([*pieces(), Rule(300.0, 0.0, 110.0)], [], filled(), id="one goes on"),
        pytest.param(pieces(), [Rule(y, 20, 280) for y in YS], filled(), id="ruled across"),
        pytest.param(pieces(), [], [t for t in filled() if t[0] < 100], id="lines of a cell"),
        pytest.param(pieces(tuple(map(float, range(0, 110, 4)))), [], filled(), id="dashes"),
        pytest.param([Rule(x, 0.0, 110.0) for x in XS], [], filled(), id="whole"),
    ],
)
def test_other_rules_down_tell_nothing(
    down: list[Rule], across: list[Rule], texts: list[Text]
) -> None:
    assert edges_of_pieces(down, across, texts) == []


BROKEN = [
    Rule(60.0, 0.0, 200.0),
    *(Rule(x, lo, hi) for x in XS[1:] for lo, hi in ((0.0, 80.0), (95.0, 200.0))),
]
"""Rules down of which the first goes on beside a heading."""


def test_a_heading_between_rules_down_is_bounded() -> None:
    found = rules_at_headings([], BROKEN, [(25, 40, 50), (250, 330, 150)])
    assert [(rule.at, rule.lo, rule.hi) for rule in found] == [(80, 25, 330), (95, 25, 330)]


@pytest.mark.parametrize(
    ("across", "walls"),
    [
        pytest.param([Rule(81.0, 20, 330), Rule(94.0, 20, 330)], BROKEN, id="drawn"),
        pytest.param([], [*BROKEN, Rule(330.0, 0.0, 200.0)], id="a rule goes on at the right"),
        pytest.param([], BROKEN[1:], id="none goes on"),
    ],
)
def test_other_breaks_are_no_headings(across: list[Rule], walls: list[Rule]) -> None:
    assert rules_at_headings(across, walls, [(25, 40, 50)]) == []
