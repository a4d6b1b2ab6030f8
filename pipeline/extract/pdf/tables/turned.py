"""Names of columns set at a right angle, as lines among the level ones.

What no rule bounds is read line by line, and a text that goes up the page is on no line: it takes
the height of all lines beside it. Only above the rows: a text turned beside numbered rows is that
of a cell over several of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.extract.aligned.words import Stretch, TextLine
from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.lines.text import PrintedLine, lines_of
from pipeline.writing.labels import parse_label

_ONE_LINE = 1.0
"""White, in ems, between two pieces of one line."""


def with_turned_names(lines: Sequence[TextLine], pieces: Iterable[Piece]) -> list[TextLine]:
    """The level lines of a page, and those at a right angle that stand beside no row number."""
    turned = [piece for piece in pieces if piece.upright]
    if not turned:
        return list(lines)
    numbered = [line for line in lines if parse_label(line.words[0].text) is not None]
    names = [
        name
        for name in map(_text_line, lines_of(turned, _ONE_LINE))
        if not any(_is_beside(name, number) for number in numbered)
    ]
    return sorted((*lines, *names))


def _text_line(line: PrintedLine) -> TextLine:
    """A line at a right angle, with the room it takes on the page."""
    word = Stretch(line.text, line.x0, line.x1, line.bold, (line.y0 + line.y1) / 2)
    return TextLine(line.y0, line.y1, (word,))


def _is_beside(line: TextLine, other: TextLine) -> bool:
    return line.top < (other.top + other.bottom) / 2 < line.bottom
