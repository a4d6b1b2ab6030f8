"""Blocking as a join: the fast way beside the plain one; rows alike by the thousand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.link.lineage.blocking import BEST, Blocker, keys_table
from pipeline.link.lineage.join import HITS, SHARE, Index, Lists, lists_of
from pipeline.link.lineage.keys import keys_of
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


def plainly(left: Rows, right: Rows, together: int, looks: bool) -> dict[tuple[int, int], float]:
    """Pairs of rows with enough in common → the share of the numbers of the row that looks."""

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
            size = len((numbers if looks else others) - many)
            if common and common >= min(HITS, size) and common >= SHARE * size:
                found[one, two] = common / size
    return found


@settings(max_examples=200, deadline=None)
@given(_rows, _rows, st.integers(1, 6), st.booleans())
def test_the_join_finds_what_comparing_every_pair_finds(
    left: Rows, right: Rows, together: int, looks: bool
) -> None:
    met = Index(columns(left), looks).meet(columns(right), np.ones((3, 3), bool), together)
    pairs = zip(met.left.tolist(), met.right.tolist(), met.share.tolist(), strict=True)
    assert {(one, two): share for one, two, share in pairs} == plainly(left, right, together, looks)


def test_an_index_of_nothing_meets_nothing() -> None:
    met = Index(columns([]), True).meet(columns([(0, frozenset({1}))]), np.ones((0, 1), bool))
    assert (met.left.tolist(), met.blind) == ([], {})


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


def test_what_two_documents_have_in_common_does_not_depend_on_a_third() -> None:
    title = "Bảo tàng hải dương học và khu trưng bày sinh vật vùng khơi"
    tails = [" ".join(f"khoản{n} vượt{word}" for word in range(12)) for n in range(14)]
    whole = [f"{title} {tail}" for tail in tails]  # too long to look for the short one themselves
    near = [f"{title} số {n}" for n in range(14)]  # a third document's are likelier
    table = usual()
    fresh = keys_of(document("b", [title]), {}, table)
    older, third = (
        keys_of(document("a", whole), {}, table),
        keys_of(document("c", near), {}, table),
    )
    yes, no = np.ones((1, 2), bool), np.zeros((1, 2), bool)
    blocker = Blocker(keys_table(fresh))
    alone = blocker.candidates(keys_table(older), yes[:, :1], no[:, :1])
    beside = blocker.candidates(keys_table((*older, *third)), yes, no)
    assert len(alone[0, 0].edges) == BEST
    assert beside[0, 0] == alone[0, 0]


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
