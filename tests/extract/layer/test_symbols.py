"""Symbols of documents that a line break spoiled."""

from __future__ import annotations

import pytest

from pipeline.extract.layer.reader import read_layer
from pipeline.extract.layer.signs.symbols import LACKS_HYPHEN, lacks_hyphen
from pipeline.extract.text.lines import split_lines
from pipeline.model import Grid


@pytest.mark.parametrize(
    "text",
    ["43/TBVPCP", "12/2024/NĐCP", "06/KHUBND ngày 1/2", "số 88/QĐTTg", "01/TTLTBTC", "5/TBBCĐ389"],
)
def test_kind_and_issuer_with_nothing_between_them_lack_a_hyphen(text: str) -> None:
    assert lacks_hyphen(text)


@pytest.mark.parametrize(
    "text", ["43/TB-VPCP", "12/2024/NĐ-CP", "300/VPCP-KGVX", "5/2013/QH13", "9/HĐND", "1/TTr"]
)
def test_a_whole_symbol_lacks_none(text: str) -> None:
    assert not lacks_hyphen(text)


def test_a_cell_that_lost_a_hyphen_is_in_doubt_and_no_other() -> None:
    text = (
        "TT Nội dung nhiệm vụ Cơ quan chủ trì Thời hạn\n"
        "1. Triển khai Quyết định số 88/QĐTTg\nBộ Tài chính\n6/2025\n"
        "2. Triển khai Quyết định số 89/QĐ-TTg\nBộ Nội vụ\n7/2025\n"
        "3. Triển khai Quyết định số 90/QĐ-TTg\nBộ Y tế\n8/2025\n"
    )
    pages, _ = read_layer(list(split_lines(text)))
    cells = [
        cell
        for block in pages[0].blocks
        if isinstance(block, Grid)
        for row in block.rows
        for cell in row
    ]
    assert [cell.raw for cell in cells if cell.doubt == LACKS_HYPHEN] == [
        "Triển khai Quyết định số 88/QĐTTg"
    ]
