"""What the lines of cells tell together, of many cells at once, against each by itself."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.layer.columns.strips import Strip
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.search.batch import RowBatch, RowKinds
from pipeline.extract.layer.search.catalogue import Catalogue
from pipeline.extract.layer.search.row_arrays import figures_of
from pipeline.extract.layer.signs.ground import Background

LINES = [
    "Tháng", "12/2025", "Tháng 6", "năm", "2026", "Quý", "IV/2025", "Nghị định", "số", "(15/2026",
    "Hằng năm", "Bộ Tài chính", "Trước", "ngày 31/12/2025", "Thường", "xuyên", "-", "“Đề án”", "05",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=2, max_size=14))
def test_forms_of_cells_are_those_of_their_lines_together(lines: list[str]) -> None:
    strip = Strip([LinePiece(line, at, "\n") for at, line in enumerate(lines)], later=False)
    catalogue = Catalogue(Background.of(lines))
    no = np.zeros(1, dtype=bool)
    figures = figures_of(strip, catalogue)
    batch = RowBatch([figures], RowKinds(no, no, no, no), catalogue, anywhere=False)
    cells = [
        (start, count, strip.line_start[start + count])
        for start in range(len(lines))
        for count in range(1, len(lines) - start + 1)
    ]
    first, counts, ends = np.array(cells).T
    begins = np.array(strip.line_start)[first]
    last = batch.lines.number[first + counts - 1]
    told = batch.wholes(begins, counts, last, ends)
    kinds = list(catalogue.kinds)
    for (start, count, _), kind in zip(cells, told.kinds.tolist(), strict=True):
        assert kinds[kind] == strip.whole(strip.line_start[start], count).kind
