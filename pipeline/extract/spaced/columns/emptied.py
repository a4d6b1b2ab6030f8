"""Names of a header that were taken for two: the column of one of them has no cell on any page.

Where a name goes on with what begins another one (`Lãnh đạo Bộ phụ trách`) the words of one line do
not tell whether they are two. A column that is blank throughout, whose name stands one blank beside
the next one's, does.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.layer.signs.words import lexicon
from pipeline.extract.spaced.columns.sheets import Sheet
from pipeline.extract.spaced.lines.words import WIDE
from pipeline.extract.spaced.names.header import HeaderLines
from pipeline.writing.letters import fold


def emptied(header: HeaderLines, sheets: Sequence[Sheet]) -> int | None:
    """The first of two columns beside each other whose names meet and one of which has no cell and
    no name that is known, that of numbers left out; none in headers of several levels, or whose
    columns marks or figures below show, blank ones too."""
    if header.upper or header.borders:
        return None
    blank = [
        fold(title) not in lexicon().names and _is_blank(sheets, column)
        for column, title in enumerate(header.titles)
    ]
    pairs = range(1, len(blank) - 1)
    return next((k for k in pairs if blank[k] != blank[k + 1] and _meets(header, k)), None)


def _is_blank(sheets: Sequence[Sheet], column: int) -> bool:
    return not any(
        cut.column(told.words, column)
        for sheet in sheets
        for told, cut in zip(sheet.told, sheet.cuts, strict=True)
    )


def _meets(header: HeaderLines, column: int) -> bool:
    """Whether two names stand one blank apart on a line, and apart on none."""
    behind = {index: words[0].x0 for index, words in header.columns[column + 1]}
    gaps = [
        behind[index] - words[-1].x1 for index, words in header.columns[column] if index in behind
    ]
    return min(gaps, default=0) > 0 and max(gaps) < WIDE
