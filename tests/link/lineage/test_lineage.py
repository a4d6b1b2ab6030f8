"""Links between tasks of two documents: labelled pairs, invariants, history, misprints."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.data.records import DocumentRecord, LinkRecord, TaskRecord
from pipeline.errors import ConfigError
from pipeline.link.lineage.assignment import assign
from pipeline.link.lineage.history import trace
from pipeline.link.lineage.input import quotes_of
from pipeline.link.lineage.links import candidates, holding, link_documents, settle
from pipeline.link.lineage.misprints import Common, neighbours, suspected_misprints
from pipeline.link.lineage.model import Bridge, LinkInput, LinkRow
from pipeline.link.lineage.pair import make_pair
from pipeline.link.lineage.rarity import usual
from pipeline.link.lineage.scoring import Comparer, agency_score, carries_on
from pipeline.link.lineage.text import Weights, read_title, title_key
from pipeline.link.lineage.trace import trace_text
from tests.support.labelled_links import (
    RAW,
    document,
    labels,
    linked,
    pairs_of_documents,
    quotes,
    successors,
    twins_apart,
)

# --- titles --------------------------------------------------------------------------------------

SAME_KEY = [
    ("Số hoá hồ sơ, tài liệu.", "số hóa hồ sơ; tài liệu"),
    ("tỷ lệ 1% - 3%", "Tỉ lệ 1% – 3%"),
    ("CSDL quốc gia về TTHC", "Cơ sở dữ liệu quốc gia về thủ tục hành chính"),
    ("Bố trí kinh phí", "Bo\u0302\u0301 tri\u0301 kinh phi\u0301"),
    ("Hằng năm", "Hàng năm"),
]
OTHER_KEY = [("Bổ trí", "Bố trí"), ("Luật Viên chức", "Luật Công chức")]
PAPERS = [
    (
        "Tham mưu, trình Chính phủ ban hành Nghị quyết quy phạm pháp luật về phát triển dân số",
        "nghị quyết phát triển dân số",
    ),
    ("Xây dựng Đề án Tự động hóa chỉ huy", "đề án tự động hóa chỉ huy"),
    ("Triển khai Đề án chuyển đổi số", None),
    ("Chủ trì xây dựng, trình Quốc hội xem xét Khung giáo dục đại học", "khung giáo dục đại học"),
]
TASK = "Hoàn thành 61 tiện ích trên VNeID phục vụ người dân và doanh nghiệp"
FRAMES = [
    (f"Triển khai một số phần mềm ngay trong năm 2025: {TASK}", TASK),
    (f"Giao Bộ Y tế thực hiện các việc sau:\n{TASK}", TASK),
    (f"Nhiệm vụ 5: {TASK}", None),
    ("Triển khai một số phần mềm ứng dụng: VNeID", None),
    (f"Triển khai một số phần mềm ứng dụng: - {TASK}", None),
]


@pytest.mark.parametrize(("one", "other"), SAME_KEY)
def test_spellings_of_one_title_are_one_key(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


@pytest.mark.parametrize(("one", "other"), OTHER_KEY)
def test_other_words_are_another_key(one: str, other: str) -> None:
    assert title_key(one) != title_key(other)


@pytest.mark.parametrize(("title", "paper"), PAPERS)
def test_paper_a_title_asks_for(title: str, paper: str | None) -> None:
    found = read_title(title).paper
    assert (found.key if found else None) == (title_key(paper) if paper else None)


def test_heading_before_a_list() -> None:
    title = read_title("Xây dựng các Nghị định của Chính phủ, bao gồm: - Nghị định một; - hai")
    assert title.head is not None
    assert title.head.key == title_key("Xây dựng các Nghị định của Chính phủ, bao gồm")


# --- agencies ------------------------------------------------------------------------------------

MERGED = {"old-a": ("new-a", "new-b"), "older-a": ("old-a",)}
AGENCIES = [
    ({"x"}, {"x"}, 100.0),
    ({"x"}, {"y"}, 0.0),
    ({"old-a"}, {"new-b"}, 100.0),
    ({"older-a"}, {"new-a"}, 100.0),
    ({"new-a"}, {"new-b"}, 0.0),
    ({"x", "y"}, {"x"}, 100.0),
    ({"x", "y"}, {"x", "z"}, 50.0),
    (set(), {"x"}, None),
]


@pytest.mark.parametrize(("one", "other", "score"), AGENCIES)
def test_agencies_and_their_successors(one: set[str], other: set[str], score: float | None) -> None:
    assert agency_score(frozenset(one), frozenset(other), MERGED) == score
    assert agency_score(frozenset(other), frozenset(one), MERGED) == score


# --- the assignment ------------------------------------------------------------------------------


@given(st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 60)))
def test_assignment_is_a_matching_of_greatest_weight(weights: dict[tuple[int, int], int]) -> None:
    found = assign(weights)
    assert len(set(found.values())) == len(found)
    best = max(
        sum(weights.get((left, right), 0) for left, right in enumerate(order))
        for order in permutations(range(5))
    )
    assert sum(weights[edge] for edge in found.items()) == best


# --- the labelled pairs --------------------------------------------------------------------------


def test_labels_are_many_and_about_rows_that_exist() -> None:
    kinds = Counter(label.relation for label in labels())
    assert kinds["same"] >= 150
    assert kinds["none"] >= 60
    known = {row.row_id for label in labels() for d in label.documents for row in document(d).rows}
    assert {row for label in labels() for row in (label.row_id, label.other_row_id)} <= known


def test_precision_and_recall_of_accepted_links() -> None:
    true = {(k.row_id, k.other_row_id): k.relation for k in labels() if k.relation != "none"}
    accepted = {
        (link.row_id, link.other_row_id): link.relation
        for newer, older in pairs_of_documents()
        for link in linked(newer, older).links
        if link.status == "accepted"
    }
    right = sum(true.get(rows) == relation for rows, relation in accepted.items())
    assert right / len(accepted) >= 0.99, "an accepted link that no label decides counts as wrong"
    assert right / len(true) >= 0.97
    near = {(k.row_id, k.other_row_id) for k in labels() if k.relation == "none"}
    assert not near & accepted.keys()


@pytest.mark.parametrize("doc_id", RAW)
def test_twins_are_not_linked_even_where_nothing_else_is_left(doc_id: str) -> None:
    for label in labels():
        if label.is_twin and label.documents[0] == doc_id:
            links = twins_apart(doc_id, [label]).links
            accepted = {(k.row_id, k.other_row_id) for k in links if k.status == "accepted"}
            assert (label.row_id, label.other_row_id) not in accepted


# --- consistency ---------------------------------------------------------------------------------

_PHRASES = (
    "Xây dựng cơ chế", "đặt hàng", "giao nhiệm vụ", "cho doanh nghiệp công nghệ số",
    "Cơ sở dữ liệu", "quốc gia", "về di cư", "về đất đai", "danh mục nhiệm vụ trọng điểm",
    "chuyển đổi số", "và công bố", "năm 2025", "năm 2026",
)  # fmt: skip
_titles = st.lists(st.sampled_from(_PHRASES), min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize(("title", "rest"), FRAMES)
def test_a_task_after_a_frame_is_the_task(title: str, rest: str | None) -> None:
    found = read_title(title).rest
    assert (found.key if found else None) == (title_key(rest) if rest else None)
    links = link_documents(_document("b", [title, *OTHERS]), _document("a", [TASK, *OTHERS])).links
    same = [link for link in links if (link.row_id, link.other_row_id) == ("b/1/0001", "a/1/0001")]
    if rest:
        assert [(link.relation, link.status) for link in same] == [("same", "accepted")]


def test_two_frames_make_two_tasks() -> None:
    one = f"Sơ kết một năm triển khai Đề án 06 tại các địa phương: {TASK}"
    two = f"Ban hành hướng dẫn kinh phí cho các cơ quan trung ương: {TASK}"
    links = link_documents(_document("b", [one, *OTHERS]), _document("a", [two, *OTHERS])).links
    assert not [k for k in links if k.row_id == "b/1/0001" and k.status == "accepted"]


def test_the_party_committee_of_a_body_answers_for_it() -> None:
    assert carries_on("dang-uy-bo-noi-vu", "bo-noi-vu", {})
    assert carries_on("bo-cu", "dang-uy-bo-moi", {"bo-cu": ("bo-moi",)})
    assert not carries_on("dang-uy-bo-noi-vu", "bo-tai-chinh", {})


OTHERS = [
    "Xây dựng cơ sở dữ liệu quốc gia về đất đai",
    "Bố trí kinh phí cho hoạt động khoa học và công nghệ hằng năm",
    "Đào tạo nhân lực ngành công nghiệp bán dẫn tại các trường đại học",
]


def _document(doc_id: str, titles: list[str]) -> LinkInput:
    rows = [
        LinkRow(f"{doc_id}/1/{n:04}", title, leads=frozenset({title[:3]}))
        for n, title in enumerate(titles, 1)
    ]
    return LinkInput(doc_id, tuple(rows))


@settings(max_examples=60, deadline=None)
@given(st.lists(_titles, max_size=9), st.lists(_titles, max_size=9))
def test_no_row_has_two_links_same_and_swapping_changes_nothing(
    one: list[str], other: list[str]
) -> None:
    newer, older = _document("b", one), _document("a", other)
    links = link_documents(newer, older).links
    same = [link for link in links if link.relation == "same"]
    assert len({link.row_id for link in same}) == len(same)
    assert len({link.other_row_id for link in same}) == len(same)
    turned = {"same": "same", "split": "merged", "merged": "split"}
    back = {
        (k.other_row_id, k.row_id, turned[k.relation], k.score, k.status)
        for k in link_documents(older, newer).links
    }
    assert {(k.row_id, k.other_row_id, k.relation, k.score, k.status) for k in links} == back


def test_what_titles_and_leads_leave_no_chance_takes_part_in_nothing() -> None:
    newer, older = document(RAW[0]), document("03-nq-cp-2025")
    quoted = quotes_of(quotes())
    comparer = Comparer(Weights(holding(newer), holding(older)), successors())
    edges = candidates(newer, older, quoted, usual()).edges
    left = [
        (new, old)
        for new, old in edges
        if newer.rows[new].row_id in quoted or comparer.may_link(newer.rows[new], older.rows[old])
    ]
    assert 0 < len(left) < len(edges)
    whole, fewer = (
        settle(make_pair(newer, older, quoted, comparer, e), 84.0) for e in (edges, left)
    )
    assert whole == fewer


def test_swapping_real_documents_changes_nothing() -> None:
    newer, older = document(RAW[1]), document("03-nq-cp-2025")
    there = link_documents(newer, older, (), successors()).links
    back = link_documents(older, newer, (), successors()).links
    assert {(k.row_id, k.other_row_id, k.status) for k in there} == {
        (k.other_row_id, k.row_id, k.status) for k in back
    }


def test_equal_rows_without_anything_to_tell_them_apart_wait_for_a_person() -> None:
    title = "Báo cáo kết quả thực hiện nhiệm vụ chuyển đổi số của cơ quan"
    found = link_documents(_document("b", [title]), _document("a", [title, title]))
    assert [link.status for link in found.links] == ["review"]
    assert [problem.code for problem in found.problems] == ["link-ambiguous"]


# --- evidence and parts --------------------------------------------------------------------------

OLD = "Đề án huy động hạ tầng viễn thông dùng chung phục vụ nhiệm vụ quốc phòng, an ninh"
NEW = "Tham mưu ban hành Nghị quyết về sử dụng chung công trình của doanh nghiệp"


def test_a_quoted_title_is_a_bridge() -> None:
    newer, older = _document("b", [NEW]), _document("a", [OLD])
    assert not link_documents(newer, older).links
    (link,) = link_documents(newer, older, [Bridge("b/1/0001", OLD + ".")]).links
    assert (link.relation, link.status, link.method) == ("same", "accepted", "quoted-title")
    assert link.title_score < 60


def test_several_quotes_and_several_rows_are_merged_and_split() -> None:
    first, second = OLD, "Hướng dẫn lập dự toán chi phí của các hoạt động chuyển đổi số"
    newer, older = _document("b", [NEW]), _document("a", [first, second])
    told = [Bridge("b/1/0001", first), Bridge("b/1/0001", second)]
    assert {k.relation for k in link_documents(newer, older, told).links} == {"merged"}
    newer, older = _document("b", [NEW, second]), _document("a", [first])
    told = [Bridge("b/1/0001", first), Bridge("b/1/0002", first)]
    assert [k.relation for k in link_documents(newer, older, told).links] == ["split", "split"]


def test_sub_items_of_a_task_that_goes_on_are_its_parts() -> None:
    whole = "Định hướng rõ ưu tiên triển khai, ưu đãi thuế cho sản xuất chip"
    parts = [
        "Định hướng rõ ưu đãi thuế cho sản xuất chip",
        "Định hướng rõ ưu tiên triển khai cho sản xuất chip",
    ]
    newer = _document("b", [whole, *parts])
    rows = (newer.rows[0], *(replace(row, parent_row_id="b/1/0001") for row in newer.rows[1:]))
    links = link_documents(replace(newer, rows=rows), _document("a", [whole])).links
    assert [k.relation for k in links if k.status == "accepted"] == ["same", "split", "split"]


# --- history -------------------------------------------------------------------------------------


def _record(kind: type, **known: Any) -> Any:
    """A record whose other fields are None."""
    return kind(**{field.name: known.get(field.name) for field in fields(kind)})


def _facts(doc_id: str, issued: date | None) -> DocumentRecord:
    return _record(DocumentRecord, doc_id=doc_id, issued_date=issued)


def _task(row_id: str, title: str, deadline: str) -> TaskRecord:
    return _record(TaskRecord, row_id=row_id, doc_id=row_id.split("/")[0], stt_path="1",
                   title=title, deadline=deadline)  # fmt: skip


def _link(row_id: str, other: str, status: str = "accepted") -> LinkRecord:
    return LinkRecord(row_id, other, row_id.split("/")[0], other.split("/")[0], "same", 99.0, 99.0,
                      100.0, "title", status)  # fmt: skip


DOCUMENTS = [_facts("new", date(2026, 1, 1)), _facts("plan", None), _facts("old", date(2025, 1, 1))]
TASKS = [
    _task("new/1/0001", "Cấp sổ sức khỏe", "Tháng 3/2026"),
    _task("plan/1/0001", "Cấp sổ sức khoẻ.", "Tháng 12/2025"),
    _task("old/1/0001", "Cấp sổ sức khỏe", "2025"),
    _task("old/1/0002", "Việc khác", "2025"),
]
LINKS = [_link("new/1/0001", "plan/1/0001"), _link("plan/1/0001", "old/1/0001"),
         _link("new/1/0001", "old/1/0002", "review")]  # fmt: skip


@pytest.mark.parametrize("start", ["new/1/0001", "plan/1/0001", "old/1/0001"])
def test_history_runs_from_the_oldest_document_whatever_row_is_asked(start: str) -> None:
    steps = trace(start, DOCUMENTS, TASKS, LINKS)
    assert [step.row_id for step in steps] == ["old/1/0001", "plan/1/0001", "new/1/0001"]
    assert [[change.column for change in step.changes] for step in steps] == [
        [],
        ["deadline"],
        ["deadline"],
    ]


def test_history_as_text() -> None:
    text = trace_text("new/1/0001", DOCUMENTS, TASKS, LINKS, width=80)
    heads = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert [line.split(", ")[-1] for line in heads] == [
        "old/1/0001",
        "plan/1/0001",
        "new/1/0001  ←",
    ]
    assert "Tháng 12/2025" in text
    assert "→ Tháng 3/2026" in text
    assert max(map(len, text.splitlines())) <= 80


def test_an_unknown_row_is_one_line_for_a_person() -> None:
    with pytest.raises(ConfigError, match="no task 'x/1/1'"):
        trace("x/1/1", DOCUMENTS, TASKS, LINKS)


# --- misprints -----------------------------------------------------------------------------------


def test_misprints_are_suspected_where_a_linked_title_reads_better() -> None:
    links = [link for newer, older in pairs_of_documents() for link in linked(newer, older).links]
    rows = [row for doc_id in (*RAW, "03-nq-cp-2025") for row in document(doc_id).rows]
    titles = {row.row_id: row.title for row in rows}
    common = Common(neighbours(titles.values()), Counter(), usual())
    found = {(p.row_id, p.evidence) for p in suspected_misprints(links, titles, lambda: common)}
    assert found == {
        ("03-nq-cp-2025/2/0054", "giản biển → gian biển"),
        ("11-nq-cp-2026/2/0005", "Phân đấu → Phấn đấu"),
        ("11-nq-cp-2026/2/0019", "Bổ trí → Bố trí"),
        ("11-nq-cp-2026/2/0140", "sản giao → sàn giao"),
        ("11-nq-cp-2026/2/0192", "Cùng cố → Củng cố"),
    }
