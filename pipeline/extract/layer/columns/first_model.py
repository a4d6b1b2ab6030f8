"""What is known of the columns of a table before any of its rows is divided: from the header, and
from how wide its lines are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.names.headers import HeaderPieces
from pipeline.extract.layer.numbered.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.weights import Weights
from pipeline.extract.layer.signs.words import SPACE, ink

_FEWEST_NARROW, _NARROW = 20, 0.1
"""Lines, and share of those that go on, from which on they tell how wide the narrow columns are."""
_FEWEST_AGREED, _AGREED = 10, 0.7
"""Lines that do so, too, where so large a share of them would break at one width: the last lines of
cells end anywhere."""


def first_model(
    header: HeaderPieces,
    rows: Sequence[UndividedRow],
    ground: Background,
    shares: bool,
    weights: Weights,
) -> TableModel:
    """What the header tells, and how wide the lines are that begin a row and go on."""
    signs = Counter(piece.sign for row in rows for part in row.parts for piece in part)
    model = TableModel(header.roles, ground, signs, shares, weights)
    model.figures = header.side_by_side
    goes_on = (
        one
        for row in rows
        if row.style not in HEADING_STYLES
        for one, other in list(pairwise(row.parts[0]))[:2]
        if other.text[0].islower()
    )
    limit_first(model, goes_on)
    return model


def limit_first(model: TableModel, wrapped: Iterable[LinePiece]) -> None:
    """Tell a model how wide its first column is, by lines of it that go on."""
    widths = sorted(ink(piece.text).width for piece in wrapped)
    if widths:
        limit = model.weights.limit
        model.set_first_limit(widths[int(limit.first * (len(widths) - 1))] * limit.slack)


def limit_others(model: TableModel, pieces: Sequence[LinePiece]) -> None:
    """Tell a model how wide its other columns are at most: as the lines that go on although the
    first column would still have had room for the next word. Where all columns are as wide there
    are few."""
    limit, first = model.weights.limit, model.columns[0].limit
    goes_on = [
        (ink(one.text), ink(other.text))
        for one, other in pairwise(pieces)
        if other.text[0].islower() and not other.opens_page
    ]
    breaks = ((one.width, one.width + SPACE + other.head) for one, other in goes_on)
    narrow = sorted(own for own in breaks if own[1] < limit.narrow * first)
    if len(narrow) < _FEWEST_AGREED:
        return
    widest = narrow[int(limit.first * (len(narrow) - 1))][0] * limit.slack
    agreed = sum(refused > widest for _, refused in narrow)
    are_many = len(narrow) >= max(_FEWEST_NARROW, _NARROW * len(goes_on))
    if are_many or agreed >= _AGREED * len(narrow):
        model.set_first_limit(first, widest)
