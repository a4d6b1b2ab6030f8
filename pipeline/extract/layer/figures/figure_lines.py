"""Rows without a number among those that have one, told by the lines of figures they end with.

Lists of prices and costs number their items and print below each how it is made up: `Tổng 1.703.160
24.384 …`, `Nội nghiệp 1.703.160 24.384 …`; sums stand above the first number. Where the lines of a
table end with figures side by side again and again, each such line ends a row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.layer.figures.figure_words import is_figure
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.rows import (
    HEADING_STYLES,
    FoundLabel,
    UndividedRow,
    cut_rows,
    parts_of,
)
from pipeline.extract.layer.signs.words import DASHES
from pipeline.writing.letters import fold

_SEVERAL = 3
"""Figures at the end of a line that show columns of them: two may be a range, or a date."""
_FEWEST, _ROWS = 4, 2
"""Lines with as many figures at their ends, and numbered rows with two of them or more, from which
on they end rows."""
_MOSTLY = 0.8
"""Share of the lines with so many figures side by side that end with them: of others remarks
stand behind the figures, and such a line ends no row."""
_SUMS = ("tổng cộng", "tổng số", "cộng")
"""What lines of sums begin with."""


def numbered_rows(
    pieces: Sequence[LinePiece], labels: Sequence[FoundLabel]
) -> tuple[list[LinePiece], list[UndividedRow]]:
    """The lines before the first of some numbers, one at least, and the rows of these, those that
    lines of figures show parted: sums above the first number are rows, and so is each such line
    inside of a numbered row."""
    before, rows = pieces[: labels[0].index], cut_rows(pieces, labels)
    sums = next((at for at, piece in enumerate(before) if _is_sum(piece.text)), len(before))
    first = [_row(tuple(part)) for part in _parts(before[sums:])]
    usual = _usual(rows)
    parted = [[*_parted(row, usual)] if usual else [row] for row in rows]
    if sum(len(own) > 1 for own in parted) < _ROWS:
        parted = [[row] for row in rows]
    return list(before[:sums]), [*first, *(row for own in parted for row in own)]


def _is_sum(text: str) -> bool:
    """Whether a line is one of sums."""
    return bool(_at_end(text)) and fold(text).startswith(_SUMS)


def _at_end(text: str) -> int:
    """How many figures a line ends with, behind other words."""
    words = text.split()
    worded = (at for at in range(len(words) - 1, -1, -1) if not is_figure(words[at]))
    last = next(worded, -1)
    return len(words) - 1 - last if last >= 0 else 0


def _usual(rows: Sequence[UndividedRow]) -> int:
    """How many figures most lines with several at their end have there; 0 where these show no
    columns."""
    lines = [piece.text for row in rows for piece in row.pieces]
    ends = Counter(count for count in map(_at_end, lines) if count >= _SEVERAL)
    inside = sum(_inside(text) >= _SEVERAL for text in lines)
    if ends.total() < _MOSTLY * inside or not ends:
        return 0
    count, often = max(ends.items(), key=lambda one: (one[1], one[0]))
    return count if often >= _FEWEST else 0


def _inside(text: str) -> int:
    """How many figures stand side by side in a line, at most."""
    longest = count = 0
    for word in text.split():
        count = count + 1 if is_figure(word) else 0
        longest = max(longest, count)
    return longest


def _parted(row: UndividedRow, usual: int) -> Iterator[UndividedRow]:
    """A numbered row, or it and those without a number behind it."""
    lines = row.pieces
    whole = [at for at, piece in enumerate(lines) if _ends_row(piece.text, usual)]
    if row.style in HEADING_STYLES or len(whole) < _ROWS:
        yield row
        return
    if all(b - a == 1 for a, b in pairwise(whole)) and _begins(lines[whole[0]]) and whole[0]:
        # Each stands on one line, so does the first: what is above it is the title of the item.
        starts = [0, *whole]
    else:
        starts = [0, *(at + 1 for at in whole[:-1])]
    parts = [lines[a:b] for a, b in pairwise([*starts, len(lines)])]
    if not all(_begins(part[0]) for part in parts[1:]):
        yield row
        return
    yield replace(row, parts=parts_of(parts[0]), tail=False)
    for part in parts[1:]:
        yield replace(_row(part), tail=row.tail and part is parts[-1])


def _ends_row(text: str, usual: int) -> bool:
    """Whether a line ends as those that end rows do: with as many figures, or with half of them or
    dashes, where other cells are blank."""
    count = _at_end(text)
    dashes = all(word in DASHES for word in text.split()[-count:])
    return count == usual or (1 < count < usual and (dashes or 2 * count >= usual))


def _begins(piece: LinePiece) -> bool:
    """Whether a line begins as a row does: with a capital, or the dash of a point."""
    words = piece.text.split()
    return words[0][0].isupper() or (words[0] in (*DASHES, "+") and not is_figure(words[-1][:1]))


def _row(lines: tuple[LinePiece, ...]) -> UndividedRow:
    """Lines as a row without a number."""
    return UndividedRow((), "", parts_of(lines))


def _parts(lines: Sequence[LinePiece]) -> Iterator[list[LinePiece]]:
    """Lines, those up to each that ends with figures together."""
    part: list[LinePiece] = []
    for piece in lines:
        part.append(piece)
        if _at_end(piece.text):
            yield part
            part = []
    if part:
        yield part
