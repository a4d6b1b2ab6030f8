"""Numbers in a column of one digit, put together as they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.writing.counted_cuts import counted_ends
from pipeline.writing.label_cuts import cut_ends


def _whole(texts: list[str]) -> list[str]:
    ends = counted_ends(texts, cut_ends(texts))
    out: list[str] = []
    for at, text in enumerate(texts):
        if at in ends:
            out[-1] += text
        else:
            out.append(text)
    return out


NUMBERS = [
    ("11.1 11.2 11.3 11.4 11.5", "1 1 . 1 1 1 . 2 1 1 . 3 1 1 . 4 1 1 . 5"),
    ("I 8. 9. 10. 11. 12.", "I 8 . 9 . 1 0 . 1 1 . 1 2 ."),
    ("8. 9. 10. 11. 12.", "8. 9. 1 0. 1 1. 1 2."),
    ("9. II. 10. 11. 12.", "9. I I. 1 0. 1 1. 1 2."),
    ("28. 29. 30. 31.", "2 8 . 2 9 . 3 0 . 3 1 ."),
    ("1. 1 2 2. 1 2 3 3. 1 2", "1. 1 2 2. 1 2 3 3. 1 2"),  # items below numbers of their own
    ("1 2 3 1 2 1 2 3 4", "1 2 3 1 2 1 2 3 4"),
    ("7 3 9 2", "7 3 9 2"),  # figures
]


@pytest.mark.parametrize(("numbers", "texts"), NUMBERS)
def test_pieces_are_put_together_where_the_numbers_count_on(numbers: str, texts: str) -> None:
    assert _whole(texts.split()) == numbers.split()


@given(st.integers(1, 80), st.integers(12, 30), st.booleans())
def test_whole_lists_are_found_again(first: int, many: int, apart: bool) -> None:
    numbers = [f"{number}." for number in range(first, first + many)]
    own = [[*number] if apart else [*number[:-2], number[-2:]] for number in numbers]
    assert _whole([piece for pieces in own for piece in pieces]) == numbers


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.booleans())
def test_lists_below_each_other_of_one_digit_each_stay_as_they_are(
    counts: list[int], closed: bool
) -> None:
    texts = [f"{n}{'.' * closed}" for count in counts for n in range(1, count + 1)]
    assert _whole(texts) == texts


def test_a_text_wider_than_the_column_of_one_digit_leaves_all_as_it_is() -> None:
    assert counted_ends(["1", "10", "2"], frozenset({2})) == {2}
