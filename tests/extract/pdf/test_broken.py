"""Words broken anywhere at the ends of lines."""

from __future__ import annotations

import pytest

from pipeline.extract.pdf.broken import across_break, is_anywhere, torn


@pytest.mark.parametrize(
    ("text", "below", "verdict"),
    [
        ("Bộ Thông tin và Tr", "uyền thông", "torn"),
        ("CHÍNH PH", "Ủ", "torn"),
        ("Tháng 9/202", "6", "torn"),
        ("Quyết định số 15", "/NQ-CP", "torn"),
        ("Thông tư số 04/2026/TT-B", "TC", "torn"),
        ("chip I", "oT", "torn"),
        ("phát triển Bộ chỉ số", ", hệ thống", "torn"),
        ("xây dựng kế", "hoạch", "apart"),
        ("Bộ Tài chính, Bộ", "Y tế", "apart"),
        ("các bộ và VTV", "và VOV", "apart"),
        ("hoàn thành năm 2026", "theo kế hoạch", "apart"),
        ("Kế hoạch số 12/KH-UBND", "Nghị quyết số 5", "apart"),
        ("Quyết định số 142/QĐ-T", "Tg ngày", "torn"),
        ("đổi mới tư du", "y, xác định", "either"),
        ("hạ tầng 5", "G", "either"),
        ("VTV, VO", "V", "either"),
        ("Quyết định số 142/QĐ-TTg", "của Thủ tướng", "hardly"),
        ("dịch vụ internet", "vạn vật", "hardly"),
    ],
)
def test_what_a_break_parts_is_told_by_how_words_are_spelled(
    text: str, below: str, verdict: str
) -> None:
    assert across_break(text, below) == verdict


def test_lines_that_end_between_words_tear_nothing() -> None:
    pairs = [("Xây dựng kế", "hoạch chuyển"), ("đổi số và", "công nghệ thông"), ("tin", "quốc gia")]
    assert torn(pairs) == (0, 3)
    assert not is_anywhere((4, 5))
    assert is_anywhere((5, 50))
    assert not is_anywhere((5, 51))
