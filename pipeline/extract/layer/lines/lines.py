"""The lines of a text layer as pieces, with the traces of white space between them.

A text layer has no grid, but the program that wrote it often left marks: blank lines where the
pen moved, a space for a blank cell, a space at the end of a line that goes on. None is relied on:
each distinct trace is a `sign`, and what a sign means is learned from the table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.extract.text.lines import NumberedLine
from pipeline.frozen import dataclass
from pipeline.writing.characters import compose, map_characters

LOST_HYPHEN = "\ufffe"
"""What PDFium writes for a hyphen at a line end, the next line following without a break."""
_HYPHENS_LOST = re.compile(f"[{LOST_HYPHEN}\x02]")
"""The same as its releases have written it."""
SAME_LINE = "="
HYPHEN = "-"
_PAGE_GAP = 3
_WHITE = "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f"
_BLANK, _BLANKS = re.compile(f"[{_WHITE}]"), dict.fromkeys(map(ord, _WHITE), " ")
_RARE = 0.05
"""Share of the lines that begin a page at most."""


@dataclass(frozen=True, slots=True)
class LinePiece:
    """A printed line without outer blanks.

    `sign` is the trace of white space before it, `opens_page` whether a page begins with it.
    """

    text: str
    line: int
    sign: str
    opens_page: bool = False

    @property
    def single_spaced(self) -> str:
        """Its text with one blank between any two words: where spacing is kept, pages differ in
        it."""
        return " ".join(self.text.split())


def read_pieces(lines: Sequence[NumberedLine]) -> list[LinePiece]:
    """The printed lines of a text, and where its pages begin as far as the white space shows.

    Their characters are mapped here, not after: lines are measured and their words compared before
    a cell is known to be one. `mapped_lines` tells of it.
    """
    pieces: list[LinePiece] = []
    above, blanks, feed, trailing = 0, 0, False, ""  # blank lines above a line, and blanks in them
    for line in lines:
        if not line.text and not line.new_page:
            above += 1
            continue
        printed = map_characters(_HYPHENS_LOST.sub(LOST_HYPHEN, line.text))
        if _BLANK.search(printed):  # few lines have any, and to translate all takes longer
            printed = printed.translate(_BLANKS)
        feed = feed or line.new_page
        if not printed.strip():
            above, blanks = above + 1, blanks + len(printed)
            continue
        sign = _sign(above, blanks, printed, trailing)
        opens = feed or (above >= _PAGE_GAP and not blanks)
        for text in printed.replace(LOST_HYPHEN, "-" + LOST_HYPHEN).split(LOST_HYPHEN):
            if text.strip():
                pieces.append(LinePiece(text.strip(), line.number, sign, opens and bool(pieces)))
                sign, opens = HYPHEN, False
        trailing = "s" if printed[-1:].isspace() else ""
        above, blanks, feed = 0, 0, False
    return _with_rare_pages(pieces)


def mapped_lines(lines: Iterable[NumberedLine]) -> list[NumberedLine]:
    """The lines with look-alike or invisible characters, which pieces do not have."""
    texts = ((line, _HYPHENS_LOST.sub(LOST_HYPHEN, line.text)) for line in lines)
    return [line for line, text in texts if map_characters(text) != compose(text)]


def _sign(above: int, blanks: int, text: str, trailing: str) -> str:
    """The trace of so many blank lines above a line, with so many blanks in them."""
    white = f":{min(blanks, 9)}" if blanks else ""
    lead = "+" if text[0].isspace() else ""
    return f"{trailing}{min(above, 4)}{white}{lead}"


def ends_at_space(sign: str) -> bool:
    """Whether a trace tells that the line before it ends with a space."""
    return sign.startswith("s")


def _with_rare_pages(pieces: list[LinePiece]) -> list[LinePiece]:
    """Mark the pages that begin with a space and less white space above than lines have.

    Programs that join the texts of pages leave just that; within a page the space between two
    lines is never less than the usual one and more to the left at once.
    """
    counts = Counter(piece.sign for piece in pieces)
    if not counts:
        return pieces
    usual = counts.most_common(1)[0][0]
    rare = usual.rstrip("+").replace("1", "0") + "+"
    if "1" not in usual or not 1 < counts[rare] <= _RARE * len(pieces):
        return pieces
    return [
        replace(piece, opens_page=True) if piece.sign == rare and index else piece
        for index, piece in enumerate(pieces)
    ]
