"""Facts of letterheads read from pictures: as printed, or none and a doubt."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.model import Alternative, Fragment, Overrides, Page, Prose
from pipeline.normalize.facts import Facts, read_facts
from pipeline.normalize.ocr.apply import mend_pages
from pipeline.normalize.ocr.letterhead import checked_facts
from pipeline.normalize.ocr.symbols import symbol_meant
from tests.normalize.ocr.lines import line

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
# Number as read, kind, issuer, whether the reader was sure, what it means.
SYMBOLS = [
    ("46/QD-BCĐCCHC", "Quyết định", "Ban Chỉ đạo cải cách hành chính", False, "46/QĐ-BCĐCCHC"),
    ("12/NQ-CP", "Nghị quyết", "Chính phủ", False, "12/NQ-CP"),
    ("07/2025/ND-CP", "Nghị định", "Chính phủ", False, "07/2025/NĐ-CP"),
    ("38/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Lai Châu", False, "38/KH-UBND"),
    ("753/KH-DCT", "Kế hoạch", "Trường Đại học Công Thương", True, "753/KH-DCT"),
    ("753/KH-DCT", "Kế hoạch", "Trường Đại học Công Thương", False, None),
    ("15/0Đ-TTg", "Quyết định", None, True, None),
]


@pytest.mark.parametrize(("read", "kind", "issuer", "sure", "meant"), SYMBOLS)
def test_a_symbol_is_known_by_its_grammar(
    read: str, kind: str, issuer: str | None, sure: bool, meant: str | None
) -> None:
    assert symbol_meant(read, kind, issuer, sure) == meant


def facts_of(lines: Sequence[Fragment]) -> tuple[Facts, list[str]]:
    """The facts of a document, and the names of those that were mended."""
    facts = read_facts([one.text for one in lines], (), "scan.pdf", Overrides())
    checked, named = checked_facts(facts, lines)
    return checked, [name for name, _ in named]


def letterhead(number: Fragment, date: Fragment, body: str = "SỞ XÂY DỰNG") -> list[Fragment]:
    """A letterhead with this number and date; the text names the body."""
    texts = (body, STATE, "Độc lập - Tự do - Hạnh phúc")
    below = ("QUYẾT ĐỊNH", "Về việc công bố định mức", "Theo đề nghị của Sở Xây dựng tỉnh Lào Cai;")
    return [*map(line, texts), number, date, *map(line, below)]


def test_what_is_read_for_certain_counts() -> None:
    facts, mended = facts_of(
        letterhead(line("Số: 15/QĐ-SXD"), line("Lào Cai, ngày 04 tháng 3 năm 2026"))
    )
    assert (facts.number, str(facts.issued), mended) == ("15/QĐ-SXD", "2026-03-04", [])
    assert facts.doubts == ()


def test_a_number_or_day_in_doubt_is_none_and_told() -> None:
    number = line("Số: 15/QĐ-SXD", **{"15/QĐ-SXD": 0.6})
    other = Alternative("14", 0.8)
    date = line("Lào Cai, ngày 04 tháng 3 năm 2026")
    words = tuple(w._replace(alternatives=(other,)) if w.text == "04" else w for w in date.words)
    date = Fragment(date.text, date.place, words=words)
    facts, _ = facts_of(letterhead(number, date))
    assert (facts.number, facts.issued) == (None, None)
    assert ["number" in p.message or "date" in p.message for p in facts.doubts] == [True, True]


def test_a_body_is_as_the_registry_or_the_text_writes_it() -> None:
    body = line("BAN CHÍ ĐẠO CAI CÁCH HÀNH CHÍNH", 0.87)
    text = line("Theo đề nghị của Ban Chỉ đạo cải cách hành chính và Bộ Nội vụ;")
    facts, mended = facts_of([body, line(STATE), line("QUYẾT ĐỊNH"), text])
    assert (facts.issuer, mended) == ("Ban Chỉ đạo cải cách hành chính", ["issuer"])
    facts, mended = facts_of([line("BỘ CÔNG THUONG", 0.87), line(STATE), line("QUYẾT ĐỊNH")])
    assert (facts.issuer, mended) == ("Bộ Công Thương", ["issuer"])


def test_a_body_that_nothing_settles_is_none_and_told() -> None:
    facts, mended = facts_of([line("BAN CHÍ ĐẠO CAI CÁCH", 0.87), line(STATE), line("QUYẾT ĐỊNH")])
    assert (facts.issuer, mended) == (None, [])
    assert "body" in facts.doubts[-1].message


def test_a_kind_is_known_without_its_accents() -> None:
    lines = (line(STATE), line("KÉ HOẠCH", 0.9), line("Kẻ hoạch năm 2026"))
    page = Page(1, tuple(map(Prose, lines)), 40)
    (mended,), _ = mend_pages([page])
    texts = [block.fragment.text for block in mended.blocks if isinstance(block, Prose)]
    assert texts[1] == "KẾ HOẠCH"
