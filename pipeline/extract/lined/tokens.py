"""What a text with one paragraph a line prints: its paragraphs, and the blank ones between them.

Programs that write the text of a Word file or of a web page put each paragraph on a line of its
own, one cell after the other. Some set a blank line between any two (`docx2txt`), some write a
blank line for a blank paragraph (LibreOffice), some leave these out (BeautifulSoup).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.layer.lines.lines import LinePiece

Paragraph = tuple[LinePiece, ...]
"""The lines of a paragraph: one, but where somebody broke it; none of a blank one."""
BLANK: Paragraph = ()
"""A paragraph that prints nothing."""
_USUAL = 0.1
"""Share of the lines that follow the one before with so few blank lines between, from which on that
is how paragraphs are set apart. In texts of three programs it was 0.5 at least."""


def usual_gap(pieces: Sequence[LinePiece]) -> int:
    """Blank lines between two paragraphs as the program sets them apart: the fewest that are no
    exception."""
    gaps = Counter(max(0, other.line - one.line - 1) for one, other in pairwise(pieces))
    seen = 0
    for gap, count in sorted(gaps.items()):
        seen += count
        if seen >= _USUAL * gaps.total():
            return gap
    return 0


def paragraphs_of(
    pieces: Sequence[LinePiece], before: int, until: int, gap: int
) -> list[Paragraph]:
    """Paragraphs with the blank ones among them, from behind line `before` to line `until`, both
    left out, in a text whose paragraphs stand `gap` blank lines apart: lines that stand closer are
    those of one paragraph."""
    found: list[Paragraph] = []
    for piece in pieces:
        if found and found[-1] and piece.line - before - 1 < gap:
            found[-1] = (*found[-1], piece)
        else:
            found += [BLANK] * blanks_between(before, piece.line, gap)
            found.append((piece,))
        before = piece.line
    return [*found, *[BLANK] * blanks_between(before, until, gap)]


def blanks_between(line: int, other: int, gap: int) -> int:
    """How many blank paragraphs stand between two lines: each has its own line and what sets it
    apart."""
    return max(0, other - line - 1 - gap) // (gap + 1)


def text_of(paragraph: Paragraph) -> str:
    """What a paragraph prints, on one line."""
    return " ".join(piece.text for piece in paragraph)
