"""What is passed over in bulk is what comparing title by title would pass over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.link.lineage.blocking import Keys, keys_table
from pipeline.link.lineage.chances import chances
from pipeline.link.lineage.input import quotes_of
from pipeline.link.lineage.keys import keys_of
from pipeline.link.lineage.links import candidates, holding
from pipeline.link.lineage.model import LinkInput, LinkRow
from pipeline.link.lineage.rarity import usual
from pipeline.link.lineage.scoring import Comparer
from pipeline.link.lineage.text import Weights
from tests.support.labelled_links import RAW, document, quotes, successors

BEGINNINGS = (
    "",
    "Xây dựng, trình Chính phủ ban hành Nghị định về ",
    "Triển khai một số phần mềm ngay trong năm 2025: ",
)
TASKS = (
    "cơ sở dữ liệu quốc gia về đất đai kết nối với các địa phương trong cả nước",
    "co sở dữ liệu quốc gia về đất đai kết nối với các địa phương trong cả nước",
    "cơ sở dữ liệu quốc gia về giá đất và bất động sản của các tỉnh, thành phố",
    "bố trí kinh phí cho hoạt động khoa học và công nghệ hằng năm",
    "bổ trí kinh phí cho hoạt động khoa học và công nghệ hàng năm",
    "hoàn thành 61 tiện ích trên VNeID",
)
ENDS = (
    "",
    " ; báo cáo Thủ tướng Chính phủ trước ngày 31 tháng 12",
    ", bao gồm: - đất ở; - đất rừng",
    " 2",
)
_titles = st.tuples(*map(st.sampled_from, (BEGINNINGS, TASKS, ENDS))).map("".join)
_leads = st.frozensets(st.sampled_from(["a", "b", "old"]), max_size=2)
_rows = st.lists(st.tuples(_titles, _leads), min_size=1, max_size=6)


def _document(doc_id: str, rows: Sequence[tuple[str, frozenset[str]]]) -> LinkInput:
    made = (LinkRow(f"{doc_id}/1/{n:04}", t, leads=leads) for n, (t, leads) in enumerate(rows, 1))
    return LinkInput(doc_id, tuple(made))


def _keys(one: LinkInput, quoted: Mapping[str, Sequence[str]]) -> Keys:
    return keys_table(keys_of(one, quoted, usual()))


@settings(max_examples=60, deadline=None)
@given(_rows, _rows)
def test_no_pair_that_may_be_linked_is_passed_over(
    ours: Sequence[tuple[str, frozenset[str]]], theirs: Sequence[tuple[str, frozenset[str]]]
) -> None:
    newer, older = _document("b", ours), _document("a", theirs)
    heirs = {"old": ("a",)}
    comparer = Comparer(Weights(holding(newer), holding(older)), heirs)
    one, two = (at.ravel() for at in np.indices((len(ours), len(theirs))))
    found = chances(_keys(newer, {}), one, _keys(older, {}), two, heirs)
    for new, old, kept in zip(one.tolist(), two.tolist(), found.tolist(), strict=True):
        assert kept or not comparer.may_link(newer.rows[new], older.rows[old])


def test_of_real_documents_hardly_more_is_left_than_may_be_linked() -> None:
    newer, older, quoted = document(RAW[0]), document("03-nq-cp-2025"), quotes_of(quotes())
    edges = np.array(candidates(newer, older, quoted, usual()).edges).T
    comparer = Comparer(Weights(holding(newer), holding(older)), successors())
    found = chances(_keys(newer, quoted), edges[0], _keys(older, {}), edges[1], successors())
    told = np.array([n.row_id in quoted for n in newer.rows])[edges[0]]
    may = np.array([comparer.may_link(newer.rows[n], older.rows[o]) for n, o in edges.T])
    assert not (may | told)[~found].any()
    assert (found & ~may & ~told).sum() <= may.sum() // 4
    assert found.sum() < len(found)
