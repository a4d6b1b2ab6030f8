"""Footnotes and articles → claims."""

from __future__ import annotations

import csv
from datetime import date
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.link.claims.articles import read_articles, read_provisions
from pipeline.link.claims.claims import Claim, parse_claims
from pipeline.link.claims.fields import label_column
from pipeline.link.claims.quotes import strip_quotes
from tests.conftest import FIXTURES
from tests.support.fixtures import fixture

LINKS = FIXTURES / "links"


def read_csv(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


NOTES = {(note.annex, str(note.number)): note.text for note in fixture("11-nq-cp-2026").notes}
CLAIMED = {
    key: list(group)
    for key, group in groupby(read_csv("links/claims.csv"), lambda r: (r["annex"], r["number"]))
}
COMPARED = (
    "action", "original_number", "original_date", "original_annex", "original_stt",
    "original_sub", "title", "fields",
)  # fmt: skip


def as_fixture(claim: Claim) -> dict[str, str]:
    return {
        "action": claim.action,
        "original_number": claim.original_number or "",
        "original_date": str(claim.original_date or ""),
        "original_annex": claim.original_annex or "",
        "original_stt": claim.original_stt or "",
        "original_sub": claim.original_sub or "",
        "title": claim.title or "",
        "fields": " | ".join(f"{field.column}: {field.text}" for field in claim.fields),
    }


@pytest.mark.parametrize("note", sorted(NOTES), ids="/".join)
def test_every_claim_of_a_footnote_equals_its_fixture(note: tuple[str, str]) -> None:
    expected = [{key: row[key] for key in COMPARED} for row in CLAIMED[note]]
    assert [as_fixture(claim) for claim in parse_claims(NOTES[note])] == expected


REF = "Phụ lục II, kèm theo Nghị quyết số 71/NQ-CP ngày 01/4/2025"
# (note, [(annex, stt, sub, title, {column: text})])
FORMS = [
    (f"Điều chỉnh từ nhiệm vụ: “Tên” (STT 5, {REF}).", [("Phụ lục II", "5", None, "Tên", {})]),
    (
        f"Điều chỉnh từ nhiệm vụ: Tên trơn (STT 5, {REF}).",
        [("Phụ lục II", "5", None, "Tên trơn", {})],
    ),
    (f'Điều chỉnh từ nhiệm vụ: "Tên" (STT 5, {REF}', [("Phụ lục II", "5", None, "Tên", {})]),
    (f"Điều chỉnh từ nhiệm vụ: Tên” (STT 5, {REF})", [("Phụ lục II", "5", None, "Tên", {})]),
    (f"Điều chỉnh từ nhiệm vụ: 'Tên' (STT 5, {REF})", [("Phụ lục II", "5", None, "Tên", {})]),
    (
        f"Điều chỉnh từ nhiệm vụ: “Tên “trong” và “cuối”” (số thứ tự 5, {REF})",
        [("Phụ lục II", "5", None, "Tên “trong” và “cuối”", {})],
    ),
    (
        f"Điều chỉnh từ nhiệm vụ: “Tên (thay thế Nghị định số 5/2020/NĐ-CP)” (STT 5, {REF})",
        [("Phụ lục II", "5", None, "Tên (thay thế Nghị định số 5/2020/NĐ-CP)", {})],
    ),
    (
        f"Gộp từ các nhiệm vụ: “A một”; “B hai” (STT 5, 6, {REF})",
        [("Phụ lục II", "5", None, "A một", {}), ("Phụ lục II", "6", None, "B hai", {})],
    ),
    (
        f"Gộp từ các nhiệm vụ: “A một” (STT 5) và “B hai” (STT 7, {REF})",
        [("Phụ lục II", "5", None, "A một", {}), ("Phụ lục II", "7", None, "B hai", {})],
    ),
    (
        f"Gộp từ các nhiệm vụ: “(2) A một; (13) B hai. Thời hạn: 2025” (thuộc STT 9, {REF})",
        [
            ("Phụ lục II", "9", "2", "A một", {}),
            ("Phụ lục II", "9", "13", "B hai", {"deadline": "2025"}),
        ],
    ),
    (
        "Tách từ nhiệm vụ (12) thuộc STT 89 Phụ lục II Nghị quyết số 71/NQ-CP ngày 01/4/2025.",
        [],  # nothing is quoted and nothing bracketed: read below
    ),
    (
        f"Điều chỉnh nhiệm vụ tại STT 8 {REF}: “Tên cũ. Thời hạn hòan thành: 2025; "
        "Cơ quan chủ tri: Bộ A; Cơ quan phối hợp: Bộ B, Bộ C”.",
        [
            (
                "Phụ lục II",
                "8",
                None,
                "Tên cũ",
                {"deadline": "2025", "lead": "Bộ A", "coordination": "Bộ B, Bộ C"},
            )
        ],
    ),
    (
        f"Sửa đổi từ chỉ tiêu: “X. Đơn vị: %. Kết qủa: ≥ 50,5” (STT 1.2, {REF})",
        [("Phụ lục II", "1.2", None, "X", {"unit": "%", "target": "≥ 50,5"})],
    ),
    (
        f"Điều chỉnh tên nhiệm vụ “Tên cũ” thành “Tên mới” (STT 5, {REF})",
        [("Phụ lục II", "5", None, "Tên cũ", {})],
    ),
    (
        f"Điều chỉnh từ nhiệm vụ: “Làm ba việc: một, hai, ba. Kết quả: Đề án” (STT 5, {REF})",
        [("Phụ lục II", "5", None, "Làm ba việc: một, hai, ba", {"result": "Đề án"})],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [case for case in FORMS if case[1]])
def test_forms(text: str, expected: list[tuple[str, str, str | None, str, dict[str, str]]]) -> None:
    claims = parse_claims(text)
    found = [
        (c.original_annex, c.original_stt, c.original_sub, c.title,
         {field.column: field.text for field in c.fields})
        for c in claims
    ]  # fmt: skip
    assert found == expected
    assert {(c.original_number, c.original_date) for c in claims} == {
        ("71/NQ-CP", date(2025, 4, 1))
    }


@pytest.mark.parametrize("stt", ["8", "18"])  # the colon stands at an odd and at an even place
def test_an_item_behind_a_colon_begins_after_it(stt: str) -> None:
    (claim,) = parse_claims(f"Điều chỉnh nhiệm vụ tại STT {stt} {REF}: Tên cũ của việc.")
    assert (claim.original_stt, claim.title) == (stt, "Tên cũ của việc")


def test_a_reference_without_a_quotation() -> None:
    (claim,) = parse_claims(next(text for text, expected in FORMS if not expected))
    assert (claim.original_stt, claim.original_sub, claim.title) == ("89", "12", None)


def test_items_of_two_documents() -> None:
    text = (
        "Gộp từ các nhiệm vụ: “A” (STT 5, Phụ lục I, Nghị quyết số 71/NQ-CP); "
        "“B” (STT 7, Phụ lục III, Quyết định số 12/QĐ-TTg ngày 1/2/2025)."
    )
    found = [(c.original_number, c.original_annex, c.original_stt) for c in parse_claims(text)]
    assert found == [("71/NQ-CP", "Phụ lục I", "5"), ("12/QĐ-TTg", "Phụ lục III", "7")]


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("Nhiệm vụ mới do Bộ Y tế đề xuất.", ["new"]),
        ("Điều chỉnh thời hạn.", ["amended"]),
        ("Lược bỏ nhiệm vụ “A” (STT 5)", ["removed"]),
        ("Nhiệm vụ này được tách từ “A” (STT 5, Nghị quyết số 71/NQ-CP)", ["amended"]),
        ("Bổ sung, điều chỉnh từ: “A” (STT 5, Nghị quyết số 71/NQ-CP)", ["amended"]),
        ("Xem thêm nhiệm vụ số 5 của Nghị quyết số 71/NQ-CP.", []),
        ("", []),
    ],
)
def test_actions(text: str, actions: list[str]) -> None:
    assert [claim.action for claim in parse_claims(text)] == actions


@pytest.mark.parametrize(
    ("label", "column"),
    [
        ("Thời gian hoàn thành", "deadline"),
        ("Thời gian giàn thành", "deadline"),
        ("Thời hạn", "deadline"),
        ("Thời gian thực hiện", "deadline"),
        ("Cơ quan chủ trì", "lead"),
        ("Cơ quan phối hợp", "coordination"),
        ("Kết quả", "result"),
        ("Kết qủa", "result"),
        ("Đơn vị", "unit"),
        ("Gồm các nội dung sau", None),
        ("Bộ Công an", None),
        ("Giai đoạn", None),
    ],
)
def test_labels_with_misprints(label: str, column: str | None) -> None:
    assert label_column(label, "tasks") == column


# (lines of the body, [(action, number, annex, stt, title)])
ARTICLES = [
    (
        [
            "Điều 1. Sửa đổi một số nội dung của Chương trình thực hiện Nghị quyết số 57-NQ/TW",
            "ngày 22 tháng 12 năm 2024 ban hành theo Nghị quyết số 71/NQ-CP ngày 01 tháng 4",
            "năm 2025 của Chính phủ như sau:",
            "a) Sửa đổi các chỉ tiêu tại Phụ lục I. Danh mục các chỉ tiêu, như sau:",
            "- Lược bỏ chỉ tiêu tại số thứ tự 11.9: “Tỷ lệ A”.",
            "- Sửa đổi một số chỉ tiêu (chi tiết tại Phụ lục IX kèm theo).",
        ],
        [("removed", "71/NQ-CP", "Phụ lục I", "11.9", "Tỷ lệ A")],
    ),
    (
        [
            "Điều 1. Sửa đổi, bổ sung một số điều của Nghị quyết số 71/NQ-CP như sau:",
            "1. Bãi bỏ các nhiệm vụ tại số thứ tự 5, 7 và 9 Phụ lục II.",
            "2. Sửa đổi nhiệm vụ tại STT 12.3 Phụ lục I như sau: “Tên mới”.",
        ],
        [
            ("removed", "71/NQ-CP", "Phụ lục II", "5", None),
            ("removed", "71/NQ-CP", "Phụ lục II", "7", None),
            ("removed", "71/NQ-CP", "Phụ lục II", "9", None),
            ("amended", "71/NQ-CP", "Phụ lục I", "12.3", None),
        ],
    ),
    (
        [
            "Điều 2. Bãi bỏ các nội dung sau:",
            "a) Nhiệm vụ số 12 Phụ lục II ban hành kèm theo Quyết định số 5/QĐ-TTg;",
            "b) Chỉ tiêu tại STT 5: “A”, STT 6: “B” Phụ lục III kèm theo Nghị quyết số 9/NQ-CP.",
            "Nơi nhận:",
            "- Bãi bỏ nhiệm vụ số 99 Phụ lục II Nghị quyết số 9/NQ-CP;",
        ],
        [
            ("removed", "5/QĐ-TTg", "Phụ lục II", "12", None),
            ("removed", "9/NQ-CP", "Phụ lục III", "5", "A"),
            ("removed", "9/NQ-CP", "Phụ lục III", "6", "B"),
        ],
    ),
    (["Theo đề nghị của Bộ trưởng;", "- Bãi bỏ nhiệm vụ số 1 Nghị quyết số 9/NQ-CP."], []),
]


@pytest.mark.parametrize(("lines", "expected"), ARTICLES)
def test_articles(lines: list[str], expected: list[tuple[str | None, ...]]) -> None:
    found = [
        (c.action, c.original_number, c.original_annex, c.original_stt, c.title)
        for c in read_articles(lines)
    ]
    assert found == expected


def test_printed_lines_become_provisions() -> None:
    lines = ["Điều 1. Một việc", "dài hai dòng.", "1. Khoản một;", "a) Điểm a", "- Gạch"]
    assert [(p.level, p.text) for p in read_provisions(lines)] == [
        (0, "Điều 1. Một việc dài hai dòng."),
        (1, "1. Khoản một;"),
        (2, "a) Điểm a"),
        (3, "- Gạch"),
    ]


PIECES = st.lists(
    st.sampled_from(
        ["Điều chỉnh từ nhiệm vụ: ", "“", "”", '"', "(12) ", "Tên", "; ", ". Thời hạn: ", "2025",
         "(STT 5", ", Phụ lục II", ", Nghị quyết số 71/NQ-CP", ")", " thành ", "và ", "("]
    ),
    max_size=14,
)  # fmt: skip


@given(PIECES.map("".join))
def test_a_claim_holds_only_what_is_printed(text: str) -> None:
    printed = " ".join(text.split())
    for claim in parse_claims(text):
        for said in (claim.title, claim.original_stt, claim.original_sub, claim.original_annex):
            assert said is None or said in printed
        assert all(field.text in printed for field in claim.fields)


@given(st.text(alphabet="“”\"' ab;,", max_size=12))
def test_stripped_quotes_leave_an_inner_part(text: str) -> None:
    assert strip_quotes(text) in text
