"""The worth of rows without numbers, found for many at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.words import role_of
from pipeline.extract.layer.uncounted import row_scores, uncounted
from pipeline.extract.layer.uncounted.gridded import Lines, Span
from pipeline.extract.layer.uncounted.row_scores import RowScores, Scores
from pipeline.extract.layer.uncounted.seams import seams_of
from pipeline.extract.layer.uncounted.uncounted import RowSearch

ROLES = tuple(map(role_of, ("TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")))
CELLS = st.sampled_from(
    ["", "", "Xây dựng nền tảng", "dùng chung của ngành", "Bộ Công an", "HẠ TẦNG"]
)
NUMBERS = st.sampled_from(["", "", "", "1.", "II."])
DEADLINES = st.sampled_from(["", "Quý I/2026", "Năm 2026"])
LINE = st.tuples(NUMBERS, CELLS, CELLS, DEADLINES)


def page(texts: list[tuple[str, ...]], blanks: list[int]) -> Lines:
    return Lines(tuple(texts), tuple(blanks[: len(texts)]))


def model_of(lines: Lines) -> TableModel:
    texts = [text for own in lines.texts for text in own if text]
    return TableModel(ROLES, Background.of(texts), Counter({"": len(texts)}), firm=True)


def partitions(count: int) -> Iterator[tuple[int, ...]]:
    for many in range(count):
        for inner in combinations(range(1, count), many):
            yield (0, *inner, count)


PAGES = st.tuples(
    st.lists(LINE, min_size=1, max_size=7), st.lists(st.integers(0, 1), min_size=7, max_size=7)
)


@settings(max_examples=60, deadline=None)
@given(PAGES, st.booleans(), st.booleans(), st.data())
def test_rows_near_some_are_weighed_as_all_of_a_page_are(
    drawn: tuple[list[tuple[str, ...]], list[int]],
    centred: bool,
    follows: bool,
    data: st.DataObject,
) -> None:
    lines = page(*drawn)
    cuts = data.draw(st.sampled_from(list(partitions(len(lines)))))
    whole, near = (RowSearch(lines, model_of(lines), centred, follows) for _ in range(2))
    near.weigh_near(list(pairwise(cuts)))
    for start, end in [*pairwise(cuts), *zip(cuts, cuts[2:], strict=False)]:
        for middle in range(start + 1, end + 1):
            assert near.row(start, middle) == whole.row(start, middle)
            assert near.row(middle - 1, end) == whole.row(middle - 1, end)


@settings(max_examples=60, deadline=None)
@given(PAGES, st.booleans(), st.booleans())
def test_the_best_rows_are_the_best_of_all_ways(
    drawn: tuple[list[tuple[str, ...]], list[int]], centred: bool, follows: bool
) -> None:
    lines = page(*drawn)
    found = RowSearch(lines, model_of(lines), centred, follows).best()
    search = RowSearch(lines, model_of(lines), centred, follows)
    inner = {i for i in range(1, len(lines)) if search.meeting(i) > -8.0}
    worth = {
        cuts: sum(search.row(start, end) for start, end in pairwise(cuts))
        for cuts in partitions(len(lines))
        if inner.issuperset(cuts[1:-1])
    }
    cuts = (*(row.start for row in found.rows), len(lines))
    assert found.score == pytest.approx(max(worth.values()))
    assert worth[cuts] == pytest.approx(max(worth.values()))


@settings(max_examples=60, deadline=None)
@given(PAGES, st.booleans(), st.data())
def test_rows_are_worth_the_same_whatever_others_are_weighed(
    drawn: tuple[list[tuple[str, ...]], list[int]], centred: bool, data: st.DataObject
) -> None:
    lines = page(*drawn)
    scores = RowScores(lines, model_of(lines), centred)
    every = list(range(len(lines) + 1))
    all_rows = scores.of(every, every, len(lines))
    some = sorted(data.draw(st.sets(st.sampled_from(every), min_size=1)))
    assert np.array_equal(scores.of(some, some, len(lines)), all_rows[np.ix_(some, some)])
    low = scores.of(every, every, 2)
    kept = ~np.isneginf(low)
    assert np.array_equal(low[kept], all_rows[kept])


def test_a_row_with_two_numbers_is_worth_less_than_two() -> None:
    lines = page([("1.", "Xây dựng", "", ""), ("2.", "Rà soát", "", "")], [0, 0])
    scores = RowScores(lines, model_of(lines), False).of([0, 1, 2], [0, 1, 2], 9)
    assert scores[0, 1] + scores[1, 2] > scores[0, 2]


@settings(max_examples=40, deadline=None)
@given(st.lists(LINE, min_size=2, max_size=12), st.booleans(), st.integers(1, 5))
def test_rows_weighed_a_few_at_a_time_are_worth_the_same(
    drawn: list[tuple[str, ...]], centred: bool, few: int
) -> None:
    lines = page(drawn, [0] * len(drawn))
    places, model = range(len(lines) + 1), model_of(lines)
    for tallest in (2, len(lines)):
        whole = RowScores(lines, model, centred).of(places, places, tallest)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(row_scores, "_AT_ONCE", few)
            parted = RowScores(lines, model, centred).of(places, places, tallest)
        assert np.array_equal(whole, parted)


def thirds(count: int) -> Lines:
    """A page of rows of three lines."""
    some: list[tuple[str, ...]] = [
        ("", "Xây dựng nền tảng", "Bộ Công an", "Năm 2026"),
        *[("", "dùng chung", "", "")] * 2,
    ]
    return page(some * count, [0] * (3 * count))


@pytest.fixture
def heights(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lines of the tallest rows that are weighed, each time some are."""
    found: list[int] = []
    weigh = RowScores.of

    def of(own: RowScores, starts: list[int], ends: list[int], tallest: int) -> Scores:
        found.append(tallest)
        return weigh(own, starts, ends, tallest)

    monkeypatch.setattr(RowScores, "of", of)
    return found


def test_the_rows_of_a_page_of_thousands_of_lines_are_looked_for_up_to_a_height(
    heights: list[int],
) -> None:
    lines = thirds(900)
    assert len(RowSearch(lines, model_of(lines), False, False).best().rows) == 900
    assert heights == [uncounted._TALLEST]


def test_the_margins_of_a_page_of_hundreds_of_lines_weigh_no_row_far_taller_than_its_own(
    heights: list[int],
) -> None:
    lines = thirds(200)
    rows = [Span(start, start + 3, None) for start in range(0, 600, 3)]
    assert len(seams_of(lines, model_of(lines), False, False, rows)) == 200
    assert heights == [6]  # once, two rows as one


def test_a_row_far_taller_than_a_page_of_paper_is_a_guess_and_not_weighed(
    heights: list[int],
) -> None:
    lines = thirds(120)
    ends = [3, 6, 9, 312, *range(315, 361, 3)]
    rows = [Span(start, end, None) for start, end in pairwise([0, *ends])]
    margins = seams_of(lines, model_of(lines), False, False, rows)
    assert heights == [6]
    assert [place for place, own in enumerate(margins) if not any(own)] == [2, 3, 4]


@settings(max_examples=30, deadline=None)
@given(st.lists(LINE, min_size=2, max_size=12), st.booleans(), st.booleans())
def test_a_row_is_worth_the_same_whatever_was_asked_before(
    drawn: list[tuple[str, ...]], centred: bool, follows: bool
) -> None:
    lines = page(drawn, [0] * len(drawn))
    model, count = model_of(lines), len(drawn)
    whole = RowSearch(lines, model, centred, follows)
    whole.row(0, count)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uncounted, "_TALLEST", 1)
        step = RowSearch(lines, model, centred, follows)
        for height in range(1, count + 1):
            for start in range(count - height + 1):
                assert step.row(start, start + height) == whole.row(start, start + height)
