"""Cells → citations."""

from __future__ import annotations

import csv
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.link.claims.citations import cite, find_citations
from pipeline.link.claims.references import find_mentions
from tests.conftest import FIXTURES, raw_document

COMPARED = ("row", "column", "position", "text", "number", "kind", "issued_date", "cited_stt")


def test_every_citation_of_the_plan_of_2026_equals_its_fixture() -> None:
    document = raw_document("ke-hoach-2026-phu-luc-ii.txt")
    found = [
        {
            "row": str(int(c.row_id.rpartition("/")[2])),
            "column": c.column,
            "position": str(c.position),
            "text": c.text,
            "number": c.number or "",
            "kind": c.kind or "",
            "issued_date": str(c.issued_date or ""),
            "cited_stt": c.cited_stt or "",
        }
        for c in cite(document.cells)
    ]
    with (FIXTURES / "links" / "citations.csv").open(encoding="utf-8", newline="") as file:
        assert found == list(csv.DictReader(file))


# (text, [(text of the mention, number, kind, date, task)])
CASES = [
    (
        "Quyết định số 125/QĐ-TTg ngày 16/01/2026; 2835/QĐ-TTg",
        [
            (
                "Quyết định số 125/QĐ-TTg ngày 16/01/2026",
                "125/QĐ-TTg",
                "Quyết định",
                date(2026, 1, 16),
                None,
            ),
            ("2835/QĐ-TTg", "2835/QĐ-TTg", "Quyết định", None, None),
        ],
    ),
    (
        "quyết định số 749/QĐ–TTg, ngày 03 tháng 6 năm 2020",
        [
            (
                "quyết định số 749/QĐ–TTg, ngày 03 tháng 6 năm 2020",
                "749/QĐ-TTg",
                "Quyết định",
                date(2020, 6, 3),
                None,
            )
        ],
    ),
    (
        "44-TB/TGV; 45 - TB/TGV",
        [
            ("44-TB/TGV", "44-TB/TGV", "Thông báo", None, None),
            ("45 - TB/TGV", "45-TB/TGV", "Thông báo", None, None),
        ],
    ),
    (
        "Kế hoạch số 04- KH/BCĐTW",
        [("Kế hoạch số 04- KH/BCĐTW", "04-KH/BCĐTW", "Kế hoạch", None, None)],
    ),
    (
        "văn bản số 1552/BTTTT-TTH và 708/BTTTT-CATTT",
        [
            ("văn bản số 1552/BTTTT-TTH", "1552/BTTTT-TTH", "Công văn", None, None),
            ("708/BTTTT-CATTT", "708/BTTTT-CATTT", "Công văn", None, None),
        ],
    ),
    (
        "Thông báo số 53-TGV/BCĐTW",
        [("Thông báo số 53-TGV/BCĐTW", "53-TGV/BCĐTW", "Thông báo", None, None)],
    ),
    (
        "Quyết định số 12/QĐ-TTg ngày 16/01/",
        [("Quyết định số 12/QĐ-TTg ngày 16/01/", "12/QĐ-TTg", "Quyết định", None, None)],
    ),
    (
        "Quyết định số 12/QĐ-TTg ngày 31/02/2025",
        [("Quyết định số 12/QĐ-TTg ngày 31/02/2025", "12/QĐ-TTg", "Quyết định", None, None)],
    ),
    (
        "Nghị quyết của Chính phủ số 71/NQ-CP ngày 1.4.2025",
        [
            (
                "Nghị quyết của Chính phủ số 71/NQ-CP ngày 1.4.2025",
                "71/NQ-CP",
                "Nghị quyết",
                date(2025, 4, 1),
                None,
            ),
        ],
    ),
    (
        "Chương trình hành động của Chính phủ thực hiện Nghị quyết số 71-NQ/TW",
        [
            ("Nghị quyết số 71-NQ/TW", "71-NQ/TW", "Nghị quyết", None, None),
        ],
    ),
    (
        "Luật Ngân sách nhà nước (Điều 25, Điều 27)",
        [("Luật Ngân sách nhà nước (Điều 25, Điều 27)", None, "Luật", None, None)],
    ),
    (
        "Luật Khoa học, công nghệ và đổi mới sáng tạo trước khi trình",
        [
            ("Luật Khoa học, công nghệ và đổi mới sáng tạo", None, "Luật", None, None),
        ],
    ),
    (
        "Luật Doanh nghiệp, Luật Đường cao tốc được sửa đổi",
        [
            ("Luật Doanh nghiệp", None, "Luật", None, None),
            ("Luật Đường cao tốc", None, "Luật", None, None),
        ],
    ),
    (
        "Luật Dữ liệu số 60/2024/QH15 ngày 30/11/2024",
        [
            (
                "Luật Dữ liệu số 60/2024/QH15 ngày 30/11/2024",
                "60/2024/QH15",
                "Luật",
                date(2024, 11, 30),
                None,
            ),
        ],
    ),
    (
        "Nghị quyết số 57; Chỉ thị 18 chống thất thu",
        [
            ("Nghị quyết số 57", "57", "Nghị quyết", None, None),
            ("Chỉ thị 18", "18", "Chỉ thị", None, None),
        ],
    ),
    (
        "nhiệm vụ 171, 172 của Nghị quyết số 71/NQ-CP",
        [
            ("Nghị quyết số 71/NQ-CP", "71/NQ-CP", "Nghị quyết", None, "171"),
            ("Nghị quyết số 71/NQ-CP", "71/NQ-CP", "Nghị quyết", None, "172"),
        ],
    ),
    (
        "Nghị quyết số 71/NQ-CP ngày 01/4/2025 (cụ thể hóa nhiệm vụ số 124)",
        [
            (
                "Nghị quyết số 71/NQ-CP ngày 01/4/2025",
                "71/NQ-CP",
                "Nghị quyết",
                date(2025, 4, 1),
                "124",
            ),
        ],
    ),
    (
        "Nghị quyết số 1/NQ-CP, nhiệm vụ 5 đến 7 của Nghị quyết số 3/NQ-CP",
        [
            ("Nghị quyết số 1/NQ-CP", "1/NQ-CP", "Nghị quyết", None, None),
            ("Nghị quyết số 3/NQ-CP", "3/NQ-CP", "Nghị quyết", None, "5"),
            ("Nghị quyết số 3/NQ-CP", "3/NQ-CP", "Nghị quyết", None, "6"),
            ("Nghị quyết số 3/NQ-CP", "3/NQ-CP", "Nghị quyết", None, "7"),
        ],
    ),
    ("giai đoạn 2021-2030/TW, 30/6/2026, 5G/IoT, 24/7, năm 2025 - Bộ Công an, Đề án 06", []),
    ("QCVN 41:2019/BGTVT; ISO/IEC 27001; TCVN 11930:2017; hiệu lực của các Luật đã ban hành", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_citations(
    text: str, expected: list[tuple[str, str | None, str, date | None, str | None]]
) -> None:
    found = [
        (c.mention.text, c.mention.number, c.mention.kind, c.mention.issued, c.stt)
        for c in find_citations(text)
    ]
    assert found == expected


WORDS = st.sampled_from(
    ["Nghị quyết", "số", "71/NQ-CP", "ngày", "01/4/2025", "nhiệm vụ", "171,", "172", "của", "Luật",
     "Dữ liệu", "(", ")", ",", "45 - TB/TGV", "2025 -", "văn bản", "và", "66.7/2025/NQ-CP"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_mentions_stand_where_they_say_and_apart(text: str) -> None:
    mentions = find_mentions(text)
    assert all(text[m.start : m.end].strip() == m.text for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


@pytest.mark.parametrize("pad", ["", "x", "xx", "xxx"])
def test_a_law_named_before_its_number_begins_at_its_name(pad: str) -> None:
    text = (
        f"{'Rà soát, hoàn thiện các quy định có liên quan ' * 4}{pad} Luật Dữ liệu số 60/2024/QH15"
    )
    (mention,) = find_mentions(text)
    assert mention.text == text[mention.start :] == "Luật Dữ liệu số 60/2024/QH15"


def test_the_words_of_a_kind_may_stand_in_two_lines() -> None:
    (mention,) = find_mentions("theo Thông\n báo số 57 của Văn phòng")
    assert (mention.kind, mention.number) == ("Thông báo", "57")


def test_a_word_for_laws_without_a_name_is_no_mention() -> None:
    assert find_mentions("Thực hiện theo quy định của Luật.") == ()
