"""Blocking as a join: the fast way beside the plain one; rows alike by the thousand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.link.lineage.join import Index, Lists, lists_of
from pipeline.link.lineage.links import candidates, link_documents
from pipeline.link.lineage.model import LinkInput, LinkRow
from pipeline.link.lineage.rarity import Rarity, code, counted, pairs_of, rarity_of, usual

_row = st.tuples(st.integers(0, 2), st.frozensets(st.integers(-3, 3), min_size=1, max_size=4))
_rows = st.lists(_row, max_size=8).map(lambda rows: sorted(rows, key=lambda row: row[0]))
Rows = Sequence[tuple[int, frozenset[int]]]


def columns(rows: Rows) -> Lists:
    values = [number for _, numbers in rows for number in sorted(numbers)]
    ends = np.cumsum([0, *(len(numbers) for _, numbers in rows)])
    return lists_of(values, ends, [group for group, _ in rows])


def plainly(left: Rows, right: Rows, together: int) -> dict[tuple[int, int], tuple[int, int, int]]:
    """Pairs of rows → numbers in common, and left out on either side."""

    def times(rows: Rows, group: int, number: int) -> int:
        return sum(number in numbers for of, numbers in rows if of == group)

    found = {}
    for one, (group, numbers) in enumerate(left):
        for two, (other, others) in enumerate(right):
            many = {
                number
                for number in {*numbers, *others}
                if times(left, group, number) * times(right, other, number) > together
            }
            common = len((numbers & others) - many)
            if common:
                found[one, two] = common, len(numbers & many), len(others & many)
    return found


@settings(max_examples=200, deadline=None)
@given(_rows, _rows, st.integers(1, 6))
def test_the_join_finds_what_comparing_every_pair_finds(
    left: Rows, right: Rows, together: int
) -> None:
    met = Index(columns(left)).meet(columns(right), np.ones((3, 3), bool), together)
    counts = (met.left, met.right, met.common, met.left_out, met.right_out)
    found = {
        (one, two): (common, out, other)
        for one, two, common, out, other in zip(*(c.tolist() for c in counts), strict=True)
    }
    assert found == plainly(left, right, together)


def document(doc_id: str, titles: Sequence[str]) -> LinkInput:
    rows = (LinkRow(f"{doc_id}/1/{at:04}", title) for at, title in enumerate(titles, 1))
    return LinkInput(doc_id, tuple(rows))


NUMBERED = [f"Giá đất ở tại thửa đất số {n} tờ bản đồ số 5 phường Hoàn Kiếm" for n in range(2000)]
PRICES = [f"Xi măng PCB{n % 40} bao {n // 40} kg giá bán khu vực {n % 7}" for n in range(2000)]


@pytest.mark.parametrize("titles", [NUMBERED, PRICES])
def test_rows_alike_but_for_a_number_are_told_apart(titles: Sequence[str]) -> None:
    linked = link_documents(document("b", titles), document("a", titles))
    rows = [(link.row_id[2:], link.other_row_id[2:]) for link in linked.links]
    assert len(rows) == len(titles)
    assert all(one == other for one, other in rows)


def test_rows_that_nothing_tells_apart_are_counted_and_not_compared() -> None:
    alike = ["Báo cáo định kỳ kết quả thực hiện nhiệm vụ được giao"] * 2000
    one, other = document("b", [*alike, NUMBERED[0]]), document("a", [*alike, NUMBERED[0]])
    found = candidates(one, other, {}, usual())
    assert found.edges == ((2000, 2000),)
    assert found.alike == 4000  # of either document


# --- rarity --------------------------------------------------------------------------------------


def test_a_pair_that_is_not_listed_is_as_rare_as_its_syllables() -> None:
    rarity = Rarity(100, {"a": 50, "b": 10, "a b": 8})
    assert [rarity.share(text) for text in ("a b", "b a", "a c", "c d")] == [
        0.08, 0.05, 0.005, 0.0001,
    ]  # fmt: skip
    assert rarity.ordered(["a b", "c d", "a c"]) == ["c d", "a c", "a b"]


def test_common_pairs_represent_a_text_only_where_it_has_no_others() -> None:
    rarity = Rarity(100, {"a b": 50, "b c": 40, "c d": 30, "d e": 20})
    common = rarity.ordered(["a b", "b c", "c d", "d e"])
    assert rarity.chosen(common) == 3
    assert rarity.chosen(rarity.ordered(["a b", "v w", "w x", "x y", "y z"])) == 4


def test_a_table_counts_each_text_of_a_document_once() -> None:
    corpus = [["mot hai ba", "mot hai ba"], ["mot hai bon"], ["mot hai"]]
    table = counted(corpus)
    assert (table.texts, table.count("mot hai"), table.count("hai ba")) == (3, 3, 0)
    assert rarity_of(table.records()).digest == table.digest
    assert counted(reversed(corpus)).digest == table.digest


def test_pairs_are_the_same_numbers_everywhere() -> None:
    assert code("dữ liệu") == 1_027_262_059
    assert pairs_of("mot hai ba") == {"mot hai", "hai ba"}
    assert pairs_of("mot") == {"mot"}
