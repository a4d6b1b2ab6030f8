"""Cells with what the blank column beside theirs has on other pages.

A page without a header of its own may be read a column too far: its units stand where the others
have prices. That their text is a whole cell of the blank column elsewhere, and none of their own
column, tells that one of the two is; which one is not known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.extract.spaced.doubts.doubts import PrintedRow, whole_cells

_FEWEST = 2
"""Cells of a column on other pages that show a text to be one of its own."""

_DISPLACED = (
    "this cell, or the blank one beside it, has what the other column has on the other pages"
)


def add_displaced(
    pages: Sequence[Sequence[PrintedRow]], why: Sequence[Sequence[dict[int, str]]]
) -> None:
    """Doubt such cells and the blank ones beside them; of two columns one of which is blank on all
    of a page, those of all its rows, if two are such."""
    own = [whole_cells(page) for page in pages]
    all_of_them: Counter[tuple[int, str]] = Counter()
    for texts in own:
        all_of_them.update(texts)
    for page, texts, reasons in zip(pages, own, why, strict=True):
        found: Counter[tuple[int, int]] = Counter()
        for body, doubts in zip(page, reasons, strict=True):
            for column, blank in _pairs(body):
                text = body.text(column)
                if (
                    all_of_them[blank, text] - texts[blank, text] >= _FEWEST
                    and all_of_them[column, text] == texts[column, text]
                ):
                    found[column, blank] += 1
                    for place in (column, blank):
                        doubts.setdefault(place, _DISPLACED)
        for (column, blank), count in found.items():
            if count >= _FEWEST and not any(body.columns[blank] for body in page):
                for body, doubts in zip(page, reasons, strict=True):
                    if body.columns[column]:
                        for place in (column, blank):
                            doubts.setdefault(place, _DISPLACED)


def _pairs(body: PrintedRow) -> Iterator[tuple[int, int]]:
    """The filled columns of a row beside a blank one, with that one; that of numbers left out."""
    last = len(body.columns) - 1
    for column in range(1, last + 1):
        if body.columns[column]:
            for beside in (column - 1, column + 1):
                if 1 <= beside <= last and not body.columns[beside]:
                    yield column, beside
