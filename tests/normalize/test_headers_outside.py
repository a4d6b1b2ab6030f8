"""Lines that name a number column and stay outside of tables are told."""

from __future__ import annotations

import pytest

from pipeline.normalize.headers_outside import headers_outside
from pipeline.normalize.prose_lines import ProseLine


def _told(text: str) -> int:
    lines = [ProseLine(line, 1, None) for line in text.splitlines()]
    return len(list(headers_outside(lines, "text-layer")))


@pytest.mark.parametrize(
    "text",
    [
        "STT Nhiệm vụ Cơ quan chủ trì Thời hạn\n1 Xây dựng đề án",
        "STT\nNhiệm vụ\nCơ quan chủ trì\nThời hạn\n1\nXây dựng đề án",
        "TT Tên chợ Diện tích Số hộ\n1 Chợ Rồng 12\n2 Chợ Mới 14",
    ],
)
def test_a_header_outside_of_tables_is_told(text: str) -> None:
    assert _told(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "STT ghi theo thứ tự. Nhiệm vụ ghi đầy đủ\n1 Xây dựng đề án",
        "TT Nhiệm vụ Cơ quan chủ trì: ghi như sau\n1 Xây dựng đề án",
        "STT Nhiệm vụ Cơ quan chủ trì\nkhông có dòng nào",
        "TT của Bộ Y tế và Bộ Công an\n1. Xây dựng đề án\n2. Trình",
        "Số thứ tự\n1\n2",
    ],
)
def test_a_sentence_that_mentions_numbers_is_no_header(text: str) -> None:
    assert _told(text) == 0


def test_of_grids_nothing_is_told() -> None:
    lines = [ProseLine("STT Nhiệm vụ Cơ quan chủ trì", 1, None), ProseLine("1 Việc", 1, None)]
    assert not list(headers_outside(lines, "docx"))
