"""Names of columns set at a right angle, as lines among the level ones.

What no rule bounds is read line by line, and a text that goes up the page is on no line: it takes
the height of all lines beside it. Only above the rows: a text turned beside numbered rows is that
of a cell over several of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.extract.aligned.words import Stretch, TextLine
from pipeline.extract.pdf.pieces import Piece, Upright
from pipeline.writing.labels import parse_label

_ONE_BASE = 0.25
"""Share of its size by which the pieces of one line may be set apart across it."""
_ONE_LINE = 1.0
"""White, in ems, between two pieces of one line."""
_Placed = tuple[Piece, Upright]


def with_turned_names(lines: Sequence[TextLine], pieces: Iterable[Piece]) -> list[TextLine]:
    """The level lines of a page, and those at a right angle that stand beside no row number."""
    numbered = [line for line in lines if parse_label(line.words[0].text) is not None]
    turned = [_text_line(run) for run in _runs(pieces)]
    names = [line for line in turned if not any(_is_beside(line, number) for number in numbered)]
    return sorted((*lines, *names)) if names else list(lines)


def _runs(pieces: Iterable[Piece]) -> list[list[_Placed]]:
    """The pieces at a right angle, those of one line together, in the order they are read."""
    placed = [(piece, piece.upright) for piece in pieces if piece.upright]
    placed.sort(key=lambda one: (one[1].own.quarters, round(one[1].base), one[1].x0))
    runs: list[list[_Placed]] = []
    for one in placed:
        if runs and _goes_on(runs[-1][-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _goes_on(before: _Placed, after: _Placed) -> bool:
    (_, one), (piece, other) = before, after
    level = one.own.quarters == other.own.quarters
    level = level and abs(other.base - one.base) <= _ONE_BASE * piece.size
    return level and other.x0 - one.x1 <= _ONE_LINE * piece.size


def _text_line(run: Sequence[_Placed]) -> TextLine:
    """A line at a right angle, with the room it takes on the page."""
    pieces = [piece for piece, _ in run]
    top, bottom = min(piece.y0 for piece in pieces), max(piece.y1 for piece in pieces)
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    text = " ".join(piece.text for piece in pieces)
    bold = all(piece.bold for piece in pieces)
    return TextLine(top, bottom, (Stretch(text, left, right, bold, (top + bottom) / 2),))


def _is_beside(line: TextLine, other: TextLine) -> bool:
    return line.top < (other.top + other.bottom) / 2 < line.bottom
