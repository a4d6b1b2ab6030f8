"""Numbers of rows that their narrow column cuts."""

from __future__ import annotations

import pytest

from pipeline.writing.label_cuts import cut_ends


@pytest.mark.parametrize(
    ("texts", "ends"),
    [
        (["9.", "1", "0.", "1", "1."], {2, 4}),  # both together come next
        (["1", "0.", "1", "1.", "1", "2."], {1, 3, 5}),  # the first of a page
        (["(9)", "(10", "5)"], {2}),  # the bracket is open
        (["(100)", "(1", "01", ")", "(1", "02", ")"], {2, 3, 5, 6}),  # over three lines
        (["(1", "việc", ")"], set()),
        (["2.", "2.", "1", "2.", "2", "3."], {2, 4}),  # the first below, and the next
        (["1", "2", "3", "4"], set()),
        (["I.", "1.", "2.", "3."], set()),
        (["1", "1", "2", "2"], set()),
        (["1", "1.1", "1.2", "2"], set()),  # nor is `1.11.2` after `1`
        (["2", "2.1", "2.2", "3"], set()),
        (["1", "1.1", "1.1.1", "1.1.2", "1.2", "2"], set()),
        (["XI", "1", "2", "3"], set()),  # rows count anew below a roman number
        (["11", "1", "2", "12"], set()),  # the column has room for 12
        (["3", "8.", "1", "3", "8.", "2"], {1, 2, 4, 5}),  # of two levels, over three lines
        (["91.", "VII", "9", "2."], {3}),  # behind a heading
        (["11", "XII", "1", "2"], set()),  # rows count anew below one
        (["1", "2.", "1", "3."], {1, 3}),  # `1` has no stop: it is no row before `2.`
        (["VII", "."], {1}),
        (["8.", "9.", "9.", "1", "1", "0."], {3, 5}),  # after the last one of a level below
    ],
)
def test_numbers_that_a_narrow_column_cuts(texts: list[str], ends: set[int]) -> None:
    assert cut_ends(texts) == ends
