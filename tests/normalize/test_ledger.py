"""Every printed character in one place: what is missing or doubled is told to the character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.data.records import AsideRecord
from pipeline.model import Aside, Fragment, Page, Place
from pipeline.normalize.ledger import balance


def pieces(count: int) -> list[Fragment]:
    return [Fragment("a" * count, Place(1))] if count else []


@given(*(st.integers(0, 400) for _ in range(4)))
def test_what_no_place_holds_is_unplaced(cells: int, notes: int, prose: int, lost: int) -> None:
    page = Page(1, (), cells + notes + prose + lost)
    (entry,) = balance("a", "a.pdf", [page], pieces(cells), pieces(notes), pieces(prose))
    assert entry.chars_unplaced == lost


@pytest.mark.parametrize("lost", [1, 20, 200, -1, -200])
def test_a_small_loss_counts_like_a_large_one(lost: int) -> None:
    (entry,) = balance("a", "a.pdf", [Page(1, (), 1000 + lost)], pieces(1000), [], [])
    assert entry.chars_unplaced == lost


def test_what_a_reader_set_aside_is_counted_by_reason() -> None:
    kept = (Aside("pale", 12), Aside("off-page", 3))
    (page,) = balance("x", "x.pdf", [Page(1, (), 0, aside=kept)], [], [], [])
    assert page.aside == (AsideRecord("pale", 12), AsideRecord("off-page", 3))
    assert (page.chars, page.chars_unplaced, page.status) == (0, 0, "blank")
