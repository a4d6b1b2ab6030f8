"""Glyph numbers are letters where the words prove it, and nothing where they do not."""

from __future__ import annotations

import pytest

from pipeline.writing.glyph_numbers import glyph_order

TEXT = (
    "Xây dựng Nghị định về định danh điện tử Nâng cấp Cổng dịch vụ công quốc gia Rà soát quỹ "
    "nghĩa trang cũng như đường sá Phụ lục Cơ quan chủ trì Thời hạn"
)
ALSO = {"ũ": 458}


def numbered(text: str, block: int) -> str:
    """A text in the glyph numbers of Times New Roman, its Vietnamese block set elsewhere."""
    order = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü"
    known = {"đ": 255, "ă": 259, "ĩ": 429, "ơ": 1131, "ư": 1133, **ALSO}
    out = []
    for char in text:
        if char.isascii():
            out.append(char if char == " " else chr(ord(char) - 29))
        elif char in order:
            out.append(chr(98 + order.index(char)))
        elif char in known:
            out.append(chr(known[char]))
        else:
            out.append(chr(ord(char) - 0x1EA0 + block))
    return "".join(out)


@pytest.mark.parametrize("block", [1188, 1300, 900])
def test_the_words_prove_the_order(block: int) -> None:
    text = numbered(TEXT, block)
    order = glyph_order(text)
    assert order is not None
    assert " ".join(map(order.decode, text.split())) == TEXT


@pytest.mark.parametrize(
    "text", ["", "Report of the committee 2026", TEXT, numbered(TEXT, 1188)[::-1].swapcase()]
)
def test_what_is_not_proven_is_not_read(text: str) -> None:
    assert glyph_order(text) is None
