"""Columns whose cells are not what their names promise.

A column of amounts holds amounts, one of times holds times. Where most cells of such a column are
something else, lines were given to the wrong columns throughout the table: what was learned from
the rows then makes all of them look sure.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.layer.columns.strips import Taken, text_of
from pipeline.extract.layer.numbered.rows import HEADING_STYLES
from pipeline.extract.layer.search.dividing import DividedRow
from pipeline.extract.layer.signs.begins import is_promised
from pipeline.extract.layer.signs.words import PLAIN, Role, ink, shape

_FEWEST, _MOSTLY = 4, 0.5
"""Filled cells of a column from which on they tell anything, and the share of them that keep the
promise, at least: of the tables for learning that read well all have more."""
_FORMED = frozenset({"count", "deadline", "code"})
"""Roles whose cells have a form of their own."""
_DOCUMENT = "document"
"""The form of the number of a document, which a column of numbers holds, too (`Số văn bản`)."""


def unkept(rows: Sequence[DividedRow], roles: Sequence[Role]) -> frozenset[int]:
    """The columns of which most cells are not what their names promise."""
    items = [
        row.division.cells for row in rows if row.division and row.row.style not in HEADING_STYLES
    ]
    found = set[int]()
    for at, role in enumerate(roles):
        if role.name not in _FORMED:
            continue
        filled = [cells[at] for cells in items if text_of(cells[at])]
        kept = sum(_keeps(role, text_of(cell)) or _keeps(role, _torn(cell)) for cell in filled)
        if len(filled) >= _FEWEST and kept < _MOSTLY * len(filled):
            found.add(at)
    return frozenset(found)


def _torn(runs: Taken) -> str:
    """The text of a cell whose column breaks words anywhere (`Thườ`, `ng xu`, `yên`)."""
    return "".join(line for run in runs if run for line in run.lines)


def _keeps(role: Role, text: str) -> bool:
    """Whether a cell is what its column's name promises: by its form or its first words. Figures
    and codes are one word, or begin with one that has a digit, or with a word and that (`Trên 10%`,
    `50.000 đồng/người/ngày`)."""
    words = text.split()
    numbered = [any(map(str.isdigit, word)) for word in words]
    if role.name == "deadline" and numbered[0] and numbered[-1]:
        return True  # `14h00 ngày 05/02/2026`
    form = shape(text)
    if form != PLAIN and form in role.shapes:
        return True
    if role.begins:
        return is_promised(role, *ink(text).first)
    if len(words) == 1 or any(numbered[:2]) or not any(map(str.isalpha, text)):
        return True
    return form == _DOCUMENT
