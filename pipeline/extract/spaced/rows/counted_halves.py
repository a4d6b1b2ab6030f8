"""Numbers that a column of one digit cuts, put together as they count over all pages of a table.

Such a column has `34.` as `3` over `4.`, and where cells are set to the middle of their rows lines
of other cells stand between the two. One page may have too few numbers to tell that they are
halves; all pages of the table do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.layer.uncounted.gridded import Lines
from pipeline.writing.counted_cuts import counted_ends, may_be_of_one_digit
from pipeline.writing.labels import parse_label

_FAR = 3
"""Lines from a half of a number to the next one, at most: each has one line of its cell, and lines
of cells that stand half a line off may be above and below it."""

_GAIN = 1.0
"""How much better the numbers of a table have to count with their halves put together: one more
counts on. From 10 to 19 the halves count too, but for the first: `1` again and again, and `2.`,
`3.`, `4.`."""
_STRANGE = 0.05
"""Share of other numbers among the texts of a column of one digit: figures that begin a title are
cut into it at times, and a wider column has a number of two digits in most rows."""

_Piece = tuple[int, int, str]
"""The page and the line of a text of the number column, and the text."""


def with_halves_joined(pages: Sequence[Lines]) -> list[Lines]:
    """The lines of the pages of a table, the halves of numbers as one where these count on so. What
    stands on two pages stays."""
    texts = [
        (page, line, text.replace(" ", ""))
        for page, lines in enumerate(pages)
        for line, (text, *_) in enumerate(lines.texts)
        if text
    ]
    pieces = [piece for piece in texts if may_be_of_one_digit(piece[2])]
    others = {text for _, _, text in texts} - {text for _, _, text in pieces}
    strange = [text for _, _, text in texts if text in others and parse_label(text) is not None]
    if len(strange) > _STRANGE * len(pieces):
        return list(pages)
    ends = counted_ends([text for _, _, text in pieces], frozenset(), _GAIN)
    numbers: list[list[_Piece]] = []
    for at, piece in enumerate(pieces):
        if at in ends and _is_below(pages, numbers[-1][-1], piece):
            numbers[-1].append(piece)
        else:
            numbers.append([piece])
    found = list(pages)
    for own in numbers:
        if len(own) > 1:
            found[own[0][0]] = _joined(found[own[0][0]], own)
    return found


def _is_below(pages: Sequence[Lines], upper: _Piece, lower: _Piece) -> bool:
    """Whether two halves stand near each other on one page, no blank line between them."""
    (page, above, _), (other, below, _) = upper, lower
    if page != other or below - above > _FAR:
        return False
    return not any(pages[page].blanks[above + 1 : below + 1])


def _joined(lines: Lines, pieces: Sequence[_Piece]) -> Lines:
    """A page with the pieces of a number on the first one of their lines."""
    first, last = pieces[0][1], pieces[-1][1]
    own = {line: "" for _, line, _ in pieces}
    own[first] = "".join(text for _, _, text in pieces)
    texts = ((own.get(line, number), *others) for line, (number, *others) in enumerate(lines.texts))
    lasts = [*(lines.lasts or range(len(lines)))]
    lasts[first] = last
    return replace(lines, texts=tuple(texts), lasts=tuple(lasts))
