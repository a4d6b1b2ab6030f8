"""Rows without a number that stand between numbered ones: merged cells stand beside them.

Where cells are centred, a figure stands in the middle of its row as the number does. A line of
figures without a number is the middle of a row of its own, if those of numbered rows stand beside
their numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.layer.uncounted.gridded import Lines, labels_of

_FEWEST, _FIGURES = 5, 0.7
"""Lines of a column with text, and the share of them that are single figures, from which on it is
one of figures."""
_COLUMNS = 2
"""Columns of figures that a table has at least for its rows to be told by them."""
_DASHES = ("-", "–")
"""What is printed for no amount."""
_FILLED = 0.5
"""Share of the columns of figures that a line fills from which on they are those of a row."""
_BESIDE = 0.4
"""Share of the numbers that stand beside the figures of their row, from which on figures are in
the middle of theirs; headings have none."""


def figures_beside(pages: Sequence[Lines]) -> list[int]:
    """The columns of figures of a table whose numbers stand beside these; none if they do not."""
    columns = _of_figures(pages)
    numbers = [texts for lines in pages for texts in map(lines.texts.__getitem__, labels_of(lines))]
    beside = sum(_fills(texts, columns) for texts in numbers)
    return columns if beside >= max(_FEWEST, _BESIDE * len(numbers)) else []


def centres(lines: Lines, columns: Sequence[int]) -> list[int]:
    """The lines of a page in the middle of rows without a number, by the columns of figures."""
    return [at for at, texts in enumerate(lines.texts) if not texts[0] and _fills(texts, columns)]


def _of_figures(pages: Sequence[Lines]) -> list[int]:
    """The columns of figures, none if there are too few."""
    lines = [texts for page in pages for texts in page.texts]
    found = []
    for column in range(1, len(lines[0]) if lines else 0):
        filled = [texts[column] for texts in lines if texts[column]]
        if len(filled) >= _FEWEST and sum(map(_is_amount, filled)) >= _FIGURES * len(filled):
            found.append(column)
    return found if len(found) >= _COLUMNS else []


def _fills(texts: Sequence[str], columns: Sequence[int]) -> bool:
    """Whether a line has the figures of a row: none without columns of these."""
    filled = sum(bool(texts[column]) and _is_amount(texts[column]) for column in columns)
    return filled >= max(_COLUMNS, _FILLED * len(columns))


def _is_amount(text: str) -> bool:
    """Whether a text is a figure, also with a sign, or the dash that stands for none."""
    return text in _DASHES or (any(map(str.isdigit, text)) and not any(map(str.isalpha, text)))
