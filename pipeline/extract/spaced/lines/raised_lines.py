"""Calls of notes that stand on a line of their own, above the line of the cell that has them.

PyMuPDF prints raised digits so (`7` above `phủ   12/2026`). They are put behind the cell below,
raised, where notes of their numbers stand at the foot of the page, or of the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.spaced.lines.foot import LEFT, has_cells, note_number
from pipeline.extract.spaced.lines.words import SpacedLine, Word
from pipeline.writing.raised import raise_digits


def with_calls_joined(
    rows: Sequence[SpacedLine], opening: Sequence[int]
) -> tuple[list[SpacedLine], list[int]]:
    """The lines of a text without those of calls alone, their digits raised behind the cells below
    them, and which lines begin a page. A line that a call is moved to keeps its number and has the
    blank lines above the call."""
    out = list(rows)
    gone: set[int] = set()
    pages = [range(*ends) for ends in pairwise([*sorted({0, *opening}), len(rows)])]
    feet = [_notes(rows, page) for page in pages]
    none: dict[int, int] = {}
    for page, own, later in zip(pages, feet, [*feet[1:], none], strict=True):
        above = range(page.start, min(own.values(), default=page.stop - 1))
        for at in _calls_alone(rows, above, {*own, *later}):
            to = _line_called(rows, at, page)
            called = [_called(out[to], word) for word in rows[at].words]
            if all(place is not None for place in called):
                for place, word in zip(called, rows[at].words, strict=True):
                    out[to] = _with_call(out[to], place or 0, word)
                if to > at:
                    blanks = max(out[to].blanks, out[at].blanks)
                    out[to] = replace(out[to], blanks=blanks)
                gone.add(at)
    kept = [at for at in range(len(rows)) if at not in gone]
    places = {at: place for place, at in enumerate(kept)}
    return [out[at] for at in kept], [places[at] for at in opening if at in places]


def _notes(rows: Sequence[SpacedLine], page: range) -> dict[int, int]:
    """The numbers that texts stand behind at the left edge below all lines with cells, and the line
    of each."""
    cells = [at for at in page if has_cells(rows[at]) and not _are_digits(rows[at])]
    foot = range(cells[-1] + 1 if cells else page.start, page.stop)
    edge = min((rows[at].words[0].x0 for at in foot), default=0)
    return {
        number: at
        for at in foot
        if rows[at].words[0].x0 <= edge + LEFT and not _are_digits(rows[at])
        and len(rows[at].words) > 1
        and (number := note_number(rows[at])) is not None
    }  # fmt: skip


def _calls_alone(rows: Sequence[SpacedLine], page: range, notes: Set[int]) -> Iterator[int]:
    """The lines of a page but its first that are calls of notes alone, right of row numbers."""
    edge = min((rows[at].words[0].x0 for at in page), default=0)
    called = {str(number) for number in notes}
    for at in page[1:]:
        words = rows[at].words
        inside = words[0].x0 > edge + LEFT
        if inside and {word.text for word in words} <= called:
            yield at


def _are_digits(row: SpacedLine) -> bool:
    return all(word.text.isdecimal() for word in row.words)


def _line_called(rows: Sequence[SpacedLine], at: int, page: range) -> int:
    """The line that a line of calls belongs to: the one below, which they are raised above, or the
    one above where only that is close, beyond other lines of calls."""
    below = at + 1
    close = below in page and (not rows[below].blanks or rows[at].blanks)
    if close and not _are_digits(rows[below]):
        return below
    above = (one for one in range(at - 1, page.start, -1) if not _are_digits(rows[one]))
    return next(above, page.start)


def _called(row: SpacedLine, call: Word) -> int | None:
    """The last word of the cell of a line that a call stands behind or above; None if none begins
    left of it."""
    found, end = None, -1
    for part in row.segments:
        end += len(part)
        if part[0].x0 <= call.x0:
            found = end
    return found


def _with_call(row: SpacedLine, place: int, call: Word) -> SpacedLine:
    """A line with a call raised behind one of its words."""
    word = row.words[place]
    called = replace(word, text=word.text + raise_digits(call.text))
    return replace(row, words=(*row.words[:place], called, *row.words[place + 1 :]))
