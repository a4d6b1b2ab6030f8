"""The best gaps for the borders of lines are those that looking at every way finds."""

from __future__ import annotations

from itertools import combinations_with_replacement, pairwise

import numpy as np
import pytest

from pipeline.extract.spaced.corridors.gaps import Floats, Gaps, Truths
from pipeline.extract.spaced.lines.words import words_of

LINES = [
    words_of("1   Xây dựng  cơ sở   Bộ Y tế"),
    words_of("dữ liệu   Quý I"),
    (),
    words_of("2"),
]
UNUSED = 4.0


@pytest.mark.parametrize("seed", range(8))
def test_the_best_ways_are_those_of_least_cost(seed: int) -> None:
    """Columns that are blank, and wide gaps that part none, cost what is said."""
    random = np.random.default_rng(seed)
    gaps = Gaps.of(LINES)
    costs = random.uniform(0.0, 8.0, (3, gaps.at[-1]))
    blank = random.uniform(0.0, 3.0, (len(LINES), 4))
    found = gaps.best(costs, blank, UNUSED).tolist()
    for line, (start, end) in enumerate(pairwise(gaps.at)):
        own = costs[:, start:end]
        ways = combinations_with_replacement(range(end - start), 3)
        best = min(ways, key=lambda ends: _cost(ends, own, blank[line], gaps.wide[line]))
        assert tuple(found[line]) == best


def _cost(ends: tuple[int, ...], costs: Floats, blank: Floats, wide: Truths) -> float:
    """What one way costs: its borders, its blank columns behind the first, its wide gaps."""
    total = sum(float(costs[border, end]) for border, end in enumerate(ends))
    edges = (*ends, costs.shape[1] - 1)
    total += sum(
        float(blank[k + 1]) for k, (one, other) in enumerate(pairwise(edges)) if one == other
    )
    return total + UNUSED * sum(bool(wide[gap]) for gap in range(len(wide)) if gap not in ends)


def test_a_line_that_begins_with_a_number_has_cells_beside_it() -> None:
    """One wide gap is none but that behind a title, and a title runs past the first border."""
    gaps = Gaps.of([*LINES, words_of("Nhiệm vụ  Bộ  Hạn")])
    begin = gaps.begin_rows(np.full((5, 3), 3.0))
    assert begin.tolist() == [True, False, False, False, False]
