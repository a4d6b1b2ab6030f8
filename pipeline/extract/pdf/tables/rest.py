"""What of a page stands outside of its tables: may it be one that nothing closes?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.writing.columns import names_row_numbers

BLANK = 0.42
"""White that parts cells, in ems."""
STRETCHED = 1.2
"""More white, in ems, than lines set to both margins have between two words."""
LONGEST_NAME = 7
"""Letters of a name of row numbers (`STT`, `Số TT`): others are not looked at."""
MIDDLE = 0.03
"""Share of the width of the text by which a page number may stand off its middle."""
PAIR = 2
"""Lines of three pieces apart that may be those of a table."""
PAIRS = 5
"""Lines of two pieces apart that may: a letterhead has fewer."""
_FOLIO = re.compile(r"[-–]?\s*\d{1,3}\s*[-–]?")


def without_folio(pieces: list[Piece]) -> list[Piece]:
    """The pieces without the number of the page: a lone number below all others, at the middle."""
    if not pieces:
        return pieces
    lowest = max(pieces, key=lambda piece: piece.base)
    alone = all(lowest.base - p.base > 0.5 * lowest.size for p in pieces if p is not lowest)
    if not alone or not _FOLIO.fullmatch(lowest.text):
        return pieces
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    off = abs((lowest.x0 + lowest.x1) / 2 - (left + right) / 2)
    return [p for p in pieces if p is not lowest] if off < MIDDLE * (right - left) else pieces


def has_columns(pieces: Sequence[Piece]) -> bool:
    """Whether lines may be those of a table: a name of row numbers, or two of them with three
    pieces apart, or many with two, and more white between two than a line set to both margins
    has."""
    lines: dict[int, list[Piece]] = {}
    for piece in pieces:
        lines.setdefault(round(piece.base), []).append(piece)
        if len(piece.text) <= LONGEST_NAME and names_row_numbers(piece.text):
            return True
    gaps = [_gaps(line) for line in lines.values() if len(line) > 1]
    parted = sum(max(own) > STRETCHED and sum(gap > BLANK for gap in own) > 1 for own in gaps)
    return parted >= PAIR or sum(max(own) > STRETCHED for own in gaps) >= PAIRS


def _gaps(line: list[Piece]) -> list[float]:
    """The white between the pieces of a line, in ems."""
    line.sort(key=lambda piece: piece.x0)
    return [(b.x0 - a.x1) / b.size for a, b in pairwise(line)]
