"""Words broken anywhere: lines that end wherever the next letter does not fit.

A page set so shows no space and no hyphen at such an end (`Bộ Thông tin và Tr` over `uyền thông`).
Vietnamese words are syllables, and few ends of lines leave two: how the letters on both sides are
spelled tells whether they are one, and else which words stand beside each other in documents.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.pdf.lines.text import PrintedLine
from pipeline.model import Block, Cell, Fragment, Grid, Place
from pipeline.writing.cuts import CUT_WORD
from pipeline.writing.patterns import compiled
from pipeline.writing.torn import IN_SYMBOL, Verdict, is_torn, letters_across

_CLOSES = ".,;:!?)]}”’»/"
_OPENS = "([{“‘«/&"
_NUMBER_GOES_ON = compiled(r"\d|[.,/-]\d|[-/]\p{L}")
_UNIT = compiled(r"%|\p{Lu}(?!\p{L})")
MIN_TORN = 5
"""So few torn syllables may be names in another tongue, or cells too narrow for a word."""
SHARE = 0.1
"""Of the ends of lines with letters on both sides. Where words break anywhere, about half of them
tear one; elsewhere next to none does."""
FEW = 5
"""Ends of lines in a column of a page that may all fall between words by chance."""
_Pair = tuple[str, str]


def torn(pairs: Iterable[_Pair]) -> tuple[int, int]:
    """Of lines and those below them, how many tear a syllable for certain, and how many have
    letters on both sides of the break."""
    found = [letters_across(one, other) for one, other in pairs if one[-1:].isalpha()]
    return found.count("torn"), len(found) - found.count(None)


def pairs_of(cells: Iterable[Sequence[PrintedLine]]) -> list[_Pair]:
    """The texts of the lines of cells, each with that of the line below it."""
    return [(one.text, other.text) for lines in cells for one, other in pairwise(lines)]


def is_anywhere(found: tuple[int, int]) -> bool:
    """Whether words are broken anywhere, by how many ends of lines are `torn`."""
    return found[0] >= MIN_TORN and found[0] >= SHARE * found[1]


def is_long_alone(alone: tuple[int, int], within: tuple[int, int]) -> bool:
    """Whether the words broken are those too long for their column: lines that are one word
    (`alone`) tear syllables, next to no others do (`within`); counts as of `torn`."""
    return alone[0] >= MIN_TORN and within[0] <= SHARE * alone[0]


def may_be_so(found: tuple[int, int]) -> bool:
    """Whether words may be broken anywhere in a column of a page, where some of the file are."""
    return found[0] > 0 or found[1] <= FEW


def across_break(text: str, below: str) -> Verdict:
    """What stands on both sides of the end of a full line where words are broken anywhere: `torn`
    is one word or number, `apart` are two, `either` may be one and most often is, `hardly` may be
    one and most often is not.

    >>> across_break("Bộ Thông tin và Tr", "uyền thông"), across_break("số 15", "/NQ-CP")
    ('torn', 'torn')
    """
    last, first = text[-1], below[0]
    if first in _CLOSES or (last in _OPENS and not text.endswith(" &")):
        return "torn"
    if last.isdigit():
        if _NUMBER_GOES_ON.match(below):
            return "torn"
        return "either" if _UNIT.match(below) else "apart"
    verdict = letters_across(text, below)
    if verdict is not None:
        return verdict
    in_symbol = IN_SYMBOL.search(text) is not None
    return "torn" if in_symbol and (first.isalnum() or first == "-") else "apart"


def with_torn_rows(pages: Sequence[list[Block]], full: Collection[Place]) -> list[list[Block]]:
    """The blocks of pages, with the ends of the last row of a page told that go on in the first of
    the next page: their lines are `full` or tear a syllable for certain, and the letters on both
    sides are one."""
    out = [list(blocks) for blocks in pages]
    for above, below in pairwise(out):
        last = max((i for i, b in enumerate(above) if isinstance(b, Grid)), default=None)
        first = next((b for b in below if isinstance(b, Grid)), None)
        if last is not None and first is not None:
            grid = above[last]
            assert isinstance(grid, Grid)
            above[last] = _with_torn_row(grid, first, full)
    return out


def _with_torn_row(grid: Grid, below: Grid, full: Collection[Place]) -> Grid:
    texts = [[[f.text for f in cell.fragments] for cell in row] for row in grid.rows]
    head = 0
    for row, known in zip(below.rows, texts, strict=False):
        if [[f.text for f in cell.fragments] for cell in row] != known:
            break
        head += 1
    if head == len(below.rows) or len(below.rows[head]) != len(grid.rows[-1]):
        return grid
    cells = [
        _with_end(cell, other.fragments, full)
        for cell, other in zip(grid.rows[-1], below.rows[head], strict=True)
    ]
    return replace(grid, rows=(*grid.rows[:-1], tuple(cells)))


def _with_end(cell: Cell, below: Sequence[Fragment], full: Collection[Place]) -> Cell:
    """A cell, told that its last word goes on in other lines where it does."""
    if not cell.fragments or not below:
        return cell
    *lines, last = cell.fragments
    text, rest = _glued(cell.fragments)[-1], _glued(below)[0]
    if last.place not in full and not is_torn(text, rest):
        return cell  # the next letter may be wider than most: spelling is enough
    verdict = letters_across(text, rest)
    if verdict not in ("torn", "either"):
        return cell
    doubt = cell.doubt or (CUT_WORD if verdict == "either" else "")
    return replace(cell, fragments=(*lines, replace(last, glued=True)), doubt=doubt)


def _glued(lines: Sequence[Fragment]) -> list[str]:
    """The texts of lines, those in one whose words go on."""
    texts = [lines[0].text]
    for above, line in pairwise(lines):
        if above.glued:
            texts[-1] += line.text
        else:
            texts.append(line.text)
    return texts
