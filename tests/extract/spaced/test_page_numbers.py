"""Page numbers of spaced texts: what shows the pages changes no line."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced.columns.sheets import read_text
from pipeline.extract.text.lines import split_lines

HEADS = {
    "beside a running head": "Dự thảo lần 2                 - {} -",
    "before one": "{}/5            Dự thảo lần 2",
    "alone": "                  {}",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_a_text_keeps_its_lines_and_their_pages(head: str) -> None:
    body = [
        f"{row}     Nhiệm vụ thứ {row * 7 % 100} của Sở     Tháng {row % 12 + 1}/2026"
        for row in range(60)
    ]
    pages = [[*body[at : at + 12], head.format(1 + at // 12)] for at in range(0, 60, 12)]
    lines = list(split_lines("\n".join(line for page in pages for line in page)))

    text = read_text(lines)

    assert [row.text for row in text.rows] == [" ".join(line.text.split()) for line in lines]
    assert text.pages == [number for number, page in enumerate(pages, 1) for _ in page]
