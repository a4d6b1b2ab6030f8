"""Which rows follow which: what a form prints in turn is told from the rest of a row."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Cell, Fragment, Place
from pipeline.normalize.tables.cut_rows import NEVER_TWICE, join_cut_rows
from pipeline.normalize.tables.raw_table import PhysicalRow
from pipeline.normalize.tables.shape import Shape
from pipeline.normalize.tables.turns import turns_of

NAME, VALUE, BOTH = ("Thời hạn", ""), ("", "Hai ngày"), ("Phí", "Không")
FORM = Shape(None, 0)


def rows_of(printed: Sequence[tuple[str, ...]], breaks: Sequence[int] = ()) -> list[PhysicalRow]:
    """Physical rows, of which those at `breaks` begin a page."""
    place = Place(1, 1, None, None, None, None)
    return [
        PhysicalRow(
            tuple(Cell((Fragment(text, place),)) if text else Cell() for text in texts),
            1 + sum(at >= one for one in breaks),
            len(texts),
            opens_part=at in breaks,
        )
        for at, texts in enumerate(printed)
    ]


def test_what_stands_under_a_name_goes_on_over_a_page_break() -> None:
    rows = rows_of([*[NAME, VALUE] * 6, VALUE, *[NAME, VALUE] * 2], breaks=[12])
    opened = join_cut_rows(rows, FORM)
    assert len(opened) == 16
    assert [join.reasons for join in opened[11].joins] == [(NEVER_TWICE,)]


def test_rows_that_follow_each_other_within_a_page_are_rows_of_their_own() -> None:
    rows = rows_of([*[NAME, VALUE] * 6, VALUE, NAME, VALUE, VALUE], breaks=[15])
    assert len(join_cut_rows(rows, FORM)) == 16


def test_a_few_rows_tell_nothing() -> None:
    rows = rows_of([*[NAME, VALUE] * 3, VALUE], breaks=[6])
    assert len(join_cut_rows(rows, FORM)) == 7


def test_a_row_that_always_follows_such_a_one_is_not_in_doubt() -> None:
    always = [*[BOTH, VALUE] * 6, BOTH, VALUE]
    opened = join_cut_rows(rows_of(always, breaks=[13]), FORM)
    assert not any(cell.doubt for row in opened for part in row.parts for cell in part.cells)


@given(st.lists(st.sampled_from([NAME, VALUE, BOTH]), min_size=2, max_size=40))
def test_no_row_is_the_rest_of_one_whose_kind_it_follows_within_a_page(
    printed: list[tuple[str, ...]],
) -> None:
    turns = turns_of(rows_of([*printed, printed[-1], printed[-1]]))
    last = rows_of([printed[-1], printed[-1]], breaks=[1])
    assert not turns.is_rest(*last)
