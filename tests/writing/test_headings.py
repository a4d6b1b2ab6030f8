"""Lines that head an annex, and lines that only begin as one."""

from __future__ import annotations

import pytest

from pipeline.writing.headings import annex_heading

LINES = [
    ("PHỤ LỤC I", ("PHỤ LỤC I", "")),
    ("Phụ lục I. Danh mục", ("Phụ lục I", "Danh mục")),
    ("Phụ lục I.Danh mục", ("Phụ lục I", "Danh mục")),
    ("PHỤ LỤC I.1", ("PHỤ LỤC I.1", "")),
    ("Phụ lục I.2. Danh mục", ("Phụ lục I.2", "Danh mục")),
    ("Phụ lục A.1: Danh mục", ("Phụ lục A.1", "Danh mục")),
    ("Phụ lục 5.13", ("Phụ lục 5.13", "")),
    ("Phụ lục I.1 kèm theo Nghị quyết này", None),
]


@pytest.mark.parametrize(("line", "heading"), LINES)
def test_annex_headings(line: str, heading: tuple[str, str] | None) -> None:
    assert annex_heading(line) == heading
