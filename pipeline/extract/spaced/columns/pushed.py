"""Tables whose cells run into each other: no white space shows where their columns meet.

Programs that set each letter on a grid of fixed width push words aside where the print is denser.
Full cells of texts whose columns are kept have one blank between them too, but the next one begins
where those above and below it do.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.layer.doubts.order import INTERLEAVED
from pipeline.extract.layer.numbered.crowded import ROWS_UNCERTAIN
from pipeline.extract.layer.uncounted.gridded import Span
from pipeline.extract.spaced.columns.sheets import Sheet, SpacedText
from pipeline.extract.spaced.corridors.corridors import Cut, Told, is_wide_gap
from pipeline.extract.spaced.names.header import HeaderLines
from pipeline.extract.text.stops import near
from pipeline.model import Problem

_TIGHT, _CLOSE, _CROSSED = 0.3, 0.2, 0.25
"""Share of the borders between words that run through one blank from which on a table is not read,
and the same where so many lines have a word in the way of a border: of 12 texts of a program that
pushes words aside ten have more, and 4 of 100 to 47 of 100 of their cells are right; 26 of other
programs have at most 0.21, or 0.15 lines in the way."""
_BELOW = 0.4
"""Share of the words behind one blank that begin where cells of lines near them do, from which on
none was pushed aside: full tables have 0.44 to 0.8, tables pushed aside that close at most 0.33."""
_ENTIRE, _FEWEST_LINES = 0.4, 10
"""Share of the lines of a table that run over all columns from which on their cells run into each
other, and lines that tell it: tables with many headings have at most 0.1."""
_SOME = 0.02
"""The same share of a text whose lines are padded, from which on all its cells are in doubt: three
tables of figures of such a program, not refused, had 42 to 69 of 100 cells right, and two of three
wrong ones without a word."""
_SURE = 4.0
"""Margin (log odds) from which a cell beside such a border is held to be right: of two published
lists 80 of 98 wrong cells were named so and 21 of 100 right ones, by the usual margin 72 and 17,
by 6 84 and 28."""
PUSHED = (
    "words of this text were pushed aside where it is dense, so that they may be of another cell"
)
CLOSE = "the cells of this table stand one blank apart, so that a word may be of the cell beside it"
_FETCH = "fetch the PDF, or its text by pdftotext -layout"
_FEWEST = 40
"""Borders between words that tell it."""


def may_be_pushed(sheets: Sequence[Sheet]) -> bool:
    """Whether so many cells of a table on a grid are one blank apart that words of any may have
    been pushed aside."""
    counts = [_counted(sheet.told, sheet.cuts) for sheet in sheets]
    inner, tight = (sum(own[place] for own in counts) for place in (0, 1))
    return tight > _SOME * inner


def runs_together(sheets: Sequence[Sheet]) -> bool:
    """Whether many lines of a table part no cells at all."""
    lines = sum(len(sheet.body) for sheet in sheets)
    over = sum(sum(sheet.wide) for sheet in sheets)
    return lines >= _FEWEST_LINES and over >= _ENTIRE * lines


def is_pushed(sheets: Sequence[Sheet]) -> bool:
    """Whether the cells of a table are set closer than its columns are wide: words stand in the way
    of its borders, and these run through one blank. Where a program set the letters on a grid,
    most cells read are wrong then; elsewhere most are right (85 of 100 of a published list)."""
    counts = [_counted(sheet.told, sheet.cuts) for sheet in sheets]
    inner, tight, below, crossed = map(sum, zip(*counts, strict=True)) if counts else (0, 0, 0, 0)
    lines = sum(len(sheet.body) for sheet in sheets)
    if inner < _FEWEST or below >= _BELOW * tight:
        return False
    return tight >= _TIGHT * inner or (tight >= _CLOSE * inner and crossed >= _CROSSED * lines)


def close_cells(sheet: Sheet, span: Span) -> set[int]:
    """The columns of a row that one blank parts from the next on one of its lines, and that are
    read so by little."""
    found: set[int] = set()
    for at in range(span.start, span.end):
        words, ends = sheet.told[at].words, sheet.cuts[at].ends
        for border, end in enumerate(ends):
            if 0 < end < len(words) and not is_wide_gap(words, end):
                beside = (border, border + 1)
                found |= {column for column in beside if sheet.margins[at][column] < _SURE}
    return found


def _counted(told: Sequence[Told], cuts: Sequence[Cut]) -> tuple[int, int, int, int]:
    """How many borders run between two words of a line, how many of these through one blank, and of
    these before a word that begins where cells of lines near it do; how many lines have a word in
    the way of a border."""
    inner = tight = below = crossed = 0
    begins = [
        {one.words[end].x0 for end in cut.ends if is_wide_gap(one.words, end)}
        for one, cut in zip(told, cuts, strict=True)
    ]
    for at, (one, cut) in enumerate(zip(told, cuts, strict=True)):
        words = one.words
        ends = {end for end in cut.ends if 0 < end < len(words)}
        close = {words[end].x0 for end in ends if not is_wide_gap(words, end)}
        inner += len(ends)
        tight += len(close)
        below += len(close & near(begins, at)) if close else 0
        crossed += any(word.x0 < place < word.x1 - 1 for place in one.path for word in words)
    return inner, tight, below, crossed


def pushed_aside(text: SpacedText, first: HeaderLines) -> Problem:
    """What is told of such a table."""
    message = (
        f"the lines of the table below line {text.rows[first.start].line} are wider than its "
        f"columns, so that its cells run into each other; {_FETCH}"
    )
    evidence = " / ".join(first.titles)
    return Problem("error", INTERLEAVED, message, evidence, text.pages[first.start])


def columns_guessed(text: SpacedText, first: HeaderLines, why: str) -> Problem:
    """What is told of one whose cells are in doubt, and `why`: where a program set the letters on a
    grid, another one may keep the columns."""
    fetch = _FETCH if why == PUSHED else "fetch the PDF"
    message = f"{why}, and rows and columns of this table may be lost; {fetch}"
    evidence = " / ".join(first.titles)
    return Problem("warning", ROWS_UNCERTAIN, message, evidence, text.pages[first.start])
