"""Numbers that a column of one digit cuts, put together over the pages of a table."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.uncounted.gridded import Lines, labels_of
from pipeline.extract.spaced.rows.counted_halves import with_halves_joined
from pipeline.extract.spaced.rows.rows import are_centred, counted_rows
from tests.extract.spaced.test_spaced import document


def _page(numbers: list[str], between: int = 1) -> Lines:
    """Rows whose numbers are cut into digits, with lines of cells between these."""
    texts: list[tuple[str, ...]] = []
    for number in numbers:
        pieces = [*number[:-2], number[-2:]]
        column = ["", *[text for piece in pieces for text in (piece, *[""] * between)]]
        titles = ["Nghiên cứu, đề xuất", *["chính sách về"] * (len(column) - 1)]
        texts += [(*own, "Bộ Y tế" if own[0] else "") for own in zip(column, titles, strict=True)]
    return Lines(tuple(texts), (0,) * len(texts))


def _numbers(pages: list[Lines]) -> list[str]:
    return [own.texts[at][0] for own in with_halves_joined(pages) for at in labels_of(own)]


@pytest.mark.parametrize("between", [1, 2])
def test_halves_count_on_over_the_pages_where_one_has_two_numbers(between: int) -> None:
    pages = [["8.", "9."], ["10.", "11."], ["12.", "13."], ["14.", "15."]]
    found = _numbers([_page(own, between) for own in pages])
    assert found == [number for own in pages for number in own]


@given(st.integers(5, 80), st.lists(st.integers(1, 4), min_size=4, max_size=9))
def test_any_split_into_pages_gives_the_same_numbers(first: int, counts: list[int]) -> None:
    numbers = [f"{first + at}." for at in range(sum(counts))]
    starts = [sum(counts[:at]) for at in range(len(counts) + 1)]
    pages = [numbers[a:b] for a, b in pairwise(starts)]
    joined = [n for n in _numbers([_page(own) for own in pages]) if len(n) > 1]
    assert joined == numbers


def test_a_row_has_all_halves_of_its_number() -> None:
    (page,) = with_halves_joined([_page([f"{n}." for n in range(8, 16)])])
    assert are_centred([page])
    for row in counted_rows(page, True).rows:
        assert row.label is not None
        assert page.last(row.label) < row.end


def test_the_end_of_a_title_in_the_column_and_a_figure_hinder_nothing() -> None:
    page = _page([f"{n}." for n in range(8, 30)])
    strange = {5: "luật về", 9: "2050"}
    texts = tuple((strange.get(at, own[0]), *own[1:]) for at, own in enumerate(page.texts))
    assert _numbers([Lines(texts, page.blanks)]).count("29.") == 1


@pytest.mark.parametrize("numbers", [["1", "1.", "2.", "2", "1.", "2."], ["10.", "11.", "12."]])
def test_numbers_that_count_on_as_they_stand_are_left(numbers: list[str]) -> None:
    page = Lines(tuple((number, "Lập báo cáo", "Bộ Y tế") for number in numbers), (0,) * 6)
    assert with_halves_joined([page]) == [page]


def test_halves_beside_a_blank_line_or_on_two_pages_stay() -> None:
    page = _page([f"{n}." for n in range(8, 16)])
    first = next(at for at, own in enumerate(page.texts) if own[0] == "1")
    apart = Lines(page.texts, tuple(int(at == first + 1) for at in range(len(page))))
    assert _numbers([apart])[:4] == ["8.", "9.", "1", "0."]
    cut = [
        Lines(own, (0,) * len(own)) for own in (page.texts[: first + 1], page.texts[first + 1 :])
    ]
    assert _numbers(cut)[:5] == ["8.", "9.", "1", "0.", "11."]


def _printed(first: int, last: int) -> list[str]:
    rows = []
    for number in range(first, last):
        upper, lower = ("", f"{number}.") if number < 10 else (str(number)[0], f"{number % 10}.")
        rows += [
            f"{'':2} Nghiên cứu, đề xuất chính          Văn bản",
            f"{upper:2} sách về thương mại,     Bộ Y tế   quy phạm    Quý IV",
            f"{'' if upper else lower:2} định danh hàng hóa                 pháp luật   năm 2026",
            f"{lower if upper else '':2} và truy xuất nguồn gốc             được",
            f"{'':2} trong nước                         ban hành",
        ]
    return rows


def test_a_number_that_the_whole_table_counts_leaves_its_row_without_a_doubt() -> None:
    head = "T  Tên nhiệm vụ            Chủ trì   Kết quả     Thời hạn"
    pages = [[head, "T", *_printed(a, b)] for a, b in ((6, 10), (10, 12), (12, 15), (15, 18))]
    found = document("\f".join("\n".join(page) for page in pages))
    assert [row.label for row in found.rows] == [f"{number}." for number in range(6, 18)]
    several = [one for one in found.problems if "may hold several" in one.message]
    assert not several
