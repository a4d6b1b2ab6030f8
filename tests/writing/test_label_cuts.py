"""Numbers of rows that their narrow column cuts."""

from __future__ import annotations

import pytest

from pipeline.writing.label_cuts import cut_ends, is_one_cut


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
        (["TT", "11.", "8", "11.", "9"], {2, 4}),  # cut behind the stop within it
        (["TT", "11", "6.", "VI.", "11", "7.", "11", "8."], {2, 5, 7}),  # a heading stands between
        (["4", "0.", "4", "1.", "1", "4", "1.", "2"], {1, 3, 4, 6, 7}),  # cut twice
        (["41.", "4", "1.", "1", "4", "1.", "2", "42."], {2, 3, 5, 6}),
        (["64.", "VI", ".", "VI", "I."], {2, 4}),  # roman numbers
        (["I", "II", "III"], set()),
        (["I.", "1.", "II.", "1."], set()),
        (["TT", "1", "2"], set()),
        (["TT", "1.", "2.", "3."], set()),
        (["TT", "11.", "12.", "13."], set()),
        (["I", "1.", "2."], set()),
        (["8.", "9.", "9.", "1", "1", "0."], {3, 5}),  # after the last one of a level below
        (["I.", "1.", "2.", "II.", "1.", "2.", "III.", "1.", "2."], set()),
        (["I", "1.", "2.", "II", "1.", "2.", "III", "1.", "2."], set()),
        (["A.", "I.", "1.", "2.", "3.", "II.", "1.", "2."], set()),
        (["I.", "1", "2", "3", "II.", "1", "2", "3", "III.", "1", "2"], set()),  # behind `3`
        (["1", "2", "3", "3.", "1", "2"], set()),
        (["IV.", "1.", "1.1.", "1.2."], set()),
        (["2.", "2.1.", "3."], set()),
        (["I", "1", "1.1", "II", "1", "2", "3"], set()),
        (["38.", "1.", "2.", "1.", "3.", "1.", "4."], {2, 4, 6}),  # a stop behind all
    ],
)
def test_numbers_that_a_narrow_column_cuts(texts: list[str], ends: set[int]) -> None:
    assert cut_ends(texts) == ends


@pytest.mark.parametrize(
    ("texts", "one"),
    [
        (["6", "9."], True),
        (["4", "2.", "2"], True),
        (["1", "2."], True),  # numbers of rows all have the stop, or none
        (["8", "9"], False),
        (["1.", "2."], False),
        (["1", "2", "3", "4"], False),
        (["I", "1."], False),
        (["T", "T"], False),
        (["12"], False),
    ],
)
def test_digits_below_each_other_that_are_one_number(texts: list[str], one: bool) -> None:
    assert is_one_cut(texts) == one
