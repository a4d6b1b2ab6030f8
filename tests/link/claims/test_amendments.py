"""Claims → amendments, changes, originals; the corpus → which rows they mean."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.batch.settle import write_keys
from pipeline.data.records import AmendmentRecord, Document
from pipeline.extract import extract
from pipeline.link.claims.amendments import annotate, prose_of
from pipeline.link.corpus.corpus import Settled, link_corpus
from pipeline.link.corpus.due import CorpusChange
from pipeline.link.corpus.resolve import (
    Candidate,
    CandidateRow,
    Item,
    Match,
    candidates_of,
    match_numbered,
    match_titles,
)
from pipeline.model import Source
from pipeline.normalize import normalize
from tests.conftest import FIXTURES, raw_document
from tests.support.published import next_state, put_into

PLAN = "ke-hoach-2025-du-thao"


def read_csv(name: str) -> list[dict[str, str]]:
    with (FIXTURES / "links" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def annotated(source: Source) -> Document:
    extraction = extract(source)
    return annotate(normalize(extraction), prose_of(extraction))


def publish(out: Path, documents: Iterable[Document]) -> dict[str, Settled]:
    with next_state(out) as draft:
        put_into(draft, *documents)
        write_keys(draft, CorpusChange(frozenset(draft.doc_ids())))
    return dict(link_corpus(out))


def test_one_amendment_per_original_item() -> None:
    found = [
        (a.source, a.action, a.original_stt or "", a.original_sub or "", a.original_title or "",
         (a.row_id or "").rpartition("/")[2].lstrip("0"))
        for a in raw_document("11-nq-cp-2026.txt").amendments
    ]  # fmt: skip
    expected = [
        ("footnote" if row["number"] else "article", row["action"], row["original_stt"],
         row["original_sub"], row["title"], row["row"])
        for row in read_csv("claims.csv")
    ]  # fmt: skip
    assert found == expected


def test_every_change_equals_its_fixture() -> None:
    document = raw_document("11-nq-cp-2026.txt")
    notes = {note.footnote_id: note for note in document.footnotes}
    found = [
        {
            "annex": notes[change.footnote_id or ""].annex,
            "row": change.row_id.rpartition("/")[2].lstrip("0"),
            "column": change.column,
            "before": change.before,
            "after": change.after,
            "number": str(notes[change.footnote_id or ""].number),
        }
        for change in document.changes
    ]
    assert found == read_csv("changes.csv")


def test_originals_put_together_what_several_notes_say() -> None:
    originals = raw_document("11-nq-cp-2026.txt").originals
    (task,) = [o for o in originals if o.stt == "140"]
    assert [(f.column, f.text) for f in task.fields] == [
        ("deadline", "Tháng 12/2025"),
        ("result", "Quyết định của Thủ tướng Chính phủ"),
    ]
    assert [note.rpartition("/")[2] for note in task.footnote_ids] == ["37", "38"]
    numbers = [(o.original_annex, o.stt, o.sub) for o in originals]
    assert len(set(numbers)) == len(numbers) == 63


def test_cited_originals_are_found_in_the_plan_that_prints_them(tmp_path: Path) -> None:
    """Those that stand there by eye (`plan_row`), and no others."""
    documents = [raw_document("11-nq-cp-2026.txt"), raw_document(f"{PLAN}.txt")]
    linked = publish(tmp_path, documents)["11-nq-cp-2026"]
    found = [(a.original_doc_id, a.original_row_id, a.status) for a in linked.amendments]
    expected = [
        (PLAN, row_id(row["plan_row"]), "resolved") if row["plan_row"] else (None, None, "cited")
        for row in read_csv("claims.csv")
    ]
    assert found == expected
    assert linked.problems == ()


def row_id(place: str) -> str:
    table, number = place.split("/")
    return f"{PLAN}/{table}/{int(number):04}"


ORIGINAL = """CHÍNH PHỦ

Số: 71/NQ-CP

Hà Nội, ngày 01 tháng 4 năm 2025

NGHỊ QUYẾT

Sửa đổi, bổ sung Chương trình hành động của Chính phủ

Phụ lục I
DANH MỤC CÁC CHỈ TIÊU

TT\tChỉ tiêu\tĐơn vị\tKết quả\tCơ quan chủ trì
10\tQuy mô kinh tế số\t% GDP\t≥ 30\tBộ Khoa học và Công nghệ
36\tQuy mô kinh tế số\t% GDP\t≥ 50\tBộ Khoa học và Công nghệ

Phụ lục II
DANH MỤC CÁC NHIỆM VỤ

TT\tTên nhiệm vụ\tCơ quan chủ trì\tThời gian hoàn thành
89.\tHoàn thiện các Cơ sở dữ liệu quốc gia:\tCác bộ, ngành\t2025
(27)\tCơ sở dữ liệu giấy phép lái xe\tBộ Xây dựng\tTháng 12/2025
(40)\tCơ sở dữ liệu người lao động\tBộ Nội vụ\tTháng 8/2025
91.\tMột nhiệm vụ khác hẳn với tên đã trích\tBộ Tài chính\t2025
96.\tThúc đẩy hệ sinh thái kinh tế số trên các lĩnh vực\tBộ Tài chính\t2025
"""


def test_links_move_to_the_cited_document_when_it_arrives(tmp_path: Path) -> None:
    path = tmp_path / "71.txt"
    path.write_text(ORIGINAL, encoding="utf-8")
    documents = [
        raw_document("11-nq-cp-2026.txt"),
        raw_document(f"{PLAN}.txt"),
        raw_document("ke-hoach-2026-phu-luc-ii.txt"),
    ]
    before = publish(tmp_path / "out", documents)
    after = publish(tmp_path / "out", [annotated(Source(path, "71.txt"))])
    resolved = by_item(after["11-nq-cp-2026"].amendments)
    assert {
        key: (item.original_row_id, item.status)
        for key, item in resolved.items()
        if item.original_stt in ("10", "36", "91", "96") or item.original_sub in ("27", "40")
    } == {
        ("Phụ lục I", "10", None): ("71-nq-cp-2025/1/0001", "resolved"),
        ("Phụ lục I", "36", None): ("71-nq-cp-2025/1/0002", "resolved"),
        ("Phụ lục II", "89", "27"): ("71-nq-cp-2025/2/0002", "resolved"),
        ("Phụ lục II", "89", "40"): ("71-nq-cp-2025/2/0003", "resolved"),
        ("Phụ lục II", "91", None): (None, "cited"),
        ("Phụ lục II", "96", None): ("71-nq-cp-2025/2/0005", "resolved"),
    }
    ambiguous = [p.evidence for p in after["11-nq-cp-2026"].problems if p.code == "link-ambiguous"]
    assert any(title.startswith("Hoàn thành kết nối, khai thác") for title in ambiguous)
    cited = [
        c.cited_doc_id
        for c in after["ke-hoach-2026-phu-luc-ii"].citations
        if c.number == "71/NQ-CP"
    ]
    assert set(cited) == {"71-nq-cp-2025"}
    assert {c.cited_doc_id for c in before["ke-hoach-2026-phu-luc-ii"].citations} == {
        None,
        "11-nq-cp-2026",
    }


def by_item(amendments: Iterable[AmendmentRecord]) -> dict[tuple[str | None, ...], AmendmentRecord]:
    return {(a.original_annex, a.original_stt, a.original_sub): a for a in amendments}


def test_a_settlement_that_changes_nothing_says_so(tmp_path: Path) -> None:
    """Settled datasets published again settle to themselves."""
    documents = [raw_document("11-nq-cp-2026.txt"), raw_document(f"{PLAN}.txt")]
    first = publish(tmp_path, documents)
    assert first["11-nq-cp-2026"].changed
    assert not first[PLAN].changed
    settled = [document_with(document, first[document.doc_id]) for document in documents]
    again = publish(tmp_path, settled)
    assert not any(linked.changed for linked in again.values())
    assert {key: linked.amendments for key, linked in again.items()} == {
        key: linked.amendments for key, linked in first.items()
    }


def document_with(document: Document, linked: Settled) -> Document:
    return replace(
        document,
        amendments=linked.amendments,
        citations=linked.citations,
        links=linked.links,
        problems=(*document.problems, *linked.problems, *linked.misprints),
    )


def rows(*titles: str, numbered: bool = False) -> list[CandidateRow]:
    return [
        CandidateRow(
            f"d/1/{n:04}",
            "d/1",
            None,
            str(n) if numbered else "",
            str(n) if numbered else "",
            title,
        )
        for n, title in enumerate(titles, start=1)
    ]


def item(stt: str, title: str | None, sub: str | None = None) -> Item:
    return Item(f"{stt}.{sub}" if sub else stt, None, stt, sub, title)


def candidates(items: list[Item], found: list[CandidateRow]) -> dict[str, list[Candidate]]:
    return {one.key: list(candidates_of(one, enumerate(found))) for one in items}


TWIN = "Xây dựng cơ sở dữ liệu dùng chung của ngành"
# (rows of the document, cited items, expected row numbers; 0 = ambiguous, absent = not found)
TITLED = [
    ([TWIN, "Khác"], [("5", TWIN, None)], {"5": 1}),
    ([TWIN, "Khác", TWIN], [("5", TWIN, None)], {"5": 0}),
    ([TWIN, "Giữa hai việc", TWIN], [("5", TWIN, None), ("9", TWIN, None)], {"5": 1, "9": 3}),
    (
        [TWIN, "Việc đứng ở giữa", TWIN],
        [("5", "Việc đứng ở giữa", None), ("6", TWIN, None)],
        {"5": 2, "6": 3},
    ),
    (
        ["Gồm: (1) Việc đầu; (2) Việc sau"],
        [("5", "Việc sau", "2"), ("6", "Việc sau", "1")],
        {"5.2": 1},
    ),
    ([TWIN], [("5", TWIN, None), ("6", TWIN, None)], {"5": 0, "6": 0}),
]


@pytest.mark.parametrize(("titles", "cited", "expected"), TITLED)
def test_titles_order_and_neighbours(
    titles: list[str], cited: list[tuple[str, str, str | None]], expected: dict[str, int]
) -> None:
    items = [item(*one) for one in cited]
    matches = match_titles(items, candidates(items, rows(*titles)))
    found = {key: int((m.row_id or "0").rpartition("/")[2]) for key, m in matches.items()}
    assert found == expected


def test_a_number_needs_a_title_that_does_not_contradict_it() -> None:
    document = rows("Việc thứ nhất của ngành", "Bổ trí nguồn lực cho ngành", TWIN, numbered=True)
    matches = match_numbered(
        [
            item("2", "Bố trí nguồn lực cho ngành"),
            item("1", TWIN),
            item("3", None),
            item("9", "Lạ"),
        ],
        document,
    )
    assert matches["2"].row_id == "d/1/0002"
    assert matches["1"].row_id == "d/1/0003"  # the title is that of another row alone
    assert matches["3"] == Match("d/1/0003", 75.0)
    assert "9" not in matches


def test_equal_titles_of_a_predecessor_are_told_apart_by_number() -> None:
    document = rows(TWIN, "Khác", TWIN, numbered=True)
    items = [item("3", TWIN)]
    assert match_titles(items, candidates(items, document)) == {"3": Match("d/1/0003", 100.0)}
